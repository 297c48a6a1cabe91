"""The UNO component: each method of the interface hands its arguments to xltco's worker and shows the answer.

Runs inside LibreOffice. `xltco.json` beside it names the methods, so this file is the same for every catalogue.

Every answer is rows of cells: Python can't hand LibreOffice rows where a single value was declared. Calc keeps an
error in a cell as a NaN whose low 32 bits are the error's number, so such a number shows as #NUM!, #VALUE! or #N/A.
Errors among the arguments never come this far: Calc shows them without a call.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any, Callable  # noqa: UP035 - LibreOffice may bring Python 3.8

import uno
import unohelper
from com.sun.star.lang import XServiceInfo
from xltco_engine_process import EngineProblem, EngineProcess

with open(os.path.join(os.path.dirname(__file__), "xltco.json"), encoding="utf-8") as _file:  # noqa: PTH118, PTH120, PTH123
    FACTS = json.load(_file)

# Numbers of LibreOffice's formula errors (its help, "Error Codes in LibreOffice Calc").
NUMBER_OF = {
    "#NUM!": 503,
    "#VALUE!": 519,
    "#NULL!": 521,
    "#REF!": 524,
    "#NAME?": 525,
    "#DIV/0!": 532,
    "#N/A": 32767,
}
NO_ADDIN = 530  # there is no xltco that could answer; no error of the functions' own
_NAN = 0x7FF8 << 48

ENGINE = EngineProcess(FACTS["command"], FACTS["signatures"])


def _answer(name: str, arguments: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    """What the cells of a call show."""
    try:
        cells = _cells(name, arguments)
    except EngineProblem:
        return ((_error(NO_ADDIN),),)
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
    # A range comes as a tuple of tuples, an argument left out as None: JSON has both.
    return ENGINE.ask({"function": name, "arguments": arguments})["cells"]


def _shown(cell: Any) -> Any:
    return _error(NUMBER_OF.get(cell["error"], NUMBER_OF["#VALUE!"])) if isinstance(cell, dict) else cell


def _error(number: int) -> float:
    value: float = struct.unpack("<d", struct.pack("<Q", _NAN | number))[0]
    return value


class Functions(unohelper.Base, uno.getClass(FACTS["interface"]), XServiceInfo):  # type: ignore[misc]
    """The service whose methods are the functions; they are put in below."""

    def getImplementationName(self) -> str:  # noqa: N802 - UNO's own names
        """The name under which the component is registered."""
        return str(FACTS["service"])

    def supportsService(self, name: str) -> bool:  # noqa: N802
        """Whether the component is such a service."""
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
        """The services that the component is."""
        return (FACTS["service"],)


def _method(name: str) -> Callable[..., Any]:
    return lambda self, *arguments: _answer(name, arguments)


for _uno_name, _name in FACTS["functions"].items():
    setattr(Functions, _uno_name, _method(_name))
setattr(Functions, FACTS["why"], lambda self, name, arguments: ((_why(name, arguments),),))

# Where LibreOffice looks for what a module offers.
g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816
g_ImplementationHelper.addImplementation(lambda context: Functions(), FACTS["service"], (FACTS["service"],))
