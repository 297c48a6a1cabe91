"""The one table of texts: every sentence by its key in `texts.toml`, as an Excel expression and as Python arrays.

A text is a whole sentence (or a whole part of one) with placeholders in braces. A line gives the pieces that go into
them twice, once as Excel expressions and once as arrays; the words between them stand in the table alone, so that
wording changes in one place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import reduce
from importlib import resources
from typing import Any

import numpy as np

from xltco.errors import DefinitionError
from xltco.lines import Array

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')


def _flat(table: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """The texts of nested tables under their dotted keys."""
    flat: dict[str, str] = {}
    for key, value in table.items():
        flat |= _flat(value, f"{above}{key}.") if isinstance(value, dict) else {f"{above}{key}": value}
    return flat


def texts_of(toml: str) -> dict[str, str]:
    """The texts that such a file states, by key."""
    return _flat(tomllib.loads(toml))


TEXTS: Mapping[str, str] = texts_of(resources.files("xltco.model").joinpath("texts.toml").read_text("utf-8"))


def quoted(words: str) -> str:
    """Words as an Excel expression."""
    return '"' + words.replace('"', '""') + '"'


def excel_text(key: str, **pieces: str) -> str:
    """The Excel expression of a text, with an Excel expression for each placeholder.

    DefinitionError: an unknown key, or pieces that are not those which the text names.
    """
    parts: list[str] = []
    for part in _parts(key, pieces):
        literal = _LITERAL.fullmatch(part)
        if literal and parts and _LITERAL.fullmatch(parts[-1]):
            parts[-1] = parts[-1][:-1] + literal[1] + '"'
        else:
            parts.append(part)
    return "&".join(parts) or '""'


def text(key: str, **pieces: Array | str) -> Array:
    """The text as an array, with an array of texts (or one word for all) for each placeholder.

    DefinitionError: an unknown key, or pieces that are not those which the text names.
    """
    words = TEXTS.get(key, "")
    _require_pieces(key, pieces)
    split = PLACEHOLDER.split(words)
    return joined(*(pieces[part] if place % 2 else part for place, part in enumerate(split)))


def joined(*parts: Array | str) -> Array:
    """The parts of a sentence in a row."""
    return np.asarray(reduce(np.strings.add, map(np.asarray, parts)))


def _parts(key: str, pieces: Mapping[str, str]) -> list[str]:
    """The words between placeholders as Excel literals, and the pieces as they are."""
    _require_pieces(key, pieces)
    split = PLACEHOLDER.split(TEXTS[key])
    return [pieces[part] if place % 2 else quoted(part) for place, part in enumerate(split) if part]


def _require_pieces(key: str, pieces: Mapping[str, object]) -> None:
    if key not in TEXTS:
        raise DefinitionError(f"texts.toml has no text {key!r}")
    named = set(PLACEHOLDER.findall(TEXTS[key]))
    if named != set(pieces):
        odd = ", ".join(sorted(named ^ set(pieces)))
        raise DefinitionError(f"text {key!r} and the pieces that a line gives it name different placeholders ({odd})")
