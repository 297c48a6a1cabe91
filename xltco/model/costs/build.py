"""Pre-training a model, then serving it like self_host (METHOD 8)."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.costs.items import FIXED, ONE_TIME, WAGE, cost
from xltco.model.register import line


@line(
    unit="flops",
    source="METHOD 8.2",
    label="Training work",
    excel="={flops_per_parameter_token}*{build_model_parameters}*{build_training_tokens}*{build_experiment_multiplier}",
)
def build_training_flops(
    flops_per_parameter_token: Array,
    build_model_parameters: Array,
    build_training_tokens: Array,
    build_experiment_multiplier: Array,
) -> Array:
    """Floating-point operations of the final run and of the experiments around it."""
    return flops_per_parameter_token * build_model_parameters * build_training_tokens * build_experiment_multiplier


@line(
    unit="hours",
    source="METHOD 8.2",
    label="Accelerator hours",
    excel="={build_training_flops}/({build_accelerator_peak_tflops}*{flops_per_teraflop}"
    "*{build_model_flops_utilization})/{seconds_per_hour}",
)
def build_accelerator_hours(
    build_training_flops: Array,
    build_accelerator_peak_tflops: Array,
    flops_per_teraflop: Array,
    build_model_flops_utilization: Array,
    seconds_per_hour: Array,
) -> Array:
    """Hours of one accelerator that the training work takes."""
    flops_per_second = build_accelerator_peak_tflops * flops_per_teraflop * build_model_flops_utilization
    return build_training_flops / flops_per_second / seconds_per_hour


@line(
    unit="flag",
    axis="month",
    source="METHOD 8.1",
    label="Building month",
    excel="=IF({month}<={build_build_months},{service_month},0)",
)
def build_building_month(month: Array, build_build_months: Array, service_month: Array) -> Array:
    """1 in the months in which the model is built."""
    return np.where(month <= build_build_months, service_month, 0.0)


@cost(
    "build",
    behavior=FIXED,
    quantity="build_building_month",
    category="compute",
    label="Training compute",
    source="METHOD 8.3",
    excel="={build_accelerator_hours}*{build_accelerator_hourly}/{build_build_months}",
)
def strategy_training_compute_cost_rate(
    build_accelerator_hours: Array, build_accelerator_hourly: Array, build_build_months: Array
) -> Array:
    """The accelerators' bill, spread evenly over the months of building."""
    return build_accelerator_hours * build_accelerator_hourly / build_build_months


@cost(
    "build",
    behavior=FIXED,
    index=WAGE,
    quantity="build_building_month",
    category="labor",
    label="Team",
    source="METHOD 8.3",
    excel="={build_team_fte}*{build_fte_annual_cost}/{months_per_year}",
)
def strategy_team_cost_rate(build_team_fte: Array, build_fte_annual_cost: Array, months_per_year: Array) -> Array:
    """The people who build the model."""
    return build_team_fte * build_fte_annual_cost / months_per_year


@cost(
    "build",
    behavior=ONE_TIME,
    category="one_time",
    label="Training data",
    source="METHOD 8.3",
    excel="={build_data_cost}",
)
def strategy_data_cost_rate(build_data_cost: Array) -> Array:
    """Buying and cleaning the training data."""
    return build_data_cost
