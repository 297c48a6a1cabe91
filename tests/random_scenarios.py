"""Random scenarios, as the nested tables a scenario file gives, one for every seed."""

from __future__ import annotations

import math
from random import Random
from typing import Any

from xltco.scenario.stated import STRATEGY_TABLES
from xltco.verify.draw import MAX_TOKENS, MAX_UNITS, MOST_GROWTH, Draw, Table, at_the_bounds, drawn, plausible

__all__ = ["MAX_TOKENS", "MAX_UNITS", "Table", "at_the_bounds", "boundary_scenario", "plausible", "random_scenario"]


def random_scenario(seed: int) -> Table:
    """One realistic scenario; the same seed gives the same scenario."""
    return _scenario(seed, plausible, MOST_GROWTH)


def boundary_scenario(seed: int) -> Table:
    """One scenario with many inputs at their bounds, feasible all the same; the same seed gives the same scenario."""
    return _scenario(seed, at_the_bounds, math.inf)


def _scenario(seed: int, draw: Draw, most_growth: float) -> dict[str, Any]:
    rng = Random(seed)
    return drawn(rng, _strategies(rng), draw, most_growth)


def _strategies(rng: Random) -> set[str]:
    """Any subset that is not empty; build needs buy and self_host."""
    free = [name for name in STRATEGY_TABLES if name != "build"]
    chosen = {name for name in free if rng.random() < (0.85 if name == "buy" else 0.6)} or {rng.choice(free)}
    return chosen | {"build"} if {"buy", "self_host"} <= chosen and rng.random() < 0.4 else chosen
