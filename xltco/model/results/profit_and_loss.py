"""The P&L view (METHOD 9.7): one-time costs and purchases spread over the months that use them."""

from __future__ import annotations

import numpy as np

from xltco.model.register import COMPARED, line, total

PAID_ONCE = tuple(name for name in COMPARED if name != "own")


@line(
    unit="currency",
    source="METHOD 9.7",
    label="One-time costs",
    for_each=PAID_ONCE,
    excel="=SUMPRODUCT({strategy_total.all}*{launch_month.all})",
)
def strategy_upfront(strategy_total, launch_month):
    """Everything paid in month 0."""
    return total(strategy_total * launch_month)


@line(
    unit="currency",
    source="METHOD 9.7",
    label="One-time costs",
    excel="=SUMPRODUCT(({own_total.all}-{own_purchases.all})*{launch_month.all})",
)
def own_upfront(own_total, own_purchases, launch_month):
    """Everything paid in month 0 but the nodes, which have a useful life of their own."""
    return total((own_total - own_purchases) * launch_month)


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.7",
    label="Amortization of one-time costs",
    for_each=COMPARED,
    excel="=IF({month}<={finance_amortization_months},{strategy_upfront}/{finance_amortization_months},0)"
    "*{service_month}",
)
def strategy_amortization(month, finance_amortization_months, strategy_upfront, service_month):
    """The month's part of the one-time costs, straight line from month 1."""
    part = strategy_upfront / finance_amortization_months
    return np.where(month <= finance_amortization_months, part, 0) * service_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.7",
    label="Depreciation of nodes",
    excel="=SUMPRODUCT({own_purchases.all}*({month.all}<{month})*({month.all}>={month}-{own_useful_life_months}))"
    "/{own_useful_life_months}*{service_month}",
)
def own_depreciation(own_purchases, month, own_useful_life_months, service_month):
    """The month's part of the nodes' price, straight line from the month after each is paid."""
    parts = np.zeros_like(own_purchases)
    for paid in range(parts.shape[-1]):
        age = month - month[..., paid : paid + 1]
        parts += own_purchases[..., paid : paid + 1] * ((age > 0) & (age <= own_useful_life_months))
    return parts / own_useful_life_months * service_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.7",
    label="Total, P&L view",
    for_each=PAID_ONCE,
    excel="=IF({finance_capitalize_setup},{strategy_total}*(1-{launch_month})+{strategy_amortization},"
    "{strategy_total})",
)
def strategy_pnl(finance_capitalize_setup, strategy_total, launch_month, strategy_amortization):
    """What the month's accounts show: one-time costs spread, all else when paid."""
    spread = strategy_total * (1 - launch_month) + strategy_amortization
    return np.where(finance_capitalize_setup, spread, strategy_total)


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.7",
    label="Total, P&L view",
    excel="=IF({finance_capitalize_setup},({own_total}-{own_purchases})*(1-{launch_month})+{own_amortization}"
    "+{own_depreciation},{own_total})",
)
def own_pnl(finance_capitalize_setup, own_total, own_purchases, launch_month, own_amortization, own_depreciation):
    """What the month's accounts show: one-time costs and nodes spread, all else when paid."""
    spread = (own_total - own_purchases) * (1 - launch_month) + own_amortization + own_depreciation
    return np.where(finance_capitalize_setup, spread, own_total)


@line(
    unit="currency",
    source="METHOD 9.7",
    label="Total, P&L view",
    for_each=COMPARED,
    excel="=SUM({strategy_pnl.all})",
)
def strategy_pnl_total(strategy_pnl):
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
    finance_capitalize_setup, strategy_upfront, horizon_months, finance_amortization_months
):  # fmt: skip
    """What lies beyond the horizon of the costs that are spread."""
    left = np.maximum(1 - horizon_months / finance_amortization_months, 0)
    return np.where(finance_capitalize_setup, strategy_upfront * left, 0)


@line(
    unit="currency",
    source="METHOD 9.7",
    label="Unamortized balance",
    excel="=IF({finance_capitalize_setup},{own_upfront}*MAX(1-{horizon_months}/{finance_amortization_months},0)"
    "+SUMPRODUCT({own_purchases.all}*({month.all}+{own_useful_life_months}>{horizon_months})"
    "*({month.all}+{own_useful_life_months}-{horizon_months}))/{own_useful_life_months},0)",
)
def own_unamortized(
    finance_capitalize_setup,
    own_upfront,
    horizon_months,
    finance_amortization_months,
    own_purchases,
    month,
    own_useful_life_months,
):
    """What lies beyond the horizon of the costs and nodes that are spread."""
    setup = own_upfront * np.maximum(1 - horizon_months / finance_amortization_months, 0)
    months_left = np.clip(month + own_useful_life_months - horizon_months, 0, None)
    nodes = total(own_purchases * months_left) / own_useful_life_months
    return np.where(finance_capitalize_setup, setup + nodes, 0)
