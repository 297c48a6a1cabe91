"""The flags beside the inputs' sources: stale where the source is long older than the workbook's date."""

from __future__ import annotations

from collections.abc import Iterator

from xltco.model import MODEL
from xltco.spreadsheet.reader import Workbook
from xltco.verify.cells import typed
from xltco.verify.keyed import InputRows


def expected_flags(workbook: Workbook, inputs: InputRows) -> list[str]:
    """What the flags say, in the inputs' order."""
    return list(_flags(workbook, inputs)) if inputs.flag_column else []


def _flags(workbook: Workbook, inputs: InputRows) -> Iterator[str]:
    as_of = inputs.facts.get("scenario_as_of")
    today = typed(workbook, as_of) if as_of else None
    for sheet, row, _ in inputs.active.values():
        date = typed(workbook, (sheet, row, inputs.date_column))
        # Nothing where the source's or the workbook's date is missing.
        if not (isinstance(date, float) and isinstance(today, float)):
            yield ""
        else:
            yield "stale" if today - date > MODEL.constants["stale_after_days"].value else "current"
