"""A workbook of only the functions: its sheet moved into another workbook brings the names along."""

from __future__ import annotations

import xltco
from xltco.spreadsheet.book import Book
from xltco.workbook.function_names import add_function_names, function_values
from xltco.workbook.function_sheet import write_blocks
from xltco.workbook.input_cells import write_truth_values
from xltco.workbook.number_formats import NumberFormats
from xltco.workbook.place import LABEL, VALUES
from xltco.workbook.styles import Look
from xltco.workbook.template import Theme

_TITLE, _CURRENCY = "Functions", "USD"


def function_workbook() -> bytes:
    """The file's bytes, with cached values."""
    book = Book()
    sheet = book.sheet(_TITLE)
    look = Look(Theme(), NumberFormats(Theme(), _CURRENCY))
    write_blocks(book, sheet, look)
    write_truth_values(book, sheet, sheet.last_row + 2, VALUES, look, LABEL)
    sheet.page.orientation, sheet.page.fit, sheet.page.title_rows = "landscape", (1, 0), "1:1"
    add_function_names(book)
    book.properties.title = "User functions of xltco"
    book.properties.creator = f"xltco {xltco.__version__}"
    return book.content(function_values(sheet))
