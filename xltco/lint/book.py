"""A workbook as the rules see it: sheets, cells, names, validations, styles and charts, as the file states them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from xltco.lint.areas import Area, Place, address, area_of
from xltco.lint.formula import Formula
from xltco.lint.styles import Style
from xltco.lint.tokens import REFERENCES
from xltco.lint.xml import real

PRINT_AREA, PRINT_TITLES = "_xlnm.print_area", "_xlnm.print_titles"


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
class Name:
    """A defined name; scope is the sheet it belongs to, or nothing for the whole workbook."""

    name: str
    text: str
    scope: str
    comment: str

    @cached_property
    def formula(self) -> Formula:
        """What it refers to, as a formula."""
        return Formula(self.text.removeprefix("="))

    @property
    def is_built_in(self) -> bool:
        """Whether Excel made it, such as a print area."""
        return self.name.lower().startswith(("_xlnm.", "_xlfn.", "_xlpm.", "_xleta."))

    @property
    def is_lambda(self) -> bool:
        """Whether it is a function of its own."""
        return self.text.lstrip("=").upper().startswith(("_XLFN.LAMBDA(", "LAMBDA("))


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


@dataclass(frozen=True)
class Series:
    """A reference of a chart and the values cached beside it: by index, or None where nothing is cached."""

    formula: str
    is_text: bool
    points: dict[int, str] | None
    count: int


@dataclass(frozen=True)
class Chart:
    """A chart: the sheet and part it stands in and every reference it holds."""

    sheet: str
    part: str
    series: list[Series]


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


@dataclass
class Book:
    """Everything of a workbook that a rule may ask about."""

    path: str
    sheets: list[Sheet] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    number_formats: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    tables: dict[str, tuple[str, Area | None]] = field(default_factory=dict)
    calculation: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    external_links: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    # Damage that reading met: the part or sheet, the place in it, what is wrong.
    missing_parts: list[str] = field(default_factory=list)
    broken_parts: list[tuple[str, str]] = field(default_factory=list)
    control_characters: list[tuple[str, str]] = field(default_factory=list)

    @cached_property
    def sheet_by_name(self) -> dict[str, Sheet]:
        """The sheets by their names in small letters, as Excel compares them."""
        return {sheet.name.lower(): sheet for sheet in self.sheets}

    @cached_property
    def name_by_key(self) -> dict[tuple[str, str], Name]:
        """Names by scope and name, both in small letters."""
        return {(name.scope.lower(), name.name.lower()): name for name in self.names}

    def worksheets(self) -> Iterator[Sheet]:
        """The sheets that hold cells."""
        return (sheet for sheet in self.sheets if sheet.is_worksheet)

    def formula_cells(self) -> Iterator[tuple[Sheet, Cell, Formula]]:
        """Every cell that holds a formula, with its sheet and its formula."""
        for sheet in self.sheets:
            for cell in sheet.formula_cells:
                assert cell.formula is not None
                yield sheet, cell, cell.formula

    @cached_property
    def formula_groups(self) -> list[tuple[Sheet, Formula, list[Cell]]]:
        """Every different formula of every sheet, with the cells that hold a copy of it."""
        groups: dict[tuple[int, int], tuple[Sheet, Formula, list[Cell]]] = {}
        for sheet, cell, formula in self.formula_cells():
            groups.setdefault((id(sheet), id(formula)), (sheet, formula, []))[2].append(cell)
        return list(groups.values())

    def style(self, cell: Cell) -> Style:
        """The cell's style; the plain one where the file names none that is there."""
        return self.styles[cell.style] if 0 <= cell.style < len(self.styles) else Style()

    def name(self, text: str, sheet: str) -> Name | None:
        """The name that a formula on a sheet means: the sheet's own, or the workbook's."""
        by_key, key = self.name_by_key, text.lower()
        return by_key.get((sheet.lower(), key)) or by_key.get(("", key))

    @cached_property
    def areas_by_name(self) -> dict[tuple[str, str], list[tuple[str, Area]]]:
        """The areas of every name that is a plain list of areas, by scope and name; none for other definitions."""
        return {key: _areas(name.formula) for key, name in self.name_by_key.items()}

    def areas_of_name(self, text: str, sheet: str) -> list[tuple[str, Area]]:
        """The areas of a defined name as the sheet sees it: its own name hides the workbook's."""
        key = text.lower()
        found = self.areas_by_name.get((sheet.lower(), key))
        return found if found is not None else self.areas_by_name.get(("", key), [])

    @cached_property
    def named_areas(self) -> dict[str, list[Area]]:
        """By sheet, in small letters, the areas that a defined name or a table covers."""
        found: dict[str, list[Area]] = defaultdict(list)
        for key, areas in self.areas_by_name.items():
            if not key[1].startswith("_xlnm."):
                for sheet, area in areas:
                    found[sheet.lower()].append(area)
        for sheet, table in self.tables.values():
            if table is not None:
                found[sheet.lower()].append(table)
        return dict(found)


def _areas(formula: Formula) -> list[tuple[str, Area]]:
    tokens = [token for token in formula.tokens if token.kind not in ("space", "separator")]
    if not all(token.kind in REFERENCES and token.sheet for token in tokens):
        return []
    areas = [(token.sheet, area_of(token.text)) for token in tokens]
    return [(sheet, area) for sheet, area in areas if area is not None]


def chart_areas(book: Book, text: str) -> list[tuple[str, Area]] | None:
    """The areas that a chart's reference means, through defined names too; None where it is none."""
    formula = Formula(text.removeprefix("=").removeprefix("(").removesuffix(")"))
    tokens = [token for token in formula.tokens if token.kind not in ("space", "separator")]
    found: list[tuple[str, Area]] = []
    for token in tokens:
        area = area_of(token.text) if token.kind in REFERENCES else None
        if area is not None:
            found.append((token.sheet, area))
        elif token.kind == "name":
            found += book.areas_of_name(token.text, token.sheet)
        else:
            return None
    return found
