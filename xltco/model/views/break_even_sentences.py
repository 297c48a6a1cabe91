"""Sentences on break-even (METHOD 15.5): where it lies, how far the plan is from it, and when to look again."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import BREAK_EVEN, STRATEGIES, is_given, line
from xltco.model.texts import excel_text, quoted, text
from xltco.model.views.wording import excel_fixed, excel_percent, fixed, percent, tell_amount, whole_number

tell_amount("plan_volume", "workload_monthly_tokens", "Planned volume of month 1, in words")


@line(
    unit="text",
    source="METHOD 15.5",
    label="Distance of the plan from break-even",
    for_each=BREAK_EVEN,
    excel="=IF(ISNUMBER({strategy_margin_of_safety})," + excel_percent("ABS({strategy_margin_of_safety})") + ',"")',
)
def strategy_distance_text(strategy_margin_of_safety: Array, hundred: Array, relative_tolerance: Array) -> Array:
    """How far the plan lies from V*, in percent; nothing where V* is never or 0."""
    distance = percent(np.abs(strategy_margin_of_safety), hundred, relative_tolerance)
    return np.where(is_given(strategy_margin_of_safety), distance, "")


@line(
    unit="text",
    source="METHOD 15.5",
    label="How near the plan starts to break-even",
    for_each=BREAK_EVEN,
    excel='=IF(ISNUMBER({strategy_margin_of_safety}),IF({strategy_margin_of_safety}*(1+{relative_tolerance})>=1,"",'
    "IF(ROUND(ABS({strategy_margin_of_safety})*{hundred}*(1+{relative_tolerance}),1)=0,"
    f"{excel_text('break_even.right_at')},IF({{strategy_margin_of_safety}}<0,"
    f"{excel_text('break_even.below', percent='{strategy_distance_text}')},"
    f'{excel_text("break_even.above", percent="{strategy_distance_text}")}))),"")',
)
def strategy_near_text(
    strategy_margin_of_safety: Array, strategy_distance_text: Array, hundred: Array, relative_tolerance: Array
) -> Array:
    """The distance of the plan from V* in percent; nothing from twice V* on, or where V* is never or 0."""
    distance = strategy_distance_text
    side = np.where(
        strategy_margin_of_safety < 0,
        text("break_even.below", percent=distance),
        text("break_even.above", percent=distance),
    )
    near = np.where(
        distance == percent(np.zeros((1, 1)), hundred, relative_tolerance), text("break_even.right_at"), side
    )
    return np.where(strategy_margin_of_safety * (1 + relative_tolerance) < 1, near, "")


@line(
    unit="text",
    source="METHOD 15.5",
    label="How far the plan starts from break-even",
    for_each=BREAK_EVEN,
    excel="=IF(ISNUMBER({strategy_margin_of_safety}),"
    f"IF({{strategy_margin_of_safety}}*(1+{{relative_tolerance}})>={{thousand}},{excel_text('break_even.far')},"
    "IF({strategy_margin_of_safety}*(1+{relative_tolerance})>=1,"
    + excel_text("break_even.times", times=excel_fixed("({strategy_margin_of_safety}+1)", "1"))
    + ',{strategy_near_text})),"")',
)
def strategy_margin_text(
    strategy_margin_of_safety: Array, relative_tolerance: Array, thousand: Array, strategy_near_text: Array
) -> Array:
    """The distance of the plan from V*; more than twice as far counts in times; nothing where V* is never or 0."""
    far = strategy_margin_of_safety * (1 + relative_tolerance)
    times = text("break_even.times", times=fixed(strategy_margin_of_safety + 1, 1))
    distance = np.where(far >= 1, times, strategy_near_text)
    distance = np.where(far >= thousand, text("break_even.far"), distance)
    return np.where(is_given(strategy_margin_of_safety), distance, "")


def strategy_break_even_at(
    strategy: str, strategy_break_even_text: Array, plan_volume_text: Array, strategy_margin_text: Array
) -> Array:
    """At which volume the strategy breaks even, and how far from there the plan starts."""
    plan = {"plan": plan_volume_text, "distance": strategy_margin_text}
    return text("break_even.at", strategy=STRATEGIES[strategy], volume=strategy_break_even_text, **plan)


def strategy_break_even_sentence(
    strategy: str, strategy_break_even_tokens: Array, strategy_break_even_at: Array
) -> Array:
    """Where the strategy breaks even against buy, and how far from there the plan starts."""
    title = STRATEGIES[strategy]
    found = np.where(strategy_break_even_tokens > 0, strategy_break_even_at, text("break_even.free", strategy=title))
    return np.where(is_given(strategy_break_even_tokens), found, text("break_even.never", strategy=title))


def strategy_look_again_sentence(strategy: str, strategy_look_again_month: Array) -> Array:
    """The month in which the plan first meets the run-rate mandate, or that it does not within the horizon."""
    title = STRATEGIES[strategy]
    in_month = text("look_again.in_month", strategy=title, month=whole_number(strategy_look_again_month))
    return np.where(is_given(strategy_look_again_month), in_month, text("look_again.never", strategy=title))


def _at_excel(title: str) -> str:
    return "=" + excel_text(
        "break_even.at",
        strategy=title,
        volume="{strategy_break_even_text}",
        plan="{plan_volume_text}",
        distance="{strategy_margin_text}",
    )


def _where_excel(title: str) -> str:
    at = "{strategy_break_even_at}"
    free, never = excel_text("break_even.free", strategy=title), excel_text("break_even.never", strategy=title)
    return f"=IF(ISNUMBER({{strategy_break_even_tokens}}),IF({{strategy_break_even_tokens}}>0,{at},{free}),{never})"


def _when_excel(title: str) -> str:
    found = excel_text("look_again.in_month", strategy=title, month="{strategy_look_again_month}")
    return f"=IF(ISNUMBER({{strategy_look_again_month}}),{found},{excel_text('look_again.never', strategy=title)})"


for _strategy in BREAK_EVEN:
    _title = quoted(STRATEGIES[_strategy])
    line(
        unit="text",
        source="METHOD 15.5",
        label="At which volume it breaks even",
        for_each=(_strategy,),
        excel=_at_excel(_title),
    )(strategy_break_even_at)
    line(
        unit="text",
        source="METHOD 15.5",
        label="Where it breaks even",
        for_each=(_strategy,),
        excel=_where_excel(_title),
    )(strategy_break_even_sentence)
    line(
        unit="text",
        source="METHOD 15.5",
        label="When to look again",
        for_each=(_strategy,),
        excel=_when_excel(_title),
    )(strategy_look_again_sentence)
