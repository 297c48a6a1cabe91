"""How wide a number is as Excel shows it, estimated from below: what is counted is there for certain."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(General)|(AM/PM)|([0#?.,]+)|([Ee][+-])|(.)', re.IGNORECASE | re.DOTALL
)
# Semicolons outside quotation marks.
_SEPARATOR = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
LONGEST_FORMAT = 255
# In widths of a digit; letters and signs vary, so they count as little as they may.
_NARROW = frozenset(".,:;'| !ilI()[]/-")
_DATE_WIDTHS = {"y": 1.0, "d": 1.0, "h": 1.0, "s": 1.0, "m": 1.0}


class _Section(NamedTuple):
    """One section of a number format."""

    literal: float
    decimals: int
    is_grouped: bool
    scale: float
    has_number: bool
    is_measurable: bool


def shown_width(number: float, number_format: str) -> float:
    """The width of a number in digits; 0 where it can't be told."""
    sections = _sections(number_format)
    index = 0
    if len(sections) > 1 and number < 0:
        index = 1
    if len(sections) > 2 and number == 0:
        index = 2
    section = sections[index]
    if not section.is_measurable:
        return 0.0
    if not section.has_number:
        return section.literal
    text = f"{abs(number) * section.scale:,.{section.decimals}f}"
    if not section.is_grouped:
        text = text.replace(",", "")
    sign = 0.5 if number < 0 and index == 0 else 0.0
    return sign + section.literal + _width(text)


def _width(text: str) -> float:
    return sum(0.45 if character in _NARROW else 1.0 if character.isdigit() else 0.7 for character in text)


@lru_cache(maxsize=1000)
def _sections(number_format: str) -> list[_Section]:
    found = [_section(part) for part in _SEPARATOR.split(number_format[:LONGEST_FORMAT])]
    return found[:3] or [_section("General")]


def _section(text: str) -> _Section:
    literal, scale, digits, is_measurable = 0.0, 1.0, "", True
    for quoted, escaped, bracket, general, noon, number, exponent, other in _TOKEN.findall(text):
        if general or exponent or noon or (bracket and bracket[0] not in "$<>=" and not bracket.isalpha()):
            # General gives way to a shorter form by itself; exponents and elapsed times are rare.
            is_measurable = False
        elif quoted or escaped:
            literal += _width(quoted or escaped)
        elif number:
            digits += number
        elif other.lower() in _DATE_WIDTHS:
            literal += _DATE_WIDTHS[other.lower()]
        elif other == "%":
            scale, literal = scale * 100, literal + 1.0
        elif other in ("?", "@", "/"):
            literal += 0.3
        elif other:
            literal += _width(other)
    # Commas at the end of the digits show thousands, millions and so on.
    shown = digits.rstrip(",")
    scale /= 1000 ** (len(digits) - len(shown))
    whole, _, fraction = shown.partition(".")
    decimals = sum(character in "0#?" for character in fraction)
    # A # shows a digit only where there is one.
    decimals -= fraction.count("#")
    return _Section(literal, max(decimals, 0), "," in whole, scale, bool(digits), is_measurable)
