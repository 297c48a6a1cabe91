"""`functions.json`: what Excel must know of each function, from the catalogue."""

from __future__ import annotations

from typing import Any

from xltco.functions import CATALOGUE
from xltco.functions.arguments import Argument
from xltco.functions.function import Function


def identifier(function: Function) -> str:
    """The id by which Excel and the script name a function: letters, digits and points only."""
    return function.name.replace("_", ".")


def metadata() -> dict[str, Any]:
    """Custom functions metadata for the whole catalogue.

    Errors and empty cells among the arguments must reach the catalogue, because it decides what they mean; both flags
    are what makes Excel hand them over.
    """
    return {
        "allowErrorForDataTypeAny": True,
        "allowCustomDataForDataTypeAny": True,
        "functions": [_function(function) for function in CATALOGUE.values()],
    }


def _function(function: Function) -> dict[str, Any]:
    return {
        "id": identifier(function),
        "name": function.name,
        "description": function.summary,
        "parameters": [_parameter(argument) for argument in function.arguments],
        # Always a matrix: a column of volumes answers a column.
        "result": {"type": "any", "dimensionality": "matrix"},
    }


def _parameter(argument: Argument) -> dict[str, Any]:
    facts = {
        "name": argument.name,
        "description": argument.description,
        "type": "any",
        "dimensionality": "matrix",
    }
    return facts if argument.required else {**facts, "optional": True}
