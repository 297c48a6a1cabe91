"""What of a sheet is printed: its printed sections, years and months as far as the horizon, a year to a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from xltco.model.register import MONTHS_IN
from xltco.spreadsheet.address import letter
from xltco.spreadsheet.sheet import Sheet
from xltco.workbook import styles
from xltco.workbook.block import Block
from xltco.workbook.blocks import ChartsBlock, ListBlock, TextBlock
from xltco.workbook.charts import chart_columns
from xltco.workbook.draft import Draft
from xltco.workbook.frame import MARGIN_INCHES, set_page
from xltco.workbook.layout import SheetPlan
from xltco.workbook.place import LABEL, OPENING, VALUES

_MONTHS_PER_PAGE = 12
_PAGE_INCHES, _PIXELS_PER_INCH = 11.69, 96
_PERCENT = 100
# The model's sentences go on beyond their column, and are as long as this, in digits' widths.
_SENTENCES, _SENTENCE_WIDTH = ("_sentence", "_caution", "_reason"), 100


def set_print(sheet: Sheet, plan: SheetPlan, draft: Draft) -> None:
    """The printed areas, page breaks and page set-up of a sheet of sections."""
    months = draft.scenario.horizon.months if plan.is_monthly else 0
    set_page(
        sheet,
        draft,
        title_rows="1:3",
        title_columns=f"{letter(LABEL)}:{letter(OPENING)}" if months else "",
        scale=_scale(sheet) if months else 0,
        one_page=plan.sheet.one_page,
        portrait=plan.sheet.portrait,
    )
    sheet.print_area = ",".join(_areas(sheet, plan, draft))
    # The empty row before the section goes with it, below the repeated heading.
    sheet.page.row_breaks = [block.row - 2 for block in plan.blocks if block.section.new_page]
    # Month 0 and a year stand on the first page, a year on each of the others.
    sheet.page.column_breaks = [VALUES + end for end in range(_MONTHS_PER_PAGE, months, _MONTHS_PER_PAGE)]


def _areas(sheet: Sheet, plan: SheetPlan, draft: Draft) -> Iterator[str]:
    """Sections that follow each other and are as wide, as areas that begin a page: months go on where years end."""
    first = 1
    for (is_printed, _), blocks in groupby(plan.blocks, lambda b: (b.section.printed, b.across == "month")):
        run = list(blocks)
        last = max(block.last_row for block in run)
        if is_printed:
            column = max(_last_column(sheet, block, draft) for block in run)
            yield f"{letter(LABEL)}{first}:{letter(max(column, VALUES + 1))}{last}"
        # The heading is repeated on every page, so that later areas need not hold it; an empty row parts the two.
        first = last + 1


def _last_column(sheet: Sheet, block: Block, draft: Draft) -> int:
    """The last printed column of a section: periods are printed as far as the horizon of generation."""
    if block.across:
        return VALUES - (-draft.scenario.horizon.months // MONTHS_IN[block.across])
    if isinstance(block, ChartsBlock):
        return chart_columns(sheet, block)
    last = VALUES + max(block.width, 1) - 1
    if isinstance(block, TextBlock):
        return max(last, _column_after(sheet, LABEL, max(map(len, block.names)) / styles.LETTERS))
    is_told = isinstance(block, ListBlock) and any(name.endswith(_SENTENCES) for name in block.names)
    return max(last, _column_after(sheet, VALUES, _SENTENCE_WIDTH)) if is_told else last


def _column_after(sheet: Sheet, column: int, width: float) -> int:
    """The column that a text of that width, which begins in another, reaches."""
    while width > sheet.width(column):
        width -= sheet.width(column)
        column += 1
    return column


def _scale(sheet: Sheet) -> int:
    """At how many percent the labels, month 0 and a year fill a page's width."""
    columns = range(LABEL, VALUES + _MONTHS_PER_PAGE + 1)
    pixels = sum(int(sheet.width(column) * 7 + 5) for column in columns)
    return int((_PAGE_INCHES - 2 * MARGIN_INCHES) * _PIXELS_PER_INCH * _PERCENT / pixels)
