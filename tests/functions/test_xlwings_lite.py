"""xlwings Lite: the two files, the functions that they register, and the wheel in a Python that has only what Lite has.

What runs in Excel is Pyodide. Its NumPy is on no registry, so every run of CI takes the nearest thing: the wheel in a
Python with nothing but numpy, pydantic and the standard library, no threads, and the platform called emscripten.
test_lite_pyodide.py runs the same in Pyodide itself.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from importlib import metadata
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.functions import lite_host
from tests.functions.corpus import Call, differences, examples, random_calls
from tests.support import ROOT
from xltco.cli.addins.lite import _MAIN
from xltco.functions import CATALOGUE, CellError
from xltco.functions.errors import SHEET_ERRORS

MODULE = "xltco.functions.hosts.xlwings_lite"
NEEDED = ("numpy", "pydantic", "pydantic-core", "annotated-types", "typing-extensions", "typing-inspection")


def built_wheel(folder: Path) -> Path:
    """The project's wheel."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    return wheel


def name_of(call: Call) -> str:
    return f"XLTCO.{call.function.name}"


def as_json(calls: list[Call]) -> str:
    return json.dumps([[name_of(call), call.arguments] for call in calls])


def shown(rows: list[list[Any]]) -> list[list[Any]]:
    """What the cells show, error values told apart from texts."""
    return [[CellError(cell) if cell in SHEET_ERRORS else cell for cell in row] for row in rows]


def corpus() -> list[Call]:
    """Every worked example, and some two thousand random calls."""
    counts = {function: 10 if function.is_table else 100 for function in CATALOGUE.values()}
    return [*examples(), *(call for function, count in counts.items() for call in random_calls(function, count))]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_wheel(tmp_path_factory.mktemp("dist"))


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The functions that the written main.py registers."""
    monkeypatch.setitem(sys.modules, "xlwings", lite_host.stand_in())
    for name in [name for name in sys.modules if name.startswith("xltco.functions.hosts.xlwings_")]:
        monkeypatch.delitem(sys.modules, name)
    yield lite_host.project(_MAIN)
    for name in [name for name in sys.modules if name.startswith("xltco.functions.hosts.xlwings_")]:
        del sys.modules[name]


def test_main_registers_exactly_the_catalogue_under_one_namespace(registered: dict[str, Any]) -> None:
    assert sorted(registered) == sorted(f"XLTCO.{name}" for name in CATALOGUE)


def test_each_function_has_its_help_and_its_optional_arguments(registered: dict[str, Any]) -> None:
    for function in CATALOGUE.values():
        shown = registered[f"XLTCO.{function.name}"]
        assert shown.__doc__ == function.summary
        parameters = signature(shown).parameters
        assert list(parameters) == [argument.name for argument in function.arguments]
        for argument in function.arguments:
            assert (parameters[argument.name].default is Parameter.empty) == argument.required
            assert shown.registered["arguments"][argument.name]["doc"] == argument.description


def test_a_row_stays_a_row_and_errors_are_excels_own(registered: dict[str, Any]) -> None:
    api_cost = registered["XLTCO.API_COST"]
    assert lite_host.call(api_cost, [[[1e9, 2e9]], 1]) == [[1000.0, 2000.0]]
    assert lite_host.call(api_cost, [[[1e9], [2e9]], 1]) == [[1000.0], [2000.0]]
    assert lite_host.call(registered["XLTCO.BREAKEVEN"], [0.1, 1, 100, 10, None, 1000]) == [["#N/A"]]
    assert lite_host.call(registered["XLTCO.BREAKEVEN"], [0.5, "#DIV/0!", 150, 10]) == [["#DIV/0!"]]


def test_the_wheel_is_pure_and_asks_for_little_in_the_browser(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        facts = Parser().parsestr(archive.read(name).decode())
    asked = [Requirement(text) for text in facts.get_all("Requires-Dist", [])]
    browser = {"sys_platform": "emscripten"}
    in_browser = {each.name for each in asked if each.marker is None or each.marker.evaluate(browser)}
    assert in_browser == {"numpy", "pydantic"}


def test_the_wheel_answers_alike_with_nothing_but_what_lite_has(wheel: Path, tmp_path: Path) -> None:
    calls, packages = corpus(), tmp_path / "packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    for needed in NEEDED:
        for top in _top_level(needed):
            source = Path(str(metadata.distribution(needed).locate_file(top)))
            (packages / top).symlink_to(source, target_is_directory=source.is_dir())
    (tmp_path / "main.py").write_text(_MAIN)
    (tmp_path / "calls.json").write_text(as_json(calls))
    code = "import runpy, sys; sys.path.insert(0, sys.argv[3]); runpy.run_path(sys.argv[4], run_name='__main__')"
    paths = [tmp_path / "main.py", tmp_path / "calls.json", packages, lite_host.__file__]
    command = [sys.executable, "-I", "-S", "-c", code, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    answers, loaded = map(json.loads, done.stdout.splitlines())
    for call, rows in zip(calls, answers, strict=True):
        assert differences(shown(rows), call.answer) == [], str(call)
    allowed = {name.replace("-", "_") for name in NEEDED}
    beside = {name for name in loaded if not name.startswith("_sysconfigdata")}
    assert beside - {"xltco", "xlwings", "__main__"} <= allowed


def test_the_module_needs_no_more_than_an_xlwings_that_only_passes_through() -> None:
    """Where xlwings' decorators do nothing, as on Linux, the functions are plain Python."""
    module = importlib.import_module(MODULE)
    assert module.XLTCO_BREAKEVEN([[0.5]], [[1.21]], [[150]], [[10]])[0][0] == pytest.approx(4_766_600_000)
    assert not {name for name in sys.modules if name.startswith("xlwings.server")}


def _top_level(distribution: str) -> set[str]:
    """What a package puts at the top of site-packages."""
    tops = {file.parts[0] for file in metadata.distribution(distribution).files or []}
    return {top for top in tops if not top.endswith(".dist-info") and top not in ("..", "__pycache__")}
