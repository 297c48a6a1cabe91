"""When to look again (METHOD 11.6): the first month of the plan that meets the run-rate mandate, and the margin to it.

Planned tokens rise, stay or fall from the first month to the last, so the months at or above the run-rate are the last
ones, or where the plan shrinks the first ones: to count them is enough to know where they stand.
"""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import BREAK_EVEN, is_given, line, total


@line(
    unit="months",
    source="METHOD 11.6",
    label="Months in a row that the plan is asked for",
    excel="=MIN({decision_consecutive_months},{horizon_months})",
)
def months_in_a_row(decision_consecutive_months: Array, horizon_months: Array) -> Array:
    """Months in a row that must reach the run-rate; no more than the horizon has."""
    return np.minimum(decision_consecutive_months, horizon_months)


@line(
    unit="count",
    source="METHOD 11.6",
    label="Planned months at or above the run-rate",
    for_each=BREAK_EVEN,
    excel="=SUMPRODUCT({service_month.all}*({tokens.all}*(1+{relative_tolerance})>={strategy_mandate_tokens}))",
)
def strategy_planned_above(
    service_month: Array, tokens: Array, relative_tolerance: Array, strategy_mandate_tokens: Array
) -> Array:
    """Months of the plan whose tokens reach the run-rate that the mandate asks for; #N/A where break-even is never."""
    above = total(service_month * (tokens * (1 + relative_tolerance) >= strategy_mandate_tokens))
    return np.where(is_given(strategy_mandate_tokens), above, np.nan)


@line(
    unit="month",
    source="METHOD 11.6",
    label="Look again in month",
    for_each=BREAK_EVEN,
    excel="=IF(ISNUMBER({strategy_planned_above}),IF({strategy_planned_above}>={months_in_a_row},{months_in_a_row}"
    "+IF({workload_monthly_growth_rate}<0,0,{horizon_months}-{strategy_planned_above}),NA()),NA())",
)
def strategy_look_again_month(
    strategy_planned_above: Array, months_in_a_row: Array, workload_monthly_growth_rate: Array, horizon_months: Array
) -> Array:
    """The first month that ends as many months in a row at or above the run-rate as the mandate asks; #N/A for none."""
    before_them = np.where(workload_monthly_growth_rate < 0, 0, horizon_months - strategy_planned_above)
    return np.where(strategy_planned_above >= months_in_a_row, months_in_a_row + before_them, np.nan)


@line(
    unit="share",
    source="METHOD 11.6",
    label="Volume of month 1 over that run-rate",
    for_each=BREAK_EVEN,
    excel="=IF(ISNUMBER({strategy_mandate_tokens}),IF({strategy_mandate_tokens}>0,"
    "{workload_monthly_tokens}/{strategy_mandate_tokens}-1,NA()),NA())",
)
def strategy_look_again_margin(strategy_mandate_tokens: Array, workload_monthly_tokens: Array) -> Array:
    """How far the volume of month 1 lies above that run-rate (below: negative); #N/A where it is never or 0."""
    above = workload_monthly_tokens / strategy_mandate_tokens - 1
    return np.where(strategy_mandate_tokens > 0, above, np.nan)
