"""A sheet as the rules see it: its cells, and what stands around them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from xltco.lint.areas import Area, Place, address
from xltco.lint.formula import Formula
from xltco.lint.xml import real


@dataclass(slots=True)
class Cell:
    """A cell that the file has: its formula, and the value or text in it or cached beside the formula."""

    row: int
    column: int
    style: int
    kind: str
    text: str | None
    formula: Formula | None = None
    is_array: bool = False
    # What an array formula fills, as the file says; none where it says nothing that is an area.
    fills: Area | None = None
    # Whether Excel may spill its formula (the mark `cm`).
    is_dynamic: bool = False
    # As this cell has it; copies of a shared formula have none of their own.
    formula_length: int = 0

    @property
    def address(self) -> str:
        """The cell as people write it: C7."""
        return address(self.row, self.column)

    @property
    def place(self) -> Place:
        """Its row and column, from 1."""
        return self.row, self.column

    @property
    def number(self) -> float | None:
        """Its number, if it holds one."""
        return real(self.text) if self.kind == "n" else None

    @property
    def is_empty(self) -> bool:
        """Whether it holds neither a formula nor a value."""
        return self.formula is None and not self.text


@dataclass(frozen=True)
class Validation:
    """What a sheet allows in some cells."""

    areas: list[Area]
    kind: str
    formulas: tuple[str, ...]
    titles: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class ConditionalFormat:
    """The formulas of one conditional format."""

    areas: list[Area]
    formulas: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A run of columns with a width of their own."""

    first: int
    last: int
    width: float | None
    is_hidden: bool


@dataclass
class Sheet:
    """A worksheet or chart sheet."""

    name: str
    state: str
    part: str
    is_worksheet: bool = True
    cells: dict[Place, Cell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    formats: list[ConditionalFormat] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    # Where formulas spill: what stands there is calculated.
    spills: list[Area] = field(default_factory=list)
    default_width: float = 8.43
    is_frozen: bool = False
    is_scaled: bool = False

    @cached_property
    def formula_cells(self) -> list[Cell]:
        """The cells that hold a formula."""
        return [cell for cell in self.cells.values() if cell.formula is not None]

    @cached_property
    def formula_rows(self) -> dict[int, list[int]]:
        """The rows that hold formulas, by column, in order."""
        rows: dict[int, list[int]] = defaultdict(list)
        for row, column in sorted(cell.place for cell in self.formula_cells):
            rows[column].append(row)
        return dict(rows)

    @cached_property
    def last_row(self) -> int:
        """The last row with something in it; 0 for an empty sheet."""
        return max((row for (row, _), cell in self.cells.items() if not cell.is_empty), default=0)

    def width_of(self, column: int) -> float:
        """The column's width in characters."""
        for run in self.columns:
            if run.first <= column <= run.last and run.width is not None:
                return run.width
        return self.default_width
