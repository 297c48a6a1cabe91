"""Small parts as trees of nodes, without namespaces: strict and transitional files differ in them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from xltco.spreadsheet.reader_xml import Attributes, local


@dataclass(slots=True)
class Node:
    """An element: its name and its attributes' names without namespaces, its text, and the elements inside."""

    name: str
    attributes: Attributes
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute; empty where it is not stated."""
        return self.attributes.get(name, "")

    def child(self, name: str) -> Node | None:
        """The first element right below with that name, if any."""
        return next((node for node in self.children if node.name == name), None)

    def below(self, name: str) -> list[Node]:
        """The elements inside the first element right below with that name."""
        found = self.child(name)
        return found.children if found else []

    def walk(self) -> Iterator[Node]:
        """The element and all below it, in the order in which they begin."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)


class Tree:
    """Builds nodes from what the parser reports: `root` is the first, `depth` how many are open."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []

    @property
    def depth(self) -> int:
        """How many elements have begun and not ended."""
        return len(self._open)

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        node = Node(local(name), {local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(node)
        elif self.root is None:
            self.root = node
        self._open.append(node)

    def end(self, _: str) -> None:
        """The innermost element ends."""
        self._open.pop()

    def text(self, said: str) -> None:
        """A text stands in the innermost element, after its children or before."""
        if self._open:
            self._open[-1].text += said


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
