"""The simulation (METHOD 14.4): what self-hosting saves in each draw.

Instances above the fewest of any draw are counted with operators alone, since no engine rounds up inside a sum.
"""

from __future__ import annotations

import numpy as np

from xltco.model.register import line, total
from xltco.model.sensitivity.shared import counted, numbers


@line(
    unit="factor",
    axis="draw",
    source="METHOD 14.4",
    label="Factor of the load",
    excel="={factor_volume}/{factor_throughput}",
)
def factor_load(factor_volume, factor_throughput):
    """What the instances that the tokens fill are multiplied by."""
    return factor_volume / factor_throughput


@line(
    unit="factor",
    source="METHOD 14.4",
    label="Least factor of the load",
    excel="=MIN({factor_load.all},1)",
)
def least_factor_load(factor_load):
    """The least of all draws, and at most the base's 1."""
    return np.minimum(factor_load.min(axis=-1, keepdims=True), 1)


@line(
    unit="instances",
    axis="month",
    source="METHOD 14.4",
    label="Fewest instances of any draw",
    excel="=MAX({self_host_min_instances},-INT(-{self_host_load}*{least_factor_load}))*{self_host_in_service}",
)
def draw_start_instances(self_host_min_instances, self_host_load, least_factor_load, self_host_in_service):
    """Instances of the month at the least load; each draw counts those above them."""
    return counted(self_host_load * least_factor_load, self_host_min_instances) * self_host_in_service


@line(
    unit="currency",
    source="METHOD 14.4",
    label="NPV of the API's bill that is avoided",
    excel="={workload_monthly_tokens}*{self_host_total_avoided_bill}",
)
def simulated_bill(workload_monthly_tokens, self_host_total_avoided_bill):
    """What follows volume and API price."""
    return workload_monthly_tokens * self_host_total_avoided_bill


@line(
    unit="currency",
    source="METHOD 14.4",
    label="NPV of the fewest instances' hardware",
    excel="=SUMPRODUCT({draw_start_instances.all}*{self_host_hardware_npv.all})",
)
def simulated_hardware(draw_start_instances, self_host_hardware_npv):
    """What follows the instance price in every draw."""
    return total(draw_start_instances * self_host_hardware_npv)


@line(
    unit="currency",
    source="METHOD 14.4",
    label="NPV of labor with the fewest instances",
    excel="={self_host_labor_npv}+SUMPRODUCT({draw_start_instances.all}*{self_host_extra_labor_npv.all})",
)
def simulated_labor(self_host_labor_npv, draw_start_instances, self_host_extra_labor_npv):
    """What follows the labor rate in every draw; the hours around the API are taken off."""
    return self_host_labor_npv + total(draw_start_instances * self_host_extra_labor_npv)


@line(
    unit="currency",
    source="METHOD 14.4",
    label="NPV of what no draw moves",
    excel="={self_host_total_other}-{self_host_labor_npv}",
)
def simulated_fixed(self_host_total_other, self_host_labor_npv):
    """One-time costs, risk, compliance, lock-in and refreshes, less what buy has of them."""
    return self_host_total_other - self_host_labor_npv


@line(unit="number", axis="count", source="METHOD 14.4", label="Count of instances", excel=None)
def count_number(self_host_savings_npv=None):
    """The number of an instance above the fewest, up to which each is counted.

    The sheet holds the numbers. The savings are named so that the numbers go where there are none to vary.
    """
    return numbers("count")


@line(
    unit="instances",
    axis="month",
    source="METHOD 14.4",
    label="Most instances that are counted",
    excel="={draw_start_instances}+MAX({count_number.all})",
)
def draw_most_counted(draw_start_instances, count_number):
    """Up to here each instance is counted by itself; what a draw needs above is averaged."""
    return draw_start_instances + count_number.max(axis=-1, keepdims=True)


def _priced(instances, factor_hardware, hardware, factor_labor, labor):
    """NPV of instances by draw and month, with prices of the draw."""
    rented = (instances @ hardware[..., None])[..., 0]
    tended = (instances @ labor[..., None])[..., 0]
    return factor_hardware * rented + factor_labor * tended


@line(
    unit="currency",
    axis="draw",
    source="METHOD 14.4",
    label="NPV of the instances that are counted",
    excel="=SUMPRODUCT(({factor_load}*{self_host_load.all}>{draw_start_instances.all}+{count_number.all}-1)"
    "*({factor_instance_hourly}*{self_host_hardware_npv.all}+{factor_labor}*{self_host_extra_labor_npv.all}))",
)
def draw_counted_npv(
    factor_load,
    self_host_load,
    draw_start_instances,
    count_number,
    factor_instance_hourly,
    self_host_hardware_npv,
    factor_labor,
    self_host_extra_labor_npv,
):
    """What the draw's instances above the fewest cost, discounted: one for each count that its load exceeds."""
    load = factor_load[:, :, None] * self_host_load[:, None, :]
    most = count_number.max(axis=-1, keepdims=True)[..., None]
    added = np.minimum(np.maximum(np.ceil(load) - draw_start_instances[:, None, :], 0), most)
    return _priced(added, factor_instance_hourly, self_host_hardware_npv, factor_labor, self_host_extra_labor_npv)


@line(
    unit="currency",
    axis="draw",
    source="METHOD 14.4",
    label="NPV of the instances that are averaged",
    excel="=SUMPRODUCT(({factor_load}*{self_host_load.all}>{draw_most_counted.all})"
    "*({factor_load}*{self_host_load.all}-{draw_most_counted.all}+1/{halves})"
    "*({factor_instance_hourly}*{self_host_hardware_npv.all}+{factor_labor}*{self_host_extra_labor_npv.all}))",
)
def draw_averaged_npv(
    factor_load,
    self_host_load,
    draw_most_counted,
    halves,
    factor_instance_hourly,
    self_host_hardware_npv,
    factor_labor,
    self_host_extra_labor_npv,
):
    """What the draw's instances beyond those counts cost, discounted: its load above them and half an instance."""
    above = factor_load[:, :, None] * self_host_load[:, None, :] - draw_most_counted[:, None, :]
    averaged = np.where(above > 0, above + 1 / halves[..., None], 0)
    return _priced(averaged, factor_instance_hourly, self_host_hardware_npv, factor_labor, self_host_extra_labor_npv)


@line(
    unit="currency",
    axis="draw",
    source="METHOD 14.4",
    label="Savings against buy, NPV",
    excel="={factor_volume}*{factor_api_price}*{simulated_bill}-{factor_instance_hourly}*{simulated_hardware}"
    "-{factor_labor}*{simulated_labor}-{simulated_fixed}-{draw_counted_npv}-{draw_averaged_npv}",
)
def draw_savings(
    factor_volume,
    factor_api_price,
    simulated_bill,
    factor_instance_hourly,
    simulated_hardware,
    factor_labor,
    simulated_labor,
    simulated_fixed,
    draw_counted_npv,
    draw_averaged_npv,
):
    """Buy's NPV less self-hosting's with the drivers of the draw."""
    fewest = factor_instance_hourly * simulated_hardware + factor_labor * simulated_labor
    return factor_volume * factor_api_price * simulated_bill - (
        simulated_fixed + fewest + draw_counted_npv + draw_averaged_npv
    )
