"""`xltco check`, the notes that other commands print too, and the wording of errors, as a user meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT, SAMPLES, Run
from xltco.cli.notes import notes_on
from xltco.engine import evaluate
from xltco.model.checks.cautions import CAUTIONS
from xltco.model.register import MODEL
from xltco.scenario import load
from xltco.scenario.warnings import CODES

BUY = "[buy]\nblended_price_per_1m = 0.5\n"
ODD = """[workload]
monthly_tokens = 1e9

[buy]
blended_price_per_1m = 0.5
input_price_per_1m = 0.4

[self_host]
instance_hourly = 1.21

[cases.low]
"workload.monthly_tokens" = 3e9

[cases.high]
"workload.monthly_tokens" = 2e9
"""
CLEAN = """[workload]
monthly_tokens = 1e9

[buy]
blended_price_per_1m = 0.5

[decision]
product_market_fit = true
"""


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A scenario with two warnings and two cautions."""
    path = tmp_path / "odd.toml"
    path.write_text(ODD, encoding="utf-8")
    return path


@pytest.fixture
def a_check_fails() -> Iterator[str]:
    """The name of a check that fails in every scenario, because the numbers that it reads do not agree."""
    name = "buy_check_npv"
    line = MODEL.lines[name]
    original = line.python
    object.__setattr__(line, "python", lambda **values: original(**values) & False)
    yield name
    object.__setattr__(line, "python", original)


def test_a_scenario_with_nothing_odd_is_said_to_be_so(xltco: Run, tmp_path: Path) -> None:
    path = tmp_path / "clean.toml"
    path.write_text(CLEAN, encoding="utf-8")
    done = xltco("check", path)
    assert (done.code, done.out, done.err) == (0, "OK: no warnings, no cautions, no failed checks.\n", "")
    data = xltco("check", path, "--json").data
    assert data == {"name": load(path).name, "case": "base", "warnings": [], "cautions": [], "failed_checks": []}


def test_warnings_and_cautions_are_printed_with_their_codes_and_are_no_failure(xltco: Run, odd: Path) -> None:
    done = xltco("check", odd)
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].startswith("Warning (low_above_high): cases.low.workload.monthly_tokens: ")
    assert lines[1].startswith("Warning (unread_input): buy.input_price_per_1m: nothing reads the 0.4 ")
    assert lines[2].startswith("Caution (capacity_not_modelled): ")
    assert lines[3].startswith("Caution (fit_not_stated): ")
    assert lines[4] == "OK: 2 warnings, 2 cautions, no failed checks."


def test_check_as_json_names_code_text_and_place(xltco: Run, odd: Path) -> None:
    data = xltco("check", odd, "--json").data
    assert [(note["code"], note["key"]) for note in data["warnings"]] == [
        ("low_above_high", "cases.low.workload.monthly_tokens"),
        ("unread_input", "buy.input_price_per_1m"),
    ]
    assert [note["code"] for note in data["cautions"]] == ["capacity_not_modelled", "fit_not_stated"]
    assert all(note["text"] for note in [*data["warnings"], *data["cautions"]])


def test_cautions_are_those_of_the_case(xltco: Run) -> None:
    file = SAMPLES / "enterprise.toml"
    low, high = (xltco("check", file, "--case", case, "--json").data["cautions"] for case in ("low", "high"))
    assert low != high


@pytest.mark.parametrize("command", ["compare", "build"])
def test_the_other_commands_say_them_too(xltco: Run, odd: Path, tmp_path: Path, command: str) -> None:
    rest = ("-o", tmp_path / "odd.xlsx", "--force") if command == "build" else ()
    expected = xltco("check", odd, "--json").data
    done = xltco(command, odd, *rest)
    for note in [*expected["warnings"], *expected["cautions"]]:
        assert f"({note['code']}): " in done.out
        assert note["text"] in done.out
    data = xltco(command, odd, *rest, "--json").data
    assert {key: data[key] for key in ("warnings", "cautions", "failed_checks")} == {
        key: expected[key] for key in ("warnings", "cautions", "failed_checks")
    }


def test_verify_says_them_too(xltco: Run, odd: Path, tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    assert xltco("build", odd, "-o", path).code == 0
    done = xltco("verify", path, "--engine", "formualizer")
    assert done.code == 0
    assert "Warning (low_above_high): cases.low.workload.monthly_tokens: " in done.out
    assert "Caution (fit_not_stated): " in done.out
    data = xltco("verify", path, "--engine", "formualizer", "--json").data
    assert [note["code"] for note in data["cautions"]] == ["capacity_not_modelled", "fit_not_stated"]


def test_a_failed_check_is_named_and_ends_with_1(xltco: Run, odd: Path, a_check_fails: str) -> None:
    done = xltco("check", odd)
    assert done.code == 1
    assert f"Failed check ({a_check_fails}): {MODEL.lines[a_check_fails].label}" in done.out
    assert "Caution (check_failed): Checks failed (Buy)" in done.out
    assert done.out.splitlines()[-1] == "FAILED: 2 warnings, 3 cautions, 1 failed check."
    data = xltco("compare", odd, "--json").data
    assert data["checks_failed"] == 1
    assert [check["name"] for check in data["failed_checks"]] == [a_check_fails]
    assert a_check_fails in xltco("compare", odd).out


def test_the_checks_that_are_named_are_as_many_as_are_counted(a_check_fails: str) -> None:
    for path in sorted(SAMPLES.glob("*.toml")):
        scenario = load(path)
        result = evaluate(scenario)
        assert len(notes_on(scenario, result).failed) == result.scalar("checks_failed") == 1


def test_help_says_that_warnings_are_no_failure(xltco: Run) -> None:
    out = " ".join(xltco("check", "--help").out.split())
    assert "Warnings and cautions are no failure" in out
    assert "Exit codes: 0 the file can be used, 1 a check of the model failed, 2 bad input." in out


def test_the_page_of_codes_lists_each_code_and_no_other() -> None:
    page = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")
    warnings, cautions, _ = (re.split(r"^## ", page, flags=re.MULTILINE)[number] for number in (1, 2, 3))
    assert tuple(re.findall(r"^\| `(\w+)` \|", warnings, re.MULTILINE)) == CODES
    assert re.findall(r"^\| `(\w+)` \|", cautions, re.MULTILINE) == list(dict.fromkeys(CAUTIONS.values()))
    for row in re.findall(r"^\| `.*$", page, re.MULTILINE):
        assert len([cell for cell in row.strip("|").split(" | ") if len(cell) > 3]) == 3


@pytest.mark.parametrize("typed", ["70", '"70%"', "70%"])
def test_a_percentage_gets_an_error_that_shows_the_fraction(xltco: Run, tmp_path: Path, typed: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(f"[workload]\nmonthly_tokens = 1e9\ncached_input_share = {typed}\n{BUY}", encoding="utf-8")
    done = xltco("check", path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {path}:3: workload.cached_input_share: ")
    assert "0.70" in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1,000,000", "write 1000000 or 1e6"),
        ('"1,000,000"', "write 1000000 or 1e6"),
        ("1B", "write 1e9"),
        ('"1B"', "write 1e9"),
        ("'0.50'", "write 0.50"),
    ],
)
@pytest.mark.parametrize("command", ["check", "compare"])
def test_a_number_that_is_none_gets_an_error_that_shows_the_right_form(
    xltco: Run, tmp_path: Path, typed: str, shown: str, command: str
) -> None:
    path = tmp_path / "s.toml"
    path.write_text(f"[workload]\nmonthly_tokens = {typed}\n{BUY}", encoding="utf-8")
    done = xltco(command, path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {path}:2: workload.monthly_tokens: ")
    assert shown in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("[horizon]\nannual_discount_rate = 8\n", ":6: horizon.annual_discount_rate: must be a number, 0 to 2"),
        ("[horizon]\nannual_discount_rate = 8\n", "8% is 0.08"),
        ("annual_price_change = -20\n", ":5: buy.annual_price_change: must be a number, -0.99 to 2"),
        ("annual_price_change = -20\n", "-20% is -0.20"),
        ("[own]\nnode_price = 1\nspare_instances = 1001\n", ":7: own.spare_instances: must be a whole"),
        ("[own]\nnode_price = 1\nterminal_value = 'half'\n", ":7: own.terminal_value: must be one of book, residual"),
    ],
)
def test_an_input_outside_its_bounds_is_one_error_with_its_line(
    xltco: Run, tmp_path: Path, lines: str, said: str
) -> None:
    path = tmp_path / "s.toml"
    path.write_text(f"[workload]\nmonthly_tokens = 1e9\n{BUY}{lines}", encoding="utf-8")
    done = xltco("check", path)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
