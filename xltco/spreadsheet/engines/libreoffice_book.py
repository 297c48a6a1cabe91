"""LibreOffice Calc: each recalculation is a conversion of the file, with the recalculation forced."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from xltco import libreoffice
from xltco.spreadsheet.patch import with_values
from xltco.spreadsheet.reader import read_workbook

Place = tuple[str, int, int]


class LibreOfficeBook:
    """A workbook that LibreOffice opens anew for every recalculation; the file itself stays as it is."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self.places: list[Place] = []
        self.changes: dict[Place, Any] = {}
        self.found: list[Any] = []

    def prepare(self, places: list[Place]) -> None:
        """Say which cells will be asked for."""
        self.places = places

    def set(self, place: Place, value: Any) -> None:
        """Put a value into a cell of the copies that follow."""
        self.changes[place] = value

    def evaluate(self) -> None:
        """Convert the file, or a copy with the changes, and read the result."""
        with tempfile.TemporaryDirectory(prefix="xltco-") as name:
            folder, source = Path(name), self.path
            if self.changes:
                source = folder / "changed.xlsx"
                source.write_bytes(with_values(self.path, self.changes))
            workbook = read_workbook(libreoffice.convert(source, folder, "xlsx"))
        self.found = [workbook.sheets[sheet].value(row, column) for sheet, row, column in self.places]

    def values(self) -> list[Any]:
        """What the cells hold; an error is the text of its code."""
        return [str(value) if isinstance(value, str) else value for value in self.found]
