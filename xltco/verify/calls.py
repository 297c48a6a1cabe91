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
from openpyxl.formula.tokenizer import Token
from openpyxl.utils.cell import rows_from_range
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from xltco.functions import CATALOGUE, CellError, Function
from xltco.functions.calculate import calculate
from xltco.functions.hosts.native import call
from xltco.functions.hosts.native_engine import answer_in_ironcalc
from xltco.verify.file import Address, FormulaCell, Value, held

_NAME = re.compile(r"=(\w+)\(")
_CELL = re.compile(r"\$?[A-Z]{1,3}\$?[1-9][0-9]*")


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
            content = workbook[cell.sheet][cell.cell].value
            yield Call(cell, *read, str(content.ref) if isinstance(content, ArrayFormula) else cell.cell)


def expected_of(call: Call) -> dict[Address, Value]:
    """What the catalogue says the call's cell, and those that it spills into, hold: as many as it has room for."""
    answer = calculate(call.function, call.arguments)
    values: dict[Address, Value] = {}
    for places, row in zip(rows_from_range(call.area), answer, strict=False):
        for place, value in zip(places, row, strict=False):
            values[call.cell.sheet, place] = value.code if isinstance(value, CellError) else value
    return values


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
    named = _NAME.match(cell.formula)
    function = CATALOGUE.get(named[1].upper()) if named else None
    if function is None:
        return None
    _, *tokens = Tokenizer(cell.formula).items
    if not tokens or tokens[-1].subtype != Token.CLOSE:
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


def _is_readable(token: Token) -> bool:
    return token.subtype != Token.RANGE or _CELL.fullmatch(token.value) is not None


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
