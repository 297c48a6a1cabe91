"""Managed fine-tuning: training, refreshes and dedicated endpoints on top of the API's items (METHOD 4)."""

from __future__ import annotations

from xltco.lines import Array
from xltco.model.costs.items import ONE_TIME, PERIODIC, PRICE, STEP, cost
from xltco.model.register import line


@line(
    unit="currency",
    source="METHOD 4.2",
    label="Cost of one training refresh",
    excel="={fine_tune_training_tokens}*{fine_tune_epochs}*{fine_tune_runs_per_refresh}"
    "*{fine_tune_training_price_per_1m}/{tokens_per_million}+{fine_tune_evaluation_cost_per_refresh}",
)
def fine_tune_refresh_cost(
    fine_tune_training_tokens: Array,
    fine_tune_epochs: Array,
    fine_tune_runs_per_refresh: Array,
    fine_tune_training_price_per_1m: Array,
    tokens_per_million: Array,
    fine_tune_evaluation_cost_per_refresh: Array,
) -> Array:
    """Training and evaluating the tuned model once."""
    billed_tokens = fine_tune_training_tokens * fine_tune_epochs * fine_tune_runs_per_refresh
    training = billed_tokens * fine_tune_training_price_per_1m / tokens_per_million
    return training + fine_tune_evaluation_cost_per_refresh


@cost(
    "fine_tune",
    behavior=ONE_TIME,
    category="compute",
    label="First training",
    source="METHOD 4.2",
    excel="={fine_tune_refresh_cost}",
)
def strategy_training_cost_rate(fine_tune_refresh_cost: Array) -> Array:
    """The first training, in month 0."""
    return fine_tune_refresh_cost


@cost(
    "fine_tune",
    behavior=PERIODIC,
    every="fine_tune_refresh_interval_months",
    category="compute",
    label="Training refresh",
    source="METHOD 4.2",
    excel="={fine_tune_refresh_cost}",
)
def strategy_training_refresh_cost_rate(fine_tune_refresh_cost: Array) -> Array:
    """Training again, at each interval after the first month."""
    return fine_tune_refresh_cost


@cost(
    "fine_tune",
    behavior=ONE_TIME,
    category="one_time",
    label="Data preparation",
    source="METHOD 4.2",
    excel="={fine_tune_data_preparation_cost}",
)
def strategy_data_preparation_cost_rate(fine_tune_data_preparation_cost: Array) -> Array:
    """Preparing the training data."""
    return fine_tune_data_preparation_cost


@cost(
    "fine_tune",
    behavior=STEP,
    index=PRICE,
    category="compute",
    label="Dedicated endpoints",
    source="METHOD 4.3",
    excel="={fine_tune_endpoint_hourly}*{horizon_hours_per_month}",
)
def strategy_endpoint_cost_rate(fine_tune_endpoint_hourly: Array, horizon_hours_per_month: Array) -> Array:
    """A dedicated endpoint, billed for every hour."""
    return fine_tune_endpoint_hourly * horizon_hours_per_month
