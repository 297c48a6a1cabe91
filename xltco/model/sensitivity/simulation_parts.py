"""What the simulation multiplies (METHOD 14.4): the savings apart by the price that each part follows.

Prices are entered again at 0: what a component of the savings has less then follows the price, in proportion, since
rates are proportional to their prices (a test holds every item to that). The rest follows none of them. The fewest
units of any draw stand among what is fixed, so that a draw counts only those above them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from xltco.lines import Array
from xltco.model.register import MODEL, line, numbers, total
from xltco.model.results.present_values import BILL, REST, UNIT_RATES, declare

SOURCE = "METHOD 14.4"
# The prices that a draw multiplies, and what each stands for.
PRICED = {
    "api_price": "buy_list_price",
    "instance_hourly": "self_host_instance_hourly",
    "labor": "labor_hourly_rate",
}
_HOSTING = ("self_host_savings_npv",)
_UNIT = "self_host_step_npv"


def at_draw(driver: str) -> str:
    """The factor of the driver in a draw, in Excel: the one of the part that the draw names."""
    return f"INDEX({{factor_{driver}.all}},{{draw_{driver}}})"


def _words(driver: str) -> str:
    return driver.replace("_", " ").replace("api", "API")


def _declare_free(driver: str, price: str) -> None:
    """A price of nothing, at which the components are entered again."""

    def free() -> Array:
        return np.zeros((1, 1))

    free.__name__ = f"free_{driver}"
    free.__doc__ = f"The {_words(driver)} at nothing; the sheet holds the number."
    unit = MODEL[price].unit.name
    line(unit=unit, source=SOURCE, label=f"No {_words(driver)}", excel=None, stands_with=_HOSTING)(free)


for _driver, _price in PRICED.items():
    _declare_free(_driver, _price)
_COMPONENTS = (BILL, REST, *UNIT_RATES.values())
_AT_0 = {d: MODEL.reentered(_COMPONENTS, {price: f"free_{d}"}, f"free_{d}") for d, price in PRICED.items()}


def _following(component: str) -> dict[str, str]:
    """The drivers that a component follows, each with the line that holds it at a price of 0."""
    return {driver: names[component] for driver, names in _AT_0.items() if names[component] != component}


@line(
    unit="instances",
    axis="month",
    source=SOURCE,
    label="Units that the tokens fill",
    excel="={workload_monthly_tokens}*{self_host_load_per_token}*(1-{relative_tolerance})",
)
def draw_planned_load(
    workload_monthly_tokens: Array, self_host_load_per_token: Array, relative_tolerance: Array
) -> Array:
    """How many units the month's tokens fill as planned, not yet rounded up; 0 where capacity is not modelled."""
    return workload_monthly_tokens * self_host_load_per_token * (1 - relative_tolerance)


@line(
    unit="instances",
    source=SOURCE,
    label="Most units that the tokens fill",
    excel="=MAX({draw_planned_load.all})",
    stands_with=_HOSTING,
)
def draw_peak_load(draw_planned_load: Array) -> Array:
    """The most units that a month's tokens fill as planned; 0 where capacity is not modelled."""
    return draw_planned_load.max(axis=-1, keepdims=True)


@line(
    unit="factor",
    axis="draw",
    source=SOURCE,
    label="Factor of the load",
    excel=f"={at_draw('volume')}/{at_draw('throughput')}",
)
def factor_load(factor_volume: Array, draw_volume: Array, factor_throughput: Array, draw_throughput: Array) -> Array:
    """What the units that the tokens fill are multiplied by: the volume's factor over the throughput's."""
    return drawn(factor_volume, draw_volume) / drawn(factor_throughput, draw_throughput)


def drawn(factors: Array, draws: Array) -> Array:
    """The factor of each draw: the one of the part that the draw names."""
    return factors[:, draws[0].astype(int) - 1]


@line(unit="factor", source=SOURCE, label="Least factor of the load", excel="=MIN({factor_load.all},1)")
def least_factor_load(factor_load: Array) -> Array:
    """The least of all draws, and at most the base's 1."""
    return np.minimum(factor_load.min(axis=-1, keepdims=True), 1)


@line(
    unit="instances",
    axis="month",
    source=SOURCE,
    label="Fewest units of any draw",
    excel="=MAX({self_host_min_units},-INT(-{draw_planned_load}*{least_factor_load}))*{self_host_in_service}",
)
def draw_start_units(
    self_host_min_units: Array, draw_planned_load: Array, least_factor_load: Array, self_host_in_service: Array
) -> Array:
    """Units of the month at the least load, beside the spares; each draw counts those above them."""
    return np.maximum(np.ceil(draw_planned_load * least_factor_load), self_host_min_units) * self_host_in_service


@line(unit="number", axis="count", source=SOURCE, label="Count of units", excel=None, stands_with=_HOSTING)
def count_number() -> Array:
    """The number of a unit above the fewest, up to which each is counted; the sheet holds the numbers."""
    return numbers("count")


@line(unit="number", source=SOURCE, label="Units that are counted", excel="=MAX({count_number.all})")
def draw_counts(count_number: Array) -> Array:
    """So many units above the fewest are counted one by one."""
    return count_number.max(axis=-1, keepdims=True)


@line(
    unit="instances",
    axis="month",
    source=SOURCE,
    label="Most units that are counted",
    excel="={draw_start_units}+{draw_counts}",
)
def draw_most_counted(draw_start_units: Array, draw_counts: Array) -> Array:
    """Up to here each unit is counted by itself; what a draw needs above is averaged."""
    return draw_start_units + draw_counts


def _sum_of(names: Sequence[str], sign: str = "+") -> str:
    return sign.join(f"{{{name}}}" for name in names)


def _less(whole: Array, **parts: Array) -> Array:
    """What is left of an amount."""
    return reduce(np.subtract, parts.values(), whole)


# --- what one unit costs in the month --------------------------------------------------------------------


def _declare_unit_row(driver: str) -> str | None:
    """The row of what a unit's months cost that follows the driver's price; none where nothing does."""
    pairs = [(rate, free[driver], index) for index, rate in UNIT_RATES.items() if driver in (free := _following(rate))]
    if not pairs:
        return None
    terms = [f"({{{rate}}}-{{{free}}})" + (f"*{{{index}}}" if index else "") for rate, free, index in pairs]

    def unit_npv(**read: Array) -> Array:
        parts = [(read[rate] - read[free]) * (read[index] if index else 1) for rate, free, index in pairs]
        return reduce(np.add, parts) * read["discount_factor"] * read["self_host_in_service"]

    return declare(
        f"draw_unit_npv_{driver}",
        label=f"NPV of one unit, what follows the {_words(driver)}",
        meaning=f"What one unit costs in the month, discounted, as far as it follows the {_words(driver)}.",
        unit="currency",
        axis="month",
        source=SOURCE,
        excel=f"=({'+'.join(terms)})*{{discount_factor}}*{{self_host_in_service}}",
        python=unit_npv,
        reads={name: name for pair in pairs for name in pair if name}
        | {name: name for name in ("discount_factor", "self_host_in_service")},
    )


UNIT_ROWS = {driver: row for driver in PRICED if (row := _declare_unit_row(driver))}
UNIT_REST = declare(
    "draw_unit_npv_rest",
    label="NPV of one unit, what follows no price",
    meaning="What one unit costs in the month, discounted, as far as it follows none of the prices.",
    unit="currency",
    axis="month",
    source=SOURCE,
    excel=f"={{{_UNIT}}}-{_sum_of(list(UNIT_ROWS.values()), '-')}",
    python=_less,
    reads={"whole": _UNIT} | {row: row for row in UNIT_ROWS.values()},
)


# --- tokens, and what is fixed ---------------------------------------------------------------------------


def _tokens_part(tokens: Array, bill: Array, free: Array) -> Array:
    """What tokens save that follows the price."""
    return tokens * (bill - free)


def _tokens_rest(tokens: Array, bill: Array, **parts: Array) -> Array:
    """What tokens save that follows no price."""
    return _less(tokens * bill, **parts)


TOKENS = {
    driver: declare(
        f"draw_tokens_npv_{driver}",
        label=f"NPV saved on tokens, what follows the {_words(driver)}",
        meaning=f"What the planned tokens save over the horizon, discounted, that follows the {_words(driver)}.",
        unit="currency",
        source=SOURCE,
        excel=f"={{workload_monthly_tokens}}*({{{BILL}}}-{{{free}}})",
        python=_tokens_part,
        reads={"tokens": "workload_monthly_tokens", "bill": BILL, "free": free},
    )
    for driver, free in _following(BILL).items()
}
TOKENS_REST = declare(
    "draw_tokens_npv_rest",
    label="NPV saved on tokens, what follows no price",
    meaning="What the planned tokens save over the horizon, discounted, as far as it follows none of the prices.",
    unit="currency",
    source=SOURCE,
    excel=f"={{workload_monthly_tokens}}*{{{BILL}}}-{_sum_of(list(TOKENS.values()), '-')}",
    python=_tokens_rest,
    reads={"tokens": "workload_monthly_tokens", "bill": BILL} | {name: name for name in TOKENS.values()},
)
_FEWEST = f"SUMPRODUCT(({{draw_start_units.all}}+{{self_host_spare_units}})*{{{_UNIT}.all}})"


def _declare_fixed(driver: str) -> str:
    """What is fixed and follows the driver's price: items beside tokens and units, and the fewest units."""
    free, row = _following(REST).get(driver), UNIT_ROWS.get(driver)
    beside = [f"{{{REST}}}-{{{free}}}"] if free else []
    fewest = [_FEWEST.replace(_UNIT, row)] if row else []

    def fixed(**read: Array) -> Array:
        amount = read[REST] - read[free] if free else np.zeros((1, 1))
        units = read["draw_start_units"] + read["self_host_spare_units"] if row else 0
        return amount + total(units * read[row]) if row else amount

    reads = ([REST, free] if free else []) + (["draw_start_units", "self_host_spare_units", row] if row else [])
    return declare(
        f"draw_fixed_npv_{driver}",
        label=f"NPV that is fixed and follows the {_words(driver)}",
        meaning="What follows no tokens, and the fewest units of any draw with the spares, where it follows the price.",
        unit="currency",
        source=SOURCE,
        excel="=" + "+".join([*beside, *fewest]),
        python=fixed,
        reads={str(name): str(name) for name in reads},
    )


FIXED = {driver: _declare_fixed(driver) for driver in PRICED if driver in UNIT_ROWS or driver in _following(REST)}


def _fixed_rest(rest: Array, start: Array, spare: Array, unit: Array, **parts: Array) -> Array:
    """What is fixed and follows no price."""
    return _less(rest + total((start + spare) * unit), **parts)


FIXED_REST = declare(
    "draw_fixed_npv_rest",
    label="NPV that is fixed and follows no price",
    meaning="What follows no tokens, and the fewest units of any draw with the spares, as far as no price moves it.",
    unit="currency",
    source=SOURCE,
    excel=f"={{{REST}}}+{_FEWEST}-{_sum_of(list(FIXED.values()), '-')}",
    python=_fixed_rest,
    reads={"rest": REST, "start": "draw_start_units", "spare": "self_host_spare_units", "unit": _UNIT}
    | {name: name for name in FIXED.values()},
)
