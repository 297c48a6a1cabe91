"""The functions for xlwings Server, for people who have a key of xlwings PRO. Nothing else of xltco imports this.

Importing it imports `xlwings.server`, which is not free software and refuses to load without a key. In the project of
an xlwings Server, put into a module of its custom functions:

    from xltco.functions.hosts.office.xlwings_server import *

The free way to the same functions is `xltco addin serve`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from xlwings import server

from xltco.functions import CATALOGUE
from xltco.functions.calculate import calculate
from xltco.functions.errors import CellError
from xltco.functions.function import Function

# Every argument comes as rows of cells, and an error in a cell as its text: what they mean is the catalogue's to say.
_AS_CELLS = {"ndim": 2, "err_to_str": True}


def _offered(function: Function) -> Callable[..., Any]:
    """A function under its Excel name and with its arguments' names, as xlwings reads them."""

    def call(*arguments: Any) -> list[list[Any]]:
        return [
            # xlwings makes the error of a text such as #N/A.
            [cell.code if isinstance(cell, CellError) else cell for cell in row]
            for row in calculate(function, arguments)
        ]

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    optional = {True: inspect.Parameter.empty, False: None}
    parameters = [inspect.Parameter(a.name, kind, default=optional[a.required]) for a in function.arguments]
    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.summary
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    # Of its result no type is known before: hints would make xlwings convert it.
    call.__annotations__ = {}
    offered: Callable[..., Any] = server.func(call)
    for argument in function.arguments:
        offered = server.arg(argument.name, doc=argument.description, **_AS_CELLS)(offered)
    return offered


__all__ = list(CATALOGUE)
globals().update({name: _offered(function) for name, function in CATALOGUE.items()})
