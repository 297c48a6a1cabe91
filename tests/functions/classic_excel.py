"""Classic xlwings where there is neither Windows nor Excel: its own modules run, on stand-ins of pywin32 and of Excel.

Real are xlwings' decorators, its generator of VBA, its import of functions, and the way of a call through
`com_server.XLPython.CallUDF`. Stand-ins are COM itself and what Excel hands over: `Cell` and `Area` below.
"""

from __future__ import annotations

import concurrent.futures  # noqa: F401 - loaded before the platform is changed, for they would load Windows' parts
import ctypes
import datetime
import decimal
import importlib
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock, patch

import xltco.functions.hosts.native  # noqa: F401
from xltco.functions.errors import SHEET_ERRORS, CellError
from xltco.functions.hosts import xlwings_com

_STUBBED = re.findall(
    r"[\w.]+",
    """pythoncom win32api win32con win32event win32gui win32process win32timezone win32com win32com.client
    win32com.client.dynamic win32com.server win32com.server.dispatcher win32com.server.policy win32com.server.util
    win32com.server.exception""",
)
# COM's number for "this argument was left out", and those for errors of the sheet.
LEFT_OUT = -2147352572
ERROR_NUMBERS = {code: -2146828288 + number for number, code in xlwings_com._ERRORS.items()}
_RANGE = "{00020846-0000-0000-C000-000000000046}"


class Area:
    """A range as COM hands it over. `Value` loses what Excel's does; `Value2` has the numbers as they are."""

    Worksheet, Row, Column = MagicMock(), 1, 1
    _oleobj_ = MagicMock(**{"GetTypeInfo.return_value.GetTypeAttr.return_value.iid": _RANGE})

    def __init__(self, rows: list[list[Any]], *, currency: bool = False) -> None:
        self._rows, self._currency = rows, currency
        self.Rows, self.Columns = SimpleNamespace(Count=len(rows)), SimpleNamespace(Count=len(rows[0]))

    @property
    def Value2(self) -> Any:
        return self._shape([[_as_com(cell) for cell in row] for row in self._rows])

    @property
    def Value(self) -> Any:
        return self._shape([[self._formatted(cell) for cell in row] for row in self._rows])

    def _formatted(self, cell: Any) -> Any:
        if isinstance(cell, float) and self._currency:
            return round(decimal.Decimal(cell), 4)
        return datetime.datetime(2026, 1, 1) if isinstance(cell, float) and 40_000 < cell < 60_000 else _as_com(cell)

    @staticmethod
    def _shape(rows: list[list[Any]]) -> Any:
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else tuple(tuple(row) for row in rows)


def _as_com(cell: Any) -> Any:
    if isinstance(cell, str) and cell in ERROR_NUMBERS:
        return ERROR_NUMBERS[cell]
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


class Excel:
    """What a workbook of classic xlwings does: import the functions of a module, and call one of them."""

    def __init__(self, module: str) -> None:
        self.module = module
        # Only here, for they need the stand-ins; untyped, as xlwings has them.
        self._udfs: Any = importlib.import_module("xlwings.udfs")
        self.server: Any = importlib.import_module("xlwings.com_server").XLPython()
        self._loaded: ModuleType = self._udfs.get_udf_module(module, None)

    def call(self, name: str, arguments: tuple[Any, ...]) -> list[list[Any]]:
        """What a cell with =NAME(...) shows and spills, every argument a cell or an area of the sheet."""
        given = [
            argument if argument == LEFT_OUT or isinstance(argument, Area) else _area(argument)
            for argument in arguments
        ]
        return _spilled(self.server.CallUDF(self.module, name, given, None, None))

    def vba(self) -> str:
        """The VBA that xlwings writes for the module."""
        text = io.StringIO()
        book = SimpleNamespace(Name="tco.xlsm")
        self._udfs.generate_vba_wrapper(self.module, self._loaded, text, book)
        return text.getvalue()

    def help(self) -> dict[str, dict[str, Any]]:
        """What "Import Functions" tells Excel of each function."""
        book = MagicMock()
        book.Name, book.Application.Version = "tco.xlsm", "16.0"
        self._udfs.import_udfs(self.module, book)
        return {call.args[0].split("!")[1]: call.kwargs for call in book.Application.MacroOptions.call_args_list}


@contextmanager
def classic_excel(module: str) -> Iterator[Excel]:
    """xlwings as it is on Windows, for as long as this lasts; afterwards every module is as it was."""
    before = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_of_xlwings(name)}
    stubs: dict[str, Any] = {name: MagicMock(name=name) for name in _STUBBED}
    stubs["pywintypes"] = _pywintypes()
    stubs["pythoncom"].__file__ = "pythoncom.dll"
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(stubs["win32com.client"], name, type(name, (), {}))
    stubs["win32com.server.util"].unwrap.side_effect = TypeError
    stubs["win32com"].server.util = stubs["win32com.server.util"]
    windows = patch.multiple(ctypes, create=True, windll=MagicMock(), oledll=MagicMock(), PyDLL=MagicMock())
    try:
        with patch.dict(sys.modules, stubs), windows:
            with patch.object(sys, "platform", "win32"):
                importlib.import_module("xlwings")
            yield Excel(module)
    finally:
        for name in [name for name in sys.modules if _is_of_xlwings(name)]:
            del sys.modules[name]
        sys.modules.update(before)


def _is_of_xlwings(name: str) -> bool:
    return name.split(".")[0] == "xlwings" or name.startswith("xltco.functions.hosts.xlwings_")


def _pywintypes() -> ModuleType:
    module: Any = ModuleType("pywintypes")
    module.IID, module.Time = str, lambda moment: moment
    module.com_error = type("com_error", (Exception,), {})
    module.TimeType = type("TimeType", (datetime.datetime,), {})
    return module  # type: ignore[no-any-return]


def _area(argument: Any) -> Area:
    return Area([list(row) for row in argument] if isinstance(argument, list) else [[argument]])


def _spilled(answer: Any) -> list[list[Any]]:
    """What the cells show, an error's text as the error that it tells."""
    rows = answer if isinstance(answer, list) else [answer]
    rows = rows if isinstance(rows[0], list) else [rows]
    return [[_told(cell) for cell in row] for row in rows]


def _told(cell: Any) -> Any:
    code, _, message = cell.partition(" ") if isinstance(cell, str) else ("", "", "")
    return CellError(code, message) if code in SHEET_ERRORS else cell
