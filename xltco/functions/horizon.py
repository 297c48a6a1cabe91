"""The API against self-hosting over months with growth: TCO, NPV, savings, payback, month by month (METHOD 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from xltco.functions.arguments import (
    Amount,
    ApiPrice,
    ApiPriceChange,
    DiscountRate,
    GrowthRate,
    HoursPerMonth,
    InstanceHourly,
    LaborHours,
    LaborRate,
    MaxTokens,
    MinInstances,
    MonthlyTokens,
    Months,
    PeakToAverage,
    Points,
    SetupCost,
    Strategy,
    TargetUtilization,
    Throughput,
)
from xltco.functions.function import Example, function
from xltco.functions.staircase import HOSTING, MONTHLY, PRICE

if TYPE_CHECKING:
    from xltco.functions.lines import Lines
    from xltco.lines import Array

CATEGORY = "Horizon"
Rows = list[dict[str, Any]]

DISCOUNTED = ("discount = (1+annual_discount_rate)^(-month_number/year_months)",)
# A year of 1,000 a month at 12% a year, paid at the end of each: 1,000 x (1 - 1/1.12)/(1.12^(1/12) - 1).
_YEAR_AT_12_PERCENT = 11_291.515_989_601_052


@function(
    "TCO",
    category=CATEGORY,
    unit="currency",
    native=(*MONTHLY, 'IF(strategy="buy",SUM(api_bill),SUM(hosting_bill)+setup_cost)'),
    examples=(
        Example(("buy", 1e9, 1, 1, 100, 5, 12), 12_000, "by hand: 12 months of 1,000"),
        Example(("self_host", 1e9, 1, 1, 100, 5, 12, None, 240), 15_000, "by hand: 240 and 12 months of 730 + 500"),
        Example(
            ("buy", 1e9, 1, 1, 100, 5, 12, 0.01),
            12_682.503013196972,
            "annuity tables: 1 a period at 1% is 12.682503 after 12",
        ),
        Example(("lease", 1e9, 1, 1, 100, 5), "#VALUE!", "no such strategy"),
    ),
)
def tco(
    lines: Lines,
    strategy: Strategy,
    monthly_tokens: MonthlyTokens,
    api_price_per_1m: ApiPrice,
    instance_hourly: InstanceHourly,
    labor_rate: LaborRate,
    labor_hours: LaborHours,
    months: Months = None,
    monthly_growth_rate: GrowthRate = None,
    setup_cost: SetupCost = None,
    hours_per_month: HoursPerMonth = None,
    tokens_per_second: Throughput = None,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinInstances = None,
    annual_api_price_change: ApiPriceChange = None,
) -> Amount:
    """Total cost of ownership of a strategy, "buy" or "self_host": the undiscounted sum over the months.

    METHOD 9.1. The volume grows from month to month, and with it the instances; setup is paid once.
    """
    return _of_strategy(strategy, lines["buy_tco"], lines["self_host_tco"])


@function(
    "TCO_NPV",
    category=CATEGORY,
    unit="currency",
    native=(
        *MONTHLY,
        *DISCOUNTED,
        'IF(strategy="buy",SUM(api_bill*discount),SUM(hosting_bill*discount)+setup_cost)',
    ),
    examples=(
        Example(
            ("buy", 1e9, 1, 1, 100, 5, 12, None, 0.12), _YEAR_AT_12_PERCENT, "the formula of an annuity at 12% a year"
        ),
        Example(("self_host", 1e9, 1, 1, 100, 5, 12, None, 0, 240), 15_000, "by hand: without discount it is the TCO"),
    ),
)
def tco_npv(
    lines: Lines,
    strategy: Strategy,
    monthly_tokens: MonthlyTokens,
    api_price_per_1m: ApiPrice,
    instance_hourly: InstanceHourly,
    labor_rate: LaborRate,
    labor_hours: LaborHours,
    months: Months = None,
    monthly_growth_rate: GrowthRate = None,
    annual_discount_rate: DiscountRate = None,
    setup_cost: SetupCost = None,
    hours_per_month: HoursPerMonth = None,
    tokens_per_second: Throughput = None,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinInstances = None,
    annual_api_price_change: ApiPriceChange = None,
) -> Amount:
    """Net present value of what a strategy, "buy" or "self_host", costs over the months; a cost is positive.

    METHOD 9.1: each month's cost discounted by (1 + rate)^(-month/12); setup is paid in month 0.
    """
    return _of_strategy(strategy, lines["buy_npv"], lines["self_host_npv"])


@function(
    "SAVINGS_NPV",
    category=CATEGORY,
    unit="currency",
    native=(*MONTHLY, *DISCOUNTED, "SUM(api_bill*discount)-(SUM(hosting_bill*discount)+setup_cost)"),
    examples=(
        Example(
            (2e9, 1, 1, 100, 2.7, 12, None, 0.12), _YEAR_AT_12_PERCENT, "an annuity of 2,000 - 1,000 a month at 12%"
        ),
        Example((1e9, 1, 1, 100, 5, 12, None, None, 240), -3000, "by hand: 12,000 - 15,000"),
    ),
)
def savings_npv(
    lines: Lines,
    monthly_tokens: MonthlyTokens,
    api_price_per_1m: ApiPrice,
    instance_hourly: InstanceHourly,
    labor_rate: LaborRate,
    labor_hours: LaborHours,
    months: Months = None,
    monthly_growth_rate: GrowthRate = None,
    annual_discount_rate: DiscountRate = None,
    setup_cost: SetupCost = None,
    hours_per_month: HoursPerMonth = None,
    tokens_per_second: Throughput = None,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinInstances = None,
    annual_api_price_change: ApiPriceChange = None,
) -> Amount:
    """Net present value of what self-hosting saves against the API over the months; negative where it costs more.

    METHOD 9.3: the API's NPV less that of self-hosting.
    """
    return lines["self_host_savings_npv"]


@function(
    "BREAKEVEN_MONTH",
    category=CATEGORY,
    unit="month",
    native=(
        *MONTHLY,
        "paid_api = SCAN(0,api_bill,LAMBDA(paid,bill,paid+bill))",
        "paid_hosting = SCAN(setup_cost,hosting_bill,LAMBDA(paid,bill,paid+bill))",
        "IFERROR(XMATCH(TRUE,paid_hosting<=paid_api*(1+tolerance)),NA())",
    ),
    examples=(
        Example((2e9, 1, 1, 100, 2.7, None, None, 5500), 6, "by hand: 1,000 a month pays for 5,500 in the 6th"),
        Example((2e9, 1, 1, 100, 2.7, None, None, 5000), 5, "by hand: 1,000 a month pays for 5,000 in the 5th"),
        Example((1e9, 1, 1, 100, 5), "#N/A", "by hand: 1,230 a month against 1,000"),
    ),
)
def breakeven_month(
    lines: Lines,
    monthly_tokens: MonthlyTokens,
    api_price_per_1m: ApiPrice,
    instance_hourly: InstanceHourly,
    labor_rate: LaborRate,
    labor_hours: LaborHours,
    months: Months = None,
    monthly_growth_rate: GrowthRate = None,
    setup_cost: SetupCost = None,
    hours_per_month: HoursPerMonth = None,
    tokens_per_second: Throughput = None,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinInstances = None,
    annual_api_price_change: ApiPriceChange = None,
) -> Amount:
    """The month in which self-hosting, setup included, has paid back against the API; #N/A when it does not in time.

    METHOD 9.4: the first month whose cumulative cost is at most the API's.
    """
    return lines["self_host_payback_month"]


@function(
    "PROJECTION",
    category=CATEGORY,
    unit="currency",
    columns=(
        ("Month", "month"),
        ("Tokens", "tokens"),
        ("API", "currency"),
        ("Instances", "instances"),
        ("Self-host", "currency"),
        ("API, cumulative", "currency"),
        ("Self-host, cumulative", "currency"),
        ("Savings, cumulative", "currency"),
    ),
    native=(
        *MONTHLY,
        "paid_api = SCAN(0,api_bill,LAMBDA(paid,bill,paid+bill))",
        "paid_hosting = SCAN(setup_cost,hosting_bill,LAMBDA(paid,bill,paid+bill))",
        "start = HSTACK(0,0,0,0,setup_cost,0,setup_cost,-setup_cost)",
        "monthly = HSTACK(month_number,volume,api_bill,instances,hosting_bill)",
        "service = HSTACK(monthly,paid_api,paid_hosting,paid_api-paid_hosting)",
        "VSTACK({heading},start,service)",
    ),
    examples=(
        Example(
            (2e9, 1, 1, 100, 2.7, 2, 0.5, 240),
            (
                (0, 0, 0, 0, 240, 0, 240, -240),
                (1, 2e9, 2000, 1, 1000, 2000, 1240, 760),
                (2, 3e9, 3000, 1, 1000, 5000, 2240, 2760),
            ),
            "by hand",
        ),
        Example(
            (2e9, 1, 1, 100, 2.7, 1, None, None, None, 500),
            ((0, 0, 0, 0, 0, 0, 0, 0), (1, 2e9, 2000, 2, 1730, 2000, 1730, 270)),
            "by hand: 500 tokens a second are 1.314 bn a month, so 2 instances",
        ),
    ),
)
def projection(
    lines: Lines,
    monthly_tokens: MonthlyTokens,
    api_price_per_1m: ApiPrice,
    instance_hourly: InstanceHourly,
    labor_rate: LaborRate,
    labor_hours: LaborHours,
    months: Months = None,
    monthly_growth_rate: GrowthRate = None,
    setup_cost: SetupCost = None,
    hours_per_month: HoursPerMonth = None,
    tokens_per_second: Throughput = None,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinInstances = None,
    annual_api_price_change: ApiPriceChange = None,
) -> Rows:
    """A table, month by month: tokens, the API's bill, instances, what self-hosting costs, and both cumulative.

    METHOD 9. Month 0 holds the setup. It spills below and to the right of its cell.
    """
    names = ("month", "tokens", "buy_total", "self_host_units", "self_host_total", "buy_cumulative")
    shown = slice(0, int(lines["horizon_months"][0, 0]) + 1)
    columns = [lines[name][0, shown] for name in (*names, "self_host_cumulative")]
    return cast(Rows, [*columns, columns[5] - columns[6]])


@function(
    "COST_CURVE",
    category="Break-even",
    unit="currency",
    columns=(("Tokens", "tokens"), ("API", "currency"), ("Instances", "instances"), ("Self-host", "currency")),
    native=(
        *PRICE,
        *HOSTING,
        "volume = max_tokens*SEQUENCE(points,1,0)/(points-1)",
        "needed = IF(capacity=0,0*volume,-INT(-volume/capacity*(1-tolerance)))",
        "instances = IF(needed>min_instances,needed,min_instances)",
        "VSTACK({heading},HSTACK(volume,volume*price,instances,instances*step_cost+labor))",
    ),
    examples=(
        Example(
            (0.50, 1.21, 150, 10, 9_533_200_000, 3),
            ((0, 0, 1, 2383.30), (4_766_600_000, 2383.30, 1, 2383.30), (9_533_200_000, 4766.60, 1, 2383.30)),
            "the seed document's code: equal in the middle",
        ),
        Example(
            (1, 1, 100, 10, 5_256_000_000, 2, None, 1000),
            ((0, 0, 1, 1730), (5_256_000_000, 5256, 2, 2460)),
            "by hand: two full instances at the end",
        ),
    ),
)
def cost_curve(
    lines: Lines,
    api_price_per_1m: ApiPrice,
    instance_hourly: InstanceHourly,
    labor_rate: LaborRate,
    labor_hours: LaborHours,
    max_tokens: MaxTokens,
    points: Points = None,
    hours_per_month: HoursPerMonth = None,
    tokens_per_second: Throughput = None,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinInstances = None,
) -> Rows:
    """A table for a chart: what a month costs at volumes from 0 to the one given, with the API and self-hosted.

    METHOD 15.3: the API's line against the staircase of instances. It spills below and to the right of its cell.
    """
    import numpy as np

    steps = int(np.asarray(points)[0, 0]) - 1
    volume = np.asarray(max_tokens) * np.arange(steps + 1.0)[:, None] / steps
    at = lines.stating(workload_monthly_tokens=volume)
    names = ("buy_planned_cost", "self_host_month_1_instances", "self_host_planned_cost")
    return cast(Rows, [volume, *(at[name] for name in names)])


def _of_strategy(strategy: Any, bought: Array, hosted: Array) -> Amount:
    import numpy as np

    return np.where(np.asarray(strategy) == "buy", bought, hosted)
