"""Wrappers of the catalogue for xlwings: one function for each entry, which xlwings shows in Excel.

xlwings reads a function's name, arguments, defaults and help when it decorates it, so these are set first; and it finds
a function again by its name in the module that it loads, so each is put there under that name.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import xlwings

from xltco.functions import CATALOGUE
from xltco.functions.calculate import calculate
from xltco.functions.errors import CellError
from xltco.functions.function import Function

PREFIX = "XLTCO_"


@dataclass(frozen=True)
class Host:
    """What one kind of xlwings needs of its own."""

    # The name of the Python function, and in classic xlwings of the function in Excel.
    named: Callable[[Function], str]
    # Keyword arguments of `xlwings.func`, and of `xlwings.arg` for every argument.
    facts: Callable[[Function], Mapping[str, Any]]
    reading: Mapping[str, Any]
    # An argument as it arrives, as `calculate` takes it.
    taken: Callable[[Any], Any]
    # What a cell shows for an error.
    shown: Callable[[CellError], str]


def prefixed(function: Function) -> str:
    """XLTCO_BREAKEVEN, a name that no native function has: XLTCO_VERSION is one, so here it is XLTCO_ADDIN_VERSION."""
    name = function.name
    return f"{PREFIX}ADDIN_{name.removeprefix(PREFIX)}" if name.startswith(PREFIX) else f"{PREFIX}{name}"


def publish(module: dict[str, Any], host: Host) -> list[str]:
    """Put a wrapper of every function into a module's globals, and return their names."""
    wrappers = [_wrapped(function, host, module["__name__"]) for function in CATALOGUE.values()]
    module.update({wrapper.__name__: wrapper for wrapper in wrappers})
    return [wrapper.__name__ for wrapper in wrappers]


def _wrapped(function: Function, host: Host, module: str) -> Callable[..., Any]:
    def call(*arguments: Any) -> list[list[Any]]:
        grid = calculate(function, [host.taken(argument) for argument in arguments])
        return [[host.shown(cell) if isinstance(cell, CellError) else cell for cell in row] for row in grid]

    call.__name__ = call.__qualname__ = host.named(function)
    call.__module__ = module
    call.__doc__ = function.summary
    call.__annotations__ = {}  # xlwings would take them for converters
    call.__signature__ = _signature(function)  # type: ignore[attr-defined]
    decorated: Callable[..., Any] = call
    for argument in function.arguments:
        decorated = xlwings.arg(argument.name, doc=argument.description, **host.reading)(decorated)
    # Last, because each `arg` sets the facts back.
    return cast("Callable[..., Any]", xlwings.func(**host.facts(function))(decorated))


def _signature(function: Function) -> inspect.Signature:
    """The arguments as Excel lists them; None stands for what is left out, as everywhere."""
    return inspect.Signature(
        [
            inspect.Parameter(
                argument.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=inspect.Parameter.empty if argument.required else None,
            )
            for argument in function.arguments
        ]
    )
