"""The decision path as a page shows it (METHOD 15.6): how each rule came out, and the lines of the quadrant."""

from __future__ import annotations

from functools import reduce

import numpy as np

from xltco.lines import Array
from xltco.model.register import HOSTED, line

_HOLDS, _DECIDES, _NOT = "holds", "decides", "does not hold"


def _excel(rule: str, *earlier: str) -> str:
    """Of the rules that hold, the first decides."""
    if not earlier:
        return f'=IF({rule},"{_DECIDES}","{_NOT}")'
    before = f"OR({','.join(earlier)})" if len(earlier) > 1 else earlier[0]
    return f'=IF({rule},IF({before},"{_HOLDS}","{_DECIDES}"),"{_NOT}")'


def _words(rule: Array, *earlier: Array) -> Array:
    held: Array = reduce(np.logical_or, earlier, np.array([[False]]))
    return np.where(rule, np.where(held, _HOLDS, _DECIDES), _NOT)


@line(
    unit="text",
    source="METHOD 15.6",
    label="Rule 1: third-party processing is prohibited",
    excel=_excel("{rule_1_holds}"),
)
def rule_1_text(rule_1_holds):
    """How rule 1 came out: it decides as soon as it holds."""
    return _words(rule_1_holds)


@line(
    unit="text",
    source="METHOD 15.6",
    label="Rule 2: no product-market fit yet",
    excel=_excel("{rule_2_holds}", "{rule_1_holds}"),
)
def rule_2_text(rule_2_holds, rule_1_holds):
    """How rule 2 came out."""
    return _words(rule_2_holds, rule_1_holds)


@line(
    unit="text",
    source="METHOD 15.6",
    label="Rule 3: the model is the business",
    excel=_excel("{rule_3_holds}", "{rule_1_holds}", "{rule_2_holds}"),
)
def rule_3_text(rule_3_holds, rule_1_holds, rule_2_holds):
    """How rule 3 came out."""
    return _words(rule_3_holds, rule_1_holds, rule_2_holds)


@line(
    unit="text",
    source="METHOD 15.6",
    label="Rule 4: the run-rate mandate",
    excel=_excel("{rule_4_holds}", "{rule_1_holds}", "{rule_2_holds}", "{rule_3_holds}"),
)
def rule_4_text(rule_4_holds, rule_1_holds, rule_2_holds, rule_3_holds):
    """How rule 4, the run-rate mandate, came out."""
    return _words(rule_4_holds, rule_1_holds, rule_2_holds, rule_3_holds)


@line(
    unit="text",
    source="METHOD 15.6",
    label="Rule 5: the bought model falls short",
    excel=_excel("{rule_5_holds}", "{rule_1_holds}", "{rule_2_holds}", "{rule_3_holds}", "{rule_4_holds}"),
)
def rule_5_text(rule_5_holds, rule_1_holds, rule_2_holds, rule_3_holds, rule_4_holds):
    """How rule 5 came out."""
    return _words(rule_5_holds, rule_1_holds, rule_2_holds, rule_3_holds, rule_4_holds)


@line(
    unit="text",
    source="METHOD 15.6",
    label="Rule 6: nothing asks for more",
    excel=_excel(
        "TRUE", "{rule_1_holds}", "{rule_2_holds}", "{rule_3_holds}", "{rule_4_holds}", "{rule_5_holds}"
    ),
)  # fmt: skip
def rule_6_text(rule_1_holds, rule_2_holds, rule_3_holds, rule_4_holds, rule_5_holds):
    """How rule 6 came out: it always holds, and decides where no other does."""
    return _words(np.array([[True]]), rule_1_holds, rule_2_holds, rule_3_holds, rule_4_holds, rule_5_holds)


_PASSED, _FAILED, _NOT_ASKED = "passed", "failed", "not asked"


def _test_excel(test: str) -> str:
    return (
        f'=IF(OR({{rule_1_holds}},{{rule_2_holds}},{{rule_3_holds}}),"{_NOT_ASKED}",IF({test},"{_PASSED}","{_FAILED}"))'
    )


def _tested(asked_before: tuple[Array, ...], test: Array) -> Array:
    return np.where(reduce(np.logical_or, asked_before), _NOT_ASKED, np.where(test, _PASSED, _FAILED))


@line(
    unit="text",
    source="METHOD 15.6",
    label="Mandate: the volume",
    for_each=HOSTED,
    excel=_test_excel("{strategy_volume_carries}"),
)
def strategy_volume_test(rule_1_holds, rule_2_holds, rule_3_holds, strategy_volume_carries):
    """Whether the run-rate passed the mandate; not asked where an earlier rule decides."""
    return _tested((rule_1_holds, rule_2_holds, rule_3_holds), strategy_volume_carries)


@line(
    unit="text",
    source="METHOD 15.6",
    label="Mandate: the NPV",
    for_each=HOSTED,
    excel=_test_excel("{strategy_beats_managed}"),
)
def strategy_npv_test(rule_1_holds, rule_2_holds, rule_3_holds, strategy_beats_managed):
    """Whether the NPV passed the mandate; not asked where an earlier rule decides."""
    return _tested((rule_1_holds, rule_2_holds, rule_3_holds), strategy_beats_managed)


@line(
    unit="rating", source="METHOD 15.6", label="The quadrant's dividing line", excel="={high_rating}-1/{halves}"
)  # fmt: skip
def quadrant_divide(high_rating, halves):
    """Ratings are whole, so the line between low and high lies half a point below the first that is high."""
    return high_rating - 1 / halves


@line(unit="rating", source="METHOD 15.6", label="Middle of a low half", excel="={quadrant_divide}/{halves}")
def quadrant_low(quadrant_divide, halves):
    """Where, from left to right, the picture names a quadrant whose rating is low."""
    return quadrant_divide / halves


@line(
    unit="rating",
    source="METHOD 15.6",
    label="Middle of a high half",
    excel="=({quadrant_divide}+{highest_rating}+1)/{halves}",
)
def quadrant_high(quadrant_divide, highest_rating, halves):
    """Where, from left to right, the picture names a quadrant whose rating is high."""
    return (quadrant_divide + highest_rating + 1) / halves


@line(unit="rating", source="METHOD 15.6", label="Below the lowest rating", excel="=1-1/{halves}")
def quadrant_foot(halves):
    """Where the picture names the lower quadrants: outside the ratings, so that no workload stands on a name."""
    return 1 - 1 / halves


@line(unit="rating", source="METHOD 15.6", label="Above the highest rating", excel="={highest_rating}+1/{halves}")
def quadrant_top(highest_rating, halves):
    """Where the picture names the upper quadrants."""
    return highest_rating + 1 / halves
