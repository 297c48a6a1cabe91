"""Whether a cell may be an argument: one rule for every host, value by value."""

from __future__ import annotations

import datetime
import math
from numbers import Real
from typing import Any

from xltco.functions.arguments import LEAST, Argument, shown
from xltco.functions.errors import OUT_OF_RANGE, SHEET_ERRORS, WRONG_TYPE, CellError

# Day 0 of Excel's calendar, as every date after February 1900 counts it.
_DAY_ZERO = datetime.date(1899, 12, 30)


def checked(argument: Argument, value: Any) -> Any:
    """The value as the function takes it, or the CellError that the sheet shows in its place.

    None, an empty cell or an argument left out, is the default, and so is an empty text, with which formulas write an
    empty cell; a required argument left out is a wrong type.
    """
    if isinstance(value, CellError):
        return value
    if getattr(value, "ndim", None) == 0:
        # A scalar of NumPy, which may not be loaded, as Python has it.
        value = value.item()
    if value is None or value == "":
        if argument.required:
            return _wrong(argument, WRONG_TYPE, "is required")
        return math.nan if argument.default is None else argument.default
    if isinstance(value, str) and value in SHEET_ERRORS:
        return CellError(value, f"{argument.name} is an error of the sheet")
    return _OF_KIND[argument.kind](argument, value)


def serial_of(date: datetime.date) -> float:
    """The serial number of a day as sheets count days."""
    day = date.date() if isinstance(date, datetime.datetime) else date
    return float((day - _DAY_ZERO).days)


def day_of(serial: float) -> datetime.date:
    """The day of a serial number as sheets count days."""
    return _DAY_ZERO + datetime.timedelta(days=int(serial))


def _number(argument: Argument, value: Any) -> Any:
    if not _is_number(value):
        return _wrong(argument, WRONG_TYPE, f"must be {argument.allowed}", value)
    # Not within the bounds is also what is no number at all (NaN), and it is asked of an integer of any size.
    if not argument.at_least <= value <= argument.at_most:
        return _wrong(argument, OUT_OF_RANGE, f"must be {argument.allowed}", value)
    if 0 < abs(value) < LEAST:
        return _wrong(argument, OUT_OF_RANGE, f"must be 0 or at least {LEAST:g} from it", value)
    return float(value)


def _integer(argument: Argument, value: Any) -> Any:
    number = _number(argument, value)
    if isinstance(number, float) and not number.is_integer():
        return _wrong(argument, OUT_OF_RANGE, f"must be {argument.allowed}", value)
    return number


def _date(argument: Argument, value: Any) -> Any:
    return _number(argument, serial_of(value) if isinstance(value, datetime.date) else value)


def _boolean(argument: Argument, value: Any) -> Any:
    """TRUE and FALSE; also 1 and 0, because LibreOffice hands over no other truth values."""
    if isinstance(value, bool):
        return bool(value)
    if not _is_number(value):
        return _wrong(argument, WRONG_TYPE, "must be TRUE or FALSE", value)
    return bool(value) if value in (0, 1) else _wrong(argument, OUT_OF_RANGE, "must be TRUE or FALSE", value)


def _text(argument: Argument, value: Any) -> Any:
    if not isinstance(value, str):
        return _wrong(argument, WRONG_TYPE, "must be a text", value)
    return value


def _choice(argument: Argument, value: Any) -> Any:
    text = value.casefold() if isinstance(value, str) else None
    if text not in argument.choices:
        return _wrong(argument, WRONG_TYPE, f"must be {argument.allowed}", value)
    return text


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _wrong(argument: Argument, code: str, rule: str, value: Any = None) -> CellError:
    found = "" if value is None else f" (found {_shown(value)})"
    return CellError(code, f"{argument.name} {rule}{found}")


def _shown(value: Any) -> str:
    # A text is quoted: "0.5" is no number.
    text = f'"{value}"' if isinstance(value, str) else shown(value) if isinstance(value, bool | float) else str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


_OF_KIND = {
    "number": _number,
    "integer": _integer,
    "date": _date,
    "boolean": _boolean,
    "text": _text,
    "choice": _choice,
}
