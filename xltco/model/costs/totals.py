"""What follows from the list of cost items: months, totals and categories (METHOD 5.0)."""

from __future__ import annotations

from functools import reduce

import numpy as np

from xltco.lines import Array, Line
from xltco.model.costs.items import CATEGORIES
from xltco.model.register import MODEL, STRATEGIES, total
from xltco.units import unit_named

SOURCE = "METHOD 5.0"


def summed(**parts: Array) -> Array:
    """The sum of the parts, whichever the list of items names."""
    return reduce(np.add, parts.values())


def sum_of_months(months: Array) -> Array:
    """The sum of a row of months."""
    return total(months)


def declare_sum(
    name: str,
    label: str,
    meaning: str,
    parts: list[str],
    *,
    strategy: str,
    unit: str = "currency",
    axis: str = "scalar",
    source: str = SOURCE,
) -> None:
    """Declare a line that is the sum of other lines and nothing else; 0 where there are none.

    Such a 0 still reads an amount of its strategy, so that a row of strategies is no one formula with an exception.
    """
    nothing = MODEL.costs_of(strategy)[0].total
    MODEL.add(
        Line(
            name=name,
            label=label,
            unit=unit_named(unit),
            axis=axis,
            meaning=meaning,
            source=source,
            excel="=" + ("+".join(f"{{{part}}}" for part in parts) or f"0*{{{nothing}}}"),
            python=summed if parts else _none_of,
            reads={part: part for part in parts} if parts else {"amount": nothing},
            strategy=strategy,
            template=name.replace(f"{strategy}_", "strategy_", 1),
        )
    )


def _none_of(amount: Array) -> Array:
    """Nothing, in the unit of the amount."""
    return 0 * amount


def declare_total(strategy: str) -> None:
    """The strategy's row of monthly totals, once all its items are declared."""
    rows = [item.name for item in MODEL.costs_of(strategy)]
    declare_sum(
        f"{strategy}_total", "Total", "Everything the strategy costs in the month: the sum of its items.", rows,
        strategy=strategy, axis="month",
    )  # fmt: skip


def declare_totals_over_the_horizon() -> None:
    """Each item over the horizon, and each category of each strategy: sums of the same items."""
    for item in MODEL.costs:
        MODEL.add(
            Line(
                name=item.total,
                label=f"{item.label}, over the horizon",
                unit=unit_named("currency"),
                axis="scalar",
                meaning=f"The item {item.label.lower()} over all months.",
                source=SOURCE,
                excel=f"=SUM({{{item.name}.all}})",
                python=sum_of_months,
                reads={"months": item.name},
                strategy=item.strategy,
                template=f"strategy_{item.key}_total",
            )
        )
    for strategy in STRATEGIES:
        for category, title in CATEGORIES.items():
            parts = [item.total for item in MODEL.costs_of(strategy) if item.category == category]
            meaning = f"The strategy's items of the category {title.lower()} over all months."
            declare_sum(f"{strategy}_{category}_category_total", title, meaning, parts, strategy=strategy)
