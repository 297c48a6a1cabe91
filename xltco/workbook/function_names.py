"""The user functions in a workbook: LAMBDA names, and the values of the cells that call them (Excel 365 and 2024).

The values come from IronCalc, which evaluates the very names.
"""

from __future__ import annotations

import re
from itertools import chain

from xltco.functions.hosts.native import native_functions, stored
from xltco.functions.hosts.native_engine import Found, answer_in_ironcalc
from xltco.spreadsheet.address import column_number
from xltco.spreadsheet.book import Book, Name
from xltco.spreadsheet.sheet import Sheet
from xltco.spreadsheet.values import ErrorCode, Value, Values
from xltco.spreadsheet.xml import number

_CELL = re.compile(r"\b([A-Z]{1,3})([1-9][0-9]*)\b")


def add_function_names(book: Book) -> None:
    """Each native function as a defined name, with its summary as comment."""
    for function in native_functions():
        book.names[function.name] = Name(stored(function), function.summary)


def function_values(sheet: Sheet) -> Values:
    """What the calls of a sheet answer, in every cell that they fill; they read only cells of their own sheet."""
    calls = sheet.calls
    typed = [(_with_values(call.text, sheet), call.rows, call.columns) for call in calls]
    values: dict[tuple[str, int, int], Value] = {}
    for call, answer in zip(calls, answer_in_ironcalc(typed), strict=True):
        for place, found in zip(call.cells(), chain(*answer), strict=True):
            values[sheet.title, *place] = _typed(found)
    return values


def _typed(found: Found) -> Value:
    return ErrorCode(found) if isinstance(found, str) and found.startswith("#") else found


def _with_values(call: str, sheet: Sheet) -> str:
    """The call with the values of the cells that it reads in their place; nothing for an empty one."""

    def literal(match: re.Match[str]) -> str:
        value = sheet.value_at(int(match[2]), column_number(match[1]))
        if value is None:
            return ""
        if isinstance(value, str):
            return '"' + value.replace('"', '""') + '"'
        return str(value).upper() if isinstance(value, bool) else number(value)

    return _CELL.sub(literal, call)
