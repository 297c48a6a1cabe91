"""What is paid once: fine-tuning and pre-training (METHOD 4.2, 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltco.functions.arguments import (
    AcceleratorHourly,
    Amount,
    BuildMonths,
    DataCost,
    DataPreparation,
    Epochs,
    Evaluation,
    ExperimentMultiplier,
    FlopsUtilization,
    FteCost,
    Parameters,
    PeakTflops,
    Runs,
    TeamFte,
    TrainingPrice,
    TrainingTokens,
    TunedTokens,
)
from xltco.functions.function import Example, function

if TYPE_CHECKING:
    from xltco.functions.lines import Lines

CATEGORY = "One-time cost"


@function(
    "FINETUNE_COST",
    category=CATEGORY,
    unit="currency",
    strategies=("fine_tune",),
    native=(
        "per_1m = 1000000",
        "training = training_tokens*epochs*runs*training_price_per_1m/per_1m",
        "training+evaluation_cost+data_preparation_cost",
    ),
    examples=(
        Example(
            (5e6, 0.46, None, None, None, 0.46), 7.36, "Ori's worked example: (5M x 3 + 1M of evaluation) x 0.46 per 1M"
        ),
        Example((10e6, 25, 2, 3, 1000, 500), 3000, "by hand: 10 x 2 x 3 x 25 + 1,000 + 500"),
    ),
)
def finetune_cost(
    lines: Lines,
    training_tokens: TunedTokens,
    training_price_per_1m: TrainingPrice,
    epochs: Epochs = None,
    runs: Runs = None,
    data_preparation_cost: DataPreparation = None,
    evaluation_cost: Evaluation = None,
) -> Amount:
    """What it costs to fine-tune a model once at a provider: training, evaluation and data preparation.

    METHOD 4.2. Fine-tuning teaches behavior and syntax; for facts buy with retrieval.
    """
    return lines["fine_tune_training_cost_rate"] + lines["fine_tune_data_preparation_cost_rate"]


@function(
    "PRETRAIN_COST",
    category=CATEGORY,
    unit="currency",
    strategies=("build",),
    native=(
        "flops_each = 6",
        "tera = 1000000000000",
        "hour_seconds = 3600",
        "year_months = 12",
        "work = flops_each*model_parameters*training_tokens*experiment_multiplier",
        "speed = accelerator_peak_tflops*tera*model_flops_utilization",
        "accelerator_hours = work/speed/hour_seconds",
        "team = team_fte*fte_annual_cost/year_months*build_months",
        "accelerator_hours*accelerator_hourly+team+data_cost",
    ),
    examples=(
        Example(
            (1e9, 2e10, 1000, 3.60, 0.5, 1),
            240,
            "by hand: 6 x 1e9 x 2e10 FLOP at 5e14 a second are 240,000 s: 66.67 h at 3.60",
        ),
        Example(
            (1e9, 2e10, 1000, 3.60, None, 2, 1000, 3, 120_000, 6),
            181_600,
            "by hand: twice the work at 4e14 a second is 600; data 1,000; team 3 x 120,000 x 6/12",
        ),
    ),
)
def pretrain_cost(
    lines: Lines,
    model_parameters: Parameters,
    training_tokens: TrainingTokens,
    accelerator_peak_tflops: PeakTflops,
    accelerator_hourly: AcceleratorHourly,
    model_flops_utilization: FlopsUtilization = None,
    experiment_multiplier: ExperimentMultiplier = None,
    data_cost: DataCost = None,
    team_fte: TeamFte = None,
    fte_annual_cost: FteCost = None,
    build_months: BuildMonths = None,
) -> Amount:
    """What it costs to pre-train a model: six operations per parameter and token, experiments, data and team.

    METHOD 8 (Kaplan et al. 2020, arXiv 2001.08361). Serving it afterwards is not in it.
    """
    per_month = lines["build_training_compute_cost_rate"] + lines["build_team_cost_rate"]
    return per_month * lines["build_build_months"] + lines["build_data_cost_rate"]
