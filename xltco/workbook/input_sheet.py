"""The input sheet: values by case (or alone), the active value that the model reads, sources, and the unit factors."""

from __future__ import annotations

from dataclasses import replace

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xltco.keys import HEADING
from xltco.lines import Input
from xltco.model.register import LAST_MONTH
from xltco.workbook import styles
from xltco.workbook.cells import put_text, put_value
from xltco.workbook.draft import Draft
from xltco.workbook.frame import link_to_contents, set_page
from xltco.workbook.input_cells import (
    add_validation,
    style_input,
    validate_input,
    validate_text,
    write_truth_values,
)
from xltco.workbook.input_facts import last_input_row, write_facts
from xltco.workbook.layout import SheetPlan
from xltco.workbook.rows import picked

_WIDTHS = {
    "Input": 36.0,
    "Unit": 22.0,
    "Source": 40.0,
    "As of": 12.0,
    "Flag": 9.0,
    "Note": 52.0,
    "Allowed": 46.0,
    "Meaning": 70.0,
    HEADING: 44.0,
}
_VALUE_WIDTH = 17.0
_THOUSAND = 1000
# Texts that follow a column set to the right keep a distance from it.
_ASIDE = ("Source", "As of", "Flag", "Note", "Allowed")
_HELP = "Blue on yellow, boxed: yours to change. Everything else follows."
_HELP_CASES = (
    "An empty low or high means the base value. Choose the case below; the Active column is what the model reads."
)
_HORIZON = "horizon_months"


def write_inputs(sheet: Worksheet, plan: SheetPlan, draft: Draft) -> None:
    """Everything a person may change, and with cases the one formula per row that picks the case."""
    look, layout, columns = draft.look, draft.layout, draft.layout.input_columns
    for column, heading in enumerate(columns.headings, start=1):
        styles.set_widths(sheet, {get_column_letter(column): _WIDTHS.get(heading, _VALUE_WIDTH)})
        cell = put_text(sheet.cell(layout.input_header_row, column), heading, look.header_font)
        cell.fill, cell.alignment = look.header_fill, _side(heading)
    put_text(sheet.cell(1, 1), plan.title, look.title_font)
    link_to_contents(sheet, draft)
    for row, text in enumerate((_HELP, _HELP_CASES)[: 1 + layout.has_cases], start=2):
        put_text(sheet.cell(row, 1), text, look.quiet_font)
    last_row = last_input_row(plan.input_rows)
    write_facts(sheet, draft, last_row)
    _write_rows(sheet, plan, draft)
    _validate_sources(sheet, draft, last_row)
    _colour_stale(sheet, draft, last_row)
    _write_constants(sheet, draft)
    write_truth_values(sheet, sheet.max_row + 1, min(columns.stated.values()), draft.look)
    sheet.sheet_properties.outlinePr.summaryBelow = False  # type: ignore[union-attr]
    sheet.freeze_panes = f"B{layout.input_header_row + 1}"
    set_page(sheet, draft, title_rows=f"{layout.input_header_row}:{layout.input_header_row}")
    sheet.print_area = f"A1:{get_column_letter(columns.at('Note'))}{sheet.max_row}"


def _side(heading: str) -> styles.Alignment:
    """Values stand on the right, texts on the left."""
    return styles.INDENTED if heading in _ASIDE else styles.LEFT if heading in _WIDTHS else styles.RIGHT


def _write_rows(sheet: Worksheet, plan: SheetPlan, draft: Draft) -> None:
    values = {item.name: value for item, value in draft.scenario.values()}
    for row, item in plan.input_rows.items():
        if isinstance(item, str):
            title = draft.layout.present.register.strategies.get(item) or item.replace("_", " ").capitalize()
            put_text(sheet.cell(row, 1), title, draft.look.section_font)
        else:
            _write_input(sheet, row, item, draft, values[item.name])
            sheet.row_dimensions[row].outlineLevel = 1


def _write_input(sheet: Worksheet, row: int, item: Input, draft: Draft, value: object) -> None:
    look, columns = draft.look, draft.layout.input_columns
    texts = {"Input": item.label, "Unit": item.unit.label, "Allowed": item.allowed, "Meaning": item.description}
    for heading, text in (texts | {HEADING: item.dotted}).items():
        put_text(
            sheet.cell(row, columns.at(heading)), text, look.formula_font if heading == "Input" else look.quiet_font
        )
    stated = {"base": value} | {c: v[item.dotted] for c, v in draft.scenario.cases.items() if item.dotted in v}
    letters = {case: get_column_letter(column) for case, column in columns.stated.items()}
    for case, column in columns.stated.items():
        cell = style_input(put_value(sheet.cell(row, column), stated.get(case)), look)
        cell.number_format, cell.alignment = look.number_format(item.unit), styles.WRAPPED_RIGHT
    if draft.layout.has_cases:
        cases, base = f"${letters['low']}{row}:${letters['high']}{row}", f"${letters['base']}{row}"
        active = sheet.cell(row, columns.read, picked(cases, base, "case_number"))
        active.font, active.alignment = look.formula_font, styles.WRAPPED_RIGHT
        active.number_format = look.number_format(item.unit)
    _write_source(sheet, row, item, draft)
    _fit_row(sheet, row, item, draft)
    area = f"{min(letters.values())}{row}:{max(letters.values())}{row}"
    if item.name == _HORIZON:
        _validate_horizon(sheet, area, item, draft)
    else:
        validate_input(sheet, area, item)


def _validate_horizon(sheet: Worksheet, area: str, item: Input, draft: Draft) -> None:
    """No more months than the file has room for, and how to get more."""
    room = draft.layout.present.axes["month"].length - 1
    validate_input(sheet, area, replace(item, at_most=room))
    if room < LAST_MONTH:
        validation = sheet.data_validations.dataValidation[-1]
        more = f"This file has room for {room} months. For more, up to {LAST_MONTH}, write it again with --timeline."
        validation.error, validation.prompt = f"{validation.error} {more}", f"{validation.prompt} {more}"


def _fit_row(sheet: Worksheet, row: int, item: Input, draft: Draft) -> None:
    """A row is as high as its source and note need, and so are texts in the narrow columns of values."""
    columns = draft.layout.input_columns
    values = columns.stated.values() if item.kind == "text" else ()
    wrapped = (columns.at("Source"), columns.at("Note"), *values)
    styles.set_height(sheet, row, {column: sheet.cell(row, column).value for column in wrapped})
    for heading in ("Input", "Unit", "Flag", "Allowed", "Meaning", HEADING):
        sheet.cell(row, columns.at(heading)).alignment = styles.INDENTED if heading in _ASIDE else styles.TOP


def _write_source(sheet: Worksheet, row: int, item: Input, draft: Draft) -> None:
    """Where the value comes from, and whether that is long ago beside the workbook's date."""
    columns = draft.layout.input_columns
    source = draft.scenario.sources.get(item.dotted)
    stated = (source.source, source.as_of, source.note) if source else (None, None, None)
    for heading, value in zip(("Source", "As of", "Note"), stated, strict=True):
        cell = style_input(put_value(sheet.cell(row, columns.at(heading)), value or None), draft.look)
        cell.alignment = styles.WRAPPED_INDENTED
    sheet.cell(row, columns.at("As of")).number_format = "yyyy-mm-dd"
    date = f"${get_column_letter(columns.at('As of'))}{row}"
    flag = sheet.cell(
        row,
        columns.at("Flag"),
        f"=IF(AND(ISNUMBER({date}),ISNUMBER(scenario_as_of)),"
        f'IF(scenario_as_of-{date}>stale_after_days,"stale","current"),"")',
    )
    flag.font = draft.look.formula_font


def _validate_sources(sheet: Worksheet, draft: Draft, last_row: int) -> None:
    columns, first = draft.layout.input_columns, draft.layout.input_header_row + 1

    def cells(heading: str) -> str:
        letter = get_column_letter(columns.at(heading))
        return f"{letter}{first}:{letter}{last_row}"

    for heading, prompt in (
        ("Source", "Where the value comes from: a price list, a contract, a measurement, an assumption."),
        ("Note", "What a reader should know about the value."),
    ):
        validate_text(sheet, cells(heading), heading, prompt, 2000)
    day = DataValidation("date", operator="greaterThan", formula1="1")
    add_validation(sheet, day, cells("As of"), "As of", "the date of the source; one over 180 days old is flagged")


def _colour_stale(sheet: Worksheet, draft: Draft, last_row: int) -> None:
    column, first = get_column_letter(draft.layout.input_columns.at("Flag")), draft.layout.input_header_row + 1
    rule = Rule("expression", dxf=styles.WARNED, formula=[f'{column}{first}="stale"'])
    sheet.conditional_formatting.add(f"{column}{first}:{column}{last_row}", rule)


def _write_constants(sheet: Worksheet, draft: Draft) -> None:
    columns = draft.layout.input_columns
    for constant in draft.layout.present.register.constants.values():
        row = draft.layout.places[constant.name].row
        put_text(sheet.cell(row, 1), constant.label, draft.look.formula_font)
        put_text(sheet.cell(row, 2), constant.unit.label, draft.look.quiet_font)
        cell = sheet.cell(row, columns.read, constant.value)
        cell.font, cell.number_format = draft.look.formula_font, "#,##0" if constant.value >= _THOUSAND else "General"
        put_text(sheet.cell(row, columns.at("Meaning")), constant.meaning, draft.look.quiet_font)
        put_text(sheet.cell(row, columns.at(HEADING)), constant.name, draft.look.quiet_font)
