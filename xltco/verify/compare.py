"""Holds values that an engine found against those of the Python engine, all cells at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xltco.lines import Array
from xltco.model import MODEL
from xltco.spreadsheet.engines.frames import BOOLEAN, EMPTY, NUMBER, TEXT
from xltco.spreadsheet.values import Value
from xltco.verify.cells import FormulaCell
from xltco.verify.expected import Expectation, Held

# Engines add in different orders, so sums differ in the last bits: nine digits are far above that noise and far below
# anything that a report shows.
RELATIVE = 1e-9


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


def agreement(expected: Held, found: Held, noise: Array, empty_text: float) -> tuple[Array, float]:
    """Whether each cell agrees to within the noise of the arithmetic, and the largest relative difference."""
    with np.errstate(invalid="ignore", over="ignore"):
        apart = np.abs(expected.numbers - found.numbers)
        size = np.maximum(np.abs(expected.numbers), np.abs(found.numbers))
        close = apart <= np.maximum(RELATIVE * size, noise)
    same = expected.numbers == found.numbers
    both = (expected.codes == NUMBER) & (found.codes == NUMBER)
    # LibreOffice keeps a truth value as the number 1 or 0 with a format.
    truth = (expected.codes == BOOLEAN) & ((found.codes == BOOLEAN) | (found.codes == NUMBER)) & same
    text = (expected.codes == TEXT) & (found.codes == TEXT) & same
    # An engine may read an empty text back as nothing.
    nothing = (expected.codes == TEXT) & (found.codes == EMPTY) & (expected.numbers == empty_text)
    nothing |= (expected.codes == EMPTY) & (found.codes == EMPTY)
    # Near zero a relative difference says nothing: there the noise of the unit decides.
    unequal = both & ~same & (apart > noise)
    largest = float(np.max(apart[unequal] / size[unequal])) if unequal.any() else 0.0
    return (both & close) | truth | text | nothing, largest


def differences(expectation: Expectation, expected: Held, found: Held, engine: str) -> tuple[list[Difference], float]:
    """Every cell whose value is not the model's, and the largest relative difference.

    Causes stand before what follows from them, and links last.
    """
    agrees, largest = agreement(expected, found, expectation.noise, expectation.texts.id(""))
    wrong = sorted(np.flatnonzero(~agrees), key=lambda i: _rank(expectation, int(i)))
    texts = expectation.texts
    told = [
        difference(expectation.cells[i], "differs", expected.value(i, texts), found.value(i, texts), engine)
        for i in map(int, wrong)
    ]
    return told, largest


def _rank(expectation: Expectation, index: int) -> tuple[bool, int]:
    owner = expectation.owners[index]
    return owner.is_link, _ORDER.get(owner.name, -1)


_ORDER = {name: number for number, name in enumerate(MODEL.lines)}


def difference(
    cell: FormulaCell, reason: str, expected: Value = None, found: Value = None, engine: str = "file"
) -> Difference:
    """A finding about a formula cell."""
    return Difference(cell.sheet, cell.cell, cell.label, cell.formula, expected, found, engine, reason)
