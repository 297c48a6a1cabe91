"""Sentences for a page that is printed (METHOD 15.5): what is recommended, where it breaks even, what it saves."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import CHALLENGERS, COMPARED, HOSTED, STRATEGIES, cleared, is_given, line
from xltco.model.views.wording import (
    amount,
    excel_amount,
    excel_fixed,
    excel_percent,
    excel_title,
    fixed,
    joined,
    percent,
    titles,
)


def _of_decision(buy: Array, fine_tune: Array, self_host: Array, own: Array, build: Array, decision: Array) -> Array:
    """The recommended strategy's value among those of all."""
    chain = np.where(decision == "own", own, build)
    for name, value in (("self_host", self_host), ("fine_tune", fine_tune), ("buy", buy)):
        chain = np.where(decision == name, value, chain)
    return chain


@line(
    unit="text",
    source="METHOD 15.5",
    label="Recommended strategy, its title",
    excel="=" + excel_title("{decision_strategy}"),
)
def decision_title(decision_strategy):
    """The recommended strategy as sheets and sentences call it."""
    return titles(decision_strategy)


@line(
    unit="text",
    source="METHOD 15.5",
    label="What is recommended",
    excel='="Recommended: "&{decision_title}&" (phase "&' + excel_fixed("{decision_phase}", "0") + '&")."',
)
def recommendation_sentence(decision_title, decision_phase, relative_tolerance):
    """The recommended strategy and its phase."""
    return joined("Recommended: ", decision_title, " (phase ", fixed(decision_phase, 0), ").")


@line(unit="text", source="METHOD 15.5", label="Why", excel="={decision_reason}")
def reason_sentence(decision_reason):
    """The reason, on a line of its own: with the recommendation it would be wider than a printed page."""
    return decision_reason


_EVEN = " never breaks even at these prices."
_FREE = " costs no more than buy from the first token."
_AT = " breaks even at "
_FAR = "more than 1,000 times it."
_STARTS = " tokens a month; the plan starts at "


def _break_even_excel(title: str) -> str:
    return (
        f'=IF(ISNUMBER({{strategy_break_even_tokens}}),IF({{strategy_break_even_tokens}}>0,"{title}{_AT}"'
        f'&{{strategy_break_even_text}}&"{_STARTS}"&{{plan_volume_text}}&", "&{{strategy_margin_text}},'
        f'"{title}{_FREE}"),"{title}{_EVEN}")'
    )


@line(
    unit="text",
    source="METHOD 15.5",
    label="Planned volume of month 1, in words",
    excel="=" + excel_amount("{workload_monthly_tokens}"),
)
def plan_volume_text(workload_monthly_tokens, billion, million, thousand, halves, relative_tolerance):
    """The volume that the plan starts from, as a person says it."""
    return amount(workload_monthly_tokens)


@line(
    unit="text",
    source="METHOD 15.5",
    label="How near the plan starts to break-even",
    for_each=HOSTED,
    excel="=IF(ISNUMBER({strategy_margin_of_safety}),"
    "IF(ROUND(ABS({strategy_margin_of_safety})*{hundred}*(1+{relative_tolerance}),1)=0,"
    f'"right at it.",{excel_percent("ABS({strategy_margin_of_safety})")}'
    '&IF({strategy_margin_of_safety}<0," below it."," above it.")),"")',
)
def strategy_near_text(strategy_margin_of_safety, hundred, relative_tolerance):
    """The distance of the plan from V* in percent; nothing where V* is never or 0."""
    known = np.abs(np.where(is_given(strategy_margin_of_safety), strategy_margin_of_safety, 0))
    side = np.where(strategy_margin_of_safety < 0, " below it.", " above it.")
    near = np.where(fixed(known * 100, 1) == "0.0", "right at it.", joined(percent(known), side))
    return np.where(is_given(strategy_margin_of_safety), near, "")


@line(
    unit="text",
    source="METHOD 15.5",
    label="How far the plan starts from break-even",
    for_each=HOSTED,
    excel="=IF(ISNUMBER({strategy_margin_of_safety}),"
    f'IF({{strategy_margin_of_safety}}*(1+{{relative_tolerance}})>={{thousand}},"{_FAR}",'
    "IF({strategy_margin_of_safety}*(1+{relative_tolerance})>=1,"
    f'{excel_fixed("({strategy_margin_of_safety}+1)", "1")}&" times it.",{{strategy_near_text}})),"")',
)
def strategy_margin_text(strategy_margin_of_safety, relative_tolerance, thousand, strategy_near_text):
    """The distance of the plan from V*; more than twice as far counts in times."""
    known = np.where(is_given(strategy_margin_of_safety), strategy_margin_of_safety, 0)
    times = joined(fixed(known + 1, 1), " times it.")
    distance = np.where(known * (1 + relative_tolerance) >= 1, times, strategy_near_text)
    distance = np.where(known * (1 + relative_tolerance) >= thousand, _FAR, distance)
    return np.where(is_given(strategy_margin_of_safety), distance, "")


def strategy_break_even_sentence(
    strategy, strategy_break_even_tokens, strategy_break_even_text, plan_volume_text, strategy_margin_text
):
    """Where hosting breaks even, and how far from there the plan starts."""
    title = STRATEGIES[strategy]
    found = joined(title, _AT, strategy_break_even_text, _STARTS, plan_volume_text, ", ", strategy_margin_text)
    found = np.where(strategy_break_even_tokens > 0, found, title + _FREE)
    return np.where(is_given(strategy_break_even_tokens), found, title + _EVEN)


for _strategy in HOSTED:
    line(
        unit="text",
        source="METHOD 15.5",
        label="Where it breaks even",
        for_each=(_strategy,),
        excel=_break_even_excel(STRATEGIES[_strategy]),
    )(strategy_break_even_sentence)


@line(
    unit="month",
    source="METHOD 15.5",
    label="Payback month that sentences name",
    for_each=CHALLENGERS,
    when_absent=float("nan"),
    excel="={strategy_payback_month}",
)
def strategy_costed_payback(strategy_payback_month):
    """The strategy's payback month; to the sentences, #N/A where the strategy was not costed."""
    return strategy_payback_month


@line(
    unit="month",
    source="METHOD 15.5",
    label="Payback month of the recommendation",
    excel='=IF({decision_strategy}="buy",NA(),IF({decision_strategy}="fine_tune",{fine_tune_costed_payback},'
    'IF({decision_strategy}="self_host",{self_host_costed_payback},'
    'IF({decision_strategy}="own",{own_costed_payback},{build_costed_payback}))))',
)
def decision_payback_month(
    decision_strategy, fine_tune_costed_payback, self_host_costed_payback, own_costed_payback, build_costed_payback
):
    """When the recommended strategy has paid back; #N/A for buy, where it never does, and where it was not costed."""
    hosted = (self_host_costed_payback, own_costed_payback, build_costed_payback)
    return _of_decision(np.array([[np.nan]]), fine_tune_costed_payback, *hosted, decision_strategy)


@line(
    unit="currency",
    source="METHOD 15.5",
    label="Savings of the recommendation against buy, NPV",
    excel="=IF(ABS({buy_costed_npv}-{decision_npv})<=ABS({buy_costed_npv})*{relative_tolerance},0,"
    "{buy_costed_npv}-{decision_npv})",
)
def decision_savings_npv(buy_costed_npv, decision_npv, relative_tolerance):
    """What the recommended strategy costs less than buy; #N/A where either was not costed."""
    return cleared(buy_costed_npv - decision_npv, np.abs(buy_costed_npv), relative_tolerance)


@line(
    unit="text",
    source="METHOD 15.5",
    label="That saving in words, without its sign",
    excel="=" + excel_amount("ABS({decision_savings_npv})"),
)
def decision_savings_text(decision_savings_npv, billion, million, thousand, halves, relative_tolerance):
    """How far the recommended strategy is from buy, as a person says it."""
    return amount(np.abs(decision_savings_npv))


@line(
    unit="text",
    source="METHOD 15.5",
    label="NPV of the recommendation, in words",
    excel="=" + excel_amount("{decision_npv}", "unknown"),
)
def decision_npv_text(decision_npv, billion, million, thousand, halves, relative_tolerance):
    """The NPV of what is recommended, as a person says it; unknown where it was not costed."""
    return amount(decision_npv, "unknown")


_UNKNOWN = "What it saves is unknown, because it was not costed."
_NO_BUY = " (NPV); buy was not costed, so there is nothing to compare it with."


@line(
    unit="text",
    source="METHOD 15.5",
    label="When it has paid back, in words",
    excel='=IF(ISNUMBER({decision_payback_month}),"pays back in month "'
    f'&{excel_fixed("{decision_payback_month}", "0")}&".","does not pay back.")',
)
def decision_payback_text(decision_payback_month, relative_tolerance):
    """When the recommended strategy has paid back, as the end of a sentence."""
    month = fixed(np.where(is_given(decision_payback_month), decision_payback_month, 0), 0)
    return np.where(is_given(decision_payback_month), joined("pays back in month ", month, "."), "does not pay back.")


@line(
    unit="text",
    source="METHOD 15.5",
    label="How it compares with buy, in words",
    excel='=IF(ISNUMBER({decision_savings_npv}),IF({decision_savings_npv}=0,"as much as",{decision_savings_text}'
    '&IF({decision_savings_npv}>0," less than"," more than"))&" buy (NPV) and "&{decision_payback_text},'
    f'{{decision_npv_text}}&"{_NO_BUY}")',
)
def against_buy_text(decision_savings_npv, decision_savings_text, decision_payback_text, decision_npv_text):
    """What the recommended strategy costs less or more than buy, as the end of a sentence."""
    side = np.where(decision_savings_npv > 0, " less than", " more than")
    distance = np.where(decision_savings_npv == 0, "as much as", joined(decision_savings_text, side))
    against = joined(distance, " buy (NPV) and ", decision_payback_text)
    return np.where(is_given(decision_savings_npv), against, joined(decision_npv_text, _NO_BUY))


@line(
    unit="text",
    source="METHOD 15.5",
    label="What it saves",
    excel=f'=IF(ISNUMBER({{decision_npv}}),"Over "&{excel_fixed("{horizon_months}", "0")}'
    f'&IF({{horizon_months}}=1," month"," months")&" it costs "'
    f'&IF({{decision_strategy}}="buy",{{decision_npv_text}}&" (NPV).",{{against_buy_text}}),"{_UNKNOWN}")',
)
def savings_sentence(
    decision_npv, horizon_months, relative_tolerance, decision_strategy, decision_npv_text, against_buy_text
):
    """What the recommended strategy costs less or more than buy over the horizon, and when it has paid back."""
    cost = np.where(decision_strategy == "buy", joined(decision_npv_text, " (NPV)."), against_buy_text)
    months = joined(fixed(horizon_months, 0), np.where(horizon_months == 1, " month", " months"))
    sentence = joined("Over ", months, " it costs ", cost)
    return np.where(is_given(decision_npv), sentence, _UNKNOWN)


@line(
    unit="share",
    source="METHOD 15.5",
    label="Gross margin that sentences name",
    for_each=COMPARED,
    when_absent=float("nan"),
    excel="={strategy_gross_margin}",
)
def strategy_costed_margin(strategy_gross_margin):
    """The strategy's gross margin; to the sentences, #N/A where the strategy was not costed."""
    return strategy_gross_margin


@line(
    unit="share",
    source="METHOD 15.5",
    label="Gross margin of the recommendation",
    excel='=IF({decision_strategy}="buy",{buy_costed_margin},IF({decision_strategy}="fine_tune",'
    '{fine_tune_costed_margin},IF({decision_strategy}="self_host",{self_host_costed_margin},'
    'IF({decision_strategy}="own",{own_costed_margin},{build_costed_margin}))))',
)
def decision_gross_margin(
    decision_strategy,
    buy_costed_margin,
    fine_tune_costed_margin,
    self_host_costed_margin,
    own_costed_margin,
    build_costed_margin,
):
    """What the recommended strategy leaves of the revenue; #N/A without revenue or where it was not costed."""
    managed = (buy_costed_margin, fine_tune_costed_margin)
    return _of_decision(*managed, self_host_costed_margin, own_costed_margin, build_costed_margin, decision_strategy)


_NO_REVENUE = "No revenue is stated, so there is no gross margin."
_FAR_BELOW = "far below 0"
_NO_MARGIN = "Its gross margin is unknown, because it was not costed."


@line(
    unit="text",
    source="METHOD 15.5",
    label="What it leaves of the revenue",
    excel=f'=IF({{total_revenue}}>0,IF(ISNUMBER({{decision_gross_margin}}),"Its gross margin is "'
    f'&IF({{decision_gross_margin}}+{{hundred}}<0,"{_FAR_BELOW}",{excel_percent("{decision_gross_margin}")})'
    '&IF({decision_gross_margin}+{relative_tolerance}>={workload_gross_margin_floor},", which holds",'
    f'", which misses")&" the floor of "&{excel_percent("{workload_gross_margin_floor}")}&".",'
    f'"{_NO_MARGIN}"),"{_NO_REVENUE}")',
)
def margin_sentence(total_revenue, decision_gross_margin, relative_tolerance, workload_gross_margin_floor, hundred):
    """The recommended strategy's gross margin against the floor."""
    known = np.where(is_given(decision_gross_margin), decision_gross_margin, 0)
    holds = np.where(known + relative_tolerance >= workload_gross_margin_floor, ", which holds", ", which misses")
    floor = percent(workload_gross_margin_floor)
    margin = np.where(known + hundred < 0, _FAR_BELOW, percent(known))
    sentence = joined("Its gross margin is ", margin, holds, " the floor of ", floor, ".")
    return np.where(total_revenue > 0, np.where(is_given(decision_gross_margin), sentence, _NO_MARGIN), _NO_REVENUE)
