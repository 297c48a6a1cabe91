"""Packs the extension: texts from the catalogue, the type library, and the Python that runs inside LibreOffice."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from xltco.errors import XltcoError
from xltco.functions.hosts.calc import facts
from xltco.functions.hosts.calc.inside.engine_process import EngineProblem, EngineProcess
from xltco.functions.hosts.calc.names import INTERFACE, signatures
from xltco.functions.hosts.calc.type_library import type_library

_INSIDE = Path(__file__).parent / "inside"
# The same catalogue and interpreter give the same file, byte for byte.
_TIMESTAMP = (1980, 1, 1, 0, 0, 0)


def worker_command(python: str | None = None) -> list[str]:
    """How the worker is started: by that Python, or the one that runs now. -P: the folder it starts in adds nothing."""
    return [python or sys.executable, "-P", "-m", "xltco.functions.hosts.calc.worker"]


def require_worker(command: Sequence[str]) -> str:
    """The version of the xltco that answers; XltcoError when none does, or one with other functions."""
    engine = EngineProcess(list(command), signatures())
    try:
        return str(engine.hello()["xltco"])
    except EngineProblem as problem:
        raise XltcoError(f"{problem.fault}. Name one that has this xltco: --python PATH.") from None
    finally:
        engine.close()


def extension(command: Sequence[str]) -> bytes:
    """The .oxt file, for a worker that is started like that."""
    parts = {
        "META-INF/manifest.xml": facts.manifest(),
        "description.xml": facts.description(),
        "about.txt": facts.about(),
        facts.ADDINS: facts.addins(),
        facts.COMPONENTS: facts.components(),
        facts.TYPES: type_library(INTERFACE, facts.methods()),
        facts.FACTS: facts.component_facts(command),
        facts.COMPONENT: (_INSIDE / "component.py").read_bytes(),
        # LibreOffice adds this folder to where its Python looks for modules.
        "pythonpath/xltco_engine_process.py": (_INSIDE / "engine_process.py").read_bytes(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, _TIMESTAMP), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
