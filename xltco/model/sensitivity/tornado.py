"""Tornado (METHOD 14.2): what moving one driver alone does to the NPV savings.

Each change is written as a difference, so that no digits are lost between two large NPVs.
"""

from __future__ import annotations

from xltco.model.register import DRIVERS, total
from xltco.model.sensitivity.drivers import WAYS
from xltco.model.sensitivity.shared import line_for_each

BY_DRIVER = "+".join(f"{{moves_{name}}}*{{savings_by_{name}_way}}" for name in DRIVERS)


@line_for_each(
    WAYS,
    unit="currency",
    source="METHOD 14.2",
    label="Savings with volume way, change",
    excel="={driver_move_way}*{workload_monthly_tokens}*{self_host_total_avoided_bill}"
    "-SUMPRODUCT(({moved_volume_instances_way.all}-{self_host_instances.all})*{self_host_step_npv.all})",
)
def savings_by_volume_way(
    driver_move_way,
    workload_monthly_tokens,
    self_host_total_avoided_bill,
    moved_volume_instances_way,
    self_host_instances,
    self_host_step_npv,
):
    """What moving the volume way does to the NPV savings: the API's bill and the instances follow it."""
    added = total((moved_volume_instances_way - self_host_instances) * self_host_step_npv)
    return driver_move_way * workload_monthly_tokens * self_host_total_avoided_bill - added


@line_for_each(
    WAYS,
    unit="currency",
    source="METHOD 14.2",
    label="Savings with growth way, change",
    excel="={workload_monthly_tokens}*{buy_price_per_token}*SUMPRODUCT(({moved_growth_factor_way.all}"
    "-{growth_factor.all})*{buy_price_factor.all}*{discount_factor.all}*{self_host_in_service.all})"
    "-SUMPRODUCT(({moved_growth_instances_way.all}-{self_host_instances.all})*{self_host_step_npv.all})",
)
def savings_by_growth_way(
    workload_monthly_tokens,
    buy_price_per_token,
    moved_growth_factor_way,
    growth_factor,
    buy_price_factor,
    discount_factor,
    self_host_in_service,
    moved_growth_instances_way,
    self_host_instances,
    self_host_step_npv,
):
    """What moving growth way does to the NPV savings: the API's bill and the instances follow it."""
    tokens = workload_monthly_tokens * (moved_growth_factor_way - growth_factor) * self_host_in_service
    bill = tokens * buy_price_per_token * buy_price_factor * discount_factor
    return total(bill - (moved_growth_instances_way - self_host_instances) * self_host_step_npv)


@line_for_each(
    WAYS,
    unit="currency",
    source="METHOD 14.2",
    label="Savings with the API price way, change",
    excel="={driver_move_way}*{workload_monthly_tokens}*{self_host_total_avoided_bill}",
)
def savings_by_api_price_way(driver_move_way, workload_monthly_tokens, self_host_total_avoided_bill):
    """What moving all API prices way does to the NPV savings."""
    return driver_move_way * workload_monthly_tokens * self_host_total_avoided_bill


@line_for_each(
    WAYS,
    unit="currency",
    source="METHOD 14.2",
    label="Savings with the API price's yearly change way, change",
    excel="={buy_price_per_token}*SUMPRODUCT({tokens.all}*((1+{moved_api_price_change_way})^{price_age.all}"
    "-{buy_price_factor.all})*{discount_factor.all}*{self_host_in_service.all})",
)
def savings_by_api_price_change_way(
    buy_price_per_token,
    tokens,
    moved_api_price_change_way,
    price_age,
    buy_price_factor,
    discount_factor,
    self_host_in_service,
):
    """What moving the yearly change of the API price way does to the NPV savings."""
    factor = (1 + moved_api_price_change_way) ** price_age - buy_price_factor
    return total(tokens * buy_price_per_token * factor * discount_factor * self_host_in_service)


@line_for_each(
    WAYS,
    unit="currency",
    source="METHOD 14.2",
    label="Savings with the instance price way, change",
    excel="=-{driver_move_way}*SUMPRODUCT({self_host_instances.all}*{self_host_hardware_npv.all})",
)
def savings_by_instance_hourly_way(driver_move_way, self_host_instances, self_host_hardware_npv):
    """What moving the hourly price of an instance way does to the NPV savings."""
    return -driver_move_way * total(self_host_instances * self_host_hardware_npv)


@line_for_each(
    WAYS,
    unit="currency",
    source="METHOD 14.2",
    label="Savings with throughput way, change",
    excel="=SUMPRODUCT(({self_host_instances.all}-{moved_throughput_instances_way.all})*{self_host_step_npv.all})",
)
def savings_by_throughput_way(self_host_instances, moved_throughput_instances_way, self_host_step_npv):
    """What moving the tokens per second way does to the NPV savings: 0 where capacity is not modelled."""
    return total((self_host_instances - moved_throughput_instances_way) * self_host_step_npv)


@line_for_each(
    WAYS,
    unit="currency",
    source="METHOD 14.2",
    label="Savings with the labor rate way, change",
    excel="=-{driver_move_way}*({self_host_labor_npv}"
    "+SUMPRODUCT({self_host_instances.all}*{self_host_extra_labor_npv.all}))",
)
def savings_by_labor_rate_way(driver_move_way, self_host_labor_npv, self_host_instances, self_host_extra_labor_npv):
    """What moving the cost of an engineer's hour way does to the NPV savings: the hours around the API move too."""
    return -driver_move_way * (self_host_labor_npv + total(self_host_instances * self_host_extra_labor_npv))


@line_for_each(
    WAYS,
    unit="currency",
    source="METHOD 14.2",
    label="Savings with labor hours way, change",
    excel="=-{driver_move_way}*{self_host_labor_hours_per_month}*{labor_hourly_rate}"
    "*SUMPRODUCT({wage_factor.all}*{discount_factor.all}*{self_host_in_service.all})",
)
def savings_by_labor_hours_way(
    driver_move_way,
    self_host_labor_hours_per_month,
    labor_hourly_rate,
    wage_factor,
    discount_factor,
    self_host_in_service,
):
    """What moving the base hours of self-hosting way does to the NPV savings."""
    wages = labor_hourly_rate * total(wage_factor * discount_factor * self_host_in_service)
    return -driver_move_way * self_host_labor_hours_per_month * wages


@line_for_each(
    WAYS,
    unit="currency",
    source="METHOD 14.2",
    label="Savings with the setup cost way, change",
    excel="=-{driver_move_way}*{self_host_setup_cost}",
)
def savings_by_setup_cost_way(driver_move_way, self_host_setup_cost):
    """What moving the setup cost way does to the NPV savings: it is paid in month 0, which is not discounted."""
    return -driver_move_way * self_host_setup_cost


@line_for_each(
    WAYS,
    unit="currency",
    source="METHOD 14.2",
    label="Savings with the discount rate way, change",
    excel="=SUMPRODUCT({self_host_savings.all}"
    "*((1+{moved_discount_rate_way})^(-{month.all}/{months_per_year})-{discount_factor.all}))",
)
def savings_by_discount_rate_way(self_host_savings, moved_discount_rate_way, month, months_per_year, discount_factor):
    """What moving the discount rate way does to the NPV savings."""
    return total(self_host_savings * ((1 + moved_discount_rate_way) ** (-month / months_per_year) - discount_factor))


@line_for_each(
    WAYS,
    unit="currency",
    axis="driver",
    source="METHOD 14.2",
    label="Change of the NPV savings, driver way",
    excel="=" + BY_DRIVER,
)
def savings_change_way(
    moves_volume,
    savings_by_volume_way,
    moves_growth,
    savings_by_growth_way,
    moves_api_price,
    savings_by_api_price_way,
    moves_api_price_change,
    savings_by_api_price_change_way,
    moves_instance_hourly,
    savings_by_instance_hourly_way,
    moves_throughput,
    savings_by_throughput_way,
    moves_labor_rate,
    savings_by_labor_rate_way,
    moves_labor_hours,
    savings_by_labor_hours_way,
    moves_setup_cost,
    savings_by_setup_cost_way,
    moves_discount_rate,
    savings_by_discount_rate_way,
):
    """What moving each driver way, alone, does to buy's NPV less self-hosting's."""
    prices = moves_api_price * savings_by_api_price_way + moves_api_price_change * savings_by_api_price_change_way
    volumes = moves_volume * savings_by_volume_way + moves_growth * savings_by_growth_way
    hardware = moves_instance_hourly * savings_by_instance_hourly_way + moves_throughput * savings_by_throughput_way
    labor = moves_labor_rate * savings_by_labor_rate_way + moves_labor_hours * savings_by_labor_hours_way
    money = moves_setup_cost * savings_by_setup_cost_way + moves_discount_rate * savings_by_discount_rate_way
    return prices + volumes + hardware + labor + money
