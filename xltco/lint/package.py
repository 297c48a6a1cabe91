"""The zip archive of a workbook: its parts, their relationships, and XML that is parsed without trusting it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import defusedxml.ElementTree as DefusedTree
from defusedxml import DefusedXmlException

from xltco.errors import WorkbookError
from xltco.lint.xml import local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_PARTS = 10_000
LARGEST_UNPACKED_BYTES = 150_000_000
# Control characters beyond these are removed like the others, without a finding each.
MOST_NOTED = 100
# No XML may hold these, neither as they are nor as character references.
_CONTROL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3}\d{1,7})"')


class Relationship(NamedTuple):
    """Where a part points: the kind of target, and its part name or, outside the file, its address."""

    kind: str
    target: str
    is_external: bool


class Package:
    """The parts of a workbook; damage that reading meets is kept, not raised."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.broken: list[tuple[str, str]] = []
        self.missing: list[str] = []
        # The part, the cell before the character where there is one.
        self.control: list[tuple[str, str]] = []
        self._parts = _unpacked(path)
        self._by_key = {name.lower(): name for name in self._parts}

    @property
    def names(self) -> list[str]:
        """The names of its parts, sorted."""
        return sorted(self._parts)

    def has(self, part: str) -> bool:
        """Whether it has the part, capital or small."""
        return part.lower() in self._by_key

    def events(self, part: str) -> Iterator[Element]:
        """The elements of a part as each of them ends; a part that is not XML ends the stream and is noted."""
        try:
            for _, element in DefusedTree.iterparse(io.BytesIO(self._clean(part))):
                yield element
        except DefusedXmlException as error:
            raise WorkbookError(
                f"{self.path}: {part} declares entities, which no workbook does; not read ({type(error).__name__})"
            ) from None
        except (SyntaxError, ValueError, LookupError) as error:
            self.broken.append((part, str(error)))

    def root(self, part: str) -> Element | None:
        """The top element of a part; None where the part is missing or is not XML."""
        if not self.has(part):
            return None
        last = None
        for element in self.events(part):
            last = element
        broken = self.broken and self.broken[-1][0] == part
        return None if broken else last

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The targets of a part by their id; targets that the file lacks are noted."""
        folder, name = posixpath.split(part)
        found = {}
        root = self.root(f"{folder}/_rels/{name}.rels".lstrip("/"))
        for element in root if root is not None else ():
            if local(element) != "Relationship":
                continue
            target, is_external = element.get("Target", ""), element.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                if not self.has(target) and target not in self.missing:
                    self.missing.append(target)
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relationship(kind, target, is_external)
        return found

    def _clean(self, part: str) -> bytes:
        """A part without the characters that no XML may hold; each is noted with the cell it stands in."""
        data = self._parts[self._by_key[part.lower()]]
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data
        found = list(_CONTROL.finditer(data))
        for match in found[:MOST_NOTED]:
            start = max(0, match.start() - 100_000)
            cells = _CELL.findall(data, start, match.start())
            place = (part, cells[-1].decode() if cells else "")
            if place not in self.control:
                self.control.append(place)
        return _CONTROL.sub(b"", data) if found else data


def _unpacked(path: Path) -> dict[str, bytes]:
    """Every part of the archive, or WorkbookError; a bomb is refused before it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            size = sum(info.file_size for info in infos)
            if size > LARGEST_UNPACKED_BYTES or len(infos) > MOST_PARTS:
                raise WorkbookError(
                    f"{path}: unpacks to {size:,} bytes in {len(infos):,} parts, more than any workbook of a model; "
                    "it was not opened"
                )
            return {info.filename.lstrip("/"): archive.read(info) for info in infos}
    except WorkbookError:
        raise
    except FileNotFoundError:
        raise WorkbookError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise WorkbookError(f"{path}: is a folder; name a workbook") from None
    except PermissionError:
        raise WorkbookError(f"{path}: can't be read: permission denied") from None
    except Exception as error:  # zipfile and zlib raise a dozen kinds on damaged archives
        raise WorkbookError(f"{path}: is not a readable .xlsx workbook ({type(error).__name__})") from None
