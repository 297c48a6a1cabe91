"""Excel's functions, as far as native entries use them. One more is one more function here, under its Excel name."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from xltco.errors import DefinitionError
from xltco.functions.cells import BEYOND, NEVER
from xltco.functions.errors import CellError
from xltco.functions.evaluator.operators import NUM, OPERATORS, each, number, truth

Function = Callable[..., Any]
Asked = Callable[[], Any]


def _if(condition: Asked, then: Asked | None, otherwise: Asked | None = None) -> Any:
    """Only the answer that is chosen is asked for; of a list of conditions, both."""

    def chosen(value: Any, one: Any, other: Any) -> Any:
        is_true = truth(value)
        return is_true if isinstance(is_true, CellError) else one if is_true else other

    asked = condition()
    if isinstance(asked, list):
        return each(chosen, asked, _answer(then, 0.0), _answer(otherwise, False))
    is_true = truth(asked)
    if isinstance(is_true, CellError):
        return is_true
    return _answer(then, 0.0) if is_true else _answer(otherwise, False)


def _answer(asked: Asked | None, left_out: Any) -> Any:
    return asked() if asked else left_out


def _if_error(value: Asked, otherwise: Asked) -> Any:
    found = value()
    if isinstance(found, list):
        return each(lambda one, other: other if isinstance(one, CellError) else one, found, otherwise())
    return otherwise() if isinstance(found, CellError) else found


def _numbers(values: tuple[Any, ...]) -> Iterator[Any]:
    """The numbers among the values, and errors; of a list, texts and truth values do not count."""
    for value in values:
        if isinstance(value, list):
            cells = (cell for row in value for cell in row)
            yield from (cell for cell in cells if isinstance(cell, float | CellError))
        else:
            yield number(value)


def _over_numbers(combine: Callable[[list[float]], float]) -> Function:
    def function(*values: Any) -> Any:
        found = list(_numbers(values))
        error = next((one for one in found if isinstance(one, CellError)), None)
        if error is not None:
            return error
        result = combine(found) if found else 0.0
        return result if math.isfinite(result) else NUM

    return function


def _over_truths(combine: Callable[[Iterator[bool]], bool]) -> Function:
    def function(*values: Any) -> Any:
        flat = [cell for value in values for row in _rows(value) for cell in row]
        found = [truth(one) for one in flat]
        error = next((one for one in found if isinstance(one, CellError)), None)
        return combine(iter(found)) if error is None else error

    return function


def _of_a_number(compute: Callable[[float], Any]) -> Function:
    def one(value: Any) -> Any:
        found = number(value)
        return found if isinstance(found, CellError) else compute(found)

    return lambda value: each(one, value)


def _not(value: Any) -> Any:
    def one(given: Any) -> Any:
        found = truth(given)
        return found if isinstance(found, CellError) else not found

    return each(one, value)


def _is_number(value: Any) -> Any:
    return each(lambda one: isinstance(one, float), value)


def _sequence(rows: Any, columns: Any = 1.0, start: Any = 1.0, step: Any = 1.0) -> Any:
    given = [number(value) for value in (rows, columns, start, step)]
    for value in given:
        if isinstance(value, CellError):
            return value
    height, width = int(given[0]), int(given[1])
    if height < 1 or width < 1:
        return CellError("#CALC!")
    return [[given[2] + given[3] * (row * width + column) for column in range(width)] for row in range(height)]


def _scan(start: Any, values: Any, step: Function) -> Any:
    found, reached = [], start
    for row in _rows(values):
        found.append([reached := step(reached, cell) for cell in row])
    return found


def _position(wanted: Any, values: Any) -> Any:
    """XMATCH of a value in a row or column, exactly."""
    if isinstance(wanted, CellError):
        return wanted
    cells = (cell for row in _rows(values) for cell in row)
    return next((float(place) for place, cell in enumerate(cells, 1) if OPERATORS["="](cell, wanted) is True), NEVER)


def _beside(*values: Any) -> list[list[Any]]:
    """HSTACK: what is shorter is filled up with #N/A."""
    grids = [_rows(value) for value in values]
    height = max(map(len, grids))
    return [
        [cell for grid in grids for cell in (grid[row] if row < len(grid) else [BEYOND] * len(grid[0]))]
        for row in range(height)
    ]


def _below(*values: Any) -> list[list[Any]]:
    """VSTACK: what is narrower is filled up with #N/A."""
    rows = [row for value in values for row in _rows(value)]
    width = max(map(len, rows))
    return [[*row, *[BEYOND] * (width - len(row))] for row in rows]


def _rows(value: Any) -> list[list[Any]]:
    return value if isinstance(value, list) else [[value]]


LAZY: dict[str, Function] = {"IF": _if, "IFERROR": _if_error}
EAGER: dict[str, Function] = {
    "ABS": _of_a_number(abs),
    "AND": _over_truths(all),
    "HSTACK": _beside,
    "INT": _of_a_number(lambda value: float(math.floor(value))),
    "ISNUMBER": _is_number,
    "MAX": _over_numbers(max),
    "MIN": _over_numbers(min),
    "NA": lambda: NEVER,
    "NOT": _not,
    "OR": _over_truths(any),
    "SCAN": _scan,
    "SEQUENCE": _sequence,
    "SUM": _over_numbers(sum),
    "VSTACK": _below,
    "XMATCH": _position,
}


def function_named(name: str) -> Function:
    """Excel's function of that name, or the catalogue's as one more of them. DefinitionError: neither has it."""
    return LAZY.get(name) or EAGER.get(name) or _of_the_catalogue(name)


def _of_the_catalogue(name: str) -> Function:
    from xltco.functions import CATALOGUE
    from xltco.functions.evaluator.evaluate import evaluated

    if name not in CATALOGUE:
        raise DefinitionError(f"{name}: the evaluator does not know this function; add it to library.py")

    def called(*values: Any) -> Any:
        found = evaluated(CATALOGUE[name], values)
        return found[0][0] if len(found) == len(found[0]) == 1 else found

    return called
