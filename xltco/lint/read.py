"""Reads a workbook file into a Book: the workbook part, names, properties, tables, charts and links."""

from __future__ import annotations

from pathlib import Path

from xltco.errors import WorkbookError
from xltco.lint.areas import area_of
from xltco.lint.book import Book, Chart, Name, Series
from xltco.lint.formula import Formula
from xltco.lint.package import Package
from xltco.lint.read_sheet import read_sheet
from xltco.lint.sheet import Sheet
from xltco.lint.styles import styles_of
from xltco.lint.xml import Node, integer
from xltco.spreadsheet.reader import Link

_LEVELS = "multiLvlStrRef"


def read_book(path: Path) -> Book:
    """The workbook in a file, or WorkbookError where the file is none."""
    package = Package(path)
    around = package.links("")
    part = next((link.target for link in around.values() if link.kind == "officeDocument"), "xl/workbook.xml")
    root = package.root(part)
    if root is None or root.name != "workbook":
        raise WorkbookError(f"{path}: is not a readable .xlsx workbook (it has no workbook part)")
    links = package.links(part)
    book = Book(str(path), parts=package.names)
    styles = package.root(_linked(links, "styles"))
    if styles is not None:
        book.styles, book.number_formats = styles_of(styles)
    _read_sheets(book, package, root, links)
    _read_names(book, root)
    settings, properties = root.child("calcPr"), package.root(_linked(around, "core-properties"))
    book.calculation = dict(settings.attributes) if settings else {}
    book.properties = {node.name: node.text.strip() for node in (properties.children if properties else ())}
    for link in links.values():
        if link.kind == "externalLink":
            targets = package.links(link.target).values()
            book.external_links += [target.target for target in targets] or [link.target]
    book.missing_parts, book.broken_parts, book.control_characters = package.missing, package.broken, package.control
    return book


def _linked(links: dict[str, Link], kind: str) -> str:
    """The first part of a kind that is pointed at; nothing where there is none."""
    return next((link.target for link in links.values() if link.kind == kind), "")


def _read_sheets(book: Book, package: Package, root: Node, links: dict[str, Link]) -> None:
    texts = package.texts(_linked(links, "sharedStrings"))
    # Copies of a formula share one object, on whatever sheet they stand.
    formulas: dict[str, Formula] = {}
    for node in root.below("sheets"):
        link = links.get(node.get("id"), Link("worksheet", ""))
        state = node.get("state") or "visible"
        sheet = Sheet(node.get("name"), state, link.target, link.kind == "worksheet")
        book.sheets.append(sheet)
        if package.has(link.target):
            if sheet.is_worksheet:
                read_sheet(sheet, package, texts, formulas)
            _read_beside(book, package, sheet)
        elif not link.target:
            package.missing.append(f"the part of the sheet {sheet.name}")


def _read_beside(book: Book, package: Package, sheet: Sheet) -> None:
    """The tables and charts of a sheet."""
    for link in package.links(sheet.part).values():
        if link.kind == "table":
            root = package.root(link.target)
            if root is not None:
                name = root.get("displayName") or root.get("name")
                book.tables[name.lower()] = (sheet.name, area_of(root.get("ref")))
        elif link.kind == "drawing" and package.has(link.target):
            charts = [drawn.target for drawn in package.links(link.target).values() if drawn.kind == "chart"]
            book.charts += [_chart(sheet, package, part) for part in charts if package.has(part)]


def _chart(sheet: Sheet, package: Package, part: str) -> Chart:
    root = package.root(part)
    read = [node for node in root.walk() if node.name in ("numRef", "strRef", _LEVELS)] if root else []
    return Chart(sheet.name, part, [_series(node) for node in read])


def _series(node: Node) -> Series:
    formula = node.child("f")
    text = formula.text.strip() if formula else ""
    caches = [child for child in node.children if child.name in ("numCache", "strCache", "multiLvlStrCache")]
    if caches and node.name == _LEVELS:
        # The levels share one list of areas; only that they are there is checked.
        return Series(text, is_text=True, points={}, count=-1)
    points, count = _points(caches[0]) if caches else (None, 0)
    return Series(text, node.name != "numRef", points, count)


def _points(cache: Node) -> tuple[dict[int, str], int]:
    points, count = {}, 0
    for node in cache.children:
        if node.name == "ptCount":
            count = integer(node.get("val"))
        elif node.name == "pt":
            value = node.child("v")
            points[integer(node.get("idx"))] = value.text if value else ""
    return points, count


def _read_names(book: Book, root: Node) -> None:
    sheets = [sheet.name for sheet in book.sheets]
    for node in root.below("definedNames"):
        scope = node.get("localSheetId")
        index = integer(scope)
        owner = sheets[index] if scope and index < len(sheets) else ""
        book.names.append(Name(node.get("name"), node.text.strip(), owner, node.get("comment")))
