"""The decision path (METHOD 11): six rules, the first that holds decides; and the views beside it."""

from __future__ import annotations

import numpy as np

from xltco.model.register import COMPARED, HOSTED, is_given, line, total


@line(
    unit="currency",
    source="METHOD 11.1",
    label="NPV that the rules compare",
    for_each=COMPARED,
    when_absent=float("nan"),
    excel="={strategy_npv}",
)
def strategy_costed_npv(strategy_npv):
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
def actual_recent(actual_month, decision_consecutive_months):
    """1 for the latest past months, as many as the mandate asks for."""
    later = (actual_month[:, None, :] > actual_month[:, :, None]).sum(axis=-1)
    return np.where(is_given(actual_month) & (later < decision_consecutive_months), 1.0, 0.0)


@line(unit="count", source="METHOD 11.1", label="Past months stated", excel="=COUNT({actual_month.all})")
def actual_months(actual_month):
    """How many past months are stated."""
    return total(is_given(actual_month).astype(float))


@line(
    unit="flag",
    axis="month",
    source="METHOD 11.1",
    label="Month that the mandate asks",
    excel="=IF({month}<={decision_consecutive_months},{service_month},0)",
)
def mandate_month(month, decision_consecutive_months, service_month):
    """1 in the plan's first months, which stand in for past months where none are stated."""
    return np.where(month <= decision_consecutive_months, service_month, 0.0)


@line(
    unit="tokens",
    source="METHOD 11.1",
    label="Run-rate that the mandate asks for",
    for_each=HOSTED,
    excel="={strategy_break_even_tokens}*(1+{decision_safety_margin})",
)
def strategy_mandate_tokens(strategy_break_even_tokens, decision_safety_margin):
    """Break-even tokens per month plus the safety margin."""
    return strategy_break_even_tokens * (1 + decision_safety_margin)


@line(
    unit="count",
    source="METHOD 11.1",
    label="Past months below that run-rate",
    for_each=HOSTED,
    excel="=SUMPRODUCT({actual_recent.all}*({actual_tokens.all}*(1+{relative_tolerance})<{strategy_mandate_tokens}))",
)
def strategy_actuals_below(actual_recent, actual_tokens, relative_tolerance, strategy_mandate_tokens):
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
def strategy_plan_below(mandate_month, tokens, relative_tolerance, strategy_mandate_tokens):
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
    strategy_mandate_tokens, actual_months, decision_consecutive_months, strategy_actuals_below, strategy_plan_below
):
    """Whether every month that is asked reached the run-rate; stated months must be enough of them."""
    proven = (actual_months >= decision_consecutive_months) & (strategy_actuals_below == 0)
    carried = np.where(actual_months > 0, proven, strategy_plan_below == 0)
    return carried & is_given(strategy_mandate_tokens)


@line(
    unit="boolean",
    source="METHOD 11.1",
    label="NPV is below the API's",
    for_each=HOSTED,
    excel="=AND({strategy_npv}<{buy_npv}*(1-{relative_tolerance}),IF(ISNUMBER({fine_tune_costed_npv}),"
    "{strategy_npv}<{fine_tune_costed_npv}*(1-{relative_tolerance}),TRUE))",
)
def strategy_beats_managed(strategy_npv, buy_npv, fine_tune_costed_npv, relative_tolerance):
    """Whether hosting is worth less cost than buying, and than fine-tuning where that was costed."""
    beats_buy = strategy_npv < buy_npv * (1 - relative_tolerance)
    beats_tuned = strategy_npv < fine_tune_costed_npv * (1 - relative_tolerance)
    return beats_buy & (~is_given(fine_tune_costed_npv) | beats_tuned)


@line(
    unit="boolean",
    source="METHOD 11.1",
    label="Meets the run-rate mandate",
    for_each=HOSTED,
    when_absent=False,
    excel="=AND({strategy_volume_carries},{strategy_beats_managed})",
)
def strategy_meets_mandate(strategy_volume_carries, strategy_beats_managed):
    """Whether volume and NPV both justify hosting."""
    return strategy_volume_carries & strategy_beats_managed


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Owning is the cheaper hosting",
    excel="=IF(AND(ISNUMBER({own_costed_npv}),ISNUMBER({self_host_costed_npv})),"
    "{own_costed_npv}<{self_host_costed_npv}*(1-{relative_tolerance}),ISNUMBER({own_costed_npv}))",
)
def owning_is_cheaper(own_costed_npv, self_host_costed_npv, relative_tolerance):
    """Whether own is the hosting of lower NPV; where one of the two was not costed, the other stands."""
    both = is_given(own_costed_npv) & is_given(self_host_costed_npv)
    cheaper = own_costed_npv < self_host_costed_npv * (1 - relative_tolerance)
    return np.where(both, cheaper, is_given(own_costed_npv))


@line(
    unit="text",
    source="METHOD 11.2",
    label="Hosting under rule 1",
    excel='=IF({owning_is_cheaper},"own","self_host")',
)
def rule_1_strategy(owning_is_cheaper):
    """The hosting of lower NPV; self_host where neither was costed."""
    return np.where(owning_is_cheaper, "own", "self_host")


@line(
    unit="text",
    source="METHOD 11.2",
    label="Hosting under rule 4",
    excel='=IF(AND({own_meets_mandate},OR({owning_is_cheaper},NOT({self_host_meets_mandate}))),"own","self_host")',
)
def rule_4_strategy(own_meets_mandate, owning_is_cheaper, self_host_meets_mandate):
    """The hosting of lower NPV among those that meet the mandate."""
    return np.where(own_meets_mandate & (owning_is_cheaper | ~self_host_meets_mandate), "own", "self_host")


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule 1: third-party processing is prohibited",
    excel="={decision_third_party_processing_prohibited}",
)
def rule_1_holds(decision_third_party_processing_prohibited):
    """The data may not leave: host, whatever the volume."""
    return decision_third_party_processing_prohibited


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule 2: no product-market fit yet",
    excel="=NOT({decision_product_market_fit})",
)
def rule_2_holds(decision_product_market_fit):
    """Launch on OPEX until people want it."""
    return ~decision_product_market_fit


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule 3: the model is the business",
    excel="=AND(OR({decision_sells_foundation_models},{decision_unique_training_data}),"
    "{decision_differentiation}>={pretraining_rating},{decision_data_moat}>={pretraining_rating})",
)
def rule_3_holds(
    decision_sells_foundation_models,
    decision_unique_training_data,
    decision_differentiation,
    pretraining_rating,
    decision_data_moat,
):
    """Foundation models are sold, or the data is unique; and differentiation and moat are high."""
    cause = decision_sells_foundation_models | decision_unique_training_data
    return cause & (decision_differentiation >= pretraining_rating) & (decision_data_moat >= pretraining_rating)


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule 4: the run-rate mandate",
    excel="=OR({self_host_meets_mandate},{own_meets_mandate})",
)
def rule_4_holds(self_host_meets_mandate, own_meets_mandate):
    """The run-rate proves the return."""
    return self_host_meets_mandate | own_meets_mandate


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule 5: the bought model falls short",
    excel='=OR({decision_quality_gap}="behavior",{decision_quality_gap}="knowledge")',
)
def rule_5_holds(decision_quality_gap):
    """The bought model lacks behavior (fine-tune) or knowledge (RAG)."""
    return (decision_quality_gap == "behavior") | (decision_quality_gap == "knowledge")


@line(
    unit="number",
    source="METHOD 11.2",
    label="Rule that decides",
    excel="=1+IF({rule_1_holds},0,1)*(1+IF({rule_2_holds},0,1)*(1+IF({rule_3_holds},0,1)"
    "*(1+IF({rule_4_holds},0,1)*(1+IF({rule_5_holds},0,1)))))",
)
def decision_rule(rule_1_holds, rule_2_holds, rule_3_holds, rule_4_holds, rule_5_holds):
    """The number of the first rule that holds; rule 6 always does."""
    rules = [rule_1_holds, rule_2_holds, rule_3_holds, rule_4_holds, rule_5_holds]
    return np.select(rules, [1.0, 2.0, 3.0, 4.0, 5.0], 6.0)


@line(
    unit="text",
    source="METHOD 11.2",
    label="What the quality gap asks for",
    excel='=IF({decision_quality_gap}="behavior","fine_tune","buy")',
)
def gap_strategy(decision_quality_gap):
    """Fine-tuning where behavior is lacking; buying where knowledge is (with RAG), or nothing."""
    return np.where(decision_quality_gap == "behavior", "fine_tune", "buy")


@line(
    unit="text",
    source="METHOD 11.2",
    label="Recommended strategy",
    excel='=IF({rule_1_holds},{rule_1_strategy},IF({rule_2_holds},"buy",IF({rule_3_holds},"build",'
    "IF({rule_4_holds},{rule_4_strategy},{gap_strategy}))))",
)
def decision_strategy(
    rule_1_holds, rule_1_strategy, rule_2_holds, rule_3_holds, rule_4_holds, rule_4_strategy, gap_strategy
):  # fmt: skip
    """The strategy that the deciding rule names."""
    rules = [rule_1_holds, rule_2_holds, rule_3_holds, rule_4_holds]
    return np.select(rules, [rule_1_strategy, "buy", "build", rule_4_strategy], gap_strategy)


@line(
    unit="number",
    source="METHOD 11.2",
    label="Phase",
    excel='=IF({decision_strategy}="buy",{phase_buy},IF({decision_strategy}="fine_tune",{phase_fine_tune},'
    'IF({decision_strategy}="build",{phase_build},{phase_host})))',
)
def decision_phase(decision_strategy, phase_buy, phase_fine_tune, phase_build, phase_host):
    """The phase of the escalating path that the strategy belongs to: 1 buy, 2 fine-tune, 3 host, 4 build."""
    names = [decision_strategy == name for name in ("buy", "fine_tune", "build")]
    return np.select(names, [phase_buy, phase_fine_tune, phase_build], phase_host)


@line(
    unit="currency",
    source="METHOD 11.2",
    label="NPV of the recommendation",
    excel='=IF({decision_strategy}="buy",{buy_costed_npv},IF({decision_strategy}="fine_tune",{fine_tune_costed_npv},'
    'IF({decision_strategy}="own",{own_costed_npv},'
    'IF({decision_strategy}="build",{build_costed_npv},{self_host_costed_npv}))))',
)
def decision_npv(
    decision_strategy,
    buy_costed_npv,
    fine_tune_costed_npv,
    own_costed_npv,
    build_costed_npv,
    self_host_costed_npv,
):
    """NPV of what is recommended; #N/A where it was not costed."""
    names = [decision_strategy == name for name in ("buy", "fine_tune", "own", "build")]
    costed = [buy_costed_npv, fine_tune_costed_npv, own_costed_npv, build_costed_npv]
    return np.select(names, costed, self_host_costed_npv)


_REASONS = (
    "Sending the data to a third party is prohibited, so host it yourself whatever the volume.",
    "There is no product-market fit yet: launch on OPEX with the API, and pay only for what is used.",
    "The model is the business: differentiation and data moat are high, so pre-training can be earned.",
    "The run-rate mandate is met: volume holds above break-even and its safety margin, and the NPV is lower.",
    "The bought model lacks behavior: fine-tune it, which teaches behavior and syntax.",
    "The bought model lacks knowledge: buy with RAG; fine-tuning teaches behavior, not facts.",
    "No rule asks for more: the API is the cheapest agility.",
)
_NOT_COSTED = " It was not costed, because its inputs are absent."


@line(
    unit="text",
    source="METHOD 11.2",
    label="Reason of rules 5 and 6",
    excel=f'=IF({{decision_quality_gap}}="behavior","{_REASONS[4]}",'
    f'IF({{decision_quality_gap}}="knowledge","{_REASONS[5]}","{_REASONS[6]}"))',
)
def gap_reason(decision_quality_gap):
    """Why the quality gap, or its absence, asks for what it does."""
    gaps = [decision_quality_gap == "behavior", decision_quality_gap == "knowledge"]
    return np.select(gaps, _REASONS[4:6], _REASONS[6])


@line(
    unit="text",
    source="METHOD 11.2",
    label="Whether it was costed",
    excel=f'=IF(ISNUMBER({{decision_npv}}),"","{_NOT_COSTED}")',
)
def costed_remark(decision_npv):
    """What the reason adds where the recommended strategy has no inputs."""
    return np.where(is_given(decision_npv), "", _NOT_COSTED)


@line(
    unit="text",
    source="METHOD 11.2",
    label="Reason",
    excel=f'=IF({{rule_1_holds}},"{_REASONS[0]}",IF({{rule_2_holds}},"{_REASONS[1]}",IF({{rule_3_holds}},"{_REASONS[2]}",'
    f'IF({{rule_4_holds}},"{_REASONS[3]}",{{gap_reason}}))))&{{costed_remark}}',
)
def decision_reason(rule_1_holds, rule_2_holds, rule_3_holds, rule_4_holds, gap_reason, costed_remark):
    """Why the deciding rule recommends what it does."""
    rules = [rule_1_holds, rule_2_holds, rule_3_holds, rule_4_holds]
    return np.strings.add(np.select(rules, _REASONS[:4], gap_reason), costed_remark)


@line(
    unit="currency",
    source="METHOD 11.5",
    label="Price of choosing otherwise",
    for_each=COMPARED,
    excel="={strategy_npv}-{decision_npv}",
)
def strategy_price_of_choosing(strategy_npv, decision_npv):
    """NPV that this strategy costs more than the recommended one; #N/A where that one was not costed."""
    return strategy_npv - decision_npv
