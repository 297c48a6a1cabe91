"""How cells look: inputs blue on yellow, formulas black, links green (FAST); headings in the theme's colour.

Weight, fill and borders say the same as the colours, so that print in black and white and colour-blind readers lose
nothing: inputs are filled and boxed, links are in italics.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xltco.spreadsheet.sheet import Sheet
from xltco.spreadsheet.style import Border, Difference, Edge, Font, Style
from xltco.units import Unit
from xltco.workbook.number_formats import NumberFormats
from xltco.workbook.template import Theme

# What a style may be changed by: `look.formula.with_(**RIGHT)`.
WRAPPED = {"wrap": True, "vertical": "top"}
WRAPPED_RIGHT = {"horizontal": "right", **WRAPPED}
RIGHT = {"horizontal": "right"}
LEFT = {"horizontal": "left"}
TOP = {"vertical": "top"}
INDENTED = {"horizontal": "left", "vertical": "top", "indent": 1}
# Clipped at the cell's edge, whatever its neighbour holds.
CLIPPED = {"horizontal": "fill"}
WRAPPED_INDENTED = {**INDENTED, "wrap": True}
# Letters to a digit's width, in which columns are told: a word that does not fit leaves its line short.
LETTERS = 1.12
ROW_HEIGHT = 15
_GREY_EDGE = Edge("hair", "7F7F7F")
_BOX = Border(_GREY_EDGE, _GREY_EDGE, _GREY_EDGE, _GREY_EDGE)


@dataclass(frozen=True)
class Look:
    """The styles and number formats of one workbook."""

    theme: Theme
    formats: NumberFormats

    def number_format(self, unit: Unit) -> str:
        """The number format of a unit."""
        return self.formats.of(unit)

    def _style(self, **options: Any) -> Style:
        return Style(Font(self.theme.font, **{"color": "000000", **options}))

    @cached_property
    def input(self) -> Style:
        """Of what a person types in: blue on yellow, boxed, and open when the sheet is protected."""
        return self._style(color="0000FF").with_(fill="FFFFCC", border=_BOX, locked=False)

    @cached_property
    def formula(self) -> Style:
        """Of what is calculated: black."""
        return self._style()

    @cached_property
    def link(self) -> Style:
        """Of what shows another cell: green and slanted."""
        return self._style(color="006100", italic=True)

    @cached_property
    def hyperlink(self) -> Style:
        """Of what leads elsewhere when clicked."""
        return self._style(color="0563C1", underline=True, size=10)

    @cached_property
    def title(self) -> Style:
        """Of a sheet's title."""
        return self._style(size=16, bold=True, color=self.theme.primary)

    @cached_property
    def section(self) -> Style:
        """Of a section's title."""
        return self._style(size=12, bold=True, color=self.theme.primary)

    @cached_property
    def header(self) -> Style:
        """Of the headings of columns."""
        return self._style(bold=True, color="FFFFFF").with_(fill=self.theme.primary)

    @cached_property
    def quiet(self) -> Style:
        """Of notes that stand back."""
        return self._style(size=10, color="595959")

    @cached_property
    def key(self) -> Style:
        """Of the keys at the left edge, which say where a row's numbers come from."""
        return self._style(size=8, color="767676")

    @cached_property
    def total(self) -> Style:
        """Of totals."""
        return self._style(bold=True)

    @cached_property
    def total_border(self) -> Border:
        """Above totals."""
        return Border(top=Edge("thin", self.theme.primary))

    def strategy_colour(self, position: int) -> str:
        """The colour of the strategy at that position, RRGGBB."""
        return self.theme.strategies[position % len(self.theme.strategies)]


GREYED = Difference(color="A6A6A6")
FAILED = Difference(color="9C0006", bold=True, fill="FFC7CE")
WARNED = Difference(color="7F6000", bold=True, fill="FFEB9C")


def set_height(sheet: Sheet, row: int, texts: Mapping[int, object], *, most: int = 8) -> None:
    """Make a row high enough for its wrapped texts, by column: not every program does it by itself."""
    lines = [lines_of(text, sheet.width(column)) for column, text in texts.items() if text]
    if max(lines, default=1) > 1:
        sheet.heights[row] = ROW_HEIGHT * min(max(lines), most)


def lines_of(text: object, width: float) -> int:
    """How many lines a wrapped text takes in a column: a digit's width is lost at its edges."""
    return -(-len(str(text)) // int((width - 1) * LETTERS))
