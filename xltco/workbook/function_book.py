"""A workbook of only the functions: its sheet moved into another workbook brings the names along."""

from __future__ import annotations

import io

from openpyxl import Workbook

import xltco
from xltco.workbook.cached import with_cached_values
from xltco.workbook.function_names import add_function_names, with_function_values
from xltco.workbook.function_sheet import write_blocks
from xltco.workbook.input_cells import write_truth_values
from xltco.workbook.number_formats import NumberFormats
from xltco.workbook.openpyxl_corrections import corrected
from xltco.workbook.place import VALUES
from xltco.workbook.styles import Look
from xltco.workbook.template import Theme

_TITLE, _CURRENCY = "Functions", "USD"


def function_workbook() -> bytes:
    """The file's bytes, with cached values."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = _TITLE
    sheet.sheet_view.showGridLines = False
    look = Look(Theme(), NumberFormats(Theme(), _CURRENCY))
    write_blocks(sheet, look)
    write_truth_values(sheet, sheet.max_row + 2, VALUES, look)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = "1:1"
    add_function_names(workbook)
    workbook.properties.title = "User functions of xltco"
    workbook.properties.creator = f"xltco {xltco.__version__}"
    workbook.calculation.fullCalcOnLoad = True
    buffer = io.BytesIO()
    with corrected():
        workbook.save(buffer)
    return with_function_values(with_cached_values(buffer.getvalue()), _TITLE)
