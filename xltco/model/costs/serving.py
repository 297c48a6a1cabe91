"""Serving open weights oneself (METHOD 5): what self_host, own and build have in common."""

from __future__ import annotations

import numpy as np

from xltco.model.register import HOSTED, SERVED, line, whole


@line(unit="month", source="METHOD 8.1", label="Go-live month", excel="={build_build_months}+1")
def build_go_live_month(build_build_months):
    """The first month in which the built model serves."""
    return build_build_months + 1


@line(
    unit="tokens",
    source="METHOD 5.1",
    label="Capacity of one instance per month",
    for_each=HOSTED,
    excel="={strategy_tokens_per_second}*{seconds_per_hour}*{horizon_hours_per_month}*{strategy_active_share}"
    "*{strategy_target_utilization}/{workload_peak_to_average}",
)
def strategy_instance_capacity(
    strategy_tokens_per_second,
    seconds_per_hour,
    horizon_hours_per_month,
    strategy_active_share,
    strategy_target_utilization,
    workload_peak_to_average,
):
    """Tokens that one instance serves in a month; 0 where capacity is not modelled."""
    active_seconds = strategy_tokens_per_second * seconds_per_hour * horizon_hours_per_month * strategy_active_share
    return active_seconds * strategy_target_utilization / workload_peak_to_average


@line(
    unit="hours",
    source="METHOD 5.3",
    label="Base labor per month",
    for_each=HOSTED,
    excel="={strategy_labor_hours_per_month}+IF({strategy_active_share}<1,"
    "{strategy_autoscaling_labor_hours_per_month},0)",
)
def strategy_base_labor_hours(
    strategy_labor_hours_per_month, strategy_active_share, strategy_autoscaling_labor_hours_per_month
):
    """Hours per month for the fewest instances; scaling to zero adds its own."""
    autoscaling = np.where(strategy_active_share < 1, strategy_autoscaling_labor_hours_per_month, 0)
    return strategy_labor_hours_per_month + autoscaling


@line(
    unit="flag",
    axis="month",
    source="METHOD 5.2",
    label="In service",
    for_each=SERVED,
    excel="=IF({month}>={strategy_go_live_month},{service_month},0)",
)
def strategy_in_service(month, strategy_go_live_month, service_month):
    """1 in the months that the strategy serves, from its go-live on."""
    return np.where(month >= strategy_go_live_month, service_month, 0.0)


@line(
    unit="instances",
    axis="month",
    source="METHOD 5.1",
    label="Instances needed",
    for_each=SERVED,
    excel="=IF({strategy_instance_capacity}=0,{strategy_min_instances},MAX({strategy_min_instances},"
    "-INT(-{tokens}/{strategy_instance_capacity}*(1-{relative_tolerance}))))*{strategy_in_service}",
)
def strategy_instances_needed(
    strategy_instance_capacity, strategy_min_instances, tokens, relative_tolerance, strategy_in_service
):
    """Instances that the month's tokens need, never fewer than the fewest."""
    for_tokens = whole(tokens / strategy_instance_capacity, relative_tolerance)
    modelled = strategy_instance_capacity > 0
    needed = np.where(modelled, np.maximum(for_tokens, strategy_min_instances), strategy_min_instances)
    return needed * strategy_in_service


@line(
    unit="instances",
    axis="month",
    source="METHOD 6.1",
    label="Instances",
    for_each=("self_host", "build"),
    excel="={strategy_instances_needed}",
)
def strategy_instances(strategy_instances_needed):
    """Instances that are rented in the month: as many as it needs, so they shrink with the tokens."""
    return strategy_instances_needed


@line(
    unit="instances",
    axis="month",
    source="METHOD 7.1",
    label="Nodes",
    excel="=MAX({own_instances.prev},{own_instances_needed})*{own_in_service}",
)
def own_instances(own_instances_needed, own_in_service):
    """Nodes that stand in the month: bought when needed, kept when not."""
    return np.maximum.accumulate(own_instances_needed, axis=-1) * own_in_service


@line(
    unit="currency",
    axis="month",
    source="METHOD 5.3",
    for_each=SERVED,
    excel="=({strategy_base_labor_hours}+{strategy_labor_hours_per_extra_instance}"
    "*({strategy_instances}-{strategy_min_instances}))*{labor_hourly_rate}*{wage_factor}*{strategy_in_service}",
)
def strategy_labor(
    strategy_base_labor_hours,
    strategy_labor_hours_per_extra_instance,
    strategy_instances,
    strategy_min_instances,
    labor_hourly_rate,
    wage_factor,
    strategy_in_service,
):
    """The engineering hours that keep the instances running: the invisible labor."""
    extra_hours = strategy_labor_hours_per_extra_instance * (strategy_instances - strategy_min_instances)
    return (strategy_base_labor_hours + extra_hours) * labor_hourly_rate * wage_factor * strategy_in_service


@line(
    unit="currency",
    axis="month",
    source="METHOD 5.4",
    label="Incident risk",
    for_each=SERVED,
    excel="={strategy_annual_incident_probability}*{strategy_incident_cost}/{months_per_year}*{strategy_in_service}",
)
def strategy_risk(strategy_annual_incident_probability, strategy_incident_cost, months_per_year, strategy_in_service):
    """Expected cost of security and availability incidents in the month."""
    expected_per_year = strategy_annual_incident_probability * strategy_incident_cost
    return expected_per_year / months_per_year * strategy_in_service


@line(
    unit="currency",
    axis="month",
    source="METHOD 5.4",
    for_each=SERVED,
    excel="={strategy_annual_compliance_cost}/{months_per_year}*{strategy_in_service}",
)
def strategy_compliance(strategy_annual_compliance_cost, months_per_year, strategy_in_service):
    """Audits and certificates, a twelfth of the year's in each month."""
    return strategy_annual_compliance_cost / months_per_year * strategy_in_service


@line(
    unit="currency",
    axis="month",
    source="METHOD 5.4",
    label="Lock-in",
    for_each=SERVED,
    excel="={strategy_annual_attrition_probability}*{strategy_replacement_cost}/{months_per_year}"
    "*{strategy_in_service}",
)
def strategy_lock_in(
    strategy_annual_attrition_probability, strategy_replacement_cost, months_per_year, strategy_in_service
):
    """Expected cost in the month of replacing the people who run it."""
    expected_per_year = strategy_annual_attrition_probability * strategy_replacement_cost
    return expected_per_year / months_per_year * strategy_in_service


@line(
    unit="currency",
    axis="month",
    source="METHOD 5.4",
    label="Model refresh",
    for_each=SERVED,
    excel="=IF(AND({strategy_model_refresh_interval_months}>0,{month}>{strategy_go_live_month},"
    "MOD({month}-{strategy_go_live_month},MAX({strategy_model_refresh_interval_months},1))=0),"
    "{strategy_model_refresh_cost},0)*{strategy_in_service}",
)
def strategy_refresh(
    strategy_model_refresh_interval_months,
    month,
    strategy_go_live_month,
    strategy_model_refresh_cost,
    strategy_in_service,
):
    """Moving to a newer open model, at each interval after go-live."""
    since_go_live = month - strategy_go_live_month
    interval = np.maximum(strategy_model_refresh_interval_months, 1)
    due = (strategy_model_refresh_interval_months > 0) & (since_go_live > 0) & (since_go_live % interval == 0)
    return np.where(due, strategy_model_refresh_cost, 0) * strategy_in_service


@line(
    unit="currency",
    axis="month",
    source="METHOD 5.2",
    label="Bridge",
    for_each=SERVED,
    excel="={bridge_cost}*({service_month}-{strategy_in_service})",
)
def strategy_bridge(bridge_cost, service_month, strategy_in_service):
    """The managed API, which serves until go-live."""
    return bridge_cost * (service_month - strategy_in_service)


@line(
    unit="currency",
    axis="month",
    source="METHOD 5.5",
    label="One-time cost",
    for_each=SERVED,
    excel="=({strategy_setup_cost}+IF({strategy_go_live_month}>1,{bridge_one_time_cost},0))*{launch_month}",
)
def strategy_one_time(strategy_setup_cost, strategy_go_live_month, bridge_one_time_cost, launch_month):
    """What is paid once, in month 0; a strategy that bridges pays the managed API's one-time cost too."""
    bridging = np.where(strategy_go_live_month > 1, bridge_one_time_cost, 0)
    return (strategy_setup_cost + bridging) * launch_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 5.6",
    label="Running costs without hardware",
    for_each=SERVED,
    excel="={strategy_labor}+{strategy_risk}+{strategy_compliance}+{strategy_lock_in}+{strategy_refresh}",
)
def strategy_running_costs(
    strategy_labor, strategy_risk, strategy_compliance, strategy_lock_in, strategy_refresh
):  # fmt: skip
    """Labor, risk, compliance, lock-in and refreshes of the month."""
    return strategy_labor + strategy_risk + strategy_compliance + strategy_lock_in + strategy_refresh
