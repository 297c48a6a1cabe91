"""Past months against the model (METHOD 15.4): what a million tokens cost, how far above break-even, for how long."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import HOSTED, is_given, line, total


@line(
    unit="currency_per_1m_tokens",
    axis="actual",
    source="METHOD 15.4",
    label="API spend per 1M tokens",
    excel="=IF(AND(ISNUMBER({actual_tokens}),ISNUMBER({actual_api_spend})),"
    "IF({actual_tokens}>0,{actual_api_spend}/{actual_tokens}*{tokens_per_million},NA()),NA())",
)
def actual_price_per_1m(actual_tokens: Array, actual_api_spend: Array, tokens_per_million: Array) -> Array:
    """What a million tokens of the past month cost; none in an empty row or without tokens."""
    return np.where(actual_tokens > 0, actual_api_spend / actual_tokens * tokens_per_million, np.nan)


@line(
    unit="factor",
    axis="actual",
    source="METHOD 15.4",
    label="Tokens over break-even",
    for_each=HOSTED,
    excel="=IF(AND(ISNUMBER({actual_tokens}),ISNUMBER({strategy_break_even_tokens})),"
    "IF({strategy_break_even_tokens}>0,{actual_tokens}/{strategy_break_even_tokens},NA()),NA())",
)
def strategy_actual_over_break_even(actual_tokens: Array, strategy_break_even_tokens: Array) -> Array:
    """The past month's tokens as a multiple of V*; none in an empty row or where V* is never or 0."""
    multiple = actual_tokens / strategy_break_even_tokens
    return np.where(strategy_break_even_tokens > 0, multiple, np.nan)


@line(
    unit="flag",
    axis="actual",
    source="METHOD 15.4",
    label="Row is stated",
    excel="=IF(ISNUMBER({actual_month}),1,0)",
)
def actual_stated(actual_month: Array) -> Array:
    """1 where the row holds a past month: an empty month reads as 0, which is a month to a comparison."""
    return np.where(is_given(actual_month), 1.0, 0.0)


@line(
    unit="flag",
    axis="actual",
    source="METHOD 15.4",
    label="Month below break-even",
    for_each=HOSTED,
    excel="=IF(ISNUMBER({strategy_break_even_tokens}),"
    "IF({actual_tokens}*(1+{relative_tolerance})<{strategy_break_even_tokens},{actual_stated},0),{actual_stated})",
)
def strategy_actual_below(
    strategy_break_even_tokens: Array, actual_tokens: Array, relative_tolerance: Array, actual_stated: Array
) -> Array:
    """1 in a past month whose tokens were below V*; every month is where V* is never."""
    reached = actual_tokens * (1 + relative_tolerance) >= strategy_break_even_tokens
    return np.where(reached, 0, actual_stated)


@line(
    unit="flag",
    axis="actual",
    source="METHOD 15.4",
    label="Month of the latest streak",
    for_each=HOSTED,
    excel="=IF({actual_stated}=1,"
    "IF(SUMPRODUCT({strategy_actual_below.all}*({actual_month.all}>={actual_month}))=0,1,0),0)",
)
def strategy_actual_streak(actual_stated: Array, strategy_actual_below: Array, actual_month: Array) -> Array:
    """1 where neither this past month nor a later one was below V*; the order of the rows does not matter."""
    from_here = actual_month[:, None, :] >= actual_month[:, :, None]
    below = (strategy_actual_below[:, None, :] * from_here).sum(axis=-1)
    return np.where((actual_stated == 1) & (below == 0), 1.0, 0.0)


@line(
    unit="count",
    source="METHOD 15.4",
    label="Latest past months in a row at or above V*",
    for_each=HOSTED,
    excel="=IF({actual_months}>0,SUM({strategy_actual_streak.all}),NA())",
)
def strategy_months_above(actual_months: Array, strategy_actual_streak: Array) -> Array:
    """How many of the stated months, counted back from the latest, reached V*; #N/A where none is stated."""
    return np.where(actual_months > 0, total(strategy_actual_streak), np.nan)


@line(
    unit="tokens",
    source="METHOD 15.4",
    label="Run-rate, tokens per month",
    excel="=IF({actual_months}>0,SUMPRODUCT({actual_recent.all}*{actual_tokens.all})/SUM({actual_recent.all}),NA())",
)
def actual_run_rate_tokens(actual_months: Array, actual_recent: Array, actual_tokens: Array) -> Array:
    """Mean tokens of the latest past months, as many as the mandate asks for; #N/A where none is stated."""
    recent = total(np.where(actual_recent == 1, actual_tokens, 0))
    return np.where(actual_months > 0, recent / total(actual_recent), np.nan)


@line(
    unit="factor",
    source="METHOD 15.4",
    label="Run-rate over break-even",
    for_each=HOSTED,
    excel="=IF(ISNUMBER({strategy_break_even_tokens}),IF({strategy_break_even_tokens}>0,"
    "{actual_run_rate_tokens}/{strategy_break_even_tokens},NA()),NA())",
)
def strategy_run_rate_ratio(strategy_break_even_tokens: Array, actual_run_rate_tokens: Array) -> Array:
    """The run-rate as a multiple of V*; #N/A without past months or where V* is never or 0."""
    multiple = actual_run_rate_tokens / strategy_break_even_tokens
    return np.where(strategy_break_even_tokens > 0, multiple, np.nan)


@line(
    unit="factor",
    source="METHOD 15.4",
    label="Run-rate over the plan's month 1",
    excel="=IF({workload_monthly_tokens}>0,{actual_run_rate_tokens}/{workload_monthly_tokens},NA())",
)
def run_rate_over_plan(workload_monthly_tokens: Array, actual_run_rate_tokens: Array) -> Array:
    """How the past months' run-rate compares with the volume that the plan starts from."""
    return np.where(workload_monthly_tokens > 0, actual_run_rate_tokens / workload_monthly_tokens, np.nan)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 15.4",
    label="API spend per 1M tokens, all past months",
    excel="=IF(SUM({actual_tokens.all})>0,SUM({actual_api_spend.all})/SUM({actual_tokens.all})*{tokens_per_million},NA())",
)
def actual_average_price_per_1m(actual_tokens: Array, actual_api_spend: Array, tokens_per_million: Array) -> Array:
    """What a million tokens cost over all past months; none without tokens."""
    tokens = total(np.where(is_given(actual_tokens), actual_tokens, 0))
    spend = total(np.where(is_given(actual_api_spend), actual_api_spend, 0))
    return np.where(tokens > 0, spend / tokens * tokens_per_million, np.nan)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 15.4",
    label="The plan's API price per 1M tokens",
    excel="={buy_usage_cost_rate}*{tokens_per_million}",
)
def buy_price_per_1m(buy_usage_cost_rate: Array, tokens_per_million: Array) -> Array:
    """What the model charges for a million tokens in month 1, after discounts."""
    return buy_usage_cost_rate * tokens_per_million


@line(
    unit="factor",
    source="METHOD 15.4",
    label="API spend per 1M tokens over the plan's price",
    excel="=IF({buy_price_per_1m}>0,{actual_average_price_per_1m}/{buy_price_per_1m},NA())",
)
def buy_actual_price_ratio(buy_price_per_1m: Array, actual_average_price_per_1m: Array) -> Array:
    """How the price that was paid compares with the price that the plan assumes; far from 1, one of them is wrong."""
    return np.where(buy_price_per_1m > 0, actual_average_price_per_1m / buy_price_per_1m, np.nan)


@line(
    unit="tokens",
    axis="actual",
    source="METHOD 15.4",
    label="Break-even beside the month",
    for_each=HOSTED,
    excel="=IF({actual_stated}=1,{strategy_break_even_tokens},NA())",
)
def strategy_actual_mark(actual_stated: Array, strategy_break_even_tokens: Array) -> Array:
    """V* beside each past month, as the chart draws it; #N/A in empty rows."""
    return np.where(actual_stated == 1, strategy_break_even_tokens, np.nan)
