"""formualizer: a spreadsheet engine in Rust, from a wheel (MIT)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

from openpyxl import load_workbook

from xltco.errors import RecalculationError
from xltco.verify.reader import Address, Value, plain_value


class FormualizerEngine:
    """Recalculates a copy of the file in memory; the file itself stays as it is."""

    name = "formualizer"
    install = "pip install formualizer"

    def available(self) -> bool:
        return find_spec("formualizer") is not None

    def recalculate(self, path: Path, cells: Iterable[Address]) -> Mapping[Address, Value]:
        import formualizer

        try:
            content = bytes(formualizer.recalculate_xlsx_bytes(path.read_bytes())["bytes"])
        except Exception as error:  # the engine raises OSError, ValueError and its own, all with the reason as text
            raise RecalculationError(f"formualizer could not recalculate the file: {error}") from None
        workbook = load_workbook(io.BytesIO(content), data_only=True)
        return {(sheet, cell): plain_value(workbook[sheet][cell].value) for sheet, cell in cells}
