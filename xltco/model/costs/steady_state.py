"""The steady state at month-1 prices: what each item adds to a token, a unit and a month (METHOD 5.0).

Break-even reads only the sums: p_s per token, I_s per unit, F_s per month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from xltco.lines import Array, Cost, Line
from xltco.model.costs.items import CAPITAL, EXTRA_STEP, FIXED, PERIODIC, STEP, VARIABLE
from xltco.model.costs.totals import SOURCE, declare_sum
from xltco.model.register import BREAK_EVEN, MODEL
from xltco.units import unit_named

STEADY = ("buy", *BREAK_EVEN)


def per_month(every: Array, rate: Array) -> Array:
    """An event's cost spread over the months to the next; 0 where there is no next."""
    return np.where(every > 0, rate / np.maximum(every, 1), 0)


def taken_out(min_units: Array, rate: Array) -> Array:
    """What the fewest units do not cost: the step counts every unit (negative)."""
    return -min_units * rate


def _declare(
    name: str, label: str, meaning: str, excel: str, python: object, reads: Mapping[str, str], item: Cost
) -> None:
    MODEL.add(
        Line(
            name=name,
            label=label,
            unit=unit_named("currency"),
            axis="scalar",
            meaning=meaning,
            source=SOURCE,
            excel=excel,
            python=python,  # type: ignore[arg-type]
            reads=reads,
            strategy=item.strategy,
            template=name.replace(f"{item.strategy}_", "strategy_", 1),
        )
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


def _added(strategy: str, where: object) -> list[str]:
    names: Iterator[str | None] = map(where, MODEL.costs_of(strategy))  # type: ignore[arg-type]
    return [name for name in names if name]


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
                item,
            )
        elif item.behavior == EXTRA_STEP.name:
            fewest = MODEL.named("strategy_min_units", {"strategy": item.strategy})
            _declare(
                f"{item.strategy}_{item.key}_taken_out",
                f"{item.label}, of the fewest",
                "What the fewest units do not cost, taken out because the step counts every unit (negative).",
                f"=-{{{fewest}}}*{{{item.rate}}}",
                taken_out,
                {"min_units": fewest, "rate": str(item.rate)},
                item,
            )
    for strategy in STEADY:
        declare_sum(
            f"{strategy}_token_rate", "Costs per token, p", "What a token adds: the sum of the items per token.",
            _added(strategy, in_token), strategy=strategy, unit="currency_per_token",
        )  # fmt: skip
        declare_sum(
            f"{strategy}_base_cost", "Costs beside units and tokens, F", "What a month costs whatever the volume.",
            _added(strategy, in_fixed), strategy=strategy,
        )  # fmt: skip
        if strategy != "buy":
            declare_sum(
                f"{strategy}_step_cost", "Cost of one more unit, I", "What each unit adds to a month.",
                _added(strategy, in_step), strategy=strategy,
            )  # fmt: skip
