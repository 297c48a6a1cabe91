"""Beside the totals (METHOD 15.2): what of them is labor, what is hardware, and what hardware stands idle."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.costs.items import STEP
from xltco.model.costs.totals import declare_sum
from xltco.model.register import COMPARED, HOSTED, MODEL, SERVED, line, total


@line(
    unit="share",
    source="METHOD 15.2",
    label="Labor's share of the TCO",
    for_each=COMPARED,
    excel="=IF({strategy_tco}>0,{strategy_labor_category_total}/{strategy_tco},NA())",
)
def strategy_labor_share(strategy_tco: Array, strategy_labor_category_total: Array) -> Array:
    """How much of the TCO is people: weights may be free, those who run them are not."""
    return np.where(strategy_tco > 0, strategy_labor_category_total / strategy_tco, np.nan)


def _capacity_rows(strategy: str) -> list[str]:
    """What hardware costs that serves: the items per unit of the category compute, and the depreciation of nodes."""
    items = [c.name for c in MODEL.costs_of(strategy) if c.behavior == STEP.name and c.category == "compute"]
    return [*items, "own_depreciation"] if strategy == "own" else items


for _strategy in SERVED:
    declare_sum(
        f"{_strategy}_capacity_cost",
        "Cost of capacity",
        "What the units of the month cost, used or not: a node's price is spread over its life.",
        _capacity_rows(_strategy),
        strategy=_strategy,
        axis="month",
        source="METHOD 15.2",
    )


@line(
    unit="currency",
    source="METHOD 15.2",
    label="Cost of capacity over the horizon",
    for_each=SERVED,
    excel="=SUM({strategy_capacity_cost.all})",
)
def strategy_capacity_cost_total(strategy_capacity_cost: Array) -> Array:
    """All that the hardware costs that serves; what trains a model is not in it."""
    return total(strategy_capacity_cost)


@line(
    unit="tokens",
    source="METHOD 15.2",
    label="Saturated capacity of one instance per month",
    for_each=HOSTED,
    excel="={strategy_tokens_per_second}*{seconds_per_hour}*{horizon_hours_per_month}*{strategy_active_share}",
)
def strategy_saturated_capacity(
    strategy_tokens_per_second: Array,
    seconds_per_hour: Array,
    horizon_hours_per_month: Array,
    strategy_active_share: Array,
) -> Array:
    """Tokens that one instance could serve if it were busy in every active second; 0 where it is not modelled."""
    return strategy_tokens_per_second * seconds_per_hour * horizon_hours_per_month * strategy_active_share


@line(
    unit="share",
    axis="month",
    source="METHOD 15.2",
    label="Utilization",
    for_each=SERVED,
    excel="=IF({strategy_saturated_capacity}*{strategy_units}>0,"
    "{tokens}/({strategy_saturated_capacity}*{strategy_units}),0)",
)
def strategy_month_utilization(strategy_saturated_capacity: Array, strategy_units: Array, tokens: Array) -> Array:
    """Tokens of the month over what its instances could serve; 0 out of service or where that is not modelled."""
    capacity = strategy_saturated_capacity * strategy_units
    return np.where(capacity > 0, tokens / capacity, 0)


@line(
    unit="share",
    source="METHOD 15.2",
    label="Average utilization",
    for_each=SERVED,
    excel="=IF({strategy_saturated_capacity}*SUM({strategy_units.all})>0,"
    "SUMPRODUCT({tokens.all}*{strategy_in_service.all})"
    "/({strategy_saturated_capacity}*SUM({strategy_units.all})),NA())",
)
def strategy_average_utilization(
    strategy_saturated_capacity: Array, strategy_units: Array, tokens: Array, strategy_in_service: Array
) -> Array:
    """Tokens served over what all instances could have served; #N/A where that is not modelled."""
    capacity = strategy_saturated_capacity * total(strategy_units)
    return np.where(capacity > 0, total(tokens * strategy_in_service) / capacity, np.nan)


@line(
    unit="currency",
    axis="month",
    source="METHOD 15.2",
    label="Cost of idle capacity",
    for_each=SERVED,
    excel="=IF({strategy_saturated_capacity}>0,(1-{strategy_month_utilization})*{strategy_capacity_cost},0)",
)
def strategy_idle_cost(
    strategy_saturated_capacity: Array, strategy_month_utilization: Array, strategy_capacity_cost: Array
) -> Array:
    """The part of the month's cost of capacity that served nothing; 0 where capacity is not modelled."""
    idle = (1 - strategy_month_utilization) * strategy_capacity_cost
    return np.where(strategy_saturated_capacity > 0, idle, 0)


@line(
    unit="currency",
    source="METHOD 15.2",
    label="Cost of idle capacity over the horizon",
    for_each=SERVED,
    excel="=IF({strategy_saturated_capacity}>0,SUM({strategy_idle_cost.all}),NA())",
)
def strategy_idle_cost_total(strategy_saturated_capacity: Array, strategy_idle_cost: Array) -> Array:
    """All that was paid for capacity that served nothing; #N/A where capacity is not modelled."""
    return np.where(strategy_saturated_capacity > 0, total(strategy_idle_cost), np.nan)


@line(
    unit="share",
    source="METHOD 15.2",
    label="Idle capacity's share of the TCO",
    for_each=SERVED,
    excel="=IF({strategy_tco}>0,{strategy_idle_cost_total}/{strategy_tco},NA())",
)
def strategy_idle_share(strategy_tco: Array, strategy_idle_cost_total: Array) -> Array:
    """How much of the TCO pays for capacity that served nothing; #N/A where capacity is not modelled."""
    return np.where(strategy_tco > 0, strategy_idle_cost_total / strategy_tco, np.nan)
