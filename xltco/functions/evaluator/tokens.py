"""Cuts the text of a formula into tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from xltco.errors import DefinitionError
from xltco.functions.errors import SHEET_ERRORS

_SIGNS = ("<=", ">=", "<>", "+", "-", "*", "/", "^", "=", "<", ">", "(", ")", "{", "}", ",", ";")


class Token(NamedTuple):
    """A token: its kind (number, text, error, name, sign or end) and its text; of a text in quotes, what it says."""

    kind: str
    text: str


def tokens_of(formula: str) -> Iterator[Token]:
    """The formula's tokens and, last, its end. DefinitionError: a character that begins none."""
    place = 0
    while place < len(formula):
        character = formula[place]
        if character == " ":
            place += 1
        elif character == '"':
            end = _end_of_text(formula, place)
            yield Token("text", formula[place + 1 : end - 1].replace('""', '"'))
            place = end
        else:
            token = _number(formula, place) or _word(formula, place) or _fixed(formula, place)
            if token is None:
                raise DefinitionError(f"{formula!r}: {character!r} is not understood")
            yield token
            place += len(token.text)
    yield Token("end", "")


def _end_of_text(formula: str, start: int) -> int:
    """The place after the closing quotes; two of them inside are one that the text says."""
    place = start + 1
    while (found := formula.find('"', place)) >= 0:
        if formula[found + 1 : found + 2] != '"':
            return found + 1
        place = found + 2
    raise DefinitionError(f"{formula!r}: a text has no end")


def _number(formula: str, start: int) -> Token | None:
    end = start
    while end < len(formula) and (formula[end].isdigit() or formula[end] == "."):
        end += 1
    return Token("number", formula[start:end]) if end > start else None


def _word(formula: str, start: int) -> Token | None:
    end = start
    while end < len(formula) and (formula[end].isalnum() or formula[end] == "_"):
        end += 1
    return Token("name", formula[start:end]) if end > start else None


def _fixed(formula: str, start: int) -> Token | None:
    for kind, words in (("error", SHEET_ERRORS), ("sign", _SIGNS)):
        found = next((word for word in words if formula.startswith(word, start)), None)
        if found:
            return Token(kind, found)
    return None
