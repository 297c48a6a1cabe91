"""The parts of a workbook: where they point, and their XML; damage that reading meets is kept, not raised."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from xml.parsers.expat import XMLParserType

from xltco.lint.xml import Node, Tree
from xltco.spreadsheet.archive import read_parts
from xltco.spreadsheet.reader import Link
from xltco.spreadsheet.reader_cells import shared_texts
from xltco.spreadsheet.reader_xml import DamagedXmlError, parse, parser_of

# Control characters beyond these are removed like the others, without a finding each.
MOST_NOTED = 100
# No XML may hold these, neither as they are nor as character references.
_CONTROL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r"))
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3}\d{1,7})"')


class Package:
    """The parts of a workbook file, or WorkbookError where it is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.broken: list[tuple[str, str]] = []
        self.missing: list[str] = []
        # The part, the cell before the character where there is one.
        self.control: list[tuple[str, str]] = []
        self._parts = read_parts(path)
        self._by_key = {name.lower(): name for name in self._parts}

    @property
    def names(self) -> list[str]:
        """The names of its parts, sorted."""
        return sorted(self._parts)

    def has(self, part: str) -> bool:
        """Whether it has the part, capital or small."""
        return part.lower() in self._by_key

    def parse(self, part: str, parser: XMLParserType) -> bool:
        """Run a parser over a part; whether it is XML to its end: a part that is not is noted."""
        try:
            parse(parser, self._clean(part), f"{self.path}: {part}")
        except DamagedXmlError as error:
            self.broken.append((part, error.reason))
            return False
        return True

    def root(self, part: str) -> Node | None:
        """The top element of a part; None where the part is missing or is not XML."""
        if not self.has(part):
            return None
        parser, tree = parser_of(), Tree()
        parser.StartElementHandler, parser.EndElementHandler = tree.start, tree.end
        parser.CharacterDataHandler = tree.text
        return tree.root if self.parse(part, parser) else None

    def texts(self, part: str) -> list[str]:
        """The shared texts in a part; none where it is missing or is not XML."""
        try:
            return shared_texts(self._clean(part), f"{self.path}: {part}") if self.has(part) else []
        except DamagedXmlError as error:
            self.broken.append((part, error.reason))
            return []

    def links(self, part: str) -> dict[str, Link]:
        """Where a part points, by the identifiers that it uses; targets that the file lacks are noted."""
        folder, name = posixpath.split(part)
        found = {}
        root = self.root(f"{folder}/_rels/{name}.rels".lstrip("/"))
        for node in root.children if root else ():
            if node.name != "Relationship":
                continue
            target, is_external = node.get("Target"), node.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                if not self.has(target) and target not in self.missing:
                    self.missing.append(target)
            found[node.get("Id")] = Link(node.get("Type").rpartition("/")[2], target, is_external)
        return found

    def _clean(self, part: str) -> bytes:
        """A part without the characters that no XML may hold; each is noted with the cell it stands in."""
        data = self._parts[self._by_key[part.lower()]]
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data
        if b"&#" not in data and len(data.translate(None, _CONTROL_BYTES)) == len(data):
            return data
        found = list(_CONTROL.finditer(data))
        for match in found[:MOST_NOTED]:
            start = max(0, match.start() - 100_000)
            cells = _CELL.findall(data, start, match.start())
            place = (part, cells[-1].decode() if cells else "")
            if place not in self.control:
                self.control.append(place)
        return _CONTROL.sub(b"", data) if found else data
