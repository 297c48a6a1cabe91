"""Cached values of charts: what a previewer draws before anybody recalculates.

Of a chart's data openpyxl writes only where it stands. Beside each reference Excel keeps what the cells held, and so
does this, from the values that the cells have cached.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse

from xltco.workbook.saved_cells import GENERAL, SavedCell, SavedCells

_CHART_PART = re.compile(r"xl/charts/chart[^/]*\.xml")
_CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_CHART = f"{{{_CHART_URI}}}"
_RESERVED_PREFIX = re.compile(r"ns\d+")
_PREFIXES = {
    "c": _CHART_URI,
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_NOT_AVAILABLE = "#N/A"

Cells = Sequence[SavedCell | None]


def with_chart_caches(content: bytes) -> bytes:
    """The same workbook with what the cells hold beside every reference of its charts; its cells must have values."""
    with ZipFile(io.BytesIO(content)) as archive:
        charts = [name for name in archive.namelist() if _CHART_PART.fullmatch(name)]
        cells = SavedCells(archive)
        filled = {name: _with_caches(archive.read(name), cells) for name in charts}
        return _with_parts(archive, filled) if filled else content


def _with_parts(archive: ZipFile, parts: Mapping[str, bytes]) -> bytes:
    """The archive with some parts replaced, in the same order and packed the same way."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as target:
        for part in archive.infolist():
            target.writestr(copy.copy(part), parts.get(part.filename) or archive.read(part))
    return buffer.getvalue()


def _with_caches(chart: bytes, cells: SavedCells) -> bytes:
    root, declared = _parsed(chart)
    for parent in list(root.iter()):
        for reference in parent:
            if reference.tag in (f"{_CHART}numRef", f"{_CHART}strRef"):
                _fill(reference, parent, cells)
    return _written(root, declared)


def _fill(reference: Element, parent: Element, cells: SavedCells) -> None:
    """Put the cache behind the formula; a formula that is no plain range keeps what it has."""
    area = cells.area(reference.findtext(f"{_CHART}f", ""))
    if area is None:
        return
    if parent.tag in (f"{_CHART}cat", f"{_CHART}xVal") and any(cell and cell.is_text for cell in area):
        # openpyxl says of all categories that they are numbers; Excel says so only where none is a text.
        reference.tag = f"{_CHART}strRef"
    for name in ("numCache", "strCache"):
        for old in reference.findall(f"{_CHART}{name}"):
            reference.remove(old)
    cache = _numbers(area) if reference.tag == f"{_CHART}numRef" else _texts(area)
    reference.insert(1, cache)


def _numbers(area: Cells) -> Element:
    cache = Element(f"{_CHART}numCache")
    SubElement(cache, f"{_CHART}formatCode").text = next((cell.number_format for cell in area if cell), GENERAL)
    return _with_points(cache, (_number(cell) if cell else None for cell in area))


def _texts(area: Cells) -> Element:
    return _with_points(Element(f"{_CHART}strCache"), (_text(cell) if cell else None for cell in area))


def _with_points(cache: Element, points: Iterable[str | None]) -> Element:
    """How many cells there are, then those that hold something."""
    values = list(points)
    SubElement(cache, f"{_CHART}ptCount", val=str(len(values)))
    for index, value in enumerate(values):
        if value is not None:
            SubElement(SubElement(cache, f"{_CHART}pt", idx=str(index)), f"{_CHART}v").text = value
    return cache


def _number(cell: SavedCell) -> str | None:
    """The number as Excel caches it: #N/A by its name and a text as 0; of other errors a reader may choke."""
    if cell.is_number:
        return _in_full(cell.text)
    if cell.is_text:
        return "0"
    return _NOT_AVAILABLE if cell.text == _NOT_AVAILABLE else None


def _text(cell: SavedCell) -> str:
    if cell.kind == "b":
        return "TRUE" if cell.text == "1" else "FALSE"
    return _in_full(cell.text) if cell.is_number else cell.text


def _in_full(number: str) -> str:
    """The shortest text that reads back as the same double."""
    return repr(float(number)).removesuffix(".0")


def _parsed(chart: bytes) -> tuple[Element, list[tuple[str, str]]]:
    """The part's root, and the prefixes that it declares with what they stand for."""
    events = iterparse(io.BytesIO(chart), ("start-ns",))
    declared = [pair for _, pair in events if pair[0] and not _RESERVED_PREFIX.fullmatch(pair[0])]
    return events.root, declared


def _written(root: Element, declared: Sequence[tuple[str, str]]) -> bytes:
    """The part's text with the prefixes that it came with, also those that only an attribute's value speaks of."""
    for prefix, uri in (*declared, *_PREFIXES.items()):
        register_namespace(prefix, uri)
    names = [name for element in root.iter() for name in (element.tag, *element.attrib)]
    used = {name[1:].partition("}")[0] for name in names if name.startswith("{")}
    for prefix, uri in declared:
        if uri not in used:
            root.set(f"xmlns:{prefix}", uri)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))
