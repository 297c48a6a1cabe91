"""Comparing and counting with binary noise forgiven ("Results", "Capacity", METHOD 13.18)."""

from __future__ import annotations

import math
from collections.abc import Callable

TOLERANCE = 1e-12
WALK_CAP = 10_000


def at_most(a: float, b: float, *scale: float) -> bool:
    """`a <= b`, forgiving binary noise of 1e-12 of the largest magnitude involved."""
    return a <= b + TOLERANCE * max([abs(a), abs(b), *map(abs, scale)])


def cleaned(value: float, *parts: float) -> float:
    """A difference, and 0 where it is below a relative 1e-12 of the amounts that make it up (METHOD 13.18)."""
    return 0.0 if abs(value) <= TOLERANCE * max(map(abs, parts)) else value


def forgiving_ceil(ratio: float) -> int:
    """`ceil(ratio * (1 - 1e-12))`, "Capacity of one unit"."""
    return math.ceil(ratio * (1 - TOLERANCE))


def count_units(volume: float, capacity: float | None, minimum: int) -> int:
    """N(V), "Capacity of one unit", spares left out."""
    return minimum if capacity is None else max(minimum, forgiving_ceil(volume / capacity))


def first_true(holds: Callable[[int], bool], start: int) -> int:
    """The first n >= start that holds: one by one, and past WALK_CAP by doubling and halving (it stays true)."""
    for n in range(start, start + WALK_CAP):
        if holds(n):
            return n
    low, high = start + WALK_CAP - 1, 2 * (start + WALK_CAP)
    while not holds(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
