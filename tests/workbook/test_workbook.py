"""The workbook: only inputs and month numbers are constants, a user's text is text, every value is cached."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support import SAMPLES, SEED, scenario_of, with_inputs
from xltco.errors import OutputError, XltcoError
from xltco.model import MODEL
from xltco.scenario import load
from xltco.workbook.template import load_template
from xltco.workbook.writer import build, workbook_bytes

INPUT_COLUMNS = {"C", "D", "E"}


def _opened(raw: dict[str, Any]) -> Workbook:
    return load_workbook(io.BytesIO(workbook_bytes(scenario_of(raw), load_template())))


def _cell(workbook: Workbook, name: str) -> Any:
    sheet, _, cell = str(workbook.defined_names[name].attr_text).replace("$", "").rpartition("!")
    return workbook[sheet.strip("'")][cell.split(":")[0]]


def test_the_sheets_stand_in_reading_order(enterprise_workbook: Path) -> None:
    assert load_workbook(enterprise_workbook).sheetnames == [
        "Inputs",
        "Actuals",
        "Timeline",
        "Buy",
        "Fine-tune",
        "Self-host",
        "Own",
        "Build",
        "Comparison",
        "Break-even",
        "Decision",
        "Checks",
        "Horizon break-even",
        "IRR search",
    ]


def test_a_strategy_that_is_absent_leaves_no_sheet_and_no_name(seed_workbook: Path) -> None:
    workbook = load_workbook(seed_workbook)
    assert not {"Fine-tune", "Own", "Build"} & set(workbook.sheetnames)
    assert not [name for name in workbook.defined_names if name.startswith(("own_", "fine_tune_", "build_"))]


def test_only_inputs_constants_and_index_numbers_are_typed_in(enterprise_workbook: Path) -> None:
    workbook = load_workbook(enterprise_workbook)
    typed = [
        (sheet.title, cell.coordinate)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "n" and cell.value is not None
    ]
    constants = {("Inputs", _cell(workbook, name).coordinate) for name in MODEL.constants}
    months = {("Timeline", cell.coordinate) for cell in workbook["Timeline"][_cell(workbook, "month").row]}
    actuals = {("Actuals", cell.coordinate) for row in workbook["Actuals"]["E8:G67"] for cell in row}
    left = [
        (sheet, cell)
        for sheet, cell in typed
        if (sheet, cell) not in constants | months | actuals and not (sheet == "Inputs" and cell[0] in INPUT_COLUMNS)
    ]
    assert left == []


def test_a_row_has_one_formula_across_all_months(enterprise_workbook: Path) -> None:
    from openpyxl.formula.translate import Translator

    workbook = load_workbook(enterprise_workbook)
    for line in MODEL.lines.values():
        if line.axis == "month" and line.excel:
            first = _cell(workbook, line.name)
            sheet = first.parent
            assert isinstance(sheet, Worksheet)
            for offset in (1, 60, 120):
                other = sheet.cell(first.row, first.column + offset)
                assert other.value == Translator(first.value, first.coordinate).translate_formula(other.coordinate)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_a_users_text_is_never_a_formula(text: str) -> None:
    noted = {"value": 1.21, "source": text, "note": text}
    workbook = _opened(with_inputs(SEED, self_host={"instance_hourly": noted}) | {"name": text, "description": text})
    cells = [cell for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(cells) >= 4
    assert {cell.data_type for cell in cells} == {"s"}


def test_every_input_says_unit_source_and_date() -> None:
    noted = {"value": 1.21, "source": "price list", "as_of": datetime.date(2026, 1, 31), "note": "on demand"}
    workbook = _opened(with_inputs(SEED, self_host={"instance_hourly": noted}) | {"currency": "EUR"})
    row = [cell.value for cell in workbook["Inputs"][_cell(workbook, "self_host_instance_hourly").row]]
    assert row[:2] == ["Instance hourly", "currency per hour"]
    assert row[9:12] == ["price list", datetime.datetime(2026, 1, 31), "on demand"]


def test_low_and_high_are_empty_where_they_are_as_base() -> None:
    workbook = _opened(SEED | {"cases": {"low": {"buy.blended_price_per_1m": 0.4}}})
    row = _cell(workbook, "buy_blended_price_per_1m").row
    assert [workbook["Inputs"].cell(row, column).value for column in (3, 4, 5)] == [0.4, 0.5, None]


def test_every_formula_has_its_value_in_the_file(enterprise_workbook: Path) -> None:
    formulas, values = load_workbook(enterprise_workbook), load_workbook(enterprise_workbook, data_only=True)
    empty = [
        (sheet.title, cell.coordinate)
        for sheet in formulas.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and values[sheet.title][cell.coordinate].value is None
    ]
    # Optional inputs that are not given are an empty text, which openpyxl reads as nothing.
    assert {sheet for sheet, _ in empty} <= {"Inputs"}
    assert formulas.calculation.fullCalcOnLoad


def test_headline_numbers_can_be_read_without_recalculating(seed_workbook: Path) -> None:
    workbook = load_workbook(seed_workbook, data_only=True)
    assert _cell(workbook, "self_host_break_even_tokens").value == pytest.approx(4_766_600_000, rel=1e-12)
    assert _cell(workbook, "decision_strategy").value == "buy"
    assert _cell(workbook, "checks_failed").value == 0


def test_numbers_are_written_with_all_their_digits() -> None:
    workbook = _opened(with_inputs(SEED, self_host={"instance_hourly": 870 / 730}))
    row = _cell(workbook, "self_host_instance_hourly").row
    assert workbook["Inputs"].cell(row, 4).value == 870 / 730


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


def test_a_template_that_names_few_lines_still_shows_them_all(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(
        'title = "Small"\n[[sheets]]\ntitle = "Inputs"\nkind = "inputs"\n[[sheets]]\ntitle = "Answer"\n'
        '[[sheets.sections]]\ntitle = "Break-even"\nkind = "list"\nlines = ["self_host_break_even_tokens"]\n',
        encoding="utf-8",
    )
    output = build(load(SAMPLES / "seed-code.toml"), tmp_path / "small.xlsx", template=load_template(str(path)))
    assert load_workbook(output).sheetnames == ["Inputs", "Answer", "Workings"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title =", "is not a readable template"),
        ('title = "x"\nsheets = 3', "sheets"),
        ('title = "x"\n[[sheets]]\ntitle = "A/B"\nkind = "inputs"', "title"),
        ('title = "x"\n[[sheets]]\ntitle = "A"', "exactly one sheet"),
        ('title = "x"\n[[sheets]]\ntitle = "A"\n[[sheets]]\ntitle = "a"\nkind = "inputs"', "the same title"),
        ('title = "x"\n[[sheets]]\ntitle = "A"\n[[sheets.sections]]\ntitle = "B"\nkind = "pie"\nlines = []', "kind"),
    ],
)
def test_a_broken_template_gets_a_clear_error(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(XltcoError, match=said):
        load_template(str(path))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('["buy_totl"]', "did you mean buy_total"),
        ('["buy_total", "buy_total"]', "places buy_total twice"),
        ('["discount_factor"]\n[[sheets.sections]]\ntitle = "x"\nkind = "list"\nlines = ["buy_tco"]', None),
        ('["buy_tco"]', "runs along another axis"),
    ],
)
def test_a_template_with_a_wrong_line_says_so(tmp_path: Path, lines: str, said: str | None) -> None:
    path = tmp_path / "lines.toml"
    path.write_text(
        'title = "x"\n[[sheets]]\ntitle = "In"\nkind = "inputs"\n[[sheets]]\ntitle = "B"\n'
        f'[[sheets.sections]]\ntitle = "x"\nkind = "months"\nlines = {lines}\n',
        encoding="utf-8",
    )
    template = load_template(str(path))
    if said is None:
        assert workbook_bytes(scenario_of(SEED), template)
    else:
        with pytest.raises(XltcoError, match=said):
            workbook_bytes(scenario_of(SEED), template)


def test_an_unknown_template_lists_the_known_ones() -> None:
    with pytest.raises(XltcoError, match="known are full"):
        load_template("nonesuch")
