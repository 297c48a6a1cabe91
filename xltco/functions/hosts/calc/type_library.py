"""The type library (.rdb) that tells LibreOffice the methods of a UNO interface, written without its SDK.

The layout is that of `unoidl-write`: "UNOIDL" and a version, the offset and length of the root map, then the
entities. A map is a list of pairs: offset of the name, offset of the entity. Numbers are little-endian; a text stands
once, and later is the offset of the first, with the highest bit set. A test compares it with the tool's own output.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_HEADER = b"UNOIDL\xff\0"
_ROOT_AT = len(_HEADER)
_MODULE, _INTERFACE = 0, 5
_IN = 0
_SEEN = 0x80000000
_ANSWER = "[][]any"
_BASE = "com.sun.star.uno.XInterface"

# Name of a method to its parameters, each a name and a type such as "any" or "[]any".
Methods = Mapping[str, Sequence[tuple[str, str]]]


def type_library(interface: str, methods: Methods, comment: bytes = b"\0") -> bytes:
    """A library of one interface, named with its modules; every method answers rows of `any`."""
    *modules, name = interface.split(".")
    writer = _Writer()
    writer.raw(_HEADER + bytes(8) + comment)
    entity = _interface(writer, methods)
    for module in reversed(modules):
        label = writer.name(name)
        entity = writer.here(struct.pack("<BIII", _MODULE, 1, label, entity))
        name = module
    label = writer.name(name)
    root = writer.here(struct.pack("<II", label, entity))
    struct.pack_into("<II", writer.content, _ROOT_AT, root, 1)
    return bytes(writer.content)


class _Writer:
    def __init__(self) -> None:
        self.content = bytearray()
        self._texts: dict[str, int] = {}

    def raw(self, content: bytes) -> None:
        self.content += content

    def here(self, content: bytes) -> int:
        """Write it; where it stands."""
        offset = len(self.content)
        self.content += content
        return offset

    def count(self, number: int) -> None:
        self.content += struct.pack("<I", number)

    def name(self, text: str) -> int:
        """A name that a map points to."""
        return self.here(text.encode("ascii") + b"\0")

    def text(self, text: str) -> None:
        """A text within an entity."""
        if text in self._texts:
            self.count(self._texts[text] | _SEEN)
            return
        self._texts[text] = len(self.content)
        self.count(len(text))
        self.content += text.encode("ascii")


def _interface(writer: _Writer, methods: Methods) -> int:
    offset = writer.here(bytes([_INTERFACE]))
    writer.count(1)
    writer.text(_BASE)
    writer.count(0)  # optional bases
    writer.count(0)  # attributes
    writer.count(len(methods))
    for name, parameters in methods.items():
        writer.text(name)
        writer.text(_ANSWER)
        writer.count(len(parameters))
        for parameter, kind in parameters:
            writer.raw(bytes([_IN]))
            writer.text(parameter)
            writer.text(kind)
        writer.count(0)  # exceptions
    return offset
