"""Results of each strategy (METHOD 9): TCO, NPV, unit cost, savings, crossover, payback, IRR, margin, P&L view."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import CHALLENGERS, COMPARED, cleared, line, total

PAID_ONCE = tuple(name for name in COMPARED if name != "own")


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.1",
    label="Cumulative",
    for_each=COMPARED,
    excel="={strategy_cumulative.prev}+{strategy_total}",
)
def strategy_cumulative(strategy_total):
    """Everything paid from month 0 to this month."""
    return np.cumsum(strategy_total, axis=-1)


@line(unit="currency", source="METHOD 9.1", label="TCO", for_each=COMPARED, excel="=SUM({strategy_total.all})")
def strategy_tco(strategy_total):
    """Total cost of ownership: the nominal sum of all months."""
    return total(strategy_total)


@line(
    unit="currency",
    source="METHOD 9.1",
    label="NPV of the cost",
    for_each=COMPARED,
    excel="=SUMPRODUCT({strategy_total.all}*{discount_factor.all})",
)
def strategy_npv(strategy_total, discount_factor):
    """Net present value of everything the strategy costs; lower is better."""
    return total(strategy_total * discount_factor)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 9.2",
    label="Cost per 1M tokens",
    for_each=COMPARED,
    excel="=IF({total_tokens}>0,{strategy_tco}/{total_tokens}*{tokens_per_million},NA())",
)
def strategy_cost_per_1m_tokens(strategy_tco, total_tokens, tokens_per_million):
    """TCO over all tokens of the horizon; none without tokens."""
    return np.where(total_tokens > 0, strategy_tco / total_tokens * tokens_per_million, np.nan)


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.3",
    label="Savings against buy",
    for_each=COMPARED,
    excel="=IF(ABS({buy_total}-{strategy_total})<=ABS({buy_total})*{relative_tolerance},0,{buy_total}-{strategy_total})",
)
def strategy_savings(buy_total, strategy_total, relative_tolerance):
    """What the month costs less than with buy; negative where it costs more."""
    return cleared(buy_total - strategy_total, np.abs(buy_total), relative_tolerance)


@line(
    unit="currency",
    source="METHOD 9.3",
    label="Savings against buy, nominal",
    for_each=COMPARED,
    excel="={buy_tco}-{strategy_tco}",
)
def strategy_savings_nominal(buy_tco, strategy_tco):
    """Buy's TCO less the strategy's."""
    return buy_tco - strategy_tco


@line(
    unit="currency",
    source="METHOD 9.3",
    label="Savings against buy, NPV",
    for_each=COMPARED,
    excel="={buy_npv}-{strategy_npv}",
)
def strategy_savings_npv(buy_npv, strategy_npv):
    """Buy's NPV less the strategy's."""
    return buy_npv - strategy_npv


@line(
    unit="flag",
    axis="month",
    source="METHOD 9.4",
    label="Month costs at most buy's",
    for_each=CHALLENGERS,
    excel="=IF({strategy_total}<={buy_total}*(1+{relative_tolerance}),{strategy_in_service},0)",
)
def strategy_cheaper_month(strategy_total, buy_total, relative_tolerance, strategy_in_service):
    """1 in a month in service whose total is at most buy's."""
    return np.where(strategy_total <= buy_total * (1 + relative_tolerance), strategy_in_service, 0.0)


@line(
    unit="month",
    source="METHOD 9.4",
    label="Crossover month",
    for_each=CHALLENGERS,
    excel="=INDEX({month.all},1,MATCH(1,{strategy_cheaper_month.all},0))",
)
def strategy_crossover_month(month, strategy_cheaper_month):
    """First month in service whose total is at most buy's; #N/A when there is none."""
    return _first(month, strategy_cheaper_month)


@line(
    unit="flag",
    axis="month",
    source="METHOD 9.4",
    label="Cumulative is at most buy's",
    for_each=CHALLENGERS,
    excel="=IF({strategy_cumulative}<={buy_cumulative}*(1+{relative_tolerance}),{strategy_in_service},0)",
)
def strategy_paid_back_month(strategy_cumulative, buy_cumulative, relative_tolerance, strategy_in_service):
    """1 in a month in service up to which no more was paid than with buy."""
    return np.where(strategy_cumulative <= buy_cumulative * (1 + relative_tolerance), strategy_in_service, 0.0)


@line(
    unit="month",
    source="METHOD 9.4",
    label="Payback month",
    for_each=CHALLENGERS,
    excel="=INDEX({month.all},1,MATCH(1,{strategy_paid_back_month.all},0))",
)
def strategy_payback_month(month, strategy_paid_back_month):
    """First month in service whose cumulative cost is at most buy's; #N/A when there is none."""
    return _first(month, strategy_paid_back_month)


def _first(month: Array, flags: Array) -> Array:
    found = np.where(flags == 1, month, np.inf).min(axis=-1, keepdims=True)
    return np.where(np.isinf(found), np.nan, found)


@line(
    unit="factor",
    source="METHOD 9.5",
    label="Log of the lowest monthly rate",
    excel="=LN(1+{lowest_annual_rate})/{months_per_year}",
)
def lowest_log_rate(lowest_annual_rate, months_per_year):
    """Where the search for the IRR begins, as a continuous rate per month."""
    return np.log(1 + lowest_annual_rate) / months_per_year


@line(
    unit="factor",
    source="METHOD 9.5",
    label="Log of the highest monthly rate",
    excel="=LN(1+{highest_annual_rate})/{months_per_year}",
)
def highest_log_rate(highest_annual_rate, months_per_year):
    """Where the search for the IRR ends, as a continuous rate per month."""
    return np.log(1 + highest_annual_rate) / months_per_year


@line(
    unit="factor",
    axis="halving",
    source="METHOD 9.5",
    label="Width of the halving",
    excel="=({highest_log_rate}-{lowest_log_rate})/{halves}^{halving_number}",
)
def halving_width(highest_log_rate, lowest_log_rate, halves, halving_number):
    """Half of what was left of the interval."""
    return (highest_log_rate - lowest_log_rate) / halves**halving_number


def _worth(savings: Array, month: Array, log_rate: Array) -> Array:
    """NPV of a series at a continuous rate per month."""
    return total(savings * np.exp(-log_rate * month))


@line(
    unit="number",
    source="METHOD 9.5",
    label="Sign of the savings at the lowest rate",
    for_each=CHALLENGERS,
    excel="=SIGN(SUMPRODUCT({strategy_savings.all}*EXP({lowest_log_rate})^(-{month.all})))",
)
def strategy_sign_at_lowest_rate(strategy_savings, lowest_log_rate, month):
    """Whether the savings are worth having (1) or not (-1) at the lowest rate."""
    return np.sign(_worth(strategy_savings, month, lowest_log_rate))


@line(
    unit="number",
    source="METHOD 9.5",
    label="Sign of the savings at the highest rate",
    for_each=CHALLENGERS,
    excel="=SIGN(SUMPRODUCT({strategy_savings.all}*EXP({highest_log_rate})^(-{month.all})))",
)
def strategy_sign_at_highest_rate(strategy_savings, highest_log_rate, month):
    """Whether the savings are worth having (1) or not (-1) at the highest rate."""
    return np.sign(_worth(strategy_savings, month, highest_log_rate))


@line(
    unit="factor",
    axis="halving",
    source="METHOD 9.5",
    label="IRR search",
    for_each=CHALLENGERS,
    excel="={strategy_irr_search.prev}+IF(SIGN(SUMPRODUCT({strategy_savings.all}"
    "*EXP({lowest_log_rate}+{strategy_irr_search.prev}+{halving_width})^(-{month.all})))"
    "={strategy_sign_at_lowest_rate},{halving_width},0)",
)
def strategy_irr_search(strategy_savings, lowest_log_rate, halving_width, month, strategy_sign_at_lowest_rate):
    """How far above the lowest rate the savings still have their sign, closer with each halving."""
    found = np.zeros((strategy_savings.shape[0], halving_width.shape[-1]))
    reached = np.zeros((strategy_savings.shape[0], 1))
    for number in range(found.shape[-1]):
        width = halving_width[..., number : number + 1]
        sign = np.sign(_worth(strategy_savings, month, lowest_log_rate + reached + width))
        reached = reached + np.where(sign == strategy_sign_at_lowest_rate, width, 0)
        found[..., number : number + 1] = reached
    return found


@line(
    unit="rate",
    source="METHOD 9.5",
    label="IRR of the savings, annual",
    for_each=CHALLENGERS,
    excel="=IF({strategy_sign_at_lowest_rate}*{strategy_sign_at_highest_rate}=-1,"
    "EXP(({lowest_log_rate}+MAX({strategy_irr_search.all}))*{months_per_year})-1,NA())",
)
def strategy_irr(
    strategy_sign_at_lowest_rate,
    strategy_sign_at_highest_rate,
    lowest_log_rate,
    strategy_irr_search,
    months_per_year,
):
    """Annual rate at which the savings against buy are worth nothing; #N/A where there is none."""
    exists = strategy_sign_at_lowest_rate * strategy_sign_at_highest_rate == -1
    monthly = lowest_log_rate + strategy_irr_search.max(axis=-1, keepdims=True)
    return np.where(exists, np.exp(monthly * months_per_year) - 1, np.nan)


@line(
    unit="share",
    source="METHOD 9.6",
    label="Gross margin",
    for_each=COMPARED,
    excel="=IF({total_revenue}>0,({total_revenue}-{strategy_tco})/{total_revenue},NA())",
)
def strategy_gross_margin(total_revenue, strategy_tco):
    """What is left of the revenue over the horizon, as a share; none without revenue."""
    return np.where(total_revenue > 0, (total_revenue - strategy_tco) / total_revenue, np.nan)


@line(
    unit="boolean",
    source="METHOD 9.6",
    label="Holds the margin floor",
    for_each=COMPARED,
    excel="=IF(ISNUMBER({strategy_gross_margin}),"
    "{strategy_gross_margin}+{relative_tolerance}>={workload_gross_margin_floor},FALSE)",
)
def strategy_holds_margin_floor(strategy_gross_margin, relative_tolerance, workload_gross_margin_floor):
    """Whether the gross margin is at least the floor; FALSE without revenue."""
    return strategy_gross_margin + relative_tolerance >= workload_gross_margin_floor


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
