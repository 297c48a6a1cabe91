"""What openpyxl 3.1 writes not quite as it should, put right while a workbook is saved.

- Floats get 16 digits, and a double needs up to 17 to read back the same: `repr` gives the shortest text that does.
- The parts of a font stand in an order that the schema of Office Open XML does not allow.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl.cell import _writer
from openpyxl.styles import Font

_FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)


@contextmanager
def corrected() -> Iterator[None]:
    """While this lasts, openpyxl writes floats in full and fonts in the schema's order."""
    as_text, order = _writer.safe_string, Font.__elements__  # type: ignore[attr-defined]

    def exactly(value: Any) -> str:
        return repr(value) if isinstance(value, float) else str(as_text(value))

    _writer.safe_string, Font.__elements__ = exactly, _FONT_ORDER  # type: ignore[attr-defined]
    try:
        yield
    finally:
        _writer.safe_string, Font.__elements__ = as_text, order  # type: ignore[attr-defined]
