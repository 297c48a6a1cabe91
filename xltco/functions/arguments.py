"""The arguments that functions take. Most of them state an input of the model and take their unit, default, bounds and
meaning from there; a function's signature names them by these types.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from xltco.inputs import Input
from xltco.scenario.fields import LEAST_MAGNITUDE
from xltco.scenario.stated import input_named
from xltco.units import Unit, unit_named

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = float | Sequence[float] | NDArray[np.float64]
    Flags = bool | Sequence[bool] | NDArray[np.bool_]
    # What comes back: a number for numbers, an array for arrays; None (in arrays NaN) where there is no answer.
    Amount = float | NDArray[np.float64] | None
    Words = str | NDArray[np.str_] | None
else:
    # Only a type checker needs the arrays: the rules of the arguments are there without NumPy.
    Numbers = Flags = Amount = Words = Any
Texts = str | Sequence[str]
# Nearer to 0 no number may be, but 0 itself: as the model has it.
LEAST = LEAST_MAGNITUDE
# Serial numbers of 1 January 1970 and of 31 December 9999.
_FIRST_DATE, _LAST_DATE = 25569, 2958465


@dataclass(frozen=True)
class Argument:
    """One argument. `states` is the input of the model that it gives a value to, if any; None as default: required."""

    help: str
    unit: Unit
    kind: str = "number"
    name: str = ""
    states: str | None = None
    default: Any = None
    required: bool = True
    at_least: float = -1e18
    at_most: float = 1e18
    choices: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """What the argument may be, in words."""
        if self.kind in ("text", "choice"):
            return "one of " + ", ".join(self.choices) if self.choices else "a text"
        if self.kind == "boolean":
            return "TRUE or FALSE"
        noun = {"integer": "a whole number", "date": "a date"}.get(self.kind, "a number")
        if self.kind == "date":
            return noun
        if self.at_least == LEAST:
            return f"{noun} above 0, at most {_plain(self.at_most)}"
        return f"{noun}, {_plain(self.at_least)} to {_plain(self.at_most)}"

    @property
    def description(self) -> str:
        """The help with unit and default, as a wizard shows it."""
        # A date's help says what leaving it out means: its default is the last day that there is.
        unit = "" if self.unit.name in ("text", "boolean", "number", "date") else f" ({self.unit.label})"
        default = "" if self.required or self.kind == "date" else f" Left out: {shown(self.default)}."
        choices = f" One of {', '.join(self.choices)}." if self.choices else ""
        return f"{self.help.removesuffix('.')}{unit}.{choices}{default}"

    def called(self, name: str, *, optional: bool) -> Argument:
        """The argument under the name that a signature gives it."""
        return replace(self, name=name, required=not optional)


def shown(value: Any) -> str:
    """A default as a person types it into a cell."""
    if isinstance(value, bool):
        return str(value).upper()
    return _plain(value) if isinstance(value, int | float) else str(value) if value else "nothing"


def _plain(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() and abs(number) < 1e7 else f"{number:g}"


def of(name: str, *, help: str = "", default: Any = None) -> Argument:
    """An argument that states the model's input of that name; `default` where the function has another, or one."""
    stated = input_named(name)
    return Argument(
        help=help or stated.description,
        unit=stated.unit,
        kind=stated.kind,
        states=name,
        default=stated.default if default is None else default,
        at_least=_lowest(stated),
        at_most=stated.at_most if stated.at_most is not None else 1e18,
        choices=stated.choices,
    )


def own(help: str, unit: str, **facts: Any) -> Argument:
    """An argument that no input of the model stands for."""
    return Argument(help=help, unit=unit_named(unit), **facts)


def _lowest(stated: Input) -> float:
    # Nothing nearer to 0 than this is allowed, so "above 0" is "at least this".
    if stated.above is not None:
        assert stated.above == 0, stated.name
        return LEAST
    return stated.at_least if stated.at_least is not None else -1e18


MonthlyTokens = Annotated[Numbers, of("workload_monthly_tokens", help="Tokens a month, input plus output.")]
GrowthRate = Annotated[Numbers | None, of("workload_monthly_growth_rate")]
PeakToAverage = Annotated[Numbers | None, of("workload_peak_to_average")]
InputShare = Annotated[Numbers | None, of("workload_input_share")]
CachedInputShare = Annotated[Numbers | None, of("workload_cached_input_share")]
BatchShare = Annotated[Numbers | None, of("workload_batch_share")]
Months = Annotated[Numbers | None, of("horizon_months")]
DiscountRate = Annotated[Numbers | None, of("horizon_annual_discount_rate")]
HoursPerMonth = Annotated[Numbers | None, of("horizon_hours_per_month")]
LaborRate = Annotated[Numbers, of("labor_hourly_rate")]

ApiPrice = Annotated[Numbers, of("buy_blended_price_per_1m", help="The API's price of a million tokens, blended.")]
InputPrice = Annotated[Numbers, of("buy_input_price_per_1m")]
OutputPrice = Annotated[Numbers, of("buy_output_price_per_1m")]
CachedInputPrice = Annotated[Numbers | None, of("buy_cached_input_price_per_1m")]
BatchDiscount = Annotated[Numbers | None, of("buy_batch_discount")]
NegotiatedDiscount = Annotated[Numbers | None, of("buy_negotiated_discount")]
PlatformFee = Annotated[Numbers | None, of("buy_monthly_platform_fee")]
ApiPriceChange = Annotated[Numbers | None, of("buy_annual_price_change", help="Yearly change of the API's price.")]

InstanceHourly = Annotated[Numbers, of("self_host_instance_hourly", help="Price of one instance per hour.")]
LaborHours = Annotated[Numbers, of("self_host_labor_hours_per_month", help="Engineering hours per month.")]
TokensPerSecond = Annotated[Numbers, of("self_host_tokens_per_second")]
Throughput = Annotated[Numbers | None, of("self_host_tokens_per_second")]
TargetUtilization = Annotated[Numbers | None, of("self_host_target_utilization")]
MinInstances = Annotated[Numbers | None, of("self_host_min_instances")]
SetupCost = Annotated[Numbers | None, of("self_host_setup_cost")]

NodePrice = Annotated[Numbers, of("own_node_price")]
OwnLaborHours = Annotated[Numbers, of("own_labor_hours_per_month")]
UsefulLife = Annotated[Numbers | None, of("own_useful_life_months")]
ResidualValue = Annotated[Numbers | None, of("own_residual_value_rate")]
NodePower = Annotated[Numbers | None, of("own_node_power_kw")]
Pue = Annotated[Numbers | None, of("own_pue")]
ElectricityPrice = Annotated[Numbers | None, of("own_electricity_price_per_kwh")]
Colocation = Annotated[Numbers | None, of("own_colocation_per_node_month")]
Maintenance = Annotated[Numbers | None, of("own_annual_maintenance_rate")]
NodeThroughput = Annotated[Numbers | None, of("own_tokens_per_second")]
NodeUtilization = Annotated[Numbers | None, of("own_target_utilization")]
MinNodes = Annotated[Numbers | None, of("own_min_instances", help="Fewest nodes that stand.")]

TunedTokens = Annotated[Numbers, of("fine_tune_training_tokens")]
TrainingPrice = Annotated[Numbers, of("fine_tune_training_price_per_1m")]
Epochs = Annotated[Numbers | None, of("fine_tune_epochs")]
Runs = Annotated[Numbers | None, of("fine_tune_runs_per_refresh", help="Training runs until one is good enough.")]
DataPreparation = Annotated[Numbers | None, of("fine_tune_data_preparation_cost")]
Evaluation = Annotated[Numbers | None, of("fine_tune_evaluation_cost_per_refresh", help="Evaluating the tuned model.")]

Parameters = Annotated[Numbers, of("build_model_parameters")]
TrainingTokens = Annotated[Numbers, of("build_training_tokens")]
PeakTflops = Annotated[Numbers, of("build_accelerator_peak_tflops")]
AcceleratorHourly = Annotated[Numbers, of("build_accelerator_hourly")]
FlopsUtilization = Annotated[Numbers | None, of("build_model_flops_utilization")]
ExperimentMultiplier = Annotated[Numbers | None, of("build_experiment_multiplier")]
DataCost = Annotated[Numbers | None, of("build_data_cost", default=0.0)]
TeamFte = Annotated[Numbers | None, of("build_team_fte", default=0.0)]
FteCost = Annotated[Numbers | None, of("build_fte_annual_cost", default=0.0)]
BuildMonths = Annotated[Numbers | None, of("build_build_months", help="Months that the team works on it.")]

MarketFit = Annotated[Flags, of("decision_product_market_fit")]
Prohibited = Annotated[Flags | None, of("decision_third_party_processing_prohibited")]
QualityGap = Annotated[Texts | None, of("decision_quality_gap")]
Differentiation = Annotated[Numbers | None, of("decision_differentiation")]
DataMoat = Annotated[Numbers | None, of("decision_data_moat")]
SellsModels = Annotated[Flags | None, of("decision_sells_foundation_models")]
UniqueData = Annotated[Flags | None, of("decision_unique_training_data")]
SafetyMargin = Annotated[Numbers | None, of("decision_safety_margin")]
ConsecutiveMonths = Annotated[Numbers | None, of("decision_consecutive_months")]

Strategy = Annotated[
    Texts, own("The strategy that is costed.", "text", kind="choice", choices=("buy", "self_host"))
]  # fmt: skip
MaxTokens = Annotated[
    Numbers, own("Monthly tokens at which the curve ends.", "tokens", at_least=0.0, at_most=1e18)
]  # fmt: skip
Points = Annotated[
    Numbers | None,
    own("Points of the curve.", "count", kind="integer", default=21, at_least=2, at_most=1001),
]
ModelName = Annotated[Texts, own("Name of the model, as the catalogue has it.", "text", kind="text")]
InstanceName = Annotated[Texts, own("Name of the instance, as the catalogue has it.", "text", kind="text")]
AsOf = Annotated[
    Any,
    own(
        "The date whose price is asked for; left out, the latest.",
        "date",
        kind="date",
        default=float(_LAST_DATE),
        at_least=float(_FIRST_DATE),
        at_most=float(_LAST_DATE),
    ),
]
