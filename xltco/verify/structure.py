"""What values can't show: formulas that are right for today's inputs only, or that stand where another line should.

Each check yields findings; none of them calculates anything.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain

from openpyxl.formula import Tokenizer
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, coordinate_to_tuple

from xltco.engine import Evaluation
from xltco.functions import CATALOGUE
from xltco.functions.hosts.native import canonical, stored
from xltco.lines import Line, Present, references
from xltco.model import MODEL, STRATEGIES
from xltco.scenario.stated import CASES, CURRENCY
from xltco.verify.calls import has_room
from xltco.verify.compare import Difference, Evaluations, difference, is_known
from xltco.verify.file import Address, FormulaCell, Value, cells_of, held, named_cells
from xltco.verify.flags import FLAG
from xltco.verify.reader import CASE_NUMBER, Owner, ReadWorkbook

# How many names of the model a workbook was written with.
NAMES_PROPERTY = "xltco_names"
_LAST_BIT = 1e-15
_REFERENCE = re.compile(r"(\"[^\"]*\"|'[^']*')|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(.])")


def findings(read: ReadWorkbook, by_case: Evaluations) -> Iterator[Difference]:
    """Everything in the file that is not as the model has it, whatever its values are."""
    present = by_case[""].present
    yield from _strangers(read, by_case)
    yield from _missing_names(read)
    yield from _other_functions(read)
    yield from _other_areas(read)
    yield from _missing_formulas(read, present)
    yield from _wrong_constants(read, by_case[""])
    for (_, name), cells in _cells_by_line(read).items():
        line = MODEL.lines.get(name)
        if name == FLAG or (line is not None and name in present.lines):
            yield from _uneven(cells)
        if line is not None and name in present.lines:
            yield from _reads_other_names(read, present, line, cells[-1])
            yield from _mislabelled(read, line, cells[0])
    yield from _other_input_formulas(read)


def _cells_by_line(read: ReadWorkbook) -> dict[tuple[str, str], list[FormulaCell]]:
    """The formula cells of each line, by case and name."""
    found = defaultdict(list)
    for cell in read.formulas:
        owner = read.owners.get(cell.address)
        if owner is not None and not owner.is_link:
            found[owner.case, owner.name].append(cell)
    return found


def _strangers(read: ReadWorkbook, by_case: Evaluations) -> Iterator[Difference]:
    """Formulas that belong to no line, and links that show a month in another month's column."""
    for cell in read.formulas:
        if not is_known(read, by_case, cell):
            yield difference(cell, "belongs to no line of the model")
            continue
        owner = read.owners[cell.address]
        if owner.is_link and not _is_aligned(read, owner, cell):
            yield difference(cell, f"shows {owner.name} of another column or row than its own")


def _missing_names(read: ReadWorkbook) -> Iterator[Difference]:
    """The workbook says how many of the model's names it was written with: fewer means that lines were taken out."""
    properties = read.workbook.custom_doc_props.props  # type: ignore[attr-defined]
    stated = next((p.value for p in properties if p.name == NAMES_PROPERTY), None)
    names = [*MODEL.inputs, *MODEL.constants, *MODEL.recorded, *MODEL.lines]
    names += [f"{case}_case_{name}" for case in CASES for name in (*MODEL.inputs, *MODEL.lines)]
    held_names = sum(bool(named_cells(read.workbook, name)) for name in names)
    if stated is not None and held_names != int(stated):
        reason = f"the workbook was written with {stated} names of the model and holds {held_names}"
        yield Difference("", "", "Names of the model", "", float(stated), float(held_names), "file", reason)


def _other_functions(read: ReadWorkbook) -> Iterator[Difference]:
    """User functions that the workbook defines otherwise than the catalogue; one that it lacks is no finding.

    Names of any case, and those of one sheet: Excel takes them all for the function.
    """
    of_sheets = (sheet.defined_names for sheet in read.workbook.worksheets)
    for name, defined in chain.from_iterable(names.items() for names in (read.workbook.defined_names, *of_sheets)):
        function, text = CATALOGUE.get(name.upper()), str(defined.attr_text)
        if function and function.native and canonical(text) != canonical(stored(function)):
            reason = "is not the function of that name of this version of xltco"
            yield Difference("", name, function.summary, text, None, None, "file", reason)


def _other_areas(read: ReadWorkbook) -> Iterator[Difference]:
    """Calls that fill another number of cells than they answer, after a program cut or stretched them."""
    for call in read.calls:
        if not has_room(call):
            yield difference(call.cell, f"fills {call.area}, which is not the size of its answer")


def _is_aligned(read: ReadWorkbook, owner: Owner, cell: FormulaCell) -> bool:
    cells = named_cells(read.workbook, _full_name(owner.case, owner.name))
    if len(cells) < 2:
        return True
    along = 0 if MODEL.axes[MODEL[owner.name].axis].down else 1
    return coordinate_to_tuple(cells[owner.index][1])[along] == coordinate_to_tuple(cell.cell)[along]


def _full_name(case: str, name: str) -> str:
    return f"{case}_case_{name}" if case else name


def _missing_formulas(read: ReadWorkbook, present: Present) -> Iterator[Difference]:
    """Cells of lines, inputs and the case number that hold no formula of their own."""
    have = {cell.address for cell in read.formulas}
    calculated = [line.name for line in present.lines.values() if line.excel is not None]
    lengths = {name: present.axis_of(name).length for name in calculated}
    lengths |= {item.name: 1 for item in present.inputs.values() if item.axis == "scalar" and item is not CURRENCY}
    wanted = {(case, name): length for case in ("", *CASES) for name, length in lengths.items()}
    for (case, name), length in (wanted | {("", CASE_NUMBER): 1}).items():
        full_name = _full_name(case, name)
        cells = named_cells(read.workbook, full_name)
        if full_name not in read.workbook.defined_names and (case or name in present.lines):
            # A template shows what it likes; _missing_names says whether a line was taken out since.
            continue
        if len(cells) != length:
            reason = f"the name covers {len(cells)} cells, the line has {length}"
            yield Difference("", full_name, _label(name), "", None, None, "file", reason)
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
        if line.excel is None and named_cells(read.workbook, line.name):
            for address, number in zip(
                named_cells(read.workbook, line.name), evaluation.series(line.name), strict=False
            ):
                found = held(read.workbook, address)
                if not _is_same(found, number):
                    yield Difference(*address, line.label, "", number, found, "file", "is out of order")


def _is_same(found: Value, stated: float | str) -> bool:
    """Whether a number or text is the method's own; a program that saves 16 digits may lose a number's last bit."""
    if isinstance(found, float) and isinstance(stated, float):
        return math.isclose(found, stated, rel_tol=_LAST_BIT)
    return found == stated


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


def _reads_other_names(read: ReadWorkbook, present: Present, line: Line, cell: FormulaCell) -> Iterator[Difference]:
    """A formula must read what the line is declared to read: no more, and no less while an input is neutral."""
    case = read.owners[cell.address].case
    found = {name for name in _names_read(read, cell, case) if name != line.name}
    wanted = references(line.excel or "") - {line.name} - set(present.stand_ins)
    if found != wanted:
        extra, lacking = sorted(found - wanted), sorted(wanted - found)
        told = [f"reads {', '.join(extra)}"] if extra else []
        told += [f"does not read {', '.join(lacking)}"] if lacking else []
        yield difference(cell, " and ".join(told) + ", unlike the line")


def _names_read(read: ReadWorkbook, cell: FormulaCell, case: str) -> Iterator[str]:
    for sheet, area in _operands(cell):
        places = [(sheet, place) for place in cells_of(area)]
        if not places:
            yield _own_name(read, area, case)
        for address in places:
            owner = read.owners.get(address)
            if owner is not None:
                # A case that reads another case's cell is told with that cell's full name.
                yield owner.name if owner.case == case or not owner.case else _full_name(owner.case, owner.name)
            elif not _is_empty(read, address):
                yield "!".join(address)


def _own_name(read: ReadWorkbook, name: str, case: str) -> str:
    """A name as the line has it: a case of its own reads its own names, and the common ones only where it has none."""
    prefix = f"{case}_case_"
    if case and name.startswith(prefix):
        return name.removeprefix(prefix)
    return f"selected {name}" if case and prefix + name in read.workbook.defined_names else name


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
    # In a cost table the row is the item, and the column says what of it: "Compute" for "Compute, over the horizon".
    is_of_item = bool(cell.label) and line.label.startswith(f"{cell.label}, ")
    if cell.label != line.label and not is_of_item:
        yield difference(cell, f"stands beside the label {cell.label!r}, not {line.label!r}")
    titles = set(STRATEGIES.values())
    column, row = coordinate_from_string(cell.cell)
    sheet = read.workbook[cell.sheet]
    above = (sheet[f"{column}{r}"].value for r in range(row - 1, 0, -1))
    heading = next((text for text in above if text in titles), None) if line.axis == "scalar" else None
    if heading is not None and line.strategy and heading != STRATEGIES[line.strategy]:
        yield difference(cell, f"stands below {heading}, not {STRATEGIES[line.strategy]}")


def _other_input_formulas(read: ReadWorkbook) -> Iterator[Difference]:
    """The active cell of an input picks from its own row's three cases by the case number, and nothing else.

    A case with sheets of its own reads that case's cell of the row, and base where that is empty.
    """
    formulas = {cell.address: cell for cell in read.formulas}
    for dotted, active in read.inputs.active.items():
        places = read.inputs.cases[dotted]
        yield from _picks_others(formulas.get(active), {place for _, place in places.values()}, {CASE_NUMBER})
        for case in CASES:
            for address in named_cells(read.workbook, _full_name(case, dotted.replace(".", "_", 1))):
                allowed = {places[case][1], places["base"][1]}
                yield from _picks_others(formulas.get(address), allowed, set())


def _picks_others(cell: FormulaCell | None, wanted: set[str], wanted_names: set[str]) -> Iterator[Difference]:
    if cell is None:
        return
    areas = [area for _, area in _operands(cell)]
    read_cells = {place for area in areas for place in cells_of(area)}
    names = {area for area in areas if not cells_of(area)}
    if read_cells != wanted or names != wanted_names:
        yield difference(cell, "does not pick the case from its own row")


def _label(name: str) -> str:
    item = MODEL.get(name)
    return item.label if item is not None else "Case number"
