"""What values can't show: formulas that are right for today's inputs only, or that stand where another line should.

Each check yields findings; none of them calculates anything.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from openpyxl.formula import Tokenizer
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, coordinate_to_tuple

from xltco.engine import Evaluation
from xltco.lines import Line, references
from xltco.model import MODEL, STRATEGIES
from xltco.verify.compare import Difference, difference, is_known
from xltco.verify.file import Address, FormulaCell, cells_of, held, named_cells
from xltco.verify.reader import CASE_NUMBER, Owner, ReadWorkbook

_REFERENCE = re.compile(r"(\"[^\"]*\"|'[^']*')|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(.])")


def findings(read: ReadWorkbook, evaluation: Evaluation) -> Iterator[Difference]:
    """Everything in the file that is not as the model has it, whatever its values are."""
    yield from _strangers(read, evaluation)
    yield from _missing_formulas(read, evaluation)
    yield from _wrong_constants(read, evaluation)
    lines = _cells_by_line(read)
    for name, cells in lines.items():
        line = MODEL.lines.get(name)
        if line is not None and name in evaluation.present.lines:
            yield from _uneven(cells)
            yield from _reads_other_names(read, evaluation, line, cells[-1])
            yield from _mislabelled(read, line, cells[0])
    yield from _other_input_formulas(read)


def _cells_by_line(read: ReadWorkbook) -> dict[str, list[FormulaCell]]:
    found = defaultdict(list)
    for cell in read.formulas:
        owner = read.owners.get(cell.address)
        if owner is not None and not owner.is_link:
            found[owner.name].append(cell)
    return found


def _strangers(read: ReadWorkbook, evaluation: Evaluation) -> Iterator[Difference]:
    """Formulas that belong to no line, and links that show a month in another month's column."""
    for cell in read.formulas:
        if not is_known(read, evaluation, cell):
            yield difference(cell, "belongs to no line of the model")
            continue
        owner = read.owners[cell.address]
        if owner.is_link and not _is_aligned(read, owner, cell):
            yield difference(cell, f"shows {owner.name} of another column or row than its own")


def _is_aligned(read: ReadWorkbook, owner: Owner, cell: FormulaCell) -> bool:
    cells = named_cells(read.workbook, owner.name)
    if len(cells) < 2:
        return True
    along = 0 if MODEL.axes[MODEL[owner.name].axis].down else 1
    return coordinate_to_tuple(cells[owner.index][1])[along] == coordinate_to_tuple(cell.cell)[along]


def _missing_formulas(read: ReadWorkbook, evaluation: Evaluation) -> Iterator[Difference]:
    """Cells of lines, inputs and the case number that hold no formula of their own."""
    have = {cell.address for cell in read.formulas}
    present = evaluation.present
    wanted = [line.name for line in present.lines.values() if line.excel is not None]
    wanted += [item.name for item in present.inputs.values() if item.axis == "scalar"] + [CASE_NUMBER]
    for name in wanted:
        cells = named_cells(read.workbook, name)
        length = 1 if name == CASE_NUMBER else present.axis_of(name).length
        if len(cells) != length:
            reason = f"the name covers {len(cells)} cells, the line has {length}"
            yield Difference("", name, _label(name), "", None, None, "file", reason)
        for address in cells:
            if address not in have:
                found = held(read.workbook, address)
                yield Difference(*address, _label(name), "", None, found, "file", "holds no formula")


def _wrong_constants(read: ReadWorkbook, evaluation: Evaluation) -> Iterator[Difference]:
    """Constants of the method, and numbers that the sheet holds itself, such as the months."""
    for name, constant in MODEL.constants.items():
        for address in named_cells(read.workbook, name) or [("", name)]:
            found = held(read.workbook, address) if address[0] else None
            if found != constant.value:
                reason = "is not the method's constant"
                yield Difference(*address, constant.label, "", constant.value, found, "file", reason)
    for line in evaluation.present.lines.values():
        if line.excel is None:
            for address, number in zip(
                named_cells(read.workbook, line.name), evaluation.series(line.name), strict=False
            ):
                found = held(read.workbook, address)
                if found != number:
                    yield Difference(*address, line.label, "", number, found, "file", "is out of order")


def _uneven(cells: list[FormulaCell]) -> Iterator[Difference]:
    """Cells whose formula is not the one of the rest of their row."""
    forms = {cell.address: _relative(cell) for cell in cells}
    usual = Counter(forms.values()).most_common(1)[0][0]
    for cell in cells:
        if forms[cell.address] != usual:
            yield difference(cell, "is another formula than the rest of its row")


def _relative(cell: FormulaCell) -> str:
    """The formula with its references as offsets from the cell."""
    row, column = coordinate_to_tuple(cell.cell)

    def offset(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        to_column, to_row = column_index_from_string(match[3]), int(match[5])
        across = str(to_column) if match[2] else f"[{to_column - column}]"
        down = str(to_row) if match[4] else f"[{to_row - row}]"
        return f"R{down}C{across}"

    return _REFERENCE.sub(offset, cell.formula)


def _reads_other_names(
    read: ReadWorkbook, evaluation: Evaluation, line: Line, cell: FormulaCell
) -> Iterator[Difference]:
    """A formula must read what the line is declared to read: no more, and no less while an input is neutral."""
    found = {name for name in _names_read(read, cell) if name != line.name}
    wanted = references(line.excel or "") - {line.name} - set(evaluation.present.stand_ins)
    if found != wanted:
        extra, lacking = sorted(found - wanted), sorted(wanted - found)
        told = [f"reads {', '.join(extra)}"] if extra else []
        told += [f"does not read {', '.join(lacking)}"] if lacking else []
        yield difference(cell, " and ".join(told) + ", unlike the line")


def _names_read(read: ReadWorkbook, cell: FormulaCell) -> Iterator[str]:
    for sheet, area in _operands(cell):
        places = [(sheet, place) for place in cells_of(area)]
        if not places:
            yield area
        for address in places:
            owner = read.owners.get(address)
            if owner is not None:
                yield owner.name
            elif not _is_empty(read, address):
                yield "!".join(address)


def _operands(cell: FormulaCell) -> Iterator[tuple[str, str]]:
    """The names and areas in a formula, each with its sheet."""
    for token in Tokenizer(cell.formula).items:
        if token.type == "OPERAND" and token.subtype == "RANGE":
            sheet, _, area = token.value.rpartition("!")
            yield sheet.strip("'").replace("''", "'") or cell.sheet, area.replace("$", "")


def _is_empty(read: ReadWorkbook, address: Address) -> bool:
    return address[0] in read.workbook.sheetnames and held(read.workbook, address) is None


def _mislabelled(read: ReadWorkbook, line: Line, cell: FormulaCell) -> Iterator[Difference]:
    """Lines that lie in rows must stand beside their own label and, in a table, below their own strategy."""
    if MODEL.axes[line.axis].down:
        return
    if cell.label != line.label:
        yield difference(cell, f"stands beside the label {cell.label!r}, not {line.label!r}")
    titles = set(STRATEGIES.values())
    column, row = coordinate_from_string(cell.cell)
    sheet = read.workbook[cell.sheet]
    above = (sheet[f"{column}{r}"].value for r in range(row - 1, 0, -1))
    heading = next((text for text in above if text in titles), None) if line.axis == "scalar" else None
    if heading is not None and line.strategy and heading != STRATEGIES[line.strategy]:
        yield difference(cell, f"stands below {heading}, not {STRATEGIES[line.strategy]}")


def _other_input_formulas(read: ReadWorkbook) -> Iterator[Difference]:
    """The active cell of an input picks from its own row's three cases by the case number, and nothing else."""
    formulas = {cell.address: cell for cell in read.formulas}
    for dotted, active in read.inputs.active.items():
        cell = formulas.get(active)
        if cell is None:
            continue
        cases = {place for _, place in read.inputs.cases[dotted].values()}
        areas = [area for _, area in _operands(cell)]
        read_cells = {place for area in areas for place in cells_of(area)}
        names = {area for area in areas if not cells_of(area)}
        if read_cells != cases or names != {CASE_NUMBER}:
            yield difference(cell, "does not pick the case from its own row")


def _label(name: str) -> str:
    item = MODEL.get(name)
    return item.label if item is not None else "Case number"
