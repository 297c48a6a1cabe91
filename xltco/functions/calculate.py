"""Calls a function through its Python entry: on cells, as every host does, and as Python itself does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from xltco.functions.cells import MOST_CELLS, NEVER, Cell, Grid, answered
from xltco.functions.errors import CellError, FunctionError
from xltco.functions.function import Function

__all__ = ["MOST_CELLS", "Cell", "Grid", "answer", "calculate"]


def calculate(function: Function, arguments: Sequence[Any]) -> Grid:
    """The function's answer as cells; see `answered`."""
    return answered(function, arguments, _python_entry)


def answer(function: Function, given: Mapping[str, Any]) -> Any:
    """The function's answer as Python has it: a number or text for scalars, an array for lists, None for no answer.

    FunctionError, which names the argument, where anything is wrong. A table is a list of dicts by column title.
    """
    values = [_plain(given.get(argument.name)) for argument in function.arguments]
    cells = calculate(function, values)
    for cell in (cell for row in cells for cell in row):
        if isinstance(cell, CellError) and cell is not NEVER:
            raise FunctionError(cell)
    if function.is_table:
        titles = [column.title for column in function.columns]
        return [dict(zip(titles, row, strict=True)) for row in cells[1:]]
    if not any(isinstance(value, list) for value in values):
        return None if cells[0][0] is NEVER else cells[0][0]
    plain = [[None if cell is NEVER else cell for cell in row] for row in cells]
    array = np.array(plain, dtype=object if function.unit.name == "text" else float)
    return array[:, 0] if all(np.ndim(value) < 2 for value in given.values()) else array


def _plain(value: Any) -> Any:
    """A Python argument as cells: a flat sequence is a column, and so is what can be an array, such as a Series."""
    plain = np.asarray(value).tolist() if hasattr(value, "__array__") else value
    if isinstance(plain, Sequence) and not isinstance(plain, str | bytes):
        return [list(row) if isinstance(row, list | tuple) else [row] for row in plain]
    return plain


def _python_entry(function: Function, values: Mapping[str, list[Any]], count: int) -> list[Any]:
    """The function's Python entry on checked arguments, as the model takes them: arrays of shape (cases, 1)."""
    found = function.compute({name: np.array(column)[:, None] for name, column in values.items()})
    if not function.is_table:
        answers: list[Any] = np.broadcast_to(found, (count, 1))[:, 0].tolist()
        return answers
    columns = [np.ravel(column).tolist() for column in found]
    return [[column.title for column in function.columns], *map(list, zip(*columns, strict=True))]
