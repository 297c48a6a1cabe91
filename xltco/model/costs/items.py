"""Cost items (METHOD 5.0): what a behavior does to a month and to the steady state, stated once for every item.

A cost is declared with `@cost`: its rate is entered twice, as every line is, and its behavior says which quantity the
rate is multiplied by in each month. `totals.py` and `steady_state.py` take everything else from the list of items.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from xltco.errors import DefinitionError
from xltco.lines import Array, Cost, Line, PythonEntry
from xltco.model.register import MODEL
from xltco.units import unit_named

CATEGORIES = {
    "usage": "Usage",
    "compute": "Compute",
    "capital": "Capital",
    "labor": "Labor",
    "platform": "Platform",
    "risk_and_compliance": "Risk and compliance",
    "one_time": "One-time",
}


@dataclass(frozen=True)
class Behavior:
    """How a cost follows the months: the row that its rate is multiplied by, and the unit of that rate.

    `{strategy}` and `{key}` in the quantity stand for those of the item.
    """

    name: str
    label: str
    quantity: str
    unit: str = "currency"


VARIABLE = Behavior("variable", "per token", "{strategy}_tokens_in_service", "currency_per_token")
STEP = Behavior("step", "per unit", "{strategy}_units")
EXTRA_STEP = Behavior("extra_step", "per extra unit", "{strategy}_extra_units")
FIXED = Behavior("fixed", "per month", "{strategy}_in_service")
PERIODIC = Behavior("periodic", "per event", "{strategy}_{key}_due")
ONE_TIME = Behavior("one_time", "once", "launch_month")
CAPITAL = Behavior("capital", "per unit bought", "")
BRIDGE = Behavior("bridge", "as buy, before go-live", "")
BEHAVIORS = {b.name: b for b in (VARIABLE, STEP, EXTRA_STEP, FIXED, PERIODIC, ONE_TIME, CAPITAL, BRIDGE)}

RATE = "_cost_rate"
WAGE = "wage_factor"
PRICE = "strategy_price_factor"


def in_a_month(rate: Array, quantity: Array) -> Array:
    """What an item without an index costs in each month: its rate times the quantity that its behavior names."""
    return rate * quantity


def indexed_in_a_month(rate: Array, quantity: Array, index: Array) -> Array:
    """What an item costs in each month: its rate at month-1 prices times quantity and price index."""
    return rate * quantity * index


def cost(
    *strategies: str,
    behavior: Behavior,
    category: str,
    label: str,
    source: str,
    excel: str,
    index: str | None = None,
    every: str | None = None,
    quantity: str | None = None,
) -> Callable[[PythonEntry], PythonEntry]:
    """Declare a cost of each strategy; the decorated function, `strategy_KEY_cost_rate`, is the rate's Python entry.

    `index` is a row of price factors, `every` the input that holds the months between two events of a periodic cost,
    `quantity` a row that stands in for the behavior's own, such as the months of building. DefinitionError: an
    unknown strategy or category, a periodic cost without `every`, a step of buy, a cost whose total stands already, and
    all that a line can be refused for.
    """
    _require_sense(strategies, label, behavior, category, every)

    def declare(function: PythonEntry) -> PythonEntry:
        key = function.__name__.removeprefix("strategy_").removesuffix(RATE)
        if function.__name__ != f"strategy_{key}{RATE}":
            raise DefinitionError(f"{function.__name__}: the rate of a cost is named strategy_KEY{RATE}")
        MODEL.line(
            unit=behavior.unit, source=source, label=f"{label}, {behavior.label}", for_each=strategies, excel=excel
        )(function)
        for strategy in strategies:
            words = {"strategy": strategy}
            item = Cost(
                strategy=strategy,
                key=key,
                label=label,
                category=category,
                behavior=behavior.name,
                rate=f"{strategy}_{key}{RATE}",
                quantity=MODEL.named(quantity, words)
                if quantity
                else behavior.quantity.format(strategy=strategy, key=key),
                index=index and MODEL.named(index, words),
                every=every and MODEL.named(every, words),
            )
            if behavior is PERIODIC:
                _declare_due(item, source)
            _declare_months(item, _meaning(function), source)
            MODEL.costs.append(item)
        return function

    return declare


def _require_sense(
    strategies: tuple[str, ...], label: str, behavior: Behavior, category: str, every: str | None
) -> None:
    """DefinitionError: what is wrong with a declaration of a cost, and what it may be."""
    unknown = [name for name in strategies if name not in MODEL.strategies]
    counted = [name for name in strategies if f"{name}_total" in MODEL]
    if not label:
        raise DefinitionError("a cost has no label: say what it is in a word or two")
    if not strategies or unknown:
        raise DefinitionError(f"{label}: a cost is of {', '.join(MODEL.strategies)}, and not of {unknown or 'none'}")
    if category not in CATEGORIES:
        raise DefinitionError(f"{label}: the category {category!r} is not one of {', '.join(CATEGORIES)}")
    if not behavior.quantity:
        raise DefinitionError(f"{label}: the months of {behavior.name} are a line of their own: use add_cost")
    if (behavior is PERIODIC) != (every is not None):
        raise DefinitionError(f"{label}: a periodic cost names in `every` the input with its months, no other does")
    if behavior in (STEP, EXTRA_STEP) and "buy" in strategies:
        raise DefinitionError(f"{label}: buy has no units, so no cost of its own follows them")
    if counted:
        raise DefinitionError(f"{label}: the total of {counted[0]} is summed already: declare the cost before it")


def _meaning(function: PythonEntry) -> str:
    """What the item's rate means, as its docstring says it."""
    return " ".join((function.__doc__ or "").split())


def add_cost(
    strategy: str,
    key: str,
    behavior: Behavior,
    category: str,
    label: str,
    *,
    rate: str | None = None,
    row: str | None = None,
) -> None:
    """Put an item on the list whose months are a line of their own (capital, bridge): `row` where it has its own name.

    DefinitionError: there is no such line.
    """
    item = Cost(strategy, key, label, category, behavior.name, rate=rate, row=row)
    if item.name not in MODEL.lines:
        raise DefinitionError(f"{item.name} is not a line: declare the row of the item first")
    MODEL.costs.append(item)


def is_due(every: Array, month: Array, first: Array, in_service: Array) -> Array:
    """1 in the months of service that lie whole intervals after the first; none where the interval is 0."""
    since = month - first
    due = (every > 0) & (since > 0) & (since % np.maximum(every, 1) == 0)
    return np.where(due, in_service, 0.0)


def _declare_due(item: Cost, source: str) -> None:
    """The row of a periodic item that is 1 in the months in which it is paid."""
    first, service = f"{item.strategy}_go_live_month", f"{item.strategy}_in_service"
    assert item.quantity
    assert item.every
    MODEL.add(
        Line(
            name=item.quantity,
            label=f"{item.label} is due",
            unit=unit_named("flag"),
            axis="month",
            meaning=f"1 in the months in which the item {item.label.lower()} is due again.",
            source=source,
            excel=f"=IF(AND({{{item.every}}}>0,{{month}}>{{{first}}},"
            f"MOD({{month}}-{{{first}}},MAX({{{item.every}}},1))=0),{{{service}}},0)",
            python=is_due,
            reads={"every": item.every, "month": "month", "first": first, "in_service": service},
            strategy=item.strategy,
            template=f"strategy_{item.key}_due",
        )
    )


def _declare_months(item: Cost, meaning: str, source: str) -> None:
    """The row of months: rate times quantity times index, for every behavior alike."""
    assert item.rate
    assert item.quantity
    factors = {"rate": item.rate, "quantity": item.quantity}
    if item.index:
        factors["index"] = item.index
    MODEL.add(
        Line(
            name=item.name,
            label=item.label,
            unit=unit_named("currency"),
            axis="month",
            meaning=f"{meaning} In the month, paid {BEHAVIORS[item.behavior].label}.",
            source=source,
            excel="=" + "*".join(f"{{{name}}}" for name in factors.values()),
            python=indexed_in_a_month if item.index else in_a_month,
            reads=factors,
            strategy=item.strategy,
            template=f"strategy_{item.key}",
        )
    )
