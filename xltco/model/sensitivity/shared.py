"""What tornado, grids and simulation share (METHOD 14): the savings as present values, and the units by month.

All three ask what self-hosting saves against buying when a driver is another. The savings are V*S less what is left and
less the units (10.6), so a moved driver re-enters the terms that read it, and nothing is written by hand.
"""

from __future__ import annotations

from functools import reduce
from operator import mul

import numpy as np

from xltco.lines import Array
from xltco.model.register import MODEL, line
from xltco.model.results.present_values import TERMS, UNIT_RATES, declare, product, short

SOURCE = "METHOD 14.1"
COMPONENTS = tuple(dict.fromkeys(name for term in TERMS for name in term))


def term_excel(term: tuple[str, ...]) -> str:
    """A term of the savings as an Excel expression."""
    return "*".join(f"{{{name}}}" for name in term)


def term_value(term: tuple[str, ...], read: dict[str, Array]) -> Array:
    """A term of the savings on the lines that were read."""
    return reduce(mul, (read[name] for name in term))


def savings_excel(names: dict[str, str]) -> str:
    """The savings with some of the components' lines replaced, as an Excel expression."""
    terms = [tuple(names.get(name, name) for name in term) for term in TERMS]
    return "-".join(term_excel(term) for term in terms)


def savings_value(names: dict[str, str], read: dict[str, Array]) -> Array:
    """The savings with some of the components' lines replaced."""
    first, *others = (term_value(tuple(names.get(name, name) for name in term), read) for term in TERMS)
    return reduce(np.subtract, others, first)


def picked(series: Array, number: Array) -> Array:
    """The cells of a series that the numbers name, the first being 1: INDEX in Excel."""
    cases = np.arange(series.shape[0])[:, None]
    return series[cases, np.asarray(number, dtype=int) - 1]


def _present_savings(**read: Array) -> Array:
    return savings_value({}, read)


declare(
    "self_host_present_savings",
    label="Savings, NPV, from present values",
    meaning="Buy's NPV less self-hosting's, found another way: by items over the horizon instead of month by month.",
    unit="currency",
    source=SOURCE,
    excel="=" + savings_excel({}),
    python=_present_savings,
    reads={name: name for name in COMPONENTS},
)

# The weight of a unit's cost in a month, for each index that some item of a unit follows.
UNIT_WEIGHTS = {
    index: declare(
        f"self_host_unit_weight_{short(index)}",
        label=f"Weight of a unit's month, {short(index)} index",
        meaning="What a unit's month is worth for each amount of month 1, discounted; 0 before go-live.",
        unit="factor",
        axis="month",
        source=SOURCE,
        excel="=" + "*".join(f"{{{name}}}" for name in ("self_host_in_service", "discount_factor", index) if name),
        python=product,
        reads={name: name for name in ("self_host_in_service", "discount_factor", index) if name},
    )
    for index in UNIT_RATES
}


@line(
    unit="instances",
    axis="month",
    source=SOURCE,
    label="Units that the tokens fill",
    excel="={workload_monthly_tokens}*{self_host_load_per_token}*(1-{relative_tolerance})",
)
def self_host_load(workload_monthly_tokens: Array, self_host_load_per_token: Array, relative_tolerance: Array) -> Array:
    """How many units the month's tokens fill, not yet rounded up; 0 where capacity is not modelled."""
    return workload_monthly_tokens * self_host_load_per_token * (1 - relative_tolerance)


@line(
    unit="boolean",
    source="METHOD 12",
    label="Items over the horizon agree with the months",
    when_absent=True,
    excel="=ABS({self_host_present_savings}-{self_host_savings_npv})<={check_tolerance}*({buy_npv}+{self_host_npv})",
)
def check_present_savings(
    self_host_present_savings: Array,
    self_host_savings_npv: Array,
    check_tolerance: Array,
    buy_npv: Array,
    self_host_npv: Array,
) -> Array:
    """The savings from present values are the savings of the months."""
    gap = np.abs(self_host_present_savings - self_host_savings_npv)
    return gap <= check_tolerance * (buy_npv + self_host_npv)


assert set(COMPONENTS) <= set(MODEL.lines) | set(MODEL.inputs)
