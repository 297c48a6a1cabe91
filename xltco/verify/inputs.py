"""The scenario that a workbook's input cells state, and the same with other values in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from xltco.errors import Problem, ScenarioError
from xltco.inputs import Input
from xltco.lines import Array
from xltco.model import MODEL
from xltco.scenario import Scenario, validated
from xltco.scenario.dates import date_of
from xltco.scenario.stated import CASES, CURRENCY, META_KEYS, TABLES, actual_inputs, inputs_by_table
from xltco.spreadsheet.reader import Workbook
from xltco.spreadsheet.values import Value
from xltco.verify.cells import Place, shown, typed
from xltco.verify.keyed import CASE_SELECTED, InputRows

Changes = Mapping[Place, Value]


@dataclass(frozen=True)
class InputCells:
    """The cells of a workbook that a person fills in; `months` is how long the file's timeline is."""

    workbook: Workbook
    rows: InputRows
    actuals: Mapping[str, list[Place]]
    recorded: Mapping[str, Place]
    months: int | None

    def items(self) -> list[Input]:
        """The inputs that the file has, in the model's order."""
        every = (item for table in TABLES for item in inputs_by_table()[table])
        return [item for item in every if item.dotted in self.rows.active]

    def held(self, place: Place, changes: Changes) -> Value:
        """What a cell holds once those changes are made."""
        return changes[place] if place in changes else typed(self.workbook, place)

    def of_case(self, item: Input, case: str, changes: Changes) -> Place:
        """The cell whose value counts in a case: the case's own, or base where that is empty."""
        cells = self.rows.stated[item.dotted]
        own = cells.get(case, cells["base"])
        return own if self.held(own, changes) is not None else cells["base"]

    def case(self, changes: Changes) -> str:
        """The case that is selected; ScenarioError where it is none of the three."""
        place = self.rows.facts.get(CASE_SELECTED)
        if place is None:
            return "base"
        value = self.held(place, changes)
        # The sheet looks for the word itself: with a space behind it every cell would be #N/A.
        if value not in CASES:
            where = f"{self.workbook.path}: {shown(place)}"
            said = "the case must be low, base or high, in small letters and nothing else"
            raise ScenarioError([Problem(where, said, value, value is not None)])
        return str(value)


@dataclass(frozen=True)
class InputSet:
    """One set of inputs: the changes that lead to it, the scenario that it states, its case, its tables as they lie."""

    changes: Changes
    scenario: Scenario
    case: str
    placed: Mapping[str, Array] = field(default_factory=dict)


def input_set(cells: InputCells, changes: Changes | None = None) -> InputSet:
    """What the input cells state once some are changed; ScenarioError names sheet and cell."""
    changes = changes or {}
    scenario = _scenario_of(cells, changes)
    _require_timeline(cells, scenario)
    placed = {name: _column([cells.held(p, changes) for p in places]) for name, places in cells.actuals.items()}
    return InputSet(changes, scenario, cells.case(changes), placed | _recorded(cells))


def _require_timeline(cells: InputCells, scenario: Scenario) -> None:
    """A horizon longer than the file's timeline would be cut off in silence."""
    if cells.months is None:
        return
    problems = []
    for case in CASES:
        months = scenario.case(case).horizon.months
        if months > cells.months:
            stated = cells.rows.stated["horizon.months"]
            place = shown(stated.get(case, stated["base"]))
            said = (
                f"the file's timeline ends with month {cells.months}; for more, build the workbook with "
                f"`xltco build --timeline {months:.0f}`"
            )
            problems.append(Problem(f"{cells.workbook.path}: {place} (horizon.months)", said, months))
    if problems:
        raise ScenarioError(problems[:1])


def _scenario_of(cells: InputCells, changes: Changes) -> Scenario:
    raw: dict[str, Any] = {}
    where: dict[str, str] = {}
    for key in META_KEYS:
        place = cells.rows.facts.get(f"scenario_{key}")
        if place is not None:
            where[key] = shown(place)
            value = cells.held(place, changes)
            if value is None and key == CURRENCY.key:
                raw[key] = ""  # sentences name it, so an empty cell is no default
            elif value is not None:
                raw[key] = _date(value) if key == "as_of" else value
    overrides: dict[str, dict[str, Any]] = {"low": {}, "high": {}}
    for item in cells.items():
        for case, place in cells.rows.stated[item.dotted].items():
            value = _as_stated(cells.held(place, changes), item)
            where[item.dotted if case == "base" else f"cases.{case}.{item.dotted}"] = shown(place)
            if case != "base":
                overrides[case] |= {} if value is None else {item.dotted: value}
            elif value is not None or item.default is not None:
                # An empty cell is no default: the sheet would calculate with nothing.
                raw.setdefault(item.table, {})[item.key] = value if item.kind != "text" or value else ""
            else:
                raw.setdefault(item.table, {})
    raw["cases"] = {case: values for case, values in overrides.items() if values}
    raw["actuals"] = _actuals(cells, changes, where)
    try:
        return validated(raw, lambda key: f"{cells.workbook.path}: {where.get(key, _table(key))} ({key})")
    except ScenarioError as error:
        raise ScenarioError([_of_a_cell(problem) for problem in error.problems]) from None


def _of_a_cell(problem: Problem) -> Problem:
    """A problem as a person with the sheet before them understands it: what is None in Python is an empty cell."""
    if not problem.has_value or problem.value is not None:
        return problem
    return Problem(problem.place, f"the cell is empty: {problem.message}", has_value=False)


def _recorded(cells: InputCells) -> dict[str, Array]:
    """The results at generation that the file holds: NaN where it holds none, infinity for "never"."""
    found = {}
    for name in MODEL.recorded:
        value = typed(cells.workbook, cells.recorded[name]) if name in cells.recorded else None
        found[name] = np.array([[value if isinstance(value, float) else np.nan if value is None else np.inf]])
    return found


def _column(values: list[Value]) -> Array:
    return np.array([[value if isinstance(value, float) else np.nan for value in values]])


def _as_stated(value: Value, item: Input) -> Any:
    if item.kind == "boolean" and value in (0.0, 1.0):
        return bool(value)
    if item.kind in ("text", "choice") and value is not None:
        return str(value)
    return value


def _date(value: Value) -> Any:
    try:
        return date_of(value) if isinstance(value, float) else value
    except OverflowError:
        return f"the number {value:.0f}"


def _actuals(cells: InputCells, changes: Changes, where: dict[str, str]) -> list[dict[str, Any]]:
    """The rows of past months that hold anything."""
    rows: list[dict[str, Any]] = []
    columns = {item.key: cells.actuals[item.name] for item in actual_inputs() if item.name in cells.actuals}
    for index in range(min(map(len, columns.values()), default=0)):
        row = {key: cells.held(places[index], changes) for key, places in columns.items()}
        if any(value is not None for value in row.values()):
            rows.append({key: value for key, value in row.items() if value is not None})
            for key, places in columns.items():
                where[f"actuals.{len(rows)}.{key}"] = shown(places[index])
    return rows


def _table(key: str) -> str:
    return "Actuals" if key.startswith("actuals") else "Inputs"
