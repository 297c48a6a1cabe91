"""Sheets of sections: each block is written by its kind."""

from __future__ import annotations

import xltco
from xltco.spreadsheet.sheet import Sheet
from xltco.workbook.block import Block
from xltco.workbook.blocks import CasesBlock, ChartsBlock, CostsBlock, TextBlock
from xltco.workbook.charts import add_charts
from xltco.workbook.column_blocks import ColumnsBlock, GridBlock
from xltco.workbook.columns import write_columns
from xltco.workbook.cost_rows import write_costs
from xltco.workbook.draft import Draft
from xltco.workbook.frame import put_key, write_heading
from xltco.workbook.layout import SheetPlan
from xltco.workbook.place import FIRST_SECTION_ROW, KEY, LABEL, OPENING, SOURCE, UNIT, VALUES
from xltco.workbook.printing import set_print
from xltco.workbook.rows import write_cases, write_rows

# The key is there to be looked up, and is clipped at its column's edge.
_KEY_WIDTH = 9.0
_WIDTHS = {LABEL: 46.0, UNIT: 24.0, SOURCE: 14.0, OPENING: 3.0}
_WITHOUT_METHOD = {LABEL: 40.0, UNIT: 20.0, SOURCE: 8.0, OPENING: 2.0}
# A year of months has to stand on a printed page.
_MONTHLY = {LABEL: 36.0, UNIT: 18.0, SOURCE: 12.0, OPENING: 2.0}
_VALUE_WIDTH, _MONTH_WIDTH = 18.0, 13.0
_TEXT_WIDTH = 32.0


def write_sections(sheet: Sheet, plan: SheetPlan, draft: Draft) -> None:
    """Every block of a sheet, one formula per row across."""
    widths = _MONTHLY if plan.is_monthly else _WIDTHS if plan.sheet.show_method else _WITHOUT_METHOD
    last = VALUES + max((block.width for block in plan.blocks), default=1) - 1
    sheet.widths |= {KEY: _KEY_WIDTH, **widths}
    sheet.widths |= dict.fromkeys(range(VALUES, max(last, VALUES + 1) + 1), _value_width(plan, draft))
    if _names_things(plan, draft):
        sheet.widths[VALUES] = _TEXT_WIDTH
    write_heading(sheet, plan, draft)
    for block in plan.blocks:
        sheet.put(block.row, LABEL, block.section.title, draft.look.section)
        _write_block(sheet, block, plan, draft)
        _write_keys(sheet, block, plan, draft)
        if block.section.group:
            sheet.outline |= dict.fromkeys(range(block.first_row, block.last_row + 1), 1)
    sheet.freeze = (FIRST_SECTION_ROW, VALUES)
    set_print(sheet, plan, draft)


def _value_width(plan: SheetPlan, draft: Draft) -> float:
    """Months and grids have many columns, which can be narrow where volumes are told in words."""
    is_wide = plan.is_monthly or any(isinstance(block, GridBlock) for block in plan.blocks)
    return _MONTH_WIDTH if is_wide and draft.look.theme.tokens == "words" else _VALUE_WIDTH


def _names_things(plan: SheetPlan, draft: Draft) -> bool:
    """Whether the first column of a block holds texts that go down, such as the drivers' names."""
    register = draft.layout.present.register
    down = [b for b in plan.blocks if isinstance(b, ColumnsBlock) and not isinstance(b, GridBlock)]
    return any(register[block.names[0]].unit.name == "text" for block in down)


def _write_keys(sheet: Sheet, block: Block, plan: SheetPlan, draft: Draft) -> None:
    """Beside each row the names that its cells hold, by which a verifier finds them."""
    rows = range(block.row, block.last_row + 1)
    homes = {n for n, place in draft.layout.homes(plan).items() if place.row in rows}
    for row, key in block.keys(homes):
        put_key(sheet, row, key, draft.look)


def _write_block(sheet: Sheet, block: Block, plan: SheetPlan, draft: Draft) -> None:
    if isinstance(block, TextBlock):
        for row, text in enumerate(block.names, start=block.first_row):
            sheet.put(row, LABEL, text.replace("{version}", xltco.__version__), draft.look.formula)
    elif isinstance(block, ChartsBlock):
        add_charts(sheet, block, draft)
    elif isinstance(block, CasesBlock):
        write_cases(sheet, block, plan, draft)
    elif isinstance(block, CostsBlock):
        write_costs(sheet, block, plan, draft)
    elif isinstance(block, ColumnsBlock):
        write_columns(sheet, block, plan, draft)
    else:
        write_rows(sheet, block, plan, draft)
