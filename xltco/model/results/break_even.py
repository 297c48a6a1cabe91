"""Break-even (METHOD 10): the staircase of units against the line of the API's bill.

At month-1 prices n units cost n*I + F more than buy's fixed costs, spare units included in F, and buy costs p per token
more than the strategy; one unit serves C tokens a month. I, F_s and the prices per token are sums of the cost items.
"""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import BREAK_EVEN, cleared, is_given, line, whole


@line(
    unit="currency_per_token",
    source="METHOD 10.1",
    label="What a token saves, p",
    for_each=BREAK_EVEN,
    excel="=IF(ABS({buy_token_rate}-{strategy_token_rate})"
    "<=({buy_token_rate}+{strategy_token_rate})*{relative_tolerance},0,{buy_token_rate}-{strategy_token_rate})",
)
def strategy_net_token_rate(buy_token_rate: Array, strategy_token_rate: Array, relative_tolerance: Array) -> Array:
    """What buy costs per token more than the strategy: p_b - p_s, negative where its own tokens are dearer."""
    return cleared(buy_token_rate - strategy_token_rate, buy_token_rate + strategy_token_rate, relative_tolerance)


@line(
    unit="currency",
    source="METHOD 10.1",
    label="One-time costs per month",
    for_each=BREAK_EVEN,
    excel="=IF({finance_include_one_time},({strategy_upfront}-{buy_upfront})/{finance_amortization_months},0)",
)
def strategy_one_time_per_month(
    finance_include_one_time: Array, strategy_upfront: Array, buy_upfront: Array, finance_amortization_months: Array
) -> Array:
    """One-time costs above buy's, spread over the amortization months; 0 unless the reader asks for them."""
    spread = (strategy_upfront - buy_upfront) / finance_amortization_months
    return np.where(finance_include_one_time, spread, 0)


@line(
    unit="currency",
    source="METHOD 10.1",
    label="Noise in F",
    for_each=BREAK_EVEN,
    excel="=(ABS({strategy_base_cost})+ABS({buy_base_cost})+ABS({strategy_one_time_per_month})"
    "+{strategy_spare_units}*{strategy_step_cost})*{relative_tolerance}",
)
def strategy_base_noise(
    strategy_base_cost: Array,
    buy_base_cost: Array,
    strategy_one_time_per_month: Array,
    strategy_spare_units: Array,
    strategy_step_cost: Array,
    relative_tolerance: Array,
) -> Array:
    """How much of F may be left of amounts that cancel, by binary noise alone (METHOD 13.18)."""
    spares: Array = strategy_spare_units * strategy_step_cost
    amounts: Array = np.abs(strategy_base_cost) + np.abs(buy_base_cost) + np.abs(strategy_one_time_per_month) + spares
    return amounts * relative_tolerance


@line(
    unit="currency",
    source="METHOD 10.1",
    label="Fixed costs above buy's, F",
    for_each=BREAK_EVEN,
    excel="={strategy_base_cost}-{buy_base_cost}+{strategy_spare_units}*{strategy_step_cost}"
    "+{strategy_one_time_per_month}",
)
def strategy_net_base_cost(
    strategy_base_cost: Array,
    buy_base_cost: Array,
    strategy_spare_units: Array,
    strategy_step_cost: Array,
    strategy_one_time_per_month: Array,
) -> Array:
    """What the strategy costs beside tokens and needed units, spares included, less buy's fixed costs."""
    fixed: Array = strategy_base_cost - buy_base_cost + strategy_spare_units * strategy_step_cost
    return fixed + strategy_one_time_per_month


@line(
    unit="currency",
    source="METHOD 10.2",
    label="Fixed monthly cost of the fewest units",
    for_each=BREAK_EVEN,
    excel="=({strategy_min_units}+{strategy_spare_units})*{strategy_step_cost}+{strategy_base_cost}",
)
def strategy_fixed_monthly(
    strategy_min_units: Array, strategy_spare_units: Array, strategy_step_cost: Array, strategy_base_cost: Array
) -> Array:
    """What the strategy costs in a month before a single token is served: the seed's "total fixed cost"."""
    return (strategy_min_units + strategy_spare_units) * strategy_step_cost + strategy_base_cost


@line(
    unit="currency",
    source="METHOD 10.3",
    label="What a full unit saves, p*C - I",
    for_each=BREAK_EVEN,
    excel="={strategy_net_token_rate}*{strategy_unit_capacity}-{strategy_step_cost}",
)
def strategy_step_margin(
    strategy_net_token_rate: Array, strategy_unit_capacity: Array, strategy_step_cost: Array
) -> Array:
    """What the tokens of one full unit save less that unit's cost."""
    return strategy_net_token_rate * strategy_unit_capacity - strategy_step_cost


@line(
    unit="boolean",
    source="METHOD 10.3",
    label="A full unit pays",
    for_each=BREAK_EVEN,
    excel="={strategy_step_margin}>{strategy_step_cost}*{relative_tolerance}",
)
def strategy_step_pays(strategy_step_margin: Array, strategy_step_cost: Array, relative_tolerance: Array) -> Array:
    """Whether the capacity-bound cost per token is below what a token saves: p*C > I."""
    return strategy_step_margin > strategy_step_cost * relative_tolerance


@line(
    unit="boolean",
    source="METHOD 10.3",
    label="The fewest units can pay",
    for_each=BREAK_EVEN,
    excel="={strategy_net_base_cost}+{strategy_min_units}*{strategy_step_cost}"
    "<={strategy_min_units}*(MAX({strategy_net_token_rate},0)*{strategy_unit_capacity}"
    "+{strategy_step_cost}*{relative_tolerance})+{strategy_base_noise}",
)
def strategy_fewest_pay(
    strategy_net_base_cost: Array,
    strategy_min_units: Array,
    strategy_step_cost: Array,
    strategy_net_token_rate: Array,
    strategy_unit_capacity: Array,
    relative_tolerance: Array,
    strategy_base_noise: Array,
) -> Array:
    """Whether the fewest units cost no more than buy: when full, or idle where a token saves nothing."""
    units = strategy_min_units * strategy_step_cost
    saved = strategy_min_units * np.maximum(strategy_net_token_rate, 0) * strategy_unit_capacity
    least: Array = strategy_net_base_cost + units - strategy_base_noise
    pays: Array = least <= saved + units * relative_tolerance
    return pays


@line(
    unit="instances",
    source="METHOD 10.3",
    label="Units at break-even, n*",
    for_each=BREAK_EVEN,
    excel="=IF(AND({strategy_net_token_rate}>0,{strategy_unit_capacity}=0),{strategy_min_units},"
    "IF({strategy_step_pays},MAX({strategy_min_units},"
    "-INT(-{strategy_net_base_cost}/{strategy_step_margin}*(1-{relative_tolerance}))),"
    "IF({strategy_fewest_pay},{strategy_min_units},NA())))",
)
def strategy_break_even_instances(
    strategy_net_token_rate: Array,
    strategy_unit_capacity: Array,
    strategy_min_units: Array,
    strategy_step_pays: Array,
    strategy_net_base_cost: Array,
    strategy_step_margin: Array,
    relative_tolerance: Array,
    strategy_fewest_pay: Array,
) -> Array:
    """Fewest units that, when full, cost no more than buy; #N/A when none do."""
    steps = np.maximum(strategy_min_units, whole(strategy_net_base_cost / strategy_step_margin, relative_tolerance))
    few = np.where(strategy_fewest_pay, strategy_min_units, np.nan)
    unlimited = (strategy_net_token_rate > 0) & (strategy_unit_capacity == 0)
    return np.where(unlimited, strategy_min_units, np.where(strategy_step_pays, steps, few))


@line(
    unit="currency",
    source="METHOD 10.3",
    label="Cost to earn back at break-even",
    for_each=BREAK_EVEN,
    excel="=IF({strategy_break_even_instances}*{strategy_step_cost}+{strategy_net_base_cost}"
    "<={strategy_break_even_instances}*{strategy_step_cost}*{relative_tolerance}+{strategy_base_noise},0,"
    "{strategy_break_even_instances}*{strategy_step_cost}+{strategy_net_base_cost})",
)
def strategy_break_even_bill(
    strategy_break_even_instances: Array,
    strategy_step_cost: Array,
    strategy_net_base_cost: Array,
    relative_tolerance: Array,
    strategy_base_noise: Array,
) -> Array:
    """What tokens must save for the break-even units to cost no more than buy; 0 where these cost less."""
    units = strategy_break_even_instances * strategy_step_cost
    bill = units + strategy_net_base_cost
    return np.where(bill <= units * relative_tolerance + strategy_base_noise, 0, bill)


@line(
    unit="tokens",
    source="METHOD 10.2, 10.3",
    label="Break-even tokens per month, V*",
    for_each=BREAK_EVEN,
    excel="=IF({strategy_net_token_rate}>0,MAX({strategy_break_even_bill}/{strategy_net_token_rate},"
    "IF({strategy_break_even_instances}>{strategy_min_units},"
    "({strategy_break_even_instances}-1)*{strategy_unit_capacity},0)),IF({strategy_fewest_pay},0,NA()))",
)
def strategy_break_even_tokens(
    strategy_net_token_rate: Array,
    strategy_break_even_bill: Array,
    strategy_break_even_instances: Array,
    strategy_min_units: Array,
    strategy_unit_capacity: Array,
    strategy_fewest_pay: Array,
) -> Array:
    """The infimum of the monthly volumes at which the strategy costs no more than buy; #N/A when it never does."""
    above_step = (strategy_break_even_instances - 1) * strategy_unit_capacity
    floor = np.where(strategy_break_even_instances > strategy_min_units, above_step, 0)
    volume = np.maximum(strategy_break_even_bill / strategy_net_token_rate, floor)
    return np.where(strategy_net_token_rate > 0, volume, np.where(strategy_fewest_pay, 0, np.nan))


@line(
    unit="rate",
    source="METHOD 10.2",
    label="Margin of safety",
    for_each=BREAK_EVEN,
    excel="=IF({strategy_break_even_tokens}>0,{workload_monthly_tokens}/{strategy_break_even_tokens}-1,NA())",
)
def strategy_margin_of_safety(strategy_break_even_tokens: Array, workload_monthly_tokens: Array) -> Array:
    """How far the month-1 volume lies above break-even (below: negative); #N/A where break-even is never or 0."""
    above = workload_monthly_tokens / strategy_break_even_tokens - 1
    return np.where(is_given(strategy_break_even_tokens) & (strategy_break_even_tokens > 0), above, np.nan)
