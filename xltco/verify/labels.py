"""Whether a line stands beside its own label and, in a table, below its own strategy."""

from __future__ import annotations

from collections.abc import Iterator

from xltco.lines import Line
from xltco.model import MODEL, STRATEGIES
from xltco.verify.cells import FormulaCell
from xltco.verify.compare import Difference, difference
from xltco.verify.reader import ReadWorkbook


def mislabelled(read: ReadWorkbook, line: Line, cell: FormulaCell) -> Iterator[Difference]:
    """Lines that lie in rows; columns that run down have their labels above them."""
    if MODEL.axes[line.axis].down:
        return
    # In a cost table the row is the item, and the column says what of it: "Compute" for "Compute, over the horizon".
    is_of_item = bool(cell.label) and line.label.startswith(f"{cell.label}, ")
    if cell.label != line.label and not is_of_item:
        yield difference(cell, f"stands beside the label {cell.label!r}, not {line.label!r}")
    if line.axis != "scalar" or not line.strategy:
        return
    sheet, row, column = cell.place
    titles = set(STRATEGIES.values())
    values = (read.workbook.sheets[sheet].value(above, column) for above in range(row - 1, 0, -1))
    heading = next((text for text in values if text in titles), None)
    if heading is not None and heading != STRATEGIES[line.strategy]:
        yield difference(cell, f"stands below {heading}, not {STRATEGIES[line.strategy]}")
