"""Sheets of sections: lists, tables by strategy, rows of months, columns that go down an axis."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from xltco.lines import Input, Line
from xltco.scenario import Scenario
from xltco.scenario.dates import FIRST_DATED_MONTH
from xltco.workbook import styles
from xltco.workbook.cells import put_text, put_value
from xltco.workbook.layout import (
    FIRST_SECTION_ROW,
    LABEL,
    SOURCE,
    UNIT,
    VALUES,
    Block,
    Layout,
    Place,
    SheetPlan,
    member_name,
)

_WIDTHS = {"A": 46.0, "B": 24.0, "C": 14.0, "D": 3.0}
_VALUE_WIDTH = 18.0
_NEVER = "#N/A means never, or that there is nothing to say."


def write_sections(sheet: Worksheet, plan: SheetPlan, layout: Layout, scenario: Scenario) -> None:
    """Every block of a sheet, one formula per row across."""
    styles.set_widths(sheet, _WIDTHS)
    put_text(sheet.cell(1, LABEL), plan.title, styles.TITLE_FONT)
    _write_heading_links(sheet)
    for block in plan.blocks:
        put_text(sheet.cell(block.row, LABEL), block.section.title, styles.SECTION_FONT)
        if block.section.kind == "columns":
            _write_columns(sheet, block, layout, scenario)
        else:
            _write_rows(sheet, block, layout, scenario)
    last = max(sheet.max_column, VALUES)
    styles.set_widths(sheet, {get_column_letter(c): _VALUE_WIDTH for c in range(VALUES, last + 1)})
    sheet.freeze_panes = f"{get_column_letter(VALUES)}{FIRST_SECTION_ROW}"
    months = scenario.horizon.months if any(block.is_monthly for block in plan.blocks) else 0
    styles.set_page(sheet, title_rows="1:3", title_columns="A:D", one_page_wide=not months)
    if months:
        _print_years(sheet, months)


def _write_heading_links(sheet: Worksheet) -> None:
    """Which scenario, case and currency the sheet shows, and whether the workbook's checks passed."""
    texts = {(2, UNIT): "Case", (2, VALUES): "Currency", (3, UNIT): "Checks failed"}
    links = {(2, LABEL): "scenario_name", (2, SOURCE): "case_selected", (2, VALUES + 1): "scenario_currency"}
    for (row, column), text in texts.items():
        put_text(sheet.cell(row, column), text, styles.QUIET_FONT).alignment = styles.RIGHT
    for (row, column), name in (links | {(3, SOURCE): "checks_failed"}).items():
        sheet.cell(row, column, f"={name}").font = styles.LINK_FONT
        sheet.cell(row, column).alignment = styles.LEFT
    put_text(sheet.cell(3, LABEL), _NEVER, styles.QUIET_FONT)


def _print_years(sheet: Worksheet, months: int) -> None:
    """Print the horizon only: month 0 and a year to the first page, a year to each of the others."""
    sheet.print_area = f"A1:{get_column_letter(VALUES + months)}{sheet.max_row}"
    for year_end in range(styles.MONTHS_PER_PAGE, months, styles.MONTHS_PER_PAGE):
        sheet.col_breaks.append(Break(VALUES + year_end))


def _write_rows(sheet: Worksheet, block: Block, layout: Layout, scenario: Scenario) -> None:
    _write_heading(sheet, block, layout)
    for row, name in enumerate(block.names, start=block.first_row):
        names = [member_name(name, strategy) for strategy in block.columns] or [name]
        members = [layout.present.lines.get(member) for member in names]
        shown = next(line for line in members if line is not None)
        put_text(sheet.cell(row, LABEL), shown.label)
        put_text(sheet.cell(row, UNIT), shown.unit.label, styles.QUIET_FONT)
        put_text(sheet.cell(row, SOURCE), shown.source, styles.QUIET_FONT)
        for line in members:
            if line is not None:
                _write_line(sheet, line, layout, is_total=block.is_total(line.name, line.strategy or ""))


def _write_heading(sheet: Worksheet, block: Block, layout: Layout) -> None:
    row = block.row + 1
    if block.is_monthly:
        month = layout.places["month"]
        for index in range(month.axis.length):
            cell = sheet.cell(row, VALUES + index, f"='{month.sheet}'!{month.address(index)}")
            cell.font, cell.fill, cell.number_format = styles.HEADER_FONT, styles.HEADER_FILL, '"Month "0'
        _fill_heading(sheet, row)
    elif block.columns:
        for column, strategy in enumerate(block.columns, start=VALUES):
            title = layout.present.register.strategies[strategy]
            put_text(sheet.cell(row, column), title, styles.HEADER_FONT).fill = styles.HEADER_FILL
            sheet.cell(row, column).alignment = styles.RIGHT
        _fill_heading(sheet, row)


def _fill_heading(sheet: Worksheet, row: int) -> None:
    for column, text in ((LABEL, "Line"), (UNIT, "Unit"), (SOURCE, "Method"), (SOURCE + 1, "")):
        put_text(sheet.cell(row, column), text, styles.HEADER_FONT).fill = styles.HEADER_FILL


def _write_line(sheet: Worksheet, line: Line, layout: Layout, *, is_total: bool = False) -> None:
    place = layout.places[line.name]
    # A line without an Excel entry is data of the method: the sheet holds its numbers.
    data = None if line.excel else line.python()[0]
    for index in range(place.axis.length):
        row, column = place.cell(index)
        if data is None:
            cell = sheet.cell(row, column, layout.formula(line, index))
        else:
            cell = put_value(sheet.cell(row, column), float(data[index]))
        cell.number_format = line.unit.number_format
        cell.font = styles.TOTAL_FONT if is_total else styles.FORMULA_FONT
        if line.unit.name == "boolean":
            cell.alignment = styles.RIGHT
        if is_total and place.axis.length > 1:
            cell.border = styles.TOTAL_BORDER


def _write_columns(sheet: Worksheet, block: Block, layout: Layout, scenario: Scenario) -> None:
    register = layout.present.register
    for column, name in enumerate(block.names, start=VALUES):
        item = register[name]
        strategy = getattr(item, "strategy", None)
        title = f"{register.strategies[strategy]}: {item.label}" if strategy else item.label
        put_text(sheet.cell(block.row + 1, column), title, styles.HEADER_FONT).fill = styles.HEADER_FILL
        sheet.cell(block.row + 1, column).alignment = styles.WRAPPED
        put_text(sheet.cell(block.row + 2, column), item.unit.label, styles.QUIET_FONT)
        if isinstance(item, Line):
            _write_line(sheet, item, layout)
        elif isinstance(item, Input):
            _write_actuals(sheet, layout.places[name], item, scenario)


def _write_actuals(sheet: Worksheet, place: Place, item: Input, scenario: Scenario) -> None:
    """The past months that the scenario states, and empty rows for those to come."""
    values = [getattr(actual, item.key) for actual in scenario.actuals]
    numbered = item.key == "month" and min(values, default=FIRST_DATED_MONTH) < FIRST_DATED_MONTH
    for index in range(place.axis.length):
        cell = put_value(sheet.cell(*place.cell(index)), values[index] if index < len(values) else None)
        cell.font, cell.fill = styles.INPUT_FONT, styles.INPUT_FILL
        cell.number_format = "0" if numbered else item.unit.number_format
