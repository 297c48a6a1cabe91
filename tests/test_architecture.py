"""The rooms of the program: each may use only those above it, and a light command stays light."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import xltco

PACKAGE = Path(xltco.__file__).parent
# From top to bottom; a room may import from its own and from those before it.
ROOMS = [
    ("errors",),
    ("units",),
    ("lines",),
    ("files", "resources", "libreoffice"),
    ("scenario",),
    ("model",),
    ("engine",),
    ("explain",),
    ("catalog",),
    ("functions",),
    ("workbook",),
    ("verify",),
    ("cli",),
]
LEVEL = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}
# The workbook never asks the engine for a value, and the verifier never looks at how the file was written.
FORBIDDEN = {("workbook", "engine"), ("workbook", "explain"), ("verify", "workbook"), ("model", "engine")}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        rooms |= {name.split(".")[1] for name in names if name.startswith("xltco.")}
    return rooms


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_uses_only_those_above_it(path: Path) -> None:
    room = _room(path)
    if room in ("__init__", "__main__"):
        return
    for used in _imported_rooms(path):
        assert LEVEL[used] <= LEVEL[room], f"{room} must not use {used}"
        assert (room, used) not in FORBIDDEN, f"{room} must not use {used}"


def test_every_room_has_its_level() -> None:
    rooms = {_room(path) for path in MODULES} - {"__init__", "__main__"}
    assert rooms == set(LEVEL)


def _loaded_by(*arguments: str) -> set[str]:
    """The top-level packages that a command loads."""
    code = (
        "import sys, json\nfrom xltco.cli.main import cli\n"
        f"cli.main({list(arguments)!r}, standalone_mode=False)\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_breakeven_loads_no_spreadsheet_library() -> None:
    loaded = _loaded_by("breakeven", "--api-price", "0.5", "--instance-hourly", "1.21", "--json")
    assert not loaded & {"openpyxl", "ironcalc", "formualizer", "xlwings", "rich", "tomlkit", "ruamel", "babel"}


def test_importing_the_package_is_cheap() -> None:
    code = "import sys; before = len(sys.modules); import xltco; print(len(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) <= 2
