"""What the decision path says (METHOD 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltco.functions.arguments import (
    ApiPrice,
    ApiPriceChange,
    ConsecutiveMonths,
    DataMoat,
    Differentiation,
    DiscountRate,
    GrowthRate,
    HoursPerMonth,
    InstanceHourly,
    LaborHours,
    LaborRate,
    MarketFit,
    MinInstances,
    MonthlyTokens,
    Months,
    PeakToAverage,
    Prohibited,
    QualityGap,
    SafetyMargin,
    SellsModels,
    SetupCost,
    TargetUtilization,
    Throughput,
    UniqueData,
    Words,
)
from xltco.functions.function import Example, function
from xltco.functions.staircase import TOLERANCE

if TYPE_CHECKING:
    from xltco.functions.lines import Lines

_PHASES = ("Phase 1: Buy", "Phase 2: Fine-tune", "Phase 3: Self-host", "Phase 4: Build")
_CAPACITY = "hours_per_month,tokens_per_second,target_utilization,peak_to_average,min_instances"
_PLAN = "monthly_tokens,api_price_per_1m,instance_hourly,labor_rate,labor_hours,months,monthly_growth_rate"


@function(
    "RECOMMEND",
    category="Decision",
    unit="text",
    native=(
        TOLERANCE,
        f"first = SUM(BREAKEVEN(api_price_per_1m,instance_hourly,labor_rate,labor_hours,{_CAPACITY}))",
        f"savings = SUM(SAVINGS_NPV({_PLAN},annual_discount_rate,setup_cost,{_CAPACITY},annual_api_price_change))",
        f'buying = SUM(TCO_NPV("buy",{_PLAN},annual_discount_rate,,,,,,,annual_api_price_change))',
        "month_number = SEQUENCE(MIN(consecutive_months,months))",
        "volume = monthly_tokens*(1+monthly_growth_rate)^(month_number-1)*(1+tolerance)",
        "below = IF(ISNUMBER(first),SUM(IF(volume<first*(1+safety_margin),1,0)),1)",
        "builds = AND(OR(sells_foundation_models,unique_training_data),differentiation>=4,data_moat>=4)",
        f'IF(third_party_processing_prohibited,"{_PHASES[2]}",IF(NOT(product_market_fit),"{_PHASES[0]}",'
        f'IF(builds,"{_PHASES[3]}",IF(AND(below=0,savings>buying*tolerance),"{_PHASES[2]}",'
        f'IF(quality_gap="behavior","{_PHASES[1]}","{_PHASES[0]}")))))',
    ),
    examples=(
        Example((1e9, 0.50, 1.21, 150, 10, True), _PHASES[0], "rule 6: 1 bn is below the seed's 4.77 bn"),
        Example((6e9, 0.50, 1.21, 150, 10, True), _PHASES[2], "rule 4: 6 bn is above 4.77 bn x 1.2 = 5.72 bn"),
        Example(
            (5.5e9, 0.50, 1.21, 150, 10, True), _PHASES[0], "rule 6: 5.5 bn is above break-even, not above its margin"
        ),
        Example((6e9, 0.50, 1.21, 150, 10, False), _PHASES[0], "rule 2: no product-market fit yet"),
        Example((1e6, 0.50, 1.21, 150, 10, False, True), _PHASES[2], "rule 1: the data may not leave"),
        Example((1e9, 0.50, 1.21, 150, 10, True, None, "behavior"), _PHASES[1], "rule 5: fine-tuning teaches behavior"),
        Example((1e9, 0.50, 1.21, 150, 10, True, None, "knowledge"), _PHASES[0], "rule 5: facts are for retrieval"),
        Example(
            (1e9, 0.50, 1.21, 150, 10, True, None, None, 4, 4, True), _PHASES[3], "rule 3: the model is the business"
        ),
    ),
)
def recommend(
    lines: Lines,
    monthly_tokens: MonthlyTokens,
    api_price_per_1m: ApiPrice,
    instance_hourly: InstanceHourly,
    labor_rate: LaborRate,
    labor_hours: LaborHours,
    product_market_fit: MarketFit,
    third_party_processing_prohibited: Prohibited = None,
    quality_gap: QualityGap = None,
    differentiation: Differentiation = None,
    data_moat: DataMoat = None,
    sells_foundation_models: SellsModels = None,
    unique_training_data: UniqueData = None,
    safety_margin: SafetyMargin = None,
    consecutive_months: ConsecutiveMonths = None,
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
) -> Words:
    """The phase that the decision path recommends, as text: 1 buy, 2 fine-tune, 3 self-host, 4 build.

    METHOD 11: the first of six rules that holds. Of hosting, rented instances are costed; the volume is the plan's, and
    the margin mandate, which takes revenue, is not asked.
    """
    import numpy as np

    phase = lines["decision_phase"].astype(int)
    return np.array([_PHASES[number - 1] for number in phase[:, 0]])[:, None]
