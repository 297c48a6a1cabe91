"""Where self-hosting and the API cost the same, in volume and in the other drivers (METHOD 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltco.functions.arguments import (
    Amount,
    ApiPrice,
    HoursPerMonth,
    InstanceHourly,
    LaborHours,
    LaborRate,
    MinInstances,
    MonthlyTokens,
    PeakToAverage,
    TargetUtilization,
    Throughput,
)
from xltco.functions.function import Example, function
from xltco.functions.staircase import FIRST_CROSSING, HOSTING, INSTANCES, PRICE

if TYPE_CHECKING:
    from xltco.functions.lines import Lines

CATEGORY = "Break-even"


@function(
    "BREAKEVEN",
    category=CATEGORY,
    unit="tokens",
    native=(*FIRST_CROSSING, "first"),
    examples=(
        Example((0.50, 1.21, 150, 10), 4_766_600_000, "the seed document's code, section 8"),
        Example(
            (0.50, 870 / 730, 150, 10), 4_740_000_000, "the seed document's text, section 5: compute at 870 a month"
        ),
        Example(
            (0.50, 1, 100, 10, None, 1000),
            4_920_000_000,
            "by hand: C = 2.628 bn, so 2 instances: (2 x 730 + 1,000)/0.0000005",
        ),
        Example(
            (0.10, 1, 100, 10, None, 1000), "#N/A", "by hand: a full instance costs 730, the API bills 262.80 for it"
        ),
        Example((0.50, -1, 150, 10), "#NUM!", "a price is not negative"),
        Example(("cheap", 1.21, 150, 10), "#VALUE!", "a price is a number"),
    ),
)
def breakeven(
    lines: Lines,
    api_price_per_1m: ApiPrice,
    instance_hourly: InstanceHourly,
    labor_rate: LaborRate,
    labor_hours: LaborHours,
    hours_per_month: HoursPerMonth = None,
    tokens_per_second: Throughput = None,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinInstances = None,
) -> Amount:
    """Monthly tokens from which self-hosting costs no more than the API; #N/A when it never does.

    The smallest such volume (METHOD 10.3). With a throughput, more tokens take more instances, and the API may win
    again above it: BREAKEVEN_ALWAYS tells from where on it never is.
    """
    return lines["self_host_break_even_tokens"]


@function(
    "BREAKEVEN_ALWAYS",
    category=CATEGORY,
    unit="tokens",
    native=(
        *FIRST_CROSSING,
        "level = AND(price*capacity>=step_cost*(1-tolerance),step_cost+labor<=step_cost*tolerance)",
        "last = IF(pays,-INT(-(labor+price*capacity)/(price*capacity-step_cost)*(1-tolerance))-1,0)",
        "IF(capacity=0,first,IF(pays,IF(last>=min_instances,MAX((last*step_cost+labor)/price,first),first),"
        "IF(level,first,NA())))",
    ),
    examples=(
        Example(
            (0.50, 1, 100, 10, None, 1000),
            6_380_000_000,
            "by hand: the 3rd instance opens dearer: (3 x 730 + 1,000)/0.0000005",
        ),
        Example(
            (0.50, 1.21, 150, 10), 4_766_600_000, "the seed document's code: without a throughput both are one volume"
        ),
        Example((0.10, 1, 100, 10, None, 1000), "#N/A", "by hand: no full instance ever pays"),
    ),
)
def breakeven_always(
    lines: Lines,
    api_price_per_1m: ApiPrice,
    instance_hourly: InstanceHourly,
    labor_rate: LaborRate,
    labor_hours: LaborHours,
    hours_per_month: HoursPerMonth = None,
    tokens_per_second: Throughput = None,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinInstances = None,
) -> Amount:
    """Monthly tokens above which self-hosting never costs more than the API again; #N/A when there is no such volume.

    METHOD 10.4. Between BREAKEVEN and this volume each new instance can make the API cheaper for a while.
    """
    return lines["self_host_always_above_tokens"]


@function(
    "BREAKEVEN_PRICE",
    category=CATEGORY,
    unit="currency_per_1m_tokens",
    native=(
        "per_1m = 1000000",
        *HOSTING,
        INSTANCES,
        "IF(monthly_tokens>0,(instances*step_cost+labor)/monthly_tokens*per_1m,NA())",
    ),
    examples=(
        Example((4_766_600_000, 1.21, 150, 10), 0.50, "the seed document's code, read backwards"),
        Example((3_000_000_000, 1, 100, 10, None, 1000), 0.82, "by hand: 2 instances: (2 x 730 + 1,000)/3,000 million"),
        Example((0, 1.21, 150, 10), "#N/A", "no price pays for nothing"),
    ),
)
def breakeven_price(
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
    """The API price per 1M tokens at which self-hosting costs the same at that volume.

    METHOD 10.5. An API that is cheaper than this is the cheaper choice. #N/A at a volume of 0.
    """
    return lines["self_host_break_even_api_price"]


@function(
    "BREAKEVEN_HOURS",
    category=CATEGORY,
    unit="hours",
    native=(
        *PRICE,
        "labor_hours = 0",
        *HOSTING,
        INSTANCES,
        "bill = price*monthly_tokens",
        "budget = IF(ABS(bill-instances*step_cost)<=bill*tolerance,0,bill-instances*step_cost)",
        "IF(labor_rate>0,IF(budget>=0,budget/labor_rate,NA()),NA())",
    ),
    examples=(
        Example((4_766_600_000, 0.50, 1.21, 150), 10, "the seed document's code, read backwards"),
        Example((3_000_000_000, 1, 1, 100, None, 1000), 15.4, "by hand: (3,000 - 2 x 730)/100"),
        Example((1_000_000, 0.50, 1.21, 150), "#N/A", "by hand: the API bills 0.50, the instance alone 883.30"),
    ),
)
def breakeven_hours(
    lines: Lines,
    monthly_tokens: MonthlyTokens,
    api_price_per_1m: ApiPrice,
    instance_hourly: InstanceHourly,
    labor_rate: LaborRate,
    hours_per_month: HoursPerMonth = None,
    tokens_per_second: Throughput = None,
    target_utilization: TargetUtilization = None,
    peak_to_average: PeakToAverage = None,
    min_instances: MinInstances = None,
) -> Amount:
    """Engineering hours a month at which self-hosting costs as much as the API at that volume.

    METHOD 10.5. With fewer hours self-hosting is cheaper. #N/A where the instances alone cost more than the API.
    """
    import numpy as np

    # The model asks how many hours more there may be than planned: none are, so that nothing is lost to rounding.
    unstaffed = lines.stating(self_host_labor_hours_per_month=np.zeros((1, 1)))
    return unstaffed["self_host_break_even_labor_hours"]
