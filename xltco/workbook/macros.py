"""Macros in a workbook: a VBA project that somebody else wrote, and the sheet of settings that it reads.

Its modules of documents (ThisWorkbook, Sheet1, Sheet2) need sheets that answer to these code names.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from zipfile import ZipFile

from xltco.spreadsheet.book import Book

_PROJECT = "xl/vbaProject.bin"
_WIDTHS = {1: 22.0, 2: 60.0}


@dataclass(frozen=True)
class Macros:
    """`template` is a workbook that has them; `settings` fill the sheet `title`, keys in column A and values in B."""

    template: bytes
    title: str
    settings: Mapping[str, str]


def add_settings(book: Book, macros: Macros) -> None:
    """Add the sheet of settings as the last one, and the code names."""
    sheet = book.sheet(macros.title)
    sheet.grid_lines = True
    for row, pair in enumerate(macros.settings.items(), start=1):
        for column, text in enumerate(pair, start=1):
            sheet.put(row, column, text)
    sheet.widths |= _WIDTHS
    book.code_name = "ThisWorkbook"
    book.sheets[0].code_name, sheet.code_name = "Sheet1", "Sheet2"


def project(macros: Macros) -> bytes:
    """The VBA project itself. Engines that fill in values refuse workbooks with one, so it comes in last."""
    with ZipFile(io.BytesIO(macros.template)) as template:
        return template.read(_PROJECT)
