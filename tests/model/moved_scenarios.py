"""What the tests of sensitivity share: scenarios with one driver elsewhere, and how two ways of finding it compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np

from tests.random_scenarios import random_scenario
from tests.support import SAMPLES, scenario_of
from xltco.engine import Evaluation, evaluate
from xltco.lines import Array
from xltco.scenario import Scenario, load

RELATIVE = 1e-9  # of the two NPVs whose difference the savings are
SAVINGS = "self_host_savings_npv"
NEEDED = (SAVINGS, "buy_npv", "self_host_npv")
API_PRICES = ("blended", "input", "cached_input", "cache_write", "output")


def changed(scenario: Scenario, **inputs: float) -> Scenario:
    """The scenario with inputs, table__key, in place of its own."""
    for name, value in inputs.items():
        table, key = name.split("__")
        moved = getattr(scenario, table).model_copy(update={key: value})
        scenario = scenario.model_copy(update={table: moved})
    return scenario


def _api_price(scenario: Scenario, factor: float) -> Scenario:
    assert scenario.buy is not None
    stated = {f"buy__{kind}_price_per_1m": getattr(scenario.buy, f"{kind}_price_per_1m") for kind in API_PRICES}
    return changed(scenario, **{key: price * factor for key, price in stated.items() if price is not None})


def _scaled(table: str, key: str) -> Callable[[Scenario, float], Scenario]:
    def scaled(scenario: Scenario, factor: float) -> Scenario:
        return changed(scenario, **{f"{table}__{key}": getattr(getattr(scenario, table), key) * factor})

    return scaled


# What multiplies a driver by a factor.
SCALED: Mapping[str, Callable[[Scenario, float], Scenario]] = {
    "volume": _scaled("workload", "monthly_tokens"),
    "api_price": _api_price,
    "instance_hourly": _scaled("self_host", "instance_hourly"),
    "throughput": _scaled("self_host", "tokens_per_second"),
    "labor_rate": _scaled("labor", "hourly_rate"),
    "labor_hours": _scaled("self_host", "labor_hours_per_month"),
    "setup_cost": _scaled("self_host", "setup_cost"),
}


def moved(scenario: Scenario, driver: str, sign: int) -> Scenario:
    """The scenario with one driver where the tornado puts it."""
    if driver in SCALED:
        return SCALED[driver](scenario, 1 + sign * scenario.sensitivity.driver_change)
    assert scenario.buy is not None
    change = sign * scenario.sensitivity.rate_change
    if driver == "growth":
        return changed(
            scenario, workload__monthly_growth_rate=max(scenario.workload.monthly_growth_rate + change / 12, -0.99)
        )
    if driver == "api_price_change":
        return changed(scenario, buy__annual_price_change=max(scenario.buy.annual_price_change + change, -0.99))
    discount = scenario.horizon.annual_discount_rate
    return changed(scenario, horizon__annual_discount_rate=max(discount + change, 0))


def _scenarios() -> dict[str, Scenario]:
    """Samples and random scenarios in which self-hosting stands against buying."""
    found = {path.stem: load(path) for path in sorted(SAMPLES.glob("*.toml"))}
    for seed in range(40):
        raw = random_scenario(seed)
        raw["sensitivity"] = {"driver_change": [0.2, 0.05, 0.5][seed % 3], "rate_change": [0.05, 0.3][seed % 2]}
        found[f"random {seed}"] = scenario_of(raw)
    return {name: scenario for name, scenario in found.items() if {"buy", "self_host"} <= set(scenario.strategies)}


SCENARIOS = _scenarios()


@cache
def base_of(name: str) -> Evaluation:
    """The evaluation of a scenario as it is stated."""
    return evaluate(SCENARIOS[name])


def scalars(result: Evaluation, name: str) -> Array:
    """A scalar line of every case."""
    return np.asarray(result.values[name])[:, 0]


def noise_of(result: Evaluation) -> Array:
    """What noise the difference of the two NPVs may carry."""
    return RELATIVE * (np.abs(scalars(result, "buy_npv")) + np.abs(scalars(result, "self_host_npv")))


def differing(where: str, names: Any, found: Array, expected: Array, noise: Array) -> Iterator[str]:
    """Each value that is further from what was expected than noise; never stands against never."""
    same = (np.abs(found - expected) <= noise) | (np.isnan(found) & np.isnan(expected))
    for name, ok, value, wanted in zip(names, same, found, expected, strict=True):
        if not ok:
            yield f"{where}, {name}: {value}, by brute force {wanted}"
