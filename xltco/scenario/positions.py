"""On which line of a file a key stands: read again from the text, and only when a message needs it.

No parser of ours tells positions of TOML, so its tables and keys are looked for line by line. YAML is read as nodes,
and JSON is YAML of a kind. Keys are the dotted ones of messages: `buy.batch_discount`, `actuals.1.tokens`,
`cases.low.buy.batch_discount`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from typing import Any

Lines = Mapping[str, int]

_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_KEY = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEY})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*({_KEY})\s*=")
_TOKEN = re.compile(r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*|[\[{]|[\]}]')
# Deeper than cases.low.table.key nothing is looked for.
_DEEPEST = 5


def placer(name: str, suffix: str, text: str) -> Callable[[str], str]:
    """What says where a key stands: `name:line: key`, or `name: key` where the line is not found."""
    known: list[Lines] = []

    def place(key: str) -> str:
        if not known:
            known.append(lines_of(suffix, text))
        line = line_of(key, known[0])
        return f"{name}:{line}: {key}" if line else f"{name}: {key}"

    return place


def line_of(key: str, lines: Lines) -> int | None:
    """The line of the key, or of the innermost table around it that the file has."""
    while key not in lines:
        key, dot, _ = key.rpartition(".")
        if not dot:
            return None
    return lines[key]


def key_on(line: int, lines: Lines) -> str | None:
    """The innermost key that stands on a line, if one does."""
    return max((key for key, found in lines.items() if found == line), key=len, default=None)


def lines_of(suffix: str, text: str) -> Lines:
    """The line of each dotted key; empty where the text can't be read that way."""
    found: dict[str, int] = {}
    try:
        for key, line in _toml(text) if suffix == ".toml" else _nodes(text):
            found.setdefault(key, line)
    except Exception:  # a line number is a courtesy: whatever is wrong with the text is told elsewhere
        return found
    return found


def _toml(text: str) -> Iterator[tuple[str, int]]:
    table: tuple[str, ...] = ()
    rows: Counter[tuple[str, ...]] = Counter()
    value = _Value()
    for number, line in enumerate(text.splitlines(), start=1):
        if value.is_open:
            yield from ((f"{value.key}.{nth}", number) for nth in value.read(line))
        elif header := _HEADER.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                rows[table] += 1
                table = (*table, str(rows[table]))
            yield ".".join(table), number
        elif assignment := _ASSIGNMENT.match(line):
            parts = _parts(assignment[1])
            for depth in range(1, len(parts) + 1):
                yield ".".join((*table, *parts[:depth])), number
            value = _Value(".".join((*table, *parts)))
            yield from ((f"{value.key}.{nth}", number) for nth in value.read(line[assignment.end() :]))


class _Value:
    """A value that may go on over several lines: an array, a table in braces or a text in three quotes."""

    def __init__(self, key: str = "") -> None:
        self.key, self.depth, self.quotes, self.tables = key, 0, "", 0

    @property
    def is_open(self) -> bool:
        return bool(self.quotes) or self.depth > 0

    def read(self, line: str) -> Iterator[int]:
        """Follow one more line; yields the number of each table that begins in it, as `[{...}, {...}]` has them."""
        position = 0
        while True:
            if self.quotes:
                end = line.find(self.quotes, position)
                if end < 0:
                    return
                position, self.quotes = end + 3, ""
            token = _TOKEN.search(line, position)
            if token is None:
                return
            position = token.end()
            if token[0] in ('"""', "'''"):
                self.quotes = token[0]
            elif token[0] in "[{":
                self.depth += 1
                if token[0] == "{" and self.depth > 1:
                    self.tables += 1
                    yield self.tables
            elif token[0] in "]}":
                self.depth -= 1


def _parts(dotted: str) -> tuple[str, ...]:
    """The parts of a key as TOML reads them."""
    content: Any = tomllib.loads(f"{dotted} = 0")
    parts: list[str] = []
    while isinstance(content, dict):
        [(part, content)] = content.items()
        parts.append(part)
    return tuple(parts)


def _nodes(text: str) -> Iterator[tuple[str, int]]:
    from ruamel.yaml import YAML

    root = YAML(typ="safe", pure=True).compose(StringIO(text.replace("\t", " ")))
    yield from _below(root, (), set())


def _below(node: Any, path: tuple[str, ...], seen: set[int]) -> Iterator[tuple[str, int]]:
    """The keys under a node; a node that stands under many names is followed once, so no file takes long."""
    if id(node) in seen or len(path) >= _DEEPEST or not isinstance(node.value, list):
        return
    seen.add(id(node))
    for nth, entry in enumerate(node.value, start=1):
        key, inner = entry if isinstance(entry, tuple) else (None, entry)
        below = (*path, str(key.value) if key is not None else str(nth))
        yield ".".join(below), (key or inner).start_mark.line + 1
        yield from _below(inner, below, seen)
