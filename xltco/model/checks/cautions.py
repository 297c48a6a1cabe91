"""Cautions (METHOD 11.7): what stands beside the recommendation so that nobody takes it for more than it is.

Each is a text that is empty where it has nothing to say. They are calculated last, since one tells of failed checks.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from xltco.lines import Array
from xltco.model.checks import strategy_cautions
from xltco.model.register import BREAK_EVEN, CHALLENGERS, COMPARED, STRATEGIES, is_given, line
from xltco.model.texts import excel_text, joined, quoted, text

__all__ = ["CAUTIONS", "strategy_cautions"]

_NAMES = {
    "capacity_not_modelled": tuple(f"{name}_capacity_caution" for name in BREAK_EVEN),
    "more_units_needed": tuple(f"{name}_more_units_caution" for name in CHALLENGERS),
    "margin_floor_missed": ("margin_floor_caution",),
    "costs_more_than_buy": ("costs_more_caution",),
    "fit_not_stated": ("fit_not_stated_caution",),
    "utilization_and_peak_default": tuple(f"{name}_defaults_caution" for name in BREAK_EVEN),
    "buy_absent": ("absent_buy_caution",),
    "check_failed": ("check_failed_caution",),
}
# The code of each caution by the name of its line, in the order in which they are shown. A line that the scenario's
# strategies leave out is silent.
CAUTIONS: Mapping[str, str] = {name: code for code, names in _NAMES.items() for name in names}


@line(
    unit="boolean",
    source="METHOD 11.7",
    label="Holds the margin floor and is permitted",
    for_each=COMPARED,
    when_absent=False,
    excel="=IF(ISNUMBER({strategy_gross_margin}),AND(NOT({strategy_is_prohibited}),"
    "{strategy_gross_margin}+{relative_tolerance}>={workload_gross_margin_floor}),FALSE)",
)
def strategy_offers_margin(
    strategy_gross_margin: Array,
    strategy_is_prohibited: Array,
    relative_tolerance: Array,
    workload_gross_margin_floor: Array,
) -> Array:
    """Whether the strategy holds the gross margin floor and rule 1 does not prohibit it."""
    holds = strategy_gross_margin + relative_tolerance >= workload_gross_margin_floor
    return np.asarray(holds & ~strategy_is_prohibited)


def _first_that_offers() -> str:
    """The title of the first strategy that holds the floor; hosting is asked as one, so that few IF stand inside."""
    buy, fine_tune, self_host, own, build = (quoted(title) for title in STRATEGIES.values())
    hosted = f"IF({{self_host_offers_margin}},{self_host},{own})"
    served = (
        f'IF(OR({{self_host_offers_margin}},{{own_offers_margin}}),{hosted},IF({{build_offers_margin}},{build},""))'
    )
    return f"IF({{buy_offers_margin}},{buy},IF({{fine_tune_offers_margin}},{fine_tune},{served}))"


@line(
    unit="text",
    source="METHOD 11.7",
    label="First strategy that holds the margin floor",
    excel="=" + _first_that_offers(),
)
def margin_holder_title(
    buy_offers_margin: Array,
    fine_tune_offers_margin: Array,
    self_host_offers_margin: Array,
    own_offers_margin: Array,
    build_offers_margin: Array,
) -> Array:
    """The first strategy that is permitted and holds the gross margin floor; empty where none does."""
    managed = [buy_offers_margin, fine_tune_offers_margin]
    served = [self_host_offers_margin, own_offers_margin, build_offers_margin]
    return np.select(managed + served, list(STRATEGIES.values()), "")


@line(
    unit="boolean",
    source="METHOD 11.7",
    label="Recommendation misses the margin floor",
    excel="=IF(ISNUMBER({decision_gross_margin}),"
    "{decision_gross_margin}+{relative_tolerance}<{workload_gross_margin_floor},FALSE)",
)
def decision_misses_floor(
    decision_gross_margin: Array, relative_tolerance: Array, workload_gross_margin_floor: Array
) -> Array:
    """Whether the recommended strategy has a gross margin below the floor."""
    return np.asarray(decision_gross_margin + relative_tolerance < workload_gross_margin_floor)


@line(
    unit="text",
    source="METHOD 11.7",
    label="Caution: margin floor",
    excel='=IF(AND({decision_misses_floor},{margin_holder_title}<>""),'
    + excel_text("caution.margin_floor_missed", floor="{floor_text}", strategy="{margin_holder_title}")
    + ',"")',
)
def margin_floor_caution(decision_misses_floor: Array, margin_holder_title: Array, floor_text: Array) -> Array:
    """The recommendation misses the margin floor while another that is permitted holds it; else nothing."""
    told = text("caution.margin_floor_missed", floor=floor_text, strategy=margin_holder_title)
    return np.where(decision_misses_floor & (margin_holder_title != ""), told, "")


@line(
    unit="text",
    source="METHOD 11.7",
    label="Caution: dearer than buy",
    excel="=IF(ISNUMBER({decision_savings_npv}),IF({decision_savings_npv}<0,"
    + excel_text("caution.costs_more_than_buy", money="{decision_money_text}")
    + ',""),"")',
)
def costs_more_caution(decision_savings_npv: Array, decision_money_text: Array) -> Array:
    """The recommendation costs more than buy, and how much; else nothing."""
    told = text("caution.costs_more_than_buy", money=decision_money_text)
    return np.where(decision_savings_npv < 0, told, "")


@line(
    unit="text",
    source="METHOD 11.7",
    label="Caution: product-market fit",
    excel=f'=IF({{decision_product_market_fit}}="",{excel_text("caution.fit_not_stated")},"")',
)
def fit_not_stated_caution(decision_product_market_fit: Array) -> Array:
    """Product-market fit is not stated; else nothing."""
    return np.where(is_given(decision_product_market_fit), "", text("caution.fit_not_stated"))


@line(
    unit="text",
    source="METHOD 11.7",
    label="Caution: buy has no inputs",
    excel=f'=IF(ISNUMBER({{buy_costed_npv}}),"",{excel_text("caution.buy_absent")})',
)
def absent_buy_caution(buy_costed_npv: Array) -> Array:
    """Buy has no inputs, so nothing was compared; else nothing."""
    return np.where(is_given(buy_costed_npv), "", text("caution.buy_absent"))


_FAILURES = {f"{name}_checks_failed": text("caution.failed_of", name=title) for name, title in STRATEGIES.items()}


@line(
    unit="text",
    source="METHOD 11.7",
    label="What the failed checks are of",
    excel="="
    + "&".join(f'IF({{{name}}}>0,{quoted(str(told))},"")' for name, told in _FAILURES.items())
    + f'&IF({{shared_checks_failed}}>0,{excel_text("caution.failed_of_all")},"")',
)
def failed_of_text(
    buy_checks_failed: Array,
    fine_tune_checks_failed: Array,
    self_host_checks_failed: Array,
    own_checks_failed: Array,
    build_checks_failed: Array,
    shared_checks_failed: Array,
) -> Array:
    """The strategies whose checks failed, and the model as a whole where others did; empty where none did."""
    managed = (buy_checks_failed, fine_tune_checks_failed)
    counts = (*managed, self_host_checks_failed, own_checks_failed, build_checks_failed)
    strategies = (np.where(n > 0, told, "") for n, told in zip(counts, _FAILURES.values(), strict=True))
    return joined(*strategies, np.where(shared_checks_failed > 0, text("caution.failed_of_all"), ""))


@line(
    unit="text",
    source="METHOD 11.7",
    label="Caution: checks failed",
    excel=f'=IF({{checks_failed}}=0,"",{excel_text("caution.check_failed", names="{failed_of_text}")})',
)
def check_failed_caution(checks_failed: Array, failed_of_text: Array) -> Array:
    """Checks failed, and what they are of; else nothing."""
    return np.where(checks_failed == 0, "", text("caution.check_failed", names=failed_of_text))
