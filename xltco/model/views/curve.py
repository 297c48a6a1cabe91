"""Pictures of the break-even and of the months (METHOD 15.3): volumes, costs at them, and the points to mark."""

from __future__ import annotations

import numpy as np

from xltco.model.register import CHALLENGERS, COMPARED, CURVE_POINTS, HOSTED, SERVED, is_given, line, whole


@line(unit="number", axis="point", source="METHOD 15.3", label="Point", excel=None)
def point_number():
    """The number of a point of the picture, from 0."""
    return np.arange(CURVE_POINTS, dtype=float)[None, :]


@line(
    unit="tokens",
    source="METHOD 15.3",
    label="Break-even that the picture shows",
    for_each=HOSTED,
    when_absent=0,
    excel="=IF(ISNUMBER({strategy_break_even_tokens}),{strategy_break_even_tokens},0)",
)
def strategy_shown_break_even(strategy_break_even_tokens):
    """V* where there is one, 0 where it is never: a picture has no place for that."""
    return np.where(is_given(strategy_break_even_tokens), strategy_break_even_tokens, 0)


@line(
    unit="tokens",
    source="METHOD 15.3",
    label="Volume at which the picture ends",
    excel="=MAX({curve_least_tokens},"
    "{curve_reach}*MAX({workload_monthly_tokens},{self_host_shown_break_even},{own_shown_break_even}))",
)
def curve_end(
    curve_least_tokens, curve_reach, workload_monthly_tokens, self_host_shown_break_even, own_shown_break_even
):
    """Twice the farthest of the planned volume and the break-evens, so that all of them lie inside."""
    shown = np.maximum(self_host_shown_break_even, own_shown_break_even)
    return np.maximum(curve_least_tokens, curve_reach * np.maximum(workload_monthly_tokens, shown))


@line(
    unit="tokens",
    axis="point",
    source="METHOD 15.3",
    label="Tokens per month",
    excel="={curve_end}*{point_number}/MAX({point_number.all})",
)
def curve_volume(curve_end, point_number):
    """The volumes of the picture, evenly from 0 to its end."""
    return curve_end * point_number / point_number.max(axis=-1, keepdims=True)


@line(
    unit="currency",
    axis="point",
    source="METHOD 15.3",
    label="Buy, per month",
    excel="={buy_price_per_token}*{curve_volume}+{buy_base_cost}",
)
def buy_curve_cost(buy_price_per_token, curve_volume, buy_base_cost):
    """What the API costs a month at the volume, at month-1 prices: p*V + F_b."""
    return buy_price_per_token * curve_volume + buy_base_cost


@line(
    unit="instances",
    axis="point",
    source="METHOD 15.3",
    label="Instances at the volume",
    for_each=HOSTED,
    excel="=IF({strategy_instance_capacity}=0,{strategy_min_instances},MAX({strategy_min_instances},"
    "-INT(-{curve_volume}/{strategy_instance_capacity}*(1-{relative_tolerance}))))",
)
def strategy_curve_instances(strategy_instance_capacity, strategy_min_instances, curve_volume, relative_tolerance):
    """Instances that the volume needs, N(V)."""
    needed = np.maximum(strategy_min_instances, whole(curve_volume / strategy_instance_capacity, relative_tolerance))
    return np.where(strategy_instance_capacity == 0, strategy_min_instances, needed)


@line(
    unit="currency",
    axis="point",
    source="METHOD 15.3",
    label="Hosting, per month",
    for_each=HOSTED,
    excel="={strategy_curve_instances}*{strategy_step_cost}+{strategy_base_cost}+{strategy_one_time_per_month}",
)
def strategy_curve_cost(strategy_curve_instances, strategy_step_cost, strategy_base_cost, strategy_one_time_per_month):
    """What hosting costs a month at the volume, at month-1 prices: N(V)*I + F_s, the staircase."""
    return strategy_curve_instances * strategy_step_cost + strategy_base_cost + strategy_one_time_per_month


@line(
    unit="currency",
    source="METHOD 15.3",
    label="Monthly cost at break-even, V*",
    for_each=HOSTED,
    excel="={buy_price_per_token}*{strategy_break_even_tokens}+{buy_base_cost}",
)
def strategy_break_even_cost(buy_price_per_token, strategy_break_even_tokens, buy_base_cost):
    """What the API costs a month at V*: the height of the point to mark; #N/A where V* is never."""
    return buy_price_per_token * strategy_break_even_tokens + buy_base_cost


@line(
    unit="currency",
    source="METHOD 15.3",
    label="Monthly cost at V_always",
    for_each=HOSTED,
    excel="={buy_price_per_token}*{strategy_always_above_tokens}+{buy_base_cost}",
)
def strategy_always_above_cost(buy_price_per_token, strategy_always_above_tokens, buy_base_cost):
    """What the API costs a month at V_always: the height of the point to mark; #N/A where it is never."""
    return buy_price_per_token * strategy_always_above_tokens + buy_base_cost


@line(
    unit="currency",
    source="METHOD 15.3",
    label="Monthly cost at the planned volume",
    excel="={buy_price_per_token}*{workload_monthly_tokens}+{buy_base_cost}",
)
def buy_planned_cost(buy_price_per_token, workload_monthly_tokens, buy_base_cost):
    """What the API costs a month at the planned volume of month 1."""
    return buy_price_per_token * workload_monthly_tokens + buy_base_cost


@line(
    unit="currency",
    source="METHOD 15.3",
    label="Monthly cost at the planned volume",
    for_each=HOSTED,
    excel="={strategy_month_1_instances}*{strategy_step_cost}+{strategy_base_cost}+{strategy_one_time_per_month}",
)
def strategy_planned_cost(
    strategy_month_1_instances, strategy_step_cost, strategy_base_cost, strategy_one_time_per_month
):
    """What hosting costs a month at the planned volume of month 1."""
    return strategy_month_1_instances * strategy_step_cost + strategy_base_cost + strategy_one_time_per_month


def _at(series, month):
    """The values of a monthly line at those months, case by case."""
    cases = max(series.shape[0], month.shape[0])
    rows = np.arange(cases)[:, None]
    places = np.where(is_given(month), month, 0).astype(int)
    return series[rows % series.shape[0], places[rows[:, 0] % month.shape[0]]]


@line(
    unit="month",
    axis="month",
    source="METHOD 15.3",
    label="Month, no later than the last",
    excel="=MIN({month},{horizon_months})",
)
def chart_month(month, horizon_months):
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
def strategy_chart_total(strategy_total, chart_month):
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
def strategy_chart_utilization(strategy_month_utilization, chart_month):
    """The utilization at the month that the picture draws; beyond the horizon it repeats the last."""
    return _at(strategy_month_utilization, chart_month)


@line(
    unit="currency",
    source="METHOD 15.3",
    label="Cumulative at payback",
    for_each=CHALLENGERS,
    excel="=INDEX({strategy_cumulative.all},1,{strategy_payback_month}+1)",
)
def strategy_payback_cumulative(strategy_cumulative, strategy_payback_month):
    """What was paid by the payback month: the height of the point to mark; #N/A where there is no payback."""
    cumulative = _at(strategy_cumulative, strategy_payback_month)
    return np.where(is_given(strategy_payback_month), cumulative, np.nan)
