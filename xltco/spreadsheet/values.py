"""What cells hold: what a program puts in, and what an engine found for their formulas."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!")


class ErrorCode(str):
    """An error as the value of a cell, such as #N/A; a plain text of the same letters is a text."""

    __slots__ = ()


Value = float | bool | str | ErrorCode | None
# By sheet title, row and column.
Values = Mapping[tuple[str, int, int], Value]

_DAY_ZERO = datetime.date(1899, 12, 30)
_SECONDS_PER_DAY = 86_400


def date_number(day: datetime.date) -> float:
    """The number by which a spreadsheet knows a date, with the time of the day as a fraction."""
    if not isinstance(day, datetime.datetime):
        return (day - _DAY_ZERO).days
    seconds = day.hour * 3600 + day.minute * 60 + day.second + day.microsecond / 1e6
    return (day.date() - _DAY_ZERO).days + seconds / _SECONDS_PER_DAY
