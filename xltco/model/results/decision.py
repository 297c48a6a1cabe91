"""The decision path (METHOD 11.2, 11.5): six rules, the first that holds decides, and what it names."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import COMPARED, MANAGED, is_given, line

# The recommendation where the rule that decides names buy and buy has no inputs.
NONE = "none"


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Owning is the cheaper hosting",
    excel="=IF(AND(ISNUMBER({own_costed_npv}),ISNUMBER({self_host_costed_npv})),"
    "{own_costed_npv}<{self_host_costed_npv}*(1-{relative_tolerance}),ISNUMBER({own_costed_npv}))",
)
def owning_is_cheaper(own_costed_npv: Array, self_host_costed_npv: Array, relative_tolerance: Array) -> Array:
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
def rule_1_strategy(owning_is_cheaper: Array) -> Array:
    """The hosting of lower NPV; self_host where neither was costed."""
    return np.where(owning_is_cheaper, "own", "self_host")


@line(
    unit="text",
    source="METHOD 11.2",
    label="Hosting under rule 4",
    excel='=IF(AND({own_meets_mandate},OR({owning_is_cheaper},NOT({self_host_meets_mandate}))),"own","self_host")',
)
def rule_4_strategy(own_meets_mandate: Array, owning_is_cheaper: Array, self_host_meets_mandate: Array) -> Array:
    """The hosting of lower NPV among those that meet the mandate."""
    return np.where(own_meets_mandate & (owning_is_cheaper | ~self_host_meets_mandate), "own", "self_host")


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule 1: third-party processing is prohibited",
    excel="={decision_third_party_processing_prohibited}",
)
def rule_1_holds(decision_third_party_processing_prohibited: Array) -> Array:
    """The data may not leave: host, whatever the volume."""
    return decision_third_party_processing_prohibited


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule 2: no product-market fit yet",
    excel="={decision_product_market_fit}<>TRUE",
)
def rule_2_holds(decision_product_market_fit: Array) -> Array:
    """Launch on OPEX until people want it; where that is not stated, it is not assumed."""
    return np.asarray(decision_product_market_fit != 1)


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule 3: the model is the business",
    excel="=AND(OR({decision_sells_foundation_models},{decision_unique_training_data}),"
    "{decision_differentiation}>={pretraining_rating},{decision_data_moat}>={pretraining_rating})",
)
def rule_3_holds(
    decision_sells_foundation_models: Array,
    decision_unique_training_data: Array,
    decision_differentiation: Array,
    pretraining_rating: Array,
    decision_data_moat: Array,
) -> Array:
    """Foundation models are sold, or the data is unique; and differentiation and moat are high."""
    cause = decision_sells_foundation_models | decision_unique_training_data
    ratings = (decision_differentiation >= pretraining_rating) & (decision_data_moat >= pretraining_rating)
    return np.asarray(cause & ratings)


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule 4: the mandate to host",
    excel="=OR({self_host_meets_mandate},{own_meets_mandate})",
)
def rule_4_holds(self_host_meets_mandate: Array, own_meets_mandate: Array) -> Array:
    """Run-rate or gross margin prove the return."""
    return self_host_meets_mandate | own_meets_mandate


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule 5: the bought model falls short",
    excel='=OR({decision_quality_gap}="behavior",{decision_quality_gap}="knowledge")',
)
def rule_5_holds(decision_quality_gap: Array) -> Array:
    """The bought model lacks behavior (fine-tune) or knowledge (RAG)."""
    return np.asarray((decision_quality_gap == "behavior") | (decision_quality_gap == "knowledge"))


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule 2 is asked",
    excel="=NOT({rule_1_holds})",
)
def rule_2_asked(rule_1_holds: Array) -> Array:
    """Whether rule 1 left the decision open; rule 1 itself is always asked."""
    return ~rule_1_holds


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule later is asked",
    for_each=[{"later": str(number + 1), "earlier": str(number)} for number in range(2, 6)],
    excel="=AND({rule_earlier_asked},NOT({rule_earlier_holds}))",
)
def rule_later_asked(rule_earlier_asked: Array, rule_earlier_holds: Array) -> Array:
    """Whether no rule before rule later decided."""
    return rule_earlier_asked & ~rule_earlier_holds


@line(
    unit="number",
    source="METHOD 11.2",
    label="Rule that decides",
    excel="=1+" + "+".join(f"IF({{rule_{number}_asked}},1,0)" for number in range(2, 7)),
)
def decision_rule(
    rule_2_asked: Array, rule_3_asked: Array, rule_4_asked: Array, rule_5_asked: Array, rule_6_asked: Array
) -> Array:
    """The number of the last rule that is asked: the first that holds; rule 6 always does."""
    asked = (rule_2_asked, rule_3_asked, rule_4_asked, rule_5_asked, rule_6_asked)
    return np.asarray(1.0 + sum(rule.astype(float) for rule in asked))


@line(
    unit="text",
    source="METHOD 11.2",
    label="What the quality gap asks for",
    excel='=IF({decision_quality_gap}="behavior","fine_tune","buy")',
)
def gap_strategy(decision_quality_gap: Array) -> Array:
    """Fine-tuning where behavior is lacking; buying where knowledge is (with RAG), or nothing."""
    return np.where(decision_quality_gap == "behavior", "fine_tune", "buy")


@line(
    unit="text",
    source="METHOD 11.2",
    label="Strategy that the rule names",
    excel='=IF({rule_1_holds},{rule_1_strategy},IF({rule_2_holds},"buy",IF({rule_3_holds},"build",'
    "IF({rule_4_holds},{rule_4_strategy},{gap_strategy}))))",
)
def rule_strategy(
    rule_1_holds: Array,
    rule_1_strategy: Array,
    rule_2_holds: Array,
    rule_3_holds: Array,
    rule_4_holds: Array,
    rule_4_strategy: Array,
    gap_strategy: Array,
) -> Array:
    """The strategy that the deciding rule names, whether or not it was costed."""
    rules = [rule_1_holds, rule_2_holds, rule_3_holds, rule_4_holds]
    return np.select(rules, [rule_1_strategy, "buy", "build", rule_4_strategy], gap_strategy)


@line(
    unit="text",
    source="METHOD 11.2",
    label="Recommended strategy",
    excel=f'=IF(AND({{rule_strategy}}="buy",NOT(ISNUMBER({{buy_costed_npv}}))),"{NONE}",{{rule_strategy}})',
)
def decision_strategy(rule_strategy: Array, buy_costed_npv: Array) -> Array:
    """The strategy that the deciding rule names; none where that is buy and buy has no inputs."""
    return np.where((rule_strategy == "buy") & ~is_given(buy_costed_npv), NONE, rule_strategy)


@line(
    unit="number",
    source="METHOD 11.2",
    label="Phase",
    excel='=IF({rule_strategy}="buy",{phase_buy},IF({rule_strategy}="fine_tune",{phase_fine_tune},'
    'IF({rule_strategy}="build",{phase_build},{phase_host})))',
)
def decision_phase(
    rule_strategy: Array, phase_buy: Array, phase_fine_tune: Array, phase_build: Array, phase_host: Array
) -> Array:
    """The phase of the escalating path that the rule asks for: 1 buy, 2 fine-tune, 3 host, 4 build."""
    names = [rule_strategy == name for name in ("buy", "fine_tune", "build")]
    return np.select(names, [phase_buy, phase_fine_tune, phase_build], phase_host)


@line(
    unit="currency",
    source="METHOD 11.2",
    label="NPV of the recommendation",
    excel='=IF({decision_strategy}="fine_tune",{fine_tune_costed_npv},'
    'IF({decision_strategy}="self_host",{self_host_costed_npv},IF({decision_strategy}="own",{own_costed_npv},'
    'IF({decision_strategy}="build",{build_costed_npv},{buy_costed_npv}))))',
)
def decision_npv(
    decision_strategy: Array,
    fine_tune_costed_npv: Array,
    self_host_costed_npv: Array,
    own_costed_npv: Array,
    build_costed_npv: Array,
    buy_costed_npv: Array,
) -> Array:
    """NPV of what is recommended; #N/A where it was not costed, and where nothing is recommended."""
    names = [decision_strategy == name for name in COMPARED if name != "buy"]
    costed = [fine_tune_costed_npv, self_host_costed_npv, own_costed_npv, build_costed_npv]
    return np.select(names, costed, buy_costed_npv)


@line(
    unit="boolean",
    source="METHOD 11.5",
    label="Rule 1 prohibits it",
    for_each=COMPARED,
    excel='=AND({rule_1_holds},OR({strategy}="buy",{strategy}="fine_tune"))',
)
def strategy_is_prohibited(rule_1_holds: Array, strategy: str) -> Array:
    """Whether a third party would process the data with this strategy while that is prohibited."""
    return rule_1_holds & (strategy in MANAGED)


@line(
    unit="currency",
    source="METHOD 11.5",
    label="Price of choosing otherwise",
    for_each=COMPARED,
    excel="=IF({strategy_is_prohibited},NA(),{strategy_npv}-{decision_npv})",
)
def strategy_price_of_choosing(strategy_is_prohibited: Array, strategy_npv: Array, decision_npv: Array) -> Array:
    """NPV that this strategy costs more than the recommended one; #N/A where it is prohibited or that has no cost."""
    return np.where(strategy_is_prohibited, np.nan, strategy_npv - decision_npv)
