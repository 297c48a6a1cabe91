"""Managed fine-tuning: training, refreshes and a dedicated endpoint on top of the API's lines (METHOD 4)."""

from __future__ import annotations

import numpy as np

from xltco.model.register import line


@line(
    unit="currency",
    source="METHOD 4.2",
    label="Cost of one training refresh",
    excel="={fine_tune_training_tokens}*{fine_tune_epochs}*{fine_tune_runs_per_refresh}"
    "*{fine_tune_training_price_per_1m}/{tokens_per_million}+{fine_tune_evaluation_cost_per_refresh}",
)
def fine_tune_refresh_cost(
    fine_tune_training_tokens,
    fine_tune_epochs,
    fine_tune_runs_per_refresh,
    fine_tune_training_price_per_1m,
    tokens_per_million,
    fine_tune_evaluation_cost_per_refresh,
):
    """Training and evaluating the tuned model once."""
    billed_tokens = fine_tune_training_tokens * fine_tune_epochs * fine_tune_runs_per_refresh
    training = billed_tokens * fine_tune_training_price_per_1m / tokens_per_million
    return training + fine_tune_evaluation_cost_per_refresh


@line(
    unit="flag",
    axis="month",
    source="METHOD 4.2",
    label="Training month",
    excel="=IF(OR({month}=0,AND({fine_tune_refresh_interval_months}>0,{month}>1,"
    "MOD({month}-1,MAX({fine_tune_refresh_interval_months},1))=0)),1,0)*({launch_month}+{service_month})",
)
def fine_tune_training_month(month, fine_tune_refresh_interval_months, launch_month, service_month):
    """1 in the months that train: month 0 and, with an interval k, months k+1, 2k+1 and so on."""
    interval = np.maximum(fine_tune_refresh_interval_months, 1)
    again = (fine_tune_refresh_interval_months > 0) & (month > 1) & ((month - 1) % interval == 0)
    return np.where((month == 0) | again, 1.0, 0.0) * (launch_month + service_month)


@line(
    unit="currency",
    axis="month",
    source="METHOD 4.2",
    label="Training",
    excel="={fine_tune_refresh_cost}*{fine_tune_training_month}",
)
def fine_tune_training(fine_tune_refresh_cost, fine_tune_training_month):
    """Training and evaluation paid in the month."""
    return fine_tune_refresh_cost * fine_tune_training_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 4.2",
    label="Data preparation",
    excel="={fine_tune_data_preparation_cost}*{launch_month}",
)
def fine_tune_data_preparation(fine_tune_data_preparation_cost, launch_month):
    """Preparing the training data, once, in month 0."""
    return fine_tune_data_preparation_cost * launch_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 4.3",
    label="Dedicated endpoint",
    excel="={fine_tune_endpoint_hourly}*{horizon_hours_per_month}*{fine_tune_in_service}",
)
def fine_tune_endpoint(fine_tune_endpoint_hourly, horizon_hours_per_month, fine_tune_in_service):
    """The dedicated endpoint, billed for every hour of the month."""
    return fine_tune_endpoint_hourly * horizon_hours_per_month * fine_tune_in_service


@line(
    unit="currency",
    axis="month",
    source="METHOD 4.4",
    label="Total",
    excel="={fine_tune_usage}+{fine_tune_platform_fee}+{fine_tune_labor}+{fine_tune_lock_in}+{fine_tune_one_time}"
    "+{fine_tune_training}+{fine_tune_data_preparation}+{fine_tune_endpoint}",
)
def fine_tune_total(
    fine_tune_usage,
    fine_tune_platform_fee,
    fine_tune_labor,
    fine_tune_lock_in,
    fine_tune_one_time,
    fine_tune_training,
    fine_tune_data_preparation,
    fine_tune_endpoint,
):
    """Everything fine-tuning costs in the month."""
    running = fine_tune_usage + fine_tune_platform_fee + fine_tune_labor + fine_tune_lock_in + fine_tune_endpoint
    return running + fine_tune_one_time + fine_tune_training + fine_tune_data_preparation
