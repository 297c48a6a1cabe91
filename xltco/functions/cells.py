"""A call as a sheet makes it: arguments are cells or grids, checked and mapped element by element, whoever calculates.

A grid is a list of rows of cells, as a sheet hands over a range. A list of n by 1 and one of 1 by m answer n by m;
beyond the end of a list that is shorter than another stands #N/A, as in Excel's own arithmetic of lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xltco.functions.check import checked
from xltco.functions.errors import NO_ANSWER, WRONG_TYPE, CellError, FunctionError
from xltco.functions.function import Function

Cell = float | str | bool | CellError
Grid = list[list[Cell]]
# What calculates a function from checked arguments: for each name its values, one an element, and how many there are.
# It answers a list with one answer for each element; of a table, the rows with the heading above them.
Entry = Callable[[Function, Mapping[str, list[Any]], int], list[Any]]

# So many elements are calculated at a time, and so many at most: memory stays small whatever the sheet asks for.
_BLOCK = 2000
MOST_CELLS = 100_000
NEVER = CellError(NO_ANSWER, "there is no answer")
BEYOND = CellError(NO_ANSWER, "a list ends before this element of another")


def answered(function: Function, arguments: Sequence[Any], entry: Entry) -> Grid:
    """The function's answer as cells.

    Each argument is a cell or a grid of them; None is an empty cell, or an argument left out. A table has its heading
    as first row. Whatever is wrong is a CellError in the cells that it concerns; nothing is raised.
    """
    if len(arguments) > len(function.arguments):
        return [[CellError(WRONG_TYPE, f"{function.name} takes at most {len(function.arguments)} arguments")]]
    given = [*arguments, *[None] * (len(function.arguments) - len(arguments))]
    try:
        grids = [_grid(value) for value in given]
        rows, columns = _shape(function, grids)
    except FunctionError as error:
        return [[CellError(error.code, str(error))]]
    if function.is_table:
        return _table(function, grids, entry)
    places = [(row, column) for row in range(rows) for column in range(columns)]
    answers: list[Cell] = []
    for start in range(0, len(places), _BLOCK):
        answers += _elements(function, grids, places[start : start + _BLOCK], entry)
    return [answers[row * columns : (row + 1) * columns] for row in range(rows)]


def at(grid: list[list[Any]], row: int, column: int) -> Any:
    """The cell there; a single row or column is repeated, and beyond a list's end stands #N/A."""
    row, column = row if len(grid) > 1 else 0, column if len(grid[0]) > 1 else 0
    return grid[row][column] if row < len(grid) and column < len(grid[0]) else BEYOND


def _grid(value: Any) -> list[list[Any]]:
    """An argument as rows of cells."""
    rows = value if isinstance(value, list | tuple) else [[value]]
    rows = [list(row) if isinstance(row, list | tuple) else [row] for row in rows]
    width = len(rows[0]) if rows else 0
    is_deeper = any(isinstance(cell, list | tuple) for row in rows for cell in row)
    if not width or is_deeper or any(len(row) != width for row in rows):
        raise FunctionError(CellError(WRONG_TYPE, "an argument must be a cell or a full range of cells"))
    return rows


def _shape(function: Function, grids: list[list[list[Any]]]) -> tuple[int, int]:
    """Rows and columns of the answer; FunctionError where they are too many, or a table is asked for a list."""
    rows = max((len(grid) for grid in grids), default=1)
    columns = max((len(grid[0]) for grid in grids), default=1)
    if rows * columns > MOST_CELLS:
        raise FunctionError(CellError(WRONG_TYPE, f"at most {MOST_CELLS:,} cells at once"))
    if function.is_table and rows * columns > 1:
        raise FunctionError(CellError(WRONG_TYPE, f"{function.name} fills a table: each argument must be one cell"))
    return rows, columns


def _elements(
    function: Function, grids: list[list[list[Any]]], places: list[tuple[int, int]], entry: Entry
) -> list[Cell]:
    """The answers to a block of elements; the first wrong argument of an element decides its error."""
    taken = [_taken(argument, grid, places) for argument, grid in zip(function.arguments, grids, strict=True)]
    answers: list[Any] = [_first_error(values) for values in zip(*taken, strict=True)] if taken else [None]
    good = [index for index, wrong in enumerate(answers) if wrong is None]
    if good:
        columns = zip(function.arguments, taken, strict=True)
        values = {argument.name: [column[index] for index in good] for argument, column in columns}
        for index, value in zip(good, entry(function, values, len(good)), strict=True):
            answers[index] = _cell(value)
    return answers


def _taken(argument: Any, grid: list[list[Any]], places: list[tuple[int, int]]) -> list[Any]:
    """An argument's value for each of the places, as the function takes it."""
    if len(grid) == len(grid[0]) == 1:
        return [checked(argument, grid[0][0])] * len(places)
    return [checked(argument, at(grid, *place)) for place in places]


def _first_error(values: Sequence[Any]) -> CellError | None:
    return next((value for value in values if isinstance(value, CellError)), None)


def _cell(value: Any) -> Cell:
    if value is None or (isinstance(value, float) and value != value):
        return NEVER
    return value if isinstance(value, str | bool | CellError) else float(value)


def _table(function: Function, grids: list[list[list[Any]]], entry: Entry) -> Grid:
    taken = [checked(argument, grid[0][0]) for argument, grid in zip(function.arguments, grids, strict=True)]
    error = _first_error(taken)
    if error is not None:
        return [[error]]
    values = {argument.name: [value] for argument, value in zip(function.arguments, taken, strict=True)}
    return [[_cell(value) for value in row] for row in entry(function, values, 1)]
