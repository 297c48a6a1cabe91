"""Sheets as a reader meets them: nothing hidden, headings in view, ready to print, legible."""

from __future__ import annotations

from collections.abc import Iterator

from xltco.lint.areas import Area, letters
from xltco.lint.book import PRINT_AREA, PRINT_TITLES, Book
from xltco.lint.registry import WARNING, Spot, rule
from xltco.lint.rules.display import shown_width
from xltco.lint.sheet import Cell, Sheet

ROWS_WITHOUT_PANES = 50
ROWS_WITHOUT_PRINT_SETUP = 60
LEAST_CONTRAST = 3.0
# What stands beside a taller merge is looked for in its first rows only.
_MOST_ROWS_OF_A_MERGE = 1_000
_HIDDEN = "ICAEW, preface to the principles: hidden columns are among the material errors"


@rule(
    "hidden-sheet",
    WARNING,
    source=_HIDDEN,
    remedy="Show the sheet, or delete it.",
)
def hidden_sheet(book: Book) -> Iterator[Spot]:
    """No sheet is hidden."""
    for sheet in book.sheets:
        if sheet.state != "visible":
            word = "hidden so that Excel's menu does not offer it" if sheet.state == "veryHidden" else "hidden"
            yield Spot(sheet.name, "", f"the sheet is {word}")


@rule(
    "hidden-cells",
    WARNING,
    source=_HIDDEN,
    remedy="Show the rows or columns, or group them so that the reader sees that they are there.",
)
def hidden_cells(book: Book) -> Iterator[Spot]:
    """No row or column with something in it is hidden."""
    for sheet in book.worksheets():
        filled = [cell.place for cell in sheet.cells.values() if not cell.is_empty]
        rows, columns = {row for row, _ in filled}, {column for _, column in filled}
        for row in rows.intersection(sheet.hidden_rows):
            yield Spot(sheet.name, f"{row}:{row}", "the row is hidden")
        for run in sheet.columns:
            if run.is_hidden and any(run.first <= column <= run.last for column in columns):
                yield Spot(sheet.name, f"{letters(run.first)}:{letters(run.last)}", "the columns are hidden")


@rule(
    "merged-cells",
    WARNING,
    source="FAST 4.02 (formatting features): they break copying, sorting and ranges",
    remedy="Undo the merge; centre across the selection instead.",
)
def merged_cells(book: Book) -> Iterator[Spot]:
    """No merged cells among calculations."""
    for sheet in book.worksheets():
        for area in sheet.merges:
            why = _among_numbers(sheet, area)
            if why:
                yield Spot(sheet.name, str(area), why)


def _among_numbers(sheet: Sheet, area: Area) -> str:
    first = sheet.cells.get((area.top, area.left))
    if first is not None and (first.formula is not None or first.number is not None):
        return "the merged cells hold a value of the calculation"
    rows = range(area.top, min(area.bottom, area.top + _MOST_ROWS_OF_A_MERGE) + 1)
    beside = [sheet.cells.get((row, column)) for row in rows for column in (area.left - 1, area.right + 1)]
    if any(cell is not None and (cell.formula is not None or cell.number is not None) for cell in beside):
        return "the merged cells stand beside numbers"
    return ""


@rule(
    "freeze-panes",
    WARNING,
    source="FAST 2.03 (header design)",
    remedy="Freeze the panes below the headings.",
)
def freeze_panes(book: Book) -> Iterator[Spot]:
    """A sheet of more than 50 rows keeps its headings in view."""
    for sheet in book.worksheets():
        if sheet.last_row > ROWS_WITHOUT_PANES and not sheet.is_frozen:
            yield Spot(sheet.name, "", f"the sheet has {sheet.last_row} rows and no frozen panes")


@rule(
    "print-setup",
    WARNING,
    source="ICAEW principle 6 (audience)",
    remedy="Set rows to repeat at the top, and a print area, a scale or fit to a page's width.",
)
def print_setup(book: Book) -> Iterator[Spot]:
    """A sheet of more than 60 rows repeats its headings in print and fits its paper."""
    for sheet in book.worksheets():
        if sheet.last_row <= ROWS_WITHOUT_PRINT_SETUP:
            continue
        key = sheet.name.lower()
        lacks = [] if (key, PRINT_TITLES) in book.name_by_key else ["rows to repeat at the top"]
        if not sheet.is_scaled and (key, PRINT_AREA) not in book.name_by_key:
            lacks.append("print area, scale or fit to page")
        if lacks:
            yield Spot(sheet.name, "", f"the sheet has {sheet.last_row} rows and no {' and no '.join(lacks)}")


@rule(
    "low-contrast",
    WARNING,
    source="WCAG 2.2, 1.4.3 (the limit for large text)",
    remedy="Use a darker text or a lighter fill.",
)
def low_contrast(book: Book) -> Iterator[Spot]:
    """Text stands out from its background (contrast 3:1 or more)."""
    faint = {}
    for index, style in enumerate(book.styles):
        if style.font is not None and style.fill is not None:
            ratio = _contrast(style.font, style.fill)
            # Text in the colour of its paper, or the format ;;;, is hidden on purpose or by mistake: both are found.
            if ratio < LEAST_CONTRAST:
                faint[index] = f"the text #{style.font} on #{style.fill} has a contrast of {ratio:.1f}:1"
    for sheet in book.worksheets():
        for cell in sheet.cells.values():
            if cell.style in faint and not cell.is_empty:
                yield Spot(sheet.name, cell.address, faint[cell.style])


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    try:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    except ValueError:
        return 0.0
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@rule(
    "narrow-column",
    WARNING,
    source="Excel shows ####",
    remedy="Widen the column, or show the number in thousands or millions.",
)
def narrow_column(book: Book) -> Iterator[Spot]:
    """A column is wide enough for its numbers."""
    for sheet in book.worksheets():
        merged = {(row, column) for area in sheet.merges for row, column in [(area.top, area.left)]}
        widths: dict[int, float] = {}
        for cell in sheet.cells.values():
            number = cell.number
            if number is None or cell.place in merged:
                continue
            if cell.column not in widths:
                widths[cell.column] = sheet.width_of(cell.column)
            if _is_too_wide(book, cell, number, widths[cell.column]):
                why = f"the column is {widths[cell.column]:.1f} wide, too narrow for the number"
                yield Spot(sheet.name, cell.address, why)


def _is_too_wide(book: Book, cell: Cell, number: float, width: float) -> bool:
    style = book.style(cell)
    # Hidden columns have no width to judge.
    return width > 0 and shown_width(number, style.number_format) * style.size / 11 > width
