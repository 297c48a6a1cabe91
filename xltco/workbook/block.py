"""A section as it is placed: which lines it holds, where they stand, and the keys of its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from xltco.keys import row_key
from xltco.lines import Axis, Present
from xltco.workbook.place import VALUES, Place
from xltco.workbook.selection import member_name, members
from xltco.workbook.template import Section

PERIODS = {"months": "month", "years": "year", "quarters": "quarter"}
INDEX_LINES = {"month": "month", "year": "year_number", "quarter": "quarter_number"}


@dataclass
class Standing:
    """What a section may still take: the lines without a home, and only those that are needed where that is stated."""

    present: Present
    places: Mapping[str, Place]
    only: Collection[str] | None = None

    def is_free(self, name: str) -> bool:
        """Whether a line has no place yet, and is needed."""
        return name not in self.places and (self.only is None or name in self.only)


@dataclass
class Block:
    """A placed section: its title row, and what it shows by row or column. A subclass is a kind of section."""

    section: Section
    row: int
    present: Present
    # The strategy of its sheet, where the sheet is written once for each.
    strategy: str = ""
    names: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)

    # Rows from the title to the first value, and whether the section holds lines or only shows what others hold.
    head = 1
    is_shown_only = False

    @property
    def strategies(self) -> tuple[str, ...]:
        """The strategies that its patterns stand for."""
        return (self.strategy,) if self.strategy else self.present.strategies

    @property
    def axis(self) -> Axis:
        """The axis along which the lines of the section lie."""
        return self.present.axes["scalar"]

    @property
    def holds(self) -> bool:
        """Whether the lines have their home here."""
        return not (self.section.links or self.is_shown_only)

    @property
    def across(self) -> str:
        """The axis that the block's columns follow, if any."""
        return ""

    @property
    def first_row(self) -> int:
        """The first row of values: below the title, and below headings where there are any."""
        return self.row + self.head

    @property
    def last_row(self) -> int:
        """The last row that the block takes."""
        return self.first_row + len(self.names) - 1

    @property
    def width(self) -> int:
        """How many columns of values it has."""
        return 1

    def is_total(self, name: str, strategy: str = "") -> bool:
        """Whether the template sets the line off as a total."""
        return name in self.section.totals or any(member_name(p, strategy) == name for p in self.section.totals)

    def fill(self, standing: Standing) -> None:
        """Take the lines that the section's patterns mean."""
        for pattern in self.section.lines:
            found = members(pattern, self.present, self.strategies)
            if "*" in pattern:
                found = [n for n in found if self.present.axis_of(n).name == self.axis.name and n not in self.names]
            self.names += [name for name in found if not self.holds or standing.is_free(name)]

    def homes(self, sheet: str, standing: Standing) -> Iterator[tuple[str, Place]]:
        """Each line that has its home here, with its place."""
        if self.holds:
            for row, name in enumerate(self.names, start=self.first_row):
                yield name, Place(sheet, row, VALUES, self.axis)

    def shown(self) -> Iterator[str]:
        """What it shows without holding it."""
        if not self.holds:
            yield from self.names

    def keys(self, homes: Collection[str]) -> Iterator[tuple[int, str]]:
        """The key of each of its rows; `homes` are the names that stand here."""
        for row, name in enumerate(self.names, start=self.first_row):
            yield row, row_key(name, is_link=not self.holds)
