"""The column headed Key, with which a sheet names its rows and columns of values where people can read it."""

from __future__ import annotations

from xltco.keys import HEADING, ROWS
from xltco.lint.areas import Area
from xltco.lint.sheet import Sheet


def keyed_areas(sheet: Sheet) -> list[Area]:
    """What the sheet's keys name: the values of a keyed row up to the first gap, and columns down to their end."""
    heading = min((cell.place for cell in sheet.cells.values() if cell.text == HEADING), default=None)
    if heading is None:
        return []
    top, key_column = heading
    keys = {row: cell.text for (row, column), cell in sheet.cells.items() if column == key_column and cell.text}
    right = max(column for _, column in sheet.cells)
    found = []
    for row in (row for row in keys if row > top):
        values = [column for column in range(key_column + 1, right + 1) if _has_number(sheet, row, column)]
        if keys[row] == ROWS:
            found += [Area(row, column, _end_of_column(sheet, keys, row, column), column) for column in values]
        elif values:
            found.append(Area(row, values[0], row, _end_of_run(values)))
    return found


def _has_number(sheet: Sheet, row: int, column: int) -> bool:
    cell = sheet.cells.get((row, column))
    return cell is not None and cell.number is not None


def _end_of_run(columns: list[int]) -> int:
    known = set(columns)
    return next(column for column in columns if column + 1 not in known)


def _end_of_column(sheet: Sheet, keys: dict[int, str], row: int, column: int) -> int:
    while row + 1 not in keys and _has_number(sheet, row + 1, column):
        row += 1
    return row
