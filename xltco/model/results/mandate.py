"""The mandate of rule 4 (METHOD 11.1): the run-rate, or where the board asks for it the gross margin, and the NPV."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import BREAK_EVEN, COMPARED, HOSTED, is_given, line, total


@line(
    unit="currency",
    source="METHOD 11.1",
    label="NPV that the rules compare",
    for_each=COMPARED,
    when_absent=float("nan"),
    excel="={strategy_npv}",
)
def strategy_costed_npv(strategy_npv: Array) -> Array:
    """The strategy's NPV; to the rules, #N/A where the strategy was not costed."""
    return strategy_npv


@line(
    unit="flag",
    axis="actual",
    source="METHOD 11.1",
    label="Recent",
    excel='=IF(ISNUMBER({actual_month}),IF(COUNTIF({actual_month.all},">"&{actual_month})'
    "<{decision_consecutive_months},1,0),0)",
)
def actual_recent(actual_month: Array, decision_consecutive_months: Array) -> Array:
    """1 for the latest past months, as many as the mandate asks for."""
    later = (actual_month[:, None, :] > actual_month[:, :, None]).sum(axis=-1)
    return np.where(is_given(actual_month) & (later < decision_consecutive_months), 1.0, 0.0)


@line(unit="count", source="METHOD 11.1", label="Past months stated", excel="=COUNT({actual_month.all})")
def actual_months(actual_month: Array) -> Array:
    """How many past months are stated."""
    return total(is_given(actual_month).astype(float))


@line(
    unit="flag",
    axis="month",
    source="METHOD 11.1",
    label="Month that the mandate asks",
    excel="=IF({month}<={decision_consecutive_months},{service_month},0)",
)
def mandate_month(month: Array, decision_consecutive_months: Array, service_month: Array) -> Array:
    """1 in the plan's first months, which stand in for past months where none are stated."""
    return np.where(month <= decision_consecutive_months, service_month, 0.0)


@line(
    unit="tokens",
    source="METHOD 11.1",
    label="Run-rate that the mandate asks for",
    for_each=BREAK_EVEN,
    excel="={strategy_break_even_tokens}*(1+{decision_safety_margin})",
)
def strategy_mandate_tokens(strategy_break_even_tokens: Array, decision_safety_margin: Array) -> Array:
    """Break-even tokens per month plus the safety margin."""
    asked: Array = strategy_break_even_tokens * (1 + decision_safety_margin)
    return asked


@line(
    unit="count",
    source="METHOD 11.1",
    label="Past months below that run-rate",
    for_each=HOSTED,
    excel="=SUMPRODUCT({actual_recent.all}*({actual_tokens.all}*(1+{relative_tolerance})<{strategy_mandate_tokens}))",
)
def strategy_actuals_below(
    actual_recent: Array, actual_tokens: Array, relative_tolerance: Array, strategy_mandate_tokens: Array
) -> Array:
    """Recent past months whose tokens were below the run-rate; #N/A where break-even never comes."""
    below = total(actual_recent * (actual_tokens * (1 + relative_tolerance) < strategy_mandate_tokens))
    return np.where(is_given(strategy_mandate_tokens), below, np.nan)


@line(
    unit="count",
    source="METHOD 11.1",
    label="Planned months below that run-rate",
    for_each=HOSTED,
    excel="=SUMPRODUCT({mandate_month.all}*({tokens.all}*(1+{relative_tolerance})<{strategy_mandate_tokens}))",
)
def strategy_plan_below(
    mandate_month: Array, tokens: Array, relative_tolerance: Array, strategy_mandate_tokens: Array
) -> Array:
    """Of the plan's first months, those whose tokens are below the run-rate; #N/A where break-even never comes."""
    below = total(mandate_month * (tokens * (1 + relative_tolerance) < strategy_mandate_tokens))
    return np.where(is_given(strategy_mandate_tokens), below, np.nan)


@line(
    unit="boolean",
    source="METHOD 11.1",
    label="Volume carries it",
    for_each=HOSTED,
    excel="=IF(ISNUMBER({strategy_mandate_tokens}),IF({actual_months}>0,"
    "AND({actual_months}>={decision_consecutive_months},{strategy_actuals_below}=0),{strategy_plan_below}=0),FALSE)",
)
def strategy_volume_carries(
    strategy_mandate_tokens: Array,
    actual_months: Array,
    decision_consecutive_months: Array,
    strategy_actuals_below: Array,
    strategy_plan_below: Array,
) -> Array:
    """Whether every month that is asked reached the run-rate; stated months must be enough of them."""
    proven = (actual_months >= decision_consecutive_months) & (strategy_actuals_below == 0)
    carried = np.where(actual_months > 0, proven, strategy_plan_below == 0)
    return np.asarray(carried & is_given(strategy_mandate_tokens))


@line(
    unit="boolean",
    source="METHOD 11.1",
    label="NPV is below the API's",
    for_each=HOSTED,
    excel="=AND({strategy_npv}<{buy_npv}*(1-{relative_tolerance}),IF(ISNUMBER({fine_tune_costed_npv}),"
    "{strategy_npv}<{fine_tune_costed_npv}*(1-{relative_tolerance}),TRUE))",
)
def strategy_beats_managed(
    strategy_npv: Array, buy_npv: Array, fine_tune_costed_npv: Array, relative_tolerance: Array
) -> Array:
    """Whether hosting is worth less cost than buying, and than fine-tuning where that was costed."""
    beats_buy = strategy_npv < buy_npv * (1 - relative_tolerance)
    beats_tuned = strategy_npv < fine_tune_costed_npv * (1 - relative_tolerance)
    return np.asarray(beats_buy & (~is_given(fine_tune_costed_npv) | beats_tuned))


@line(
    unit="boolean",
    source="METHOD 11.1",
    label="The API misses the margin floor, hosting improves it",
    for_each=HOSTED,
    when_absent=False,
    excel="=IF({decision_margin_mandate},IF(ISNUMBER({buy_gross_margin}),"
    "AND({buy_gross_margin}+{relative_tolerance}<{workload_gross_margin_floor},"
    "{strategy_gross_margin}>{buy_gross_margin}+{relative_tolerance}),FALSE),FALSE)",
)
def strategy_margin_carries(
    decision_margin_mandate: Array,
    buy_gross_margin: Array,
    relative_tolerance: Array,
    workload_gross_margin_floor: Array,
    strategy_gross_margin: Array,
) -> Array:
    """Whether the board asks for gross margin, buy's is below the floor and hosting's is above buy's."""
    missed = buy_gross_margin + relative_tolerance < workload_gross_margin_floor
    better = strategy_gross_margin > buy_gross_margin + relative_tolerance
    return np.asarray(decision_margin_mandate & missed & better)


@line(
    unit="boolean",
    source="METHOD 11.1",
    label="Meets the mandate",
    for_each=HOSTED,
    when_absent=False,
    excel="=AND(OR({strategy_volume_carries},{strategy_margin_carries}),{strategy_beats_managed})",
)
def strategy_meets_mandate(
    strategy_volume_carries: Array, strategy_margin_carries: Array, strategy_beats_managed: Array
) -> Array:
    """Whether the run-rate, or the gross margin in its place, and the NPV justify hosting."""
    return (strategy_volume_carries | strategy_margin_carries) & strategy_beats_managed
