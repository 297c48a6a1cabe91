"""How cells look: the colours, number format and size of each style of the file, and which styles mark inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.numbers import BUILTIN_FORMATS

from xltco.lint.xml import child, children, integer, local, truth

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_T = TypeVar("_T")
_BLUE = "0000FF"
# Excel's own cell style "Input".
_EXCEL_INPUT = ("3F3F76", "FFCC99")
# Themes may be changed, but the first two are all but always white paper and black ink.
_THEME = {0: "FFFFFF", 1: "000000"}


@dataclass(frozen=True)
class Style:
    """What a rule may ask about a cell's look; a colour that a theme decides is None."""

    font: str | None = "000000"
    fill: str | None = "FFFFFF"
    is_underlined: bool = False
    size: float = 11.0
    number_format: str = "General"

    @property
    def is_input(self) -> bool:
        """Blue is an input, but a blue underlined text is a link; so is Excel's own style for inputs."""
        return (self.font == _BLUE and not self.is_underlined) or (self.font, self.fill) == _EXCEL_INPUT


def styles_of(root: Element) -> tuple[list[Style], list[str]]:
    """The cell styles of a file in their order, and every number format it states."""
    stated = {integer(e.get("numFmtId")): e.get("formatCode", "") for e in root.iter() if local(e) == "numFmt"}
    formats: dict[int, str] = {**BUILTIN_FORMATS, **stated}
    fonts = [_font(e) for e in children(child(root, "fonts"))]
    fills = [_fill(e) for e in children(child(root, "fills"))]
    styles = []
    for xf in children(child(root, "cellXfs")):
        font, underlined, size = _at(fonts, integer(xf.get("fontId")), ("000000", False, 11.0))
        fill = _at(fills, integer(xf.get("fillId")), "FFFFFF")
        styles.append(Style(font, fill, underlined, size, formats.get(integer(xf.get("numFmtId")), "General")))
    return styles, list(stated.values())


def _at(items: list[_T], index: int, other: _T) -> _T:
    return items[index] if 0 <= index < len(items) else other


def _font(element: Element) -> tuple[str | None, bool, float]:
    colour, underline, size = child(element, "color"), child(element, "u"), child(element, "sz")
    try:
        points = float(size.get("val", "11")) if size is not None else 11.0
    except ValueError:
        points = 11.0
    is_underlined = underline is not None and underline.get("val") != "none"
    return _colour(colour, "000000"), is_underlined, points


def _fill(element: Element) -> str | None:
    pattern = child(element, "patternFill")
    if pattern is None:
        # A gradient has no one colour.
        return None
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return "FFFFFF"
    return _colour(child(pattern, "fgColor"), None) if kind == "solid" else None


def _colour(element: Element | None, other: str | None) -> str | None:
    if element is None or truth(element.get("auto")):
        return other
    rgb = element.get("rgb") or ""
    if element.get("indexed") is not None:
        index = integer(element.get("indexed"))
        rgb = COLOR_INDEX[index] if index < len(COLOR_INDEX) else ""
    if element.get("theme") is not None:
        return None if element.get("tint") else _THEME.get(integer(element.get("theme")))
    return rgb[-6:].upper() if len(rgb) in (6, 8) else other
