"""Break-even (METHOD 10): the staircase of instances against the line of the API's bill.

At month-1 prices n instances cost n*I + F more than buy's fixed costs, and buy costs p per token; one instance
serves C tokens a month.
"""

from __future__ import annotations

import numpy as np

from xltco.model.register import HOSTED, is_given, line, whole


@line(
    unit="currency",
    source="METHOD 10.1",
    label="Hardware of one instance or node",
    excel="={self_host_instance_hourly}*(1-{self_host_commitment_discount})*{horizon_hours_per_month}"
    "*{self_host_active_share}*(1+{self_host_overhead_rate})",
)
def self_host_hardware_per_instance(
    self_host_instance_hourly,
    self_host_commitment_discount,
    horizon_hours_per_month,
    self_host_active_share,
    self_host_overhead_rate,
):
    """Renting one instance for a month, overhead included."""
    hourly = self_host_instance_hourly * (1 - self_host_commitment_discount)
    return hourly * horizon_hours_per_month * self_host_active_share * (1 + self_host_overhead_rate)


@line(
    unit="currency",
    source="METHOD 10.1",
    label="Hardware of one instance or node",
    excel="={own_node_price}*(1-{own_residual_value_rate})/{own_useful_life_months}"
    "+{own_node_power_kw}*{own_pue}*{horizon_hours_per_month}*{own_active_share}*{own_electricity_price_per_kwh}"
    "+{own_colocation_per_node_month}+{own_node_price}*{own_annual_maintenance_rate}/{months_per_year}",
)
def own_hardware_per_instance(
    own_node_price,
    own_residual_value_rate,
    own_useful_life_months,
    own_node_power_kw,
    own_pue,
    horizon_hours_per_month,
    own_active_share,
    own_electricity_price_per_kwh,
    own_colocation_per_node_month,
    own_annual_maintenance_rate,
    months_per_year,
):
    """A node's purchase price over its life, power, colocation and maintenance for a month."""
    purchase = own_node_price * (1 - own_residual_value_rate) / own_useful_life_months
    kilowatt_hours = own_node_power_kw * own_pue * horizon_hours_per_month * own_active_share
    power = kilowatt_hours * own_electricity_price_per_kwh
    maintenance = own_node_price * own_annual_maintenance_rate / months_per_year
    return purchase + power + own_colocation_per_node_month + maintenance


@line(
    unit="currency",
    source="METHOD 10.1",
    label="Cost of one more instance, I",
    for_each=HOSTED,
    excel="={strategy_hardware_per_instance}+{strategy_labor_hours_per_extra_instance}*{labor_hourly_rate}",
)
def strategy_step_cost(strategy_hardware_per_instance, strategy_labor_hours_per_extra_instance, labor_hourly_rate):
    """What each instance adds to a month."""
    return strategy_hardware_per_instance + strategy_labor_hours_per_extra_instance * labor_hourly_rate


@line(
    unit="currency",
    source="METHOD 10.1",
    label="Costs beside instances and tokens, F_s, F_b",
    for_each=HOSTED,
    excel="={strategy_base_labor_hours}*{labor_hourly_rate}"
    "+({strategy_annual_incident_probability}*{strategy_incident_cost}+{strategy_annual_compliance_cost}"
    "+{strategy_annual_attrition_probability}*{strategy_replacement_cost})/{months_per_year}"
    "+IF({strategy_model_refresh_interval_months}>0,"
    "{strategy_model_refresh_cost}/MAX({strategy_model_refresh_interval_months},1),0)"
    "-{strategy_min_instances}*{strategy_labor_hours_per_extra_instance}*{labor_hourly_rate}",
)
def strategy_base_cost(
    strategy_base_labor_hours,
    labor_hourly_rate,
    strategy_annual_incident_probability,
    strategy_incident_cost,
    strategy_annual_compliance_cost,
    strategy_annual_attrition_probability,
    strategy_replacement_cost,
    months_per_year,
    strategy_model_refresh_interval_months,
    strategy_model_refresh_cost,
    strategy_min_instances,
    strategy_labor_hours_per_extra_instance,
):
    """A month's cost that does not follow the instances, in the steady state; the labor that I counts is taken out."""
    labor = strategy_base_labor_hours * labor_hourly_rate
    risk = strategy_annual_incident_probability * strategy_incident_cost
    lock_in = strategy_annual_attrition_probability * strategy_replacement_cost
    refreshes = strategy_model_refresh_cost / np.maximum(strategy_model_refresh_interval_months, 1)
    refresh = np.where(strategy_model_refresh_interval_months > 0, refreshes, 0)
    counted_in_step = strategy_min_instances * strategy_labor_hours_per_extra_instance * labor_hourly_rate
    return labor + (risk + strategy_annual_compliance_cost + lock_in) / months_per_year + refresh - counted_in_step


@line(
    unit="currency",
    source="METHOD 10.1",
    label="Costs beside instances and tokens, F_s, F_b",
    excel="={buy_monthly_platform_fee}+{buy_labor_hours_per_month}*{labor_hourly_rate}"
    "+{buy_annual_migration_probability}*{buy_migration_cost}/{months_per_year}",
)
def buy_base_cost(
    buy_monthly_platform_fee,
    buy_labor_hours_per_month,
    labor_hourly_rate,
    buy_annual_migration_probability,
    buy_migration_cost,
    months_per_year,
):
    """What buy costs in a month whatever the volume."""
    labor = buy_labor_hours_per_month * labor_hourly_rate
    return buy_monthly_platform_fee + labor + buy_annual_migration_probability * buy_migration_cost / months_per_year


@line(
    unit="currency",
    source="METHOD 10.1",
    label="One-time costs per month",
    for_each=HOSTED,
    excel="=IF({finance_include_one_time},({strategy_upfront}-{buy_upfront})/{finance_amortization_months},0)",
)
def strategy_one_time_per_month(
    finance_include_one_time, strategy_upfront, buy_upfront, finance_amortization_months
):  # fmt: skip
    """One-time costs above buy's, spread over the amortization months; 0 unless the reader asks for them."""
    spread = (strategy_upfront - buy_upfront) / finance_amortization_months
    return np.where(finance_include_one_time, spread, 0)


@line(
    unit="currency",
    source="METHOD 10.1",
    label="Fixed costs above buy's, F",
    for_each=HOSTED,
    excel="={strategy_base_cost}-{buy_base_cost}+{strategy_one_time_per_month}",
)
def strategy_net_base_cost(strategy_base_cost, buy_base_cost, strategy_one_time_per_month):
    """Fixed costs of hosting less those of buying."""
    return strategy_base_cost - buy_base_cost + strategy_one_time_per_month


@line(
    unit="currency",
    source="METHOD 10.2",
    label="Fixed monthly cost of the fewest instances",
    for_each=HOSTED,
    excel="={strategy_min_instances}*{strategy_step_cost}+{strategy_base_cost}",
)
def strategy_fixed_monthly(strategy_min_instances, strategy_step_cost, strategy_base_cost):
    """What hosting costs in a month before a single token is served: the seed's "total fixed cost"."""
    return strategy_min_instances * strategy_step_cost + strategy_base_cost


@line(
    unit="currency",
    source="METHOD 10.3",
    label="What a full instance saves, p*C - I",
    for_each=HOSTED,
    excel="={buy_price_per_token}*{strategy_instance_capacity}-{strategy_step_cost}",
)
def strategy_step_margin(buy_price_per_token, strategy_instance_capacity, strategy_step_cost):
    """The API's bill for one instance's capacity less that instance's cost."""
    return buy_price_per_token * strategy_instance_capacity - strategy_step_cost


@line(
    unit="boolean",
    source="METHOD 10.3",
    label="A full instance pays",
    for_each=HOSTED,
    excel="={buy_price_per_token}*{strategy_instance_capacity}>{strategy_step_cost}*(1+{relative_tolerance})",
)
def strategy_step_pays(buy_price_per_token, strategy_instance_capacity, strategy_step_cost, relative_tolerance):
    """Whether the capacity-bound cost per token is below the API's price."""
    return buy_price_per_token * strategy_instance_capacity > strategy_step_cost * (1 + relative_tolerance)


@line(
    unit="boolean",
    source="METHOD 10.3",
    label="The fewest instances can pay",
    for_each=HOSTED,
    excel="={strategy_net_base_cost}+{strategy_min_instances}*{strategy_step_cost}"
    "<={strategy_min_instances}*({buy_price_per_token}*{strategy_instance_capacity}"
    "+{strategy_step_cost}*{relative_tolerance})",
)
def strategy_fewest_pay(
    strategy_net_base_cost,
    strategy_min_instances,
    strategy_step_cost,
    buy_price_per_token,
    strategy_instance_capacity,
    relative_tolerance,
):
    """Whether the fewest instances, when full, cost no more than the API."""
    instances = strategy_min_instances * strategy_step_cost
    api_bill = strategy_min_instances * buy_price_per_token * strategy_instance_capacity
    return strategy_net_base_cost + instances <= api_bill + instances * relative_tolerance


@line(
    unit="instances",
    source="METHOD 10.3",
    label="Instances at break-even, n*",
    for_each=HOSTED,
    excel="=IF({strategy_instance_capacity}=0,{strategy_min_instances},IF({strategy_step_pays},"
    "MAX({strategy_min_instances},-INT(-{strategy_net_base_cost}/{strategy_step_margin}*(1-{relative_tolerance}))),"
    "IF({strategy_fewest_pay},{strategy_min_instances},NA())))",
)
def strategy_break_even_instances(
    strategy_instance_capacity,
    strategy_min_instances,
    strategy_step_pays,
    strategy_net_base_cost,
    strategy_step_margin,
    relative_tolerance,
    strategy_fewest_pay,
):
    """Fewest instances that, when full, cost no more than the API; #N/A when none do."""
    steps = np.maximum(strategy_min_instances, whole(strategy_net_base_cost / strategy_step_margin, relative_tolerance))
    few = np.where(strategy_fewest_pay, strategy_min_instances, np.nan)
    return np.where(strategy_instance_capacity == 0, strategy_min_instances, np.where(strategy_step_pays, steps, few))


@line(
    unit="currency",
    source="METHOD 10.3",
    label="API bill at break-even",
    for_each=HOSTED,
    excel="=IF({strategy_break_even_instances}*{strategy_step_cost}+{strategy_net_base_cost}"
    "<={strategy_break_even_instances}*{strategy_step_cost}*{relative_tolerance},0,"
    "{strategy_break_even_instances}*{strategy_step_cost}+{strategy_net_base_cost})",
)
def strategy_break_even_bill(
    strategy_break_even_instances, strategy_step_cost, strategy_net_base_cost, relative_tolerance
):
    """What the API must bill for its tokens to cost as much as the break-even instances; 0 where these cost less."""
    instances = strategy_break_even_instances * strategy_step_cost
    bill = instances + strategy_net_base_cost
    return np.where(bill <= instances * relative_tolerance, 0, bill)


@line(
    unit="tokens",
    source="METHOD 10.2, 10.3",
    label="Break-even tokens per month, V*",
    for_each=HOSTED,
    excel="=IF({buy_price_per_token}=0,IF({strategy_min_instances}*{strategy_step_cost}+{strategy_net_base_cost}"
    "<={strategy_min_instances}*{strategy_step_cost}*{relative_tolerance},0,NA()),"
    "MAX({strategy_break_even_bill}/{buy_price_per_token},"
    "IF({strategy_break_even_instances}>{strategy_min_instances},"
    "({strategy_break_even_instances}-1)*{strategy_instance_capacity},0)))",
)
def strategy_break_even_tokens(
    buy_price_per_token,
    strategy_min_instances,
    strategy_step_cost,
    strategy_net_base_cost,
    relative_tolerance,
    strategy_break_even_bill,
    strategy_break_even_instances,
    strategy_instance_capacity,
):
    """The infimum of the monthly volumes at which hosting costs no more than buying; #N/A when it never does."""
    above_step = (strategy_break_even_instances - 1) * strategy_instance_capacity
    floor = np.where(strategy_break_even_instances > strategy_min_instances, above_step, 0)
    volume = np.maximum(strategy_break_even_bill / buy_price_per_token, floor)
    fewest = strategy_min_instances * strategy_step_cost
    pays_unused = fewest + strategy_net_base_cost <= fewest * relative_tolerance
    return np.where(buy_price_per_token == 0, np.where(pays_unused, 0, np.nan), volume)


@line(
    unit="instances",
    source="METHOD 10.4",
    label="Last instances that open above the API's bill",
    for_each=HOSTED,
    excel="=IF({strategy_step_pays},-INT(-({strategy_net_base_cost}+{buy_price_per_token}*{strategy_instance_capacity})"
    "/{strategy_step_margin}*(1-{relative_tolerance}))-1,NA())",
)
def strategy_last_dear_instances(
    strategy_step_pays,
    strategy_net_base_cost,
    buy_price_per_token,
    strategy_instance_capacity,
    strategy_step_margin,
    relative_tolerance,
):
    """The last count of instances whose first token costs more than with the API; #N/A where a step never pays."""
    bill = strategy_net_base_cost + buy_price_per_token * strategy_instance_capacity
    return np.where(strategy_step_pays, whole(bill / strategy_step_margin, relative_tolerance) - 1, np.nan)


@line(
    unit="boolean",
    source="METHOD 10.4",
    label="The staircase stays level below the API",
    for_each=HOSTED,
    excel="=AND({buy_price_per_token}*{strategy_instance_capacity}>={strategy_step_cost}*(1-{relative_tolerance}),"
    "{strategy_step_cost}+{strategy_net_base_cost}<={strategy_step_cost}*{relative_tolerance})",
)
def strategy_stays_level(
    buy_price_per_token, strategy_instance_capacity, strategy_step_cost, relative_tolerance, strategy_net_base_cost
):
    """Whether a full instance costs at least no more than the API, and one more opens no dearer than the API.

    Of interest where a step does not pay: then both bills rise alike, and fixed costs decide for every volume.
    """
    level = buy_price_per_token * strategy_instance_capacity >= strategy_step_cost * (1 - relative_tolerance)
    return level & (strategy_step_cost + strategy_net_base_cost <= strategy_step_cost * relative_tolerance)


@line(
    unit="tokens",
    source="METHOD 10.4",
    label="Always cheaper above, V_always",
    for_each=HOSTED,
    excel="=IF({strategy_instance_capacity}=0,{strategy_break_even_tokens},"
    "IF({strategy_step_pays},IF({strategy_last_dear_instances}>={strategy_min_instances},"
    "MAX(({strategy_last_dear_instances}*{strategy_step_cost}+{strategy_net_base_cost})/{buy_price_per_token},"
    "{strategy_break_even_tokens}),{strategy_break_even_tokens}),"
    "IF({strategy_stays_level},{strategy_break_even_tokens},NA())))",
)
def strategy_always_above_tokens(
    strategy_instance_capacity,
    strategy_break_even_tokens,
    strategy_step_pays,
    strategy_last_dear_instances,
    strategy_min_instances,
    strategy_step_cost,
    strategy_net_base_cost,
    buy_price_per_token,
    strategy_stays_level,
):
    """The monthly volume above which hosting never costs more again; #N/A when there is none."""
    last_crossing = strategy_last_dear_instances * strategy_step_cost + strategy_net_base_cost
    reopened = np.maximum(last_crossing / buy_price_per_token, strategy_break_even_tokens)
    paying = np.where(strategy_last_dear_instances >= strategy_min_instances, reopened, strategy_break_even_tokens)
    limited = np.where(strategy_step_pays, paying, np.where(strategy_stays_level, strategy_break_even_tokens, np.nan))
    return np.where(strategy_instance_capacity == 0, strategy_break_even_tokens, limited)


@line(
    unit="rate",
    source="METHOD 10.2",
    label="Margin of safety",
    for_each=HOSTED,
    excel="=IF({strategy_break_even_tokens}>0,{workload_monthly_tokens}/{strategy_break_even_tokens}-1,NA())",
)
def strategy_margin_of_safety(strategy_break_even_tokens, workload_monthly_tokens):
    """How far the month-1 volume lies above break-even (below: negative); #N/A where break-even is never or 0."""
    above = workload_monthly_tokens / strategy_break_even_tokens - 1
    return np.where(is_given(strategy_break_even_tokens) & (strategy_break_even_tokens > 0), above, np.nan)
