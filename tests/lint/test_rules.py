"""Lint finds one planted defect for every rule, and nothing in a good workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.lint.defects import FINE, OTHERS, PLANTED
from tests.lint.workbooks import Change, Edit, good_workbook, saved
from xltco.errors import XltcoError
from xltco.lint import RULES, Finding, lint


def _planted(rule: str, folder: Path) -> Path:
    change, edit, _ = PLANTED[rule]
    workbook = good_workbook()
    if rule == "input-unvalidated":
        workbook["Model"]["B8"] = 12
    if change is not None:
        change(workbook)
    return saved(workbook, folder / "planted.xlsx", edit)


def _found(path: Path, *rules: str) -> list[Finding]:
    return lint(path, only=rules).findings


def test_a_good_workbook_has_no_findings(tmp_path: Path) -> None:
    report = lint(saved(good_workbook(), tmp_path / "good.xlsx"))
    assert report.findings == []
    assert (report.sheets, report.formula_cells) == (3, 38)


def test_every_rule_has_a_planted_defect() -> None:
    assert set(PLANTED) == set(RULES)


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_defect_is_found_at_its_place(tmp_path: Path, rule: str) -> None:
    found = _found(_planted(rule, tmp_path), rule)
    assert PLANTED[rule][2] in [finding.place for finding in found]
    assert {finding.rule.id for finding in found} == {rule}


def _other_defects(rule: str, change: Change | None, edit: Edit | None, place: str) -> object:
    return pytest.param(rule, change, edit, place, id=f"{rule} {place}")


@pytest.mark.parametrize(("rule", "change", "edit", "place"), [_other_defects(*other) for other in OTHERS])
def test_other_forms_of_a_defect(
    tmp_path: Path, rule: str, change: Change | None, edit: Edit | None, place: str
) -> None:
    workbook = good_workbook()
    if change is not None:
        change(workbook)
    found = [finding.place for finding in _found(saved(workbook, tmp_path / "x.xlsx", edit), rule)]
    assert (place in found) if place else not found


@pytest.mark.parametrize("formula", FINE)
def test_a_sound_formula_is_left_alone(tmp_path: Path, formula: str) -> None:
    workbook = good_workbook()
    workbook["Model"]["B8"] = formula
    assert lint(saved(workbook, tmp_path / "x.xlsx")).findings == []


def test_equal_findings_of_neighbours_are_one(tmp_path: Path) -> None:
    workbook = good_workbook()
    for column in "BCD":
        workbook["Model"][f"{column}8"] = f"={column}3*730"
    (found,) = _found(saved(workbook, tmp_path / "x.xlsx"), "number-in-formula")
    assert (found.place, found.why) == ("Model!B8:D8", "the formula holds 730")


def test_a_stray_in_a_column_of_a_block_that_goes_down_is_found(tmp_path: Path) -> None:
    workbook = good_workbook()
    for row in range(2, 12):
        workbook["Notes"].cell(row, 3, f"=price+D{row - 1}")
        workbook["Notes"].cell(row, 4, f"=tokens+C{row - 1}" if row != 7 else "=price")
        workbook["Notes"].cell(row, 5, f"=C{row}+D{row}")
    (found,) = _found(saved(workbook, tmp_path / "x.xlsx"), "uneven-formula")
    assert (found.place, found.why) == ("Notes!D7", "the formula differs from the rest of its column")


def test_without_any_input_style_typed_numbers_are_one_finding(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in range(1, 9):
        sheet.cell(row, 1, row)
    sheet["B1"] = "=A1"
    (found,) = _found(saved(workbook, tmp_path / "x.xlsx"), "typed-number")
    assert "8 numbers are typed" in found.why


def test_rules_can_be_chosen_and_left_out(tmp_path: Path) -> None:
    path = _planted("typed-number", tmp_path)
    assert [finding.rule.id for finding in lint(path).findings] == ["typed-number"]
    assert lint(path, ignore=["typed-number"]).findings == []
    with pytest.raises(XltcoError, match="is not a rule"):
        lint(path, only=["typed-numbers"])
