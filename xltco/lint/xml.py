"""Small helpers on elements, whatever their namespace: strict and transitional files differ in it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without its namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def children(element: Element | None) -> Iterator[Element]:
    """The elements right below; none below no element."""
    return iter(element) if element is not None else iter(())


def child(element: Element | None, name: str) -> Element | None:
    """The first element right below with that local name, if any."""
    return next((e for e in children(element) if local(e) == name), None)


def integer(text: str | None) -> int:
    """A whole number of the file; 0 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def real(text: str | None) -> float | None:
    """A number of the file; None for what is none, such as NaN."""
    try:
        number = float(text) if text and "_" not in text else None
    except ValueError:
        return None
    return number if number is not None and math.isfinite(number) else None


def truth(text: str | None) -> bool:
    """Whether an attribute of XML says yes."""
    return (text or "").lower() in ("1", "true", "on")


def rich_text(element: Element) -> str:
    """The text of a string, whole or in runs, without the phonetic reading beside it."""
    parts = []
    for e in children(element):
        if local(e) == "t":
            parts.append(e.text or "")
        elif local(e) == "r":
            text = child(e, "t")
            parts.append(text.text or "" if text is not None else "")
    return "".join(parts)
