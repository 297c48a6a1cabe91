"""Protection that a reader may switch off again: formulas are locked, inputs stay open, and there is no password.

It guards against slips, not against people: whoever wants to change a formula can, and `xltco verify` finds it.
"""

from __future__ import annotations

from xltco.spreadsheet.book import Book


def protect(book: Book) -> None:
    """Lock every cell but the inputs; selecting, formatting, outlining and widths stay free."""
    for sheet in book.sheets:
        sheet.protected = True
