"""The input sheet: three case columns, the active value that the model reads, and the method's unit factors."""

from __future__ import annotations

from typing import Literal

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xltco.lines import Input
from xltco.scenario import Scenario
from xltco.scenario.scenario import CASES
from xltco.workbook import styles
from xltco.workbook.cells import put_text, put_value
from xltco.workbook.layout import (
    ACTIVE,
    BASE,
    CASE_NUMBER_ROW,
    CASE_ROW,
    HIGH,
    INPUT_COLUMNS,
    INPUT_HEADER_ROW,
    LOW,
    SCENARIO_ROWS,
    Layout,
    SheetPlan,
)

TRUTH_VALUES = "truth_values"
_WIDTHS = dict(zip("ABCDEFGHIJKL", (38, 24, 21, 21, 21, 21, 46, 44, 70, 40, 12, 50), strict=True))
_CASES = f"${get_column_letter(LOW)}{{row}}:${get_column_letter(HIGH)}{{row}}"


def write_inputs(sheet: Worksheet, plan: SheetPlan, layout: Layout, scenario: Scenario) -> None:
    """Everything a person may change, and the one formula per row that picks the case."""
    styles.set_widths(sheet, _WIDTHS)
    put_text(sheet.cell(1, 1), "Inputs", styles.TITLE_FONT)
    put_text(
        sheet.cell(2, 1),
        "Blue on yellow is yours to change. An empty low or high means the base value.",
        styles.QUIET_FONT,
    )
    _write_scenario(sheet, scenario)
    for column, heading in enumerate(INPUT_COLUMNS, start=1):
        cell = put_text(sheet.cell(INPUT_HEADER_ROW, column), heading, styles.HEADER_FONT)
        cell.fill = styles.HEADER_FILL
        cell.alignment = styles.RIGHT if LOW <= column <= ACTIVE else styles.LEFT
    values = {item.name: value for item, value in scenario.values()}
    for row, item in plan.input_rows.items():
        if isinstance(item, str):
            title = layout.present.register.strategies.get(item) or item.replace("_", " ").capitalize()
            put_text(sheet.cell(row, 1), title, styles.SECTION_FONT)
        else:
            _write_input(sheet, row, item, scenario, values[item.name])
    _write_constants(sheet, layout)
    _write_truth_values(sheet, sheet.max_row + 1)
    sheet.freeze_panes = f"B{INPUT_HEADER_ROW + 1}"
    styles.set_page(sheet, title_rows=f"{INPUT_HEADER_ROW}:{INPUT_HEADER_ROW}")
    sheet.print_area = f"A1:{get_column_letter(ACTIVE + 1)}{sheet.max_row}"


def _write_scenario(sheet: Worksheet, scenario: Scenario) -> None:
    for key, row in SCENARIO_ROWS.items():
        put_text(sheet.cell(row, 1), key.replace("_", " ").capitalize())
        cell = put_value(sheet.cell(row, ACTIVE), getattr(scenario, key))
        cell.font, cell.fill = styles.INPUT_FONT, styles.INPUT_FILL
        _name(sheet, f"scenario_{key}", ACTIVE, row)
    sheet.cell(SCENARIO_ROWS["as_of"], ACTIVE).number_format = "yyyy-mm-dd"
    put_text(sheet.cell(CASE_ROW, 1), "Case shown")
    cell = put_text(sheet.cell(CASE_ROW, ACTIVE), "base", styles.INPUT_FONT)
    cell.fill, cell.alignment = styles.INPUT_FILL, styles.LEFT
    _name(sheet, "case_selected", ACTIVE, CASE_ROW)
    put_text(sheet.cell(CASE_NUMBER_ROW, 1), "Case number")
    header = _CASES.format(row=f"${INPUT_HEADER_ROW}")
    number = sheet.cell(CASE_NUMBER_ROW, ACTIVE, f"=MATCH(case_selected,{header},0)")
    number.font = styles.FORMULA_FONT
    _name(sheet, "case_number", ACTIVE, CASE_NUMBER_ROW)
    _validate(sheet, f"{get_column_letter(ACTIVE)}{CASE_ROW}", f'"{",".join(CASES)}"', "Case", "low, base or high")


def _write_input(sheet: Worksheet, row: int, item: Input, scenario: Scenario, value: object) -> None:
    unit = item.unit.label
    put_text(sheet.cell(row, 1), item.label)
    put_text(sheet.cell(row, 2), unit, styles.QUIET_FONT)
    stated = {"base": value} | {case: v[item.dotted] for case, v in scenario.cases.items() if item.dotted in v}
    for column, case in zip((LOW, BASE, HIGH), CASES, strict=True):
        cell = put_value(sheet.cell(row, column), stated.get(case))
        cell.font, cell.fill, cell.number_format = styles.INPUT_FONT, styles.INPUT_FILL, item.unit.number_format
        cell.alignment = styles.RIGHT
    cases, base = _CASES.format(row=row), f"${get_column_letter(BASE)}{row}"
    chosen = f"INDEX({cases},1,case_number)"
    active = sheet.cell(row, ACTIVE, f'=IF({chosen}<>"",{chosen},IF({base}<>"",{base},""))')
    active.font, active.number_format, active.alignment = styles.FORMULA_FONT, item.unit.number_format, styles.RIGHT
    put_text(sheet.cell(row, ACTIVE + 1), item.allowed, styles.QUIET_FONT).alignment = styles.INDENTED
    put_text(sheet.cell(row, ACTIVE + 2), item.dotted, styles.QUIET_FONT)
    put_text(sheet.cell(row, ACTIVE + 3), item.description, styles.QUIET_FONT)
    source = scenario.sources.get(item.dotted)
    if source is not None:
        put_text(sheet.cell(row, ACTIVE + 4), source.source, styles.QUIET_FONT)
        put_value(sheet.cell(row, ACTIVE + 5), source.as_of).number_format = "yyyy-mm-dd"
        put_text(sheet.cell(row, ACTIVE + 6), source.note, styles.QUIET_FONT)
    _validate_input(sheet, row, item)


def _write_constants(sheet: Worksheet, layout: Layout) -> None:
    for constant in layout.present.register.constants.values():
        row = layout.places[constant.name].row
        put_text(sheet.cell(row, 1), constant.label)
        put_text(sheet.cell(row, 2), constant.unit.label, styles.QUIET_FONT)
        cell = sheet.cell(row, ACTIVE, constant.value)
        cell.font, cell.number_format = styles.FORMULA_FONT, "General"
        put_text(sheet.cell(row, ACTIVE + 3), constant.meaning, styles.QUIET_FONT)


def _write_truth_values(sheet: Worksheet, row: int) -> None:
    """The two values that the dropdowns of yes-or-no inputs offer."""
    put_text(sheet.cell(row, 1), "Yes and no, as the dropdowns offer them")
    for column, value in ((LOW, True), (BASE, False)):
        sheet.cell(row, column, value).number_format = "General"
    workbook = sheet.parent
    assert workbook is not None
    address = f"'{sheet.title}'!${get_column_letter(LOW)}${row}:${get_column_letter(BASE)}${row}"
    workbook.defined_names[TRUTH_VALUES] = DefinedName(TRUTH_VALUES, attr_text=address)


def _validate_input(sheet: Worksheet, row: int, item: Input) -> None:
    cells = f"{get_column_letter(LOW)}{row}:{get_column_letter(HIGH)}{row}"
    if item.kind == "text":
        return
    if item.kind == "boolean":
        # Real truth values from cells: a typed list would enter text where Excel speaks another language.
        _validate(sheet, cells, f"={TRUTH_VALUES}", item.label, item.allowed)
        return
    if item.kind == "choice":
        _validate(sheet, cells, f'"{",".join(item.choices)}"', item.label, item.allowed)
        return
    if item.above is not None:
        first = cells.partition(":")[0]
        formula = f"AND(ISNUMBER({first}),{first}>{item.above:g},{first}<={item.at_most:.0f})"
        _add(sheet, DataValidation("custom", formula1=formula, allow_blank=True), cells, item.label, item.allowed)
        return
    kind: Literal["whole", "decimal"] = "whole" if item.kind == "integer" else "decimal"
    bounds = DataValidation(kind, formula1=f"{item.at_least:g}", formula2=f"{item.at_most:.0f}", allow_blank=True)
    _add(sheet, bounds, cells, item.label, item.allowed)


def _validate(sheet: Worksheet, cells: str, choices: str, title: str, allowed: str) -> None:
    _add(sheet, DataValidation("list", formula1=choices, allow_blank=True), cells, title, allowed)


def _add(sheet: Worksheet, validation: DataValidation, cells: str, title: str, allowed: str) -> None:
    validation.errorTitle, validation.error = title[:32], f"Enter {allowed}."
    validation.promptTitle, validation.prompt = title[:32], f"Allowed: {allowed}."
    validation.showErrorMessage = validation.showInputMessage = True
    sheet.add_data_validation(validation)
    validation.add(cells)


def _name(sheet: Worksheet, name: str, column: int, row: int) -> None:
    workbook = sheet.parent
    assert workbook is not None
    address = f"'{sheet.title}'!${get_column_letter(column)}${row}"
    workbook.defined_names[name] = DefinedName(name, attr_text=address)
