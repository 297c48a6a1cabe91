"""Parts of a workbook's file: replaced or added in place, parsed and written with the prefixes that they came with."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, register_namespace, tostring
from zipfile import ZIP_DEFLATED, ZipFile

from defusedxml.ElementTree import iterparse

CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
MAIN_URI = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RESERVED_PREFIX = re.compile(r"ns\d+")
_PREFIXES = {
    "": MAIN_URI,
    "c": CHART_URI,
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


def with_parts(archive: ZipFile, parts: Mapping[str, bytes]) -> bytes:
    """The archive with some parts replaced, in the same order and packed the same way, and new ones at its end."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as target:
        for part in archive.infolist():
            target.writestr(copy.copy(part), parts.get(part.filename) or archive.read(part))
        for name in parts.keys() - set(archive.namelist()):
            target.writestr(name, parts[name], ZIP_DEFLATED)
    return buffer.getvalue()


def parsed(part: bytes) -> tuple[Element, list[tuple[str, str]]]:
    """The part's root, and the prefixes that it declares with what they stand for."""
    events = iterparse(io.BytesIO(part), ("start-ns",))
    declared = [pair for _, pair in events if pair[0] and not _RESERVED_PREFIX.fullmatch(pair[0])]
    return events.root, declared


def written(root: Element, declared: Sequence[tuple[str, str]]) -> bytes:
    """The part's text with the prefixes that it came with, also those that only an attribute's value speaks of."""
    for prefix, uri in (*declared, *_PREFIXES.items()):
        register_namespace(prefix, uri)
    names = [name for element in root.iter() for name in (element.tag, *element.attrib)]
    used = {name[1:].partition("}")[0] for name in names if name.startswith("{")}
    for prefix, uri in declared:
        if uri not in used:
            root.set(f"xmlns:{prefix}", uri)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))
