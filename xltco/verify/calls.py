"""Cells that call a user function, and what the catalogue says they hold.

They are compared apart from the model's lines, because of the engines only IronCalc knows LAMBDA.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from xltco.spreadsheet.formula import is_area, places_of, tokens
from xltco.spreadsheet.reader import Workbook
from xltco.spreadsheet.values import Value
from xltco.verify.cells import FormulaCell, Place, typed

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token

    from xltco.functions import Function

# What the model's own cells call: no need to load the catalogue for them.
_BUILT_IN = frozenset(
    {"ABS", "AND", "COLUMNS", "COUNT", "COUNTIF", "EXP", "FIXED", "IF", "IFERROR", "INDEX", "INT", "ISNA", "ISNUMBER"}
    | {"LARGE", "MATCH", "MAX", "MIN", "NOT", "OR", "ROUND", "SMALL", "SUM", "SUMIF", "SUMPRODUCT", "TEXT"}
)
# Asked before a formula is taken apart: of thousands of formulas few are calls.
_CALLED = re.compile(r"=([A-Za-z0-9_]+)\(")


@dataclass(frozen=True)
class Call:
    """A formula cell that is a call of one function on numbers, texts and single cells of its own sheet."""

    cell: FormulaCell
    function: Function
    arguments: tuple[Any, ...]

    @property
    def places(self) -> list[Place]:
        """The cells that it fills; its own alone where the file states no area, or none that there can be."""
        area = places_of(self.cell.area)
        return [(self.cell.sheet, row, column) for row, column in area] or [self.cell.place]


def calls_in(workbook: Workbook, formulas: Iterable[FormulaCell]) -> Iterator[Call]:
    """Those of the formula cells that are such calls."""
    for cell in formulas:
        called = _CALLED.match(cell.formula)
        function = _function_named(called[1]) if called else None
        arguments = _arguments(workbook, cell) if function else None
        if function is not None and arguments is not None:
            yield Call(cell, function, arguments)


def _function_named(name: str) -> Function | None:
    if name.upper() in _BUILT_IN:
        return None
    from xltco.functions import CATALOGUE

    return CATALOGUE.get(name.upper())


@cache
def answers(call: Call) -> list[list[Value]]:
    """What the catalogue says the call answers, a table of rows."""
    from xltco.functions import CellError
    from xltco.functions.calculate import calculate

    rows = calculate(call.function, call.arguments)
    return [[value.code if isinstance(value, CellError) else value for value in row] for row in rows]


def expected_of(call: Call) -> dict[Place, Value]:
    """What the call's cell, and those that it spills into, hold: as many as it has room for."""
    left = min(column for _, _, column in call.places)
    top = min(row for _, row, _ in call.places)
    answer = answers(call)
    values: dict[Place, Value] = {}
    for sheet, row, column in call.places:
        if row - top < len(answer) and column - left < len(answer[row - top]):
            values[sheet, row, column] = answer[row - top][column - left]
    return values


def all_expected(calls: Iterable[Call]) -> Mapping[Place, Value]:
    """The expected values of all calls."""
    return dict(chain.from_iterable(expected_of(call).items() for call in calls))


def has_room(call: Call) -> bool:
    """Whether the area that the cell fills is as large as its answer: a smaller one hides cells."""
    answer = answers(call)
    rows, columns = ({place[axis] for place in call.places} for axis in (1, 2))
    return (len(answer), len(answer[0])) == (len(rows), len(columns))


def _arguments(workbook: Workbook, cell: FormulaCell) -> tuple[Any, ...] | None:
    """The arguments of a cell that is one call; None for any other formula."""
    parts = tokens(cell.formula)[1:]
    if not parts or parts[-1].subtype != "CLOSE":
        return None
    arguments: list[Any] = [None]
    for token in parts[:-1]:
        if token.type == "SEP":
            arguments.append(None)
        elif token.type == "OPERAND" and _is_readable(token):
            arguments[-1] = _operand(workbook, cell.sheet, token)
        elif token.type != "WHITE-SPACE":
            return None
    return tuple(arguments) if len(parts) > 1 else ()


def _is_readable(token: Token) -> bool:
    return token.subtype != "RANGE" or (is_area(token.value) and ":" not in token.value)


def _operand(workbook: Workbook, sheet: str, token: Token) -> Any:
    if token.subtype == "RANGE":
        return typed(workbook, (sheet, *places_of(token.value)[0]))
    if token.subtype == "TEXT":
        return token.value[1:-1].replace('""', '"')
    if token.subtype == "LOGICAL":
        return token.value == "TRUE"
    return token.value if token.subtype == "ERROR" else float(token.value)
