"""What a month costs, and what it takes: prices, instances, utilization (METHOD 3, 5, 6, 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltco.functions.arguments import (
    Amount,
    ApiPrice,
    BatchDiscount,
    BatchShare,
    CachedInputPrice,
    CachedInputShare,
    Colocation,
    ElectricityPrice,
    HoursPerMonth,
    InputPrice,
    InputShare,
    InstanceHourly,
    LaborHours,
    LaborRate,
    Maintenance,
    MinInstances,
    MinNodes,
    MonthlyTokens,
    NegotiatedDiscount,
    NodePower,
    NodePrice,
    NodeThroughput,
    NodeUtilization,
    OutputPrice,
    OwnLaborHours,
    PeakToAverage,
    PlatformFee,
    Pue,
    ResidualValue,
    TargetUtilization,
    Throughput,
    TokensPerSecond,
    UsefulLife,
)
from xltco.functions.function import Example, function
from xltco.functions.staircase import CAPACITY, HOSTING, INSTANCES, PRICE, TOLERANCE

if TYPE_CHECKING:
    from xltco.functions.lines import Lines

CATEGORY = "Monthly cost"


@function(
    "BLENDED_PRICE",
    category=CATEGORY,
    unit="currency_per_1m_tokens",
    native=(
        "cached_price = IF(ISNUMBER(cached_input_price),cached_input_price,input_price)",
        "input_mix = (1-cached_input_share)*input_price+cached_input_share*cached_price",
        "list_price = input_share*input_mix+(1-input_share)*output_price",
        "list_price*(1-batch_share*batch_discount)*(1-negotiated_discount)",
    ),
    examples=(
        Example((0.15, 0.60), 0.2625, "by hand: three quarters at 0.15 and one quarter at 0.60"),
        Example((2.50, 10, 0.8, 1.25, 0.5), 3.5, "by hand: 0.8 x (0.5 x 2.50 + 0.5 x 1.25) + 0.2 x 10"),
        Example((2, 8, 0.5, None, None, 1, None, 0.1), 2.25, "by hand: 5 at half price for batch, less a tenth"),
    ),
)
def blended_price(
    lines: Lines,
    input_price: InputPrice,
    output_price: OutputPrice,
    input_share: InputShare = None,
    cached_input_price: CachedInputPrice = None,
    cached_input_share: CachedInputShare = None,
    batch_share: BatchShare = None,
    batch_discount: BatchDiscount = None,
    negotiated_discount: NegotiatedDiscount = None,
) -> Amount:
    """One price per 1M tokens for a workload's mix of input, cached input and output, after discounts.

    METHOD 3.1. It is the API price that BREAKEVEN asks for.
    """
    return lines["buy_price_per_1m"]


@function(
    "API_COST",
    category=CATEGORY,
    unit="currency",
    native=(*PRICE, "monthly_tokens*price+monthly_platform_fee"),
    examples=(
        Example((4_740_000_000, 0.50), 2370, "the seed document's text: 4.74 billion tokens at 0.50 are 2,370"),
        Example((1_000_000_000, 2, 150), 2150, "by hand: 1,000 x 2 + 150"),
    ),
)
def api_cost(
    lines: Lines,
    monthly_tokens: MonthlyTokens,
    api_price_per_1m: ApiPrice,
    monthly_platform_fee: PlatformFee = None,
) -> Amount:
    """What a managed API costs a month at that volume.

    METHOD 3.2: tokens times price, and what is paid whatever the volume.
    """
    return lines["buy_planned_cost"]


@function(
    "INSTANCES_NEEDED",
    category=CATEGORY,
    unit="instances",
    native=(TOLERANCE, *CAPACITY, INSTANCES, "instances"),
    examples=(
        Example((3_000_000_000, 1000), 2, "by hand: one instance serves 1,000 x 3,600 x 730 = 2.628 bn a month"),
        Example((2_628_000_000, 1000), 1, "by hand: exactly full"),
        Example((2_628_000_000, 1000, None, 0.5, 2), 4, "by hand: half of the throughput for twice the average load"),
        Example((1e12, 0, None, None, None, 3), 3, "without a throughput the fewest are enough"),
        Example((1e9, 1000, None, None, None, 1.5), "#NUM!", "instances are whole"),
    ),
)
def instances_needed(
    lines: Lines,
    monthly_tokens: MonthlyTokens,
    tokens_per_second: TokensPerSecond,
    hours_per_month: HoursPerMonth = None,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinInstances = None,
) -> Amount:
    """Instances that a month's tokens need at the planned utilization and peak load.

    METHOD 5.1. A throughput of 0 leaves capacity unmodelled: the fewest instances serve everything.
    """
    return lines["self_host_month_1_instances"]


@function(
    "UTILIZATION",
    category=CATEGORY,
    unit="share",
    native=(
        TOLERANCE,
        *CAPACITY,
        INSTANCES,
        "IF(capacity>0,monthly_tokens/(tokens_per_second*hour_seconds*hours_per_month*instances),NA())",
    ),
    examples=(
        Example((1_314_000_000, 1000), 0.5, "by hand: half of 2.628 bn"),
        Example((2_628_000_000, 1000, None, 0.5), 0.5, "by hand: two instances, each half busy"),
        Example((1e9, 0), "#N/A", "capacity is not modelled"),
    ),
)
def utilization(
    lines: Lines,
    monthly_tokens: MonthlyTokens,
    tokens_per_second: TokensPerSecond,
    hours_per_month: HoursPerMonth = None,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinInstances = None,
) -> Amount:
    """Share of the instances' saturated throughput that a month's tokens use; the rest is paid for and idle.

    METHOD 15.2, for the instances that INSTANCES_NEEDED counts. #N/A where capacity is not modelled.
    """
    capacity = lines["self_host_saturated_capacity"] * lines["self_host_month_1_instances"]
    return lines.shared(lines["workload_monthly_tokens"], capacity)


@function(
    "COST_PER_1M",
    category=CATEGORY,
    unit="currency_per_1m_tokens",
    native=(
        "hours_per_month = 1",
        "per_1m = 1000000",
        *CAPACITY,
        "IF(capacity>0,instance_hourly/capacity*per_1m,NA())",
    ),
    examples=(
        Example((3.6, 1000), 1, "by hand: 3.6 million tokens an hour for 3.60"),
        Example(
            (3.6, 1000, 0.25), 4, "OpenCost 2026: at a utilization of 25% a usage cost of 1 is an allocation cost of 4"
        ),
        Example((7.2, 1000, 0.8, 2), 5, "by hand: 3.6 x 0.8/2 = 1.44 million tokens an hour for 7.20"),
        Example((1.21, 0), "#N/A", "capacity is not modelled"),
    ),
)
def cost_per_1m(
    lines: Lines,
    instance_hourly: InstanceHourly,
    tokens_per_second: TokensPerSecond,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
) -> Amount:
    """What a million tokens cost on an instance of that price and throughput, idle time included; labor is not.

    METHOD 5.1: only this allocated cost, not that of a saturated instance, may stand beside an API's price.
    """
    price_per_token = lines.shared(lines["self_host_step_cost"], lines["self_host_unit_capacity"])
    return price_per_token * lines["tokens_per_million"]


@function(
    "SELFHOST_COST",
    category=CATEGORY,
    unit="currency",
    native=(*HOSTING, INSTANCES, "instances*step_cost+labor"),
    examples=(
        Example((1e9, 1.21, 150, 10), 2383.30, "the seed document's code: 883.30 + 1,500"),
        Example((3_000_000_000, 1, 100, 10, None, 1000), 2460, "by hand: 2 x 730 + 1,000"),
    ),
)
def selfhost_cost(
    lines: Lines,
    monthly_tokens: MonthlyTokens,
    instance_hourly: InstanceHourly,
    labor_rate: LaborRate,
    labor_hours: LaborHours,
    hours_per_month: HoursPerMonth = None,
    tokens_per_second: Throughput = None,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinInstances = None,
) -> Amount:
    """What self-hosting on rented instances costs a month at that volume, labor included.

    METHOD 6: instances needed times their price, and the engineers that keep them running.
    """
    return lines["self_host_planned_cost"]


@function(
    "OWN_COST",
    category=CATEGORY,
    unit="currency",
    strategies=("buy", "own"),
    native=(
        TOLERANCE,
        *CAPACITY,
        INSTANCES,
        "year_months = 12",
        "depreciation = node_price*(1-residual_value_rate)/useful_life_months",
        "power = node_power_kw*pue*hours_per_month*electricity_price_per_kwh",
        "maintenance = node_price*annual_maintenance_rate/year_months",
        "instances*(depreciation+power+colocation_per_node_month+maintenance)+labor_rate*labor_hours",
    ),
    examples=(
        Example((1e9, 48_000, 150, 10), 2500, "by hand: 48,000 over 48 months, and 1,500 of labor"),
        Example(
            (1e9, 48_000, 100, 5, None, 0.1, 10, 0.1, 1.5, 200, 0.12),
            3175,
            "by hand: 900 + 10 x 1.5 x 730 x 0.1 + 200 + 480 + 500",
        ),
        Example((3_000_000_000, 48_000, 150, 10, 24, None, None, None, None, None, None, None, 1000), 5500,
                "by hand: 2 nodes at 2,000, and 1,500 of labor"),
    ),
)  # fmt: skip
def own_cost(
    lines: Lines,
    monthly_tokens: MonthlyTokens,
    node_price: NodePrice,
    labor_rate: LaborRate,
    labor_hours: OwnLaborHours,
    useful_life_months: UsefulLife = None,
    residual_value_rate: ResidualValue = None,
    node_power_kw: NodePower = None,
    electricity_price_per_kwh: ElectricityPrice = None,
    pue: Pue = None,
    colocation_per_node_month: Colocation = None,
    annual_maintenance_rate: Maintenance = None,
    hours_per_month: HoursPerMonth = None,
    tokens_per_second: NodeThroughput = None,
    target_utilization: NodeUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinNodes = None,
) -> Amount:
    """What serving on purchased nodes costs a month at that volume: depreciation, power, site, maintenance and labor.

    METHOD 7.6 at a discount rate of 0: the purchase price is spread over the useful life, straight line.
    """
    return lines["own_planned_cost"]
