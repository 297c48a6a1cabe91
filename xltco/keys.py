"""The key column: how each row of a workbook says which of the model's names its cells hold.

Writer and verifier share this grammar and nothing else. Beside a keyed row the unit may be a link to the currency.
A key cell holds one of

    buy_total                    the row's cells are that name's values, along its axis
    see buy_total                the same, as links to where it stands
    strategy_tco                 a row of a table: one cell a strategy, in the order that its heading states
    strategies: buy, self_host   the heading of such a table
    cases: low, base, high       the heading of rows that show a name in each of the cases
    columns: month, -, see tax   a heading over columns that run down; their first values stand beside the key `rows`
    cells: month, -, see tax     each cell of the row by itself
    heading: see scenario_name   the same, from the label on, in the heading of a sheet
    case: other_1                everything on the sheet is of that case
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

HEADING = "Key"
# Key, label, unit, method, and the opening column that stays empty; then the values.
VALUES_AFTER_KEY = 5
# On the sheet of inputs: the heading of the values where the file has no cases beside its base.
VALUE_HEADING = "Value"
# The two cases that are not selected, in their order, have sheets of their own.
OTHERS = ("other_1", "other_2")
ROWS = "rows"
SEE = "see "
NOTHING = "-"
_BETWEEN = ", "
Kind = Literal["row", "strategies", "cases", "columns", "cells", "heading", "case", "rows"]
_LISTS: tuple[Kind, ...] = ("strategies", "cases", "columns", "cells", "heading", "case")


@dataclass(frozen=True)
class Entry:
    """A name in a key cell; `is_link` where the cells only show what stands elsewhere. No name: nothing is stated."""

    name: str
    is_link: bool = False

    def __str__(self) -> str:
        return (SEE if self.is_link else "") + (self.name or NOTHING)


@dataclass(frozen=True)
class Key:
    """A key cell, read: what kind of row it stands beside, and the entries that it holds."""

    kind: Kind
    entries: tuple[Entry, ...] = ()

    def __str__(self) -> str:
        listed = _BETWEEN.join(map(str, self.entries))
        return ROWS if self.kind == "rows" else listed if self.kind == "row" else f"{self.kind}: {listed}"

    @property
    def first_column(self) -> int:
        """How far right of the key its first entry stands."""
        return 1 if self.kind == "heading" else VALUES_AFTER_KEY

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its entries."""
        return tuple(entry.name for entry in self.entries)


def row_key(name: str, *, is_link: bool = False) -> str:
    """The key of a row that holds, or shows, one name."""
    return str(Key("row", (Entry(name, is_link),)))


def list_key(kind: Kind, entries: Iterable[Entry | str]) -> str:
    """The key of a row that states several names, in the order of its cells."""
    return str(Key(kind, tuple(Entry(entry) if isinstance(entry, str) else entry for entry in entries)))


def read_key(text: str) -> Key:
    """A key cell's text, read; a text that nobody wrote as a key is a row of an unknown name."""
    text = text.strip()
    if text == ROWS:
        return Key("rows")
    for kind in _LISTS:
        if text.startswith(f"{kind}:"):
            return Key(kind, tuple(_entries(text.removeprefix(f"{kind}:"))))
    return Key("row", (_entry(text),))


def _entries(text: str) -> Iterator[Entry]:
    for part in text.split(_BETWEEN.strip()):
        yield _entry(part.strip())


def _entry(text: str) -> Entry:
    name = text.removeprefix(SEE).strip()
    return Entry("" if name == NOTHING else name, text.startswith(SEE))
