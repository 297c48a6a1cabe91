"""Open weights on rented cloud GPUs (METHOD 6); a model that was built is served the same way."""

from __future__ import annotations

from xltco.lines import Array
from xltco.model.costs.items import PRICE, STEP, cost
from xltco.model.register import RENTED


@cost(
    *RENTED,
    behavior=STEP,
    index=PRICE,
    category="compute",
    label="Compute",
    source="METHOD 6.1",
    excel="={strategy_instance_hourly}*(1-{strategy_commitment_discount})*{horizon_hours_per_month}"
    "*{strategy_active_share}",
)
def strategy_compute_cost_rate(
    strategy_instance_hourly: Array,
    strategy_commitment_discount: Array,
    horizon_hours_per_month: Array,
    strategy_active_share: Array,
) -> Array:
    """What the cloud bills for one instance."""
    hourly = strategy_instance_hourly * (1 - strategy_commitment_discount)
    return hourly * horizon_hours_per_month * strategy_active_share


@cost(
    *RENTED,
    behavior=STEP,
    index=PRICE,
    category="compute",
    label="Overhead",
    source="METHOD 6.2",
    excel="={strategy_compute_cost_rate}*{strategy_overhead_rate}",
)
def strategy_overhead_cost_rate(strategy_compute_cost_rate: Array, strategy_overhead_rate: Array) -> Array:
    """Storage, network and monitoring of one instance."""
    return strategy_compute_cost_rate * strategy_overhead_rate
