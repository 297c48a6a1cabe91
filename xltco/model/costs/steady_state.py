"""The steady state at month-1 prices: what each item adds to a token, a unit and a month (METHOD 5.0).

Break-even reads only the sums: p_s per token, I_s per unit, F_s per month.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from xltco.lines import Array, Cost, Line, PythonEntry
from xltco.model.costs.items import CAPITAL, EXTRA_STEP, FIXED, ONE_TIME, PERIODIC, RATE, STEP, VARIABLE
from xltco.model.costs.totals import SOURCE, declare_sum
from xltco.model.register import BREAK_EVEN, MODEL
from xltco.units import unit_named

STEADY = ("buy", *BREAK_EVEN)
PER_1M = "_per_1m"


def per_month(every: Array, rate: Array) -> Array:
    """An event's cost spread over the months to the next; 0 where there is no next."""
    return np.where(every > 0, rate / np.maximum(every, 1), 0)


def per_million(rate: Array, million: Array) -> Array:
    """A cost per token as prices are told: per 1M tokens."""
    return rate * million


def taken_out(min_units: Array, rate: Array) -> Array:
    """What the fewest units do not cost: the step counts every unit (negative)."""
    return -min_units * rate


def _declare(
    name: str,
    label: str,
    meaning: str,
    excel: str,
    python: PythonEntry,
    reads: Mapping[str, str],
    strategy: str,
    unit: str = "currency",
) -> None:
    MODEL.add(
        Line(
            name=name,
            label=label,
            unit=unit_named(unit),
            axis="scalar",
            meaning=meaning,
            source=SOURCE,
            excel=excel,
            python=python,
            reads=reads,
            strategy=strategy,
            template=name.replace(f"{strategy}_", "strategy_", 1),
        )
    )


def _declare_per_1m(rate: str, label: str, strategy: str) -> None:
    """A cost per token once more as the cost table shows it."""
    _declare(
        f"{rate.removesuffix(RATE)}{PER_1M}",
        label,
        "What 1M tokens cost at month-1 prices.",
        f"={{{rate}}}*{{tokens_per_million}}",
        per_million,
        {"rate": rate, "million": "tokens_per_million"},
        strategy,
        "currency_per_1m_tokens",
    )


def in_fixed(item: Cost) -> str | None:
    """The line that the item adds to F_s, if it adds one."""
    if item.behavior == FIXED.name:
        return item.rate if item.quantity == f"{item.strategy}_in_service" else None
    if item.behavior == PERIODIC.name:
        return f"{item.strategy}_{item.key}_per_month"
    return f"{item.strategy}_{item.key}_taken_out" if item.behavior == EXTRA_STEP.name else None


def in_step(item: Cost) -> str | None:
    """The line that the item adds to I_s, if it adds one."""
    if item.behavior == CAPITAL.name:
        return f"{item.strategy}_capital_charge" if item.rate else None
    return item.rate if item.behavior in (STEP.name, EXTRA_STEP.name) else None


def in_token(item: Cost) -> str | None:
    """The line that the item adds to p_s, if it adds one."""
    return item.rate if item.behavior == VARIABLE.name else None


def in_once(item: Cost) -> str | None:
    """The line that the item adds to what is paid once, if it adds one."""
    return item.rate if item.behavior == ONE_TIME.name else None


def per_1m(item: Cost) -> str | None:
    """What the item adds to a token, as the line that tells it per 1M tokens."""
    return f"{item.strategy}_{item.key}{PER_1M}" if in_token(item) else None


def _added(strategy: str, where: Callable[[Cost], str | None]) -> list[str]:
    return [name for item in MODEL.costs_of(strategy) if (name := where(item))]


def declare_steady_state() -> None:
    """Declare the parts of periodic and extra-step items, and the three sums of each strategy."""
    for item in MODEL.costs:
        assert item.rate or item.behavior not in (PERIODIC.name, EXTRA_STEP.name)
        if item.behavior == PERIODIC.name:
            _declare(
                f"{item.strategy}_{item.key}_per_month",
                f"{item.label}, spread per month",
                "An event's cost over the months to the next; 0 where there is no next.",
                f"=IF({{{item.every}}}>0,{{{item.rate}}}/MAX({{{item.every}}},1),0)",
                per_month,
                {"every": str(item.every), "rate": str(item.rate)},
                item.strategy,
            )
        elif item.behavior == VARIABLE.name:
            _declare_per_1m(str(item.rate), f"{item.label}, per 1M tokens", item.strategy)
        elif item.behavior == EXTRA_STEP.name:
            fewest = MODEL.named("strategy_min_units", {"strategy": item.strategy})
            _declare(
                f"{item.strategy}_{item.key}_taken_out",
                f"{item.label}, of the fewest",
                "What the fewest units do not cost, taken out because the step counts every unit (negative).",
                f"=-{{{fewest}}}*{{{item.rate}}}",
                taken_out,
                {"min_units": fewest, "rate": str(item.rate)},
                item.strategy,
            )
    for strategy in STEADY:
        declare_sum(
            f"{strategy}_token_rate", "Costs per token, p", "What a token adds: the sum of the items per token.",
            _added(strategy, in_token), strategy=strategy, unit="currency_per_token",
        )  # fmt: skip
        _declare_per_1m(f"{strategy}_token_rate", "Costs per 1M tokens, p", strategy)
        declare_sum(
            f"{strategy}_base_cost", "Costs beside units and tokens, F", "What a month costs whatever the volume.",
            _added(strategy, in_fixed), strategy=strategy,
        )  # fmt: skip
        if strategy != "buy":
            declare_sum(
                f"{strategy}_step_cost", "Cost of one more unit, I", "What each unit adds to a month.",
                _added(strategy, in_step), strategy=strategy,
            )  # fmt: skip
