"""Open weights on rented cloud GPUs (METHOD 6); a model that was built is served the same way."""

from __future__ import annotations

from xltco.model.register import RENTED, line


@line(
    unit="currency",
    axis="month",
    source="METHOD 6.1",
    for_each=RENTED,
    excel="={strategy_instances}*{strategy_instance_hourly}*(1-{strategy_commitment_discount})"
    "*{horizon_hours_per_month}*{strategy_active_share}*{strategy_price_factor}",
)
def strategy_compute(
    strategy_instances,
    strategy_instance_hourly,
    strategy_commitment_discount,
    horizon_hours_per_month,
    strategy_active_share,
    strategy_price_factor,
):
    """What the cloud bills for the instances that run in the month."""
    hourly = strategy_instance_hourly * (1 - strategy_commitment_discount)
    return strategy_instances * hourly * horizon_hours_per_month * strategy_active_share * strategy_price_factor


@line(
    unit="currency",
    axis="month",
    source="METHOD 6.2",
    for_each=RENTED,
    excel="={strategy_compute}*{strategy_overhead_rate}",
)
def strategy_overhead(strategy_compute, strategy_overhead_rate):
    """Storage, network and monitoring in the month."""
    return strategy_compute * strategy_overhead_rate


@line(
    unit="currency",
    axis="month",
    source="METHOD 6.3",
    label="Total",
    excel="={self_host_bridge}+{self_host_one_time}+{self_host_compute}+{self_host_overhead}+{self_host_running_costs}",
)
def self_host_total(
    self_host_bridge, self_host_one_time, self_host_compute, self_host_overhead, self_host_running_costs
):
    """Everything self-hosting costs in the month."""
    rented = self_host_compute + self_host_overhead
    return self_host_bridge + self_host_one_time + rented + self_host_running_costs
