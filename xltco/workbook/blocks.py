"""The kinds of sections: rows, tables, cost tables, charts and texts; columns have a module of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from xltco.keys import Entry, list_key, row_key
from xltco.lines import Axis
from xltco.scenario.stated import CASES
from xltco.workbook.block import INDEX_LINES, PERIODS, Block, Standing
from xltco.workbook.column_blocks import ColumnsBlock, GridBlock
from xltco.workbook.cost_table import COLUMNS, CostRow, is_home, rows_of_strategy, rows_side_by_side
from xltco.workbook.place import VALUES, Place
from xltco.workbook.selection import member_name, members, shown_names, table_rows

CHART_ROWS_PER_CM = 1.9


class ListBlock(Block):
    """One line a row, one value."""


class PeriodBlock(Block):
    """One line a row, one column a month, quarter or year."""

    head = 2

    @property
    def across(self) -> str:
        """The axis of its periods."""
        return PERIODS[self.section.kind]

    @property
    def axis(self) -> Axis:
        """The axis of its periods."""
        return self.present.axes[self.across]

    @property
    def width(self) -> int:
        """One column a period."""
        return self.axis.length

    def keys(self, homes: Collection[str]) -> Iterator[tuple[int, str]]:
        """The heading shows the periods' numbers."""
        yield self.row + 1, row_key(INDEX_LINES[self.across], is_link=True)
        yield from super().keys(homes)


class TableBlock(Block):
    """One pattern a row, one column a strategy."""

    head = 2

    @property
    def width(self) -> int:
        """One column a strategy."""
        return len(self.columns)

    def fill(self, standing: Standing) -> None:
        """A row for each pattern of which a strategy has a line that may stand here."""
        for pattern in self.section.lines:
            for row in table_rows(pattern, self.present, self.strategies):
                of_row = members(row, self.present, self.strategies)
                if row not in self.names and any(not self.holds or standing.is_free(name) for name in of_row):
                    self.names.append(row)
        self.columns = [s for s in self.strategies if any(member_name(p, s) in self.present for p in self.names)]

    def homes(self, sheet: str, standing: Standing) -> Iterator[tuple[str, Place]]:
        """The cells that no other sheet holds."""
        if self.holds:
            for row, pattern in enumerate(self.names, start=self.first_row):
                for column, strategy in enumerate(self.columns, start=VALUES):
                    name = member_name(pattern, strategy)
                    if name in self.present and standing.is_free(name):
                        yield name, Place(sheet, row, column, self.axis)

    def shown(self) -> Iterator[str]:
        """The lines behind its patterns."""
        if not self.holds:
            for pattern in self.names:
                yield from members(pattern, self.present, self.columns)

    def keys(self, homes: Collection[str]) -> Iterator[tuple[int, str]]:
        """A pattern where every strategy's line stands here, each cell by itself where one is elsewhere or left out."""
        yield self.row + 1, list_key("strategies", self.columns)
        for row, pattern in enumerate(self.names, start=self.first_row):
            names = [member_name(pattern, strategy) for strategy in self.columns]
            if not self.holds or all(name in homes or name not in self.present.register for name in names):
                yield row, row_key(pattern, is_link=not self.holds)
            else:
                yield row, list_key("cells", [name if name in homes else "" for name in names])


class CasesBlock(Block):
    """One line a row, the three cases side by side."""

    head = 2
    is_shown_only = True

    @property
    def width(self) -> int:
        """One column a case."""
        return len(CASES)

    def fill(self, standing: Standing) -> None:
        """Its lines, whatever case has them."""
        super().fill(standing)
        self.columns = list(CASES)

    def keys(self, homes: Collection[str]) -> Iterator[tuple[int, str]]:
        """The heading states the cases."""
        yield self.row + 1, list_key("cases", self.columns)
        yield from super().keys(homes)


class CostsBlock(Block):
    """Cost items down; what each adds, or several strategies, across."""

    head = 2
    costs: list[CostRow]

    @property
    def width(self) -> int:
        """One column for what an item adds to, or for a strategy."""
        return len(self.columns)

    def fill(self, standing: Standing) -> None:
        """The items of the sheet's one strategy, or of several side by side."""
        own = self.strategy
        side_by_side = [s for s in self.section.strategies or self.strategies if s in self.present.strategies]
        rows = rows_of_strategy(self.present, own) if own else rows_side_by_side(self.present, side_by_side)
        self.costs = []
        for row in rows:
            needed = {c: n for c, n in row.cells.items() if standing.only is None or n in standing.only}
            if needed:
                self.costs.append(replace(row, cells=needed))
        self.names = [row.label for row in self.costs]
        self.columns = list(COLUMNS) if own else side_by_side

    def homes(self, sheet: str, standing: Standing) -> Iterator[tuple[str, Place]]:
        """The lines that are told by their item's label; all other cells are links."""
        if self.strategy:
            for number, row in enumerate(self.costs, start=self.first_row):
                for column, name in row.cells.items():
                    if is_home(row, column, self.present) and standing.is_free(name):
                        yield name, Place(sheet, number, VALUES + column, self.axis)

    def shown(self) -> Iterator[str]:
        """Every line of its cells."""
        for row in self.costs:
            yield from row.cells.values()

    def keys(self, homes: Collection[str]) -> Iterator[tuple[int, str]]:
        """Each cell by itself: its own line the first time that it is there, and a link otherwise."""
        seen: set[str] = set()
        for number, row in enumerate(self.costs, start=self.first_row):
            entries = [Entry("") for _ in range(max(row.cells) + 1)]
            for column, name in row.cells.items():
                entries[column] = Entry(name, is_link=name not in homes or name in seen)
                seen.add(name)
            yield number, list_key("cells", entries)


class ChartsBlock(Block):
    """Native charts side by side."""

    is_shown_only = True
    lines: list[str]

    @property
    def last_row(self) -> int:
        """As high as the highest chart."""
        return self.first_row + round(max(c.height_cm for c in self.section.charts) * CHART_ROWS_PER_CM)

    def fill(self, standing: Standing) -> None:
        """The charts of which a line stands."""
        drawn = {chart.title: shown_names(chart, self.present, self.strategies) for chart in self.section.charts}
        self.names = [title for title, lines in drawn.items() if lines]
        self.lines = sorted(set().union(*drawn.values()))

    def shown(self) -> Iterator[str]:
        """The lines that the charts draw."""
        yield from self.lines

    def keys(self, homes: Collection[str]) -> Iterator[tuple[int, str]]:
        """A chart has no cells."""
        yield from ()


class TextBlock(Block):
    """Plain text, a row a line."""

    is_shown_only = True

    def fill(self, standing: Standing) -> None:
        """The texts themselves."""
        self.names = list(self.section.text)

    def shown(self) -> Iterator[str]:
        """No line."""
        yield from ()

    def keys(self, homes: Collection[str]) -> Iterator[tuple[int, str]]:
        """Texts have no names."""
        yield from ()


# What a template calls each kind of section.
KINDS: Mapping[str, type[Block]] = {
    "list": ListBlock,
    "table": TableBlock,
    "costs": CostsBlock,
    **dict.fromkeys(PERIODS, PeriodBlock),
    "columns": ColumnsBlock,
    "grid": GridBlock,
    "cases": CasesBlock,
    "charts": ChartsBlock,
    "text": TextBlock,
}
