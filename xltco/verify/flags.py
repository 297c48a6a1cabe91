"""The flags beside the inputs' sources: stale where the source is long older than the workbook's date."""

from __future__ import annotations

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xltco.model import MODEL
from xltco.verify.file import Address, Value, held, named_cells
from xltco.verify.inputs import InputCells

FLAG, STALE_SOURCES = "source_flag", "stale_sources"
_FLAG_HEADING, _DATE_HEADING = "Flag", "As of"


def flag_cells(workbook: Workbook, inputs: InputCells) -> tuple[Address, ...]:
    """The flag cells in the inputs' order; none where the sheet has no such column."""
    column = _column(workbook, inputs, _FLAG_HEADING)
    if column is None:
        return ()
    rows = [(sheet, coordinate_to_tuple(cell)[0]) for sheet, cell in inputs.active.values()]
    return tuple((sheet, f"{column}{row}") for sheet, row in rows)


def expected_flag(workbook: Workbook, inputs: InputCells, flag: Address) -> str:
    """What a flag says: nothing where the source's or the workbook's date is missing."""
    row = coordinate_to_tuple(flag[1])[0]
    date = held(workbook, (flag[0], f"{_column(workbook, inputs, _DATE_HEADING)}{row}"))
    today = _workbook_date(workbook)
    if not (_is_number(date) and _is_number(today)):
        return ""
    assert isinstance(date, float)
    assert isinstance(today, float)
    return "stale" if today - date > MODEL.constants["stale_after_days"].value else "current"


def _is_number(value: Value) -> bool:
    return isinstance(value, float)


def _workbook_date(workbook: Workbook) -> Value:
    cells = named_cells(workbook, "scenario_as_of")
    return held(workbook, cells[0]) if cells else None


def _column(workbook: Workbook, inputs: InputCells, heading: str) -> str | None:
    """The letter of the column with that heading, in the row of headings nearest above the inputs."""
    sheet, cell = next(iter(inputs.active.values()))
    above = coordinate_to_tuple(cell)[0]
    return next(reversed(_headed(workbook[sheet], heading, above)), None)


def _headed(sheet: Worksheet, heading: str, above: int) -> list[str]:
    cells = [c for (row, _), c in sorted(sheet._cells.items()) if row < above and c.value == heading]
    return [cell.column_letter for cell in cells]
