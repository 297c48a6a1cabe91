"""Classic xlwings (Excel on Windows, over COM): how cells arrive and how answers are shown.

A range is read with its property Value2. What xlwings itself reads, Value, gives a cell in a currency format with four
decimals only (Microsoft's VT_CURRENCY) and a date as a datetime; Value2 gives both as the numbers that they are.
"""

from __future__ import annotations

from typing import Any

from xlwings.conversion import Accessor, Pipeline

from xltco.functions.errors import SHEET_ERRORS, WRONG_TYPE, CellError
from xltco.functions.function import Function
from xltco.functions.hosts.xlwings_wrappers import Host, prefixed

# An error of the sheet arrives as this plus its number in Excel's xlCVError; every true number is a float.
_FIRST_ERROR = -2146828288
_ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2045: "#SPILL!",
    2050: "#CALC!",
}


class Cells(Accessor):
    """A converter of xlwings: an argument as Excel has it, unformatted."""

    @classmethod
    def reader(cls, options: Any) -> Any:
        """xlwings' steps that turn a range into values: ours alone."""
        return Pipeline([_read])


def host(*, bare_names: bool) -> Host:
    """Classic xlwings with names such as XLTCO_BREAKEVEN, or with the catalogue's own."""
    return Host(
        named=(lambda function: function.name) if bare_names else prefixed,
        facts=lambda function: {"category": _category(function)},
        reading={"convert": Cells},
        taken=taken,
        shown=str,
    )


def taken(value: Any) -> Any:
    """An argument as cells: tuples of rows from a range, a single row from an array constant such as {1,2}."""
    if not isinstance(value, tuple | list):
        return _cell(value)
    rows = value if value and isinstance(value[0], tuple | list) else [value]
    return [[_cell(cell) for cell in row] for row in rows]


def _read(context: Any) -> None:
    if context.range is not None:
        context.value = context.range.api.Value2


def _cell(value: Any) -> Any:
    """A cell as `calculate` takes it: error numbers, and errors that a function told as text, are errors again."""
    if isinstance(value, int) and not isinstance(value, bool):
        return CellError(_ERRORS.get(value - _FIRST_ERROR, WRONG_TYPE), "is an error of the sheet")
    if isinstance(value, str) and value.startswith("#"):
        code, _, message = value.partition(" ")
        return CellError(code, message) if code in SHEET_ERRORS else value
    return value


def _category(function: Function) -> str:
    return f"xltco: {function.category}"
