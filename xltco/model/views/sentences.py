"""Sentences on the recommendation (METHOD 15.5): what it costs or saves beside buy, and when it has paid back."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import CHALLENGERS, cleared, is_given, line
from xltco.model.results.decision import NONE
from xltco.model.texts import excel_text, text
from xltco.model.views.wording import excel_title, excel_whole, tell_amount, titles, whole_number


@line(
    unit="text",
    source="METHOD 15.5",
    label="Recommended strategy, its title",
    excel="=" + excel_title("{decision_strategy}"),
)
def decision_title(decision_strategy: Array) -> Array:
    """The recommended strategy as sheets and sentences call it."""
    return titles(decision_strategy)


@line(unit="text", source="METHOD 15.5", label="Why", excel="={decision_reason}")
def reason_sentence(decision_reason: Array) -> Array:
    """The reason, on a line of its own: with the recommendation it would be wider than a printed page."""
    return decision_reason


@line(
    unit="month",
    source="METHOD 15.5",
    label="Payback month that sentences name",
    for_each=CHALLENGERS,
    when_absent=float("nan"),
    excel="={strategy_payback_month}",
)
def strategy_costed_payback(strategy_payback_month: Array) -> Array:
    """The strategy's payback month; to the sentences, #N/A where the strategy was not costed."""
    return strategy_payback_month


@line(
    unit="month",
    source="METHOD 15.5",
    label="Payback month of the recommendation",
    excel='=IF({decision_strategy}="fine_tune",{fine_tune_costed_payback},'
    'IF({decision_strategy}="self_host",{self_host_costed_payback},IF({decision_strategy}="own",{own_costed_payback},'
    'IF({decision_strategy}="build",{build_costed_payback},NA()))))',
)
def decision_payback_month(
    decision_strategy: Array,
    fine_tune_costed_payback: Array,
    self_host_costed_payback: Array,
    own_costed_payback: Array,
    build_costed_payback: Array,
) -> Array:
    """When the recommended strategy has paid back; #N/A for buy, where it never does, and where it was not costed."""
    paybacks = [fine_tune_costed_payback, self_host_costed_payback, own_costed_payback, build_costed_payback]
    return np.select([decision_strategy == name for name in CHALLENGERS], paybacks, np.nan)


@line(
    unit="currency",
    source="METHOD 15.5",
    label="Savings of the recommendation against buy, NPV",
    excel="=IF(ABS({buy_costed_npv}-{decision_npv})<=ABS({buy_costed_npv})*{relative_tolerance},0,"
    "{buy_costed_npv}-{decision_npv})",
)
def decision_savings_npv(buy_costed_npv: Array, decision_npv: Array, relative_tolerance: Array) -> Array:
    """What the recommended strategy costs less than buy; #N/A where either was not costed."""
    return cleared(buy_costed_npv - decision_npv, np.abs(buy_costed_npv), relative_tolerance)


tell_amount("decision_savings", "decision_savings_npv", "That saving in words, without its sign", unsigned=True)
tell_amount("decision_npv", "decision_npv", "NPV of the recommendation, in words", never="number.unknown")


_SAVED = {"amount": "{decision_savings_text}", "currency": "{scenario_currency}"}


@line(
    unit="text",
    source="METHOD 15.5",
    label="How it compares with buy, in words",
    excel="=IF(ISNUMBER({decision_savings_npv}),"
    f"IF({{decision_savings_npv}}=0,{excel_text('recommendation.as_much')},IF({{decision_savings_npv}}>0,"
    f'{excel_text("recommendation.less", **_SAVED)},{excel_text("recommendation.more", **_SAVED)})),"")',
)
def against_buy_text(decision_savings_npv: Array, decision_savings_text: Array, scenario_currency: Array) -> Array:
    """What the recommended strategy costs less or more than buy; nothing where either was not costed."""
    amount, currency = decision_savings_text, scenario_currency
    less = text("recommendation.less", amount=amount, currency=currency)
    more = text("recommendation.more", amount=amount, currency=currency)
    distance = np.where(decision_savings_npv > 0, less, more)
    distance = np.where(decision_savings_npv == 0, text("recommendation.as_much"), distance)
    return np.where(is_given(decision_savings_npv), distance, "")


@line(
    unit="text",
    source="METHOD 15.5",
    label="Its money, in words",
    excel='=IF(AND({decision_strategy}<>"buy",ISNUMBER({decision_savings_npv})),{against_buy_text},'
    + excel_text("recommendation.alone", amount="{decision_npv_text}", currency="{scenario_currency}")
    + ")",
)
def decision_money_text(
    decision_strategy: Array,
    decision_savings_npv: Array,
    against_buy_text: Array,
    decision_npv_text: Array,
    scenario_currency: Array,
) -> Array:
    """What the recommendation costs less or more than buy; its own NPV where it is buy, or where buy was not costed."""
    alone = text("recommendation.alone", amount=decision_npv_text, currency=scenario_currency)
    compared = (decision_strategy != "buy") & is_given(decision_savings_npv)
    return np.where(compared, against_buy_text, alone)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Recommended strategy and phase, in words",
    excel="=" + excel_text("recommendation.named", strategy="{decision_title}", phase=excel_whole("{decision_phase}")),
)
def decision_named_text(decision_title: Array, decision_phase: Array) -> Array:
    """The recommended strategy with its phase."""
    return text("recommendation.named", strategy=decision_title, phase=whole_number(decision_phase))


_NAMED = "{decision_named_text}"


@line(
    unit="text",
    source="METHOD 15.5",
    label="What is recommended",
    excel=f'=IF({{decision_strategy}}="{NONE}",{excel_text("recommendation.none")},IF(ISNUMBER({{decision_npv}}),'
    + excel_text("recommendation.sentence", strategy=_NAMED, money="{decision_money_text}")
    + f",{excel_text('recommendation.not_costed', strategy=_NAMED)}))",
)
def recommendation_sentence(
    decision_strategy: Array, decision_npv: Array, decision_named_text: Array, decision_money_text: Array
) -> Array:
    """The recommended strategy, its phase, and what it costs or saves."""
    costed = text("recommendation.sentence", strategy=decision_named_text, money=decision_money_text)
    not_costed = text("recommendation.not_costed", strategy=decision_named_text)
    sentence = np.where(is_given(decision_npv), costed, not_costed)
    return np.where(decision_strategy == NONE, text("recommendation.none"), sentence)


@line(
    unit="text",
    source="METHOD 15.5",
    label="When it has paid back, in words",
    excel="=IF(ISNUMBER({decision_payback_month}),"
    + excel_text("savings.pays_back", month=excel_whole("{decision_payback_month}"))
    + f",{excel_text('savings.does_not_pay_back')})",
)
def decision_payback_text(decision_payback_month: Array) -> Array:
    """When the recommended strategy has paid back, as the end of a sentence."""
    paid_back = text("savings.pays_back", month=whole_number(decision_payback_month))
    return np.where(is_given(decision_payback_month), paid_back, text("savings.does_not_pay_back"))


@line(
    unit="text",
    source="METHOD 15.5",
    label="Horizon, in words",
    excel=f"=IF({{horizon_months}}=1,{excel_text('number.one_month')},"
    + excel_text("number.months", months=excel_whole("{horizon_months}"))
    + ")",
)
def horizon_text(horizon_months: Array) -> Array:
    """The months of the horizon as a person says them."""
    months = text("number.months", months=whole_number(horizon_months))
    return np.where(horizon_months == 1, text("number.one_month"), months)


_OVER = {"months": "{horizon_text}", "money": "{decision_money_text}"}


@line(
    unit="text",
    source="METHOD 15.5",
    label="What a costed recommendation saves",
    excel=f'=IF({{decision_strategy}}="buy",{excel_text("savings.of_buy", **_OVER)},'
    + "IF(ISNUMBER({decision_savings_npv}),"
    + excel_text("savings.sentence", **_OVER, payback="{decision_payback_text}")
    + f",{excel_text('savings.no_buy', **_OVER)}))",
)
def costed_savings_text(
    decision_strategy: Array,
    horizon_text: Array,
    decision_money_text: Array,
    decision_savings_npv: Array,
    decision_payback_text: Array,
) -> Array:
    """The sentence on savings where the recommendation was costed: for buy, beside buy, or without buy."""
    pieces = {"months": horizon_text, "money": decision_money_text}
    compared = text("savings.sentence", **pieces, payback=decision_payback_text)
    hosted = np.where(is_given(decision_savings_npv), compared, text("savings.no_buy", **pieces))
    return np.where(decision_strategy == "buy", text("savings.of_buy", **pieces), hosted)


@line(
    unit="text",
    source="METHOD 15.5",
    label="What it saves",
    excel=f'=IF({{decision_strategy}}="{NONE}",{excel_text("savings.none")},'
    f"IF(ISNUMBER({{decision_npv}}),{{costed_savings_text}},{excel_text('savings.not_costed')}))",
)
def savings_sentence(decision_strategy: Array, decision_npv: Array, costed_savings_text: Array) -> Array:
    """What the recommended strategy costs less or more than buy over the horizon, and when it has paid back."""
    sentence = np.where(is_given(decision_npv), costed_savings_text, text("savings.not_costed"))
    return np.where(decision_strategy == NONE, text("savings.none"), sentence)
