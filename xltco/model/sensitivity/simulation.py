"""The simulation (METHOD 14.4): what self-hosting saves in each draw.

Prices are entered again at 0: what a component of the savings has at 0 and what the stated price adds give it at
every multiple of the price, since rates are proportional to their prices (a test holds every item to that). Units
above the fewest of any draw are counted with operators alone, since no engine rounds up inside a sum.
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from xltco.lines import Array
from xltco.model.register import MODEL, line, numbers, total
from xltco.model.results.present_values import BILL, REST, UNIT_RATES, declare, short
from xltco.model.sensitivity.shared import UNIT_WEIGHTS

SOURCE = "METHOD 14.4"
# The prices that a draw multiplies, and what each stands for.
PRICED = {
    "api_price": "buy_list_price",
    "instance_hourly": "self_host_instance_hourly",
    "labor": "labor_hourly_rate",
}
_MONEY = (BILL, REST, *UNIT_RATES.values())


def _declare_free(driver: str, price: str) -> None:
    """A price of nothing, at which the components are entered again."""

    def free() -> Array:
        return np.zeros((1, 1))

    words = driver.replace("_", " ").replace("api", "API")
    free.__name__ = f"free_{driver}"
    free.__doc__ = f"The {words} at nothing; the sheet holds the number."
    unit, hosting = MODEL[price].unit.name, ("self_host_savings_npv",)
    line(unit=unit, source=SOURCE, label=f"No {words}", excel=None, stands_with=hosting)(free)


for _driver, _price in PRICED.items():
    _declare_free(_driver, _price)
_AT_0 = {d: MODEL.reentered(_MONEY, {price: f"free_{d}"}, f"free_{d}") for d, price in PRICED.items()}


def _following(component: str) -> list[tuple[str, str]]:
    """The price factors that a component follows, with the line that holds it at a price of 0."""
    return [(driver, names[component]) for driver, names in _AT_0.items() if names[component] != component]


def _drawn(component: Array, **read: Array) -> Array:
    """A component in the draw: as stated, and what each price's factor adds; pairs of the factor and of it without."""
    names = iter(read)
    pairs = zip(names, names, strict=True)
    return reduce(np.add, [(read[f] - 1) * (component - read[free]) for f, free in pairs], component)


def _declare_drawn(component: str) -> str:
    """The component along the draws; itself where no price moves it."""
    following = _following(component)
    if not following:
        return component
    item = MODEL.lines[component]
    added = "".join(f"+({{factor_{d}}}-1)*({{{component}}}-{{{free}}})" for d, free in following)
    return declare(
        f"draw_{component.removeprefix('self_host_')}",
        label=f"{item.label}, in the draw",
        meaning="The component of the savings at the prices of the draw.",
        unit=item.unit.name,
        axis="draw",
        source=SOURCE,
        excel=f"={{{component}}}{added}",
        python=_drawn,
        reads={"component": component} | {name: name for d, free in following for name in (f"factor_{d}", free)},
    )


_DRAWN = {component: _declare_drawn(component) for component in _MONEY}


@line(
    unit="factor",
    axis="draw",
    source=SOURCE,
    label="Factor of the load",
    excel="={factor_volume}/{factor_throughput}",
)
def factor_load(factor_volume: Array, factor_throughput: Array) -> Array:
    """What the units that the tokens fill are multiplied by."""
    return factor_volume / factor_throughput


@line(unit="factor", source=SOURCE, label="Least factor of the load", excel="=MIN({factor_load.all},1)")
def least_factor_load(factor_load: Array) -> Array:
    """The least of all draws, and at most the base's 1."""
    return np.minimum(factor_load.min(axis=-1, keepdims=True), 1)


@line(
    unit="instances",
    axis="month",
    source=SOURCE,
    label="Fewest units of any draw",
    excel="=MAX({self_host_min_units},-INT(-{self_host_load}*{least_factor_load}))*{self_host_in_service}",
)
def draw_start_units(
    self_host_min_units: Array, self_host_load: Array, least_factor_load: Array, self_host_in_service: Array
) -> Array:
    """Units of the month at the least load, beside the spares; each draw counts those above them."""
    return np.maximum(np.ceil(self_host_load * least_factor_load), self_host_min_units) * self_host_in_service


@line(
    unit="number",
    axis="count",
    source=SOURCE,
    label="Count of units",
    excel=None,
    stands_with=("self_host_savings_npv",),
)
def count_number() -> Array:
    """The number of a unit above the fewest, up to which each is counted; the sheet holds the numbers."""
    return numbers("count")


@line(
    unit="instances",
    axis="month",
    source=SOURCE,
    label="Most units that are counted",
    excel="={draw_start_units}+MAX({count_number.all})",
)
def draw_most_counted(draw_start_units: Array, count_number: Array) -> Array:
    """Up to here each unit is counted by itself; what a draw needs above is averaged."""
    return draw_start_units + count_number.max(axis=-1, keepdims=True)


def _present_units(draw_start_units: Array, spare_units: Array, weight: Array) -> Array:
    """The fewest units of any draw and the spares over the horizon, discounted."""
    return total((draw_start_units + spare_units) * weight)


# Present units with the fewest of any draw, by index.
_FEWEST = {
    index: declare(
        f"draw_present_units_{short(index)}",
        label=f"Present units of the lightest draw, {short(index)} index",
        meaning="The fewest units of any draw and the spares over the horizon, at the months' price index, discounted.",
        unit="instances",
        source=SOURCE,
        excel=f"=SUMPRODUCT(({{draw_start_units.all}}+{{self_host_spare_units}})*{{{weight}.all}})",
        python=_present_units,
        reads={"draw_start_units": "draw_start_units", "spare_units": "self_host_spare_units", "weight": weight},
    )
    for index, weight in UNIT_WEIGHTS.items()
}
_RATES = {index: _DRAWN[rate] for index, rate in UNIT_RATES.items()}
_PAIRS = [(_RATES[index], weight) for index, weight in UNIT_WEIGHTS.items()]
_UNIT_COST = "+".join(f"{{{rate}}}*{{{weight}.all}}" for rate, weight in _PAIRS)
_READ_PAIRS = {name: name for pair in _PAIRS for name in pair}


def _priced(units: Array, pairs: dict[str, Array]) -> Array:
    """NPV of units by draw and month: pairs of the draw's rate and the months' weights."""
    names = iter(pairs)
    costs = [
        pairs[rate] * (units @ pairs[weight][..., None])[..., 0] for rate, weight in zip(names, names, strict=True)
    ]
    return reduce(np.add, costs)


def _counted_npv(
    factor_load: Array, self_host_load: Array, draw_start_units: Array, count_number: Array, **pairs: Array
) -> Array:
    """What the draw's units above the fewest cost, discounted: one for each count that its load exceeds."""
    load = factor_load[:, :, None] * self_host_load[:, None, :]
    most = count_number.max(axis=-1, keepdims=True)[..., None]
    added = np.minimum(np.maximum(np.ceil(load) - draw_start_units[:, None, :], 0), most)
    return _priced(added, pairs)


def _averaged_npv(
    factor_load: Array, self_host_load: Array, draw_most_counted: Array, halves: Array, **pairs: Array
) -> Array:
    """What the draw's units beyond those counts cost, discounted: its load above them and half a unit."""
    above = factor_load[:, :, None] * self_host_load[:, None, :] - draw_most_counted[:, None, :]
    return _priced(np.where(above > 0, above + 1 / halves[..., None], 0), pairs)


declare(
    "draw_counted_npv",
    label="NPV of the units that are counted",
    meaning="What the draw's units above the fewest cost, discounted: one for each count that its load exceeds.",
    unit="currency",
    axis="draw",
    source=SOURCE,
    excel="=SUMPRODUCT(({factor_load}*{self_host_load.all}>{draw_start_units.all}+{count_number.all}-1)"
    f"*({_UNIT_COST}))",
    python=_counted_npv,
    reads={name: name for name in ("factor_load", "self_host_load", "draw_start_units", "count_number")} | _READ_PAIRS,
)
declare(
    "draw_averaged_npv",
    label="NPV of the units that are averaged",
    meaning="What the draw's units beyond those counts cost, discounted: its load above them and half a unit.",
    unit="currency",
    axis="draw",
    source=SOURCE,
    excel="=SUMPRODUCT(({factor_load}*{self_host_load.all}>{draw_most_counted.all})"
    f"*({{factor_load}}*{{self_host_load.all}}-{{draw_most_counted.all}}+1/{{halves}})*({_UNIT_COST}))",
    python=_averaged_npv,
    reads={name: name for name in ("factor_load", "self_host_load", "draw_most_counted", "halves")} | _READ_PAIRS,
)


@line(
    unit="currency",
    source=SOURCE,
    label="NPV of the API's bill that is avoided",
    excel="={workload_monthly_tokens}*{self_host_total_avoided_bill}",
)
def simulated_bill(workload_monthly_tokens: Array, self_host_total_avoided_bill: Array) -> Array:
    """What follows the tokens, as planned."""
    return workload_monthly_tokens * self_host_total_avoided_bill


@line(unit="currency", source=SOURCE, label="NPV beside tokens and units", excel="={self_host_total_rest}")
def simulated_rest(self_host_total_rest: Array) -> Array:
    """What follows neither tokens nor units, as planned."""
    return self_host_total_rest


def _fewest_units(**read: Array) -> Array:
    """The fewest units of any draw at the stated prices: pairs of rate and present units."""
    names = iter(read)
    return reduce(np.add, [read[rate] * read[present] for rate, present in zip(names, names, strict=True)])


_STATED = [(rate, _FEWEST[index]) for index, rate in UNIT_RATES.items()]
declare(
    "simulated_units",
    label="NPV of the fewest units",
    meaning="What the fewest units of any draw and the spares cost at the stated prices, discounted.",
    unit="currency",
    source=SOURCE,
    excel="=" + "+".join(f"{{{rate}}}*{{{present}}}" for rate, present in _STATED),
    python=_fewest_units,
    reads={name: name for pair in _STATED for name in pair},
)
_DRAWN_UNITS = [(_RATES[index], _FEWEST[index]) for index in UNIT_RATES]


def _draw_savings(
    factor_volume: Array, tokens: Array, bill: Array, rest: Array, counted: Array, averaged: Array, **pairs: Array
) -> Array:
    """Buy's NPV less self-hosting's with the drivers of the draw."""
    return factor_volume * tokens * bill - (rest + _fewest_units(**pairs) + counted + averaged)


declare(
    "draw_savings",
    label="Savings against buy, NPV",
    meaning="Buy's NPV less self-hosting's with the drivers of the draw.",
    unit="currency",
    axis="draw",
    source=SOURCE,
    excel=f"={{factor_volume}}*{{workload_monthly_tokens}}*{{{_DRAWN[BILL]}}}-({{{_DRAWN[REST]}}}"
    + "".join(f"+{{{rate}}}*{{{present}}}" for rate, present in _DRAWN_UNITS)
    + "+{draw_counted_npv}+{draw_averaged_npv})",
    python=_draw_savings,
    reads={
        "factor_volume": "factor_volume",
        "tokens": "workload_monthly_tokens",
        "bill": _DRAWN[BILL],
        "rest": _DRAWN[REST],
        "counted": "draw_counted_npv",
        "averaged": "draw_averaged_npv",
    }
    | {name: name for pair in _DRAWN_UNITS for name in pair},
)
