"""The third witness: a plain-loop program, written from the model's definition alone, must find the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.random_scenarios import random_scenario
from tests.reference_model import evaluate as reference
from tests.support import evaluated
from xltco.engine import Evaluation
from xltco.model.results.horizon_walk import first_paying_volume

RELATIVE = 1e-9
# The IRR is found by halving on both sides: they agree to the width of the last halvings.
IRR_RELATIVE = 1e-7
CENT_FRACTION = 1e-6

STRATEGY_RESULTS = {
    "tco": "tco",
    "npv": "npv",
    "cost_per_1m_tokens": "cost_per_1m_tokens",
    "crossover_month": "crossover_month",
    "payback_month": "payback_month",
    "savings_nominal": "savings_nominal",
    "savings_npv": "savings_npv",
    "gross_margin": "gross_margin",
    "unamortized": "unamortized",
}
BREAK_EVEN_RESULTS = {
    "tokens_monthly": "break_even_tokens",
    "always_above_tokens_monthly": "always_above_tokens",
    "api_price_per_1m": "break_even_api_price",
    "instance_hourly": "break_even_instance_hourly",
    "labor_hours_per_month": "break_even_labor_hours",
    "utilization": "break_even_utilization",
}
COMPONENTS = {
    "usage": "usage",
    "platform_fee": "platform_fee",
    "labor": "labor",
    "lock_in": "lock_in",
    "one_time": "one_time",
    "training": "training",
    "data_preparation": "data_preparation",
    "endpoint": "endpoint",
    "compute": "compute",
    "overhead": "overhead",
    "risk": "risk",
    "compliance": "compliance",
    "refresh": "refresh",
    "bridge": "bridge",
    "nodes_bought": "nodes_bought",
    "purchases": "purchases",
    "power": "power",
    "colocation": "colocation",
    "maintenance": "maintenance",
    "residual_value": "residual_value",
    "training_compute": "training_compute",
    "team": "team",
    "data": "data",
}


def _compare(raw: dict[str, Any]) -> None:
    found, expected = evaluated(raw), reference(raw)
    for strategy, results in expected["strategies"].items():
        months = len(results["monthly_total"])
        _same_series(found, f"{strategy}_total", results["monthly_total"], months)
        _same_series(found, f"{strategy}_pnl", results["pnl"], months)
        for key, line in COMPONENTS.items():
            if key in results["lines"]:
                _same_series(found, f"{strategy}_{line}", results["lines"][key], months)
        for key, line in STRATEGY_RESULTS.items():
            _same(f"{strategy} {key}", found.scalar(f"{strategy}_{line}"), results[key])
        _same(f"{strategy} irr", found.scalar(f"{strategy}_irr"), results["irr_annual"], IRR_RELATIVE)
    for strategy, key in (("self_host", "break_even"), ("own", "break_even_own")):
        for result, line in BREAK_EVEN_RESULTS.items():
            if expected[key] and result in expected[key]:
                _same(f"{strategy} {result}", found.scalar(f"{strategy}_{line}"), expected[key][result])
    if "self_host_horizon_break_even_tokens" in found:
        horizon = first_paying_volume(found.values)
        _same("horizon break-even", horizon, expected["break_even"]["horizon_tokens_monthly"])
    for key in ("phase", "rule"):
        assert found.scalar(f"decision_{key}") == expected["decision"][key]
    assert found.scalar("decision_strategy") == expected["decision"]["strategy"]
    # The worksheet's search may be too short for a scenario, and then says so; every other check must pass.
    assert found.scalar("checks_failed") == (1 if found.scalar("check_horizon_search") is False else 0)


def _same_series(found: Evaluation, line: str, expected: list[float], months: int) -> None:
    assert found.series(line)[:months] == pytest.approx(expected, rel=RELATIVE, abs=CENT_FRACTION), line


def _same(what: str, found: float | None, expected: float | None, relative: float = RELATIVE) -> None:
    if found is None or expected is None:
        assert found == expected, what
    else:
        assert found == pytest.approx(expected, rel=relative, abs=relative), what


@pytest.mark.parametrize("block", range(10))
def test_random_scenarios_agree_with_the_plain_loops(block: int) -> None:
    for seed in range(block * 30, block * 30 + 30):
        _compare(random_scenario(seed))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_many_more_random_scenarios_agree_with_the_plain_loops(block: int) -> None:
    for seed in range(1000 + block * 200, 1200 + block * 200):
        _compare(random_scenario(seed))
