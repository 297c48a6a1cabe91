"""Excel's arithmetic and comparisons on values; element by element where they are lists."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from xltco.functions.cells import at
from xltco.functions.errors import OUT_OF_RANGE, WRONG_TYPE, CellError

NUM, VALUE, DIVISION = CellError(OUT_OF_RANGE), CellError(WRONG_TYPE), CellError("#DIV/0!")


def each(compute: Callable[..., Any], *values: Any) -> Any:
    """The computation on scalars, or element by element: a single row or column is repeated, beyond an end is #N/A."""
    grids = [value if isinstance(value, list) else [[value]] for value in values]
    if not any(isinstance(value, list) for value in values):
        return compute(*values)
    height, width = max(len(grid) for grid in grids), max(len(grid[0]) for grid in grids)
    return [[compute(*(at(grid, row, column) for grid in grids)) for column in range(width)] for row in range(height)]


def number(value: Any) -> Any:
    """A scalar as a number: a truth value counts 1 or 0, a text is #VALUE!."""
    if isinstance(value, str):
        return VALUE
    return value if isinstance(value, CellError) else float(value)


def truth(value: Any) -> Any:
    """A scalar as a truth value: every number but 0 is true, a text is #VALUE!."""
    found = number(value)
    return found if isinstance(found, CellError) else found != 0


def negative(value: Any) -> Any:
    """The value with the other sign."""
    return each(lambda one: _arithmetic(lambda zero, x: zero - x, 0.0, one), value)


def _arithmetic(compute: Callable[[float, float], Any], left: Any, right: Any) -> Any:
    """The result of two numbers; the first error among them, or what Excel says where there is no finite number."""
    left, right = number(left), number(right)
    for operand in (left, right):
        if isinstance(operand, CellError):
            return operand
    try:
        found = compute(left, right)
    except ZeroDivisionError:
        return DIVISION
    except OverflowError:
        return NUM
    return found if isinstance(found, CellError) or math.isfinite(found) else NUM


def _power(base: float, exponent: float) -> Any:
    if base == exponent == 0 or (base < 0 and not exponent.is_integer()):
        return NUM
    return base**exponent


def _compared(compare: Callable[[Any, Any], bool], left: Any, right: Any) -> Any:
    """Numbers stand before texts, and texts, whose case doesn't count, before truth values."""
    for operand in (left, right):
        if isinstance(operand, CellError):
            return operand
    return compare(_rank(left), _rank(right))


def _rank(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


def _operator(apply: Callable[..., Any], compute: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda left, right: each(lambda a, b: apply(compute, a, b), left, right)


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": _operator(_arithmetic, lambda a, b: a + b),
    "-": _operator(_arithmetic, lambda a, b: a - b),
    "*": _operator(_arithmetic, lambda a, b: a * b),
    "/": _operator(_arithmetic, lambda a, b: a / b),
    "^": _operator(_arithmetic, _power),
    "=": _operator(_compared, lambda a, b: a == b),
    "<>": _operator(_compared, lambda a, b: a != b),
    "<": _operator(_compared, lambda a, b: a < b),
    "<=": _operator(_compared, lambda a, b: a <= b),
    ">": _operator(_compared, lambda a, b: a > b),
    ">=": _operator(_compared, lambda a, b: a >= b),
}
