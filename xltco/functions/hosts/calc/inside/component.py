"""The UNO component: each method of the interface hands its arguments to xltco's worker and shows the answer.

Runs inside LibreOffice. `xltco.json` beside it names the methods, so this file is the same for every catalogue.

Calc stores an error in a cell as a NaN whose low 32 bits are the error's number; that is how errors come in (in
arrays) and, returned as a number, how a function shows #NUM!, #VALUE! or #N/A.
"""

from __future__ import annotations

import json
import math
import os
import struct
from typing import Any, Callable  # noqa: UP035 - LibreOffice may bring Python 3.8

import uno
import unohelper
from com.sun.star.lang import XServiceInfo
from xltco_engine_process import EngineProblem, EngineProcess

with open(os.path.join(os.path.dirname(__file__), "xltco.json"), encoding="utf-8") as _file:
    FACTS = json.load(_file)

# Numbers of LibreOffice's formula errors (its help, "Error Codes in Calc").
NUMBER_OF = {
    "#NUM!": 503,
    "#VALUE!": 519,
    "#NULL!": 521,
    "#REF!": 524,
    "#NAME?": 525,
    "#DIV/0!": 532,
    "#N/A": 32767,
}
CODE_OF = {number: code for code, number in NUMBER_OF.items()}
NO_VALUE = NUMBER_OF["#VALUE!"]
NO_ADDIN = 530  # "add-in not found": there is no xltco that could answer
_NUMBERED = "Err:"

ENGINE = EngineProcess(FACTS["command"], FACTS["signatures"])


def _answer(name: str, arguments: tuple[Any, ...]) -> Any:
    """What a cell, or an array of cells, shows for a call."""
    try:
        cells = _cells(name, arguments)
    except EngineProblem:
        return _error(NO_ADDIN)
    if len(cells) == 1 and len(cells[0]) == 1:
        return _shown(cells[0][0])
    return tuple(tuple(_shown(cell) for cell in row) for row in cells)


def _why(name: Any, arguments: tuple[Any, ...]) -> str:
    """The message behind an error; without a function's name, who answers."""
    try:
        if not isinstance(name, str) or not name:
            return f"xltco {ENGINE.hello()['xltco']} answers, run by {ENGINE.python}"
        cells = _cells(name, arguments)
    except EngineProblem as problem:
        return str(problem)
    errors = [cell for row in cells for cell in row if isinstance(cell, dict)]
    return f"{errors[0]['error']} {errors[0]['message']}" if errors else "there is no error"


def _cells(name: str, arguments: tuple[Any, ...]) -> Any:
    return ENGINE.ask({"function": name, "arguments": [_given(value) for value in arguments]})["cells"]


def _given(value: Any) -> Any:
    """An argument as the worker takes it; ranges come as tuples of tuples."""
    if isinstance(value, tuple):
        return [[_given(cell) for cell in row] for row in value]
    if isinstance(value, float) and math.isnan(value):
        number = struct.unpack("<Q", struct.pack("<d", value))[0] & 0xFFFFFFFF
        return {"error": CODE_OF.get(number, f"{_NUMBERED}{number}")}
    return value if isinstance(value, (str, float, int)) else None


def _shown(cell: Any) -> Any:
    """A cell of the worker's as Calc takes it."""
    if not isinstance(cell, dict):
        return cell
    code = cell["error"]
    numbered = code.startswith(_NUMBERED) and code[len(_NUMBERED) :].isdigit()
    return _error(int(code[len(_NUMBERED) :]) if numbered else NUMBER_OF.get(code, NO_VALUE))


def _error(number: int) -> float:
    value: float = struct.unpack("<d", struct.pack("<Q", 0x7FF8000000000000 | number))[0]
    return value


class Functions(unohelper.Base, uno.getClass(FACTS["interface"]), XServiceInfo):  # type: ignore[misc]
    """The service whose methods are the functions."""

    def getImplementationName(self) -> str:  # noqa: N802 - UNO's own names
        return FACTS["service"]

    def supportsService(self, name: str) -> bool:  # noqa: N802
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
        return (FACTS["service"],)


def _method(name: str) -> Callable[..., Any]:
    return lambda self, *arguments: _answer(name, arguments)


for _uno_name, _name in FACTS["functions"].items():
    setattr(Functions, _uno_name, _method(_name))
setattr(Functions, FACTS["why"], lambda self, name, arguments: _why(name, arguments))

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - where LibreOffice looks
g_ImplementationHelper.addImplementation(
    lambda context, *arguments: Functions(), FACTS["service"], (FACTS["service"],)
)
