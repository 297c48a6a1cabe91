"""The functions in Pyodide itself, under Node: the Python that runs inside Excel with xlwings Lite.

NumPy is the real one there, and the functions need nothing else: what may be stated is declared without pydantic.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.functions import lite_host
from tests.functions.corpus import differences
from tests.functions.test_xlwings_lite import built_wheel, corpus, name_of, shown
from tests.support import ROOT
from xltco.cli.addins.lite import _MAIN

TOOLS = ROOT / "build" / "tools"
PYODIDE, CARRIERS = TOOLS / "node_modules" / "pyodide", TOOLS / "pyodide"


def official_numpy(folder: Path) -> Path:
    """NumPy's wheel for this Pyodide, out of the package that carries it, checked against Pyodide's own lock file."""
    lock: dict[str, str] = json.loads((PYODIDE / "pyodide-lock.json").read_text())["packages"]["numpy"]
    for carrier in CARRIERS.glob("*.whl"):
        with zipfile.ZipFile(carrier) as archive:
            for name in archive.namelist():
                if name.endswith("/" + lock["file_name"]):
                    content = archive.read(name)
                    assert hashlib.sha256(content).hexdigest() == lock["sha256"]
                    (folder / lock["file_name"]).write_bytes(content)
                    return folder / lock["file_name"]
    raise FileNotFoundError(lock["file_name"])


@pytest.mark.slow
def test_the_functions_answer_alike_in_pyodide(tmp_path: Path) -> None:
    node = shutil.which("node")
    if not (node and PYODIDE.is_dir() and CARRIERS.is_dir()):
        pytest.skip("Pyodide with NumPy is not here and can't be had from a registry alone: make pyodide, by hand")
    calls = corpus()
    request: dict[str, Any] = {
        "wheels": [str(official_numpy(tmp_path)), str(built_wheel(tmp_path / "dist"))],
        "host": Path(lite_host.__file__).read_text(),
        "main": _MAIN,
        "calls": [[name_of(call), call.arguments] for call in calls],
    }
    (tmp_path / "request.json").write_text(json.dumps(request))
    host = Path(__file__).with_name("pyodide_host.mjs")
    command = [node, str(host), str(PYODIDE), str(tmp_path / "request.json")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["platform"] == "emscripten"
    for call, rows in zip(calls, found["answers"], strict=True):
        assert differences(shown(rows), call.answer) == [], str(call)
