"""The internal rate of return of the savings against buy (METHOD 9.5).

Savings that change sign more than once can be worth nothing at several rates. The one shown is the smallest positive
rate at which their NPV passes from positive to negative as the rate rises, the rate up to which the strategy is worth
having; where there is none, the largest rate above -99% and up to 0 at which it does. Everything is found in two steps
that a reader can follow in cells:

- The NPV is taken at each of RATE_POINTS, from the highest rate down, and stretches of one sign are numbered. The
  lowest and the highest point are the ends of the range, -99% and 100,000,000% a year. Between them the points are
  continuous rates, ln(1 + rate), at round numbers: no round annual rate but 0% is a point, so an IRR that comes out
  round lies between two points and not on one, where binary noise would decide its sign. 0% is a point, so that
  "positive" is decided exactly. Two changes of sign between neighboring points are not seen.
- The interval in which the wanted change lies is halved, RATE_HALVINGS times: that leaves less than 1e-9 of 1 + rate
  everywhere and less than 1e-11 between 0% and 200% a year.

At 0%, where the savings are plain sums, what is only binary noise beside the two costs counts as 0. An NPV of 0 at a
point belongs to the stretch above it: a change from positive to 0 and on to negative happens at the point itself, and
one that only touches 0 is no change.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from xltco.lines import Array
from xltco.model.register import CHALLENGERS, MODEL, cleared, line, total

LOWEST_RATE, HIGHEST_RATE = -0.99, 1e6
# Continuous rates, in hundredths: close together where rates of return lie, -5% to 200% a year.
_BELOW_0 = (-400, -300, -250, -200, -150, -120, -100, -80, -60, -40, -30, -20, -10, -5)
_TO_200_PERCENT = (0, 2, 5, 10, 15, 20, 25, 30, 35, 40, 50, 60, 70, 80, 90, 100, 110)
_ABOVE = (120, 130, 150, 175, 200, 250, 300, 350, 400, 500, 600, 700, 800, 1000, 1200)
RATES = (
    LOWEST_RATE,
    *(float(f"{np.expm1(hundredths / 100):.12g}") for hundredths in _BELOW_0 + _TO_200_PERCENT + _ABOVE),
    HIGHEST_RATE,
)


@line(unit="rate", axis="rate_point", source="METHOD 9.5", label="Annual rate looked at", excel=None)
def rate_point() -> Array:
    """Annual rates at which the sign of the savings' NPV is taken, falling. The sheet holds the numbers."""
    return np.array(RATES)[None, ::-1]


@line(
    unit="share",
    axis="halving",
    source="METHOD 9.5",
    label="Share that the halving adds",
    excel="=IF({halving_share.prev}=0,1,{halving_share.prev})/{halves}",
)
def halving_share(halves: Array) -> Array:
    """Half of what was left of the interval: 1/2, 1/4, 1/8 and so on."""
    return 1 / halves ** np.arange(1, MODEL.axes["halving"].length + 1)


def worth(savings: Array, rate: Array, month: Array, months_per_year: Array) -> Array:
    """NPV of savings at an annual rate."""
    return total(savings * (1 + rate) ** (-month / months_per_year))


@line(
    unit="currency",
    source="METHOD 9.5",
    label="Savings at a rate of 0%",
    for_each=CHALLENGERS,
    excel="=IF(ABS({strategy_savings_nominal})<={relative_tolerance}*(ABS({buy_tco})+ABS({strategy_tco})),0,"
    "{strategy_savings_nominal})",
)
def strategy_irr_savings(
    strategy_savings_nominal: Array, relative_tolerance: Array, buy_tco: Array, strategy_tco: Array
) -> Array:
    """The undiscounted savings; 0 where they are only binary noise beside the two costs."""
    return cleared(strategy_savings_nominal, np.abs(buy_tco) + np.abs(strategy_tco), relative_tolerance)


@line(
    unit="number",
    axis="rate_point",
    source="METHOD 9.5",
    label="Sign of the savings",
    for_each=CHALLENGERS,
    # SIGN, because IronCalc takes what is only very small for 0 where it compares, and an NPV at a high rate is.
    excel="=SIGN(IF({rate_point}=0,{strategy_irr_savings},"
    "SUMPRODUCT({strategy_savings.all}*(1+{rate_point})^(-{month.all}/{months_per_year}))))",
)
def strategy_irr_sign(
    rate_point: Array, strategy_irr_savings: Array, strategy_savings: Array, month: Array, months_per_year: Array
) -> Array:
    """1 where the savings' NPV at the rate is above 0, -1 where it is below, 0 where it is 0."""
    columns = [worth(strategy_savings, rate, month, months_per_year) for rate in rate_point[0]]
    return np.sign(np.where(rate_point == 0, strategy_irr_savings, np.concatenate(columns, axis=-1)))


@line(
    unit="number",
    axis="rate_point",
    source="METHOD 9.5",
    label="Stretch of one sign",
    for_each=CHALLENGERS,
    excel="=IF({strategy_irr_sign}=0,{strategy_irr_stretch.prev},IF({strategy_irr_sign}>0,"
    "MAX({strategy_irr_stretch.prev},1-{strategy_irr_stretch.prev}),"
    "MIN({strategy_irr_stretch.prev},-1-{strategy_irr_stretch.prev})))",
)
def strategy_irr_stretch(strategy_irr_sign: Array) -> Array:
    """The number of the stretch in which the point lies, with the sign of the savings' NPV on it.

    Stretches are counted from the highest rate down: -1, 2, -3 where the NPV changes its sign twice. An NPV of 0
    belongs to the stretch above.
    """
    signs = strategy_irr_sign.copy()
    for above, point in pairwise(range(signs.shape[-1])):
        signs[..., point] = np.where(signs[..., point] == 0, signs[..., above], signs[..., point])
    changed = signs[..., 1:] != signs[..., :-1]
    first = np.abs(signs[..., :1])
    stretch: Array = signs * np.concatenate([first, first + np.cumsum(changed, axis=-1)], axis=-1)
    return stretch


@line(
    unit="number",
    source="METHOD 9.5",
    label="Stretch at a rate of 0%",
    for_each=CHALLENGERS,
    excel="=INDEX({strategy_irr_stretch.all},MATCH(0,{rate_point.all},0))",
)
def strategy_irr_stretch_at_0(strategy_irr_stretch: Array, rate_point: Array) -> Array:
    """The stretch in which a rate of 0% lies."""
    return total(strategy_irr_stretch * (rate_point == 0))


@line(
    unit="number",
    source="METHOD 9.5",
    label="First rate below the IRR",
    for_each=CHALLENGERS,
    excel="=MATCH(MAX({strategy_irr_stretch_at_0},-1-{strategy_irr_stretch_at_0})"
    "+IF(MAX({strategy_irr_stretch_at_0},-1-{strategy_irr_stretch_at_0})>1,0,1+1),{strategy_irr_stretch.all},0)",
)
def strategy_irr_place(strategy_irr_stretch_at_0: Array, strategy_irr_stretch: Array) -> Array:
    """Which point is the first of the positive stretch that ends in the IRR; none where no such stretch ends.

    It is the positive stretch at 0% or, where 0% is negative, the one above. The topmost stretch ends in no rate: where
    it is that one, or there is none above, it is the next positive stretch below.
    """
    wanted = np.maximum(strategy_irr_stretch_at_0, -1 - strategy_irr_stretch_at_0)
    is_it = strategy_irr_stretch == np.where(wanted > 1, wanted, wanted + 2)
    return np.where(is_it.any(axis=-1, keepdims=True), 1.0 + np.argmax(is_it, axis=-1, keepdims=True), np.nan)


@line(
    unit="rate",
    source="METHOD 9.5",
    label="Rate below the IRR",
    for_each=CHALLENGERS,
    excel="=INDEX({rate_point.all},{strategy_irr_place})",
)
def strategy_irr_low(rate_point: Array, strategy_irr_place: Array) -> Array:
    """The point from which the search for the IRR rises; the savings are worth having there."""
    return _at(rate_point, strategy_irr_place)


@line(
    unit="rate",
    source="METHOD 9.5",
    label="Rate above the IRR",
    for_each=CHALLENGERS,
    excel="=INDEX({rate_point.all},{strategy_irr_place}-1)",
)
def strategy_irr_high(rate_point: Array, strategy_irr_place: Array) -> Array:
    """The next point above; the savings are not worth having there."""
    return _at(rate_point, strategy_irr_place - 1)


def _at(points: Array, place: Array) -> Array:
    """The point of that number, the first being 1; none where the number is."""
    index = np.where(np.isnan(place), 1, place).astype(int) - 1
    return np.where(np.isnan(place), np.nan, points[0, index])


@line(
    unit="interval_share",
    axis="halving",
    source="METHOD 9.5",
    label="IRR search",
    for_each=CHALLENGERS,
    excel="={strategy_irr_search.prev}+IF(SUMPRODUCT({strategy_savings.all}*(1+{strategy_irr_low}"
    "+({strategy_irr_search.prev}+{halving_share})*({strategy_irr_high}-{strategy_irr_low}))"
    "^(-{month.all}/{months_per_year}))>0,{halving_share},0)",
)
def strategy_irr_search(
    strategy_savings: Array,
    strategy_irr_low: Array,
    halving_share: Array,
    strategy_irr_high: Array,
    month: Array,
    months_per_year: Array,
) -> Array:
    """How much of the way from the rate below to the rate above the savings are still worth having; none without both.

    Each halving comes closer.
    """
    found = np.zeros((strategy_savings.shape[0], halving_share.shape[-1]))
    reached = 0 * strategy_irr_low
    for number in range(found.shape[-1]):
        tried = reached + halving_share[..., number : number + 1]
        rate = strategy_irr_low + tried * (strategy_irr_high - strategy_irr_low)
        reached = np.where(worth(strategy_savings, rate, month, months_per_year) > 0, tried, reached)
        found[..., number : number + 1] = reached
    return found


@line(
    unit="irr",
    source="METHOD 9.5",
    label="IRR of the savings, annual",
    for_each=CHALLENGERS,
    excel="={strategy_irr_low}+(MAX({strategy_irr_search.all})+MIN({halving_share.all}))"
    "*({strategy_irr_high}-{strategy_irr_low})",
)
def strategy_irr(
    strategy_irr_low: Array, strategy_irr_search: Array, halving_share: Array, strategy_irr_high: Array
) -> Array:
    """Smallest positive annual rate up to which the savings are worth having, else the largest one not above 0%.

    The upper end of the last halving, so that a rate at a point, such as 0%, is shown exactly; #N/A where none is.
    """
    reached = strategy_irr_search[..., -1:] + halving_share[..., -1:]
    rate: Array = strategy_irr_low + reached * (strategy_irr_high - strategy_irr_low)
    return rate


@line(
    unit="boolean",
    source="METHOD 9.5",
    label="No other rate exists",
    for_each=CHALLENGERS,
    excel="=IF(ISNUMBER({strategy_irr}),"
    "IF(MAX(MAX({strategy_irr_stretch.all}),-MIN({strategy_irr_stretch.all}))=1+1,1,0),NA())",
)
def strategy_irr_is_unique(strategy_irr: Array, strategy_irr_stretch: Array) -> Array:
    """Whether the savings' NPV changes its sign at the IRR alone, in either direction; none without an IRR."""
    alone = np.abs(strategy_irr_stretch).max(axis=-1, keepdims=True) == 1 + 1
    return np.where(np.isnan(strategy_irr), np.nan, alone.astype(float))
