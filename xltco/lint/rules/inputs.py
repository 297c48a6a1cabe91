"""Inputs: marked as such, validated, and apart from formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltco.lint.areas import Area, Place
from xltco.lint.book import Book
from xltco.lint.keys import keyed_areas
from xltco.lint.registry import WARNING, Spot, rule
from xltco.lint.sheet import Cell, Sheet
from xltco.lint.styles import Style

# Larger areas, and those beyond so many cells, are asked cell by cell instead of being unfolded.
_LARGEST_UNFOLDED = 20_000
_MOST_UNFOLDED = 1_000_000
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_NOT_A_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|General', re.IGNORECASE)


class _Cover:
    """Whether a cell lies in one of many areas."""

    def __init__(self, areas: list[Area]) -> None:
        self.large: list[Area] = []
        self.places: set[Place] = set()
        for area in areas:
            if area.size > _LARGEST_UNFOLDED or len(self.places) > _MOST_UNFOLDED:
                self.large.append(area)
            else:
                rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
                self.places.update((row, column) for row in rows for column in columns)

    def __contains__(self, place: Place) -> bool:
        return place in self.places or any(area.holds(*place) for area in self.large)


@rule(
    "input-formula",
    WARNING,
    source="ICAEW principle 10; FAST appendix A (formatting)",
    remedy="Give the cell the style of a formula, or replace the formula with the value that is meant.",
)
def input_formula(book: Book) -> Iterator[Spot]:
    """No cell that looks like an input holds a formula."""
    for sheet, cell, _ in book.formula_cells():
        if book.style(cell).is_input:
            yield Spot(sheet.name, cell.address, "the cell looks like an input and holds a formula")


@rule(
    "typed-number",
    WARNING,
    source="ICAEW principle 10; FAST 3.01 (constants apart)",
    remedy="Mark the cell as an input (blue, a light fill), name it, or read the number from the input sheet.",
)
def typed_number(book: Book) -> Iterator[Spot]:
    """A number typed into a sheet of formulas looks like an input, or has a name."""
    sheets = [sheet for sheet in book.worksheets() if sheet.formula_cells]
    found = [(sheet, cell) for sheet in sheets for cell in _typed(book, sheet)]
    if found and not any(style.is_input for style in _used_styles(book)):
        sheet, cell = found[0]
        why = f"{len(found):,} numbers are typed beside formulas and no cell is marked as an input; this is the first"
        yield Spot(sheet.name, cell.address, why)
        return
    for sheet, cell in found:
        yield Spot(sheet.name, cell.address, "a number is typed beside formulas and does not look like an input")


def _typed(book: Book, sheet: Sheet) -> Iterator[Cell]:
    named = _Cover([*book.named_areas.get(sheet.name.lower(), []), *keyed_areas(sheet), *sheet.spills])
    read: _Cover | None = None
    for cell in sheet.cells.values():
        if cell.formula is not None or cell.number is None:
            continue
        style = book.style(cell)
        if style.is_input or cell.place in named:
            continue
        if _is_date(style.number_format):
            # A date that nothing reads is a remark, such as the date of a source.
            read = read or _Cover(list(_read_areas(book, sheet)))
            if cell.place not in read:
                continue
        yield cell


def _used_styles(book: Book) -> Iterator[Style]:
    used = {cell.style for sheet in book.sheets for cell in sheet.cells.values() if not cell.is_empty}
    return (book.styles[index] for index in used if index < len(book.styles))


def _read_areas(book: Book, sheet: Sheet) -> Iterator[Area]:
    """The areas of a sheet that some formula reads, each once."""
    seen = set()
    for owner, cell, formula in book.formula_cells():
        for reference in formula.references:
            if (reference.sheet.lower() or owner.name.lower()) == sheet.name.lower():
                seen.add(reference.at(cell.row, cell.column))
    yield from seen


def _is_date(number_format: str) -> bool:
    return bool(_DATE.search(_NOT_A_CODE.sub("", number_format)))


@rule(
    "input-unvalidated",
    WARNING,
    source="FAST 4.04 (data validation)",
    remedy="Add a data validation with the range of sensible values.",
)
def input_unvalidated(book: Book) -> Iterator[Spot]:
    """An input with a number has a validation that says what may stand there."""
    for sheet in book.worksheets():
        validated = _Cover([area for v in sheet.validations if v.kind != "none" for area in v.areas])
        for cell in sheet.cells.values():
            is_number = cell.formula is None and cell.number is not None
            if is_number and book.style(cell).is_input and cell.place not in validated:
                yield Spot(sheet.name, cell.address, "the input takes any value")
