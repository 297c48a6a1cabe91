"""Checks of what was typed in (METHOD 12): a sheet takes any number, so each table asks whether its own make sense."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce

import numpy as np

from xltco.lines import Array, Input, Line
from xltco.model.register import MODEL, STRATEGIES
from xltco.scenario.stated import inputs_by_table
from xltco.units import unit_named


def _is_asked(item: Input) -> bool:
    """Optional inputs may be empty, which a comparison of cells takes for a number."""
    return item.kind in ("number", "integer") and (item.required or item.default is not None)


def _bounded(items: Iterable[Input], bound: str, value: float) -> list[str]:
    return [item.name for item in items if getattr(item, bound) == value]


def _extreme(names: list[str], of: str) -> str:
    cells = ",".join(f"{{{name}}}" for name in names)
    return f"{of}({cells})" if len(names) > 1 else cells


def _in_range(items: Sequence[Input]) -> tuple[str, Callable[..., Array], list[str]]:
    """The two entries that ask every bound that is 0 or 1, and the inputs that they read."""
    tests: tuple[tuple[list[str], str, str, Callable[[Array], Array]], ...] = (
        (_bounded(items, "at_least", 0), "MIN", ">=0", lambda value: value >= 0),
        (_bounded(items, "above", 0), "MIN", ">0", lambda value: value > 0),
        (_bounded(items, "at_least", 1), "MIN", ">=1", lambda value: value >= 1),
        (_bounded(items, "at_most", 1), "MAX", "<=1", lambda value: value <= 1),
    )
    asked = [test for test in tests if test[0]]
    parts = (_extreme(names, of) + bound for names, of, bound, _ in asked)

    def passed(**inputs: Array) -> Array:
        return reduce(np.logical_and, [holds(inputs[name]) for names, _, _, holds in asked for name in names])

    return f"=AND({','.join(parts)})", passed, [item.name for item in items if any(item.name in t[0] for t in asked)]


def _declare(name: str, label: str, meaning: str, items: Sequence[Input], strategy: str | None) -> None:
    excel, python, reads = _in_range(items)
    if not reads:
        # None of their bounds is 0 or 1.
        return
    MODEL.add(
        Line(
            name=name,
            label=label,
            unit=unit_named("boolean"),
            axis="scalar",
            meaning=meaning,
            source="METHOD 12",
            excel=excel,
            python=python,
            reads={read: read for read in reads},
            strategy=strategy,
            template=name.replace(f"{strategy}_", "strategy_", 1) if strategy else name,
        )
    )


for _table, _inputs in inputs_by_table().items():
    _strategy = _table if _table in STRATEGIES else None
    _asked = [item for item in _inputs if _is_asked(item)]
    _shares = [item for item in _asked if item.at_most == 1]
    _money = [item for item in _asked if item not in _shares and item.unit.label.startswith("currency")]
    _counts = [item for item in _asked if item not in _shares and item not in _money]
    _name = f"{_table}_check_{{}}" if _strategy else f"check_{{}}_{_table}"
    for _what, _says, _meant, _items in (
        ("amounts", "amounts and prices are in range", "amount and price", _money),
        ("counts", "counts, rates and times are in range", "count, rate and time", _counts),
        ("shares", "shares lie between 0 and 1", "share", _shares),
    ):
        _declare(
            _name.format(_what),
            _says.capitalize() if _strategy else f"{_table.capitalize()}: {_says}",
            f"Every {_meant} of the table {_table} lies in its range.",
            _items,
            _strategy,
        )
