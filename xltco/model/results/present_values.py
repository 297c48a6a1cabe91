"""What each item is worth over the months in which self_host serves, for self_host and for the API that it avoids.

An item's months are rate x quantity x index, so its NPV is its rate times a present quantity that every item of the
same behavior and index shares. Horizon break-even, tornado, grids and simulation (METHOD 10.6, 14) read these parts:
moving a driver re-enters the lines that read it, and nothing about a driver is written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from xltco.lines import Array, Cost, Line, PythonEntry
from xltco.model.costs.items import BRIDGE, CAPITAL, EXTRA_STEP, FIXED, ONE_TIME, PERIODIC, STEP, VARIABLE
from xltco.model.register import MODEL, cleared, total
from xltco.units import unit_named

SOURCE = "METHOD 10.6"
COMPARED_ITEMS = ("self_host", "buy")


@dataclass(frozen=True)
class Part:
    """The worth of an item or of a part of it, and the line that holds it."""

    line: str
    item: Cost

    @property
    def sign(self) -> int:
        """1 where it makes self-hosting dearer, -1 where the API would have billed it."""
        return 1 if self.item.strategy == "self_host" else -1


PARTS: list[Part] = []


def declare(
    name: str,
    *,
    label: str,
    meaning: str,
    unit: str,
    excel: str,
    python: PythonEntry,
    reads: Mapping[str, str],
    axis: str = "scalar",
    source: str = SOURCE,
) -> str:
    """Declare a line of self_host that is derived from the list of items; its name."""
    MODEL.add(
        Line(
            name=name,
            label=label,
            unit=unit_named(unit),
            axis=axis,
            meaning=meaning,
            source=source,
            excel=excel,
            python=python,
            reads=reads,
            strategy="self_host",
            template=name,
        )
    )
    return name


def product(**factors: Array) -> Array:
    """The product of the factors."""
    return reduce(np.multiply, factors.values())


def present(**rows: Array) -> Array:
    """The sum over the months of the product of the rows."""
    return total(product(**rows))


def short(index: str | None) -> str:
    """An index as names of lines have it: flat, wage, price (self_host's) or buy_price."""
    return "flat" if index is None else index.removeprefix("self_host_").removesuffix("_factor")


def _present(what: str, unit: str, rows: list[str], index: str | None, words: str) -> str:
    name = f"self_host_present_{what}_{short(index)}"
    if name in MODEL:
        return name
    rows = [*rows, *([index] if index else []), "discount_factor"]
    return declare(
        name,
        label=f"Present {words}, {short(index).replace('_', ' ')}",
        meaning=f"The {words} of all months in which self-hosting serves, at the months' price index, discounted.",
        unit=unit,
        excel="=SUMPRODUCT(" + "*".join(f"{{{row}.all}}" for row in rows) + ")",
        python=present,
        reads={row: row for row in rows},
    )


def growth(index: str | None) -> str:
    """Present tokens per token of month 1."""
    return _present("growth", "factor", ["growth_factor", "self_host_in_service"], index, "growth")


def units(index: str | None) -> str:
    """Present units of self_host."""
    return _present("units", "instances", ["self_host_units"], index, "units")


def months(index: str | None) -> str:
    """Present months of service."""
    return _present("months", "factor", ["self_host_in_service"], index, "months of service")


def _events(item: Cost) -> str:
    assert item.quantity
    window = [] if item.strategy == "self_host" else ["self_host_in_service"]
    return _present(f"{item.name.removeprefix('self_host_')}", "factor", [item.quantity, *window], item.index, "events")


def _worth(item: Cost, ending: str, rate: str, *quantities: str) -> None:
    whose = "worth" if item.strategy == "self_host" else "avoided"
    factors = [rate, *quantities]
    name = declare(
        f"self_host_{whose}_{item.key}{ending}",
        label=f"{item.label}, {'NPV' if whose == 'worth' else 'NPV avoided'}{ending.replace('_', ' ')}",
        meaning="What the item costs over the months in which self-hosting serves, discounted.",
        unit="currency",
        excel="=" + "*".join(f"{{{factor}}}" for factor in factors),
        python=product,
        reads={factor: factor for factor in factors},
    )
    PARTS.append(Part(name, item))


def _declare_worth(item: Cost) -> None:
    """The worth of one item that follows neither tokens nor units, or of its part that does not."""
    rate = str(item.rate)
    if item.behavior == EXTRA_STEP.name:
        _worth(item, "_of_fewest", f"{item.name}_taken_out", months(item.index))
    elif item.behavior == FIXED.name:
        _worth(item, "", rate, months(item.index))
    elif item.behavior == PERIODIC.name:
        _worth(item, "", rate, _events(item))
    elif item.behavior == ONE_TIME.name:
        _worth(item, "", rate)


VARIABLE_ITEMS: list[Cost] = []
_unit_rates: dict[str | None, list[str]] = {}
for _strategy in COMPARED_ITEMS:
    for _item in MODEL.costs_of(_strategy):
        # The months of the bridge cost what buy's do, so they save nothing; self_host and buy own no capital.
        assert _item.behavior != CAPITAL.name
        if _item.behavior == VARIABLE.name:
            VARIABLE_ITEMS.append(_item)
        if _item.behavior in (STEP.name, EXTRA_STEP.name):
            _unit_rates.setdefault(_item.index, []).append(str(_item.rate))
        if _item.behavior != BRIDGE.name:
            _declare_worth(_item)


def summed(**parts: Array) -> Array:
    """The sum of the parts."""
    return reduce(np.add, parts.values())


# What one unit costs in a month at month-1 prices, by the index that it follows.
UNIT_RATES = {
    index: declare(
        f"self_host_unit_rate_{short(index)}",
        label=f"Cost of one unit, {short(index)} index",
        meaning="What one unit costs in a month at month-1 prices, of the items that follow this index.",
        unit="currency",
        excel="=" + "+".join(f"{{{rate}}}" for rate in rates),
        python=summed,
        reads={rate: rate for rate in rates},
    )
    for index, rates in _unit_rates.items()
}


def _summed_parts(name: str, label: str, meaning: str, sign: int) -> str:
    lines = [part.line for part in PARTS if part.sign == sign]
    excel = "=" + "+".join(f"{{{part}}}" for part in lines)
    reads = {part: part for part in lines}
    return declare(name, label=label, meaning=meaning, unit="currency", excel=excel, python=summed, reads=reads)


_HOSTED = _summed_parts(
    "self_host_worth_of_all",
    "NPV of hosting beside tokens and units",
    "NPV of what self-hosting pays that follows neither tokens nor units.",
    1,
)
_AVOIDED_OF_ALL = _summed_parts(
    "self_host_avoided_of_all",
    "NPV avoided beside tokens",
    "NPV of what buy pays beside tokens in the months in which self-hosting serves.",
    -1,
)


def _rest(hosted: Array, avoided: Array) -> Array:
    """Items of self_host less those of buy."""
    return hosted - avoided


REST = declare(
    "self_host_total_rest",
    label="NPV beside tokens and units",
    meaning="NPV of what follows neither tokens nor units, less what buy has of it.",
    unit="currency",
    excel=f"={{{_HOSTED}}}-{{{_AVOIDED_OF_ALL}}}",
    python=_rest,
    reads={"hosted": _HOSTED, "avoided": _AVOIDED_OF_ALL},
)

_TERMS = [(item.strategy, str(item.rate), growth(item.index)) for item in VARIABLE_ITEMS]


def _bill(**read: Array) -> Array:
    """The API's bill less what self-hosting pays per token, where the difference is more than noise."""
    avoided = reduce(np.add, [read[rate] * read[present] for strategy, rate, present in _TERMS if strategy == "buy"])
    paid = [read[rate] * read[present] for strategy, rate, present in _TERMS if strategy != "buy"]
    return cleared(reduce(np.subtract, paid, avoided), avoided, read["relative_tolerance"])


_AVOIDED = "+".join(f"{{{rate}}}*{{{present}}}" for strategy, rate, present in _TERMS if strategy == "buy")
_PAID = "".join(f"-{{{rate}}}*{{{present}}}" for strategy, rate, present in _TERMS if strategy != "buy")
BILL = declare(
    "self_host_total_avoided_bill",
    label="Avoided bill, S",
    meaning="NPV of the API's bill that a token of month 1 saves over the horizon, less what hosting pays per token.",
    unit="currency_per_token",
    excel=f"=IF(ABS({_AVOIDED}{_PAID})<=({_AVOIDED})*{{relative_tolerance}},0,{_AVOIDED}{_PAID})",
    python=_bill,
    reads={name: name for term in _TERMS for name in term[1:]} | {"relative_tolerance": "relative_tolerance"},
)

# Savings, NPV, are the first term less all others: tokens, what is left, and the units by index.
TERMS: tuple[tuple[str, ...], ...] = (
    ("workload_monthly_tokens", BILL),
    (REST,),
    *((rate, units(index)) for index, rate in UNIT_RATES.items()),
)
