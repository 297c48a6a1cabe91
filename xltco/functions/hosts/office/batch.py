"""`POST /calculate`: many calls in, their answers out; the calculation is the catalogue's.

A call is `{"function": "BREAKEVEN", "arguments": [0.5, [[1.21], [6.98]], 150, 10, null]}`: each argument a cell, or
rows of cells for a range; null an empty cell or an argument left out. Its answer is a grid, where an error is
`{"error": "#NUM!", "message": "..."}`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from xltco.errors import XltcoError
from xltco.functions import CATALOGUE
from xltco.functions.calculate import MOST_CELLS, Cell, Grid, calculate
from xltco.functions.errors import OUT_OF_RANGE, CellError
from xltco.functions.function import Function
from xltco.functions.hosts.office.limits import MOST_CALLS

Given = bool | float | str | None
_BAD_REQUEST, _TOO_LARGE = 400, 413


class RequestError(XltcoError):
    """A request that is not answered; `status` is what HTTP calls the reason."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


class Call(BaseModel):
    """One function and its arguments."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
    function: str
    arguments: list[Given | list[list[Given]]]

    @property
    def cells(self) -> int:
        """Cells that the arguments hold, or that their answer will if there are more of those."""
        grids = [argument for argument in self.arguments if isinstance(argument, list)]
        given = len(self.arguments) + sum(len(row) for grid in grids for row in grid)
        rows = max((len(grid) for grid in grids), default=1)
        columns = max((len(row) for grid in grids for row in grid), default=1)
        return max(given, rows * columns)


class Batch(BaseModel):
    """What a request holds."""

    model_config = ConfigDict(extra="forbid", strict=True)
    calls: list[Call] = Field(max_length=MOST_CALLS)


def answers(body: bytes) -> dict[str, Any]:
    """The answers to a request's calls, in their order. RequestError: not such a request, or one that asks too much."""
    calls = _read(body)
    functions = [_function(call, index) for index, call in enumerate(calls)]
    if sum(call.cells for call in calls) > MOST_CELLS:
        raise RequestError(_TOO_LARGE, f"at most {MOST_CELLS:,} cells in one request; send fewer calls at a time")
    results: list[Grid] = [[] for _ in calls]
    for indexes in _together(calls, functions):
        for index, grid in zip(indexes, _answered(functions[indexes[0]], [calls[i] for i in indexes]), strict=True):
            results[index] = grid
        if sum(len(row) for grid in results for row in grid) > 2 * MOST_CELLS:
            raise RequestError(_TOO_LARGE, "the answer has too many cells; send fewer calls at a time")
    return {"results": [[[_plain(cell) for cell in row] for row in grid] for grid in results]}


def _read(body: bytes) -> list[Call]:
    try:
        return Batch.model_validate_json(body).calls
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        # Of the place, only what the caller wrote: no names of our types.
        place = ".".join(str(part) for part in first["loc"] if isinstance(part, int) or part in _KEYS)
        status = _TOO_LARGE if first["type"] == "too_long" else _BAD_REQUEST
        told = _AN_ARGUMENT if ".arguments." in place else first["msg"]
        raise RequestError(status, f"{place or 'the body'}: {told}") from None


_KEYS = {"calls", "function", "arguments"}
_AN_ARGUMENT = "must be a cell (a finite number, a text, true, false or null) or a list of rows of cells"


def _function(call: Call, index: int) -> Function:
    if call.function not in CATALOGUE:
        raise RequestError(_BAD_REQUEST, f"calls.{index}.function: there is no function {call.function[:64]!r}")
    return CATALOGUE[call.function]


def _together(calls: list[Call], functions: list[Function]) -> Iterator[list[int]]:
    """Which calls are calculated at once: those of single cells, by function; every other by itself.

    A sheet asks for a column cell by cell, and a thousand elements of one list take no longer than a few calls.
    """
    single: dict[str, list[int]] = {}
    for index, (call, function) in enumerate(zip(calls, functions, strict=True)):
        fits = 0 < len(function.arguments) >= len(call.arguments) and not function.is_table
        if fits and not any(isinstance(argument, list) for argument in call.arguments):
            single.setdefault(function.name, []).append(index)
        else:
            yield [index]
    yield from single.values()


def _answered(function: Function, calls: list[Call]) -> Iterator[Grid]:
    if len(calls) == 1:
        yield calculate(function, calls[0].arguments)
        return
    width = len(function.arguments)
    rows = [[*call.arguments, *[None] * (width - len(call.arguments))] for call in calls]
    columns = [[[row[place]] for row in rows] for place in range(width)]
    yield from ([row] for row in calculate(function, columns))


def _plain(cell: Cell) -> Any:
    """A cell as JSON has it, which knows no infinity."""
    if isinstance(cell, CellError):
        return {"error": cell.code, "message": cell.message}
    if isinstance(cell, float) and not math.isfinite(cell):
        return {"error": OUT_OF_RANGE, "message": "too large for a cell"}
    return cell
