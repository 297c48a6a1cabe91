"""How cells look: inputs blue on yellow, formulas black, links green (FAST); headings dark."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

INPUT_FONT = Font(name="Calibri", size=11, color="0000FF")
INPUT_FILL = PatternFill("solid", fgColor="FFFFCC")
FORMULA_FONT = Font(name="Calibri", size=11, color="000000")
LINK_FONT = Font(name="Calibri", size=11, color="006100")
TITLE_FONT = Font(name="Calibri", size=16, bold=True, color="1F3864")
SECTION_FONT = Font(name="Calibri", size=12, bold=True, color="1F3864")
HEADER_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
HEADER_FILL = PatternFill("solid", fgColor="1F3864")
QUIET_FONT = Font(name="Calibri", size=10, color="595959")
TOTAL_FONT = Font(name="Calibri", size=11, bold=True, color="000000")
TOTAL_BORDER = Border(top=Side(style="thin", color="1F3864"))
WRAPPED = Alignment(wrap_text=True, vertical="top")
RIGHT = Alignment(horizontal="right")
LEFT = Alignment(horizontal="left")
INDENTED = Alignment(horizontal="left", indent=1)


def set_widths(sheet: Worksheet, widths: Mapping[str, float]) -> None:
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width


MONTHS_PER_PAGE = 12
_MONTHS_SCALE_PERCENT = 38


def set_page(sheet: Worksheet, *, title_rows: str, title_columns: str = "", one_page_wide: bool = True) -> None:
    """Landscape, headings repeated, page numbers; one page's width, or a year of months to each page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    if one_page_wide:
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    else:
        sheet.page_setup.scale = _MONTHS_SCALE_PERCENT
    sheet.print_title_rows = title_rows
    if title_columns:
        sheet.print_title_cols = title_columns
    sheet.oddFooter.center.text = "&A, page &P of &N"  # type: ignore[union-attr]
