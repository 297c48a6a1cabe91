"""What formulas read, told by whose cells those are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltco.keys import OTHERS
from xltco.spreadsheet.address import column_number
from xltco.verify.cells import FormulaCell, Place, named_places, typed
from xltco.verify.compare import Difference, difference
from xltco.verify.keyed import CASE_NUMBER, Owner
from xltco.verify.reader import ReadWorkbook

# A text, or a name or area with the sheet before it, or a call. Enough for the plain formulas of the model.
_OPERAND = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?:(?:'((?:[^']|'')+)'|([A-Za-z_][\w.]*))!)?"
    r"(?:\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?![\w(.])|([A-Za-z_\\][\w.\\]*)(?![\w.]*\())"
)
_NO_NAMES = ("TRUE", "FALSE")
# One part of an axis that is read without the rest.
_PART = "only part of "


def operands(cell: FormulaCell) -> Iterator[tuple[str, tuple[int, int, int, int] | None, str]]:
    """The names and areas in a formula, each with its sheet: top, left, bottom and right, or the name."""
    for match in _OPERAND.finditer(cell.formula):
        sheet = (match[1] or match[2] or cell.sheet).replace("''", "'")
        if match[3]:
            top, left = int(match[4]), column_number(match[3])
            bottom, right = (int(match[6]), column_number(match[5])) if match[5] else (top, left)
            yield sheet, (top, left, bottom, right), ""
        elif match[7] and match[7].upper() not in _NO_NAMES:
            yield sheet, None, match[7]


def names_read(read: ReadWorkbook, cell: FormulaCell, case: str) -> Iterator[str]:
    """The names whose cells the formula reads; a row that is not read whole is told as such."""
    for sheet, area, name in operands(cell):
        if area is None:
            yield _as_read(read, Owner(name), case)
            continue
        top, left, bottom, right = area
        first = read.owners.get((sheet, top, left))
        if first is not None:
            told = _as_read(read, first, case)
            whole = _is_whole(read, first, sheet, area)
            yield told if whole else _PART + told
        elif typed(read.workbook, (sheet, top, left)) is not None:
            yield f"{sheet}!{cell.cell if (top, left) == cell.place[1:] else ''}{top},{left}".rstrip("!")
        elif (top, left) != (bottom, right):
            yield f"{sheet}, row {top}, column {left} to row {bottom}, column {right}"


def _is_whole(read: ReadWorkbook, first: Owner, sheet: str, area: tuple[int, int, int, int]) -> bool:
    """Whether an area of several cells is a name's whole axis."""
    top, left, bottom, right = area
    if (top, left) == (bottom, right):
        return True
    last: Place = (sheet, bottom, right)
    end = read.owners.get(last)
    length = read.present.axis_of(first.name).length if first.name in read.present else 1
    return end is not None and end.name == first.name and (first.index, end.index) == (0, length - 1)


def _as_read(read: ReadWorkbook, owner: Owner, case: str) -> str:
    """A name as the line has it: a case of its own reads its own cells, and common ones only where it has none."""
    if owner.case == case:
        has_own = not case or (case, owner.name) in read.homes or ("", owner.name) not in read.homes
        return owner.name if has_own else f"selected {owner.name}"
    if not owner.case:
        return f"selected {owner.name}" if (case, owner.name) in read.homes else owner.name
    return f"{owner.case} {owner.name}"


def case_picks(read: ReadWorkbook) -> Iterator[Difference]:
    """The active cell of an input picks from its own row's three cases by the case number, and nothing else."""
    if not read.inputs.rows.has_cases:
        return
    formulas = {cell.place: cell for cell in read.formulas}
    for dotted, stated in read.inputs.rows.stated.items():
        name = dotted.replace(".", "_", 1)
        for case, number in (("", CASE_NUMBER), *((other, f"{other}_number") for other in OTHERS)):
            for place in read.homes.get((case, name), [])[:1]:
                cell = formulas.get(place)
                if cell is not None and not _picks(read, cell, set(stated.values()), number):
                    yield difference(cell, "does not pick the case from its own row")


def _picks(read: ReadWorkbook, cell: FormulaCell, stated: set[Place], number: str) -> bool:
    numbers = {read.inputs.rows.facts.get(number)}
    found: set[Place] = set()
    for sheet, area, name in operands(cell):
        if area is None:
            found |= set(named_places(read.workbook, name))
        else:
            top, left, bottom, right = area
            found |= {(sheet, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return found == stated | numbers
