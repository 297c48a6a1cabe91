"""The contents: how to use the workbook, what the colours mean, and every sheet with a link."""

from __future__ import annotations

from xltco.spreadsheet.sheet import Sheet
from xltco.workbook.draft import Draft
from xltco.workbook.frame import link, link_to_contents, set_page
from xltco.workbook.layout import SheetPlan

_HOW_TO_USE = (
    "Open Inputs. Change what is blue on yellow; every sheet follows. No Python and no macro is needed.",
    "Read Summary. A check that fails is counted in the heading of every sheet.",
    "To see where a number comes from, follow its formula: names in it are rows of this workbook, listed in Method.",
    "The column Key, at the left edge and not printed, names what the row holds. Look a name up in Method, or by xltco "
    "explain; leave it as it is.",
)
_CASES = "Choose the case shown at the top of Inputs. Low and high are the other cases: empty there means as in base."
_DEFAULT_PURPOSE = {
    "inputs": "Everything that may be changed, with units, sources and dates{cases}.",
    "functions": "=BREAKEVEN(...) and its family, to type in any cell: live examples and help. Excel 365 or 2024.",
    "method": "Every line with its unit, meaning, formula and source; glossary and changes of the model.",
}
_OF_CASES = ", in three cases: low, base and high"


def write_contents(sheet: Sheet, plan: SheetPlan, draft: Draft) -> None:
    """How to use, colour key, and the list of sheets."""
    look = draft.look
    sheet.widths |= {1: 30.0, 2: 100.0}
    sheet.put(1, 1, draft.layout.template.title, look.title)
    link_to_contents(sheet, draft)
    row = _write_lines(sheet, 3, "How to use this workbook", _how_to_use(draft), draft)
    row = _write_key(sheet, row + 1, draft)
    sheet.put(row + 1, 1, "Sheets", look.section)
    for number, other in enumerate(draft.layout.sheets, start=row + 2):
        if other.title != plan.title:
            link(sheet, number, 1, other.title, other.title, "A1", draft.look)
        else:
            sheet.put(number, 1, other.title, look.formula)
        sheet.put(number, 2, _purpose(other, draft), look.quiet)
    set_page(sheet, draft, one_page=True)
    sheet.freeze = (2, 1)


def _how_to_use(draft: Draft) -> tuple[str, ...]:
    """The steps, numbered; a case is chosen only where the file has cases."""
    steps = (_HOW_TO_USE[0], _CASES, *_HOW_TO_USE[1:]) if draft.layout.has_cases else _HOW_TO_USE
    return tuple(f"{number}. {step}" for number, step in enumerate(steps, start=1))


def _purpose(plan: SheetPlan, draft: Draft) -> str:
    text = plan.sheet.purpose or _DEFAULT_PURPOSE.get(plan.sheet.kind, "")
    return text.replace("{strategy}", plan.title).replace("{cases}", _OF_CASES if draft.layout.has_cases else "")


def _write_lines(sheet: Sheet, row: int, title: str, lines: tuple[str, ...], draft: Draft) -> int:
    sheet.put(row, 1, title, draft.look.section)
    for number, text in enumerate(lines, start=row + 1):
        sheet.put(number, 1, text, draft.look.formula)
    return row + len(lines) + 1


def _write_key(sheet: Sheet, row: int, draft: Draft) -> int:
    look = draft.look
    sheet.put(row, 1, "Colour key", look.section)
    sheet.put(row + 1, 1, "Input", look.input)
    sheet.put(row + 1, 2, "Blue on yellow, boxed: a value that you may change.", look.quiet)
    sheet.put(row + 2, 1, "Formula", look.formula)
    sheet.put(row + 2, 2, "Black: calculated here.", look.quiet)
    sheet.put(row + 3, 1, "Link", look.link)
    sheet.put(row + 3, 2, "Green, italic: shows a cell of another sheet.", look.quiet)
    sheet.put(row + 4, 1, "Total", look.total.with_(border=look.total_border))
    sheet.put(row + 4, 2, "Bold under a line: a total.", look.quiet)
    sheet.put(row + 5, 1, "Heading", look.header)
    sheet.put(row + 5, 2, "White on dark: headings of rows and columns.", look.quiet)
    return row + 6
