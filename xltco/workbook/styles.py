"""How cells look: inputs blue on yellow, formulas black, links green (FAST); headings in the theme's colour.

Weight, fill and borders say the same as the colours, so that print in black and white and colour-blind readers lose
nothing: inputs are filled and boxed, links are in italics.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xltco.units import Unit
from xltco.workbook.number_formats import NumberFormats
from xltco.workbook.template import Theme

WRAPPED = Alignment(wrap_text=True, vertical="top")
WRAPPED_RIGHT = Alignment(horizontal="right", wrap_text=True, vertical="top")
RIGHT = Alignment(horizontal="right")
LEFT = Alignment(horizontal="left")
TOP = Alignment(vertical="top")
INDENTED = Alignment(horizontal="left", vertical="top", indent=1)
# Clipped at the cell's edge, whatever its neighbour holds.
CLIPPED = Alignment(horizontal="fill")
WRAPPED_INDENTED = Alignment(horizontal="left", vertical="top", indent=1, wrap_text=True)
# Letters to a digit's width, in which columns are told: a word that does not fit leaves its line short.
_LETTERS = 1.12
_ROW_HEIGHT = 15
_GREY_EDGE = Side(style="hair", color="7F7F7F")


@dataclass(frozen=True)
class Look:
    """The fonts, fills and number formats of one workbook."""

    theme: Theme
    formats: NumberFormats

    def number_format(self, unit: Unit) -> str:
        """The number format of a unit."""
        return self.formats.of(unit)

    def _font(self, **options: object) -> Font:
        return Font(name=self.theme.font, **{"size": 11, "color": "000000", **options})  # type: ignore[arg-type]

    @cached_property
    def input_font(self) -> Font:
        """Of what a person types in: blue."""
        return self._font(color="0000FF")

    @cached_property
    def formula_font(self) -> Font:
        """Of what is calculated: black."""
        return self._font()

    @cached_property
    def link_font(self) -> Font:
        """Of what shows another cell: green and slanted."""
        return self._font(color="006100", italic=True)

    @cached_property
    def hyperlink_font(self) -> Font:
        """Of what leads elsewhere when clicked."""
        return self._font(color="0563C1", underline="single", size=10)

    @cached_property
    def title_font(self) -> Font:
        """Of a sheet's title."""
        return self._font(size=16, bold=True, color=self.theme.primary)

    @cached_property
    def section_font(self) -> Font:
        """Of a section's title."""
        return self._font(size=12, bold=True, color=self.theme.primary)

    @cached_property
    def header_font(self) -> Font:
        """Of the headings of columns."""
        return self._font(bold=True, color="FFFFFF")

    @cached_property
    def quiet_font(self) -> Font:
        """Of notes that stand back."""
        return self._font(size=10, color="595959")

    @cached_property
    def key_font(self) -> Font:
        """Of the keys at the left edge, which say where a row's numbers come from."""
        return self._font(size=8, color="A6A6A6")

    @cached_property
    def total_font(self) -> Font:
        """Of totals."""
        return self._font(bold=True)

    @cached_property
    def header_fill(self) -> PatternFill:
        """Behind the headings of columns."""
        return PatternFill("solid", fgColor=self.theme.primary)

    @cached_property
    def input_fill(self) -> PatternFill:
        """Behind what a person types in."""
        return PatternFill("solid", fgColor="FFFFCC")

    @cached_property
    def input_border(self) -> Border:
        """Around what a person types in."""
        return Border(left=_GREY_EDGE, right=_GREY_EDGE, top=_GREY_EDGE, bottom=_GREY_EDGE)

    @cached_property
    def total_border(self) -> Border:
        """Above totals."""
        return Border(top=Side(style="thin", color=self.theme.primary))

    def strategy_colour(self, position: int) -> str:
        """The colour of the strategy at that position, RRGGBB."""
        return self.theme.strategies[position % len(self.theme.strategies)]


GREYED = DifferentialStyle(font=Font(color="A6A6A6"))
FAILED = DifferentialStyle(font=Font(color="9C0006", bold=True), fill=PatternFill("solid", bgColor="FFC7CE"))
WARNED = DifferentialStyle(font=Font(color="7F6000", bold=True), fill=PatternFill("solid", bgColor="FFEB9C"))


def set_height(sheet: Worksheet, row: int, texts: Mapping[int, object], *, most: int = 8) -> None:
    """Make a row high enough for its wrapped texts, by column: not every program does it by itself."""
    widths = {column: sheet.column_dimensions[get_column_letter(column)].width * _LETTERS for column in texts}
    lines = max((-(-len(str(text)) // int(widths[column])) for column, text in texts.items() if text), default=1)
    if lines > 1:
        sheet.row_dimensions[row].height = _ROW_HEIGHT * min(lines, most)


def set_widths(sheet: Worksheet, widths: Mapping[str, float]) -> None:
    """Set the widths of columns, in characters, by their letters."""
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
