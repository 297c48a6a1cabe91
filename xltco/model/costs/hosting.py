"""The costs that self_host, own and build share: people, risk, network, setup, and the API until go-live (METHOD 5)."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.costs.items import (
    BRIDGE,
    EXTRA_STEP,
    FIXED,
    ONE_TIME,
    PERIODIC,
    VARIABLE,
    WAGE,
    add_cost,
    cost,
)
from xltco.model.register import HOSTED, SERVED, line


@line(
    unit="hours",
    source="METHOD 5.3",
    label="Base labor per month",
    for_each=HOSTED,
    excel="={strategy_labor_hours_per_month}+IF({strategy_active_share}<1,"
    "{strategy_autoscaling_labor_hours_per_month},0)",
)
def strategy_base_labor_hours(
    strategy_labor_hours_per_month: Array,
    strategy_active_share: Array,
    strategy_autoscaling_labor_hours_per_month: Array,
) -> Array:
    """Hours per month for the fewest units; scaling to zero adds its own."""
    autoscaling = np.where(strategy_active_share < 1, strategy_autoscaling_labor_hours_per_month, 0)
    return strategy_labor_hours_per_month + autoscaling


@cost(
    *SERVED,
    behavior=FIXED,
    index=WAGE,
    category="labor",
    label="Labor",
    source="METHOD 5.3",
    excel="={strategy_base_labor_hours}*{labor_hourly_rate}",
)
def strategy_labor_cost_rate(strategy_base_labor_hours: Array, labor_hourly_rate: Array) -> Array:
    """The engineering hours that keep the fewest units running: the invisible labor."""
    return strategy_base_labor_hours * labor_hourly_rate


@cost(
    *SERVED,
    behavior=EXTRA_STEP,
    index=WAGE,
    category="labor",
    label="Labor of extra units",
    source="METHOD 5.3",
    excel="={strategy_labor_hours_per_extra_instance}*{labor_hourly_rate}",
)
def strategy_extra_labor_cost_rate(strategy_labor_hours_per_extra_instance: Array, labor_hourly_rate: Array) -> Array:
    """The engineering hours that each unit beyond the fewest asks for."""
    return strategy_labor_hours_per_extra_instance * labor_hourly_rate


@cost(
    *SERVED,
    behavior=VARIABLE,
    category="usage",
    label="Egress",
    source="METHOD 5.4",
    excel="={strategy_egress_cost_per_1m_tokens}/{tokens_per_million}",
)
def strategy_egress_cost_rate(strategy_egress_cost_per_1m_tokens: Array, tokens_per_million: Array) -> Array:
    """Network and logs, for each token."""
    return strategy_egress_cost_per_1m_tokens / tokens_per_million


@cost(
    *SERVED,
    behavior=FIXED,
    category="platform",
    label="Platform fee",
    source="METHOD 5.4",
    excel="={strategy_monthly_platform_fee}",
)
def strategy_platform_fee_cost_rate(strategy_monthly_platform_fee: Array) -> Array:
    """Gateway, licences and vector database."""
    return strategy_monthly_platform_fee


@cost(
    *SERVED,
    behavior=FIXED,
    category="risk_and_compliance",
    label="Incident risk",
    source="METHOD 5.4",
    excel="={strategy_annual_incident_probability}*{strategy_incident_cost}/{months_per_year}",
)
def strategy_risk_cost_rate(
    strategy_annual_incident_probability: Array, strategy_incident_cost: Array, months_per_year: Array
) -> Array:
    """Expected cost of security and availability incidents."""
    return strategy_annual_incident_probability * strategy_incident_cost / months_per_year


@cost(
    *SERVED,
    behavior=FIXED,
    category="risk_and_compliance",
    label="Compliance",
    source="METHOD 5.4",
    excel="={strategy_annual_compliance_cost}/{months_per_year}",
)
def strategy_compliance_cost_rate(strategy_annual_compliance_cost: Array, months_per_year: Array) -> Array:
    """Audits and certificates, a twelfth of the year's."""
    return strategy_annual_compliance_cost / months_per_year


@cost(
    *SERVED,
    behavior=FIXED,
    category="risk_and_compliance",
    label="Lock-in",
    source="METHOD 5.4",
    excel="={strategy_annual_attrition_probability}*{strategy_replacement_cost}/{months_per_year}",
)
def strategy_lock_in_cost_rate(
    strategy_annual_attrition_probability: Array, strategy_replacement_cost: Array, months_per_year: Array
) -> Array:
    """Expected cost of replacing the people who run it."""
    return strategy_annual_attrition_probability * strategy_replacement_cost / months_per_year


@cost(
    *SERVED,
    behavior=PERIODIC,
    every="strategy_model_refresh_interval_months",
    category="compute",
    label="Model refresh",
    source="METHOD 5.4",
    excel="={strategy_model_refresh_cost}",
)
def strategy_refresh_cost_rate(strategy_model_refresh_cost: Array) -> Array:
    """Moving to a newer open model, at each interval after go-live."""
    return strategy_model_refresh_cost


@cost(
    *SERVED,
    behavior=ONE_TIME,
    category="one_time",
    label="Setup",
    source="METHOD 5.5",
    excel="={strategy_setup_cost}+IF({strategy_go_live_month}>1,{bridge_one_time_cost},0)",
)
def strategy_one_time_cost_rate(
    strategy_setup_cost: Array, strategy_go_live_month: Array, bridge_one_time_cost: Array
) -> Array:
    """Setting up the service; a strategy that bridges pays the managed API's one-time cost too."""
    return strategy_setup_cost + np.where(strategy_go_live_month > 1, bridge_one_time_cost, 0)


@line(
    unit="currency",
    axis="month",
    source="METHOD 5.2",
    label="Bridge",
    for_each=SERVED,
    excel="={bridge_cost}*({service_month}-{strategy_in_service})",
)
def strategy_bridge(bridge_cost: Array, service_month: Array, strategy_in_service: Array) -> Array:
    """The managed API, which serves until go-live."""
    return bridge_cost * (service_month - strategy_in_service)


for _strategy in SERVED:
    add_cost(_strategy, "bridge", BRIDGE, "usage", "Bridge")
