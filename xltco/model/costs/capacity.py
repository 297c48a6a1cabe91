"""Months in service and the units that serve them (METHOD 5): endpoints, instances and nodes."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import COMPARED, HOSTED, MANAGED, SERVED, line, whole


@line(unit="month", source="METHOD 3.2", label="Go-live month", for_each=MANAGED, excel="=1")
def strategy_go_live_month() -> Array:
    """A managed API serves from month 1; refreshes of the tuned model are counted from there."""
    return np.ones((1, 1))


@line(unit="month", source="METHOD 8.1", label="Go-live month", excel="={build_build_months}+1")
def build_go_live_month(build_build_months: Array) -> Array:
    """The first month in which the built model serves."""
    return build_build_months + 1


@line(
    unit="flag",
    axis="month",
    source="METHOD 5.2",
    label="In service",
    for_each=COMPARED,
    excel="=IF({month}>={strategy_go_live_month},{service_month},0)",
)
def strategy_in_service(month: Array, strategy_go_live_month: Array, service_month: Array) -> Array:
    """1 in the months that the strategy serves, from its go-live on."""
    return np.where(month >= strategy_go_live_month, service_month, 0.0)


@line(
    unit="tokens",
    axis="month",
    source="METHOD 5.0",
    label="Tokens served",
    for_each=COMPARED,
    excel="={tokens}*{strategy_in_service}",
)
def strategy_tokens_in_service(tokens: Array, strategy_in_service: Array) -> Array:
    """The month's tokens where the strategy serves them itself."""
    return tokens * strategy_in_service


@line(
    unit="tokens",
    source="METHOD 4.3",
    label="Capacity of one endpoint per month",
    excel="={fine_tune_endpoint_tokens_per_second}*{seconds_per_hour}*{horizon_hours_per_month}"
    "*{fine_tune_endpoint_target_utilization}/{workload_peak_to_average}",
)
def fine_tune_unit_capacity(
    fine_tune_endpoint_tokens_per_second: Array,
    seconds_per_hour: Array,
    horizon_hours_per_month: Array,
    fine_tune_endpoint_target_utilization: Array,
    workload_peak_to_average: Array,
) -> Array:
    """Tokens that one dedicated endpoint serves in a month; 0 where capacity is not modelled."""
    seconds = seconds_per_hour * horizon_hours_per_month
    saturated = fine_tune_endpoint_tokens_per_second * seconds
    return saturated * fine_tune_endpoint_target_utilization / workload_peak_to_average


@line(
    unit="tokens",
    source="METHOD 5.1",
    label="Capacity of one unit per month",
    for_each=HOSTED,
    excel="={strategy_tokens_per_second}*{seconds_per_hour}*{horizon_hours_per_month}*{strategy_active_share}"
    "*{strategy_target_utilization}/{workload_peak_to_average}",
)
def strategy_unit_capacity(
    strategy_tokens_per_second: Array,
    seconds_per_hour: Array,
    horizon_hours_per_month: Array,
    strategy_active_share: Array,
    strategy_target_utilization: Array,
    workload_peak_to_average: Array,
) -> Array:
    """Tokens that one instance or node serves in a month; 0 where capacity is not modelled."""
    active_seconds = strategy_tokens_per_second * seconds_per_hour * horizon_hours_per_month * strategy_active_share
    return active_seconds * strategy_target_utilization / workload_peak_to_average


@line(unit="instances", source="METHOD 4.3", label="Fewest endpoints", excel="={fine_tune_min_endpoints}")
def fine_tune_min_units(fine_tune_min_endpoints: Array) -> Array:
    """Endpoints that are kept however few the tokens."""
    return fine_tune_min_endpoints


@line(
    unit="instances",
    source="METHOD 5.1",
    label="Fewest units",
    for_each=HOSTED,
    excel="={strategy_min_instances}",
)
def strategy_min_units(strategy_min_instances: Array) -> Array:
    """Instances or nodes that are kept however few the tokens."""
    return strategy_min_instances


@line(unit="instances", source="METHOD 4.3", label="Spare endpoints", excel="=0")
def fine_tune_spare_units() -> Array:
    """A provider keeps its own spares: none are billed."""
    return np.zeros((1, 1))


@line(
    unit="instances",
    source="METHOD 5.1",
    label="Spare units",
    for_each=HOSTED,
    excel="={strategy_spare_instances}",
)
def strategy_spare_units(strategy_spare_instances: Array) -> Array:
    """Units kept beside those that the tokens need, so that one may fail."""
    return strategy_spare_instances


_UNITS = (
    "(IF({strategy_unit_capacity}=0,{strategy_min_units},MAX({strategy_min_units},"
    "-INT(-{tokens}/{strategy_unit_capacity}*(1-{relative_tolerance}))))+{strategy_spare_units})*{strategy_in_service}"
)


def units_of(
    strategy_unit_capacity: Array,
    strategy_min_units: Array,
    tokens: Array,
    relative_tolerance: Array,
    strategy_spare_units: Array,
    strategy_in_service: Array,
) -> Array:
    """N(V) for the month's tokens, never fewer than the fewest, and the spares; 0 out of service."""
    for_tokens = whole(tokens / strategy_unit_capacity, relative_tolerance)
    modelled = strategy_unit_capacity > 0
    needed = np.where(modelled, np.maximum(for_tokens, strategy_min_units), strategy_min_units)
    return (needed + strategy_spare_units) * strategy_in_service


@line(
    unit="instances",
    axis="month",
    source="METHOD 5.1",
    label="Units",
    for_each=("fine_tune", "self_host", "build"),
    excel="=" + _UNITS,
)
def strategy_units(
    strategy_unit_capacity: Array,
    strategy_min_units: Array,
    tokens: Array,
    relative_tolerance: Array,
    strategy_spare_units: Array,
    strategy_in_service: Array,
) -> Array:
    """Endpoints or instances that are rented in the month: as many as it needs, so they shrink with the tokens."""
    return units_of(
        strategy_unit_capacity,
        strategy_min_units,
        tokens,
        relative_tolerance,
        strategy_spare_units,
        strategy_in_service,
    )


@line(
    unit="instances",
    axis="month",
    source="METHOD 5.1",
    label="Nodes needed",
    excel="=" + _UNITS.replace("strategy_", "own_"),
)
def own_units_needed(
    own_unit_capacity: Array,
    own_min_units: Array,
    tokens: Array,
    relative_tolerance: Array,
    own_spare_units: Array,
    own_in_service: Array,
) -> Array:
    """Nodes that the month's tokens need, spares included."""
    return units_of(own_unit_capacity, own_min_units, tokens, relative_tolerance, own_spare_units, own_in_service)


@line(
    unit="instances",
    axis="month",
    source="METHOD 7.1",
    label="Nodes",
    excel="=MAX({own_units.prev},{own_units_needed})*{own_in_service}",
)
def own_units(own_units_needed: Array, own_in_service: Array) -> Array:
    """Nodes that stand in the month: bought when needed, kept when not."""
    return np.maximum.accumulate(own_units_needed, axis=-1) * own_in_service


@line(
    unit="instances",
    axis="month",
    source="METHOD 5.3",
    label="Units above the fewest",
    for_each=SERVED,
    excel="={strategy_units}-{strategy_min_units}*{strategy_in_service}",
)
def strategy_extra_units(strategy_units: Array, strategy_min_units: Array, strategy_in_service: Array) -> Array:
    """Units that the month has beyond the fewest, spares included."""
    return strategy_units - strategy_min_units * strategy_in_service
