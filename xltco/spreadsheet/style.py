"""How a cell looks. Styles are values: equal ones are one style in the file, and a change gives another style."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Font:
    """Colours are RRGGBB; without one the text is in the reader's own colour of text."""

    name: str = "Calibri"
    size: float = 11
    color: str = ""
    bold: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(frozen=True)
class Edge:
    """One side of a border: `thin`, `hair` or another of Excel's lines."""

    style: str
    color: str


@dataclass(frozen=True)
class Border:
    """The lines around a cell."""

    left: Edge | None = None
    right: Edge | None = None
    top: Edge | None = None
    bottom: Edge | None = None


@dataclass(frozen=True)
class Style:
    """All that a cell shows beside its content. `fill` is RRGGBB; `horizontal` and `vertical` are Excel's words."""

    font: Font = Font()
    fill: str = ""
    border: Border = Border()
    number_format: str = "General"
    horizontal: str = ""
    vertical: str = ""
    wrap: bool = False
    indent: int = 0
    locked: bool = True

    def __hash__(self) -> int:
        # Computed once: a sheet asks for it with every cell.
        known: int | None = self.__dict__.get("_hash")
        if known is None:
            known = hash((self.font, self.fill, self.border, self.number_format, self.horizontal, self.vertical))
            object.__setattr__(self, "_hash", known)
        return known

    def with_(self, **changes: Any) -> Style:
        """The style with some of its fields changed; the same object every time."""
        return _changed(self, tuple(changes.items()))


@cache
def _changed(style: Style, changes: tuple[tuple[str, Any], ...]) -> Style:
    return replace(style, **dict(changes))


PLAIN = Style()


@dataclass(frozen=True)
class Difference:
    """What a conditional format changes about a cell; nothing where a field is empty."""

    color: str = ""
    bold: bool = False
    fill: str = ""
    border: Border = Border()
