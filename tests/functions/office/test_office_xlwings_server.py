"""The module for xlwings Server: right where it is asked for, and asked for by nothing."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import xltco
from tests.functions.corpus import differences, examples
from xltco.functions import CATALOGUE
from xltco.functions.calculate import Grid
from xltco.functions.errors import SHEET_ERRORS, CellError

MODULE = "xltco.functions.hosts.office.xlwings_server"
PACKAGE = Path(xltco.__file__).parent


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Our module over a stand-in for `xlwings.server`: decorators that note what they are told, as its do.

    The real one refuses to load without a key.
    """
    server: Any = ModuleType("xlwings.server")

    def func(function: Callable[..., Any]) -> Callable[..., Any]:
        function.noted = {}  # type: ignore[attr-defined]
        return function

    def arg(name: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def note(function: Callable[..., Any]) -> Callable[..., Any]:
            function.noted[name] = options  # type: ignore[attr-defined]
            return function

        return note

    server.func, server.arg = func, arg
    xlwings: Any = ModuleType("xlwings")
    xlwings.server = server
    monkeypatch.setitem(sys.modules, "xlwings", xlwings)
    monkeypatch.setitem(sys.modules, "xlwings.server", server)
    monkeypatch.delitem(sys.modules, MODULE, raising=False)
    module = importlib.import_module(MODULE)
    monkeypatch.delitem(sys.modules, MODULE)
    return module


def test_it_offers_the_catalogue_with_its_names_and_help(offered: ModuleType) -> None:
    assert offered.__all__ == list(CATALOGUE)
    for name, function in CATALOGUE.items():
        call = getattr(offered, name)
        assert (call.__name__, call.__doc__) == (name, function.summary)
        assert {argument: options["doc"] for argument, options in call.noted.items()} == {
            argument.name: argument.description for argument in function.arguments
        }
        assert all(options["ndim"] == 2 and options["err_to_str"] for options in call.noted.values())


def test_it_gives_the_worked_examples(offered: ModuleType) -> None:
    """As xlwings calls it: an argument is rows of cells, or None where it is left out."""
    for call in examples():
        cells = [None if value is None else [[value]] for value in call.arguments]
        found = getattr(offered, call.function.name)(*cells)
        errors: Grid = [[CellError(cell) if cell in SHEET_ERRORS else cell for cell in row] for row in found]
        assert differences(errors, call.answer) == []


def _imports_xlwings_server(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
        if any(f"{module}.{name}".strip(".").startswith(("xlwings.server", "xlwings.pro")) for name in names):
            return True
    return False


def test_nothing_else_imports_it() -> None:
    using = [path for path in PACKAGE.rglob("*.py") if _imports_xlwings_server(path)]
    assert [path.name for path in using] == ["xlwings_server.py"]
    naming = [path for path in PACKAGE.rglob("*.py") if "xlwings_server" in path.read_text(encoding="utf-8")]
    assert naming == using


def test_no_module_of_the_add_in_loads_it() -> None:
    code = (
        "import sys, json, pkgutil, importlib\n"
        "import xltco.functions.hosts.office as office\n"
        "for found in pkgutil.iter_modules(office.__path__):\n"
        "    if found.name != 'xlwings_server': importlib.import_module(f'{office.__name__}.{found.name}')\n"
        "print(json.dumps([name for name in sys.modules if name.startswith('xlwings')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
