"""Open weights on purchased hardware (METHOD 7)."""

from __future__ import annotations

import numpy as np

from xltco.model.register import before, line, total


@line(
    unit="instances",
    axis="month",
    source="METHOD 7.1",
    label="Nodes added",
    excel="=({own_instances}-{own_instances.prev})*{own_in_service}",
)
def own_nodes_added(own_instances, own_in_service):
    """Nodes by which the fleet grows in the month."""
    return (own_instances - before(own_instances)) * own_in_service


@line(
    unit="months",
    axis="month",
    source="METHOD 7.1",
    label="Place in the replacement cycle",
    excel="=MOD({month},{own_useful_life_months})",
)
def own_cycle_month(month, own_useful_life_months):
    """Months with the same place are whole useful lives apart."""
    return month % own_useful_life_months


@line(
    unit="instances",
    axis="month",
    source="METHOD 7.1",
    label="Nodes bought",
    excel="=SUMPRODUCT({own_nodes_added.all}*({own_cycle_month.all}={own_cycle_month})*({month.all}<={month}))"
    "*{own_in_service}",
)
def own_nodes_bought(own_nodes_added, own_cycle_month, month, own_in_service):
    """Nodes that go into service in the month: the fleet's growth, and a new one for each that is worn out.

    A node added whole useful lives ago is due again, so the month buys every earlier growth at the same place of the
    cycle.
    """
    bought = np.zeros_like(own_nodes_added)
    for now in range(bought.shape[-1]):
        due = (own_cycle_month == own_cycle_month[..., now : now + 1]) & (month <= month[..., now : now + 1])
        bought[..., now] = (own_nodes_added * due).sum(axis=-1)
    return bought * own_in_service


@line(
    unit="instances",
    source="METHOD 7.2",
    label="Nodes of go-live",
    excel="=SUMPRODUCT({own_nodes_bought.all}*({month.all}={own_go_live_month}))",
)
def own_go_live_nodes(own_nodes_bought, month, own_go_live_month):
    """Nodes that must stand at go-live."""
    return total(own_nodes_bought * (month == own_go_live_month))


@line(
    unit="currency",
    axis="month",
    source="METHOD 7.2",
    label="Node purchases",
    excel="=(IF({month}={own_go_live_month},0,{own_nodes_bought})"
    "+IF({month}={own_go_live_month}-1,{own_go_live_nodes},0))*{own_node_price}",
)
def own_purchases(month, own_go_live_month, own_nodes_bought, own_go_live_nodes, own_node_price):
    """What is paid for nodes in the month; those of go-live are paid one month earlier."""
    later = np.where(month == own_go_live_month, 0, own_nodes_bought)
    first = np.where(month == own_go_live_month - 1, own_go_live_nodes, 0)
    return (later + first) * own_node_price


@line(
    unit="currency",
    axis="month",
    source="METHOD 7.3",
    label="Power",
    excel="={own_instances}*{own_node_power_kw}*{own_pue}*{horizon_hours_per_month}*{own_active_share}"
    "*{own_electricity_price_per_kwh}",
)
def own_power(
    own_instances, own_node_power_kw, own_pue, horizon_hours_per_month, own_active_share, own_electricity_price_per_kwh
):
    """Electricity for the nodes and for the site around them."""
    kilowatts = own_instances * own_node_power_kw * own_pue
    return kilowatts * horizon_hours_per_month * own_active_share * own_electricity_price_per_kwh


@line(
    unit="currency",
    axis="month",
    source="METHOD 7.3",
    label="Colocation",
    excel="={own_instances}*{own_colocation_per_node_month}",
)
def own_colocation(own_instances, own_colocation_per_node_month):
    """Rack, network and hands for the nodes in the month."""
    return own_instances * own_colocation_per_node_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 7.3",
    label="Maintenance",
    excel="={own_instances}*{own_node_price}*{own_annual_maintenance_rate}/{months_per_year}",
)
def own_maintenance(own_instances, own_node_price, own_annual_maintenance_rate, months_per_year):
    """The maintenance contract of the nodes, a twelfth of the year's."""
    return own_instances * own_node_price * own_annual_maintenance_rate / months_per_year


@line(
    unit="currency",
    axis="month",
    source="METHOD 7.4",
    label="Residual value",
    excel="=-{own_instances}*{own_node_price}*{own_residual_value_rate}*{last_month}",
)
def own_residual_value(own_instances, own_node_price, own_residual_value_rate, last_month):
    """What the nodes are still worth in the last month, taken back (negative)."""
    return -own_instances * own_node_price * own_residual_value_rate * last_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 7.5",
    label="Total",
    excel="={own_bridge}+{own_one_time}+{own_purchases}+{own_power}+{own_colocation}+{own_maintenance}"
    "+{own_running_costs}+{own_residual_value}",
)
def own_total(
    own_bridge,
    own_one_time,
    own_purchases,
    own_power,
    own_colocation,
    own_maintenance,
    own_running_costs,
    own_residual_value,
):
    """Everything owning costs in the month."""
    site = own_power + own_colocation + own_maintenance
    return own_bridge + own_one_time + own_purchases + site + own_running_costs + own_residual_value
