"""Steps that native entries share: the API's price, the capacity of an instance, and what a month costs at a volume."""

from __future__ import annotations

TOLERANCE = "tolerance = 0.000000000001"
CAPACITY = (
    "hour_seconds = 3600",
    "capacity = tokens_per_second*hour_seconds*hours_per_month*target_utilization/peak_to_average",
)
HOSTING = (
    TOLERANCE,
    *CAPACITY,
    "step_cost = instance_hourly*hours_per_month",
    "labor = labor_rate*labor_hours",
)
PRICE = (
    "per_1m = 1000000",
    "price = api_price_per_1m/per_1m",
)
INSTANCES = (
    "instances = IF(capacity=0,min_instances,"
    "MAX(min_instances,-INT(-monthly_tokens/capacity*(1-tolerance))))"
)  # fmt: skip
# n*, and V* with it (METHOD 10.3).
FIRST_CROSSING = (
    *PRICE,
    *HOSTING,
    "pays = price*capacity>step_cost*(1+tolerance)",
    "fewest_pay = labor+min_instances*step_cost<=min_instances*(price*capacity+step_cost*tolerance)",
    "steps = IF(capacity=0,min_instances,IF(pays,"
    "MAX(min_instances,-INT(-labor/(price*capacity-step_cost)*(1-tolerance))),IF(fewest_pay,min_instances,NA())))",
    "free = labor+min_instances*step_cost<=min_instances*step_cost*tolerance",
    "first = IF(price=0,IF(free,0,NA()),"
    "MAX((steps*step_cost+labor)/price,IF(steps>min_instances,(steps-1)*capacity,0)))",
)
# Months 1 to the horizon: tokens, the API's bill, instances and hosting's cost, each a column.
MONTHLY = (
    *PRICE,
    *HOSTING,
    "year_months = 12",
    "month_number = SEQUENCE(months)",
    "volume = monthly_tokens*(1+monthly_growth_rate)^(month_number-1)",
    "api_bill = volume*price*(1+annual_api_price_change)^((month_number-1)/year_months)",
    "needed = IF(capacity=0,0*month_number,-INT(-volume/capacity*(1-tolerance)))",
    "instances = IF(needed>min_instances,needed,min_instances)",
    "hosting_bill = instances*step_cost+labor",
)
