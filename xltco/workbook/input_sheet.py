"""The input sheet: three case columns, the active value that the model reads, sources, and the unit factors."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xltco.lines import Input
from xltco.scenario.stated import CASES
from xltco.workbook import styles
from xltco.workbook.cells import put_text, put_value
from xltco.workbook.draft import Draft
from xltco.workbook.frame import link_to_contents, set_page
from xltco.workbook.input_cells import (
    add_validation,
    style_input,
    validate_choice,
    validate_input,
    validate_text,
    write_truth_values,
)
from xltco.workbook.layout import (
    ACTIVE,
    ALLOWED,
    BASE,
    CASE_NUMBER_ROW,
    CASE_ROW,
    FLAG,
    HIGH,
    INPUT_CASES,
    INPUT_COLUMNS,
    INPUT_HEADER_ROW,
    KEY,
    LOW,
    MEANING,
    NOTE,
    SCENARIO_ROWS,
    SOURCE_DATE,
    SOURCE_TEXT,
    STALE_ROW,
    SheetPlan,
)

_WIDTHS = (36, 22, 17, 17, 17, 17, 40, 12, 9, 52, 46, 70, 44)
_THOUSAND = 1000
# Texts that follow a column set to the right keep a distance from it.
_ASIDE = dict.fromkeys((SOURCE_TEXT, SOURCE_DATE, FLAG, NOTE, ALLOWED), styles.INDENTED)
_CASES = f"${get_column_letter(LOW)}{{row}}:${get_column_letter(HIGH)}{{row}}"
_HELP = (
    "Blue on yellow, boxed: yours to change. Everything else follows.",
    "An empty low or high means the base value. Choose the case below; the Active column is what the model reads.",
)


def write_inputs(sheet: Worksheet, plan: SheetPlan, draft: Draft) -> None:
    """Everything a person may change, and the one formula per row that picks the case."""
    look = draft.look
    styles.set_widths(sheet, {get_column_letter(c): float(w) for c, w in enumerate(_WIDTHS, start=1)})
    put_text(sheet.cell(1, 1), plan.title, look.title_font)
    link_to_contents(sheet, draft)
    for row, text in enumerate(_HELP, start=2):
        put_text(sheet.cell(row, 1), text, look.quiet_font)
    _write_scenario(sheet, draft)
    for column, heading in enumerate(INPUT_COLUMNS, start=1):
        cell = put_text(sheet.cell(INPUT_HEADER_ROW, column), heading, look.header_font)
        cell.fill = look.header_fill
        cell.alignment = _ASIDE.get(column, styles.RIGHT if LOW <= column <= ACTIVE else styles.LEFT)
    values = {item.name: value for item, value in draft.scenario.values()}
    for row, item in plan.input_rows.items():
        if isinstance(item, str):
            title = draft.layout.present.register.strategies.get(item) or item.replace("_", " ").capitalize()
            put_text(sheet.cell(row, 1), title, look.section_font)
        else:
            _write_input(sheet, row, item, draft, values[item.name])
            sheet.row_dimensions[row].outlineLevel = 1
    _validate_sources(sheet, _last_input_row(draft))
    _colour_stale(sheet, _last_input_row(draft))
    _write_constants(sheet, draft)
    write_truth_values(sheet, sheet.max_row + 1, LOW, draft.look)
    sheet.sheet_properties.outlinePr.summaryBelow = False  # type: ignore[union-attr]
    sheet.freeze_panes = f"B{INPUT_HEADER_ROW + 1}"
    set_page(sheet, draft, title_rows=f"{INPUT_HEADER_ROW}:{INPUT_HEADER_ROW}")
    sheet.print_area = f"A1:{get_column_letter(NOTE)}{sheet.max_row}"


def _write_scenario(sheet: Worksheet, draft: Draft) -> None:
    look = draft.look
    for key, row in SCENARIO_ROWS.items():
        put_text(sheet.cell(row, 1), key.replace("_", " ").capitalize(), look.formula_font)
        cell = put_value(sheet.cell(row, ACTIVE), getattr(draft.scenario, key))
        style_input(cell, look)
        cell.alignment = styles.LEFT
        _name(sheet, f"scenario_{key}", ACTIVE, row)
    _validate_scenario(sheet)
    sheet.cell(SCENARIO_ROWS["as_of"], ACTIVE).number_format = "yyyy-mm-dd"
    put_text(sheet.cell(CASE_ROW, 1), "Case shown", look.total_font)
    cell = put_text(sheet.cell(CASE_ROW, ACTIVE), "base")
    style_input(cell, look)
    cell.alignment = styles.LEFT
    _name(sheet, "case_selected", ACTIVE, CASE_ROW)
    validate_choice(sheet, _active(CASE_ROW), f'"{",".join(CASES)}"', "Case", "low, base or high")
    header = _CASES.format(row=f"${INPUT_HEADER_ROW}")
    _write_fact(sheet, draft, CASE_NUMBER_ROW, "Case number", "case_number", f"=MATCH(case_selected,{header},0)")
    flags = f"${get_column_letter(FLAG)}${INPUT_HEADER_ROW + 1}:${get_column_letter(FLAG)}${_last_input_row(draft)}"
    _write_fact(sheet, draft, STALE_ROW, "Stale sources", "stale_sources", f'=COUNTIF({flags},"stale")')


def _write_fact(sheet: Worksheet, draft: Draft, row: int, label: str, name: str, formula: str) -> None:
    put_text(sheet.cell(row, 1), label, draft.look.formula_font)
    cell = sheet.cell(row, ACTIVE, formula)
    cell.font, cell.alignment = draft.look.formula_font, styles.LEFT
    _name(sheet, name, ACTIVE, row)


def _last_input_row(draft: Draft) -> int:
    plan = next(plan for plan in draft.layout.sheets if plan.input_rows)
    return max(row for row, item in plan.input_rows.items() if isinstance(item, Input))


def _validate_scenario(sheet: Worksheet) -> None:
    for key, prompt in (
        ("name", "What the workbook is called in its headings."),
        ("description", "One or two sentences on what is decided."),
        ("prepared_by", "Who answers for the inputs."),
    ):
        validate_text(sheet, _active(SCENARIO_ROWS[key]), key.replace("_", " ").capitalize(), prompt, 2000)
    code = DataValidation("textLength", operator="equal", formula1="3")
    add_validation(sheet, code, _active(SCENARIO_ROWS["currency"]), "Currency", "a currency code such as USD or EUR")
    day = DataValidation("date", operator="greaterThan", formula1="1")
    add_validation(
        sheet, day, _active(SCENARIO_ROWS["as_of"]), "As of", "the workbook's date; sources are held against it"
    )


def _active(row: int) -> str:
    return f"{get_column_letter(ACTIVE)}{row}"


def _write_input(sheet: Worksheet, row: int, item: Input, draft: Draft, value: object) -> None:
    look, scenario = draft.look, draft.scenario
    put_text(sheet.cell(row, 1), item.label, look.formula_font)
    put_text(sheet.cell(row, 2), item.unit.label, look.quiet_font)
    stated = {"base": value} | {case: v[item.dotted] for case, v in scenario.cases.items() if item.dotted in v}
    for case, column in INPUT_CASES.items():
        cell = put_value(sheet.cell(row, column), stated.get(case))
        style_input(cell, look)
        cell.number_format, cell.alignment = look.number_format(item.unit), styles.WRAPPED_RIGHT
    cases, base = _CASES.format(row=row), f"${get_column_letter(BASE)}{row}"
    chosen = f"INDEX({cases},1,case_number)"
    active = sheet.cell(row, ACTIVE, f'=IF({chosen}<>"",{chosen},IF({base}<>"",{base},""))')
    active.font, active.alignment = look.formula_font, styles.WRAPPED_RIGHT
    active.number_format = look.number_format(item.unit)
    put_text(sheet.cell(row, ALLOWED), item.allowed, look.quiet_font)
    put_text(sheet.cell(row, MEANING), item.description, look.quiet_font)
    put_text(sheet.cell(row, KEY), item.dotted, look.quiet_font)
    _write_source(sheet, row, item, draft)
    _fit_row(sheet, row, item)
    validate_input(sheet, f"{get_column_letter(LOW)}{row}:{get_column_letter(HIGH)}{row}", item)


def _fit_row(sheet: Worksheet, row: int, item: Input) -> None:
    """A row is as high as its source and note need, and so are texts in the narrow columns of the cases."""
    wrapped = (SOURCE_TEXT, NOTE, *(INPUT_CASES.values() if item.kind == "text" else ()))
    styles.set_height(sheet, row, {column: sheet.cell(row, column).value for column in wrapped})
    for column in (1, 2, FLAG, ALLOWED, MEANING, KEY):
        sheet.cell(row, column).alignment = _ASIDE.get(column, styles.TOP)


def _write_source(sheet: Worksheet, row: int, item: Input, draft: Draft) -> None:
    """Where the value comes from, and whether that is long ago beside the workbook's date."""
    source = draft.scenario.sources.get(item.dotted)
    stated = (source.source, source.as_of, source.note) if source else (None, None, None)
    for column, value in zip((SOURCE_TEXT, SOURCE_DATE, NOTE), stated, strict=True):
        cell = style_input(put_value(sheet.cell(row, column), value or None), draft.look)
        cell.alignment = styles.WRAPPED_INDENTED
    sheet.cell(row, SOURCE_DATE).number_format = "yyyy-mm-dd"
    date = f"${get_column_letter(SOURCE_DATE)}{row}"
    flag = sheet.cell(
        row,
        FLAG,
        f"=IF(AND(ISNUMBER({date}),ISNUMBER(scenario_as_of)),"
        f'IF(scenario_as_of-{date}>stale_after_days,"stale","current"),"")',
    )
    flag.font = draft.look.formula_font


def _validate_sources(sheet: Worksheet, last_row: int) -> None:
    rows = f"{{0}}{INPUT_HEADER_ROW + 1}:{{0}}{last_row}"
    for column, title, prompt in (
        (SOURCE_TEXT, "Source", "Where the value comes from: a price list, a contract, a measurement, an assumption."),
        (NOTE, "Note", "What a reader should know about the value."),
    ):
        validate_text(sheet, rows.format(get_column_letter(column)), title, prompt, 2000)
    day = DataValidation("date", operator="greaterThan", formula1="1")
    cells = rows.format(get_column_letter(SOURCE_DATE))
    add_validation(sheet, day, cells, "As of", "the date of the source; one over 180 days old is flagged")


def _colour_stale(sheet: Worksheet, last_row: int) -> None:
    column, first = get_column_letter(FLAG), INPUT_HEADER_ROW + 1
    rule = Rule("expression", dxf=styles.WARNED, formula=[f'{column}{first}="stale"'])
    sheet.conditional_formatting.add(f"{column}{first}:{column}{last_row}", rule)


def _write_constants(sheet: Worksheet, draft: Draft) -> None:
    for constant in draft.layout.present.register.constants.values():
        row = draft.layout.places[constant.name].row
        put_text(sheet.cell(row, 1), constant.label, draft.look.formula_font)
        put_text(sheet.cell(row, 2), constant.unit.label, draft.look.quiet_font)
        cell = sheet.cell(row, ACTIVE, constant.value)
        cell.font, cell.number_format = draft.look.formula_font, "#,##0" if constant.value >= _THOUSAND else "General"
        put_text(sheet.cell(row, MEANING), constant.meaning, draft.look.quiet_font)


def _name(sheet: Worksheet, name: str, column: int, row: int) -> None:
    workbook = sheet.parent
    assert workbook is not None
    address = f"'{sheet.title}'!${get_column_letter(column)}${row}"
    workbook.defined_names[name] = DefinedName(name, attr_text=address)
