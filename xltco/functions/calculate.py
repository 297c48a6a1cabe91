"""Calls a function on cells: checks each argument, maps lists element by element, and answers in cells.

A grid is a list of rows of cells, as a sheet hands over a range. A list of n by 1 and one of 1 by m answer n by m;
beyond the end of a list that is shorter than another stands #N/A, as in Excel's own arithmetic of lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from xltco.functions.arguments import Argument
from xltco.functions.check import checked
from xltco.functions.errors import NO_ANSWER, WRONG_TYPE, CellError, FunctionError
from xltco.functions.function import Function
from xltco.lines import Array

Cell = float | str | bool | CellError
Grid = list[list[Cell]]

# So many elements are calculated at a time, and so many at most: memory stays small whatever the sheet asks for.
_BLOCK = 2000
MOST_CELLS = 100_000
_NEVER = CellError(NO_ANSWER, "there is no answer")
_BEYOND = CellError(NO_ANSWER, "a list ends before this element of another")


def calculate(function: Function, arguments: Sequence[Any]) -> Grid:
    """The function's answer as cells.

    Each argument is a cell or a grid of them; None is an empty cell, or an argument left out. A table has its heading
    as first row. Whatever is wrong is a CellError in the cells that it concerns; nothing is raised.
    """
    if len(arguments) > len(function.arguments):
        return [[CellError(WRONG_TYPE, f"{function.name} takes at most {len(function.arguments)} arguments")]]
    given = [*arguments, *[None] * (len(function.arguments) - len(arguments))]
    try:
        grids = [_cells(value) for value in given]
        rows, columns = _shape(function, grids)
    except FunctionError as error:
        return [[CellError(error.code, str(error))]]
    if function.is_table:
        return _table(function, [grid[0, 0] for grid in grids])
    flat = [_stretched(grid, rows, columns).ravel() for grid in grids]
    answers: list[Cell] = []
    for start in range(0, rows * columns, _BLOCK):
        answers += _elements(function, [column[start : start + _BLOCK] for column in flat])
    return [answers[row * columns : (row + 1) * columns] for row in range(rows)]


def answer(function: Function, given: Mapping[str, Any]) -> Any:
    """The function's answer as Python has it: a number or text for scalars, an array for lists, None for no answer.

    FunctionError, which names the argument, where anything is wrong. A table is a list of dicts by column title.
    """
    values = [_plain(given.get(argument.name)) for argument in function.arguments]
    cells = calculate(function, values)
    for cell in (cell for row in cells for cell in row):
        if isinstance(cell, CellError) and cell is not _NEVER:
            raise FunctionError(cell)
    if function.is_table:
        titles = [column.title for column in function.columns]
        return [dict(zip(titles, row, strict=True)) for row in cells[1:]]
    if not any(isinstance(value, list) for value in values):
        return None if cells[0][0] is _NEVER else cells[0][0]
    plain = [[None if cell is _NEVER else cell for cell in row] for row in cells]
    array = np.array(plain, dtype=object if function.unit.name == "text" else float)
    return array[:, 0] if all(np.ndim(value) < 2 for value in given.values()) else array


def _plain(value: Any) -> Any:
    """A Python argument as cells: a flat sequence is a column, and so is what can be an array, such as a Series."""
    plain = np.asarray(value).tolist() if hasattr(value, "__array__") else value
    if isinstance(plain, Sequence) and not isinstance(plain, str | bytes):
        return [list(row) if isinstance(row, list | tuple) else [row] for row in plain]
    return plain


def _cells(value: Any) -> Any:
    """An argument as an array of cells, of shape (rows, columns)."""
    rows = value if isinstance(value, list | tuple) else [[value]]
    rows = [list(row) if isinstance(row, list | tuple) else [row] for row in rows]
    width = len(rows[0]) if rows else 0
    is_deeper = any(isinstance(cell, list | tuple) for row in rows for cell in row)
    if not width or is_deeper or any(len(row) != width for row in rows):
        raise FunctionError(CellError(WRONG_TYPE, "an argument must be a cell or a full range of cells"))
    cells = np.empty((len(rows), width), dtype=object)
    for index, row in enumerate(rows):
        cells[index, :] = row
    return cells


def _shape(function: Function, grids: list[Any]) -> tuple[int, int]:
    """Rows and columns of the answer; FunctionError where they are too many, or a table is asked for a list."""
    rows, columns = (max(grid.shape[axis] for grid in grids) if grids else 1 for axis in (0, 1))
    if rows * columns > MOST_CELLS:
        raise FunctionError(CellError(WRONG_TYPE, f"at most {MOST_CELLS:,} cells at once"))
    if function.is_table and rows * columns > 1:
        raise FunctionError(CellError(WRONG_TYPE, f"{function.name} fills a table: each argument must be one cell"))
    return rows, columns


def _stretched(grid: Any, rows: int, columns: int) -> Any:
    """The cells over the whole answer: a single row or column is repeated, and beyond a list's end stands _BEYOND."""
    wide = np.broadcast_to(
        grid, (grid.shape[0] if grid.shape[0] > 1 else rows, grid.shape[1] if grid.shape[1] > 1 else columns)
    )
    cells = np.full((rows, columns), _BEYOND, dtype=object)
    cells[: wide.shape[0], : wide.shape[1]] = wide
    return cells


def _elements(function: Function, columns: list[Any]) -> list[Cell]:
    """The answers to a block of elements; the first wrong argument of an element decides its error."""
    count = len(columns[0]) if columns else 1
    taken = [[checked(a, value) for value in column] for a, column in zip(function.arguments, columns, strict=True)]
    answers: list[Any] = [_first_error(values) for values in zip(*taken, strict=True)] if taken else [None]
    good = [index for index in range(count) if answers[index] is None]
    if good:
        values = {
            argument.name: _array(argument, [column[index] for index in good])
            for argument, column in zip(function.arguments, taken, strict=True)
        }
        found = np.broadcast_to(function.compute(values), (len(good), 1))[:, 0]
        for index, value in zip(good, found.tolist(), strict=True):
            answers[index] = _answered(value)
    return answers


def _first_error(values: tuple[Any, ...]) -> CellError | None:
    return next((value for value in values if isinstance(value, CellError)), None)


def _array(argument: Argument, values: list[Any]) -> Array:
    """Checked values as the model takes them: shape (cases, 1)."""
    return np.array(values)[:, None] if values else np.empty((0, 1))


def _answered(value: Any) -> Cell:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return _NEVER
    return value if isinstance(value, str | bool) else float(value)


def _table(function: Function, cells: list[Any]) -> Grid:
    taken = [checked(argument, cell) for argument, cell in zip(function.arguments, cells, strict=True)]
    error = _first_error(tuple(taken))
    if error is not None:
        return [[error]]
    values = {a.name: _array(a, [value]) for a, value in zip(function.arguments, taken, strict=True)}
    columns = [np.ravel(column).tolist() for column in function.compute(values)]
    rows: Grid = [[_answered(value) for value in row] for row in zip(*columns, strict=True)]
    return [[column.title for column in function.columns], *rows]
