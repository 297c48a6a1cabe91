"""Holds values that an engine found against those of the Python engine, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xltco.engine import Evaluation
from xltco.lines import Line
from xltco.model import MODEL
from xltco.scenario.scenario import CASES
from xltco.verify.reader import Address, FormulaCell, Owner, ReadWorkbook, Value

# Engines add in different orders, so sums differ in the last bits: nine digits are far above that noise and far below
# anything that a report shows.
RELATIVE = 1e-9
# The IRR is found by halving an interval: its last digits are the width of the last halvings.
SEARCHED_RELATIVE = 1e-7
# Near zero a difference of two large amounts is nothing but noise: a millionth of a currency unit or of a token.
AMOUNT_ABSOLUTE = 1e-6
ABSOLUTE = 1e-12
PER_TOKEN_ABSOLUTE = 1e-18
_AMOUNTS = ("currency", "tokens")
_SEARCHED = ("_irr", "_irr_search")


@dataclass(frozen=True)
class Difference:
    """A formula cell that does not hold what the model says."""

    sheet: str
    cell: str
    label: str
    formula: str
    expected: Value
    found: Value
    engine: str
    reason: str = "differs"


def expected_value(read: ReadWorkbook, evaluation: Evaluation, owner: Owner) -> Value:
    """What the model says the owner's cell holds; "#N/A" for never, an empty text for an input that is not given."""
    if owner.name == "case_number":
        return float(CASES.index(read.case) + 1)
    value = evaluation.values[owner.name][0, owner.index]
    if isinstance(value, str):
        return str(value)
    if value.dtype == bool:
        return bool(value)
    if value != value:
        return "#N/A" if owner.name in MODEL.lines else ""
    return float(value)


def agrees(expected: Value, found: Value, owner: Owner) -> bool:
    """Whether the two are the same, to within the noise of the arithmetic."""
    if isinstance(expected, bool):
        # LibreOffice keeps a truth value as the number 1 or 0 with a format.
        return isinstance(found, bool | float) and float(found) == float(expected)
    if isinstance(found, bool):
        return False
    if isinstance(expected, float) and isinstance(found, float):
        relative, absolute = _tolerances(owner)
        return abs(expected - found) <= max(relative * max(abs(expected), abs(found)), absolute)
    return (expected or None) == (found or None)


def relative_difference(expected: Value, found: Value) -> float:
    """The difference over the larger of the two; 0 for what is not two numbers."""
    if not (isinstance(expected, float) and isinstance(found, float)) or expected == found:
        return 0.0
    return abs(expected - found) / max(abs(expected), abs(found))


def differences(
    read: ReadWorkbook, evaluation: Evaluation, found: Mapping[Address, Value], engine: str
) -> Iterator[Difference]:
    """Every formula cell with an owner whose value is not the model's."""
    for cell in read.formulas:
        owner = read.owners.get((cell.sheet, cell.cell))
        if owner is None or not _is_known(owner, evaluation):
            continue
        expected = expected_value(read, evaluation, owner)
        value = found[cell.sheet, cell.cell]
        if not agrees(expected, value, owner):
            yield _difference(cell, expected, value, engine)


def strangers(read: ReadWorkbook, evaluation: Evaluation) -> Iterator[Difference]:
    """Formula cells that belong to no line of the model, and lines and constants that the file lacks or has wrong."""
    for cell in read.formulas:
        owner = read.owners.get((cell.sheet, cell.cell))
        if owner is None or not _is_known(owner, evaluation):
            yield _difference(cell, None, cell.cached, "file", "belongs to no line of the model")
    owned = {(owner.name, owner.index) for owner in _formula_owners(read)}
    for line in evaluation.present.lines.values():
        lacking = [i for i in range(evaluation.present.axis_of(line.name).length) if (line.name, i) not in owned]
        if line.excel is not None and lacking:
            whole = len(lacking) == evaluation.present.axis_of(line.name).length
            reason = "has no formula cell" if whole else f"has no formula in {len(lacking)} of its cells"
            yield Difference("", "", line.name, "", None, None, "file", reason)
    yield from _wrong_constants(read)
    yield from _wrong_indices(read, evaluation)


def _formula_owners(read: ReadWorkbook) -> Iterator[Owner]:
    for cell in read.formulas:
        owner = read.owners.get((cell.sheet, cell.cell))
        if owner is not None:
            yield owner


def _wrong_constants(read: ReadWorkbook) -> Iterator[Difference]:
    for name, constant in MODEL.constants.items():
        found = read.constants.get(name)
        if found != constant.value:
            yield Difference(
                "", name, constant.label, "", constant.value, found, "file", "is not the method's constant"
            )


def _wrong_indices(read: ReadWorkbook, evaluation: Evaluation) -> Iterator[Difference]:
    """Numbers that the sheet holds itself, such as the months: they must be the model's."""
    for line in evaluation.present.lines.values():
        if line.excel is None and read.indices.get(line.name) != evaluation.series(line.name):
            yield Difference("", line.name, line.label, "", None, None, "file", "does not hold its numbers in order")


def _is_known(owner: Owner, evaluation: Evaluation) -> bool:
    if owner.name == "case_number":
        return True
    values = evaluation.values.get(owner.name)
    return values is not None and owner.index < values.shape[-1]


def _difference(cell: FormulaCell, expected: Value, found: Value, engine: str, reason: str = "differs") -> Difference:
    return Difference(cell.sheet, cell.cell, cell.label, cell.formula, expected, found, engine, reason)


def _tolerances(owner: Owner) -> tuple[float, float]:
    item = MODEL.get(owner.name)
    if isinstance(item, Line) and owner.name.endswith(_SEARCHED):
        return SEARCHED_RELATIVE, SEARCHED_RELATIVE
    unit = item.unit.name if item is not None else ""
    if unit in _AMOUNTS:
        return RELATIVE, AMOUNT_ABSOLUTE
    return RELATIVE, PER_TOKEN_ABSOLUTE if unit.endswith("_per_token") else ABSOLUTE
