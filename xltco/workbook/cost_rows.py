"""Writes cost tables: items down; rate, what they add, and their total across, or strategies side by side."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xltco.lines import Line
from xltco.workbook import styles
from xltco.workbook.blocks import CostsBlock
from xltco.workbook.cells import put_text
from xltco.workbook.cost_table import CostRow
from xltco.workbook.draft import Draft
from xltco.workbook.layout import SheetPlan
from xltco.workbook.place import LABEL, OPENING, SOURCE, UNIT, VALUES
from xltco.workbook.rows import write_line


def write_costs(sheet: Worksheet, block: CostsBlock, plan: SheetPlan, draft: Draft) -> None:
    """One row an item, each cell its own line or a link to where it stands; the sums are set off as totals."""
    _write_heading(sheet, block, draft)
    for row, costs in enumerate(block.costs, start=block.first_row):
        font = draft.look.total_font if costs.is_total else draft.look.formula_font
        put_text(sheet.cell(row, LABEL), costs.label, font)
        put_text(sheet.cell(row, UNIT), costs.category, draft.look.quiet_font)
        put_text(sheet.cell(row, SOURCE), costs.behavior, draft.look.quiet_font)
        for column in costs.cells:
            _write_cell(sheet, row, column, costs, plan, draft)
    _grey_nothing(sheet, block)


def _write_heading(sheet: Worksheet, block: CostsBlock, draft: Draft) -> None:
    look, names = draft.look, draft.layout.present.register.strategies
    for column, text in ((LABEL, "Cost item"), (UNIT, "Category"), (SOURCE, "Paid"), (OPENING, "")):
        put_text(sheet.cell(block.row + 1, column), text, look.header_font).fill = look.header_fill
    for column, title in enumerate(block.columns, start=VALUES):
        head = put_text(sheet.cell(block.row + 1, column), names.get(title, title), look.header_font)
        head.fill, head.alignment = look.header_fill, styles.RIGHT


def _write_cell(sheet: Worksheet, row: int, column: int, costs: CostRow, plan: SheetPlan, draft: Draft) -> None:
    name = costs.cells[column]
    cell = sheet.cell(row, VALUES + column)
    item, place = draft.layout.present.get(name), draft.layout.places[name]
    if isinstance(item, Line) and (place.sheet, *place.cell()) == (plan.title, row, VALUES + column):
        write_line(sheet, item, plan, draft)
    else:
        assert item is not None
        cell.value = draft.layout.link(name, plan.title)
        cell.font, cell.number_format = draft.look.link_font, draft.look.number_format(item.unit)
    if costs.is_total:
        cell.border = draft.look.total_border


def _grey_nothing(sheet: Worksheet, block: CostsBlock) -> None:
    """Items that cost nothing step back, so that the others are seen."""
    first, last = f"{get_column_letter(VALUES)}{block.first_row}", get_column_letter(VALUES + len(block.columns) - 1)
    rule = Rule("expression", dxf=styles.GREYED, formula=[f"{first}=0"])
    sheet.conditional_formatting.add(f"{first}:{last}{block.first_row + len(block.costs) - 1}", rule)
