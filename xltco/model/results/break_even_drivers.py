"""Break-even in other drivers, at the planned volume of month 1 (METHOD 10.5): each is "never" where it is negative."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np

from xltco.lines import Array, Cost, Line, references
from xltco.model.costs.steady_state import in_fixed, in_step, in_token
from xltco.model.register import BREAK_EVEN, MODEL, cleared, line, whole
from xltco.units import unit_named


@line(
    unit="instances",
    source="METHOD 10.5",
    label="Units at month-1 volume, N",
    for_each=BREAK_EVEN,
    excel="=IF({strategy_unit_capacity}=0,{strategy_min_units},MAX({strategy_min_units},"
    "-INT(-{workload_monthly_tokens}/{strategy_unit_capacity}*(1-{relative_tolerance}))))",
)
def strategy_month_1_instances(
    strategy_unit_capacity: Array,
    strategy_min_units: Array,
    workload_monthly_tokens: Array,
    relative_tolerance: Array,
) -> Array:
    """Units that the planned volume of month 1 needs, without spares."""
    needed = whole(workload_monthly_tokens / strategy_unit_capacity, relative_tolerance)
    modelled = np.maximum(strategy_min_units, needed)
    return np.where(strategy_unit_capacity == 0, strategy_min_units, modelled)


@line(
    unit="currency",
    source="METHOD 10.5",
    label="Cost beside tokens above buy's, at that volume",
    for_each=BREAK_EVEN,
    excel="=IF(ABS({strategy_month_1_instances}*{strategy_step_cost}+{strategy_net_base_cost})"
    "<={strategy_month_1_instances}*{strategy_step_cost}*{relative_tolerance}+{strategy_base_noise},0,"
    "{strategy_month_1_instances}*{strategy_step_cost}+{strategy_net_base_cost})",
)
def strategy_month_1_cost(
    strategy_month_1_instances: Array,
    strategy_step_cost: Array,
    strategy_net_base_cost: Array,
    relative_tolerance: Array,
    strategy_base_noise: Array,
) -> Array:
    """What tokens must save in month 1 for the strategy to cost no more than buy: N*I + F."""
    units = strategy_month_1_instances * strategy_step_cost
    cost = units + strategy_net_base_cost
    return np.where(np.abs(cost) <= units * relative_tolerance + strategy_base_noise, 0, cost)


@line(
    unit="currency",
    source="METHOD 10.5",
    label="API bill that the strategy replaces, at that volume",
    for_each=BREAK_EVEN,
    excel="=IF(ABS({strategy_month_1_cost}+{strategy_token_rate}*{workload_monthly_tokens})"
    "<={strategy_token_rate}*{workload_monthly_tokens}*{relative_tolerance},0,"
    "{strategy_month_1_cost}+{strategy_token_rate}*{workload_monthly_tokens})",
)
def strategy_month_1_bill(
    strategy_month_1_cost: Array,
    strategy_token_rate: Array,
    workload_monthly_tokens: Array,
    relative_tolerance: Array,
) -> Array:
    """What the API may bill for the tokens of month 1 before the strategy is cheaper: N*I + F + p_s*V."""
    tokens = strategy_token_rate * workload_monthly_tokens
    return cleared(strategy_month_1_cost + tokens, tokens, relative_tolerance)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 10.5",
    label="Break-even API price",
    for_each=BREAK_EVEN,
    excel="=IF({workload_monthly_tokens}>0,IF({strategy_month_1_bill}>=0,"
    "{strategy_month_1_bill}/{workload_monthly_tokens}*{tokens_per_million},NA()),NA())",
)
def strategy_break_even_api_price(
    workload_monthly_tokens: Array, strategy_month_1_bill: Array, tokens_per_million: Array
) -> Array:
    """The effective API price at which the month-1 volume breaks even; #N/A where it would be negative."""
    price = strategy_month_1_bill / workload_monthly_tokens * tokens_per_million
    return np.where((workload_monthly_tokens > 0) & (strategy_month_1_bill >= 0), price, np.nan)


@line(
    unit="currency",
    source="METHOD 10.5",
    label="Labor that the tokens pay for, at that volume",
    for_each=BREAK_EVEN,
    excel="=IF(ABS({strategy_labor_hours_per_month}*{labor_hourly_rate}"
    "+{strategy_net_token_rate}*{workload_monthly_tokens}-{strategy_month_1_cost})"
    "<=({strategy_labor_hours_per_month}*{labor_hourly_rate}+ABS({strategy_net_token_rate})*{workload_monthly_tokens})"
    "*{relative_tolerance},0,{strategy_labor_hours_per_month}*{labor_hourly_rate}"
    "+{strategy_net_token_rate}*{workload_monthly_tokens}-{strategy_month_1_cost})",
)
def strategy_labor_budget(
    strategy_labor_hours_per_month: Array,
    labor_hourly_rate: Array,
    strategy_net_token_rate: Array,
    workload_monthly_tokens: Array,
    strategy_month_1_cost: Array,
    relative_tolerance: Array,
) -> Array:
    """What the labor of month 1 may cost before buy is cheaper."""
    labor = strategy_labor_hours_per_month * labor_hourly_rate
    saved = strategy_net_token_rate * workload_monthly_tokens
    return cleared(labor + saved - strategy_month_1_cost, labor + np.abs(saved), relative_tolerance)


@line(
    unit="hours",
    source="METHOD 10.5",
    label="Break-even labor per month",
    for_each=BREAK_EVEN,
    excel="=IF({labor_hourly_rate}>0,IF({strategy_labor_budget}>=0,{strategy_labor_budget}/{labor_hourly_rate},NA()),"
    "NA())",
)
def strategy_break_even_labor_hours(labor_hourly_rate: Array, strategy_labor_budget: Array) -> Array:
    """The labor hours per month at which the month-1 volume breaks even; #N/A where they would be negative."""
    hours = strategy_labor_budget / labor_hourly_rate
    return np.where((labor_hourly_rate > 0) & (strategy_labor_budget >= 0), hours, np.nan)


@line(
    unit="share",
    source="METHOD 10.5",
    label="Utilization at break-even",
    for_each=BREAK_EVEN,
    excel="=IF({strategy_unit_capacity}>0,"
    "{strategy_break_even_tokens}/({strategy_break_even_instances}*{strategy_unit_capacity}),NA())",
)
def strategy_break_even_utilization(
    strategy_unit_capacity: Array, strategy_break_even_tokens: Array, strategy_break_even_instances: Array
) -> Array:
    """Share of the needed units in use at V*, spares aside; #N/A where capacity is not modelled or V* is never."""
    capacity = strategy_break_even_instances * strategy_unit_capacity
    return np.where(strategy_unit_capacity > 0, strategy_break_even_tokens / capacity, np.nan)


def _at(price: str, ending: str) -> dict[str, str]:
    """The words of self-hosting's sums with the hourly price replaced; what does not read the price is as it is."""
    sums = ("self_host_step_cost", "self_host_base_cost", "self_host_token_rate")
    names = MODEL.reentered(sums, {"self_host_instance_hourly": price}, ending)
    return {"unitcost": names[sums[0]], "basecost": names[sums[1]], "tokencost": names[sums[2]], "rental": ending}


_FOR_NOTHING = _at("no_hourly_price", "rented_at_nothing")
_RATES = [item.rate for item in MODEL.costs_of("self_host") if item.rate]
MODEL.reentered(_RATES, {"self_host_instance_hourly": "one_hourly_price"}, "rented_at_one")


@line(
    unit="currency",
    source="METHOD 10.5",
    label="Planned month, instances rental",
    for_each=(_FOR_NOTHING,),
    excel="=({self_host_month_1_instances}+{self_host_spare_units})*{unitcost}+{basecost}"
    "+{tokencost}*{workload_monthly_tokens}",
)
def self_host_planned_cost_rental(
    self_host_month_1_instances: Array,
    self_host_spare_units: Array,
    unitcost: Array,
    basecost: Array,
    tokencost: Array,
    workload_monthly_tokens: Array,
) -> Array:
    """What the planned volume of month 1 costs with instances rental an hour, all else equal."""
    units: Array = (self_host_month_1_instances + self_host_spare_units) * unitcost
    tokens: Array = tokencost * workload_monthly_tokens
    return units + basecost + tokens


@line(
    unit="currency",
    source="METHOD 10.5",
    label="Left of buy's bill for renting, at that volume",
    excel="=IF(ABS({buy_token_rate}*{workload_monthly_tokens}+{buy_base_cost}-{self_host_one_time_per_month}"
    "-{self_host_planned_cost_rented_at_nothing})"
    "<=({buy_token_rate}*{workload_monthly_tokens}+{buy_base_cost})*{relative_tolerance},0,"
    "{buy_token_rate}*{workload_monthly_tokens}+{buy_base_cost}-{self_host_one_time_per_month}"
    "-{self_host_planned_cost_rented_at_nothing})",
)
def self_host_instance_budget(
    buy_token_rate: Array,
    workload_monthly_tokens: Array,
    buy_base_cost: Array,
    self_host_one_time_per_month: Array,
    self_host_planned_cost_rented_at_nothing: Array,
    relative_tolerance: Array,
) -> Array:
    """What the instances of month 1 may cost before buy is cheaper, whatever else hosting costs taken off."""
    bill = buy_token_rate * workload_monthly_tokens + buy_base_cost
    left = bill - self_host_one_time_per_month - self_host_planned_cost_rented_at_nothing
    return cleared(left, bill, relative_tolerance)


def _adds(where: Callable[[Cost], str | None]) -> list[tuple[str, str]]:
    """What items add to a sum at an hourly price of 1 and of nothing, of those items that read the price."""
    names = [name for item in MODEL.costs_of("self_host") if (name := where(item))]
    return [
        (f"{name}_rented_at_one", f"{name}_rented_at_nothing") for name in names if f"{name}_rented_at_one" in MODEL
    ]


_ADDED = {
    "({self_host_month_1_instances}+{self_host_spare_units})": _adds(in_step),
    "1": _adds(in_fixed),
    "{workload_monthly_tokens}": _adds(in_token),
}


def _rent(**read: Array) -> Array:
    """What each unit of the hourly price adds to the planned month: the differences of the items that read it alone."""
    parts = []
    for factors, pairs in _ADDED.items():
        quantity = reduce(np.add, [read[name] for name in sorted(references(factors)) if pairs], np.zeros((1, 1)))
        parts += [(quantity if factors != "1" else 1) * (read[one] - read[nothing]) for one, nothing in pairs]
    return reduce(np.add, parts)


MODEL.add(
    Line(
        name="self_host_rent",
        label="Rent of the planned month, at an hourly price of 1",
        unit=unit_named("currency"),
        axis="scalar",
        meaning="What each unit of the hourly price adds to the planned month: only items that read the price.",
        source="METHOD 10.5",
        excel="="
        + "+".join(
            f"{quantity}*(" + "+".join(f"{{{one}}}-{{{nothing}}}" for one, nothing in pairs) + ")"
            for quantity, pairs in _ADDED.items()
            if pairs
        ),
        python=_rent,
        reads={name: name for factors, pairs in _ADDED.items() if pairs for name in sorted(references(factors))}
        | {name: name for pairs in _ADDED.values() for pair in pairs for name in pair},
        strategy="self_host",
        template="self_host_rent",
    )
)


@line(
    unit="currency_per_hour",
    source="METHOD 10.5",
    label="Break-even hourly price of an instance",
    excel="=IF({self_host_instance_budget}>=0,IF({self_host_rent}>0,"
    "{self_host_instance_budget}/{self_host_rent}*{one_hourly_price},NA()),NA())",
)
def self_host_break_even_instance_hourly(
    self_host_instance_budget: Array, self_host_rent: Array, one_hourly_price: Array
) -> Array:
    """The on-demand hourly price at which the month-1 volume breaks even; #N/A where it would be negative.

    Costs are affine in that price: what an hourly price of 1 adds is what each further one adds.
    """
    price = self_host_instance_budget / self_host_rent * one_hourly_price
    return np.where((self_host_instance_budget >= 0) & (self_host_rent > 0), price, np.nan)
