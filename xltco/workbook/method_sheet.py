"""The method: every line of the workbook with unit, meaning, formula, source and place; glossary; changes."""

from __future__ import annotations

from xltco.lines import REFERENCE, Line
from xltco.model.glossary import CHANGES, GLOSSARY
from xltco.spreadsheet.sheet import Sheet
from xltco.workbook import styles
from xltco.workbook.draft import Draft
from xltco.workbook.frame import link, link_to_contents, set_page
from xltco.workbook.layout import SheetPlan

_HEADINGS = ("Line", "Name", "Unit", "What it is", "Formula, by names", "Source", "Where")
_WIDTHS = (36.0, 36.0, 18.0, 56.0, 76.0, 13.0, 20.0)
# Excel's highest row holds 27.
_MOST_LINES = 27
_NOTES = (
    "Every calculated cell of this workbook is one of the lines below. A name stands for the cell of the same month;",
    "name.prev for the cell before, name.all for the whole row. Sources are sections of the method page, METHOD.md.",
)


def write_method(sheet: Sheet, plan: SheetPlan, draft: Draft) -> None:
    """One row a line, in the order of calculation; glossary and changes first, since they are short."""
    sheet.widths |= dict(enumerate(_WIDTHS, start=1))
    sheet.put(1, 1, plan.title, draft.look.title)
    link_to_contents(sheet, draft)
    for row, text in enumerate(_NOTES, start=2):
        sheet.put(row, 1, text, draft.look.quiet)
    row = _write_pairs(sheet, 5, "Glossary", GLOSSARY, draft)
    row = _write_pairs(sheet, row + 1, "Changes of the model", CHANGES, draft)
    _write_lines(sheet, row + 1, draft)
    set_page(sheet, draft, title_rows=f"{row + 2}:{row + 2}")
    sheet.freeze = (2, 2)


def _write_pairs(sheet: Sheet, row: int, title: str, pairs: dict[str, str], draft: Draft) -> int:
    sheet.put(row, 1, title, draft.look.section)
    for number, (word, text) in enumerate(pairs.items(), start=row + 1):
        sheet.put(number, 1, word, draft.look.formula.with_(**styles.WRAPPED))
        sheet.put(number, 2, text, draft.look.quiet)
    return row + len(pairs) + 1


def _write_lines(sheet: Sheet, row: int, draft: Draft) -> None:
    look, layout = draft.look, draft.layout
    sheet.put(row, 1, "Lines, in the order of calculation", look.section)
    for column, heading in enumerate(_HEADINGS, start=1):
        sheet.put(row + 1, column, heading, look.header)
    label, quiet = look.formula.with_(**styles.WRAPPED), look.quiet.with_(**styles.WRAPPED)
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
            sheet.put(number, column, text, label if column == 1 else quiet)
        styles.set_height(sheet, number, dict(enumerate(texts, start=1)), most=_MOST_LINES)
        where = f"{place.sheet}!{place.address()}"
        link(sheet, number, len(_HEADINGS), where, place.sheet, place.address(), look)
        sheet.restyle(number, len(_HEADINGS), look.hyperlink.with_(**styles.TOP))


def formula_by_names(line: Line) -> str:
    """The line's Excel entry as a reader sees it: names without braces."""
    if line.excel is None:
        return "numbers that the method states"
    return REFERENCE.sub(lambda match: match[1] + (f".{match[2]}" if match[2] else ""), line.excel)
