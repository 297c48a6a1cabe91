"""Numbers in the file with all their digits: openpyxl writes 16, and a double needs up to 17 to come back the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl.cell import _writer


@contextmanager
def exact_numbers() -> Iterator[None]:
    """While this lasts, openpyxl writes a float as `repr` does: the shortest text that reads back to the same float."""
    as_text = _writer.safe_string  # type: ignore[attr-defined]

    def exactly(value: Any) -> str:
        return repr(value) if isinstance(value, float) else str(as_text(value))

    _writer.safe_string = exactly  # type: ignore[attr-defined]
    try:
        yield
    finally:
        _writer.safe_string = as_text  # type: ignore[attr-defined]
