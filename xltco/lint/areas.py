"""Cells and areas as numbers: reading them, writing them, and joining neighbouring cells into areas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xltco.spreadsheet.address import MOST_COLUMNS, MOST_ROWS, column_number, letter

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?$")

Place = tuple[int, int]


class Area(NamedTuple):
    """A rectangle of cells, corners included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> int:
        """How many cells it has."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def __str__(self) -> str:
        first, last = address(self.top, self.left), address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def letters(column: int) -> str:
    """A column's letters; ? for one that no sheet has."""
    return letter(column) if 1 <= column <= MOST_COLUMNS else "?"


def address(row: int, column: int) -> str:
    """A cell as people write it: C7."""
    return f"{letters(column)}{row}"


def area_of(text: str) -> Area | None:
    """The area that a text such as $A$1, B2:C9, A:A or 3:4 names; None for anything else."""
    first, _, last = text.partition(":")
    start, end = _CORNER.match(first), _CORNER.match(last or first)
    if not start or not end or not first or (text.endswith(":")):
        return None
    if (start[1] is None) != (end[1] is None) or (start[2] is None) != (end[2] is None):
        return None
    if not last and (start[1] is None or start[2] is None):
        return None
    rows = sorted((int(start[2]), int(end[2]))) if start[2] else [1, MOST_ROWS]
    columns = sorted((column_number(start[1]), column_number(end[1]))) if start[1] else [1, MOST_COLUMNS]
    if rows[0] < 1 or rows[1] > MOST_ROWS or columns[1] > MOST_COLUMNS:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


def areas_of(text: str) -> list[Area]:
    """The areas of a list that blanks separate, as validations and conditional formats have it."""
    return [area for area in map(area_of, text.split()) if area is not None]


def place_of(text: str) -> Place | None:
    """Row and column of a cell such as B2; None for anything else."""
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if 1 <= row <= MOST_ROWS and column <= MOST_COLUMNS else None


def joined(places: Iterable[Place]) -> Iterator[Area]:
    """Neighbouring cells as areas: first along each row, then equal spans of rows below each other."""
    spans: list[Area] = []
    for row, column in sorted(set(places)):
        if spans and spans[-1].top == row and spans[-1].right == column - 1:
            spans[-1] = spans[-1]._replace(right=column)
        else:
            spans.append(Area(row, column, row, column))
    open_: dict[tuple[int, int], Area] = {}
    done: list[Area] = []
    for span in spans:
        key = span.left, span.right
        above = open_.get(key)
        if above is not None and above.bottom == span.top - 1:
            open_[key] = above._replace(bottom=span.bottom)
        else:
            done += [above] if above is not None else []
            open_[key] = span
    yield from sorted([*done, *open_.values()])
