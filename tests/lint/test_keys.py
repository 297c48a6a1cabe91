"""A column headed Key names rows and columns of values, and is itself no fault of a workbook."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from tests.lint.workbooks import good_workbook, saved
from xltco.lint import lint


def _keyed() -> Workbook:
    """The good workbook and a sheet with keys: a row of typed numbers, links by address, columns that run down."""
    workbook = good_workbook()
    sheet = workbook.create_sheet("Steps")
    rows: list[list[object]] = [
        ["Key", "Steps", "Unit"],
        ["month", "Month", "months", None, 2, 3, 4],
        ["see cost", "Cost", '="USD"', None, "=Model!B3", "=Model!C3", "=Model!D3"],
        ["cells: price, see tokens", "Two", None, None, 0.5, "=Inputs!$B$3"],
        ["strategies: buy, self_host", "By strategy", None, None, "Buy", "Self-host"],
        ["strategy_tco", "TCO", None, None, "=Model!$B$3", "=Model!$M$4"],
        ["columns: step, -", "Step", None, None, "Step", "Size"],
        ["rows", None, None, None, 1, 10],
        [None, None, None, None, 2, 20],
        [None, None, None, None, 3, 30],
    ]
    for row in rows:
        sheet.append(row)
    return workbook


def _found(workbook: Workbook, folder: Path) -> list[str]:
    return [f"{f.rule.id} {f.place}" for f in lint(saved(workbook, folder / "keyed.xlsx")).findings]


def test_keys_and_what_they_name_are_left_alone(tmp_path: Path) -> None:
    assert _found(_keyed(), tmp_path) == []


def test_a_number_beside_keyed_values_is_found(tmp_path: Path) -> None:
    workbook = _keyed()
    for cell in ("I2", "H9", "E12"):
        workbook["Steps"][cell] = 7
    assert _found(workbook, tmp_path) == [f"typed-number Steps!{cell}" for cell in ("I2", "H9", "E12")]


def test_without_the_heading_nothing_is_named(tmp_path: Path) -> None:
    workbook = _keyed()
    workbook["Steps"]["A1"] = "Notes"
    assert "typed-number Steps!E2:G2" in _found(workbook, tmp_path)


def test_a_key_that_can_hardly_be_read_is_found(tmp_path: Path) -> None:
    workbook = _keyed()
    workbook["Steps"]["A2"].font = Font(color="CCCCCC")
    assert _found(workbook, tmp_path) == ["low-contrast Steps!A2"]


def test_a_formula_of_255_characters_is_short_enough(tmp_path: Path) -> None:
    workbook = good_workbook()
    fits = "=B3 " + "+ B3" * 63
    assert len(fits) == 256
    workbook["Model"]["B8"] = fits
    assert _found(workbook, tmp_path) == []
    workbook["Model"]["B8"] = fits.replace("=B3 ", "=B3  ")
    assert _found(workbook, tmp_path) == ["formula-long Model!B8"]
