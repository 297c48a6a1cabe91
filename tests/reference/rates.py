"""IRR and MIRR of the savings against buy ("Results")."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tests.reference.numbers import TOLERANCE

POINTS = 4_000
LOWEST, HIGHEST = math.log(0.01), math.log(1e6 + 1)
# ln(1 + rate), evenly; 0 is looked at too, since it parts the positive rates from the others.
GRID = sorted([LOWEST + k * (HIGHEST - LOWEST) / (POINTS - 1) for k in range(POINTS)] + [0.0])


def worth(flows: list[float], x: float) -> float:
    """NPV of monthly flows at the annual rate exp(x) - 1; 0 where it is binary noise."""
    shrink, value = math.exp(-x / 12), 0.0
    for flow in reversed(flows):
        value = value * shrink + flow
    if abs(value) <= TOLERANCE * sum(map(abs, flows)) * max(1.0, shrink ** len(flows)):
        size = math.fsum(abs(flow) * shrink**m for m, flow in enumerate(flows))
        return 0.0 if abs(value) <= TOLERANCE * size else value
    return value


def passings(flows: list[float]) -> Iterator[tuple[float, bool]]:
    """Every rate at which the NPV changes its sign, rising, and whether it falls there."""
    if not (any(flow > 0 for flow in flows) and any(flow < 0 for flow in flows)):
        return
    before, low = 0.0, LOWEST
    for x in GRID:
        value = worth(flows, x)
        if value == 0:
            continue
        if before and (before > 0) != (value > 0):
            yield math.expm1(bisected(flows, low, x, before > 0)), before > 0
        before, low = value, x


def bisected(flows: list[float], low: float, high: float, positive: bool) -> float:
    """Where the NPV changes its sign between two points of the grid."""
    for _ in range(100):
        middle = (low + high) / 2
        if (worth(flows, middle) > 0) == positive:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def internal_rate(flows: list[float]) -> tuple[float | None, bool | None]:
    """The smallest positive rate at which the NPV falls through 0, else the largest in (-99%, 0]; and whether alone."""
    found = list(passings(flows))
    falling = [rate for rate, falls in found if falls]
    positive = [rate for rate in falling if rate > TOLERANCE]
    if not falling:
        return None, None
    return (min(positive) if positive else max(falling)), len(found) == 1


def modified_rate(flows: list[float], annual_rate: float) -> float | None:
    """MIRR, none without both signs ("Results")."""
    end = len(flows) - 1
    future = math.fsum(flow * (1 + annual_rate) ** ((end - m) / 12) for m, flow in enumerate(flows) if flow > 0)
    present = -math.fsum(flow * (1 + annual_rate) ** (-m / 12) for m, flow in enumerate(flows) if flow < 0)
    if future == 0 or present == 0:
        return None
    return float((future / present) ** (12 / end)) - 1
