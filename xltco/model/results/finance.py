"""Results of each strategy (METHOD 9): TCO, NPV, unit and levelized cost, savings, crossover, payback, margin."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import CHALLENGERS, COMPARED, cleared, line, total


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.1",
    label="Cumulative",
    for_each=COMPARED,
    excel="={strategy_cumulative.prev}+{strategy_total}",
)
def strategy_cumulative(strategy_total: Array) -> Array:
    """Everything paid from month 0 to this month."""
    return np.cumsum(strategy_total, axis=-1)


@line(unit="currency", source="METHOD 9.1", label="TCO", for_each=COMPARED, excel="=SUM({strategy_total.all})")
def strategy_tco(strategy_total: Array) -> Array:
    """Total cost of ownership: the nominal sum of all months."""
    return total(strategy_total)


@line(
    unit="currency",
    source="METHOD 9.1",
    label="NPV of the cost",
    for_each=COMPARED,
    excel="=SUMPRODUCT({strategy_total.all}*{discount_factor.all})",
)
def strategy_npv(strategy_total: Array, discount_factor: Array) -> Array:
    """Net present value of everything the strategy costs; lower is better."""
    return total(strategy_total * discount_factor)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 9.2",
    label="Cost per 1M tokens",
    for_each=COMPARED,
    excel="=IF({total_tokens}>0,{strategy_tco}/{total_tokens}*{tokens_per_million},NA())",
)
def strategy_cost_per_1m_tokens(strategy_tco: Array, total_tokens: Array, tokens_per_million: Array) -> Array:
    """TCO over all tokens of the horizon; none without tokens."""
    return np.where(total_tokens > 0, strategy_tco / total_tokens * tokens_per_million, np.nan)


@line(
    unit="tokens",
    source="METHOD 9.2",
    label="Tokens, discounted",
    excel="=SUMPRODUCT({tokens.all}*{discount_factor.all})",
)
def discounted_tokens(tokens: Array, discount_factor: Array) -> Array:
    """Tokens over the horizon, each month's counted at what money of that month is worth in month 0."""
    return total(tokens * discount_factor)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 9.2",
    label="Levelized cost per 1M tokens",
    for_each=COMPARED,
    excel="=IF({discounted_tokens}>0,{strategy_npv}/{discounted_tokens}*{tokens_per_million},NA())",
)
def strategy_levelized_cost_per_1m_tokens(
    strategy_npv: Array, discounted_tokens: Array, tokens_per_million: Array
) -> Array:
    """The even price per 1M tokens that is worth as much as all that the strategy costs; none without tokens."""
    return np.where(discounted_tokens > 0, strategy_npv / discounted_tokens * tokens_per_million, np.nan)


@line(
    unit="currency",
    axis="month",
    source="METHOD 9.3",
    label="Savings against buy",
    for_each=COMPARED,
    excel="=IF(ABS({buy_total}-{strategy_total})<=ABS({buy_total})*{relative_tolerance},0,{buy_total}-{strategy_total})",
)
def strategy_savings(buy_total: Array, strategy_total: Array, relative_tolerance: Array) -> Array:
    """What the month costs less than with buy; negative where it costs more."""
    return cleared(buy_total - strategy_total, np.abs(buy_total), relative_tolerance)


@line(
    unit="currency",
    source="METHOD 9.3",
    label="Savings against buy, nominal",
    for_each=COMPARED,
    excel="={buy_tco}-{strategy_tco}",
)
def strategy_savings_nominal(buy_tco: Array, strategy_tco: Array) -> Array:
    """Buy's TCO less the strategy's."""
    return buy_tco - strategy_tco


@line(
    unit="currency",
    source="METHOD 9.3",
    label="Savings against buy, NPV",
    for_each=COMPARED,
    excel="={buy_npv}-{strategy_npv}",
)
def strategy_savings_npv(buy_npv: Array, strategy_npv: Array) -> Array:
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
def strategy_cheaper_month(
    strategy_total: Array, buy_total: Array, relative_tolerance: Array, strategy_in_service: Array
) -> Array:
    """1 in a month in service whose total is at most buy's."""
    return np.where(strategy_total <= buy_total * (1 + relative_tolerance), strategy_in_service, 0.0)


@line(
    unit="month",
    source="METHOD 9.4",
    label="Crossover month",
    for_each=CHALLENGERS,
    excel="=INDEX({month.all},1,MATCH(1,{strategy_cheaper_month.all},0))",
)
def strategy_crossover_month(month: Array, strategy_cheaper_month: Array) -> Array:
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
def strategy_paid_back_month(
    strategy_cumulative: Array, buy_cumulative: Array, relative_tolerance: Array, strategy_in_service: Array
) -> Array:
    """1 in a month in service up to which no more was paid than with buy."""
    return np.where(strategy_cumulative <= buy_cumulative * (1 + relative_tolerance), strategy_in_service, 0.0)


@line(
    unit="month",
    source="METHOD 9.4",
    label="Payback month",
    for_each=CHALLENGERS,
    excel="=INDEX({month.all},1,MATCH(1,{strategy_paid_back_month.all},0))",
)
def strategy_payback_month(month: Array, strategy_paid_back_month: Array) -> Array:
    """First month in service whose cumulative cost is at most buy's; #N/A when there is none."""
    return _first(month, strategy_paid_back_month)


def _first(month: Array, flags: Array) -> Array:
    found = np.where(flags == 1, month, np.inf).min(axis=-1, keepdims=True)
    return np.where(np.isinf(found), np.nan, found)


@line(
    unit="share",
    source="METHOD 9.6",
    label="Gross margin",
    for_each=COMPARED,
    excel="=IF({total_revenue}>0,({total_revenue}-{strategy_tco})/{total_revenue},NA())",
)
def strategy_gross_margin(total_revenue: Array, strategy_tco: Array) -> Array:
    """What is left of the revenue over the horizon, as a share; none without revenue."""
    return np.where(total_revenue > 0, (total_revenue - strategy_tco) / total_revenue, np.nan)


@line(
    unit="boolean",
    source="METHOD 9.6",
    label="Holds the margin floor",
    for_each=COMPARED,
    excel="=IF(ISNUMBER({strategy_gross_margin}),"
    "IF({strategy_gross_margin}+{relative_tolerance}>={workload_gross_margin_floor},1,0),NA())",
)
def strategy_holds_margin_floor(
    strategy_gross_margin: Array, relative_tolerance: Array, workload_gross_margin_floor: Array
) -> Array:
    """Whether the gross margin is at least the floor; none without revenue.

    A truth value that may be none is the number 1 or 0, shown as TRUE or FALSE: no array of truth values holds a none.
    """
    holds = strategy_gross_margin + relative_tolerance >= workload_gross_margin_floor
    return np.where(np.isnan(strategy_gross_margin), np.nan, holds.astype(float))
