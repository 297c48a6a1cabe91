"""What tornado and grids share (METHOD 14): the savings as present values.

All three ask what self-hosting saves against buying when a driver is another. The savings are V*S less what is left and
less the units (10.6), so a moved driver re-enters the terms that read it, and nothing is written by hand.
"""

from __future__ import annotations

from functools import reduce
from operator import mul

import numpy as np

from xltco.lines import Array
from xltco.model.register import MODEL, line
from xltco.model.results.present_values import TERMS, declare

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
