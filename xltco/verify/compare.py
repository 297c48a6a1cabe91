"""Holds values that an engine found against those of the Python engine, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from xltco.engine import Evaluation, evaluate
from xltco.lines import NOT_SETTLED
from xltco.model import MODEL
from xltco.scenario import Scenario
from xltco.scenario.stated import CASES
from xltco.verify.file import Address, FormulaCell, Value
from xltco.verify.flags import FLAG, STALE_SOURCES, expected_flag
from xltco.verify.reader import CASE_NUMBER, Owner, ReadWorkbook

# Engines add in different orders, so sums differ in the last bits: nine digits are far above that noise and far below
# anything that a report shows.
RELATIVE = 1e-9
# By case: "" is the selected one, low, base and high those with sheets of their own.
Evaluations = Mapping[str, Evaluation]


@dataclass(frozen=True)
class Difference:
    """A cell that does not hold, or is not, what the model says."""

    sheet: str
    cell: str
    label: str
    formula: str
    expected: Value
    found: Value
    engine: str
    reason: str = "differs"


def evaluations(read: ReadWorkbook, scenario: Scenario, case: str) -> Evaluations:
    """The model on the scenario's selected case, under "", and on each case that has sheets of its own."""
    found = {"": evaluate(scenario.case(case), placed=read.placed)}
    for other in read.cases:
        found[other] = found[""] if other == case else evaluate(scenario.case(other), placed=read.placed)
    return found


def expected_values(read: ReadWorkbook, by_case: Evaluations, case: str) -> dict[Address, Value]:
    """What the model says each formula cell holds: "#N/A" for never, an empty text for an input that is not given."""
    return {
        cell.address: _expected(read, by_case, case, read.owners[cell.address])
        for cell in read.formulas
        if is_known(read, by_case, cell)
    }


def is_known(read: ReadWorkbook, by_case: Evaluations, cell: FormulaCell) -> bool:
    """Whether the cell belongs to something that the model has a value for."""
    owner = read.owners.get(cell.address)
    if owner is None:
        return False
    if owner.name in (CASE_NUMBER, FLAG, STALE_SOURCES) or owner.name in read.meta:
        return True
    values = by_case[owner.case].values.get(owner.name)
    return values is not None and owner.index < values.shape[-1]


def _expected(read: ReadWorkbook, by_case: Evaluations, case: str, owner: Owner) -> Value:
    if owner.name == CASE_NUMBER:
        return float(CASES.index(case) + 1)
    if owner.name == FLAG:
        return expected_flag(read.workbook, read.inputs, read.flags[owner.index])
    if owner.name == STALE_SOURCES:
        flags = [expected_flag(read.workbook, read.inputs, flag) for flag in read.flags]
        return float(flags.count("stale"))
    if owner.name in read.meta:
        shown = case if owner.name == "case_selected" else read.meta[owner.name]
        return 0.0 if shown is None else shown
    value = by_case[owner.case].values[owner.name][0, owner.index]
    if isinstance(value, str):
        return str(value)
    if value.dtype == bool:
        return bool(value)
    if np.isinf(value):
        return NOT_SETTLED
    if value != value:
        return "#N/A" if owner.name in MODEL.lines else ""
    # A truth value that may be "never", or may not be stated, is 1, 0 or NaN in the engine.
    return bool(value) if MODEL[owner.name].unit.name == "boolean" else float(value)


def agrees(expected: Value, found: Value, owner: Owner) -> bool:
    """Whether the two are the same, to within the noise of the arithmetic."""
    if isinstance(expected, bool):
        # LibreOffice keeps a truth value as the number 1 or 0 with a format.
        return isinstance(found, bool | float) and float(found) == float(expected)
    if isinstance(expected, float):
        if isinstance(found, bool) or not isinstance(found, float):
            return False
        item = MODEL.get(owner.name)
        noise = item.unit.noise if item is not None else 0.0
        return abs(expected - found) <= max(RELATIVE * max(abs(expected), abs(found)), noise)
    # An engine may read an empty text back as nothing.
    return expected == ("" if found is None else found)


def relative_difference(expected: Value, found: Value) -> float:
    """The difference over the larger of the two; 0 for what is not two numbers."""
    if not (isinstance(expected, float) and isinstance(found, float)) or expected == found:
        return 0.0
    return abs(expected - found) / max(abs(expected), abs(found))


def differences(
    read: ReadWorkbook, expected: Mapping[Address, Value], found: Mapping[Address, Value], engine: str
) -> Iterator[Difference]:
    """Every formula cell whose value is not the model's: causes before what follows from them, and links last."""
    known = [cell for cell in read.formulas if cell.address in expected]
    order = {name: number for number, name in enumerate(MODEL.lines)}

    def rank(cell: FormulaCell) -> tuple[bool, int]:
        owner = read.owners[cell.address]
        return owner.is_link, order.get(owner.name, -1)

    for cell in sorted(known, key=rank):
        wanted, value = expected[cell.address], found[cell.address]
        if not agrees(wanted, value, read.owners[cell.address]):
            yield difference(cell, "differs", wanted, value, engine)


def difference(
    cell: FormulaCell, reason: str, expected: Value = None, found: Value = None, engine: str = "file"
) -> Difference:
    """A finding about a formula cell."""
    return Difference(cell.sheet, cell.cell, cell.label, cell.formula, expected, found, engine, reason)
