"""Calls of the functions with the answers that every host must give: the worked examples, and random arguments.

A call's arguments are what a sheet holds: numbers, texts, truth values, None for an empty cell, rows for ranges.
"""

from __future__ import annotations

import datetime
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xltco.functions import CATALOGUE, CellError, Function
from xltco.functions.arguments import Argument
from xltco.functions.calculate import Grid, calculate
from xltco.functions.check import serial_of
from xltco.model import MODEL

# How near two hosts must be; differences of two large amounts are as near as the larger of them.
RELATIVE = 1e-12
NEAR_ZERO = 1e-6


@dataclass(frozen=True)
class Call:
    """One call and the catalogue's own answer to it, computed when asked for."""

    function: Function
    arguments: tuple[Any, ...]

    @property
    def answer(self) -> Grid:
        return calculate(self.function, self.arguments)

    def __str__(self) -> str:
        return f"{self.function.name}{self.arguments}"


def examples(functions: Sequence[Function] | None = None) -> Iterator[Call]:
    """The worked examples of the catalogue; dates as the serial numbers that a sheet holds."""
    for function in functions or CATALOGUE.values():
        for example in function.examples:
            yield Call(function, tuple(_in_a_sheet(value) for value in example.arguments))


def random_calls(function: Function, count: int, seed: int = 0) -> Iterator[Call]:
    """So many calls with plausible arguments; some with one that is wrong, missing, at its bound or empty."""
    chance = random.Random(f"{function.name} {seed}")
    for _ in range(count):
        given = [plausible(argument, chance) for argument in function.arguments]
        if given and chance.random() < 0.15:
            place = chance.randrange(len(given))
            given[place] = chance.choice(odd_values(function.arguments[place]))
        left_out = chance.randint(function.required, len(given)) if given else 0
        yield Call(function, tuple(given[:left_out]))


def differences(found: Grid, expected: Grid) -> list[str]:
    """What two answers differ in: errors by their value, numbers beyond 1e-12 relative."""
    if [len(row) for row in found] != [len(row) for row in expected]:
        return [f"{len(found)} rows, not {len(expected)}"]
    pairs = [(a, b) for left, right in zip(found, expected, strict=True) for a, b in zip(left, right, strict=True)]
    return [f"{a!r}, not {b!r}" for a, b in pairs if not _same(a, b)]


def _same(found: Any, expected: Any) -> bool:
    if isinstance(expected, CellError):
        return (found.code if isinstance(found, CellError) else found) == expected.code
    if isinstance(expected, str):
        return bool(found == expected)
    return isinstance(found, int | float) and math.isclose(found, expected, rel_tol=RELATIVE, abs_tol=NEAR_ZERO)


def _in_a_sheet(value: Any) -> Any:
    return serial_of(value) if isinstance(value, datetime.date) else value


# What no input of the model stands for; the range of an input is its own.
_PLAUSIBLE = {"max_tokens": (1e6, 1e12), "points": (2.0, 60.0)}


def plausible(argument: Argument, chance: random.Random) -> Any:
    """A value that a person could give for the argument; None, left out, now and then where it may be."""
    if not argument.required and chance.random() < 0.25:
        return None
    if argument.kind == "choice":
        return chance.choice([*argument.choices, argument.choices[0].upper()])
    if argument.kind == "boolean":
        return chance.random() < 0.5
    if argument.kind == "text":
        return chance.choice(["gpt-4o", "GPT-4o-mini", "llama-3.1-8b", "g5.2xlarge", "H100", "nothing of ours"])
    if argument.kind == "date":
        return float(chance.randint(45900, 46400))
    low, high = _plausible_range(argument)
    value = chance.choice([low, chance.uniform(low, high), _spread(low, high, chance)])
    return float(round(value)) if argument.kind == "integer" else value


def _plausible_range(argument: Argument) -> tuple[float, float]:
    """The range that the input declares which the argument states: a new input is drawn like every other."""
    found = MODEL.inputs[argument.states].plausible if argument.states else _PLAUSIBLE[argument.name]
    assert found, argument.name
    return found


def _spread(low: float, high: float, chance: random.Random) -> float:
    """Between the two on a logarithmic scale, where there is one."""
    return math.exp(chance.uniform(math.log(low), math.log(high))) if low > 0 else chance.uniform(low, high)


def odd_values(argument: Argument) -> list[Any]:
    return [None, "", "much", "5", True, -1.0, 0.5, 1e19, 1e-13, argument.at_least, argument.at_most, "#DIV/0!", "#N/A"]
