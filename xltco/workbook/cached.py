"""Cached values: what a previewer, a phone or pandas shows before anybody recalculates.

They come from recalculating the file in an engine that nobody here wrote, never from our own Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xltco.errors import EngineMissingError, RecalculationError
from xltco.spreadsheet.book import Book
from xltco.spreadsheet.sheet import Formula
from xltco.spreadsheet.values import ErrorCode, Value, Values, date_number

_ERRORS = {
    "Na": "#N/A",
    "Div": "#DIV/0!",
    "Value": "#VALUE!",
    "Num": "#NUM!",
    "Name": "#NAME?",
    "Ref": "#REF!",
    "Null": "#NULL!",
}
_DAYS = {"date", "datetime"}


def found_values(book: Book) -> Values:
    """A value for every formula of the book. EngineMissingError where formualizer is not installed."""
    try:
        import formualizer
    except ImportError:
        raise EngineMissingError(
            "the package formualizer, which fills in the values that previewers show, is not installed: "
            "pip install formualizer"
        ) from None
    try:
        workbook = formualizer.load_workbook_bytes(book.content(level=0))
        workbook.evaluate_all()
        return {place: _typed(workbook.get_value(*place)) for place in _formulas(book)}
    except Exception as error:  # the engine raises OSError, ValueError and its own, all with the reason as text
        raise RecalculationError(f"formualizer could not fill in the values that previewers show: {error}") from None


def _formulas(book: Book) -> Iterator[tuple[str, int, int]]:
    """Where the formulas stand; a call that may spill is left to an engine that knows the functions."""
    for sheet in book.sheets:
        for row, cells in sheet.rows.items():
            for column, cell in cells.items():
                if type(cell.value) is Formula and not cell.spill:
                    yield sheet.title, row, column


def _typed(found: Any) -> Value:
    kind = type(found)
    if kind is float or kind is bool or kind is str or found is None:
        return found  # type: ignore[no-any-return]
    if kind is dict:
        return ErrorCode(_ERRORS.get(str(found.get("kind")), "#VALUE!"))
    return date_number(found) if kind.__name__ in _DAYS else float(found)
