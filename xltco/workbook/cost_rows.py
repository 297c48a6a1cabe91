"""Writes cost tables: items down; rate, what they add, and their total across, or strategies side by side."""

from __future__ import annotations

from dataclasses import replace

from xltco.lines import Line
from xltco.spreadsheet.address import letter
from xltco.spreadsheet.conditions import Condition
from xltco.spreadsheet.sheet import Sheet
from xltco.workbook import styles
from xltco.workbook.blocks import CostsBlock
from xltco.workbook.cost_table import CostRow
from xltco.workbook.draft import Draft
from xltco.workbook.layout import SheetPlan
from xltco.workbook.place import LABEL, OPENING, SOURCE, UNIT, VALUES
from xltco.workbook.rows import write_line


def write_costs(sheet: Sheet, block: CostsBlock, plan: SheetPlan, draft: Draft) -> None:
    """One row an item, each cell its own line or a link to where it stands; the sums are set off as totals."""
    _write_heading(sheet, block, draft)
    for row, costs in enumerate(block.costs, start=block.first_row):
        sheet.put(row, LABEL, costs.label, draft.look.total if costs.is_total else draft.look.formula)
        sheet.put(row, UNIT, costs.category, draft.look.quiet)
        sheet.put(row, SOURCE, costs.behavior, draft.look.quiet)
        for column in costs.cells:
            _write_cell(sheet, row, column, costs, plan, draft)
    _grey_nothing(sheet, block)


def _write_heading(sheet: Sheet, block: CostsBlock, draft: Draft) -> None:
    look, names = draft.look, draft.layout.present.register.strategies
    for column, text in ((LABEL, "Cost item"), (UNIT, "Category"), (SOURCE, "Paid"), (OPENING, "")):
        sheet.put(block.row + 1, column, text, look.header)
    for column, title in enumerate(block.columns, start=VALUES):
        sheet.put(block.row + 1, column, names.get(title, title), look.header.with_(**styles.RIGHT))


def _write_cell(sheet: Sheet, row: int, column: int, costs: CostRow, plan: SheetPlan, draft: Draft) -> None:
    name, at = costs.cells[column], VALUES + column
    item, place = draft.layout.present.get(name), draft.layout.places[name]
    if isinstance(item, Line) and (place.sheet, *place.cell()) == (plan.title, row, at):
        write_line(sheet, item, plan, draft)
    else:
        assert item is not None
        style = draft.look.link.with_(number_format=draft.look.number_format(item.unit))
        sheet.formula(row, at, draft.layout.link(name, plan.title), style)
    if costs.is_total:
        style = sheet.style_at(row, at)
        bold = replace(style.font, bold=True)
        sheet.restyle(row, at, style.with_(font=bold, border=draft.look.total_border))


def _grey_nothing(sheet: Sheet, block: CostsBlock) -> None:
    """Items that cost nothing step back, so that the others are seen."""
    first, last = f"{letter(VALUES)}{block.first_row}", letter(VALUES + len(block.columns) - 1)
    area = f"{first}:{last}{block.first_row + len(block.costs) - 1}"
    sheet.conditions.append(Condition(area, f"{first}=0", styles.GREYED))
