"""The contents: how to use the workbook, what the colours mean, and every sheet with a link."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from xltco.workbook import styles
from xltco.workbook.cells import put_text
from xltco.workbook.draft import Draft
from xltco.workbook.frame import link, link_to_contents, set_page
from xltco.workbook.input_cells import style_input
from xltco.workbook.layout import SheetPlan

_HOW_TO_USE = (
    "1. Open Inputs. Change what is blue on yellow; low and high are the two other cases.",
    "2. Choose the case shown at the top of Inputs. Every sheet follows; no Python and no macro is needed.",
    "3. Read Summary. A check that fails is counted in the heading of every sheet.",
    "4. To see where a number comes from, follow its formula: names in it are rows of this workbook, listed in Method.",
)
_DEFAULT_PURPOSE = {
    "inputs": "Everything that may be changed, with units, sources, dates and the three cases.",
    "functions": "=BREAKEVEN(...) and its family, to type in any cell: live examples and help. Excel 365 or 2024.",
    "method": "Every line with its unit, meaning, formula and source; glossary and changes of the model.",
}


def write_contents(sheet: Worksheet, plan: SheetPlan, draft: Draft) -> None:
    """How to use, colour key, and the list of sheets."""
    look = draft.look
    styles.set_widths(sheet, {"A": 30.0, "B": 100.0})
    put_text(sheet.cell(1, 1), draft.layout.template.title, look.title_font)
    link_to_contents(sheet, draft)
    row = _write_lines(sheet, 3, "How to use this workbook", _HOW_TO_USE, draft)
    row = _write_key(sheet, row + 1, draft)
    put_text(sheet.cell(row + 1, 1), "Sheets", look.section_font)
    for number, other in enumerate(draft.layout.sheets, start=row + 2):
        if other.title != plan.title:
            link(sheet, number, 1, other.title, other.title, "A1", draft.look)
        else:
            put_text(sheet.cell(number, 1), other.title, look.formula_font)
        put_text(sheet.cell(number, 2), _purpose(other), look.quiet_font)
    set_page(sheet, draft, one_page=True)
    sheet.freeze_panes = "A2"


def _purpose(plan: SheetPlan) -> str:
    text = plan.sheet.purpose or _DEFAULT_PURPOSE.get(plan.sheet.kind, "")
    return text.replace("{strategy}", plan.title)


def _write_lines(sheet: Worksheet, row: int, title: str, lines: tuple[str, ...], draft: Draft) -> int:
    put_text(sheet.cell(row, 1), title, draft.look.section_font)
    for number, text in enumerate(lines, start=row + 1):
        put_text(sheet.cell(number, 1), text, draft.look.formula_font)
    return row + len(lines) + 1


def _write_key(sheet: Worksheet, row: int, draft: Draft) -> int:
    look = draft.look
    put_text(sheet.cell(row, 1), "Colour key", look.section_font)
    style_input(put_text(sheet.cell(row + 1, 1), "Input"), look)
    put_text(sheet.cell(row + 1, 2), "Blue on yellow, boxed: a value that you may change.", look.quiet_font)
    put_text(sheet.cell(row + 2, 1), "Formula", look.formula_font)
    put_text(sheet.cell(row + 2, 2), "Black: calculated here.", look.quiet_font)
    put_text(sheet.cell(row + 3, 1), "Link", look.link_font)
    put_text(sheet.cell(row + 3, 2), "Green, italic: shows a cell of another sheet.", look.quiet_font)
    put_text(sheet.cell(row + 4, 1), "Total", look.total_font).border = look.total_border
    put_text(sheet.cell(row + 4, 2), "Bold under a line: a total.", look.quiet_font)
    put_text(sheet.cell(row + 5, 1), "Heading", look.header_font).fill = look.header_fill
    put_text(sheet.cell(row + 5, 2), "White on dark: headings of rows and columns.", look.quiet_font)
    return row + 6
