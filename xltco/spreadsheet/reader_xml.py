"""XML of a workbook, parsed without trusting it: no entities, no document types."""

from __future__ import annotations

from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from xltco.errors import WorkbookError

# Between namespace and name, as the parser reports an element.
_BETWEEN = " "
# No part that a program reads whole is nested deeper; a hostile one may be.
_DEEPEST = 200
Attributes = dict[str, str]


class Element(NamedTuple):
    """An element with the text directly inside it; its name and its attributes' names without their namespaces."""

    name: str
    attributes: Attributes
    text: str
    inside: tuple[str, ...]


class EntityError(Exception):
    """The part declares a document type: entities could make it grow without bounds."""


class DamagedXmlError(WorkbookError):
    """The part is no well-formed XML: where, and why."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where} is damaged: {reason}")
        self.reason = reason


def parser_of() -> XMLParserType:
    """A parser that names elements with their namespaces and refuses document types."""
    parser = ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.buffer_size = 65_536
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def parse(parser: XMLParserType, data: bytes, where: str) -> None:
    """Run the parser over a part; WorkbookError where it is no XML, or none that a workbook holds."""
    try:
        parser.Parse(data, True)
    except EntityError:
        raise WorkbookError(f"{where} declares entities, which no workbook does; not read") from None
    except (ExpatError, ValueError) as error:
        raise DamagedXmlError(where, str(error)) from None


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(_BETWEEN)[2]


def elements(data: bytes | None, where: str) -> list[Element]:
    """Every element of a small part, in the order in which they begin, with the names of those around it."""
    if data is None:
        return []
    found: list[tuple[str, Attributes, list[str], tuple[str, ...]]] = []
    stack: list[int] = []
    names: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        if len(stack) > _DEEPEST:
            raise WorkbookError(f"{where} is nested deeper than any workbook; not read")
        plain = {local(key): value for key, value in attributes.items()}
        stack.append(len(found))
        found.append((local(name), plain, [], tuple(names)))
        names.append(local(name))

    def end(_: str) -> None:
        stack.pop()
        names.pop()

    def text(said: str) -> None:
        if stack:
            found[stack[-1]][2].append(said)

    parser = parser_of()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parse(parser, data, where)
    return [Element(name, attributes, "".join(said), inside) for name, attributes, said, inside in found]


def _refuse(*_: object) -> None:
    raise EntityError
