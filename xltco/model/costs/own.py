"""Open weights on purchased hardware (METHOD 7): nodes bought, replaced, sold, taken back; and their site."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.costs.items import CAPITAL, STEP, add_cost, cost
from xltco.model.register import before, line, total


@line(
    unit="instances",
    axis="month",
    source="METHOD 7.1",
    label="Nodes added",
    excel="=({own_units}-{own_units.prev})*{own_in_service}",
)
def own_nodes_added(own_units: Array, own_in_service: Array) -> Array:
    """Nodes by which the fleet grows in the month."""
    return (own_units - before(own_units)) * own_in_service


@line(
    unit="months",
    axis="month",
    source="METHOD 7.1",
    label="Place in the replacement cycle",
    excel="=MOD({month},{own_useful_life_months})",
)
def own_cycle_month(month: Array, own_useful_life_months: Array) -> Array:
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
def own_nodes_bought(own_nodes_added: Array, own_cycle_month: Array, month: Array, own_in_service: Array) -> Array:
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
    unit="currency",
    axis="month",
    source="METHOD 7.2",
    label="Price of the nodes that enter service",
    excel="={own_nodes_bought}*{own_node_price}*(1+{own_annual_price_change})"
    "^(MAX({month}-IF({month}={own_go_live_month},1,0)-1,0)/{months_per_year})",
)
def own_nodes_placed(
    own_nodes_bought: Array,
    own_node_price: Array,
    own_annual_price_change: Array,
    month: Array,
    own_go_live_month: Array,
    months_per_year: Array,
) -> Array:
    """What was paid for the nodes that enter service in the month; those of go-live were paid a month earlier."""
    paid = month - np.where(month == own_go_live_month, 1, 0)
    age = np.maximum(paid - 1, 0) / months_per_year
    return own_nodes_bought * own_node_price * (1 + own_annual_price_change) ** age


@line(
    unit="currency",
    source="METHOD 7.2",
    label="Price of the nodes of go-live",
    excel="=SUMPRODUCT({own_nodes_placed.all}*({month.all}={own_go_live_month}))",
)
def own_go_live_nodes(own_nodes_placed: Array, month: Array, own_go_live_month: Array) -> Array:
    """What the nodes cost that must stand at go-live."""
    return total(own_nodes_placed * (month == own_go_live_month))


@line(
    unit="currency",
    axis="month",
    source="METHOD 7.2",
    label="Node purchases",
    excel="=IF({month}={own_go_live_month},0,{own_nodes_placed})"
    "+IF({month}={own_go_live_month}-1,{own_go_live_nodes},0)",
)
def own_nodes(month: Array, own_go_live_month: Array, own_nodes_placed: Array, own_go_live_nodes: Array) -> Array:
    """What is paid for nodes in the month; those of go-live are paid one month earlier."""
    later = np.where(month == own_go_live_month, 0, own_nodes_placed)
    return later + np.where(month == own_go_live_month - 1, own_go_live_nodes, 0)


@line(
    unit="currency",
    axis="month",
    source="METHOD 7.4",
    label="Sales of worn-out nodes",
    excel="=IF({month}>{own_useful_life_months},-{own_residual_value_rate}"
    "*INDEX({own_nodes_placed.all},1,{month}-{own_useful_life_months}+1),0)*{service_month}",
)
def own_sales(
    month: Array,
    own_useful_life_months: Array,
    own_residual_value_rate: Array,
    own_nodes_placed: Array,
    service_month: Array,
) -> Array:
    """What nodes bring that are replaced in the month (negative): a share of the price paid for each."""
    entered = np.broadcast_to(month - own_useful_life_months, np.broadcast(month, own_nodes_placed).shape)
    worn = np.take_along_axis(own_nodes_placed, np.maximum(entered, 0).astype(int), axis=-1)
    return np.where(entered > 0, -own_residual_value_rate * worn, 0) * service_month


@line(
    unit="share",
    axis="month",
    source="METHOD 7.4",
    label="Book value at the horizon",
    excel="=IF({horizon_months}-{month}<{own_useful_life_months},1-(1-{own_residual_value_rate})"
    "*({horizon_months}-{month}+1)/{own_useful_life_months},0)*{service_month}",
)
def own_book_share(
    horizon_months: Array,
    month: Array,
    own_useful_life_months: Array,
    own_residual_value_rate: Array,
    service_month: Array,
) -> Array:
    """The share of its price that a node of the month still has in the last month; 0 where it was replaced by then."""
    age = horizon_months - month + 1
    share = 1 - (1 - own_residual_value_rate) * age / own_useful_life_months
    return np.where(age <= own_useful_life_months, share, 0) * service_month


@line(
    unit="currency",
    source="METHOD 7.4",
    label="Book value of the nodes in the last month",
    excel="=SUMPRODUCT({own_nodes_placed.all}*{own_book_share.all})",
)
def own_book_value(own_nodes_placed: Array, own_book_share: Array) -> Array:
    """The price of every node in service less what it has lost, straight line down to its residual value."""
    return total(own_nodes_placed * own_book_share)


@line(
    unit="currency",
    axis="month",
    source="METHOD 7.4",
    label="Terminal value",
    excel='=-{last_month}*IF({own_terminal_value}="residual",{own_units}*{own_node_price}'
    "*{own_residual_value_rate},{own_book_value})",
)
def own_terminal_value_taken_back(
    last_month: Array,
    own_terminal_value: Array,
    own_units: Array,
    own_node_price: Array,
    own_residual_value_rate: Array,
    own_book_value: Array,
) -> Array:
    """What the nodes are still worth in the last month, taken back (negative)."""
    residual = own_units * own_node_price * own_residual_value_rate
    return -last_month * np.where(own_terminal_value == "residual", residual, own_book_value)


@line(
    unit="rate",
    source="METHOD 7.6",
    label="Discount rate per month",
    excel="=(1+{horizon_annual_discount_rate})^(1/{months_per_year})-1",
)
def monthly_discount_rate(horizon_annual_discount_rate: Array, months_per_year: Array) -> Array:
    """What a month of waiting costs."""
    return (1 + horizon_annual_discount_rate) ** (1 / months_per_year) - 1


@line(
    unit="currency",
    source="METHOD 7.6",
    label="Capital charge of a node per month",
    excel="=IF({monthly_discount_rate}=0,{own_node_price}*(1-{own_residual_value_rate})/{own_useful_life_months},"
    "{own_node_price}*(1-{own_residual_value_rate}*(1+{monthly_discount_rate})^(-{own_useful_life_months}))"
    "*{monthly_discount_rate}/(1-(1+{monthly_discount_rate})^(-{own_useful_life_months})))",
)
def own_capital_charge(
    monthly_discount_rate: Array, own_node_price: Array, own_residual_value_rate: Array, own_useful_life_months: Array
) -> Array:
    """The even monthly payment worth a node's price less its residual value: depreciation and cost of capital."""
    straight = own_node_price * (1 - own_residual_value_rate) / own_useful_life_months
    worth = (1 + monthly_discount_rate) ** (-own_useful_life_months)
    annuity = own_node_price * (1 - own_residual_value_rate * worth) * monthly_discount_rate / (1 - worth)
    return np.where(monthly_discount_rate == 0, straight, annuity)


add_cost("own", "nodes", CAPITAL, "capital", "Node purchases", rate="own_node_price")
add_cost("own", "sales", CAPITAL, "capital", "Sales of worn-out nodes")
add_cost("own", "terminal_value", CAPITAL, "capital", "Terminal value", row="own_terminal_value_taken_back")


@cost(
    "own",
    behavior=STEP,
    category="compute",
    label="Power",
    source="METHOD 7.3",
    excel="={own_node_power_kw}*{own_pue}*{horizon_hours_per_month}*{own_active_share}*{own_electricity_price_per_kwh}",
)
def strategy_power_cost_rate(
    own_node_power_kw: Array,
    own_pue: Array,
    horizon_hours_per_month: Array,
    own_active_share: Array,
    own_electricity_price_per_kwh: Array,
) -> Array:
    """Electricity for a node and for the site around it."""
    kilowatt_hours = own_node_power_kw * own_pue * horizon_hours_per_month * own_active_share
    return kilowatt_hours * own_electricity_price_per_kwh


@cost(
    "own",
    behavior=STEP,
    category="compute",
    label="Colocation",
    source="METHOD 7.3",
    excel="={own_colocation_per_node_month}",
)
def strategy_colocation_cost_rate(own_colocation_per_node_month: Array) -> Array:
    """Rack, network and hands for a node."""
    return own_colocation_per_node_month


@cost(
    "own",
    behavior=STEP,
    category="compute",
    label="Maintenance",
    source="METHOD 7.3",
    excel="={own_node_price}*{own_annual_maintenance_rate}/{months_per_year}",
)
def strategy_maintenance_cost_rate(
    own_node_price: Array, own_annual_maintenance_rate: Array, months_per_year: Array
) -> Array:
    """A node's maintenance contract, a twelfth of the year's."""
    return own_node_price * own_annual_maintenance_rate / months_per_year
