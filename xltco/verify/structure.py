"""What values can't show: formulas that are right for today's inputs only, or that stand where another line should.

Each check yields findings; none of them calculates anything.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from xltco.engine import Evaluation
from xltco.keys import OTHERS
from xltco.lines import Line, references
from xltco.model import MODEL
from xltco.scenario.stated import CURRENCY
from xltco.spreadsheet.formula import relative_form
from xltco.spreadsheet.values import Value
from xltco.verify.calls import has_room
from xltco.verify.cells import FormulaCell, Place, named_places, shown, typed
from xltco.verify.compare import Difference, difference
from xltco.verify.keyed import FACTS, FLAG
from xltco.verify.labels import mislabelled
from xltco.verify.reader import ReadWorkbook, link_target
from xltco.verify.reads import case_picks, names_read

# How many names of the model a workbook was written with.
NAMES_PROPERTY = "xltco_names"
_LAST_BIT = 1e-15


def findings(read: ReadWorkbook, by_case: Mapping[str, Evaluation]) -> Iterator[Difference]:
    """Everything in the file that is not as the model has it, whatever its values are."""
    yield from _keys(read)
    yield from _strangers(read)
    yield from _other_functions(read)
    yield from _other_areas(read)
    yield from _missing_formulas(read)
    yield from _wrong_constants(read, by_case[""])
    for (_, name), cells in _cells_by_line(read).items():
        line = read.present.lines.get(name)
        if name == FLAG or line is not None:
            yield from _uneven(cells)
        if line is not None:
            yield from _reads_other_names(read, line, cells[-1])
            yield from mislabelled(read, line, cells[0])
    yield from case_picks(read)


def _cells_by_line(read: ReadWorkbook) -> dict[tuple[str, str], list[FormulaCell]]:
    """The formula cells of each line, by case and name."""
    found = defaultdict(list)
    for cell in read.formulas:
        owner = read.owners.get(cell.place)
        if owner is not None and not owner.is_link:
            found[owner.case, owner.name].append(cell)
    return found


def _strangers(read: ReadWorkbook) -> Iterator[Difference]:
    """Formulas that belong to no line, and links that show another cell than their key says."""
    for cell in read.formulas:
        owner = read.owners.get(cell.place)
        if owner is None or not (owner.name in read.present or owner.name in (*FACTS, FLAG)):
            yield difference(cell, "belongs to no line of the model")
        elif owner.is_link:
            target = read.owners.get(link_target(cell, read.workbook))
            if target is not None and target.name != owner.name:
                yield difference(cell, f"shows {target.name}, and its key says {owner.name}")
            elif target is not None and target.index != owner.index:
                yield difference(cell, f"shows {owner.name} of another column or row than its own")


def _keys(read: ReadWorkbook) -> Iterator[Difference]:
    """Keys that stand twice, names that point elsewhere than their key, and lines that were taken out."""
    for run in read.unknown:
        sheet, cell = shown(run.place).rsplit("!", 1)
        reason = f"stands beside the key {run.owner.name!r}, which is no name of the model in this file"
        yield Difference(sheet, cell, _label(run.owner.name), "", None, typed(read.workbook, run.place), "file", reason)
    for name in read.repeated:
        yield Difference("", "", name, "", None, None, "file", f"the key {name} stands in two places")
    for (case, name), places in read.homes.items():
        named = named_places(read.workbook, name) if not case else []
        if named and named != places[: len(named)]:
            reason = f"the name {name} points at {shown(named[0])}, and its key stands beside {shown(places[0])}"
            yield Difference(places[0][0], "", _label(name), "", None, None, "file", reason)
    stated = read.workbook.properties.get(NAMES_PROPERTY)
    counted = [name for _, name in read.homes if name in MODEL]
    if isinstance(stated, float) and len(counted) != int(stated):
        reason = f"the workbook was written with {stated:.0f} names of the model and holds {len(counted)}"
        yield Difference("", "", "Names of the model", "", stated, float(len(counted)), "file", reason)


def _other_functions(read: ReadWorkbook) -> Iterator[Difference]:
    """User functions that the workbook defines otherwise than the catalogue; one that it lacks is no finding.

    Names of any case, and those of one sheet: Excel takes them all for the function.
    """
    lambdas = [name for name in read.workbook.names if "LAMBDA(" in name.text.upper()]
    suspects = lambdas or [name for name in read.workbook.names if name.name.isupper()]
    if not suspects:
        return
    from xltco.functions import CATALOGUE
    from xltco.functions.hosts.native import canonical, stored

    for name in read.workbook.names:
        function = CATALOGUE.get(name.name.upper())
        if function and function.native and canonical(name.text) != canonical(stored(function)):
            reason = "is not the function of that name of this version of xltco"
            yield Difference("", name.name, function.summary, name.text, None, None, "file", reason)


def _other_areas(read: ReadWorkbook) -> Iterator[Difference]:
    """Calls that fill another number of cells than they answer, after a program cut or stretched them."""
    for call in read.calls:
        if not has_room(call):
            yield difference(call.cell, f"fills {call.cell.area}, which is not the size of its answer")


def _missing_formulas(read: ReadWorkbook) -> Iterator[Difference]:
    """Cells of lines, of inputs that pick a case, and of facts that hold no formula of their own."""
    have = {cell.place for cell in read.formulas}
    for place, owner in read.owners.items():
        if owner.name == FLAG and not owner.is_link and place not in have:
            yield _no_formula(read, place, FLAG)
    picks = {item.name for item in read.present.inputs.values() if item.axis == "scalar" and item is not CURRENCY}
    for (case, name), places in read.homes.items():
        line = read.present.lines.get(name)
        calculates = line.excel is not None if line else name in _CALCULATED_FACTS
        if calculates or (name in picks and (case or read.inputs.rows.has_cases)):
            for place in places:
                if place not in have:
                    yield _no_formula(read, place, name)


_CALCULATED_FACTS = ("stale_sources", "case_number", *(n for case in OTHERS for n in (case, f"{case}_number")))


def _no_formula(read: ReadWorkbook, place: Place, name: str) -> Difference:
    sheet, cell = shown(place).rsplit("!", 1)
    return Difference(sheet, cell, _label(name), "", None, typed(read.workbook, place), "file", "holds no formula")


def _wrong_constants(read: ReadWorkbook, evaluation: Evaluation) -> Iterator[Difference]:
    """Constants of the method, and numbers that the sheet holds itself, such as the months."""
    for name, constant in MODEL.constants.items():
        for place in read.homes.get(("", name), []) or [("", 0, 0)]:
            found = typed(read.workbook, place)
            if found != constant.value:
                sheet, cell = shown(place).rsplit("!", 1) if place[0] else ("", name)
                reason = "is not the method's constant"
                yield Difference(sheet, cell, constant.label, "", constant.value, found, "file", reason)
    for line in evaluation.present.lines.values():
        if line.excel is None:
            for place, number in zip(read.homes.get(("", line.name), []), evaluation.series(line.name), strict=False):
                found = typed(read.workbook, place)
                if not _is_same(found, number):
                    sheet, cell = shown(place).rsplit("!", 1)
                    yield Difference(sheet, cell, line.label, "", number, found, "file", "is out of order")


def _is_same(found: Value, stated: float | str) -> bool:
    """Whether a number or text is the method's own; a program that saves 16 digits may lose a number's last bit."""
    if isinstance(found, float) and isinstance(stated, float):
        return math.isclose(found, stated, rel_tol=_LAST_BIT)
    return found == stated


def _uneven(cells: list[FormulaCell]) -> Iterator[Difference]:
    """Cells whose formula is not the one of the rest of their row."""
    if len(cells) < 2:
        return
    forms = [relative_form(cell.formula, cell.place[1], cell.place[2]) for cell in cells]
    usual = Counter(forms).most_common(1)[0][0]
    for cell, form in zip(cells, forms, strict=True):
        if form != usual:
            yield difference(cell, "is another formula than the rest of its row")


def _reads_other_names(read: ReadWorkbook, line: Line, cell: FormulaCell) -> Iterator[Difference]:
    """A formula must read what the line is declared to read: no more, and no less while an input is neutral."""
    found = {name for name in names_read(read, cell, read.owners[cell.place].case) if name != line.name}
    wanted = references(line.excel or "") - {line.name} - set(read.present.stand_ins)
    if found != wanted:
        extra, lacking = sorted(found - wanted), sorted(wanted - found)
        told = [f"reads {', '.join(extra)}"] if extra else []
        told += [f"does not read {', '.join(lacking)}"] if lacking else []
        yield difference(cell, " and ".join(told) + ", unlike the line")


def _label(name: str) -> str:
    item = MODEL.get(name)
    return item.label if item is not None else name.replace("_", " ").capitalize()
