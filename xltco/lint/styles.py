"""How cells look: the colours, number format and size of each style of the file, and which styles mark inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.numbers import BUILTIN_FORMATS

from xltco.lint.xml import Node, integer, real, truth

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


def styles_of(root: Node) -> tuple[list[Style], list[str]]:
    """The cell styles of a file in their order, and every number format it states."""
    stated = {integer(node.get("numFmtId")): node.get("formatCode") for node in root.walk() if node.name == "numFmt"}
    formats: dict[int, str] = {**BUILTIN_FORMATS, **stated}
    fonts = [_font(node) for node in root.below("fonts")]
    fills = [_fill(node) for node in root.below("fills")]
    styles = []
    for xf in root.below("cellXfs"):
        font, underlined, size = _at(fonts, integer(xf.get("fontId")), ("000000", False, 11.0))
        fill = _at(fills, integer(xf.get("fillId")), "FFFFFF")
        styles.append(Style(font, fill, underlined, size, formats.get(integer(xf.get("numFmtId")), "General")))
    return styles, list(stated.values())


def _at(items: list[_T], index: int, other: _T) -> _T:
    return items[index] if 0 <= index < len(items) else other


def _font(node: Node) -> tuple[str | None, bool, float]:
    underline, size = node.child("u"), node.child("sz")
    points = real(size.get("val")) if size else None
    is_underlined = underline is not None and underline.get("val") != "none"
    return _colour(node.child("color"), "000000"), is_underlined, 11.0 if points is None else points


def _fill(node: Node) -> str | None:
    pattern = node.child("patternFill")
    if pattern is None:
        # A gradient has no one colour.
        return None
    kind = pattern.get("patternType") or "none"
    if kind == "none":
        return "FFFFFF"
    return _colour(pattern.child("fgColor"), None) if kind == "solid" else None


def _colour(node: Node | None, other: str | None) -> str | None:
    if node is None or truth(node.get("auto")):
        return other
    rgb = node.get("rgb")
    if node.get("indexed"):
        index = integer(node.get("indexed"))
        rgb = COLOR_INDEX[index] if index < len(COLOR_INDEX) else ""
    if node.get("theme"):
        return None if node.get("tint") else _THEME.get(integer(node.get("theme")))
    return rgb[-6:].upper() if len(rgb) in (6, 8) else other
