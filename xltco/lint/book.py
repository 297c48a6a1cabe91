"""A workbook as the rules see it: sheets, names, styles and charts, as the file states them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from xltco.lint.areas import Area, area_of
from xltco.lint.formula import Formula
from xltco.lint.sheet import Cell, Sheet
from xltco.lint.styles import Style
from xltco.lint.tokens import REFERENCES

PRINT_AREA, PRINT_TITLES = "_xlnm.print_area", "_xlnm.print_titles"


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
