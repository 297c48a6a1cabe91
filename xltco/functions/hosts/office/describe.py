"""`catalogue.json`: the catalogue as the task pane explains it."""

from __future__ import annotations

import datetime
from typing import Any

import xltco
from xltco.functions import CATALOGUE
from xltco.functions.arguments import Argument, shown
from xltco.functions.errors import NO_ANSWER, OUT_OF_RANGE, WRONG_TYPE
from xltco.functions.function import Example, Function
from xltco.functions.hosts.office import NAMESPACE
from xltco.functions.hosts.office.limits import LIMITS
from xltco.functions.hosts.office.metadata import identifier
from xltco.lines import in_words
from xltco.units import Unit


def catalogue() -> dict[str, Any]:
    """Every function with its arguments and worked examples."""
    return {
        "version": xltco.__version__,
        "namespace": NAMESPACE,
        "limits": LIMITS,
        "errors": {
            NO_ANSWER: "there is no answer: break-even never comes, or the catalogue has no such price",
            OUT_OF_RANGE: "a number is out of its range",
            WRONG_TYPE: "a wrong type: a text for a number, an unknown word, a required argument left out",
        },
        "functions": [_function(function) for function in CATALOGUE.values()],
    }


def registration() -> dict[str, Any]:
    """What the script needs to offer the functions to Excel: id, name and number of arguments of each."""
    functions = [
        {"id": identifier(function), "name": function.name, "arguments": len(function.arguments)}
        for function in CATALOGUE.values()
    ]
    return {"functions": functions, "limits": LIMITS}


def _function(function: Function) -> dict[str, Any]:
    return {
        "name": function.name,
        "summary": function.summary,
        "details": function.details,
        "category": function.category,
        "syntax": f"{NAMESPACE}.{function.syntax}",
        "unit": _unit(function.unit),
        "columns": [{"title": column.title, "unit": _unit(column.unit)} for column in function.columns],
        "arguments": [_argument(argument) for argument in function.arguments],
        "examples": [_example(function, example) for example in function.examples],
    }


def _argument(argument: Argument) -> dict[str, Any]:
    return {
        "name": argument.name,
        "label": in_words(argument.name),
        "help": argument.help,
        "kind": argument.kind,
        "unit": _unit(argument.unit),
        "required": argument.required,
        "leftOut": "" if argument.required or argument.kind == "date" else shown(argument.default),
        "allowed": argument.allowed,
        "choices": list(argument.choices),
    }


def _unit(unit: Unit) -> dict[str, str]:
    return {"name": unit.name, "label": "" if unit.name in ("text", "boolean", "number", "date") else unit.label}


def _example(function: Function, example: Example) -> dict[str, Any]:
    call = ",".join(_written(argument) for argument in example.arguments)
    return {
        "arguments": [_typed(argument) for argument in example.arguments],
        "formula": f"={NAMESPACE}.{function.name}({call})",
        "value": f"a table of {len(example.value) + 1} rows" if function.is_table else example.value,
        "source": example.source,
    }


def _written(value: Any) -> str:
    """An argument of an example as a formula has it."""
    if isinstance(value, datetime.date):
        return f"DATE({value.year},{value.month},{value.day})"
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else _typed(value)


def _typed(value: Any) -> str:
    """An argument of an example as a person types it into the pane."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < _WRITTEN_OUT:
        return str(int(value))
    return "" if value is None else str(value)


# Larger whole numbers are written with an exponent.
_WRITTEN_OUT = 1e15
