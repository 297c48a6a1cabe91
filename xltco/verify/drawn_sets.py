"""Drawn inputs put into a workbook's cells: case i depends on the seed and i alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from xltco.engine import Evaluation, evaluate_values, inputs_of
from xltco.inputs import Input
from xltco.lines import Present
from xltco.scenario.stated import CASES, STRATEGY_TABLES, TABLES, actual_inputs, inputs_by_table
from xltco.spreadsheet.values import Value
from xltco.verify.cells import Place
from xltco.verify.draw import CAPACITIES, Table, drawn, make_feasible, plausible
from xltco.verify.inputs import InputCells, InputSet, input_set
from xltco.verify.keyed import CASE_SELECTED

_MOST_STEPS = 6
_OVERRIDDEN = 0.25
Kind = Callable[[Random, Table, InputCells, int], None]


@dataclass(frozen=True)
class DrawnSet:
    """One case: its number, what boundary it lies on, and the inputs in the cells."""

    number: int
    kind: str
    inputs: InputSet


def drawn_set(cells: InputCells, present: Present, seed: int, number: int) -> DrawnSet:
    """The case of that number."""
    rng = Random(f"{seed}:{number}")  # noqa: S311 - cases, not secrets
    kind = KINDS[number % len(KINDS)]
    tables = drawn(rng, cells.rows.strategies, months=cells.months or 0)
    _BOUNDARIES.get(kind, _as_drawn)(rng, tables, cells, number // len(KINDS))
    make_feasible(rng, tables)
    inputs = input_set(cells, _changes(rng, tables, cells))
    if kind in _VOLUMES:
        tokens = _volume(kind, rng, present, inputs)
        if tokens is not None:
            place = cells.of_case(_tokens(), inputs.case, inputs.changes)
            inputs = input_set(cells, {**inputs.changes, place: tokens})
    return DrawnSet(number, kind, inputs)


def _as_drawn(rng: Random, tables: Table, cells: InputCells, turn: int) -> None:
    """Nothing more."""


def _no_growth(rng: Random, tables: Table, cells: InputCells, turn: int) -> None:
    tables["workload"]["monthly_growth_rate"] = 0.0


def _one_month(rng: Random, tables: Table, cells: InputCells, turn: int) -> None:
    tables["horizon"]["months"] = 1


def _whole_timeline(rng: Random, tables: Table, cells: InputCells, turn: int) -> None:
    tables["horizon"]["months"] = cells.months or tables["horizon"]["months"]


def _late(rng: Random, tables: Table, cells: InputCells, turn: int) -> None:
    """Go-live in the last month of the horizon."""
    for table in ("self_host", "own"):
        if table in tables and "buy" in tables:
            tables[table]["go_live_month"] = tables["horizon"]["months"]


def flags() -> list[tuple[Input, bool]]:
    """Every flag of the model that no strategy owns, with each value that is not its default."""
    items = (item for table in TABLES if table not in STRATEGY_TABLES for item in inputs_by_table()[table])
    found = [item for item in items if item.kind == "boolean"]
    return [(item, value) for item in found for value in (True, False) if value != item.default]


def _flags(rng: Random, tables: Table, cells: InputCells, turn: int) -> None:
    """One flag after the other over the cases, alone: all others keep their defaults, so that this one decides."""
    every = flags()
    for item, _ in every:
        tables.setdefault(item.table, {}).pop(item.key, None)
    item, value = every[turn % len(every)]
    tables[item.table][item.key] = value


def _modelled(rng: Random, tables: Table, cells: InputCells, turn: int) -> None:
    """A capacity for each strategy that can have one, and no growth: month 1 is like every other."""
    for table, (speed, _) in CAPACITIES.items():
        if table in tables and not tables[table].get(speed):
            item = next(item for item in inputs_by_table()[table] if item.key == speed)
            tables[table][speed] = item.plausible[1] if item.plausible else 0
    _no_growth(rng, tables, cells, turn)


_BOUNDARIES: dict[str, Kind] = {
    "no growth": _no_growth,
    "one month": _one_month,
    "the whole timeline": _whole_timeline,
    "go-live at the horizon": _late,
    "flags": _flags,
    "on a capacity step": _modelled,
}
_VOLUMES = ("on a capacity step", "on the break-even")
KINDS = ("as drawn", "on a capacity step", "as drawn", "on the break-even", *list(_BOUNDARIES)[:-1])


def _volume(kind: str, rng: Random, present: Present, inputs: InputSet) -> float | None:
    """A volume of month 1 that fills so many units exactly, or at which the two bills are equal."""
    ending = "_unit_capacity" if kind == "on a capacity step" else "_break_even_tokens"
    names = [f"{strategy}{ending}" for strategy in present.strategies if f"{strategy}{ending}" in present.lines]
    scenario = inputs.scenario.case(inputs.case)
    found = evaluate_values(present, inputs_of([scenario]) | dict(inputs.placed), names)
    values = [value for name in names if (value := _number(found, name))]
    if not values:
        return None
    tokens = rng.choice(values) * (rng.randint(1, _MOST_STEPS) if kind == "on a capacity step" else 1)
    most = _tokens().at_most or tokens
    return tokens if tokens <= most else None


def _number(found: Evaluation, name: str) -> float | None:
    value = found.scalar(name)
    return float(value) if isinstance(value, float) and math.isfinite(value) and value > 0 else None


def _tokens() -> Any:
    return next(item for item in inputs_by_table()["workload"] if item.key == "monthly_tokens")


def _changes(rng: Random, tables: Table, cells: InputCells) -> dict[Place, Value]:
    """Every input cell with its drawn value; one that is not drawn has its default."""
    changes: dict[Place, Value] = {}
    for item in cells.items():
        value = tables.get(item.table, {}).get(item.key, item.default)
        for case, place in cells.rows.stated[item.dotted].items():
            own = value if case == "base" else _override(rng, item, value)
            changes[place] = _as_held(own)
    if cells.rows.has_cases:
        changes[cells.rows.facts[CASE_SELECTED]] = rng.choice(CASES)
    for item in actual_inputs():
        rows = tables.get("actuals", ())
        for index, place in enumerate(cells.actuals.get(item.name, ())):
            changes[place] = _as_held(rows[index].get(item.key)) if index < len(rows) else None
    return changes


def _as_held(value: Any) -> Value:
    """A value as a cell holds it: every number is a float, and an empty text is nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | str):
        return value
    return float(value)


def _override(rng: Random, item: Any, base: Any) -> Any:
    """What the low or high case states of an input: mostly nothing, or a number a little off the base."""
    is_amount = isinstance(base, float) and item.kind == "number" and not item.dotted.startswith("workload.cache")
    is_settled = item.key.endswith("tokens_per_second") or (item.key == "monthly_growth_rate" and not base)
    if not is_amount or is_settled or rng.random() > _OVERRIDDEN:
        return None
    low, high = item.plausible or (base, base)
    return min(max(base * rng.uniform(0.8, 1.0), low), high) if base else plausible(rng, item)
