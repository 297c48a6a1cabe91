"""The workbook: only inputs and month numbers are constants, a user's text is text, every value is cached."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.support import SEED, scenario_of, with_inputs
from tests.workbook.keyed import cell, homes, keys_of
from xltco.errors import OutputError
from xltco.model import MODEL
from xltco.workbook.template import load_template
from xltco.workbook.writer import build, workbook_bytes

INPUT_COLUMNS = {"C", "D", "E"}
OTHER_CASES = ("Other case 1", "Other case 2")


def _row(place: str) -> int:
    return int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _opened(raw: dict[str, Any]) -> Workbook:
    return load_workbook(io.BytesIO(workbook_bytes(scenario_of(raw), load_template())))


def test_the_sheets_stand_in_reading_order(enterprise_workbook: Path) -> None:
    assert load_workbook(enterprise_workbook).sheetnames == [
        *("Summary", "Contents", "Inputs", "Timeline"),
        *("Buy", "Fine-tune", "Self-host", "Own", "Build"),
        *("Comparison", "Break-even", "Sensitivity", "Simulation", "Decision", "Actuals", "Checks"),
        *("Method", "Functions"),
        *("Other case 1", "Other case 2", "Tornado workings", "Grid workings", "Draws"),
        *("Horizon break-even", "IRR search"),
    ]


def test_a_strategy_that_is_absent_leaves_no_sheet_and_no_name(seed_workbook: Path) -> None:
    workbook = load_workbook(seed_workbook)
    assert not {"Fine-tune", "Own", "Build"} & set(workbook.sheetnames)
    assert not [name for name in workbook.defined_names if name.startswith(("own_", "fine_tune_", "build_"))]


def test_only_inputs_constants_and_data_of_the_method_are_typed_in(enterprise_workbook: Path) -> None:
    workbook = load_workbook(enterprise_workbook)
    typed = {
        (sheet.title, c.coordinate)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for c in row
        if c.data_type == "n" and c.value is not None
    }
    data = [line.name for line in MODEL.lines.values() if line.excel is None]
    actuals = [item.name for item in MODEL.inputs.values() if item.axis == "actual"]
    free = {*MODEL.constants, *data, *actuals}
    found = [cells for (_, name), cells in homes(workbook).items() if name in free]
    allowed = {(str(c.parent.title), c.coordinate) for cells in found for c in cells}
    left = [(s, c) for s, c in typed - allowed if not (s == "Inputs" and c[0] in INPUT_COLUMNS)]
    # The examples of the functions have arguments to change, and what they must answer.
    assert [place for place in left if place[0] != "Functions"] == []


def test_a_row_has_one_formula_across_all_months(enterprise_workbook: Path) -> None:
    from openpyxl.formula.translate import Translator

    found = homes(load_workbook(enterprise_workbook))
    compared = 0
    for (_, name), months in found.items():
        line = MODEL.lines.get(name)
        if line and line.axis == "month" and line.excel:
            assert len(months) == 37, name
            for other in months[1:]:
                first = Translator(str(months[0].value), months[0].coordinate)
                assert other.value == first.translate_formula(other.coordinate)
            compared += 1
    assert compared > 200


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_a_users_text_is_never_a_formula(text: str) -> None:
    noted = {"value": 1.21, "source": text, "note": text}
    workbook = _opened(with_inputs(SEED, self_host={"instance_hourly": noted}) | {"name": text, "description": text})
    cells = [c for sheet in workbook.worksheets for row in sheet.iter_rows() for c in row if c.value == text]
    assert len(cells) >= 4
    assert {c.data_type for c in cells} == {"s"}


def test_every_input_says_unit_source_and_date() -> None:
    noted = {"value": 1.21, "source": "price list", "as_of": datetime.date(2026, 1, 31), "note": "on demand"}
    workbook = _opened(with_inputs(SEED, self_host={"instance_hourly": noted}) | {"currency": "EUR"})
    row = [c.value for c in workbook["Inputs"][cell(workbook, "self_host_instance_hourly").row]]
    assert row[:3] == ["Instance hourly", "currency per hour", 1.21]
    assert [row[3], row[4], row[6]] == ["price list", datetime.datetime(2026, 1, 31), "on demand"]


def test_low_and_high_are_empty_where_they_are_as_base() -> None:
    workbook = _opened(SEED | {"cases": {"low": {"buy.blended_price_per_1m": 0.4}}})
    row = cell(workbook, "buy_blended_price_per_1m").row
    assert [workbook["Inputs"].cell(row, column).value for column in (3, 4, 5)] == [0.4, 0.5, None]


def test_every_formula_has_its_value_in_the_file(enterprise_workbook: Path) -> None:
    formulas, values = load_workbook(enterprise_workbook), load_workbook(enterprise_workbook, data_only=True)
    empty = [
        (sheet.title, c.coordinate)
        for sheet in formulas.worksheets
        for row in sheet.iter_rows()
        for c in row
        if c.data_type == "f" and values[sheet.title][c.coordinate].value is None
    ]
    # An empty text is read as nothing: inputs that are not given, their flags, cautions and remarks that say nothing.
    texts = {name for name, line in MODEL.lines.items() if line.unit.name == "text"}
    found = [(name, c) for (_, name), cells in homes(formulas).items() if name in texts for c in cells]
    silent = {(str(c.parent.title), c.coordinate) for _, c in found}
    left = {(sheet, place) for sheet, place in set(empty) - silent if sheet not in ("Inputs", *OTHER_CASES)}
    shown = {entry.name for sheet, place in left for entry in dict(keys_of(formulas[sheet]))[_row(place)].entries}
    assert shown <= texts
    assert formulas.calculation.fullCalcOnLoad


def test_headline_numbers_can_be_read_without_recalculating(seed_workbook: Path) -> None:
    workbook = load_workbook(seed_workbook, data_only=True)
    assert cell(workbook, "self_host_break_even_tokens").value == pytest.approx(4_766_600_000, rel=1e-12)
    assert cell(workbook, "decision_strategy").value == "buy"
    assert cell(workbook, "checks_failed").value == 0


def test_numbers_are_written_with_all_their_digits() -> None:
    workbook = _opened(with_inputs(SEED, self_host={"instance_hourly": 870 / 730}))
    row = cell(workbook, "self_host_instance_hourly").row
    assert workbook["Inputs"].cell(row, 3).value == 870 / 730


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(OutputError, match="--force"):
        build(scenario_of(SEED), path)
    assert path.read_bytes() == b"mine"
    build(scenario_of(SEED), path, force=True)
    assert zipfile.is_zipfile(path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.xlsx"], "nothing temporary is left"


@pytest.mark.parametrize(("name", "said"), [("none/a.xlsx", "there is no folder"), ("a.xls", "must end in .xlsx")])
def test_an_output_that_cannot_be_is_refused_at_once(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(OutputError, match=said):
        build(scenario_of(SEED), tmp_path / name)
