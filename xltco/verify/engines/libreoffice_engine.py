"""LibreOffice Calc as an engine."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from openpyxl import load_workbook

from xltco import libreoffice
from xltco.verify.file import Address, Value, plain_value


class LibreOfficeEngine:
    """Converts the file with a forced recalculation and reads the result; the file itself stays as it is."""

    name = "libreoffice"
    install = libreoffice.INSTALL

    def available(self) -> bool:
        """Whether the engine is installed here."""
        return libreoffice.program() is not None

    def recalculate(self, path: Path, cells: Iterable[Address]) -> Mapping[Address, Value]:
        """The values of the cells after a recalculation; RecalculationError says why there are none."""
        with tempfile.TemporaryDirectory(prefix="xltco-") as folder:
            result = libreoffice.convert(path, Path(folder), "xlsx")
            workbook = load_workbook(result, data_only=True)
        return {(sheet, cell): plain_value(workbook[sheet][cell].value) for sheet, cell in cells}
