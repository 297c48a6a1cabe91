"""IronCalc: a spreadsheet engine in Rust, from a wheel (MIT or Apache-2.0)."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

from openpyxl.utils.cell import coordinate_to_tuple

from xltco.errors import RecalculationError
from xltco.verify.file import Address, Value, plain_value

_EMPTY_NUMBER = re.compile(rb'(<c [^>]*?) t="n"([^>/]*)(/>|></c>)')


class IronCalcEngine:
    """Loads a copy of the file in IronCalc's own dialect, evaluates it whole and reads cell by cell."""

    name = "ironcalc"
    install = "pip install ironcalc"

    def available(self) -> bool:
        """Whether the engine is installed here."""
        return find_spec("ironcalc") is not None

    def recalculate(self, path: Path, cells: Iterable[Address]) -> Mapping[Address, Value]:
        """The values of the cells after a recalculation; RecalculationError says why there are none."""
        import ironcalc

        with tempfile.TemporaryDirectory(prefix="xltco-") as folder:
            copy = Path(folder) / "copy.xlsx"
            copy.write_bytes(in_ironcalc_dialect(path.read_bytes()))
            try:
                model = ironcalc.load_from_xlsx(str(copy), "en", "UTC", "en")
                model.evaluate()
                # Chart sheets are not among its worksheets, so the order is its own.
                order = {sheet["name"]: number for number, sheet in enumerate(model.get_worksheets_properties())}
                return {
                    (sheet, cell): plain_value(model.get_cell_value(order[sheet], *coordinate_to_tuple(cell)))
                    for sheet, cell in cells
                }
            except Exception as error:  # the engine raises errors of its own, with the reason as text
                raise RecalculationError(f"ironcalc could not recalculate the file: {error}") from None


def in_ironcalc_dialect(content: bytes) -> bytes:
    """The workbook without two spellings that openpyxl uses and IronCalc 0.9 misreads.

    An empty cell that is called a number would be read as 0, and a comment whose part is addressed from the root of
    the file is not found.
    """
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename.startswith("xl/worksheets/_rels/"):
                data = data.replace(b'Target="/xl/', b'Target="../')
            elif part.filename.startswith("xl/worksheets/"):
                data = _EMPTY_NUMBER.sub(rb"\1\2\3", data)
            target.writestr(part, data)
    return result.getvalue()
