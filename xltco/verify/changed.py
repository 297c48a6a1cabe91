"""The same workbook with other inputs: a formula that is right for today's inputs only is found by changing them."""

from __future__ import annotations

from xltco.inputs import Input
from xltco.scenario.stated import CASES
from xltco.spreadsheet.values import Value
from xltco.verify.cells import Place
from xltco.verify.inputs import InputCells, InputSet, input_set
from xltco.verify.keyed import CASE_SELECTED

_STEP = 1.07
_MONTHS_ADDED = 5
_THROUGHPUT = 1000.0
_FEE_PER_1M = 0.05
COUNT = 2


def changed_sets(cells: InputCells, stated: InputSet) -> list[InputSet]:
    """Two sets in which every input is changed, in the other two cases where the file has cases.

    Changes stay within what is allowed, and an input that is not given stays so. An unmodelled capacity stays so in the
    first set and is modelled in the second: else a wrong formula that needs it is #N/A in both.
    """
    others = [case for case in CASES if case != stated.case] if cells.rows.has_cases else [stated.case] * COUNT
    return [_changed(cells, stated, case, times) for times, case in enumerate(others, start=1)]


def _changed(cells: InputCells, stated: InputSet, case: str, times: int) -> InputSet:
    changes: dict[Place, Value] = {}
    if CASE_SELECTED in cells.rows.facts:
        changes[cells.rows.facts[CASE_SELECTED]] = case
    for item in cells.items():
        place = cells.of_case(item, case, {})
        value = cells.held(place, {})
        if value is not None and item.kind != "text":
            changes[place] = _other(value, item, cells, stated, times)
        elif item.key == "tokens_per_second" and times == COUNT:
            changes[place] = _THROUGHPUT
    return input_set(cells, changes)


def _other(value: Value, item: Input, cells: InputCells, stated: InputSet, times: int) -> Value:
    """Another value that the input may hold."""
    if item.kind == "choice":
        return item.choices[(item.choices.index(str(value)) + times) % len(item.choices)]
    if item.kind == "boolean":
        return not value
    if item.key == "tokens_per_second" and not value:
        return _THROUGHPUT if times == COUNT else value
    if item.key == "go_live_month" and "buy" not in stated.scenario.strategies:
        return value
    most = min(item.at_most or 0, cells.months or 0) if item.dotted == "horizon.months" else item.at_most or 0
    number = float(value or 0)
    for _ in range(times):
        number = _within(number, item, most)
    return number


def _within(value: float, item: Input, most: float) -> float:
    if item.unit.name == "share":
        return 0.9 * value + 0.05
    if item.kind == "integer":
        added = _MONTHS_ADDED if item.unit.name == "months" else 1
        fewer = value - added if value - added >= (item.at_least or 0) else value
        return value + added if value + added <= most else fewer
    if item.unit.name == "currency_per_1m_tokens" and not value:
        # A fee per token as large as the API's price would leave nothing that breaks even.
        return _FEE_PER_1M
    more = {"rate": value + 0.02, "factor": value * _STEP + 0.1}.get(item.unit.name, value * _STEP + 3)
    return more if more <= most else value * (2 - _STEP)
