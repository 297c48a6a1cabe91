"""Reads an .xlsx file once: cells with formula and value, defined names and custom properties.

    workbook = read_workbook("tco.xlsx")          # WorkbookError where the file is none, is damaged, or lies
    workbook.sheets["Inputs"].cells[16, 5]        # Cell(row, column, value, formula, area, ...), by row and column
    workbook.sheets["Inputs"].value(16, 5)        # the value alone; None where the file has no such cell
    workbook.names                                # every defined name, with its sheet where it belongs to one
    workbook.named("case_selected")               # a name of the whole workbook, however it is written
    workbook.properties["xltco_names"]            # custom document properties
    workbook.parts["xl/styles.xml"]               # the parts themselves, for who needs more

A sheet is parsed when its cells are first asked for. Nothing but the standard library is imported, unless the file
shares formulas: then openpyxl's Translator gives each copy its own text.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from xltco.errors import WorkbookError
from xltco.spreadsheet.archive import part_named, read_parts
from xltco.spreadsheet.reader_cells import Cell, Place, read_cells, shared_texts
from xltco.spreadsheet.reader_xml import elements
from xltco.spreadsheet.values import Value

_NUMBER_KINDS = ("i4", "i2", "i1", "i8", "int", "uint", "ui4", "r4", "r8", "decimal")


@dataclass(frozen=True)
class Name:
    """A defined name: what it stands for, and the sheet that it belongs to (none: the whole workbook)."""

    name: str
    text: str
    sheet: str = ""
    comment: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class Link:
    """Where a part points: its kind, and the name of the part (or an address outside the file)."""

    kind: str
    target: str
    is_external: bool = False


@dataclass
class Worksheet:
    """A worksheet: its title, the part that it stands in, whether it is shown, and its cells."""

    title: str
    part: str
    state: str
    workbook: Workbook

    @cached_property
    def cells(self) -> dict[Place, Cell]:
        """The cells that the file has, by row and column, in the file's order."""
        data = part_named(self.workbook.parts, self.part)
        if data is None:
            raise WorkbookError(f"{self.workbook.path}: the part of the sheet {self.title} is missing")
        return read_cells(data, self.workbook.texts, f"{self.workbook.path}: the sheet {self.title}")

    def value(self, row: int, column: int) -> Value:
        """What a cell holds, or has cached."""
        cell = self.cells.get((row, column))
        return cell.value if cell else None


class Workbook:
    """A workbook file: its parts, worksheets by title, defined names and custom properties."""

    def __init__(self, path: str | Path, parts: dict[str, bytes]) -> None:
        self.path = path
        self.parts = parts
        self.sheets: dict[str, Worksheet] = {}
        self.names: list[Name] = []
        # As the file counts them, chart sheets among them.
        self.titles: list[str] = []
        main = next((link.target for link in self.links("").values() if link.kind == "officeDocument"), "")
        self.part = main or "xl/workbook.xml"
        self._read(self.part)

    def links(self, part: str) -> dict[str, Link]:
        """Where a part points, by the identifiers that it uses; for "" the file itself."""
        folder, name = posixpath.split(part)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        found = {}
        for element in elements(part_named(self.parts, place), f"{self.path}: {place}"):
            if element.name == "Relationship":
                target = element.attributes.get("Target", "")
                is_external = element.attributes.get("TargetMode") == "External"
                if not is_external:
                    target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = element.attributes.get("Type", "").rpartition("/")[2]
                found[element.attributes.get("Id", "")] = Link(kind, target, is_external)
        return found

    def linked(self, part: str, kind: str) -> str:
        """The first part of a kind that a part points at; nothing where there is none."""
        return next((link.target for link in self.links(part).values() if link.kind == kind), "")

    @cached_property
    def texts(self) -> list[str]:
        """The shared texts."""
        part = self.linked(self.part, "sharedStrings")
        return shared_texts(part_named(self.parts, part), f"{self.path}: {part}")

    @cached_property
    def properties(self) -> dict[str, Value]:
        """The custom document properties."""
        part = self.linked("", "custom-properties")
        found: dict[str, Value] = {}
        name = ""
        for element in elements(part_named(self.parts, part), f"{self.path}: {part}"):
            if element.name == "property":
                name = element.attributes.get("name", "")
            elif element.inside[-1:] == ("property",):
                found[name] = _property(element.name, element.text)
        return found

    @cached_property
    def _by_name(self) -> dict[str, Name]:
        return {name.name.casefold(): name for name in reversed(self.names) if not name.sheet}

    def named(self, name: str) -> Name | None:
        """The name of the whole workbook, capital or small."""
        return self._by_name.get(name.casefold())

    def _read(self, part: str) -> None:
        data = part_named(self.parts, part)
        if data is None:
            raise WorkbookError(f"{self.path}: is not a readable .xlsx workbook (it has no workbook part)")
        links = self.links(part)
        for element in elements(data, f"{self.path}: {part}"):
            attributes = element.attributes
            if element.name == "sheet" and element.inside[-1:] == ("sheets",):
                title = attributes.get("name", "")
                self.titles.append(title)
                link = links.get(attributes.get("id", ""), Link("worksheet", ""))
                if link.kind == "worksheet":
                    self.sheets[title] = Worksheet(title, link.target, attributes.get("state", "visible"), self)
            elif element.name == "definedName":
                self.names.append(self._name(attributes, element.text.strip()))

    def _name(self, attributes: dict[str, str], text: str) -> Name:
        scope = attributes.get("localSheetId", "")
        index = int(scope) if scope.isdecimal() else len(self.titles)
        sheet = self.titles[index] if index < len(self.titles) else ""
        hidden = attributes.get("hidden") in ("1", "true")
        return Name(attributes.get("name", ""), text, sheet, attributes.get("comment", ""), hidden)


def read_workbook(path: str | Path) -> Workbook:
    """The workbook in a file; WorkbookError where the file is none, is damaged, or is not what it says it is."""
    return Workbook(path, read_parts(path))


def _property(kind: str, text: str) -> Value:
    if kind in _NUMBER_KINDS:
        try:
            return float(text)
        except ValueError:
            return text
    return text.strip() in ("1", "true") if kind == "bool" else text
