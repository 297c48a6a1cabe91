"""Finds the cells of a name in a workbook by its key column, as a reader of the file would."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from xltco.keys import HEADING, VALUE_HEADING, VALUES_AFTER_KEY, Key, read_key

FIRST_VALUE = 1 + VALUES_AFTER_KEY
Found = dict[tuple[str, str], list[Cell]]


def homes(workbook: Workbook) -> Found:
    """The cells of every name where it stands, by case and name; links are left out."""
    found: Found = {}
    for sheet in workbook.worksheets:
        if sheet["A4"].value == HEADING:
            case = read_key(str(sheet["A1"].value)).names[0] if sheet["A1"].value else ""
            found |= {(case, name): cells for name, cells in _of_sections(sheet)}
    return found | {("", name): [cell] for name, cell in _of_inputs(workbook["Inputs"])}


def cells(workbook: Workbook, name: str, case: str = "") -> list[Cell]:
    """The cells of one name."""
    return homes(workbook)[case, name]


def cell(workbook: Workbook, name: str) -> Cell:
    """The one cell, or the first one, of a name."""
    return cells(workbook, name)[0]


def keys_of(sheet: Worksheet) -> Iterator[tuple[int, Key]]:
    """The keys of a sheet of sections, by row."""
    for row in range(1, sheet.max_row + 1):
        text = sheet.cell(row, 1).value
        if isinstance(text, str) and text != HEADING:
            yield row, read_key(text)


def _of_sections(sheet: Worksheet) -> Iterator[tuple[str, list[Cell]]]:
    heading = Key("rows")
    for row, key in keys_of(sheet):
        if key.kind in ("strategies", "columns"):
            heading = key
        elif key.kind == "rows":
            for column, entry in enumerate(heading.entries, start=FIRST_VALUE):
                yield entry.name, list(_run(sheet, row, column, 1, 0))
        elif key.kind == "cells":
            for column, entry in enumerate(key.entries, start=FIRST_VALUE):
                if entry.name and not entry.is_link:
                    yield entry.name, [_at(sheet, row, column)]
        elif key.kind == "row" and not key.entries[0].is_link:
            name = key.names[0]
            if name.startswith("strategy_"):
                for column, strategy in enumerate(heading.names, start=FIRST_VALUE):
                    if sheet.cell(row, column).value is not None:
                        yield f"{strategy}_{name.removeprefix('strategy_')}", [_at(sheet, row, column)]
            else:
                yield name, list(_run(sheet, row, FIRST_VALUE, 0, 1))


def _run(sheet: Worksheet, row: int, column: int, down: int, across: int) -> Iterator[Cell]:
    """The cells from there on, as far as they are filled in; the first one always."""
    yield _at(sheet, row, column)
    while sheet.cell(row + down, column + across).value is not None:
        row, column = row + down, column + across
        yield _at(sheet, row, column)


def _at(sheet: Worksheet, row: int, column: int) -> Cell:
    found = sheet.cell(row, column)
    assert isinstance(found, Cell)
    return found


def _of_inputs(sheet: Worksheet) -> Iterator[tuple[str, Cell]]:
    header = next(row for row in sheet.iter_rows() if HEADING in [c.value for c in row])
    columns = {str(c.value): int(c.column or 0) for c in header}
    for row in range(1, sheet.max_row + 1):
        key = sheet.cell(row, columns[HEADING]).value
        if isinstance(key, str) and key != HEADING:
            yield key.replace(".", "_", 1), _at(sheet, row, columns.get("Active", columns.get(VALUE_HEADING, 0)))
