"""A sheet in the making: its cells, and everything about them that is no cell. Rows and columns count from 1."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from xltco.spreadsheet.address import address
from xltco.spreadsheet.chart import Chart
from xltco.spreadsheet.conditions import ColorScale, Condition
from xltco.spreadsheet.drawing import Picture
from xltco.spreadsheet.page import Page
from xltco.spreadsheet.style import PLAIN, Style
from xltco.spreadsheet.validation import Validation
from xltco.spreadsheet.values import ErrorCode, Value, date_number

# In characters, of a column that says nothing else.
DEFAULT_WIDTH = 13.0
MOST_OF_A_TEXT, MOST_OF_A_FORMULA = 32_767, 8_192


class Formula(str):
    """A formula, without its sign of equality."""

    __slots__ = ()


class Cell(NamedTuple):
    """What a cell holds and how it looks; `spill` is how far a call's answer goes, and what it covers says so too."""

    value: Value | Formula
    style: Style
    spill: str = ""


COVERED = "covered"


@dataclass(frozen=True)
class Call:
    """A formula whose answer fills so many rows and columns from its own cell on."""

    row: int
    column: int
    text: str
    rows: int
    columns: int

    @property
    def area(self) -> str:
        """All cells that the answer fills."""
        first = address(self.row, self.column)
        last = address(self.row + self.rows - 1, self.column + self.columns - 1)
        return first if first == last else f"{first}:{last}"

    def cells(self) -> list[tuple[int, int]]:
        """Row and column of each, in reading order."""
        across = range(self.column, self.column + self.columns)
        return [(row, column) for row in range(self.row, self.row + self.rows) for column in across]


@dataclass(frozen=True)
class Link:
    """A hyperlink from a cell to a place in the same workbook, such as 'Sheet'!A1."""

    row: int
    column: int
    place: str
    text: str


class Sheet:
    """One sheet of a book; made by `Book.sheet`."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.rows: dict[int, dict[int, Cell]] = {}
        self.widths: dict[int, float] = {}
        self.heights: dict[int, float] = {}
        # Levels of rows that a reader may fold away; the row above them is their summary.
        self.outline: dict[int, int] = {}
        # The first row and column that move when a reader scrolls.
        self.freeze: tuple[int, int] | None = None
        self.validations: list[Validation] = []
        self.conditions: list[Condition | ColorScale] = []
        self.calls: list[Call] = []
        self.links: list[Link] = []
        self.charts: list[Chart] = []
        self.pictures: list[Picture] = []
        self.page = Page()
        # Ranges, parted by commas; the whole sheet where it is empty.
        self.print_area = ""
        self.protected = False
        self.grid_lines = False
        self.tab_color = ""
        # By which macros know the sheet.
        self.code_name = ""

    def put(self, row: int, column: int, value: Value | datetime.date, style: Style = PLAIN) -> None:
        """A number, truth value, date or text, never a formula; for None or an empty text only the style."""
        if isinstance(value, datetime.date):
            value = date_number(value)
        elif value == "" and isinstance(value, str):
            value = None
        elif isinstance(value, str) and len(value) > MOST_OF_A_TEXT:
            raise ValueError(f"a cell holds {MOST_OF_A_TEXT} characters, and a text has {len(value)}")
        self.rows.setdefault(row, {})[column] = Cell(value, style)

    def formula(self, row: int, column: int, text: str, style: Style = PLAIN) -> None:
        """A formula, which begins with a sign of equality."""
        if text[0] != "=":
            raise ValueError(f"a formula begins with =: {text}")
        cells = self.rows.get(row)
        if cells is None:
            cells = self.rows[row] = {}
        cells[column] = Cell(Formula(text[1:]), style)

    def call(self, row: int, column: int, text: str, rows: int, columns: int, style: Style = PLAIN) -> None:
        """A formula whose answer fills so many rows and columns, as Excel marks what may spill."""
        made = Call(row, column, text.removeprefix("="), rows, columns)
        self.calls.append(made)
        self.formula(row, column, text, style)
        for r, c in made.cells():
            held = self.rows.setdefault(r, {})
            held[c] = held[c]._replace(spill=made.area) if (r, c) == (row, column) else Cell(None, style, COVERED)

    def error(self, row: int, column: int, code: str, style: Style = PLAIN) -> None:
        """An error as a value that somebody put there, such as #N/A."""
        self.rows.setdefault(row, {})[column] = Cell(ErrorCode(code), style)

    def restyle(self, row: int, column: int, style: Style) -> None:
        """Another look for what a cell holds, or for an empty cell."""
        cells = self.rows.setdefault(row, {})
        held = cells.get(column)
        cells[column] = Cell(None, style) if held is None else held._replace(style=style)

    def style_at(self, row: int, column: int) -> Style:
        """The look of a cell; of one that nobody wrote, the plain one."""
        held = self.rows.get(row, {}).get(column)
        return PLAIN if held is None else held.style

    def value_at(self, row: int, column: int) -> Value:
        """What a cell holds; of a formula its text with the sign of equality."""
        held = self.rows.get(row, {}).get(column)
        if held is None:
            return None
        return f"={held.value}" if isinstance(held.value, Formula) else held.value

    def width(self, column: int) -> float:
        """The width of a column in characters."""
        return self.widths.get(column, DEFAULT_WIDTH)

    @property
    def last_row(self) -> int:
        """The last row that holds a cell; 0 for an empty sheet."""
        return max(self.rows, default=0)

    @property
    def last_column(self) -> int:
        """The last column that holds a cell; 0 for an empty sheet."""
        return max((max(cells) for cells in self.rows.values()), default=0)
