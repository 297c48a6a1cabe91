"""The managed API (METHOD 3), and the lines that fine-tuning shares with it."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.costs.items import FIXED, ONE_TIME, PRICE, VARIABLE, WAGE, cost
from xltco.model.register import MANAGED, is_given, line


@line(unit="share", source="METHOD 3.1", excel="={workload_input_share}")
def buy_billed_input_share(workload_input_share: Array) -> Array:
    """Input tokens that are billed, per token of the workload."""
    return workload_input_share


@line(
    unit="share", source="METHOD 4.1", excel="={workload_input_share}*(1-{fine_tune_input_token_reduction})"
)  # fmt: skip
def fine_tune_billed_input_share(workload_input_share: Array, fine_tune_input_token_reduction: Array) -> Array:
    """Input tokens that are billed, per token of the workload: the tuned model needs fewer."""
    return workload_input_share * (1 - fine_tune_input_token_reduction)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 3.1",
    for_each=MANAGED,
    excel="=IF(ISNUMBER({strategy_cached_input_price_per_1m}),{strategy_cached_input_price_per_1m},"
    "IF(ISNUMBER({strategy_input_price_per_1m}),{strategy_input_price_per_1m},0))",
)
def strategy_cached_price(strategy_cached_input_price_per_1m: Array, strategy_input_price_per_1m: Array) -> Array:
    """Price of a million cached input tokens; where none is stated, that of other input."""
    stated = np.where(is_given(strategy_input_price_per_1m), strategy_input_price_per_1m, 0.0)
    return np.where(is_given(strategy_cached_input_price_per_1m), strategy_cached_input_price_per_1m, stated)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 3.1",
    for_each=MANAGED,
    excel="=IF(ISNUMBER({strategy_cache_write_price_per_1m}),{strategy_cache_write_price_per_1m},"
    "IF(ISNUMBER({strategy_input_price_per_1m}),{strategy_input_price_per_1m},0))",
)
def strategy_cache_write_price(strategy_cache_write_price_per_1m: Array, strategy_input_price_per_1m: Array) -> Array:
    """Price of a million input tokens that are written to the cache; where none is stated, that of other input."""
    stated = np.where(is_given(strategy_input_price_per_1m), strategy_input_price_per_1m, 0.0)
    return np.where(is_given(strategy_cache_write_price_per_1m), strategy_cache_write_price_per_1m, stated)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 3.1",
    label="Average price of input",
    for_each=MANAGED,
    excel="=IF(ISNUMBER({strategy_input_price_per_1m}),"
    "(1-{workload_cached_input_share}-{workload_cache_write_share})*{strategy_input_price_per_1m}"
    "+{workload_cached_input_share}*{strategy_cached_price}"
    "+{workload_cache_write_share}*{strategy_cache_write_price},0)",
)
def strategy_average_input_price(
    strategy_input_price_per_1m: Array,
    workload_cached_input_share: Array,
    workload_cache_write_share: Array,
    strategy_cached_price: Array,
    strategy_cache_write_price: Array,
) -> Array:
    """Price of a million input tokens, read from the cache, written to it and fresh; 0 where no price is stated."""
    fresh = 1 - workload_cached_input_share - workload_cache_write_share
    cached = workload_cached_input_share * strategy_cached_price
    written = workload_cache_write_share * strategy_cache_write_price
    price = fresh * strategy_input_price_per_1m + cached + written
    return np.where(is_given(strategy_input_price_per_1m), price, 0.0)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 3.1",
    for_each=MANAGED,
    excel="=IF(ISNUMBER({strategy_blended_price_per_1m}),0,{strategy_billed_input_share}*{strategy_average_input_price}"
    "+(1-{workload_input_share})*{strategy_output_price_per_1m})",
)
def strategy_itemised_price(
    strategy_blended_price_per_1m: Array,
    strategy_billed_input_share: Array,
    strategy_average_input_price: Array,
    workload_input_share: Array,
    strategy_output_price_per_1m: Array,
) -> Array:
    """List price of a million tokens from the prices of input and output; 0 where one blended price stands in."""
    output = (1 - workload_input_share) * strategy_output_price_per_1m
    price = strategy_billed_input_share * strategy_average_input_price + output
    return np.where(is_given(strategy_blended_price_per_1m), 0.0, price)


@line(
    unit="currency_per_1m_tokens",
    source="METHOD 3.1",
    excel="=IF(ISNUMBER({buy_blended_price_per_1m}),{buy_blended_price_per_1m},{buy_itemised_price})",
)
def buy_list_price(buy_blended_price_per_1m: Array, buy_itemised_price: Array) -> Array:
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
    fine_tune_blended_price_per_1m: Array,
    workload_input_share: Array,
    fine_tune_input_token_reduction: Array,
    fine_tune_itemised_price: Array,
) -> Array:
    """List price of a million tokens of the workload, less the input tokens that the tuned model does not need."""
    billed_share = 1 - workload_input_share * fine_tune_input_token_reduction
    blended = fine_tune_blended_price_per_1m * billed_share
    return np.where(is_given(fine_tune_blended_price_per_1m), blended, fine_tune_itemised_price)


@cost(
    *MANAGED,
    behavior=VARIABLE,
    index=PRICE,
    category="usage",
    label="Usage",
    source="METHOD 3.2",
    excel="={strategy_list_price}/{tokens_per_million}*(1-{workload_batch_share}*{strategy_batch_discount})"
    "*(1-{strategy_negotiated_discount})",
)
def strategy_usage_cost_rate(
    strategy_list_price: Array,
    tokens_per_million: Array,
    workload_batch_share: Array,
    strategy_batch_discount: Array,
    strategy_negotiated_discount: Array,
) -> Array:
    """What the provider bills for a token of the workload, after batch and negotiated discounts."""
    batch_factor = 1 - workload_batch_share * strategy_batch_discount
    return strategy_list_price / tokens_per_million * batch_factor * (1 - strategy_negotiated_discount)


@cost(
    *MANAGED,
    behavior=FIXED,
    category="platform",
    label="Platform fee",
    source="METHOD 3.3",
    excel="={strategy_monthly_platform_fee}",
)
def strategy_platform_fee_cost_rate(strategy_monthly_platform_fee: Array) -> Array:
    """Gateway, support and vector database."""
    return strategy_monthly_platform_fee


@cost(
    *MANAGED,
    behavior=FIXED,
    index=WAGE,
    category="labor",
    label="Labor",
    source="METHOD 3.3",
    excel="={strategy_labor_hours_per_month}*{labor_hourly_rate}",
)
def strategy_labor_cost_rate(strategy_labor_hours_per_month: Array, labor_hourly_rate: Array) -> Array:
    """Engineering hours around the API."""
    return strategy_labor_hours_per_month * labor_hourly_rate


@cost(
    *MANAGED,
    behavior=FIXED,
    category="risk_and_compliance",
    label="Lock-in",
    source="METHOD 3.3",
    excel="={strategy_annual_migration_probability}*{strategy_migration_cost}/{months_per_year}",
)
def strategy_lock_in_cost_rate(
    strategy_annual_migration_probability: Array, strategy_migration_cost: Array, months_per_year: Array
) -> Array:
    """Expected cost of having to leave the provider."""
    return strategy_annual_migration_probability * strategy_migration_cost / months_per_year


@cost(
    *MANAGED,
    behavior=FIXED,
    category="risk_and_compliance",
    label="Compliance",
    source="METHOD 3.3",
    excel="={strategy_annual_compliance_cost}/{months_per_year}",
)
def strategy_compliance_cost_rate(strategy_annual_compliance_cost: Array, months_per_year: Array) -> Array:
    """Audits and certificates, a twelfth of the year's."""
    return strategy_annual_compliance_cost / months_per_year


@cost(
    *MANAGED,
    behavior=ONE_TIME,
    category="one_time",
    label="One-time cost",
    source="METHOD 3.3",
    excel="={strategy_one_time_cost}",
)
def strategy_one_time_cost_rate(strategy_one_time_cost: Array) -> Array:
    """Integration and migration to the API."""
    return strategy_one_time_cost
