"""Sheets of sections: each block is written by its kind."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

import xltco
from xltco.workbook import styles
from xltco.workbook.cells import put_text
from xltco.workbook.charts import add_charts, chart_columns
from xltco.workbook.columns import write_columns
from xltco.workbook.draft import Draft
from xltco.workbook.frame import print_months, set_page, write_heading
from xltco.workbook.layout import FIRST_SECTION_ROW, LABEL, MONTHS_IN, OPENING, SOURCE, UNIT, VALUES, Block, SheetPlan
from xltco.workbook.rows import write_cases, write_rows

_WIDTHS = {LABEL: 46.0, UNIT: 24.0, SOURCE: 14.0, OPENING: 3.0}
_WITHOUT_METHOD = {LABEL: 46.0, UNIT: 22.0, SOURCE: 8.0, OPENING: 2.0}
_VALUE_WIDTH = 18.0
_TEXT_WIDTH = 32.0


def write_sections(sheet: Worksheet, plan: SheetPlan, draft: Draft) -> None:
    """Every block of a sheet, one formula per row across."""
    widths = _WIDTHS if plan.sheet.show_method else _WITHOUT_METHOD
    styles.set_widths(sheet, {get_column_letter(column): width for column, width in widths.items()})
    last = max(_last_column(plan, draft), VALUES + 1)
    styles.set_widths(sheet, {get_column_letter(c): _VALUE_WIDTH for c in range(VALUES, last + 1)})
    if _names_things(plan, draft):
        styles.set_widths(sheet, {get_column_letter(VALUES): _TEXT_WIDTH})
    write_heading(sheet, plan, draft)
    for block in plan.blocks:
        put_text(sheet.cell(block.row, LABEL), block.section.title, draft.look.section_font)
        _write_block(sheet, block, plan, draft)
        if block.section.new_page:
            sheet.row_breaks.append(Break(block.row - 1))
        if block.section.group:
            for row in range(block.first_row, block.last_row(dict(draft.layout.present.register.axes)) + 1):
                sheet.row_dimensions[row].outlineLevel = 1
    sheet.sheet_properties.outlinePr.summaryBelow = False  # type: ignore[union-attr]
    sheet.freeze_panes = f"{get_column_letter(VALUES)}{FIRST_SECTION_ROW}"
    months = draft.scenario.horizon.months if plan.is_monthly else 0
    wide, sheet_template = not months, plan.sheet
    set_page(
        sheet,
        draft,
        title_rows="1:3",
        title_columns="A:D" if months else "",
        one_page_wide=wide,
        one_page=sheet_template.one_page,
        portrait=sheet_template.portrait,
    )
    if months:
        print_months(sheet, months)
    elif any(block.across for block in plan.blocks):
        sheet.print_area = f"A1:{get_column_letter(_last_printed_column(sheet, plan, draft))}{_last_row(plan, draft)}"


def _last_row(plan: SheetPlan, draft: Draft) -> int:
    return max(block.last_row(dict(draft.layout.present.register.axes)) for block in plan.blocks)


def _last_printed_column(sheet: Worksheet, plan: SheetPlan, draft: Draft) -> int:
    """Years and quarters are printed as far as the horizon of generation."""
    columns = [VALUES + 1]
    for block in plan.blocks:
        if block.across:
            columns.append(VALUES - (-draft.scenario.horizon.months // MONTHS_IN[block.across]))
        elif block.section.kind == "charts":
            columns.append(chart_columns(sheet, block))
        else:
            columns.append(
                VALUES + max(len(block.columns), len(block.names) if block.section.axis != "month" else 1) - 1
            )
    return max(columns)


def _names_things(plan: SheetPlan, draft: Draft) -> bool:
    """Whether the first column of a block holds texts that go down, such as the drivers' names."""
    register = draft.layout.present.register
    down = [block for block in plan.blocks if block.section.kind == "columns"]
    return any(register[block.names[0]].unit.name == "text" for block in down)


def _last_column(plan: SheetPlan, draft: Draft) -> int:
    axes = draft.layout.present.register.axes
    widths = [1]
    for block in plan.blocks:
        if block.across:
            widths.append(axes[block.across].length)
        elif block.section.kind in ("columns", "grid"):
            widths.append(len(block.names))
        else:
            widths.append(len(block.columns))
    return VALUES + max(widths) - 1


def _write_block(sheet: Worksheet, block: Block, plan: SheetPlan, draft: Draft) -> None:
    kind = block.section.kind
    if kind == "text":
        for row, text in enumerate(block.section.text, start=block.first_row):
            put_text(sheet.cell(row, LABEL), text.replace("{version}", xltco.__version__), draft.look.formula_font)
    elif kind == "charts":
        add_charts(sheet, block, draft)
    elif kind == "cases":
        write_cases(sheet, block, draft)
    elif kind in ("columns", "grid"):
        write_columns(sheet, block, plan, draft)
    else:
        write_rows(sheet, block, plan, draft)
