"""Where things stand: the columns that every sheet of sections has, and the cells of one name."""

from __future__ import annotations

from dataclasses import dataclass

from xltco.keys import VALUES_AFTER_KEY
from xltco.lines import Axis
from xltco.spreadsheet.address import letter, quoted

KEY, LABEL, UNIT, SOURCE, OPENING = range(1, 6)
VALUES = KEY + VALUES_AFTER_KEY
KEY_ROW, FIRST_SECTION_ROW = 4, 5


@dataclass(frozen=True)
class Place:
    """The cells of one name: where its first value stands and how it goes on."""

    sheet: str
    row: int
    column: int
    axis: Axis

    def cell(self, index: int = 0) -> tuple[int, int]:
        """Row and column of the value at that index of the axis; -1 is the empty opening cell."""
        return (self.row + index, self.column) if self.axis.down else (self.row, self.column + index)

    def address(self, index: int = 0) -> str:
        """The cell of the value at that index of the axis, without its sheet."""
        row, column = self.cell(index)
        return f"{letter(column)}{row}"

    def area(self) -> str:
        """The whole range, with nothing left to follow where a formula is copied to."""
        (top, left), (bottom, right) = self.cell(), self.cell(self.axis.length - 1)
        first = f"${letter(left)}${top}"
        return f"{first}:${letter(right)}${bottom}" if self.axis.length > 1 else first

    def absolute(self) -> str:
        """The whole range with its sheet, as a defined name holds it."""
        return f"{quoted(self.sheet)}!{self.area()}"

    def seen_from(self, sheet: str, address: str) -> str:
        """An address of this place's sheet as a formula on another, or on the same, reads it."""
        return address if sheet == self.sheet else f"{quoted(self.sheet)}!{address}"
