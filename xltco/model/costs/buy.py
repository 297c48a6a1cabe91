"""The managed API (METHOD 3), and the lines that fine-tuning shares with it."""

from __future__ import annotations

import numpy as np

from xltco.model.register import MANAGED, is_given, line


@line(unit="share", source="METHOD 3.1", excel="={workload_input_share}")
def buy_billed_input_share(workload_input_share):
    """Input tokens that are billed, per token of the workload."""
    return workload_input_share


@line(
    unit="share", source="METHOD 4.1", excel="={workload_input_share}*(1-{fine_tune_input_token_reduction})"
)  # fmt: skip
def fine_tune_billed_input_share(workload_input_share, fine_tune_input_token_reduction):
    """Input tokens that are billed, per token of the workload: the tuned model needs fewer."""
    return workload_input_share * (1 - fine_tune_input_token_reduction)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 3.1",
    for_each=MANAGED,
    excel="=IF(ISNUMBER({strategy_cached_input_price_per_1m}),{strategy_cached_input_price_per_1m},"
    "IF(ISNUMBER({strategy_input_price_per_1m}),{strategy_input_price_per_1m},0))",
)
def strategy_cached_price(strategy_cached_input_price_per_1m, strategy_input_price_per_1m):
    """Price of a million cached input tokens; where none is stated, that of other input."""
    stated = np.where(is_given(strategy_input_price_per_1m), strategy_input_price_per_1m, 0.0)
    return np.where(is_given(strategy_cached_input_price_per_1m), strategy_cached_input_price_per_1m, stated)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 3.1",
    for_each=MANAGED,
    excel="=IF(ISNUMBER({strategy_blended_price_per_1m}),0,"
    "{strategy_billed_input_share}*((1-{workload_cached_input_share})*{strategy_input_price_per_1m}"
    "+{workload_cached_input_share}*{strategy_cached_price})"
    "+(1-{workload_input_share})*{strategy_output_price_per_1m})",
)
def strategy_itemised_price(
    strategy_blended_price_per_1m,
    strategy_billed_input_share,
    workload_cached_input_share,
    strategy_input_price_per_1m,
    strategy_cached_price,
    workload_input_share,
    strategy_output_price_per_1m,
):
    """List price of a million tokens from the three prices; 0 where one blended price stands in for them."""
    fresh, cached = 1 - workload_cached_input_share, workload_cached_input_share
    input_price = fresh * strategy_input_price_per_1m + cached * strategy_cached_price
    price = strategy_billed_input_share * input_price + (1 - workload_input_share) * strategy_output_price_per_1m
    return np.where(is_given(strategy_blended_price_per_1m), 0.0, price)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 3.1",
    excel="=IF(ISNUMBER({buy_blended_price_per_1m}),{buy_blended_price_per_1m},{buy_itemised_price})",
)
def buy_list_price(buy_blended_price_per_1m, buy_itemised_price):
    """List price of a million tokens of the workload."""
    return np.where(is_given(buy_blended_price_per_1m), buy_blended_price_per_1m, buy_itemised_price)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 4.1",
    excel="=IF(ISNUMBER({fine_tune_blended_price_per_1m}),"
    "{fine_tune_blended_price_per_1m}*(1-{workload_input_share}*{fine_tune_input_token_reduction}),"
    "{fine_tune_itemised_price})",
)
def fine_tune_list_price(
    fine_tune_blended_price_per_1m, workload_input_share, fine_tune_input_token_reduction, fine_tune_itemised_price
):
    """List price of a million tokens of the workload, less the input tokens that the tuned model does not need."""
    billed_share = 1 - workload_input_share * fine_tune_input_token_reduction
    blended = fine_tune_blended_price_per_1m * billed_share
    return np.where(is_given(fine_tune_blended_price_per_1m), blended, fine_tune_itemised_price)


@line(
    unit="currency_per_token",
    source="METHOD 3.1",
    for_each=MANAGED,
    excel="={strategy_list_price}/{tokens_per_million}*(1-{workload_batch_share}*{strategy_batch_discount})"
    "*(1-{strategy_negotiated_discount})",
)
def strategy_price_per_token(
    strategy_list_price, tokens_per_million, workload_batch_share, strategy_batch_discount, strategy_negotiated_discount
):
    """What a token of the workload costs in month 1, after batch and negotiated discounts."""
    batch_factor = 1 - workload_batch_share * strategy_batch_discount
    return strategy_list_price / tokens_per_million * batch_factor * (1 - strategy_negotiated_discount)


@line(unit="flag", axis="month", source="METHOD 3.2", for_each=MANAGED, excel="={service_month}")
def strategy_in_service(service_month):
    """1 in the months that the strategy serves: a managed API serves from month 1."""
    return service_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 3.2",
    for_each=MANAGED,
    excel="={tokens}*{strategy_price_per_token}*{strategy_price_factor}",
)
def strategy_usage(tokens, strategy_price_per_token, strategy_price_factor):
    """What the provider bills for the month's tokens."""
    return tokens * strategy_price_per_token * strategy_price_factor


@line(
    unit="currency",
    axis="month",
    source="METHOD 3.3",
    for_each=MANAGED,
    excel="={strategy_monthly_platform_fee}*{strategy_in_service}",
)
def strategy_platform_fee(strategy_monthly_platform_fee, strategy_in_service):
    """Gateway, support and vector database in the month."""
    return strategy_monthly_platform_fee * strategy_in_service


@line(
    unit="currency",
    axis="month",
    source="METHOD 3.3",
    for_each=MANAGED,
    excel="={strategy_labor_hours_per_month}*{labor_hourly_rate}*{wage_factor}*{strategy_in_service}",
)
def strategy_labor(strategy_labor_hours_per_month, labor_hourly_rate, wage_factor, strategy_in_service):
    """Engineering hours around the API in the month."""
    return strategy_labor_hours_per_month * labor_hourly_rate * wage_factor * strategy_in_service


@line(
    unit="currency",
    axis="month",
    source="METHOD 3.3",
    label="Lock-in",
    for_each=MANAGED,
    excel="={strategy_annual_migration_probability}*{strategy_migration_cost}/{months_per_year}*{strategy_in_service}",
)
def strategy_lock_in(
    strategy_annual_migration_probability, strategy_migration_cost, months_per_year, strategy_in_service
):
    """Expected cost in the month of having to leave the provider."""
    expected_per_year = strategy_annual_migration_probability * strategy_migration_cost
    return expected_per_year / months_per_year * strategy_in_service


@line(
    unit="currency",
    axis="month",
    source="METHOD 3.3",
    label="One-time cost",
    for_each=MANAGED,
    excel="={strategy_one_time_cost}*{launch_month}",
)
def strategy_one_time(strategy_one_time_cost, launch_month):
    """What is paid once, in month 0."""
    return strategy_one_time_cost * launch_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 3.4",
    label="Total",
    excel="={buy_usage}+{buy_platform_fee}+{buy_labor}+{buy_lock_in}+{buy_one_time}",
)
def buy_total(buy_usage, buy_platform_fee, buy_labor, buy_lock_in, buy_one_time):
    """Everything the managed API costs in the month."""
    return buy_usage + buy_platform_fee + buy_labor + buy_lock_in + buy_one_time


@line(
    unit="currency",
    axis="month",
    source="METHOD 5.2",
    label="What a month of bridging costs",
    when_absent=0,
    excel="={buy_total}*{service_month}",
)
def bridge_cost(buy_total, service_month):
    """What another strategy pays in a month before its go-live, while the managed API serves."""
    return buy_total * service_month


@line(
    unit="currency",
    source="METHOD 5.2",
    label="One-time cost of bridging",
    when_absent=0,
    excel="={buy_one_time_cost}",
)
def bridge_one_time_cost(buy_one_time_cost):
    """The managed API's one-time cost, which a strategy that bridges pays too."""
    return buy_one_time_cost
