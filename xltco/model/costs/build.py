"""Pre-training a model, then serving it like self_host (METHOD 8)."""

from __future__ import annotations

import numpy as np

from xltco.model.register import line


@line(
    unit="flops",
    source="METHOD 8.2",
    label="Training work",
    excel="={flops_per_parameter_token}*{build_model_parameters}*{build_training_tokens}*{build_experiment_multiplier}",
)
def build_training_flops(
    flops_per_parameter_token, build_model_parameters, build_training_tokens, build_experiment_multiplier
):
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
    build_training_flops,
    build_accelerator_peak_tflops,
    flops_per_teraflop,
    build_model_flops_utilization,
    seconds_per_hour,
):
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
def build_building_month(month, build_build_months, service_month):
    """1 in the months in which the model is built."""
    return np.where(month <= build_build_months, service_month, 0.0)


@line(
    unit="currency",
    axis="month",
    source="METHOD 8.3",
    label="Training compute",
    excel="={build_accelerator_hours}*{build_accelerator_hourly}/{build_build_months}*{build_building_month}",
)
def build_training_compute(
    build_accelerator_hours, build_accelerator_hourly, build_build_months, build_building_month
):  # fmt: skip
    """The accelerators' bill, spread evenly over the months of building."""
    return build_accelerator_hours * build_accelerator_hourly / build_build_months * build_building_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 8.3",
    label="Team",
    excel="={build_team_fte}*{build_fte_annual_cost}/{months_per_year}*{wage_factor}*{build_building_month}",
)
def build_team(build_team_fte, build_fte_annual_cost, months_per_year, wage_factor, build_building_month):
    """The people who build the model."""
    return build_team_fte * build_fte_annual_cost / months_per_year * wage_factor * build_building_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 8.3",
    label="Training data",
    excel="={build_data_cost}*{launch_month}",
)
def build_data(build_data_cost, launch_month):
    """Buying and cleaning the training data, once, in month 0."""
    return build_data_cost * launch_month


@line(
    unit="currency",
    axis="month",
    source="METHOD 8.4",
    label="Total",
    excel="={build_bridge}+{build_one_time}+{build_data}+{build_training_compute}+{build_team}+{build_compute}"
    "+{build_overhead}+{build_running_costs}",
)
def build_total(
    build_bridge,
    build_one_time,
    build_data,
    build_training_compute,
    build_team,
    build_compute,
    build_overhead,
    build_running_costs,
):
    """Everything building costs in the month: building it, bridging meanwhile, and serving it after."""
    building = build_data + build_training_compute + build_team
    return build_bridge + build_one_time + building + build_compute + build_overhead + build_running_costs
