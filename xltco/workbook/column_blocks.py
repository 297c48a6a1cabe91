"""Sections whose lines go down an axis, one a column."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xltco.keys import ROWS, Entry, list_key
from xltco.lines import Axis
from xltco.workbook.block import Block, Standing
from xltco.workbook.place import VALUES, Place
from xltco.workbook.selection import members


class ColumnsBlock(Block):
    """One line a column, going down its axis."""

    head = 4

    @property
    def axis(self) -> Axis:
        """The axis that the template states."""
        return self.present.axes[self.section.axis]

    @property
    def width(self) -> int:
        """One column a line."""
        return len(self.names)

    @property
    def last_row(self) -> int:
        """As many rows as the axis is long."""
        return self.first_row + self.axis.length - 1

    def homes(self, sheet: str, standing: Standing) -> Iterator[tuple[str, Place]]:
        """One column a line."""
        for column, name in enumerate(self.names, start=VALUES):
            yield name, Place(sheet, self.first_row, column, self.axis)

    def keys(self, homes: Collection[str]) -> Iterator[tuple[int, str]]:
        """The heading states the columns; the first row of values is marked."""
        yield self.row + 1, list_key("columns", self.names)
        yield self.first_row, ROWS


class GridBlock(ColumnsBlock):
    """Columns whose headings are values too."""

    head = 3

    @property
    def headings(self) -> list[str]:
        """The lines whose values stand above the columns, from the second one on."""
        return [name for p in self.section.headings for name in members(p, self.present, self.strategies)]

    def shown(self) -> Iterator[str]:
        """The values of its headings."""
        yield from self.headings

    def keys(self, homes: Collection[str]) -> Iterator[tuple[int, str]]:
        """The headings are links."""
        yield from super().keys(homes)
        yield self.row + 2, list_key("cells", [Entry(""), *(Entry(name, is_link=True) for name in self.headings)])
