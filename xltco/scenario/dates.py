"""Dates as a spreadsheet counts them: days since the end of 1899."""

from __future__ import annotations

import datetime

_EPOCH = datetime.datetime(1899, 12, 30)
# Running numbers of months stay far below the day numbers of dates since 1954.
FIRST_DATED_MONTH = 20_000


def day_number(date: datetime.date) -> float:
    """The day's number; a time of day is a fraction."""
    if not isinstance(date, datetime.datetime):
        date = datetime.datetime.combine(date, datetime.time())
    return (date - _EPOCH).total_seconds() / 86_400


def date_of(number: float) -> datetime.date:
    """The day of that number; OverflowError beyond the year 9999."""
    return (_EPOCH + datetime.timedelta(days=number)).date()
