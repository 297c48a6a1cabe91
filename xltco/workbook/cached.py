"""Cached values: what a previewer, a phone or pandas shows before anybody recalculates.

They come from recalculating the file in an engine that nobody here wrote, never from our own Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xltco.errors import EngineMissingError, RecalculationError
from xltco.spreadsheet.address import address
from xltco.spreadsheet.book import Book
from xltco.spreadsheet.sheet import Formula
from xltco.spreadsheet.values import ErrorCode, Value, Values

_FAILED = "formualizer could not fill in the values that previewers show"


def found_values(book: Book) -> Values:
    """A value for every formula of the book.

    EngineMissingError where formualizer is not installed; RecalculationError for a broken or circular formula.
    """
    try:
        from formualizer import load_workbook_bytes
    except ImportError:
        raise EngineMissingError(
            "the package formualizer, which fills in the values that previewers show, is not installed: "
            "pip install formualizer"
        ) from None
    content, places = book.content(level=0), list(_formulas(book))
    try:
        workbook = load_workbook_bytes(content)
        workbook.set_temporal_egress("serial")
        workbook.evaluate_all()
        found = [workbook.get_value(*place) for place in places]
    except Exception as error:  # the engine raises OSError, ValueError and its own, all with the reason as text
        raise RecalculationError(f"{_FAILED}: {error}") from None
    return {
        place: _error(value, place) if type(value) is dict else value
        for place, value in zip(places, found, strict=True)
    }


def _formulas(book: Book) -> Iterator[tuple[str, int, int]]:
    """Where the formulas stand; a call that may spill is left to an engine that knows the functions."""
    for sheet in book.sheets:
        for row, cells in sheet.rows.items():
            for column, cell in cells.items():
                if type(cell.value) is Formula and not cell.spill:
                    yield sheet.title, row, column


def _error(found: dict[str, Any], place: tuple[str, int, int]) -> Value:
    from xltco.spreadsheet.engines.formualizer_book import ERRORS

    code = ERRORS.get(str(found.get("kind")))
    if code is None:
        where = f"{place[0]}!{address(*place[1:])}"
        raise RecalculationError(f"{_FAILED}: the formula in {where} is broken or circular")
    return ErrorCode(code)
