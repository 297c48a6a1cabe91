"""Evaluates the Python entries of the model: one scenario, or many cases at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xltco.lines import NOT_SETTLED, Array, Present, full
from xltco.model import MODEL
from xltco.model.register import lengths
from xltco.scenario.stated import CURRENCY, actual_inputs

if TYPE_CHECKING:
    from xltco.scenario import Scenario


@dataclass(frozen=True)
class Evaluation:
    """The values of a scenario's inputs, constants and lines: arrays of shape (cases, axis length)."""

    present: Present
    values: Mapping[str, Array]

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def scalar(self, name: str, case: int = 0) -> Any:
        """One value as Python has it: float, bool or str, None for "never" and for what is absent."""
        if name not in self.values:
            return None
        array = self.values[name]
        return _plain(array[case if array.shape[0] > 1 else 0, 0])

    def series(self, name: str, case: int = 0) -> list[Any]:
        """A line's values along its axis, as Python has them."""
        array = self.values[name]
        return [_plain(value) for value in array[case if array.shape[0] > 1 else 0]]


def evaluate(
    *scenarios: Scenario,
    wanted: Iterable[str] | None = None,
    placed: Mapping[str, Array] | None = None,
    months: int | None = None,
) -> Evaluation:
    """The model on one scenario, or on several with the same strategies as cases of one evaluation.

    `wanted` names the lines to compute (and what feeds them); all of them by default. `placed` are inputs as a workbook
    has them, row by row, in place of the scenario's. `months` is the length of the timeline, the longest horizon of the
    scenarios' cases unless it is stated. ValueError when the scenarios do not have the same strategies.
    """
    strategies = {scenario.strategies for scenario in scenarios}
    if len(strategies) != 1:
        raise ValueError("cases of one evaluation have the same strategies")
    inputs = inputs_of(scenarios) | dict(placed or {})
    past = inputs[actual_inputs()[0].name].shape[-1]
    axes = lengths(months or max(scenario.longest_horizon for scenario in scenarios), past)
    return evaluate_values(MODEL.present(strategies.pop(), axes), inputs, wanted)


def evaluate_values(present: Present, inputs: Mapping[str, Array], wanted: Iterable[str] | None = None) -> Evaluation:
    """The model on arrays of inputs, each of shape (cases, axis length) or (1, axis length)."""
    values: dict[str, Array] = {name: full(constant.value, 1) for name, constant in MODEL.constants.items()}
    values |= {name: full(np.nan, 1) for name in present.recorded}
    values |= inputs
    for name, value in present.stand_ins.items():
        values[name] = np.full((1, present.axis_of(name).length), value)
    lines = present.lines.values() if wanted is None else present.upstream(wanted)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for line in lines:
            arguments = line.arguments(values, present.axes[line.axis].length)
            values[line.name] = line.python(**arguments)
    for name in present.stand_ins:
        del values[name]
    return Evaluation(present, values)


def inputs_of(scenarios: Sequence[Scenario]) -> dict[str, Array]:
    """The inputs of the scenarios, one row a scenario; an optional input that is not given is NaN."""
    tables = [{item.name: value for item, value in scenario.values()} for scenario in scenarios]
    values = {name: _column([table[name] for table in tables]) for name in tables[0]}
    values[CURRENCY.name] = _column([scenario.currency for scenario in scenarios])
    for item in actual_inputs():
        rows = [[getattr(actual, item.key) for actual in scenario.actuals] for scenario in scenarios]
        values[item.name] = np.array([row + [np.nan] * (MODEL.axes["actual"].length - len(row)) for row in rows])
    return values


def _column(values: list[Any]) -> Array:
    if None not in values and isinstance(values[0], bool | str):
        return np.array(values)[:, None]
    return np.array([np.nan if value is None else value for value in values], dtype=float)[:, None]


def _plain(value: Any) -> Any:
    if isinstance(value, np.str_):
        return str(value)
    if isinstance(value, np.bool_):
        return bool(value)
    if np.isinf(value):
        return NOT_SETTLED
    return None if np.isnan(value) else float(value)
