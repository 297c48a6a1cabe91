"""The P&L view (METHOD 9.7): one-time costs and nodes spread over the months that use them.

A node loses value straight down to its residual value, from its first month of service on. Its sale at that value, and
the terminal value, are therefore no income: the balance stands for them.
"""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.costs.items import ONE_TIME
from xltco.model.costs.totals import declare_sum
from xltco.model.register import COMPARED, MODEL, line, total

PAID_ONCE = tuple(name for name in COMPARED if name != "own")

for _strategy in COMPARED:
    declare_sum(
        f"{_strategy}_upfront",
        "One-time costs",
        "Everything paid in month 0 but nodes, which have a useful life of their own: the items that are paid once.",
        [str(item.rate) for item in MODEL.costs_of(_strategy) if item.behavior == ONE_TIME.name],
        strategy=_strategy,
        source="METHOD 9.7",
    )


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.7",
    label="Total beside nodes",
    excel="={own_total}-{own_nodes}-{own_sales}-{own_terminal_value_taken_back}",
)
def own_total_beside_nodes(
    own_total: Array, own_nodes: Array, own_sales: Array, own_terminal_value_taken_back: Array
) -> Array:
    """What owning costs in the month beside buying, selling and taking back nodes."""
    return own_total - own_nodes - own_sales - own_terminal_value_taken_back


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.7",
    label="Amortization of one-time costs",
    for_each=COMPARED,
    excel="=IF({month}<={finance_amortization_months},{strategy_upfront}/{finance_amortization_months},0)"
    "*{service_month}",
)
def strategy_amortization(
    month: Array, finance_amortization_months: Array, strategy_upfront: Array, service_month: Array
) -> Array:
    """The month's part of the one-time costs, straight line from month 1."""
    part = strategy_upfront / finance_amortization_months
    return np.where(month <= finance_amortization_months, part, 0) * service_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.7",
    label="Depreciation of nodes",
    excel="=({own_depreciation.prev}+({own_nodes_placed}-IF({month}>{own_useful_life_months},"
    "INDEX({own_nodes_placed.all},1,{month}-{own_useful_life_months}+1),0))*(1-{own_residual_value_rate})"
    "/{own_useful_life_months})*{service_month}",
)
def own_depreciation(
    own_nodes_placed: Array,
    month: Array,
    own_useful_life_months: Array,
    own_residual_value_rate: Array,
    service_month: Array,
) -> Array:
    """What the nodes lose in the month, straight line down to their residual value.

    A node counts from its first month of service to the last of its useful life. The sheet adds those that enter
    service to the month before and takes out those that are replaced.
    """
    in_life: Array = 0 * own_nodes_placed * month
    for entered in range(month.shape[-1]):
        age = month - month[..., entered : entered + 1]
        in_life = in_life + own_nodes_placed[..., entered : entered + 1] * ((age >= 0) & (age < own_useful_life_months))
    lost: Array = in_life * (1 - own_residual_value_rate) / own_useful_life_months * service_month
    return lost


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.7",
    label="Total, P&L view",
    for_each=PAID_ONCE,
    excel="=IF({finance_capitalize_setup},{strategy_total}*(1-{launch_month})+{strategy_amortization},"
    "{strategy_total})",
)
def strategy_pnl(
    finance_capitalize_setup: Array, strategy_total: Array, launch_month: Array, strategy_amortization: Array
) -> Array:
    """What the month's accounts show: one-time costs spread, all else when paid."""
    spread = strategy_total * (1 - launch_month) + strategy_amortization
    return np.where(finance_capitalize_setup, spread, strategy_total)


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.7",
    label="Total, P&L view",
    excel="=IF({finance_capitalize_setup},{own_total_beside_nodes}*(1-{launch_month})+{own_amortization}"
    "+{own_depreciation},{own_total})",
)
def own_pnl(
    finance_capitalize_setup: Array,
    own_total_beside_nodes: Array,
    launch_month: Array,
    own_amortization: Array,
    own_depreciation: Array,
    own_total: Array,
) -> Array:
    """What the month's accounts show: one-time costs and nodes spread, all else when paid."""
    spread = own_total_beside_nodes * (1 - launch_month) + own_amortization + own_depreciation
    return np.where(finance_capitalize_setup, spread, own_total)


@line(
    unit="currency",
    source="METHOD 9.7",
    label="Total, P&L view",
    for_each=COMPARED,
    excel="=SUM({strategy_pnl.all})",
)
def strategy_pnl_total(strategy_pnl: Array) -> Array:
    """What the accounts show over the horizon."""
    return total(strategy_pnl)


@line(
    unit="currency",
    source="METHOD 9.7",
    label="Unamortized balance",
    for_each=PAID_ONCE,
    excel="=IF({finance_capitalize_setup},{strategy_upfront}*MAX(1-{horizon_months}/{finance_amortization_months},0),0)",
)
def strategy_unamortized(
    finance_capitalize_setup: Array, strategy_upfront: Array, horizon_months: Array, finance_amortization_months: Array
) -> Array:
    """What lies beyond the horizon of the costs that are spread."""
    left = np.maximum(1 - horizon_months / finance_amortization_months, 0)
    return np.where(finance_capitalize_setup, strategy_upfront * left, 0)


@line(
    unit="currency",
    source="METHOD 9.7",
    label="Unamortized balance",
    excel="=IF({finance_capitalize_setup},{own_upfront}*MAX(1-{horizon_months}/{finance_amortization_months},0)"
    "+{own_book_value},0)",
)
def own_unamortized(
    finance_capitalize_setup: Array,
    own_upfront: Array,
    horizon_months: Array,
    finance_amortization_months: Array,
    own_book_value: Array,
) -> Array:
    """What lies beyond the horizon of the costs that are spread, and the book value of the nodes, residual included."""
    setup = own_upfront * np.maximum(1 - horizon_months / finance_amortization_months, 0)
    return np.where(finance_capitalize_setup, setup + own_book_value, 0)
