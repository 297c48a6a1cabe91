"""Break-even in other drivers, at the planned volume of month 1 (METHOD 10.5): each is "never" where it is negative."""

from __future__ import annotations

import numpy as np

from xltco.model.register import HOSTED, cleared, line, whole


@line(
    unit="instances",
    source="METHOD 10.5",
    label="Instances at month-1 volume, N",
    for_each=HOSTED,
    excel="=IF({strategy_instance_capacity}=0,{strategy_min_instances},MAX({strategy_min_instances},"
    "-INT(-{workload_monthly_tokens}/{strategy_instance_capacity}*(1-{relative_tolerance}))))",
)
def strategy_month_1_instances(
    strategy_instance_capacity, strategy_min_instances, workload_monthly_tokens, relative_tolerance
):
    """Instances that the planned volume of month 1 needs."""
    needed = whole(workload_monthly_tokens / strategy_instance_capacity, relative_tolerance)
    modelled = np.maximum(strategy_min_instances, needed)
    return np.where(strategy_instance_capacity == 0, strategy_min_instances, modelled)


@line(
    unit="currency",
    source="METHOD 10.5",
    label="Hosting above buy's fixed costs, at that volume",
    for_each=HOSTED,
    excel="=IF(ABS({strategy_month_1_instances}*{strategy_step_cost}+{strategy_net_base_cost})"
    "<={strategy_month_1_instances}*{strategy_step_cost}*{relative_tolerance},0,"
    "{strategy_month_1_instances}*{strategy_step_cost}+{strategy_net_base_cost})",
)
def strategy_month_1_cost(strategy_month_1_instances, strategy_step_cost, strategy_net_base_cost, relative_tolerance):
    """What the API may bill for the tokens of month 1 before hosting is cheaper: N*I + F."""
    instances = strategy_month_1_instances * strategy_step_cost
    return cleared(instances + strategy_net_base_cost, instances, relative_tolerance)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 10.5",
    label="Break-even API price",
    for_each=HOSTED,
    excel="=IF({workload_monthly_tokens}>0,IF({strategy_month_1_cost}>=0,"
    "{strategy_month_1_cost}/{workload_monthly_tokens}*{tokens_per_million},NA()),NA())",
)
def strategy_break_even_api_price(workload_monthly_tokens, strategy_month_1_cost, tokens_per_million):
    """The effective API price at which the month-1 volume breaks even; #N/A where it would be negative."""
    price = strategy_month_1_cost / workload_monthly_tokens * tokens_per_million
    return np.where((workload_monthly_tokens > 0) & (strategy_month_1_cost >= 0), price, np.nan)


@line(
    unit="currency",
    source="METHOD 10.5",
    label="API bill above fixed costs, at that volume",
    excel="=IF(ABS({buy_price_per_token}*{workload_monthly_tokens}-{self_host_net_base_cost})"
    "<={buy_price_per_token}*{workload_monthly_tokens}*{relative_tolerance},0,"
    "{buy_price_per_token}*{workload_monthly_tokens}-{self_host_net_base_cost})",
)
def self_host_instance_budget(
    buy_price_per_token, workload_monthly_tokens, self_host_net_base_cost, relative_tolerance
):
    """What the instances of month 1 may cost before the API is cheaper: p*V - F."""
    bill = buy_price_per_token * workload_monthly_tokens
    return cleared(bill - self_host_net_base_cost, bill, relative_tolerance)


@line(
    unit="currency_per_hour",
    source="METHOD 10.5",
    label="Break-even hourly price, before the sign is asked",
    excel="=IF({self_host_commitment_discount}<1,({self_host_instance_budget}/{self_host_month_1_instances}"
    "-{self_host_labor_hours_per_extra_instance}*{labor_hourly_rate})"
    "/((1-{self_host_commitment_discount})*{horizon_hours_per_month}*{self_host_active_share}"
    "*(1+{self_host_overhead_rate})),NA())",
)
def self_host_signed_break_even_hourly(
    self_host_commitment_discount,
    self_host_instance_budget,
    self_host_month_1_instances,
    self_host_labor_hours_per_extra_instance,
    labor_hourly_rate,
    horizon_hours_per_month,
    self_host_active_share,
    self_host_overhead_rate,
):
    """The on-demand hourly price at which the month-1 volume would break even, of either sign."""
    labor = self_host_labor_hours_per_extra_instance * labor_hourly_rate
    hardware = self_host_instance_budget / self_host_month_1_instances - labor
    paid_hours = (1 - self_host_commitment_discount) * horizon_hours_per_month * self_host_active_share
    hourly = hardware / (paid_hours * (1 + self_host_overhead_rate))
    return np.where(self_host_commitment_discount < 1, hourly, np.nan)


@line(
    unit="currency_per_hour",
    source="METHOD 10.5",
    label="Break-even hourly price of an instance",
    excel="=IF({self_host_signed_break_even_hourly}>=0,{self_host_signed_break_even_hourly},NA())",
)
def self_host_break_even_instance_hourly(self_host_signed_break_even_hourly):
    """The on-demand hourly price at which the month-1 volume breaks even; #N/A where it would be negative."""
    return np.where(self_host_signed_break_even_hourly >= 0, self_host_signed_break_even_hourly, np.nan)


@line(
    unit="currency",
    source="METHOD 10.5",
    label="Labor that the API bill pays for, at that volume",
    for_each=HOSTED,
    excel="=IF(ABS({strategy_labor_hours_per_month}*{labor_hourly_rate}+{buy_price_per_token}*{workload_monthly_tokens}"
    "-{strategy_month_1_cost})<=({strategy_labor_hours_per_month}*{labor_hourly_rate}"
    "+{buy_price_per_token}*{workload_monthly_tokens})*{relative_tolerance},0,"
    "{strategy_labor_hours_per_month}*{labor_hourly_rate}+{buy_price_per_token}*{workload_monthly_tokens}"
    "-{strategy_month_1_cost})",
)
def strategy_labor_budget(
    strategy_labor_hours_per_month,
    labor_hourly_rate,
    buy_price_per_token,
    workload_monthly_tokens,
    strategy_month_1_cost,
    relative_tolerance,
):
    """What the labor of month 1 may cost before the API is cheaper."""
    labor_and_bill = strategy_labor_hours_per_month * labor_hourly_rate + buy_price_per_token * workload_monthly_tokens
    return cleared(labor_and_bill - strategy_month_1_cost, labor_and_bill, relative_tolerance)


@line(
    unit="hours",
    source="METHOD 10.5",
    label="Break-even labor per month",
    for_each=HOSTED,
    excel="=IF({labor_hourly_rate}>0,IF({strategy_labor_budget}>=0,{strategy_labor_budget}/{labor_hourly_rate},NA()),"
    "NA())",
)
def strategy_break_even_labor_hours(labor_hourly_rate, strategy_labor_budget):
    """The labor hours per month at which the month-1 volume breaks even; #N/A where they would be negative."""
    hours = strategy_labor_budget / labor_hourly_rate
    return np.where((labor_hourly_rate > 0) & (strategy_labor_budget >= 0), hours, np.nan)


@line(
    unit="share",
    source="METHOD 10.5",
    label="Utilization at break-even",
    for_each=HOSTED,
    excel="=IF({strategy_instance_capacity}>0,"
    "{strategy_break_even_tokens}/({strategy_break_even_instances}*{strategy_instance_capacity}),NA())",
)
def strategy_break_even_utilization(
    strategy_instance_capacity, strategy_break_even_tokens, strategy_break_even_instances
):
    """Share of the planned capacity in use at V*; #N/A where capacity is not modelled or break-even never comes."""
    capacity = strategy_break_even_instances * strategy_instance_capacity
    return np.where(strategy_instance_capacity > 0, strategy_break_even_tokens / capacity, np.nan)
