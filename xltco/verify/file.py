"""A workbook file as a stranger finds it: sheets, defined names, formula cells and the values cached beside them."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from xltco.errors import WorkbookError
from xltco.scenario.dates import day_number

LARGEST_UNPACKED_BYTES = 150_000_000
# Longer than any axis of the model: a name over more cells is none of ours, and is not expanded.
MOST_CELLS_OF_A_NAME = 1_000
# LibreOffice saves a truth value, or an error, that was typed in as a formula without arguments.
_TYPED: dict[str, bool | str] = {"=TRUE()": True, "=FALSE()": False, "=#N/A": "#N/A"}

Address = tuple[str, str]
Value = float | bool | str | None


@dataclass(frozen=True)
class FormulaCell:
    """A cell with a formula: its place, the label of its row, the formula and the value that the file has cached."""

    sheet: str
    cell: str
    label: str
    formula: str
    cached: Value

    @property
    def address(self) -> Address:
        """Its sheet and cell."""
        return self.sheet, self.cell


def open_workbook(path: Path, *, values: bool = False) -> Workbook:
    """The file through openpyxl, or WorkbookError; a bomb is refused before it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > LARGEST_UNPACKED_BYTES:
            raise WorkbookError(
                f"{path}: unpacks to {size:,} bytes, more than any workbook of xltco; it was not opened"
            )
        return load_workbook(path, data_only=values)
    except WorkbookError:
        raise
    except FileNotFoundError:
        raise WorkbookError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise WorkbookError(f"{path}: is a folder; name a workbook") from None
    except PermissionError:
        raise WorkbookError(f"{path}: can't be read: permission denied") from None
    except Exception as error:  # openpyxl raises a dozen kinds on damaged files
        raise WorkbookError(f"{path}: is not a readable .xlsx workbook ({type(error).__name__})") from None


def plain_value(value: Any) -> Value:
    """A cell's value as a number, truth value or text; dates as Excel counts them."""
    if isinstance(value, str) and value in _TYPED:
        return _TYPED[value]
    if isinstance(value, datetime.date):
        return day_number(value)
    if isinstance(value, datetime.time):
        # What openpyxl makes of 0 in a cell with a date's format.
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    return float(value) if isinstance(value, int | float) else str(value)


def held(workbook: Workbook, address: Address) -> Value:
    """What a cell holds."""
    sheet, cell = address
    return plain_value(workbook[sheet][cell].value)


def named_cells(workbook: Workbook, name: str) -> list[Address]:
    """The cells of a defined name that is one row, one column or one cell of a sheet; none for anything else."""
    defined = workbook.defined_names.get(name)
    sheet, _, area = str(defined.attr_text if defined else "").rpartition("!")
    sheet = sheet.strip("'").replace("''", "'")
    if sheet not in workbook.sheetnames or "," in area:
        return []
    return [(sheet, cell) for cell in cells_of(area)]


def cells_of(area: str) -> list[str]:
    """The cells of an area such as F5 or $C$17:$E$17; none where it is no area, or one too large to be ours."""
    try:
        left, top, right, bottom = range_boundaries(area)
    except (ValueError, TypeError):
        return []
    if left is None or top is None or right is None or bottom is None:
        return []
    if (right - left + 1) * (bottom - top + 1) > MOST_CELLS_OF_A_NAME:
        return []
    return [f"{get_column_letter(c)}{r}" for r in range(top, bottom + 1) for c in range(left, right + 1)]


def formula_cells(formulas: Workbook, values: Workbook) -> Iterator[FormulaCell]:
    """Every formula of every sheet, row by row, with its cached value."""
    for sheet in formulas.worksheets:
        cached = values[sheet.title]
        # Only the cells that exist: a note in the last row must not make every row before it appear.
        for row, column in sorted(sheet._cells):
            cell = sheet._cells[row, column]
            if cell.data_type == "f" and cell.value is not None and cell.value not in _TYPED:
                text = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
                label = sheet._cells.get((row, 1))
                name = label.value if label is not None and isinstance(label.value, str) else ""
                kept = plain_value(cached[cell.coordinate].value)
                yield FormulaCell(sheet.title, cell.coordinate, name, str(text), kept)
