"""What pydantic found wrong, in the words of the scenario: what is allowed, and the nearest known name."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

from xltco.errors import Problem
from xltco.inputs import Input
from xltco.scenario.fields import not_tiny
from xltco.scenario.spelled import is_within, percentage_hint, right_form
from xltco.scenario.stated import META_KEYS, MOST_ACTUALS, TABLES, actual_inputs, inputs_by_table

_MOST_NAMES = 40
_WHOLE = {
    "actuals": f"at most {MOST_ACTUALS} tables [[actuals]], each with month, tokens and api_spend",
    "actuals.month": "a month such as '2026-08', or its running number",
    "as_of": "a date such as 2026-01-31",
    "source": "a text",
    "note": "a text",
    "currency": "an ISO 4217 currency code such as USD, EUR or INR",
}


def problem_of(error: dict[str, Any], place: Callable[[str], str]) -> Problem:
    """One pydantic error as a problem with its place, what is allowed and the value that was found."""
    parts = [str(part) for part in error["loc"]]
    if parts[0] == "sources":
        parts = [*parts[1].split("."), *parts[2:]]
    if parts[0] == "actuals" and len(parts) > 1 and parts[1].isdigit():
        parts[1] = str(int(parts[1]) + 1)
    key, kind, value = ".".join(parts), error["type"], error["input"]
    if kind == "extra_forbidden":
        return Problem(place(key), "is not known" + nearest(parts[-1], _siblings(parts)), value)
    allowed = _allowed(parts)
    if kind == "missing":
        return Problem(place(key), f"is missing: give {allowed}", has_value=False)
    if kind == "value_error" and isinstance(value, float):
        return Problem(place(key), error["msg"].removeprefix("Value error, "), value)
    return Problem(place(key), f"must be {allowed}{_remedy(value, _input(parts))}", value)


def wrong_value(place: str, item: Input, value: Any) -> Problem:
    """What is wrong with a value that the input does not take."""
    if is_within(value, item):
        try:
            not_tiny(value)
        except ValueError as error:
            return Problem(place, str(error), value)
    return Problem(place, f"must be {_allowed_of(item)}{_remedy(value, item)}", value)


def _remedy(value: Any, item: Input | None) -> str:
    """What to write in the value's place, where that can be told."""
    if isinstance(value, str) and value.startswith("="):
        return "; type the value itself, not a formula"
    if item is None or item.kind not in ("number", "integer"):
        return ""
    if not isinstance(value, str):
        return percentage_hint(value, item)
    form = right_form(value)
    if form is None:
        return ""
    if "%" in value and not is_within(float(form), item):
        return f"; {value.strip()} is {form} as a fraction"
    return f": write {form} as a number, without quotes"


def nearest(word: str, known: list[str]) -> str:
    """The known name that looks like the word, or the known names."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else f"; known here: {', '.join(known[:_MOST_NAMES])}"


def _siblings(parts: list[str]) -> list[str]:
    if len(parts) == 1:
        return [*META_KEYS, *TABLES, "actuals", "cases"]
    items = actual_inputs() if parts[0] == "actuals" else inputs_by_table().get(parts[0], ())
    return [item.key for item in items]


def _input(parts: list[str]) -> Input | None:
    """The input of that key, if it is one."""
    items = actual_inputs() if parts[0] == "actuals" else inputs_by_table().get(parts[0], ())
    return next((item for item in items if item.key == parts[-1]), None)


def _allowed(parts: list[str]) -> str:
    table, key = parts[0], parts[-1]
    if table == "actuals" and key == "month":
        return _WHOLE["actuals.month"]
    item = _input(parts)
    if item is not None:
        return _allowed_of(item)
    if key in TABLES:
        required = [item.key for item in inputs_by_table()[key] if item.required]
        return f"a table [{key}]" + (f" with at least {', '.join(required)}" if required else "")
    return _WHOLE.get(key, "a text of at most 2,000 characters without control characters")


def _allowed_of(item: Input) -> str:
    return f"{item.allowed} ({item.unit.label})"
