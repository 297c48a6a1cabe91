"""The cost table: which lines stand in which of its cells, from the register's list of cost items.

On the sheet of a strategy an item is a row, with what it adds to a token, a unit, a month and month 0 side by side. A
table of several strategies has them side by side instead, and what the items add to each below the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from xltco.lines import Cost, Present
from xltco.model.costs.items import BEHAVIORS, BRIDGE, CATEGORIES, EXTRA_STEP
from xltco.model.costs.steady_state import in_fixed, in_once, in_step, per_1m


@dataclass(frozen=True)
class Part:
    """What an item may add to: how it is told, the line that an item adds, and the ending of the sum's name."""

    title: str
    line_of: Callable[[Cost], str | None]
    total: str


PARTS = (
    Part("per 1M tokens", per_1m, "token_rate_per_1m"),
    Part("per unit", in_step, "step_cost"),
    Part("per month", in_fixed, "base_cost"),
    Part("once", in_once, "upfront"),
)
COLUMNS = ("Rate", *(part.title[0].upper() + part.title[1:] for part in PARTS), "In total")
TOTAL = "All items"
# Shorter than the words of the behavior: they stand in a narrow column.
_SHORT = {EXTRA_STEP.name: "per extra unit", BRIDGE.name: "as buy"}


@dataclass(frozen=True)
class CostRow:
    """A row of a cost table: its texts, and the names that its cells show by the column's position."""

    label: str
    category: str
    behavior: str
    cells: Mapping[int, str]
    is_total: bool = False


def rows_of_strategy(present: Present, strategy: str) -> Iterator[CostRow]:
    """The items of a strategy, each with its rate, what it adds, and its total over the horizon; then the sums."""
    for item in present.register.costs_of(strategy):
        names = (item.rate, *(part.line_of(item) for part in PARTS), item.total)
        behavior = _SHORT.get(item.behavior, BEHAVIORS[item.behavior].label)
        yield CostRow(item.label, CATEGORIES[item.category], behavior, _standing(names, present))
    sums = (None, *(f"{strategy}_{part.total}" for part in PARTS), f"{strategy}_tco")
    yield CostRow(TOTAL, "", "", _standing(sums, present), is_total=True)


def rows_side_by_side(present: Present, strategies: Iterable[str]) -> Iterator[CostRow]:
    """What the items of several strategies add to a token, to a unit, to a month and once, each with its sum."""
    strategies = tuple(strategies)
    items = [(c, item) for c, strategy in enumerate(strategies) for item in present.register.costs_of(strategy)]
    for part in PARTS:
        rows: dict[tuple[str, str], dict[int, str]] = {}
        for column, item in items:
            name = part.line_of(item)
            if name and name in present:
                rows.setdefault((_label(item, name, present), CATEGORIES[item.category]), {})[column] = name
        for (label, category), cells in rows.items():
            yield CostRow(label, category, part.title, cells)
        sums = _standing((f"{strategy}_{part.total}" for strategy in strategies), present)
        if sums:
            label = present.register[next(iter(sums.values()))].label
            yield CostRow(label, "", part.title, sums, is_total=True)


def _standing(names: Iterable[str | None], present: Present) -> dict[int, str]:
    return {column: name for column, name in enumerate(names) if name and name in present}


def _label(item: Cost, name: str, present: Present) -> str:
    """The item's own label, or that of a line that stands for only part of it, such as its capital charge."""
    return item.label if name in (item.rate, per_1m(item)) else present.register[name].label


def is_home(row: CostRow, column: int, present: Present) -> bool:
    """Whether a line has its own place in that cell: where the row's label is the beginning of its own.

    All other cells are links: what is told a second time, sums, and lines that stand elsewhere under their own label.
    """
    name = row.cells[column]
    first = next(place for place, other in row.cells.items() if other == name)
    return name in present.lines and column == first and present.register[name].label.startswith(f"{row.label}, ")
