"""The functions in xlwings Lite (Excel on Windows, Mac and the web): =XLTCO.BREAKEVEN(...) and its family.

A project's main.py imports them all: `from xltco.functions.hosts.xlwings_lite import *`. Python runs inside the add-in,
on Pyodide. An error that is returned as its text, such as "#N/A", becomes the error itself there.
"""

from __future__ import annotations

from typing import Any

from xltco.functions.errors import CellError
from xltco.functions.function import Function
from xltco.functions.hosts.xlwings_wrappers import PREFIX, Host, prefixed, publish

NAMESPACE = PREFIX.removesuffix("_")


def _facts(function: Function) -> dict[str, Any]:
    return {"name": function.name, "namespace": NAMESPACE}


def _code(error: CellError) -> str:
    return error.code


__all__ = publish(
    globals(),
    Host(
        named=prefixed,
        facts=_facts,
        # Always rows of cells, so that a row is told from a column; errors of the sheet as their text.
        reading={"ndim": 2, "err_to_str": True},
        taken=lambda cells: cells,
        shown=_code,
    ),
)
