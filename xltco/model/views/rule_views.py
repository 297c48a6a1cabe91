"""The decision path as a page shows it (METHOD 15.6): how each rule came out, and the lines of the quadrant."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import HOSTED, line
from xltco.model.texts import excel_text, text

_LABELS = {
    "1": "third-party processing is prohibited",
    "2": "no product-market fit yet",
    "3": "the model is the business",
    "4": "the mandate to host",
    "5": "the bought model falls short",
}
_DECIDES, _DOES_NOT_HOLD = excel_text("rule.decides"), excel_text("rule.does_not_hold")
_NOT_ASKED = excel_text("rule.not_asked")


@line(
    unit="text",
    source="METHOD 15.6",
    label="Rule 1: third-party processing is prohibited",
    excel=f"=IF({{rule_1_holds}},{_DECIDES},{_DOES_NOT_HOLD})",
)
def rule_1_text(rule_1_holds: Array) -> Array:
    """How rule 1 came out: it decides as soon as it holds."""
    return np.where(rule_1_holds, text("rule.decides"), text("rule.does_not_hold"))


def rule_number_text(rule_number_asked: Array, rule_number_holds: Array) -> Array:
    """How rule number came out: it decides where it is asked and holds; a rule after that one is not asked."""
    outcome = np.where(rule_number_holds, text("rule.decides"), text("rule.does_not_hold"))
    return np.where(rule_number_asked, outcome, text("rule.not_asked"))


for _number in ("2", "3", "4", "5"):
    line(
        unit="text",
        source="METHOD 15.6",
        label=f"Rule {_number}: {_LABELS[_number]}",
        for_each=({"number": _number},),
        excel=f"=IF({{rule_number_asked}},IF({{rule_number_holds}},{_DECIDES},{_DOES_NOT_HOLD}),{_NOT_ASKED})",
    )(rule_number_text)


@line(
    unit="text",
    source="METHOD 15.6",
    label="Rule 6: nothing asks for more",
    excel=f"=IF({{rule_6_asked}},{_DECIDES},{_NOT_ASKED})",
)
def rule_6_text(rule_6_asked: Array) -> Array:
    """How rule 6 came out: it decides where no other does."""
    return np.where(rule_6_asked, text("rule.decides"), text("rule.not_asked"))


_PASSED = f"{excel_text('rule.passed')},{excel_text('rule.failed')}"


def _tested(is_asked: Array, test: Array) -> Array:
    return np.where(is_asked, np.where(test, text("rule.passed"), text("rule.failed")), text("rule.not_asked"))


@line(
    unit="text",
    source="METHOD 15.6",
    label="Mandate: the volume",
    for_each=HOSTED,
    excel="=IF(AND({rule_4_asked},NOT({strategy_margin_carries})),"
    f"IF({{strategy_volume_carries}},{_PASSED}),{_NOT_ASKED})",
)
def strategy_volume_test(rule_4_asked: Array, strategy_margin_carries: Array, strategy_volume_carries: Array) -> Array:
    """Whether the run-rate passed; not asked where an earlier rule decides or the gross margin stands in for it."""
    return _tested(rule_4_asked & ~strategy_margin_carries, strategy_volume_carries)


@line(
    unit="text",
    source="METHOD 15.6",
    label="Mandate: the gross margin",
    for_each=HOSTED,
    excel="=IF(AND({rule_4_asked},{decision_margin_mandate}),"
    f"IF({{strategy_margin_carries}},{_PASSED}),{_NOT_ASKED})",
)
def strategy_margin_test(rule_4_asked: Array, decision_margin_mandate: Array, strategy_margin_carries: Array) -> Array:
    """Whether the gross margin passed; not asked where an earlier rule decides or the board does not ask for it."""
    return _tested(rule_4_asked & decision_margin_mandate, strategy_margin_carries)


@line(
    unit="text",
    source="METHOD 15.6",
    label="Mandate: the NPV",
    for_each=HOSTED,
    excel=f"=IF({{rule_4_asked}},IF({{strategy_beats_managed}},{_PASSED}),{_NOT_ASKED})",
)
def strategy_npv_test(rule_4_asked: Array, strategy_beats_managed: Array) -> Array:
    """Whether the NPV passed the mandate; not asked where an earlier rule decides."""
    return _tested(rule_4_asked, strategy_beats_managed)


@line(
    unit="rating", source="METHOD 15.6", label="The quadrant's dividing line", excel="={high_rating}-1/{halves}"
)  # fmt: skip
def quadrant_divide(high_rating: Array, halves: Array) -> Array:
    """Ratings are whole, so the line between low and high lies half a point below the first that is high."""
    return high_rating - 1 / halves


@line(unit="rating", source="METHOD 15.6", label="Middle of a low half", excel="={quadrant_divide}/{halves}")
def quadrant_low(quadrant_divide: Array, halves: Array) -> Array:
    """Where, from left to right, the picture names a quadrant whose rating is low."""
    return quadrant_divide / halves


@line(
    unit="rating",
    source="METHOD 15.6",
    label="Middle of a high half",
    excel="=({quadrant_divide}+{highest_rating}+1)/{halves}",
)
def quadrant_high(quadrant_divide: Array, highest_rating: Array, halves: Array) -> Array:
    """Where, from left to right, the picture names a quadrant whose rating is high."""
    return (quadrant_divide + highest_rating + 1) / halves


@line(unit="rating", source="METHOD 15.6", label="Below the lowest rating", excel="=1-1/{halves}")
def quadrant_foot(halves: Array) -> Array:
    """Where the picture names the lower quadrants: outside the ratings, so that no workload stands on a name."""
    return 1 - 1 / halves


@line(unit="rating", source="METHOD 15.6", label="Above the highest rating", excel="={highest_rating}+1/{halves}")
def quadrant_top(highest_rating: Array, halves: Array) -> Array:
    """Where the picture names the upper quadrants."""
    return highest_rating + 1 / halves
