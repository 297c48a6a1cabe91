"""The same workbook with other inputs: a formula that is right for today's inputs only is found by changing them."""

from __future__ import annotations

from pathlib import Path

from xltco.lines import Input
from xltco.scenario import Scenario
from xltco.scenario.stated import CASES, inputs_by_table
from xltco.verify.file import Address, Value, held, named_cells
from xltco.verify.inputs import scenario_of
from xltco.verify.reader import CASE_SELECTED, ReadWorkbook

_STEP = 1.07
_MONTHS_ADDED = 5
_THROUGHPUT = 1000.0
_FEE_PER_1M = 0.05


def shaken(read: ReadWorkbook, case: str, folder: Path) -> tuple[Path, Scenario]:
    """A copy of the file in `folder` with that case selected and every input changed, and the scenario it states.

    Changes stay within what is allowed, and an input that is not given stays so. An unmodelled capacity stays so in the
    first of the two other cases and is modelled in the second: else a wrong formula that needs it is #N/A in both.
    """
    workbook = read.workbook
    sheet, cell = named_cells(workbook, CASE_SELECTED)[0]
    changes: dict[Address, Value] = {(sheet, cell): case}
    others = [other for other in CASES if other != read.case]
    for item in (item for items in inputs_by_table().values() for item in items if item.dotted in read.inputs.cases):
        address = read.inputs.of_case(workbook, item, case)
        changes[address] = _other(held(workbook, address), item, read.scenario, models_capacity=case == others[-1])
    before = {address: workbook[address[0]][address[1]].value for address in changes}
    try:
        for (sheet, cell), value in changes.items():
            workbook[sheet][cell].value = value
        path = folder / f"shaken-{case}.xlsx"
        workbook.save(path)
        return path, scenario_of(workbook, read.inputs)
    finally:
        for (sheet, cell), value in before.items():
            workbook[sheet][cell].value = value


def _other(value: Value, item: Input, scenario: Scenario, *, models_capacity: bool) -> Value:
    """Another value that the input may hold."""
    if value is None or item.kind == "text":
        return value
    if item.kind == "choice":
        return item.choices[(item.choices.index(str(value)) + 1) % len(item.choices)]
    if item.kind == "boolean":
        return not value
    if item.key == "tokens_per_second" and not value:
        return _THROUGHPUT if models_capacity else value
    if item.key == "go_live_month" and "buy" not in scenario.strategies:
        return value
    return _within(float(value), item)


def _within(value: float, item: Input) -> float:
    if item.unit.name == "share":
        return 0.9 * value + 0.05
    if item.kind == "integer":
        added = _MONTHS_ADDED if item.unit.name == "months" else 1
        return value + added if value + added <= (item.at_most or 0) else value - added
    if item.unit.name == "currency_per_1m_tokens" and not value:
        # A fee per token as large as the API's price would leave nothing that breaks even.
        return _FEE_PER_1M
    more = {"rate": value + 0.02, "factor": value * _STEP + 0.1}.get(item.unit.name, value * _STEP + 3)
    return more if more <= (item.at_most or 0) else value * (2 - _STEP)
