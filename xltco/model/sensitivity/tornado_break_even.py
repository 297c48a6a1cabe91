"""Tornado of the break-even volume (METHOD 14.2): V* of 10.3 once more, with one driver moved in each row.

Only six drivers stand in V*; a row that moves another finds no change.
"""

from __future__ import annotations

import numpy as np

from xltco.model.results import break_even
from xltco.model.sensitivity.drivers import WAYS
from xltco.model.sensitivity.shared import line_for_each


@line_for_each(
    WAYS,
    unit="currency_per_token",
    axis="driver",
    source="METHOD 14.2",
    label="API price per token, driver way",
    excel="={buy_price_per_token}*(1+{driver_move_way}*{moves_api_price})",
)
def moved_price_way(buy_price_per_token, driver_move_way, moves_api_price):
    """The price p with the row's driver moved way."""
    return buy_price_per_token * (1 + driver_move_way * moves_api_price)


@line_for_each(
    WAYS,
    unit="currency",
    axis="driver",
    source="METHOD 14.2",
    label="Change of the cost of one more instance, driver way",
    excel="={driver_move_way}*({moves_instance_hourly}*{self_host_hardware_per_instance}"
    "+{moves_labor_rate}*{self_host_labor_hours_per_extra_instance}*{labor_hourly_rate})",
)
def moved_step_change_way(
    driver_move_way,
    moves_instance_hourly,
    self_host_hardware_per_instance,
    moves_labor_rate,
    self_host_labor_hours_per_extra_instance,
    labor_hourly_rate,
):
    """What moving the row's driver way adds to I."""
    labor = self_host_labor_hours_per_extra_instance * labor_hourly_rate
    return driver_move_way * (moves_instance_hourly * self_host_hardware_per_instance + moves_labor_rate * labor)


@line_for_each(
    WAYS,
    unit="currency",
    axis="driver",
    source="METHOD 14.2",
    label="Change of fixed costs above buy's, driver way",
    excel="={driver_move_way}*({moves_labor_rate}*{labor_hourly_rate}"
    "*({self_host_base_labor_hours}-{self_host_min_instances}*{self_host_labor_hours_per_extra_instance}"
    "-{buy_labor_hours_per_month})+{moves_labor_hours}*{self_host_labor_hours_per_month}*{labor_hourly_rate}"
    "+{moves_setup_cost}*IF({finance_include_one_time},{self_host_setup_cost}/{finance_amortization_months},0))",
)
def moved_base_change_way(
    driver_move_way,
    moves_labor_rate,
    labor_hourly_rate,
    self_host_base_labor_hours,
    self_host_min_instances,
    self_host_labor_hours_per_extra_instance,
    buy_labor_hours_per_month,
    moves_labor_hours,
    self_host_labor_hours_per_month,
    moves_setup_cost,
    finance_include_one_time,
    self_host_setup_cost,
    finance_amortization_months,
):
    """What moving the row's driver way adds to F."""
    instance_hours = self_host_min_instances * self_host_labor_hours_per_extra_instance
    hours = moves_labor_rate * (self_host_base_labor_hours - instance_hours - buy_labor_hours_per_month)
    hours = hours + moves_labor_hours * self_host_labor_hours_per_month
    setup = np.where(finance_include_one_time, self_host_setup_cost / finance_amortization_months, 0)
    return driver_move_way * (hours * labor_hourly_rate + moves_setup_cost * setup)


@line_for_each(
    WAYS,
    unit="currency",
    axis="driver",
    source="METHOD 14.2",
    label="Cost of one more instance, driver way",
    excel="={self_host_step_cost}+{moved_step_change_way}",
)
def moved_step_cost_way(self_host_step_cost, moved_step_change_way):
    """The cost I with the row's driver moved way."""
    return self_host_step_cost + moved_step_change_way


@line_for_each(
    WAYS,
    unit="currency",
    axis="driver",
    source="METHOD 14.2",
    label="Fixed costs above buy's, driver way",
    excel="={self_host_net_base_cost}+{moved_base_change_way}",
)
def moved_base_cost_way(self_host_net_base_cost, moved_base_change_way):
    """The difference F with the row's driver moved way."""
    return self_host_net_base_cost + moved_base_change_way


@line_for_each(
    WAYS,
    unit="tokens",
    axis="driver",
    source="METHOD 14.2",
    label="Capacity of one instance, driver way",
    excel="={self_host_instance_capacity}*(1+{driver_move_way}*{moves_throughput})",
)
def moved_capacity_way(self_host_instance_capacity, driver_move_way, moves_throughput):
    """The capacity C with the row's driver moved way."""
    return self_host_instance_capacity * (1 + driver_move_way * moves_throughput)


@line_for_each(
    WAYS,
    unit="instances",
    axis="driver",
    source="METHOD 14.2",
    label="Instances at break-even, driver way",
    excel="=IF({moved_capacity_way}=0,{self_host_min_instances},"
    "IF({moved_price_way}*{moved_capacity_way}>{moved_step_cost_way}*(1+{relative_tolerance}),"
    "MAX({self_host_min_instances},-INT(-{moved_base_cost_way}"
    "/({moved_price_way}*{moved_capacity_way}-{moved_step_cost_way})*(1-{relative_tolerance}))),"
    "IF({moved_base_cost_way}+{self_host_min_instances}*{moved_step_cost_way}<={self_host_min_instances}"
    "*({moved_price_way}*{moved_capacity_way}+{moved_step_cost_way}*{relative_tolerance}),"
    "{self_host_min_instances},NA())))",
)
def moved_break_even_instances_way(
    moved_capacity_way,
    self_host_min_instances,
    moved_price_way,
    moved_step_cost_way,
    relative_tolerance,
    moved_base_cost_way,
):
    """The count n* with the row's driver moved way: #N/A when none pays."""
    bill = moved_price_way * moved_capacity_way
    return break_even.strategy_break_even_instances(
        moved_capacity_way,
        self_host_min_instances,
        bill > moved_step_cost_way * (1 + relative_tolerance),
        moved_base_cost_way,
        bill - moved_step_cost_way,
        relative_tolerance,
        break_even.strategy_fewest_pay(
            moved_base_cost_way,
            self_host_min_instances,
            moved_step_cost_way,
            moved_price_way,
            moved_capacity_way,
            relative_tolerance,
        ),
    )


@line_for_each(
    WAYS,
    unit="currency",
    axis="driver",
    source="METHOD 14.2",
    label="API bill at break-even, driver way",
    excel="=IF({moved_break_even_instances_way}*{moved_step_cost_way}+{moved_base_cost_way}"
    "<={moved_break_even_instances_way}*{moved_step_cost_way}*{relative_tolerance},0,"
    "{moved_break_even_instances_way}*{moved_step_cost_way}+{moved_base_cost_way})",
)
def moved_break_even_bill_way(
    moved_break_even_instances_way, moved_step_cost_way, moved_base_cost_way, relative_tolerance
):
    """What the API must bill to cost as much as the instances at break-even, with the row's driver moved way."""
    return break_even.strategy_break_even_bill(
        moved_break_even_instances_way, moved_step_cost_way, moved_base_cost_way, relative_tolerance
    )


@line_for_each(
    WAYS,
    unit="tokens",
    axis="driver",
    source="METHOD 14.2",
    label="Break-even tokens per month, driver way",
    excel="=IF({moved_price_way}=0,IF({self_host_min_instances}*{moved_step_cost_way}+{moved_base_cost_way}"
    "<={self_host_min_instances}*{moved_step_cost_way}*{relative_tolerance},0,NA()),"
    "MAX({moved_break_even_bill_way}/{moved_price_way},"
    "IF({moved_break_even_instances_way}>{self_host_min_instances},"
    "({moved_break_even_instances_way}-1)*{moved_capacity_way},0)))",
)
def moved_break_even_tokens_way(
    moved_price_way,
    self_host_min_instances,
    moved_step_cost_way,
    moved_base_cost_way,
    relative_tolerance,
    moved_break_even_bill_way,
    moved_break_even_instances_way,
    moved_capacity_way,
):
    """The volume V* with the row's driver moved way; #N/A when self-hosting never pays."""
    return break_even.strategy_break_even_tokens(
        moved_price_way,
        self_host_min_instances,
        moved_step_cost_way,
        moved_base_cost_way,
        relative_tolerance,
        moved_break_even_bill_way,
        moved_break_even_instances_way,
        moved_capacity_way,
    )


@line_for_each(
    WAYS,
    unit="tokens",
    axis="driver",
    source="METHOD 14.2",
    label="Change of break-even tokens, driver way",
    excel="=IF(AND({self_host_break_even_tokens}>0,{moved_break_even_tokens_way}>0),"
    "(({moved_break_even_instances_way}-{self_host_break_even_instances})*{moved_step_cost_way}"
    "+{self_host_break_even_instances}*{moved_step_change_way}+{moved_base_change_way})/{moved_price_way}"
    "-{self_host_break_even_tokens}*{driver_move_way}*{moves_api_price}/(1+{driver_move_way}*{moves_api_price}),"
    "{moved_break_even_tokens_way}-{self_host_break_even_tokens})",
)
def break_even_change_way(
    self_host_break_even_tokens,
    moved_break_even_tokens_way,
    moved_break_even_instances_way,
    self_host_break_even_instances,
    moved_step_cost_way,
    moved_step_change_way,
    moved_base_change_way,
    moved_price_way,
    driver_move_way,
    moves_api_price,
):
    """What moving the driver way does to V*; #N/A where one of the two is never.

    Between two volumes above 0 it is the change of the bill over the price: a small change of a large volume keeps its
    digits.
    """
    more_instances = (moved_break_even_instances_way - self_host_break_even_instances) * moved_step_cost_way
    dearer = self_host_break_even_instances * moved_step_change_way + moved_base_change_way
    price = driver_move_way * moves_api_price
    by_parts = (more_instances + dearer) / moved_price_way - self_host_break_even_tokens * price / (1 + price)
    both = (self_host_break_even_tokens > 0) & (moved_break_even_tokens_way > 0)
    return np.where(both, by_parts, moved_break_even_tokens_way - self_host_break_even_tokens)
