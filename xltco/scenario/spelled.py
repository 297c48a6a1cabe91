"""Numbers as people write them (`1,000,000`, `1B`, `70%`, `$0.50`) and the form in which a scenario states them."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from xltco.inputs import Input

_FRACTIONS = ("share", "rate")
# Up to here a number is rather a fraction out of its bounds than a percentage.
_OWN_FRACTION = 2
_POWERS = {"k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9, "g": 9, "t": 12, "tn": 12}
_PLAIN = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_GROUPED = r"[+-]?\d{1,3}(?:[,_' ]\d{3})+(?:\.\d+)?"
_SUFFIX = r"(?:%|[kK]|[mMbBtT][nN]?|[gG])"
_SPELLED = re.compile(rf"[$€£₹]?\s*({_GROUPED}|{_PLAIN})\s*({_SUFFIX})?", re.ASCII)
# A number after '=' or ':' that TOML or JSON does not take: grouped by commas, with a suffix or a currency sign.
_UNQUOTED = re.compile(
    rf"[=:]\s*([$€£₹]\s*(?:{_GROUPED}|{_PLAIN})\s*{_SUFFIX}?"
    rf"|[+-]?\d{{1,3}}(?:[, ']\d{{3}})+(?:\.\d+)?\s*{_SUFFIX}?|{_PLAIN}\s*{_SUFFIX})(?![\w.])"
)
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"(?P<key>(?=\s*:))?|\'[^\']*\'|#.*')


def right_form(text: str) -> str | None:
    """How a scenario states the number that the text spells; None where it spells none."""
    match = _SPELLED.fullmatch(text.strip())
    if match is None or len(text) > 60:
        return None
    digits, suffix = re.sub(r"[,_' ]", "", match[1]), (match[2] or "").lower()
    if suffix == "%":
        return fraction(Decimal(digits))
    if suffix:
        return f"{digits}e{_POWERS[suffix]}" if "e" not in digits.lower() else None
    has_groups = digits != match[1]
    return f"{digits} or {_short(digits)}" if has_groups and _short(digits) else digits


def fraction(percentage: float | Decimal) -> str:
    """A percentage as a fraction with two digits at least: 70 is 0.70, 12.5 is 0.125."""
    value = Decimal(str(percentage)) / 100
    digits = max(2, -int(value.normalize().as_tuple().exponent)) if value else 2
    return f"{value:.{digits}f}"


def percentage_hint(value: object, item: Input) -> str:
    """What a percentage looks like as a fraction, where a share or rate is out of its bounds; else nothing."""
    if item.unit.name not in _FRACTIONS or isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if not math.isfinite(value):
        return ""
    if not is_within(value / 100, item) or abs(value) <= _OWN_FRACTION:
        return "; 8% is 0.08"
    return f"; {value:g}% is {fraction(value)}"


def is_within(value: float, item: Input) -> bool:
    """Whether the bounds of the input hold the number."""
    above = value > item.above if item.above is not None else item.at_least is None or value >= item.at_least
    return above and (item.at_most is None or value <= item.at_most)


def spelled_in(line: str) -> tuple[str, str] | None:
    """The number that a line of TOML or JSON spells without quotes, and its right form; None where it spells none."""
    match = _UNQUOTED.search(_STRING_OR_COMMENT.sub('""', line))
    form = match and right_form(match[1])
    return (match[1].strip(), form) if match and form else None


def _short(digits: str) -> str:
    """1000000 as 1e6; nothing where that would not be shorter."""
    match = re.fullmatch(r"([+-]?\d+?)(0{3,})(?:\.0*)?", digits)
    return f"{match[1]}e{len(match[2])}" if match else ""
