"""A cell of a workbook as the verifier speaks of it."""

from __future__ import annotations

from dataclasses import dataclass

from xltco.spreadsheet.address import address
from xltco.spreadsheet.formula import places_of
from xltco.spreadsheet.reader import Workbook
from xltco.spreadsheet.values import Value

# LibreOffice saves a truth value, or an error, that was typed in as a formula without arguments.
_TYPED: dict[str, bool | str] = {"=TRUE()": True, "=FALSE()": False, "=#N/A": "#N/A"}
# Sheet, row and column.
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell with a formula: its place, the label of its row, the formula and the value that the file has cached."""

    place: Place
    label: str
    formula: str
    cached: Value
    area: str = ""

    @property
    def sheet(self) -> str:
        """The title of its sheet."""
        return self.place[0]

    @property
    def cell(self) -> str:
        """Its address without the sheet, such as F5."""
        return address(self.place[1], self.place[2])


def shown(place: Place) -> str:
    """A place as people write it: Inputs!D16."""
    return f"{place[0]}!{address(place[1], place[2])}"


def typed(workbook: Workbook, place: Place) -> Value:
    """What a person has put into a cell: a value, or the text of a formula."""
    sheet = workbook.sheets.get(place[0])
    cell = sheet.cells.get(place[1:]) if sheet else None
    if cell is None:
        return None
    if cell.formula:
        return _TYPED.get(cell.formula, cell.formula)
    return str(cell.value) if isinstance(cell.value, str) else cell.value


def is_formula(text: str) -> bool:
    """Whether a cell with this text calculates something."""
    return bool(text) and text not in _TYPED


def named_places(workbook: Workbook, name: str) -> list[Place]:
    """The cells of a defined name that is one area of a sheet; none for anything else."""
    defined = workbook.named(name)
    sheet, _, area = (defined.text if defined else "").rpartition("!")
    sheet = sheet.strip("'").replace("''", "'")
    return [(sheet, row, column) for row, column in places_of(area)] if sheet in workbook.sheets else []
