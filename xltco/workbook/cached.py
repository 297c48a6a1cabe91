"""Cached values: what a previewer, a phone or pandas shows before anybody recalculates.

They come from recalculating the file in an engine that nobody here wrote, never from our own Python.
"""

from __future__ import annotations

from xltco.errors import EngineMissingError, RecalculationError


def with_cached_values(content: bytes) -> bytes:
    """The same workbook with a value beside every formula. EngineMissingError where formualizer is not installed."""
    try:
        import formualizer
    except ImportError:
        raise EngineMissingError(
            "the package formualizer, which fills in the values that previewers show, is not installed: "
            "pip install formualizer"
        ) from None
    try:
        return bytes(formualizer.recalculate_xlsx_bytes(content)["bytes"])
    except Exception as error:  # the engine raises OSError, ValueError and its own, all with the reason as text
        raise RecalculationError(f"formualizer could not fill in the values that previewers show: {error}") from None
