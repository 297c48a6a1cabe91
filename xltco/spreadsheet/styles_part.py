"""The part of a file that holds its styles: fonts, fills, borders and number formats, each once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from xltco.spreadsheet.style import PLAIN, Border, Difference, Edge, Font, Style
from xltco.spreadsheet.xml import DECLARATION, MAIN, attribute, number

# The number formats that a file does not spell out.
BUILT_IN = {
    "General": 0,
    "0": 1,
    "0.00": 2,
    "#,##0": 3,
    "#,##0.00": 4,
    "0%": 9,
    "0.00%": 10,
    "0.00E+00": 11,
    "@": 49,
}
_FIRST_OWN_FORMAT = 164
_SIDES = ("left", "right", "top", "bottom")
_BASE = '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
_NORMAL = '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'

T = TypeVar("T", bound=Hashable)


class Styles:
    """Numbers for the styles of one workbook, given out as they are met."""

    def __init__(self) -> None:
        self._fonts: dict[Font, int] = {}
        # A file begins with these two fills whether it uses them or not.
        self._fills: dict[str, int] = {"": 0, "gray125": 1}
        self._borders: dict[Border, int] = {}
        self._formats: dict[str, int] = {}
        self._styles: dict[Style, int] = {}
        self._cells: list[str] = []
        self._differences: dict[Difference, int] = {}
        self.index(PLAIN)

    def index(self, style: Style) -> int:
        """The number under which cells name the style."""
        found = self._styles.get(style)
        if found is None:
            found = self._styles[style] = len(self._styles)
            self._cells.append(self._cell(style))
        return found

    def difference(self, look: Difference) -> int:
        """The number under which conditional formats name the look."""
        return _number(self._differences, look)

    def xml(self) -> str:
        """The whole part."""
        own = {text: n for text, n in self._formats.items() if n >= _FIRST_OWN_FORMAT}
        formats = "".join(f'<numFmt numFmtId="{n}" formatCode="{attribute(text)}"/>' for text, n in own.items())
        parts = (
            f'<numFmts count="{len(own)}">{formats}</numFmts>' if own else "",
            _counted("fonts", [_font(font) for font in self._fonts]),
            _counted("fills", [_fill(color) for color in self._fills]),
            _counted("borders", [_border(border) for border in self._borders]),
            _BASE,
            _counted("cellXfs", self._cells),
            _NORMAL,
            _counted("dxfs", [_difference(look) for look in self._differences]) if self._differences else "",
        )
        return f'{DECLARATION}<styleSheet xmlns="{MAIN}">{"".join(parts)}</styleSheet>'

    def _cell(self, style: Style) -> str:
        font, fill = _number(self._fonts, style.font), _number(self._fills, style.fill)
        border, shown = _number(self._borders, style.border), self._format(style.number_format)
        kind = f'numFmtId="{shown}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
        applied = {"Number": shown, "Font": font, "Fill": fill, "Border": border}
        flags = "".join(f' apply{"NumberFormat" if n == "Number" else n}="1"' for n, used in applied.items() if used)
        alignment, protection = _alignment(style), "" if style.locked else '<protection locked="0"/>'
        flags += ' applyAlignment="1"' if alignment else ""
        flags += ' applyProtection="1"' if protection else ""
        inside = alignment + protection
        return f"<xf {kind}{flags}>{inside}</xf>" if inside else f"<xf {kind}{flags}/>"

    def _format(self, text: str) -> int:
        if text not in self._formats:
            own = sum(n >= _FIRST_OWN_FORMAT for n in self._formats.values())
            self._formats[text] = BUILT_IN.get(text, _FIRST_OWN_FORMAT + own)
        return self._formats[text]


def _number(numbers: dict[T, int], item: T) -> int:
    return numbers.setdefault(item, len(numbers))


def _counted(tag: str, items: list[str]) -> str:
    return f'<{tag} count="{len(items)}">{"".join(items)}</{tag}>'


def _font(font: Font) -> str:
    marks = ("<b/>" if font.bold else "") + ("<i/>" if font.italic else "") + ("<u/>" if font.underline else "")
    color = f'<color rgb="FF{font.color}"/>' if font.color else '<color theme="1"/>'
    name = f'<name val="{attribute(font.name)}"/><family val="2"/>'
    return f'<font>{marks}<sz val="{number(font.size)}"/>{color}{name}</font>'


def _fill(color: str) -> str:
    if color in ("", "gray125"):
        return f'<fill><patternFill patternType="{color or "none"}"/></fill>'
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{color}"/><bgColor indexed="64"/></patternFill></fill>'
    )


def _border(border: Border) -> str:
    return f"<border>{_edges(border, _edge)}<diagonal/></border>"


def _edges(border: Border, shown: Callable[[str, Edge | None], str]) -> str:
    return "".join(shown(side, getattr(border, side)) for side in _SIDES)


def _edge(side: str, edge: Edge | None) -> str:
    return f'<{side} style="{edge.style}"><color rgb="FF{edge.color}"/></{side}>' if edge else f"<{side}/>"


def _alignment(style: Style) -> str:
    words = {
        "horizontal": style.horizontal,
        "vertical": style.vertical,
        "wrapText": "1" if style.wrap else "",
        "indent": str(style.indent) if style.indent else "",
    }
    told = "".join(f' {name}="{word}"' for name, word in words.items() if word)
    return f"<alignment{told}/>" if told else ""


def _difference(look: Difference) -> str:
    weight, color = "<b/>" if look.bold else "", f'<color rgb="FF{look.color}"/>' if look.color else ""
    font = f"<font>{weight}{color}</font>" if weight or color else ""
    solid = f'<patternFill patternType="solid"><bgColor rgb="FF{look.fill}"/></patternFill>'
    fill = f"<fill>{solid}</fill>" if look.fill else ""
    edges = _edges(look.border, lambda side, edge: _edge(side, edge) if edge else "")
    return f"<dxf>{font}{fill}{f'<border>{edges}</border>' if edges else ''}</dxf>"
