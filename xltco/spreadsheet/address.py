"""Addresses of cells: letters of columns, ranges, and sheets' titles as formulas quote them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})?\$?(\d+)?(?::\$?([A-Za-z]{1,3})?\$?(\d+)?)?")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# A1 and R1C1 alike, and the two words that are values.
_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}[0-9]+|(R[0-9]*)?(C[0-9]*)?|TRUE|FALSE", re.IGNORECASE)


@cache
def letter(column: int) -> str:
    """The letters of a column, counted from 1."""
    if not 1 <= column <= MOST_COLUMNS:
        raise ValueError(f"there is no column {column}")
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def column_number(letters: str) -> int:
    """The number of a column from its letters; 1 for A."""
    number = 0
    for sign in letters.upper():
        number = number * 26 + ord(sign) - 64
    return number


def address(row: int, column: int) -> str:
    """A cell without its sheet, such as B7."""
    return f"{letter(column)}{row}"


def quoted(title: str) -> str:
    """A sheet's title as a formula names it: in quotes unless it is a plain word that can't be read as a cell."""
    if _PLAIN.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def absolute(area: str) -> str:
    """A range with every part fixed: B2:C3 as $B$2:$C$3, 1:3 as $1:$3, A:D as $A:$D."""
    found = _RANGE.fullmatch(area)
    if found is None:
        raise ValueError(f"{area} is no range of cells")
    ends = [found[1], found[2]], [found[3], found[4]]
    return ":".join("".join(f"${part.upper()}" for part in end if part) for end in ends if any(end))


@dataclass(frozen=True)
class Area:
    """A rectangle of cells on a sheet; rows and columns count from 1, and both ends belong to it."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        """As a formula reads it: 'Sheet'!$A$1:$B$2, or one cell."""
        first, last = f"${letter(self.left)}${self.top}", f"${letter(self.right)}${self.bottom}"
        return f"{quoted(self.sheet)}!{first if first == last else f'{first}:{last}'}"

    def cells(self) -> list[tuple[int, int]]:
        """Row and column of each cell, in reading order."""
        return [(r, c) for r in range(self.top, self.bottom + 1) for c in range(self.left, self.right + 1)]
