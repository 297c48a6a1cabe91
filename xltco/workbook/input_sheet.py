"""The input sheet: values by case (or alone), the active value that the model reads, sources, and the unit factors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from xltco.keys import HEADING
from xltco.lines import Input
from xltco.model.register import LAST_MONTH
from xltco.spreadsheet.address import letter
from xltco.spreadsheet.conditions import Condition
from xltco.spreadsheet.sheet import Sheet
from xltco.workbook import styles
from xltco.workbook.draft import Draft
from xltco.workbook.frame import link_to_contents, set_page
from xltco.workbook.input_cells import validate, validate_input, validate_text, write_truth_values
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


def write_inputs(sheet: Sheet, plan: SheetPlan, draft: Draft) -> None:
    """Everything a person may change, and with cases the one formula per row that picks the case."""
    look, layout, columns = draft.look, draft.layout, draft.layout.input_columns
    for column, heading in enumerate(columns.headings, start=1):
        sheet.widths[column] = _WIDTHS.get(heading, _VALUE_WIDTH)
        sheet.put(layout.input_header_row, column, heading, look.header.with_(**_side(heading)))
    sheet.put(1, 1, plan.title, look.title)
    link_to_contents(sheet, draft)
    for row, text in enumerate((_HELP, _HELP_CASES)[: 1 + layout.has_cases], start=2):
        sheet.put(row, 1, text, look.quiet)
    last_row = last_input_row(plan.input_rows)
    write_facts(sheet, draft, last_row)
    _write_rows(sheet, plan, draft)
    _validate_sources(sheet, draft, last_row)
    _colour_stale(sheet, draft, last_row)
    _write_constants(sheet, draft)
    # The method's constants are printed where its sections are; the dropdowns' list is never.
    printed = sheet.last_row if plan.sheet.show_method else last_row
    write_truth_values(draft.book, sheet, sheet.last_row + 1, min(columns.stated.values()), draft.look)
    sheet.freeze = (layout.input_header_row + 1, 2)
    set_page(sheet, draft, title_rows=f"{layout.input_header_row}:{layout.input_header_row}")
    sheet.print_area = f"A1:{letter(columns.at('Note'))}{printed}"


def _side(heading: str) -> dict[str, Any]:
    """Values stand on the right, texts on the left."""
    return styles.INDENTED if heading in _ASIDE else styles.LEFT if heading in _WIDTHS else styles.RIGHT


def _write_rows(sheet: Sheet, plan: SheetPlan, draft: Draft) -> None:
    values = {item.name: value for item, value in draft.scenario.values()}
    for row, item in plan.input_rows.items():
        if isinstance(item, str):
            title = draft.layout.present.register.strategies.get(item) or item.replace("_", " ").capitalize()
            sheet.put(row, 1, title, draft.look.section)
        else:
            _write_input(sheet, row, item, draft, values[item.name])
            sheet.outline[row] = 1


def _write_input(sheet: Sheet, row: int, item: Input, draft: Draft, value: Any) -> None:
    look, columns = draft.look, draft.layout.input_columns
    texts = {"Input": item.label, "Unit": item.unit.label, "Allowed": item.allowed, "Meaning": item.description}
    for heading, text in (texts | {HEADING: item.dotted}).items():
        style = look.formula if heading == "Input" else look.quiet
        side = styles.INDENTED if heading in _ASIDE else styles.TOP
        sheet.put(row, columns.at(heading), text, style.with_(**side))
    stated = {"base": value} | {c: v[item.dotted] for c, v in draft.scenario.cases.items() if item.dotted in v}
    letters = {case: letter(column) for case, column in columns.stated.items()}
    shape = {"number_format": look.number_format(item.unit), **styles.WRAPPED_RIGHT}
    for case, column in columns.stated.items():
        sheet.put(row, column, stated.get(case), look.input.with_(**shape))
    if draft.layout.has_cases:
        cases, base = f"${letters['low']}{row}:${letters['high']}{row}", f"${letters['base']}{row}"
        sheet.formula(row, columns.read, picked(cases, base, "case_number"), look.formula.with_(**shape))
    _write_source(sheet, row, item, draft)
    _fit_row(sheet, row, item, draft)
    area = f"{min(letters.values())}{row}:{max(letters.values())}{row}"
    if item.name == _HORIZON:
        _validate_horizon(sheet, area, item, draft)
    else:
        validate_input(sheet, area, item)


def _validate_horizon(sheet: Sheet, area: str, item: Input, draft: Draft) -> None:
    """No more months than the file has room for, and how to get more."""
    room = draft.layout.present.axes["month"].length - 1
    validate_input(sheet, area, replace(item, at_most=room))
    if room < LAST_MONTH:
        last = sheet.validations[-1]
        more = f"This file has room for {room} months. For more, up to {LAST_MONTH}, write it again with --timeline."
        sheet.validations[-1] = replace(last, error=f"{last.error} {more}", prompt=f"{last.prompt} {more}")


def _fit_row(sheet: Sheet, row: int, item: Input, draft: Draft) -> None:
    """A row is as high as its source and note need, and so are texts in the narrow columns of values."""
    columns = draft.layout.input_columns
    values = columns.stated.values() if item.kind == "text" else ()
    wrapped = (columns.at("Source"), columns.at("Note"), *values)
    styles.set_height(sheet, row, {column: sheet.value_at(row, column) for column in wrapped})


def _write_source(sheet: Sheet, row: int, item: Input, draft: Draft) -> None:
    """Where the value comes from, and whether that is long ago beside the workbook's date."""
    columns = draft.layout.input_columns
    source = draft.scenario.sources.get(item.dotted)
    stated = (source.source, source.as_of, source.note) if source else (None, None, None)
    style = draft.look.input.with_(**styles.WRAPPED_INDENTED)
    for heading, value in zip(("Source", "As of", "Note"), stated, strict=True):
        shown = style.with_(number_format="yyyy-mm-dd") if heading == "As of" else style
        sheet.put(row, columns.at(heading), value, shown)
    date = f"${letter(columns.at('As of'))}{row}"
    flag = (
        f"=IF(AND(ISNUMBER({date}),ISNUMBER(scenario_as_of)),"
        f'IF(scenario_as_of-{date}>stale_after_days,"stale","current"),"")'
    )
    sheet.formula(row, columns.at("Flag"), flag, draft.look.formula.with_(**styles.INDENTED))


def _validate_sources(sheet: Sheet, draft: Draft, last_row: int) -> None:
    columns, first = draft.layout.input_columns, draft.layout.input_header_row + 1

    def cells(heading: str) -> str:
        column = letter(columns.at(heading))
        return f"{column}{first}:{column}{last_row}"

    for heading, prompt in (
        ("Source", "Where the value comes from: a price list, a contract, a measurement, an assumption."),
        ("Note", "What a reader should know about the value."),
    ):
        validate_text(sheet, cells(heading), heading, prompt, 2000)
    day = "the date of the source; one over 180 days old is flagged"
    validate(sheet, cells("As of"), "date", "1", "As of", day, operator="greaterThan")


def _colour_stale(sheet: Sheet, draft: Draft, last_row: int) -> None:
    column, first = letter(draft.layout.input_columns.at("Flag")), draft.layout.input_header_row + 1
    area = f"{column}{first}:{column}{last_row}"
    sheet.conditions.append(Condition(area, f'{column}{first}="stale"', styles.WARNED))


def _write_constants(sheet: Sheet, draft: Draft) -> None:
    look, columns = draft.look, draft.layout.input_columns
    for constant in draft.layout.present.register.constants.values():
        row = draft.layout.places[constant.name].row
        shown = "#,##0" if constant.value >= _THOUSAND else "General"
        sheet.put(row, 1, constant.label, look.formula)
        sheet.put(row, 2, constant.unit.label, look.quiet)
        sheet.put(row, columns.read, constant.value, look.formula.with_(number_format=shown))
        sheet.put(row, columns.at("Meaning"), constant.meaning, look.quiet)
        sheet.put(row, columns.at(HEADING), constant.name, look.quiet)
