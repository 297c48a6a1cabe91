"""Calls a function through its native entry, on cells, as `calculate` does through its Python entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xltco.errors import DefinitionError
from xltco.functions.cells import Grid, answered
from xltco.functions.evaluator.grammar import parsed
from xltco.functions.function import Function


def evaluated(function: Function, arguments: Sequence[Any]) -> Grid:
    """The function's answer as cells; see `answered`. DefinitionError: it has no native entry."""
    if not function.native:
        raise DefinitionError(f"{function.name} has no native entry")
    return answered(function, arguments, _native_entry)


def _native_entry(function: Function, values: Mapping[str, list[Any]], count: int) -> list[Any]:
    if function.is_table:
        table: list[Any] = _result(function, {name: column[0] for name, column in values.items()})
        return table
    return [_result(function, {name: column[index] for name, column in values.items()}) for index in range(count)]


def _result(function: Function, checked: Mapping[str, Any]) -> Any:
    """The value of the last step on the checked arguments of one element."""
    names = {name: _value(value) for name, value in checked.items()}
    for name, formula in function.steps:
        names[name] = parsed(formula).value(names)
    return parsed(function.last_step).value(names)


def _value(checked: Any) -> Any:
    """A checked argument as formulas know it: numbers are floats, and nothing, which is NaN, is an empty text."""
    if isinstance(checked, bool | str):
        return checked
    return float(checked) if checked == checked else ""
