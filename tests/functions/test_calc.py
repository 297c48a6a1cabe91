"""The extension for LibreOffice Calc without LibreOffice: what is packed, the type library, and the worker's life."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from defusedxml.ElementTree import fromstring

import xltco
from tests.conftest import IN_CI
from tests.functions.corpus import Call, differences, examples, random_calls
from xltco.cli.main import cli
from xltco.errors import XltcoError
from xltco.functions import CATALOGUE, CellError
from xltco.functions.hosts.calc import facts
from xltco.functions.hosts.calc.extension import extension, require_worker, worker_command
from xltco.functions.hosts.calc.inside.engine_process import PYTHON_VARIABLE, EngineProblem, EngineProcess
from xltco.functions.hosts.calc.names import INTERFACE, WHY, signatures, uno_name
from xltco.functions.hosts.calc.type_library import type_library

OOR = "{http://openoffice.org/2001/registry}"
SDK = Path("/usr/lib/libreoffice/sdk/bin/unoidl-write")
TYPES = ("/usr/lib/libreoffice/program/types.rdb", "/usr/lib/libreoffice/program/types/offapi.rdb")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[EngineProcess]:
    monkeypatch.delenv(PYTHON_VARIABLE, raising=False)
    process = EngineProcess(worker_command(), signatures())
    yield process
    process.close()


def ask(engine: EngineProcess, call: Call) -> list[list[Any]]:
    """The worker's answer, errors as the catalogue has them."""
    cells = engine.ask({"function": call.function.name, "arguments": call.arguments})["cells"]
    return [[CellError(c["error"], c["message"]) if isinstance(c, dict) else c for c in row] for row in cells]


# What is packed


def test_uno_names_are_legal_and_each_its_own() -> None:
    for names in [[*CATALOGUE, WHY], *([a.name for a in f.arguments] for f in CATALOGUE.values())]:
        found = [uno_name(name) for name in names]
        assert len(set(found)) == len(found)
        assert all(re.fullmatch("[a-z][A-Za-z0-9]*", name) for name in found)
    assert WHY not in CATALOGUE


def test_the_wizard_gets_every_text_of_the_catalogue() -> None:
    root = fromstring(facts.addins())
    functions = {node.get(f"{OOR}name"): node for node in root.find("node/node/node")}
    assert list(functions) == [uno_name(name) for name in [*CATALOGUE, WHY]]
    for function in CATALOGUE.values():
        node = functions[uno_name(function.name)]
        texts = {prop.get(f"{OOR}name"): prop.findtext("value") for prop in node.findall("prop")}
        assert (texts["DisplayName"], texts["Description"]) == (function.name, function.summary)
        parameters = node.find("node").findall("node")
        assert [parameter.get(f"{OOR}name") for parameter in parameters] == [
            uno_name(argument.name) for argument in function.arguments
        ]
        for parameter, argument in zip(parameters, function.arguments, strict=True):
            name, text = (value.text for value in parameter.iter("value"))
            assert name == argument.name
            assert text.startswith(argument.description)


def test_the_same_catalogue_gives_the_same_file() -> None:
    assert extension(["python"]) == extension(["python"])


def test_the_extension_registers_only_what_it_holds() -> None:
    with zipfile.ZipFile(io.BytesIO(extension(["python"]))) as file:
        held = set(file.namelist())
        manifest = fromstring(file.read("META-INF/manifest.xml"))
        described = fromstring(file.read("description.xml"))
    named = {value for entry in manifest for key, value in entry.attrib.items() if key.endswith("full-path")}
    assert named < held
    assert {"component.py", "xltco.json", "pythonpath/xltco_engine_process.py"} < held
    assert [node.get("value") for node in described if node.tag.endswith("version")] == [xltco.__version__]


def test_a_changed_function_changes_the_signatures() -> None:
    some = list(CATALOGUE.values())
    assert signatures(some) == signatures()
    assert signatures(some[1:]) != signatures()


def test_the_type_library_is_what_the_sdk_writes(tmp_path: Path) -> None:
    """LibreOffice's own `unoidl-write` gives the same bytes, but for the line that says who wrote them."""
    if not SDK.exists():
        assert not IN_CI, "unoidl-write is missing in CI: install libreoffice-dev"
        pytest.skip("unoidl-write (libreoffice-dev) is not installed")
    (tmp_path / "functions.idl").write_text(_idl(facts.methods()))
    written = tmp_path / "types.rdb"
    subprocess.run([SDK, *TYPES, tmp_path / "functions.idl", written], check=True, capture_output=True)
    content = written.read_bytes()
    comment = re.match(rb"\0\*\* [^\0]*\0", content[16:])
    assert comment
    assert content == type_library(INTERFACE, facts.methods(), comment.group())


def _idl(methods: dict[str, list[tuple[str, str]]]) -> str:
    """The interface as a person would write it for the SDK."""
    *modules, name = INTERFACE.split(".")
    kinds = {"any": "any", "[]any": "sequence<any>"}
    declared = [
        f"sequence<sequence<any> > {method}({', '.join(f'[in] {kinds[kind]} {p}' for p, kind in parameters)});"
        for method, parameters in methods.items()
    ]
    opened = " ".join(f"module {module} {{" for module in modules)
    body = "\n".join(declared)
    return f"{opened} interface {name} : com::sun::star::uno::XInterface {{\n{body}\n}}; {'};' * len(modules)}\n"


# The worker


def test_the_worker_answers_as_the_catalogue_does(engine: EngineProcess) -> None:
    calls = [*examples(), *(call for function in CATALOGUE.values() for call in random_calls(function, 20))]
    wrong = [f"{call}: {found}" for call in calls for found in differences(ask(engine, call), call.answer)]
    assert not wrong


def test_an_error_comes_with_its_message(engine: EngineProcess) -> None:
    [[cell]] = ask(engine, Call(CATALOGUE["BREAKEVEN"], (0.5, -1, 150, 10)))
    assert cell == CellError("#NUM!", "instance_hourly must be a number, 0 to 1e+15 (found -1)")


def test_a_worker_that_ended_is_started_again(engine: EngineProcess) -> None:
    call = Call(CATALOGUE["BREAKEVEN"], (0.5, 1.21, 150, 10))
    first = ask(engine, call)
    assert engine._process
    engine._process.kill()
    engine._process.wait()
    assert ask(engine, call) == first


def test_the_environment_of_libreoffice_stays_out_of_the_worker(
    engine: EngineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice sets these for its own Python; another Python does not start with them."""
    for name in ("PYTHONHOME", "PYTHONPATH", "URE_BOOTSTRAP", "LD_LIBRARY_PATH"):
        monkeypatch.setenv(name, "/nowhere")
    assert engine.hello()["xltco"] == xltco.__version__


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the interpreter")
def test_a_python_in_a_folder_with_blanks(tmp_path: Path) -> None:
    python = tmp_path / "my tools & so on" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    assert require_worker(worker_command(str(python))) == xltco.__version__


def test_a_missing_python_is_named_and_not_tried_for_every_cell(tmp_path: Path) -> None:
    gone = tmp_path / "gone" / "python"
    engine = EngineProcess(worker_command(str(gone)))
    for _ in range(2):
        with pytest.raises(EngineProblem, match=rf"{re.escape(str(gone))} can't be started \(No such file") as caught:
            engine.hello()
    assert "xltco addin build-oxt" in str(caught.value)
    gone.parent.mkdir()
    gone.symlink_to(sys.executable)
    with pytest.raises(EngineProblem):
        engine.hello()


def test_a_python_without_xltco_says_so() -> None:
    engine = EngineProcess([sys.executable, "-S", "-P", "-m", "xltco.functions.hosts.calc.worker"])
    with pytest.raises(EngineProblem, match=r"can't run xltco \(.*No module named 'xltco'\)"):
        engine.hello()


def test_the_variable_names_another_python(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = EngineProcess(worker_command("/gone/python"), signatures())
    monkeypatch.setenv(PYTHON_VARIABLE, sys.executable)
    assert engine.hello()["xltco"] == xltco.__version__
    engine.close()


def test_an_extension_of_another_catalogue_is_refused() -> None:
    engine = EngineProcess(worker_command(), "another")
    with pytest.raises(EngineProblem, match=f"has xltco {xltco.__version__}, which has other functions"):
        engine.ask({"function": "BREAKEVEN", "arguments": []})


def test_what_a_worker_can_not_answer_is_a_problem_and_not_its_end(engine: EngineProcess) -> None:
    with pytest.raises(EngineProblem, match="has no function NOTHING"):
        engine.ask({"function": "NOTHING", "arguments": []})
    with pytest.raises(EngineProblem, match="BREAKEVEN failed: TypeError"):
        engine.ask({"function": "BREAKEVEN", "arguments": None})
    assert engine.ask({"function": "XLTCO_VERSION", "arguments": []}) == {"cells": [[xltco.__version__]]}


# The command


def run(*arguments: str) -> Any:
    return CliRunner().invoke(cli, ["addin", "build-oxt", *arguments])


def test_build_oxt(tmp_path: Path) -> None:
    path = tmp_path / "xltco.oxt"
    done = run("-o", str(path), "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said == {"file": str(path), "python": sys.executable, "functions": list(CATALOGUE)}
    assert path.read_bytes() == extension(worker_command())


def test_build_oxt_writes_over_nothing_unasked(tmp_path: Path) -> None:
    path = tmp_path / "xltco.oxt"
    path.write_text("mine")
    assert "is there already; use --force" in str(run("-o", str(path)).exception)
    assert path.read_text() == "mine"
    assert run("-o", str(path), "--force").exit_code == 0
    assert "must end in .oxt" in str(run("-o", str(tmp_path / "xltco.zip")).exception)


def test_build_oxt_needs_a_python_that_answers(tmp_path: Path) -> None:
    path = tmp_path / "xltco.oxt"
    found = run("-o", str(path), "--python", "/nowhere/python").exception
    assert isinstance(found, XltcoError)
    assert str(found) == (
        "The Python at /nowhere/python can't be started (No such file or directory). "
        "Name one that has this xltco: --python PATH."
    )
    assert not path.exists()
    assert run("-o", str(path), "--python", "/nowhere/python", "--no-check").exit_code == 0
    with zipfile.ZipFile(path) as file:
        assert json.loads(file.read("xltco.json"))["command"][0] == "/nowhere/python"


def test_a_python_that_is_named_briefly_is_written_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(sys.executable).parent)
    python = f".{os.sep}{Path(sys.executable).name}"
    done = run("-o", str(tmp_path / "xltco.oxt"), "--python", python, "--json")
    assert json.loads(done.stdout)["python"] == sys.executable


def test_inside_is_python_that_an_older_libreoffice_reads(tmp_path: Path) -> None:
    """It may bring Python 3.8: no newer syntax, and nothing of xltco or numpy."""
    import ast

    inside = Path(facts.__file__).parent / "inside"
    for path in inside.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
        imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
        assert not {name for name in imported if name.split(".")[0] in ("xltco", "numpy")}
