"""xlwings Lite's part of a call, as its documentation and the source of xlwings 0.37.8 describe it: a stand-in.

The real one needs a licence key outside the add-in. This runs wherever Python does, also inside Pyodide, so it uses
nothing but the standard library: `answers` loads a project's main.py and calls its functions as Excel would.
"""

from __future__ import annotations

import json
import sys
import sysconfig
import types
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


def stand_in() -> types.ModuleType:
    """A module xlwings with the decorators that register functions; `func` forgets what an earlier one was told."""
    module: Any = types.ModuleType("xlwings")

    def func(**facts: Any) -> Callable[[Any], Any]:
        def registered(function: Any) -> Any:
            function.registered = {**getattr(function, "registered", {"arguments": {}}), "facts": facts}
            return function

        return registered

    def arg(name: str, **options: Any) -> Callable[[Any], Any]:
        def registered(function: Any) -> Any:
            assert name in signature(function).parameters, name
            known = getattr(function, "registered", {"arguments": {}})
            function.registered = {"arguments": {**known["arguments"], name: options}, "facts": {}}
            return function

        return registered

    module.func, module.arg = func, arg
    return module  # type: ignore[no-any-return]


def project(main: str) -> dict[str, Any]:
    """The functions that a main.py registers, by their name in Excel."""
    names: dict[str, Any] = {"__name__": "main"}
    exec(main, names)  # as the add-in does with the text of its editor
    found = {key: value for key, value in names.items() if hasattr(value, "registered")}
    for key, value in found.items():
        assert value.__name__ == key, "the add-in finds a function by its own name"
    return {
        f"{each.registered['facts']['namespace']}.{each.registered['facts']['name']}": each for each in found.values()
    }


def answers(main: str, calls: str) -> str:
    """JSON in, JSON out: a list of [name, arguments] becomes the list of what the cells show."""
    functions = project(main)
    return json.dumps([call(functions[name], arguments) for name, arguments in json.loads(calls)], allow_nan=False)


def call(function: Any, arguments: list[Any]) -> list[list[Any]]:
    """What the cells show: error values as their text, like an error that a function returns as text."""
    options = function.registered["arguments"]
    given = [_read(argument, options[name]) for name, argument in zip(options, arguments, strict=False)]
    rows: list[list[Any]] = function(*given)
    assert len({len(row) for row in rows}) == 1
    return rows


def _read(argument: Any, options: dict[str, Any]) -> Any:
    """An argument of Excel as the function gets it: rows of cells, nothing for nothing."""
    assert options["ndim"] == 2
    assert options["err_to_str"]
    rows = argument if isinstance(argument, list) else [[argument]]
    if rows == [[None]]:
        return None
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: Any) -> Any:
    if isinstance(cell, str) and cell in ERRORS:
        cell = {"type": "Error", "basicValue": cell}  # so Excel hands over an error
    if isinstance(cell, dict):
        return cell["basicValue"]
    return None if cell == "" else cell


def as_in_the_browser() -> None:
    """No threads, the platform of Pyodide, and xlwings as Lite has it."""
    import _thread

    sysconfig.get_config_vars()  # read while the platform is still the true one

    def no_thread(*_: Any, **__: Any) -> Any:
        raise RuntimeError("can't start new thread")

    for start in ("start_new_thread", "start_joinable_thread"):
        if hasattr(_thread, start):
            setattr(_thread, start, no_thread)
    sys.platform = "emscripten"
    sys.modules["xlwings"] = stand_in()


if __name__ == "__main__":
    # In a Python of its own: the paths of main.py and of the calls; the answers and what was loaded go out.
    as_in_the_browser()
    print(answers(*(Path(path).read_text(encoding="utf-8") for path in sys.argv[1:3])))
    print(json.dumps(sorted({name.split(".")[0] for name in sys.modules} - set(sys.stdlib_module_names))))
