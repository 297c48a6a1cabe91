"""The recommendation's gross margin in a sentence (METHOD 15.5)."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import COMPARED, is_given, line
from xltco.model.results.decision import NONE
from xltco.model.texts import excel_text, text
from xltco.model.views.wording import excel_percent, percent


@line(
    unit="share",
    source="METHOD 15.5",
    label="Gross margin that sentences name",
    for_each=COMPARED,
    when_absent=float("nan"),
    excel="={strategy_gross_margin}",
)
def strategy_costed_margin(strategy_gross_margin: Array) -> Array:
    """The strategy's gross margin; to the sentences, #N/A where the strategy was not costed."""
    return strategy_gross_margin


@line(
    unit="share",
    source="METHOD 15.5",
    label="Gross margin of the recommendation",
    excel='=IF({decision_strategy}="fine_tune",{fine_tune_costed_margin},'
    'IF({decision_strategy}="self_host",{self_host_costed_margin},IF({decision_strategy}="own",{own_costed_margin},'
    'IF({decision_strategy}="build",{build_costed_margin},{buy_costed_margin}))))',
)
def decision_gross_margin(
    decision_strategy: Array,
    fine_tune_costed_margin: Array,
    self_host_costed_margin: Array,
    own_costed_margin: Array,
    build_costed_margin: Array,
    buy_costed_margin: Array,
) -> Array:
    """What the recommended strategy leaves of the revenue; #N/A without revenue or where it was not costed."""
    margins = [fine_tune_costed_margin, self_host_costed_margin, own_costed_margin, build_costed_margin]
    return np.select([decision_strategy == name for name in COMPARED[1:]], margins, buy_costed_margin)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Gross margin of the recommendation, in words",
    excel=f"=IF(ISNUMBER({{decision_gross_margin}}),IF({{decision_gross_margin}}+{{hundred}}<0,"
    f'{excel_text("margin.far_below")},{excel_percent("{decision_gross_margin}")}),"")',
)
def decision_margin_text(decision_gross_margin: Array, hundred: Array, relative_tolerance: Array) -> Array:
    """The gross margin in percent; what no percentage describes is far below 0. Nothing where there is none."""
    told = np.where(
        decision_gross_margin + hundred < 0,
        text("margin.far_below"),
        percent(decision_gross_margin, hundred, relative_tolerance),
    )
    return np.where(is_given(decision_gross_margin), told, "")


@line(
    unit="text",
    source="METHOD 15.5",
    label="Gross margin floor, in words",
    excel="=" + excel_percent("{workload_gross_margin_floor}"),
)
def floor_text(workload_gross_margin_floor: Array, hundred: Array, relative_tolerance: Array) -> Array:
    """The gross margin floor in percent."""
    return percent(workload_gross_margin_floor, hundred, relative_tolerance)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Why there is no gross margin of what has revenue",
    excel=f'=IF({{decision_strategy}}="{NONE}",{excel_text("margin.none")},{excel_text("margin.not_costed")})',
)
def uncosted_margin_text(decision_strategy: Array) -> Array:
    """What stands in for the gross margin where there is revenue: nothing was costed, or not what is recommended."""
    return np.where(decision_strategy == NONE, text("margin.none"), text("margin.not_costed"))


@line(
    unit="text",
    source="METHOD 15.5",
    label="Why there is no gross margin",
    excel=f"=IF({{workload_revenue_per_1m_tokens}}=0,{excel_text('margin.no_revenue')},IF({{total_revenue}}=0,"
    f"{excel_text('margin.no_tokens')},{{uncosted_margin_text}}))",
)
def no_margin_text(workload_revenue_per_1m_tokens: Array, total_revenue: Array, uncosted_margin_text: Array) -> Array:
    """What stands in for the gross margin: no revenue is stated, none is earned, or nothing was costed."""
    reasons = [workload_revenue_per_1m_tokens == 0, total_revenue == 0]
    return np.select(reasons, [text("margin.no_revenue"), text("margin.no_tokens")], uncosted_margin_text)


_PIECES = {"margin": "{decision_margin_text}", "floor": "{floor_text}"}


@line(
    unit="text",
    source="METHOD 15.5",
    label="Gross margin against the floor",
    excel="=IF(ISNUMBER({decision_gross_margin}),"
    "IF({decision_gross_margin}+{relative_tolerance}>={workload_gross_margin_floor},"
    f'{excel_text("margin.holds", **_PIECES)},{excel_text("margin.misses", **_PIECES)}),"")',
)
def floor_sentence(
    decision_gross_margin: Array,
    relative_tolerance: Array,
    workload_gross_margin_floor: Array,
    decision_margin_text: Array,
    floor_text: Array,
) -> Array:
    """The recommended strategy's gross margin against the floor; nothing where there is none."""
    pieces = {"margin": decision_margin_text, "floor": floor_text}
    holds = decision_gross_margin + relative_tolerance >= workload_gross_margin_floor
    sentence = np.where(holds, text("margin.holds", **pieces), text("margin.misses", **pieces))
    return np.where(is_given(decision_gross_margin), sentence, "")


@line(
    unit="text",
    source="METHOD 15.5",
    label="What it leaves of the revenue",
    excel="=IF(ISNUMBER({decision_gross_margin}),{floor_sentence},{no_margin_text})",
)
def margin_sentence(decision_gross_margin: Array, floor_sentence: Array, no_margin_text: Array) -> Array:
    """The recommended strategy's gross margin against the floor, or why there is none."""
    return np.where(is_given(decision_gross_margin), floor_sentence, no_margin_text)
