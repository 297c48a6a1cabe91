"""What a scenario comes to, as plain data for scripts: unrounded, null for never and for what is absent."""

from __future__ import annotations

from typing import Any

import numpy as np

from xltco.cli.notes import Notes
from xltco.engine import Evaluation
from xltco.lines import NOT_SETTLED
from xltco.model import MODEL
from xltco.model.costs.items import CATEGORIES
from xltco.model.results.decision import NONE
from xltco.model.results.horizon_walk import first_paying_volume
from xltco.scenario import Scenario

_AMOUNTS = ("tco", "npv", "cost_per_1m_tokens", "levelized_cost_per_1m_tokens", "savings_npv", "savings_nominal")
_RATES = ("irr", "mirr", "gross_margin")
_PROFIT_AND_LOSS = ("pnl_total", "unamortized")
_MONTHS = ("crossover_month", "payback_month")
_ANSWERS = ("irr_is_unique", "holds_margin_floor")
_BREAK_EVEN = {
    "tokens_monthly": "break_even_tokens",
    "always_above_tokens_monthly": "always_above_tokens",
    "api_price_per_1m": "break_even_api_price",
    "instance_hourly": "break_even_instance_hourly",
    "labor_hours_per_month": "break_even_labor_hours",
    "utilization": "break_even_utilization",
}
_RULES = range(1, 6)


def as_data(scenario: Scenario, result: Evaluation, notes: Notes) -> dict[str, Any]:
    """Everything that the model says about the scenario, with its warnings, cautions and failed checks."""
    return {
        "name": scenario.name,
        "currency": scenario.currency,
        "strategies": {name: _strategy(scenario, result, name) for name in scenario.strategies},
        "break_even": _break_even(result, "self_host"),
        "break_even_own": _break_even(result, "own"),
        "break_even_fine_tune": _break_even(result, "fine_tune"),
        "decision": _decision(result),
        "checks_failed": _whole(result, "checks_failed"),
        **notes.as_data(),
    }


def recommended(result: Evaluation) -> str | None:
    """The strategy that the deciding rule recommends; None where it names buy and buy has no inputs."""
    name = str(result.scalar("decision_strategy"))
    return None if name == NONE else name


def rule_holds(result: Evaluation, rule: int) -> bool | None:
    """Whether the rule holds; None where an earlier one has decided, so that it is not asked."""
    asked = rule == 1 or bool(result.scalar(f"rule_{rule}_asked"))
    return bool(result.scalar(f"rule_{rule}_holds")) if asked else None


def _strategy(scenario: Scenario, result: Evaluation, name: str) -> dict[str, Any]:
    months = scenario.horizon.months + 1
    data: dict[str, Any] = {"monthly_total": result.series(f"{name}_total")[:months]}
    data |= {key: _number(result, f"{name}_{key}") for key in (*_AMOUNTS, *_RATES, *_PROFIT_AND_LOSS)}
    data |= {key: _whole(result, f"{name}_{key}") for key in _MONTHS}
    data |= {key: _answer(result, f"{name}_{key}") for key in _ANSWERS}
    data["cost_items"] = _cost_items(result, name)
    data["costs_by_category"] = {key: _number(result, f"{name}_{key}_category_total") for key in CATEGORIES}
    return data


def _cost_items(result: Evaluation, strategy: str) -> list[dict[str, Any]]:
    """The strategy's cost items; their totals, nominal over the horizon, sum to its TCO."""
    return [
        {
            "name": item.key,
            "category": item.category,
            "behavior": item.behavior,
            "rate": _number(result, item.rate) if item.rate else None,
            "total": _number(result, item.total),
        }
        for item in MODEL.costs_of(strategy)
    ]


def _break_even(result: Evaluation, strategy: str) -> dict[str, Any]:
    """The strategy against buy; every value is null where one of the two is absent."""
    found: dict[str, Any] = {key: _number(result, f"{strategy}_{line}") for key, line in _BREAK_EVEN.items()}
    found["horizon_tokens_monthly"] = _horizon_volume(result, strategy)
    crossings = f"{strategy}_crossings"
    volumes = result.series(crossings) if crossings in result else []
    found["crossings"] = [volume for volume in volumes if volume is not None]
    found["crossings_left_out"] = _whole(result, f"{strategy}_crossings_left_out")
    found["look_again_month"] = _whole(result, f"{strategy}_look_again_month")
    found["look_again_margin"] = _number(result, f"{strategy}_look_again_margin")
    return found


def _horizon_volume(result: Evaluation, strategy: str) -> float | None:
    """By the walk along every jump, which has an answer where the sheet's search may say "not settled"."""
    if strategy != "self_host" or "self_host_horizon_break_even_tokens" not in result:
        return None
    volume = first_paying_volume(result.values)
    return volume if volume is not None and np.isfinite(volume) else None


def _decision(result: Evaluation) -> dict[str, Any]:
    return {
        "phase": _whole(result, "decision_phase"),
        "strategy": recommended(result),
        "reason": result.scalar("decision_reason"),
        "rule": _whole(result, "decision_rule"),
        "rules": {str(rule): rule_holds(result, rule) for rule in _RULES},
        "quadrant": result.scalar("decision_quadrant"),
    }


def _number(result: Evaluation, name: str) -> Any:
    """A number of the model; None for never, for what is absent and for what no double holds."""
    value = result.scalar(name)
    return None if value == NOT_SETTLED else value


def _whole(result: Evaluation, name: str) -> int | None:
    value = _number(result, name)
    return None if value is None else int(value)


def _answer(result: Evaluation, name: str) -> bool | None:
    """A yes or no of the model, which has none where there is nothing to ask."""
    value = _number(result, name)
    return None if value is None else bool(value)
