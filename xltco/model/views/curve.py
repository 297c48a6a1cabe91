"""Pictures of the break-even and of the months (METHOD 15.3): volumes, costs at them, and the points to mark."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import BREAK_EVEN, CHALLENGERS, COMPARED, CURVE_POINTS, SERVED, is_given, line, whole


@line(unit="number", axis="point", source="METHOD 15.3", label="Point", excel=None)
def point_number() -> Array:
    """The number of a point of the picture, from 0."""
    return np.arange(CURVE_POINTS, dtype=float)[None, :]


@line(
    unit="tokens",
    source="METHOD 15.3",
    label="Break-even that the picture shows",
    for_each=BREAK_EVEN,
    when_absent=0,
    excel="=IF(ISNUMBER({strategy_break_even_tokens}),{strategy_break_even_tokens},0)",
)
def strategy_shown_break_even(strategy_break_even_tokens: Array) -> Array:
    """V* where there is one, 0 where it is never: a picture has no place for that."""
    return np.where(is_given(strategy_break_even_tokens), strategy_break_even_tokens, 0)


@line(
    unit="tokens",
    source="METHOD 15.3",
    label="Volume at which the picture ends",
    excel="=MAX({curve_least_tokens},{curve_reach}*MAX({workload_monthly_tokens},"
    "{fine_tune_shown_break_even},{self_host_shown_break_even},{own_shown_break_even}))",
)
def curve_end(
    curve_least_tokens: Array,
    curve_reach: Array,
    workload_monthly_tokens: Array,
    fine_tune_shown_break_even: Array,
    self_host_shown_break_even: Array,
    own_shown_break_even: Array,
) -> Array:
    """Twice the farthest of the planned volume and the break-evens, so that all of them lie inside."""
    hosted = np.maximum(self_host_shown_break_even, own_shown_break_even)
    farthest = np.maximum(workload_monthly_tokens, np.maximum(hosted, fine_tune_shown_break_even))
    end: Array = np.maximum(curve_least_tokens, curve_reach * farthest)
    return end


@line(
    unit="tokens",
    axis="point",
    source="METHOD 15.3",
    label="Tokens per month",
    excel="={curve_end}*{point_number}/MAX({point_number.all})",
)
def curve_volume(curve_end: Array, point_number: Array) -> Array:
    """The volumes of the picture, evenly from 0 to its end."""
    last: Array = point_number.max(axis=-1, keepdims=True)
    return curve_end * point_number / last


@line(
    unit="currency",
    axis="point",
    source="METHOD 15.3",
    label="Buy, per month",
    excel="={buy_token_rate}*{curve_volume}+{buy_base_cost}",
)
def buy_curve_cost(buy_token_rate: Array, curve_volume: Array, buy_base_cost: Array) -> Array:
    """What buy costs a month at the volume, at month-1 prices: p_b*V + F_b."""
    return buy_token_rate * curve_volume + buy_base_cost


@line(
    unit="instances",
    axis="point",
    source="METHOD 15.3",
    label="Units at the volume",
    for_each=BREAK_EVEN,
    excel="={strategy_spare_units}+IF({strategy_unit_capacity}=0,{strategy_min_units},MAX({strategy_min_units},"
    "-INT(-{curve_volume}/{strategy_unit_capacity}*(1-{relative_tolerance}))))",
)
def strategy_curve_instances(
    strategy_spare_units: Array,
    strategy_unit_capacity: Array,
    strategy_min_units: Array,
    curve_volume: Array,
    relative_tolerance: Array,
) -> Array:
    """Units that are paid for at the volume: N(V) and the spares."""
    needed = np.maximum(strategy_min_units, whole(curve_volume / strategy_unit_capacity, relative_tolerance))
    return strategy_spare_units + np.where(strategy_unit_capacity == 0, strategy_min_units, needed)


@line(
    unit="currency",
    axis="point",
    source="METHOD 15.3",
    label="Units and tokens, per month",
    for_each=BREAK_EVEN,
    excel="={strategy_curve_instances}*{strategy_step_cost}+{strategy_token_rate}*{curve_volume}"
    "+{strategy_base_cost}+{strategy_one_time_per_month}",
)
def strategy_curve_cost(
    strategy_curve_instances: Array,
    strategy_step_cost: Array,
    strategy_token_rate: Array,
    curve_volume: Array,
    strategy_base_cost: Array,
    strategy_one_time_per_month: Array,
) -> Array:
    """What the strategy costs a month at the volume, at month-1 prices: the staircase, and its own tokens."""
    units_and_tokens: Array = strategy_curve_instances * strategy_step_cost + strategy_token_rate * curve_volume
    return units_and_tokens + strategy_base_cost + strategy_one_time_per_month


@line(
    unit="currency",
    source="METHOD 15.3",
    label="Monthly cost at break-even, V*",
    for_each=BREAK_EVEN,
    excel="={buy_token_rate}*{strategy_break_even_tokens}+{buy_base_cost}",
)
def strategy_break_even_cost(buy_token_rate: Array, strategy_break_even_tokens: Array, buy_base_cost: Array) -> Array:
    """What buy costs a month at V*: the height of the point to mark; #N/A where V* is never."""
    return buy_token_rate * strategy_break_even_tokens + buy_base_cost


@line(
    unit="currency",
    source="METHOD 15.3",
    label="Monthly cost at V_always",
    for_each=BREAK_EVEN,
    excel="={buy_token_rate}*{strategy_always_above_tokens}+{buy_base_cost}",
)
def strategy_always_above_cost(
    buy_token_rate: Array, strategy_always_above_tokens: Array, buy_base_cost: Array
) -> Array:
    """What buy costs a month at V_always: the height of the point to mark; #N/A where it is never."""
    return buy_token_rate * strategy_always_above_tokens + buy_base_cost


@line(
    unit="currency",
    source="METHOD 15.3",
    label="Monthly cost at the planned volume",
    excel="={buy_token_rate}*{workload_monthly_tokens}+{buy_base_cost}",
)
def buy_planned_cost(buy_token_rate: Array, workload_monthly_tokens: Array, buy_base_cost: Array) -> Array:
    """What buy costs a month at the planned volume of month 1."""
    return buy_token_rate * workload_monthly_tokens + buy_base_cost


@line(
    unit="currency",
    source="METHOD 15.3",
    label="Monthly cost at the planned volume",
    for_each=BREAK_EVEN,
    excel="=({strategy_month_1_instances}+{strategy_spare_units})*{strategy_step_cost}"
    "+{strategy_token_rate}*{workload_monthly_tokens}+{strategy_base_cost}+{strategy_one_time_per_month}",
)
def strategy_planned_cost(
    strategy_month_1_instances: Array,
    strategy_spare_units: Array,
    strategy_step_cost: Array,
    strategy_token_rate: Array,
    workload_monthly_tokens: Array,
    strategy_base_cost: Array,
    strategy_one_time_per_month: Array,
) -> Array:
    """What the strategy costs a month at the planned volume of month 1."""
    units: Array = (strategy_month_1_instances + strategy_spare_units) * strategy_step_cost
    tokens: Array = strategy_token_rate * workload_monthly_tokens
    return units + tokens + strategy_base_cost + strategy_one_time_per_month


def _at(series: Array, month: Array) -> Array:
    """The values of a monthly line at those months, case by case."""
    cases = max(series.shape[0], month.shape[0])
    rows = np.arange(cases)[:, None]
    places = np.where(is_given(month), month, 0).astype(int)
    picked: Array = series[rows % series.shape[0], places[rows[:, 0] % month.shape[0]]]
    return picked


@line(
    unit="month",
    axis="month",
    source="METHOD 15.3",
    label="Month, no later than the last",
    excel="=MIN({month},{horizon_months})",
)
def chart_month(month: Array, horizon_months: Array) -> Array:
    """Where a picture of the months draws the month: those beyond the horizon fall on its last."""
    return np.minimum(month, horizon_months)


@line(
    unit="currency",
    axis="month",
    source="METHOD 15.3",
    label="Total, drawn",
    for_each=COMPARED,
    excel="=INDEX({strategy_total.all},1,{chart_month}+1)",
)
def strategy_chart_total(strategy_total: Array, chart_month: Array) -> Array:
    """The total at the month that the picture draws; beyond the horizon it repeats the last."""
    return _at(strategy_total, chart_month)


@line(
    unit="share",
    axis="month",
    source="METHOD 15.3",
    label="Utilization, drawn",
    for_each=SERVED,
    excel="=INDEX({strategy_month_utilization.all},1,{chart_month}+1)",
)
def strategy_chart_utilization(strategy_month_utilization: Array, chart_month: Array) -> Array:
    """The utilization at the month that the picture draws; beyond the horizon it repeats the last."""
    return _at(strategy_month_utilization, chart_month)


@line(
    unit="currency",
    source="METHOD 15.3",
    label="Cumulative at payback",
    for_each=CHALLENGERS,
    excel="=INDEX({strategy_cumulative.all},1,{strategy_payback_month}+1)",
)
def strategy_payback_cumulative(strategy_cumulative: Array, strategy_payback_month: Array) -> Array:
    """What was paid by the payback month: the height of the point to mark; #N/A where there is no payback."""
    cumulative = _at(strategy_cumulative, strategy_payback_month)
    return np.where(is_given(strategy_payback_month), cumulative, np.nan)
