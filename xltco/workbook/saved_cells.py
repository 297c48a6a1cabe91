"""What the cells of a workbook file hold: cached values and number formats, read for the sheets that are asked for.

The text of a number is passed on as it stands in the file: reading it through openpyxl takes ten times as long, and
makes dates of some numbers.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import column_index_from_string, get_column_letter

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

GENERAL = "General"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TEXT_KINDS = ("s", "str", "inlineStr")
_AREA = re.compile(
    r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!()\s,]+))!"
    r"\$?(?P<left>[A-Za-z]{1,3})\$?(?P<top>\d+)(?::\$?(?P<right>[A-Za-z]{1,3})\$?(?P<bottom>\d+))?"
)


@dataclass(frozen=True)
class SavedCell:
    """One cell's value as the file spells it, with the number format that it is shown in."""

    kind: str
    text: str
    number_format: str

    @property
    def is_number(self) -> bool:
        """A truth value counts as 1 or 0."""
        return self.kind in ("n", "b")

    @property
    def is_text(self) -> bool:
        """Whether the cell was saved as a text."""
        return self.kind in _TEXT_KINDS


class SavedCells:
    """The cells of one workbook file."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._sheets: dict[str, Mapping[str, SavedCell]] = {}

    def area(self, reference: str) -> list[SavedCell | None] | None:
        """The cells of a range, or of a name for one, in reading order; nothing when it is no plain range."""
        reference = reference.strip()
        found = _AREA.fullmatch(self._names.get(reference.removeprefix("[0]!").lower(), reference))
        if found is None:
            return None
        sheet = (found["plain"] or found["quoted"].replace("''", "'")).lower()
        if sheet not in self._parts:
            return None
        cells = self._cells(sheet)
        left, right = sorted(column_index_from_string(found[side] or found["left"]) for side in ("left", "right"))
        top, bottom = sorted(int(found[side] or found["top"]) for side in ("top", "bottom"))
        columns = [get_column_letter(column) for column in range(left, right + 1)]
        return [cells.get(f"{column}{row}") for row in range(top, bottom + 1) for column in columns]

    def _cells(self, sheet: str) -> Mapping[str, SavedCell]:
        if sheet not in self._sheets:
            cells = ((cell, self._value(cell)) for cell in self._read(self._parts[sheet]).iter(f"{_MAIN}c"))
            self._sheets[sheet] = {
                cell.get("r", ""): SavedCell(cell.get("t", "n"), value, self._formats[int(cell.get("s", 0))])
                for cell, value in cells
                if value is not None
            }
        return self._sheets[sheet]

    def _value(self, cell: Element) -> str | None:
        if cell.get("t") == "inlineStr":
            return _string(cell.find(f"{_MAIN}is"))
        value = cell.find(f"{_MAIN}v")
        if value is None:
            return None
        return self._strings[int(value.text or 0)] if cell.get("t") == "s" else value.text or ""

    def _read(self, part: str) -> Element:
        root: Element = fromstring(self._archive.read(part))
        return root

    @cached_property
    def _book(self) -> Element:
        return self._read("xl/workbook.xml")

    @cached_property
    def _parts(self) -> dict[str, str]:
        """The part of every sheet, by the sheet's title in small letters: Excel tells no case apart."""
        relations = {item.get("Id"): item.get("Target", "") for item in self._read("xl/_rels/workbook.xml.rels")}
        parts = {}
        for sheet in self._book.iter(f"{_MAIN}sheet"):
            target = relations[sheet.get(_RELATION_ID)]
            parts[sheet.get("name", "").lower()] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        return parts

    @cached_property
    def _names(self) -> dict[str, str]:
        """What the workbook's own names refer to; a name of one sheet may be another on the next."""
        names = self._book.iter(f"{_MAIN}definedName")
        return {name.get("name", "").lower(): name.text or "" for name in names if name.get("localSheetId") is None}

    @cached_property
    def _strings(self) -> list[str]:
        return [_string(item) for item in self._read("xl/sharedStrings.xml")]

    @cached_property
    def _formats(self) -> list[str]:
        """The number format of every cell style."""
        styles = self._read("xl/styles.xml")
        own = {int(item.get("numFmtId", 0)): item.get("formatCode", "") for item in styles.iter(f"{_MAIN}numFmt")}
        numbers = [int(item.get("numFmtId", 0)) for item in styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")]
        return [own.get(number) or BUILTIN_FORMATS.get(number, GENERAL) for number in numbers]


def _string(item: Element | None) -> str:
    """A text's runs put together, without what says how to pronounce them."""
    if item is None:
        return ""
    runs = [*item.iterfind(f"{_MAIN}t"), *item.iterfind(f"{_MAIN}r/{_MAIN}t")]
    return "".join(run.text or "" for run in runs)
