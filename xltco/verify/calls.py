"""Cells that call a user function, and what the catalogue says they hold.

They are compared apart from the model's lines, because of the engines only IronCalc knows LAMBDA.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils.cell import rows_from_range
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.formula import ArrayFormula

from xltco.functions import CATALOGUE, CellError, Function
from xltco.functions.calculate import calculate
from xltco.functions.hosts.native import call
from xltco.functions.hosts.native_engine import answer_in_ironcalc
from xltco.verify.file import Address, FormulaCell, Value, held

_CELL = re.compile(r"\$?[A-Z]{1,3}\$?[1-9][0-9]*")
# More than any table of the functions fills: a larger area is a slip or an attack, and is not walked through.
MOST_SPILLED = 10_000
# Asked before a formula is taken apart: of thousands of formulas few are calls.
_CALLED = re.compile(r"=([A-Za-z0-9_]+)\(")


@dataclass(frozen=True)
class Call:
    """A formula cell that is a call of one function on numbers, texts and single cells of its own sheet."""

    cell: FormulaCell
    function: Function
    arguments: tuple[Any, ...]
    area: str


def calls_in(workbook: Workbook, formulas: Iterable[FormulaCell]) -> Iterator[Call]:
    """Those of the formula cells that are such calls."""
    for cell in formulas:
        read = _read(workbook, cell)
        if read is not None:
            yield Call(cell, *read, _area(workbook[cell.sheet][cell.cell].value, cell.cell))


def expected_of(call: Call) -> dict[Address, Value]:
    """What the catalogue says the call's cell, and those that it spills into, hold: as many as it has room for."""
    answer = calculate(call.function, call.arguments)
    values: dict[Address, Value] = {}
    for places, row in zip(rows_from_range(call.area), answer, strict=False):
        for place, value in zip(places, row, strict=False):
            values[call.cell.sheet, place] = value.code if isinstance(value, CellError) else value
    return values


def has_room(call: Call) -> bool:
    """Whether the area that the cell fills is as large as its answer: a smaller one hides cells."""
    answer, area = calculate(call.function, call.arguments), list(rows_from_range(call.area))
    return (len(answer), len(answer[0])) == (len(area), len(area[0]))


def found_of(workbook: Workbook, calls: Sequence[Call]) -> dict[Address, Value]:
    """What the workbook's own names answer in IronCalc, the one engine that knows LAMBDA."""
    texts = {name: str(defined.attr_text) for name, defined in workbook.defined_names.items() if name in CATALOGUE}
    areas = [list(rows_from_range(one.area)) for one in calls]
    typed = [(call(c.function, c.arguments), len(a), len(a[0])) for c, a in zip(calls, areas, strict=True)]
    values: dict[Address, Value] = {}
    for one, area, answer in zip(calls, areas, answer_in_ironcalc(typed, texts), strict=True):
        places = ((one.cell.sheet, place) for place in chain(*area))
        values |= dict(zip(places, chain(*answer), strict=True))
    return values


def _read(workbook: Workbook, cell: FormulaCell) -> tuple[Function, tuple[Any, ...]] | None:
    """The function and the arguments of a cell that is one call; None for any other formula."""
    called = _CALLED.match(cell.formula)
    function = CATALOGUE.get(called[1].upper()) if called else None
    tokens = _tokens(cell.formula)[1:] if function else []
    if function is None or not tokens or tokens[-1].subtype != Token.CLOSE:
        return None
    arguments: list[Any] = [None]
    for token in tokens[:-1]:
        if token.type == Token.SEP:
            arguments.append(None)
        elif token.type == Token.OPERAND and _is_readable(token):
            arguments[-1] = _operand(workbook, cell.sheet, token)
        elif token.type != Token.WSPACE:
            return None
    return function, tuple(arguments) if len(tokens) > 1 else ()


def _tokens(formula: str) -> list[Token]:
    """The formula's parts; none where it is broken, which the engines tell of."""
    try:
        return list(Tokenizer(formula).items)
    except (TokenizerError, IndexError):
        return []


def _area(content: Any, cell: str) -> str:
    """The cells that a formula fills; its own cell alone where the file states no area, or none that there can be."""
    area = _cells(content.ref) if isinstance(content, ArrayFormula) else None
    return area.coord if area and area.size["rows"] * area.size["columns"] <= MOST_SPILLED else cell


def _cells(text: Any) -> CellRange | None:
    try:
        return CellRange(text.replace("$", ""))
    except (AttributeError, TypeError, ValueError):
        return None


def _is_readable(token: Token) -> bool:
    if token.subtype != Token.RANGE:
        return True
    return _CELL.fullmatch(token.value) is not None and _cells(token.value) is not None


def _operand(workbook: Workbook, sheet: str, token: Token) -> Any:
    if token.subtype == Token.RANGE:
        return held(workbook, (sheet, token.value.replace("$", "")))
    if token.subtype == Token.TEXT:
        return token.value[1:-1].replace('""', '"')
    if token.subtype == Token.LOGICAL:
        return token.value == "TRUE"
    return token.value if token.subtype == Token.ERROR else float(token.value)


def all_expected(calls: Iterable[Call]) -> Mapping[Address, Value]:
    """The expected values of all calls."""
    return dict(chain.from_iterable(expected_of(call).items() for call in calls))
