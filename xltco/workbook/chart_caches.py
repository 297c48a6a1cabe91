"""Cached values of charts: what a previewer draws before anybody recalculates.

Of a chart's data openpyxl writes only where it stands. Beside each reference Excel keeps what the cells held, and so
does this, from the values that the cells have cached.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZipFile

from xltco.workbook.parts import CHART_URI, parsed, with_parts, written
from xltco.workbook.saved_cells import GENERAL, SavedCell, SavedCells

_CHART_PART = re.compile(r"xl/charts/chart[^/]*\.xml")
_CHART = f"{{{CHART_URI}}}"
_NOT_AVAILABLE = "#N/A"

Cells = Sequence[SavedCell | None]


def with_chart_caches(content: bytes) -> bytes:
    """The same workbook with what the cells hold beside every reference of its charts; its cells must have values."""
    with ZipFile(io.BytesIO(content)) as archive:
        charts = [name for name in archive.namelist() if _CHART_PART.fullmatch(name)]
        cells = SavedCells(archive)
        filled = {name: _with_caches(archive.read(name), cells) for name in charts}
        return with_parts(archive, filled) if filled else content


def _with_caches(chart: bytes, cells: SavedCells) -> bytes:
    root, declared = parsed(chart)
    for parent in list(root.iter()):
        for reference in parent:
            if reference.tag in (f"{_CHART}numRef", f"{_CHART}strRef"):
                _fill(reference, parent, cells)
    return written(root, declared)


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
