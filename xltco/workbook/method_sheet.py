"""The method: every line of the workbook with unit, meaning, formula, source and place; glossary; changes."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from xltco.lines import REFERENCE, Line
from xltco.model.glossary import CHANGES, GLOSSARY
from xltco.workbook import styles
from xltco.workbook.cells import put_text
from xltco.workbook.draft import Draft
from xltco.workbook.frame import link, link_to_contents, set_page
from xltco.workbook.layout import SheetPlan

_HEADINGS = ("Line", "Name", "Unit", "What it is", "Formula, by names", "Source", "Where")
_WIDTHS = {"A": 36.0, "B": 36.0, "C": 18.0, "D": 56.0, "E": 76.0, "F": 13.0, "G": 20.0}
# Excel's highest row holds 27.
_MOST_LINES = 27
_NOTES = (
    "Every calculated cell of this workbook is one of the lines below. A name stands for the cell of the same month;",
    "name.prev for the cell before, name.all for the whole row. Sources are sections of the method page, METHOD.md.",
)


def write_method(sheet: Worksheet, plan: SheetPlan, draft: Draft) -> None:
    """One row a line, in the order of calculation; glossary and changes first, since they are short."""
    styles.set_widths(sheet, _WIDTHS)
    put_text(sheet.cell(1, 1), plan.title, draft.look.title_font)
    link_to_contents(sheet, draft)
    for row, text in enumerate(_NOTES, start=2):
        put_text(sheet.cell(row, 1), text, draft.look.quiet_font)
    row = _write_pairs(sheet, 5, "Glossary", GLOSSARY, draft)
    row = _write_pairs(sheet, row + 1, "Changes of the model", CHANGES, draft)
    _write_lines(sheet, row + 1, draft)
    set_page(sheet, draft, title_rows=f"{row + 2}:{row + 2}")
    sheet.freeze_panes = "B2"


def _write_pairs(sheet: Worksheet, row: int, title: str, pairs: dict[str, str], draft: Draft) -> int:
    put_text(sheet.cell(row, 1), title, draft.look.section_font)
    for number, (word, text) in enumerate(pairs.items(), start=row + 1):
        put_text(sheet.cell(number, 1), word, draft.look.formula_font).alignment = styles.WRAPPED
        put_text(sheet.cell(number, 2), text, draft.look.quiet_font)
    return row + len(pairs) + 1


def _write_lines(sheet: Worksheet, row: int, draft: Draft) -> None:
    look, layout = draft.look, draft.layout
    put_text(sheet.cell(row, 1), "Lines, in the order of calculation", look.section_font)
    for column, heading in enumerate(_HEADINGS, start=1):
        put_text(sheet.cell(row + 1, column), heading, look.header_font).fill = look.header_fill
    shown = [line for line in layout.present.lines.values() if line.name in layout.places]
    for number, line in enumerate(shown, start=row + 2):
        place = layout.places[line.name]
        title = layout.present.register.strategies.get(line.strategy or "", "")
        texts = (
            f"{title}: {line.label}" if title else line.label,
            line.name,
            line.unit.label,
            " ".join(line.meaning.split()),
            formula_by_names(line),
            line.source,
        )
        for column, text in enumerate(texts, start=1):
            cell = put_text(sheet.cell(number, column), text, look.formula_font if column == 1 else look.quiet_font)
            cell.alignment = styles.WRAPPED
        styles.set_height(sheet, number, dict(enumerate(texts, start=1)), most=_MOST_LINES)
        where = f"{place.sheet}!{place.address()}"
        link(sheet, number, len(_HEADINGS), where, place.sheet, place.address(), draft.look).alignment = styles.TOP


def formula_by_names(line: Line) -> str:
    """The line's Excel entry as a reader sees it: names without braces."""
    if line.excel is None:
        return "numbers that the method states"
    return REFERENCE.sub(lambda match: match[1] + (f".{match[2]}" if match[2] else ""), line.excel)
