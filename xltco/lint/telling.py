"""Rules that judge a formula by itself: each different formula is judged once, however many cells hold a copy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from xltco.lint.book import Book
from xltco.lint.formula import Formula
from xltco.lint.registry import Spot

Reasons = Callable[[str, Formula], Iterable[str]]


def in_cells(book: Book, reasons: Reasons) -> Iterator[Spot]:
    """What is wrong with the formulas of cells, by what is wrong with a formula on a sheet."""
    for sheet, formula, cells in book.formula_groups:
        for why in reasons(sheet.name, formula):
            for cell in cells:
                yield Spot(sheet.name, cell.address, why)


def in_cells_and_names(book: Book, reasons: Reasons) -> Iterator[Spot]:
    """The same for the formulas of cells and of defined names."""
    yield from in_cells(book, reasons)
    for name in book.names:
        if not name.is_built_in:
            for why in reasons(name.scope, name.formula):
                yield Spot(name.scope, name.name, why)
