"""Reads a workbook file into a Book: the workbook part, names, properties, tables, charts and links."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xltco.errors import WorkbookError
from xltco.lint.areas import area_of
from xltco.lint.book import Book, Chart, Name, Series, Sheet
from xltco.lint.package import Package, Relationship
from xltco.lint.read_sheet import read_sheet
from xltco.lint.styles import styles_of
from xltco.lint.xml import attribute, child, children, integer, local, rich_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def read_book(path: Path) -> Book:
    """The workbook in a file, or WorkbookError where the file is none."""
    package = Package(path)
    part = next((r.target for r in package.relationships("").values() if r.kind == "officeDocument"), "xl/workbook.xml")
    root = package.root(part)
    if root is None or local(root) != "workbook":
        raise WorkbookError(f"{path}: is not a readable .xlsx workbook (it has no workbook part)")
    links = package.relationships(part)
    book = Book(str(path), parts=package.names)
    texts = _shared_texts(package, links)
    _read_styles(book, package, links)
    for element in children(child(root, "sheets")):
        link = links.get(attribute(element, "id"), Relationship("worksheet", "", False))
        book.sheets.append(_sheet(book, package, element, link, texts))
    _read_workbook(book, root)
    _read_properties(book, package)
    for link in links.values():
        if link.kind == "externalLink":
            targets = package.relationships(link.target).values()
            book.external_links += [target.target for target in targets] or [link.target]
    book.missing_parts, book.broken_parts, book.control_characters = package.missing, package.broken, package.control
    return book


def _shared_texts(package: Package, links: dict[str, Relationship]) -> list[str]:
    part = next((link.target for link in links.values() if link.kind == "sharedStrings"), "")
    if not package.has(part):
        return []
    texts = []
    for element in package.events(part):
        if local(element) == "si":
            texts.append(rich_text(element))
            element.clear()
    return texts


def _read_styles(book: Book, package: Package, links: dict[str, Relationship]) -> None:
    part = next((link.target for link in links.values() if link.kind == "styles"), "")
    root = package.root(part) if part else None
    if root is not None:
        book.styles, book.number_formats = styles_of(root)


def _sheet(book: Book, package: Package, element: Element, link: Relationship, texts: list[str]) -> Sheet:
    sheet = Sheet(element.get("name", ""), element.get("state", "visible"), link.target, link.kind == "worksheet")
    if not package.has(link.target):
        if not link.target:
            package.missing.append(f"the part of the sheet {sheet.name}")
        return sheet
    if sheet.is_worksheet:
        read_sheet(sheet, package, texts)
    for other in package.relationships(link.target).values():
        if other.kind == "table" and package.has(other.target):
            root = package.root(other.target)
            if root is not None:
                name = root.get("displayName") or root.get("name") or ""
                book.tables[name.lower()] = (sheet.name, area_of(root.get("ref", "")))
        elif other.kind == "drawing" and package.has(other.target):
            charts = [r.target for r in package.relationships(other.target).values() if r.kind == "chart"]
            book.charts += [_chart(sheet, package, part) for part in charts if package.has(part)]
    return sheet


def _chart(sheet: Sheet, package: Package, part: str) -> Chart:
    root = package.root(part)
    found = []
    for element in root.iter() if root is not None else ():
        if local(element) in ("numRef", "strRef", "multiLvlStrRef"):
            formula = child(element, "f")
            text = (formula.text or "").strip() if formula is not None else ""
            caches = [e for e in element if local(e) in ("numCache", "strCache", "multiLvlStrCache")]
            points, count = _points(caches[0]) if caches else (None, 0)
            if local(element) == "multiLvlStrRef" and caches:
                # The levels share one list of areas; only that they are there is checked.
                points, count = {}, -1
            found.append(Series(text, local(element) != "numRef", points, count))
    return Chart(sheet.name, part, found)


def _points(cache: Element) -> tuple[dict[int, str], int]:
    points, count = {}, 0
    for element in cache:
        if local(element) == "ptCount":
            count = integer(element.get("val"))
        elif local(element) == "pt":
            value = child(element, "v")
            points[integer(element.get("idx"))] = (value.text or "") if value is not None else ""
    return points, count


def _read_workbook(book: Book, root: Element) -> None:
    sheets = [sheet.name for sheet in book.sheets]
    for element in children(child(root, "definedNames")):
        scope = element.get("localSheetId")
        index = integer(scope)
        owner = sheets[index] if scope is not None and index < len(sheets) else ""
        name = Name(element.get("name", ""), (element.text or "").strip(), owner, element.get("comment", ""))
        book.names.append(name)
    settings = child(root, "calcPr")
    book.calculation = dict(settings.attrib) if settings is not None else {}


def _read_properties(book: Book, package: Package) -> None:
    part = next((r.target for r in package.relationships("").values() if r.kind == "core-properties"), "")
    root = package.root(part) if part else None
    book.properties = {local(e): (e.text or "").strip() for e in children(root)}
