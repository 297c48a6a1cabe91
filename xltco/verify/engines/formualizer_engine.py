"""formualizer: a spreadsheet engine in Rust, from a wheel (MIT)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple

from xltco.errors import RecalculationError
from xltco.verify.file import Address, Value, plain_value

_ERRORS = {
    "Na": "#N/A",
    "Div": "#DIV/0!",
    "Value": "#VALUE!",
    "Num": "#NUM!",
    "Name": "#NAME?",
    "Ref": "#REF!",
    "Null": "#NULL!",
}


class FormualizerEngine:
    """Loads the file, evaluates it whole and reads cell by cell."""

    name = "formualizer"
    install = "pip install formualizer"

    def available(self) -> bool:
        """Whether the engine is installed here."""
        return find_spec("formualizer") is not None

    def recalculate(self, path: Path, cells: Iterable[Address]) -> Mapping[Address, Value]:
        """The values of the cells after a recalculation; RecalculationError says why there are none."""
        import formualizer

        try:
            workbook = formualizer.load_workbook(str(path))
            workbook.evaluate_all()
        except Exception as error:  # the engine raises OSError, ValueError and its own, all with the reason as text
            raise RecalculationError(f"formualizer could not recalculate the file: {error}") from None
        return {(sheet, cell): _value(workbook.get_value(sheet, *coordinate_to_tuple(cell))) for sheet, cell in cells}


def _value(value: Any) -> Value:
    if isinstance(value, dict):
        return _ERRORS.get(str(value.get("kind")), f"#{value.get('kind', 'ERROR')}!")
    return plain_value(value)
