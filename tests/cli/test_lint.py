"""`xltco lint` as a user runs it: what it prints, its JSON, its exit codes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.lint.workbooks import good_workbook, saved, setting
from xltco.cli.main import main
from xltco.lint import RULES, chosen_rules

Captured = tuple[int, str, str]


def _lint(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: object) -> Captured:
    monkeypatch.setattr(sys, "argv", ["xltco", "lint", *map(str, arguments)])
    code = 0
    try:
        main()
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return saved(good_workbook(), tmp_path / "good.xlsx")


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    workbook = good_workbook()
    for row in range(8, 20, 2):
        setting("Model", f"B{row}", f"=B3*730+{row}")(workbook)
    setting("Model", "C8", "=SUM(C3")(workbook)
    return saved(workbook, tmp_path / "bad [1].xlsx")


def test_a_clean_workbook_exits_with_0(
    good: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = _lint(capsys, monkeypatch, good)
    assert (code, err) == (0, "")
    assert "CLEAN: nothing found." in out


def test_findings_are_told_with_place_reason_and_remedy(
    bad: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = _lint(capsys, monkeypatch, bad)
    assert code == 1
    assert "error formula-broken: Every formula parses" in out
    assert "Model!C8: the formula does not parse: a bracket is not closed" in out
    assert "Model!B8: the formula holds 730, 8" in out
    assert f"> {RULES['number-in-formula'].remedy}" in out
    assert "FOUND: 1 errors, 6 warnings." in out


def test_json_holds_every_finding(
    bad: Path, good: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = _lint(capsys, monkeypatch, bad, good, "--json")
    assert code == 1
    first, second = json.loads(out)["files"]
    assert (first["errors"], first["warnings"], second["findings"]) == (1, 6, [])
    finding = first["findings"][0]
    assert set(finding) == {"rule", "severity", "sheet", "cell", "why", "remedy", "source"}
    assert (finding["rule"], finding["sheet"], finding["cell"]) == ("formula-broken", "Model", "C8")


def test_rules_are_chosen_left_out_and_listed(
    bad: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _lint(capsys, monkeypatch, bad, "--rule", "hidden-sheet")[0] == 0
    assert _lint(capsys, monkeypatch, bad, "--ignore", "formula-broken", "--ignore", "number-in-formula")[0] == 0
    code, out, _ = _lint(capsys, monkeypatch, "--rules")
    assert code == 0
    assert all(part in out for rule in RULES.values() for part in (rule.id, rule.title, rule.source, rule.remedy))
    listed = json.loads(_lint(capsys, monkeypatch, "--rules", "--json")[1])
    assert [rule["rule"] for rule in listed] == [rule.id for rule in chosen_rules()]
    assert set(listed[0]) == {"rule", "severity", "title", "source", "remedy"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.xlsx"], "there is no such file"),
        (["--rule", "nonsense", "none.xlsx"], "'nonsense' is not a rule"),
        ([], "Name at least one workbook"),
    ],
)
def test_bad_input_exits_with_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = _lint(capsys, monkeypatch, *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_the_other_files_are_checked_when_one_is_no_workbook(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(good.read_bytes()[:900])
    code, out, err = _lint(capsys, monkeypatch, damaged, good)
    assert code == 2
    assert "CLEAN" in out
    assert err == f"error: {damaged}: is not a readable .xlsx workbook (it is cut off or damaged: take a fresh copy)\n"
