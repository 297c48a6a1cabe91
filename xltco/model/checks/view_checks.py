"""Checks of the views (METHOD 12): years, quarters and savings add up, and no cost is less than nothing."""

from __future__ import annotations

from functools import reduce

import numpy as np

from xltco.lines import Array, Line
from xltco.model.checks.check import check
from xltco.model.costs.items import CAPITAL, CATEGORIES
from xltco.model.register import COMPARED, MODEL, STRATEGIES, total
from xltco.units import unit_named


def _slack(check_tolerance: Array, **totals: Array) -> Array:
    """A share of what is paid, without signs: a TCO near 0 may be the difference of large amounts."""
    return check_tolerance * reduce(np.add, [np.abs(amount) for amount in totals.values()])


for _strategy in COMPARED:
    # Only capital holds items of either sign, so it is taken item by item.
    _capital = [item.total for item in MODEL.costs_of(_strategy) if item.category == "capital"]
    _totals = [f"{_strategy}_{name}_category_total" for name in CATEGORIES if name != "capital"] + _capital
    MODEL.add(
        Line(
            name=f"{_strategy}_slack",
            label="What two ways may differ by",
            unit=unit_named("currency"),
            axis="scalar",
            meaning="A share of what is paid, without signs: a TCO near 0 may be the difference of large amounts.",
            source="METHOD 12",
            excel="={check_tolerance}*(" + "+".join(f"ABS({{{name}}})" for name in _totals) + ")",
            python=_slack,
            reads={"check_tolerance": "check_tolerance"} | {name: name for name in _totals},
            strategy=_strategy,
            template="strategy_slack",
            when_absent=0,
        )
    )


@check(
    label="Years add up to the TCO",
    for_each=COMPARED,
    excel="=ABS(SUM({strategy_total_by_year.all})-{strategy_tco})<={strategy_slack}",
)
def strategy_check_years(strategy_total_by_year: Array, strategy_tco: Array, strategy_slack: Array) -> Array:
    """The sums of the years are the sum of the months."""
    return np.abs(total(strategy_total_by_year) - strategy_tco) <= strategy_slack


@check(
    label="Quarters add up to the TCO",
    for_each=COMPARED,
    excel="=ABS(SUM({strategy_total_by_quarter.all})-{strategy_tco})<={strategy_slack}",
)
def strategy_check_quarters(strategy_total_by_quarter: Array, strategy_tco: Array, strategy_slack: Array) -> Array:
    """The sums of the quarters are the sum of the months."""
    return np.abs(total(strategy_total_by_quarter) - strategy_tco) <= strategy_slack


@check(
    label="Monthly savings add up",
    for_each=COMPARED,
    excel="=ABS(SUM({strategy_savings.all})-{strategy_savings_nominal})<={buy_slack}+{strategy_slack}",
)
def strategy_check_savings(
    strategy_savings: Array,
    strategy_savings_nominal: Array,
    buy_slack: Array,
    strategy_slack: Array,
) -> Array:
    """The sum of the months' savings is the difference of the TCOs."""
    gap = np.abs(total(strategy_savings) - strategy_savings_nominal)
    return gap <= buy_slack + strategy_slack


def _costs(strategy: str, category: str) -> list[str]:
    """The strategy's items of a category that are never negative: what nodes bring back is not asked."""
    items = (item for item in MODEL.costs_of(strategy) if item.category == category)
    return [item.name for item in items if item.behavior != CAPITAL.name or item.rate]


def _lowest(**costs: Array) -> Array:
    """The lowest of all months of some rows."""
    lowest: Array = reduce(np.minimum, [months.min(axis=-1, keepdims=True) for months in costs.values()])
    return lowest


def _none_is_negative(**lowest: Array) -> Array:
    return np.asarray(reduce(np.minimum, lowest.values()) >= 0)


for _strategy in STRATEGIES:
    _of_categories = []
    for _category in CATEGORIES:
        _names = _costs(_strategy, _category)
        if _names:
            _of_categories.append(f"{_strategy}_{_category}_lowest")
            MODEL.add(
                Line(
                    name=_of_categories[-1],
                    label=f"Lowest month, {CATEGORIES[_category].lower()}",
                    unit=unit_named("currency"),
                    axis="scalar",
                    meaning="The lowest amount that an item of the category has in any month.",
                    source="METHOD 12",
                    excel="=MIN(" + ",".join(f"{{{name}.all}}" for name in _names) + ")",
                    python=_lowest,
                    reads={name: name for name in _names},
                    strategy=_strategy,
                    template=f"strategy_{_category}_lowest",
                )
            )
    MODEL.add(
        Line(
            name=f"{_strategy}_check_sign",
            label="No month costs less than nothing",
            unit=unit_named("boolean"),
            axis="scalar",
            meaning="No cost of any month is negative; what nodes bring back is not asked.",
            source="METHOD 12",
            excel="=MIN(" + ",".join(f"{{{name}}}" for name in _of_categories) + ")>=0",
            python=_none_is_negative,
            reads={name: name for name in _of_categories},
            strategy=_strategy,
            template="strategy_check_sign",
        )
    )
