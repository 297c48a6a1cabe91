"""Why the deciding rule recommends what it does (METHOD 11.2): one text a rule, and a remark where inputs are absent.

Each line holds at most two of the texts, so that no formula is longer than a person reads.
"""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import is_given, line
from xltco.model.results.decision import NONE
from xltco.model.texts import excel_text, text


@line(
    unit="text",
    source="METHOD 11.2",
    label="What rules 1 and 3 say",
    excel=f"=IF({{rule_1_holds}},{excel_text('reason.rule_1')},{excel_text('reason.rule_3')})",
)
def firm_reason(rule_1_holds: Array) -> Array:
    """What rule 1 says where it holds, else what rule 3 would say."""
    return np.where(rule_1_holds, text("reason.rule_1"), text("reason.rule_3"))


@line(
    unit="text",
    source="METHOD 11.2",
    label="What rule 2 says",
    excel=f'=IF({{decision_product_market_fit}}="",{excel_text("reason.rule_2_not_stated")},'
    f"{excel_text('reason.rule_2')})",
)
def fit_reason(decision_product_market_fit: Array) -> Array:
    """What rule 2 says where it holds: there is no product-market fit, or it is not stated and so not assumed."""
    return np.where(is_given(decision_product_market_fit), text("reason.rule_2"), text("reason.rule_2_not_stated"))


@line(
    unit="boolean",
    source="METHOD 11.2",
    label="Rule 4 stands on the margin mandate",
    excel='=IF({rule_4_strategy}="own",{own_margin_carries},{self_host_margin_carries})',
)
def rule_4_by_margin(rule_4_strategy: Array, own_margin_carries: Array, self_host_margin_carries: Array) -> Array:
    """Whether the hosting that rule 4 names meets the margin mandate; the run-rate is then not asked."""
    return np.where(rule_4_strategy == "own", own_margin_carries, self_host_margin_carries)


@line(
    unit="text",
    source="METHOD 11.2",
    label="What rule 4 says",
    excel=f"=IF({{rule_4_by_margin}},{excel_text('reason.rule_4_margin')},{excel_text('reason.rule_4_run_rate')})",
)
def mandate_reason(rule_4_by_margin: Array) -> Array:
    """What rule 4 says where it holds: which of the two mandates is met."""
    return np.where(rule_4_by_margin, text("reason.rule_4_margin"), text("reason.rule_4_run_rate"))


@line(
    unit="text",
    source="METHOD 11.2",
    label="What rule 5 says",
    excel=f'=IF({{decision_quality_gap}}="behavior",{excel_text("reason.rule_5_behavior")},'
    f"{excel_text('reason.rule_5_knowledge')})",
)
def quality_reason(decision_quality_gap: Array) -> Array:
    """What rule 5 says where it holds: which kind of gap there is, and what closes it."""
    behavior = decision_quality_gap == "behavior"
    return np.where(behavior, text("reason.rule_5_behavior"), text("reason.rule_5_knowledge"))


@line(
    unit="text",
    source="METHOD 11.2",
    label="Reason of rules 5 and 6",
    excel=f"=IF({{rule_5_holds}},{{quality_reason}},{excel_text('reason.rule_6')})",
)
def gap_reason(rule_5_holds: Array, quality_reason: Array) -> Array:
    """Why the quality gap, or its absence, asks for what it does."""
    return np.where(rule_5_holds, quality_reason, text("reason.rule_6"))


@line(
    unit="text",
    source="METHOD 11.2",
    label="Whether it was costed",
    excel=f'=IF({{decision_strategy}}="{NONE}",{excel_text("reason.buy_absent")},'
    f'IF(ISNUMBER({{decision_npv}}),"",{excel_text("reason.not_costed")}))',
)
def costed_remark(decision_strategy: Array, decision_npv: Array) -> Array:
    """What the reason adds where the strategy that the rule names has no inputs."""
    not_costed = np.where(is_given(decision_npv), "", text("reason.not_costed"))
    return np.where(decision_strategy == NONE, text("reason.buy_absent"), not_costed)


@line(
    unit="text",
    source="METHOD 11.2",
    label="Reason",
    excel="=IF({rule_1_holds},{firm_reason},IF({rule_2_holds},{fit_reason},IF({rule_3_holds},{firm_reason},"
    "IF({rule_4_holds},{mandate_reason},{gap_reason}))))&{costed_remark}",
)
def decision_reason(
    rule_1_holds: Array,
    firm_reason: Array,
    rule_2_holds: Array,
    fit_reason: Array,
    rule_3_holds: Array,
    rule_4_holds: Array,
    mandate_reason: Array,
    gap_reason: Array,
    costed_remark: Array,
) -> Array:
    """Why the deciding rule recommends what it does."""
    rules = [rule_1_holds, rule_2_holds, rule_3_holds, rule_4_holds]
    reasons = np.select(rules, [firm_reason, fit_reason, firm_reason, mandate_reason], gap_reason)
    return np.strings.add(reasons, costed_remark)
