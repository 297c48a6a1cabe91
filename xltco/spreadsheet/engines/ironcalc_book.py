"""IronCalc, a spreadsheet engine in Rust, from a wheel (MIT or Apache-2.0)."""

from __future__ import annotations

import os
import re
import zipfile
from tempfile import TemporaryDirectory
from typing import Any

import ironcalc

_EMPTY_NUMBER = re.compile(rb'(<c [^>]*?) t="n"([^>/]*)(/>|></c>)')
_FROM_THE_ROOT = b'Target="/xl/'
_STYLES, _STYLES_END = "xl/styles.xml", b"</cellXfs>"
_NAMED_STYLE = b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
Place = tuple[str, int, int]


class IronCalcBook:
    """A workbook in IronCalc; the one engine here that knows LAMBDA."""

    def __init__(self, path: str) -> None:
        with TemporaryDirectory(prefix="xltco-") as folder:
            self.model = ironcalc.load_from_xlsx(in_its_dialect(path, folder), "en", "UTC", "en")
        # Chart sheets are not among its worksheets, so the order is its own.
        self.order = {sheet["name"]: number for number, sheet in enumerate(self.model.get_worksheets_properties())}
        self.places: list[tuple[int, int, int]] = []

    def prepare(self, places: list[Place]) -> None:
        """Say which cells will be asked for."""
        self.places = [(self.order[sheet], row, column) for sheet, row, column in places]

    def set(self, place: Place, value: Any) -> None:
        """Put a value into a cell."""
        sheet, row, column = place
        cell = self.order[sheet], row, column
        if value is None:
            self.model.clear_cell_contents(*cell)
        elif isinstance(value, bool):
            self.model.update_cell_with_bool(*cell, value)
        elif isinstance(value, str):
            self.model.update_cell_with_text(*cell, value)
        else:
            self.model.update_cell_with_number(*cell, float(value))

    def evaluate(self) -> None:
        """Recalculate."""
        self.model.evaluate()

    def values(self) -> list[Any]:
        """What the cells hold."""
        get = self.model.get_cell_value
        return [get(*place) for place in self.places]


def in_its_dialect(path: str, folder: str) -> str:
    """The file, or a copy without three spellings that IronCalc 0.9 misreads.

    An empty cell that is called a number would be read as 0, a comment whose part is addressed from the root of the
    file is not found, and styles without named ones, as Gnumeric saves them, are a panic.
    """
    changed: dict[str, bytes] = {}
    with zipfile.ZipFile(path) as source:
        for part in source.infolist():
            if not part.filename.startswith(("xl/worksheets/", _STYLES)):
                continue
            before = source.read(part)
            if part.filename == _STYLES:
                data = before if b"<cellStyles" in before else before.replace(_STYLES_END, _STYLES_END + _NAMED_STYLE)
            elif part.filename.startswith("xl/worksheets/_rels/"):
                data = before.replace(_FROM_THE_ROOT, b'Target="../')
            else:
                data = _EMPTY_NUMBER.sub(rb"\1\2\3", before) if b't="n"' in before else before
            if data != before:
                changed[part.filename] = data
        if not changed:
            return path
        copy = os.path.join(folder, "copy.xlsx")  # noqa: PTH118 - pathlib would double what the child imports
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
            for part in source.infolist():
                target.writestr(part, changed.get(part.filename) or source.read(part))
    return copy
