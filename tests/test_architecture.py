"""The rooms of the program: each may use only those above it, and a light command stays light."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import xltco
from tests.offenders import require_none

PACKAGE = Path(xltco.__file__).parent
# From top to bottom; a room may import from its own and from those before it.
ROOMS = [
    ("errors",),
    ("units",),
    ("inputs",),
    ("lines", "keys"),
    ("files", "resources", "libreoffice"),
    ("spreadsheet",),
    ("lint",),
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
# The folders of the model, in the order of calculation, below its register; each holds a chapter of METHOD.
CHAPTERS = ("costs", "results", "sensitivity", "views", "checks")
MODEL_FOLDER = PACKAGE / "model"
# The decorators that declare a line of the model.
DECLARING = {"line", "cost"}
# The workbook never asks the engine for a value, and the verifier never looks at how the file was written.
FORBIDDEN = {("workbook", "engine"), ("workbook", "explain"), ("verify", "workbook"), ("model", "engine")}
# Lint is for any workbook: of the rooms it knows that of the file alone, and how rows say what they hold.
FORBIDDEN |= {("lint", room) for room in LEVEL if room not in ("lint", "errors", "keys", "spreadsheet")}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported(path: Path) -> set[str]:
    """What a module imports of xltco, modules and the names in them alike: `xltco.model.costs`, `xltco.model.MODEL`."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name for name in names if name.startswith("xltco.")}


def _imported_rooms(path: Path) -> set[str]:
    # Names that the package itself has, such as its version, belong to no room.
    return {name.split(".")[1] for name in _imported(path)} & set(LEVEL)


def _used_wrongly(path: Path) -> Iterator[str]:
    room, place = _room(path), path.relative_to(PACKAGE)
    for used in sorted(_imported_rooms(path)) if room in LEVEL else ():
        if LEVEL[used] > LEVEL[room]:
            yield f"{place}: {room} must not use {used}, which stands below it"
        if (room, used) in FORBIDDEN:
            yield f"{place}: {room} must not use {used}"


def test_a_room_uses_only_those_above_it() -> None:
    require_none(problem for path in MODULES for problem in _used_wrongly(path))


def test_modules_are_imported_by_their_full_names() -> None:
    """So that the tests of rooms and chapters see every import."""
    require_none(
        f"{path.relative_to(PACKAGE)}, line {node.lineno}: a relative import"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    )


def _chapter(name: str) -> str:
    """The folder of the model in which a module or name stands; empty for what all folders share."""
    parts = name.split(".")
    return parts[2] if parts[:2] == ["xltco", "model"] and len(parts) > 2 and parts[2] in CHAPTERS else ""


def _module_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def _chapters_used_wrongly(path: Path) -> Iterator[str]:
    chapter, place = _chapter(_module_name(path)), path.relative_to(PACKAGE)
    for name in sorted(_imported(path)):
        used = _chapter(name)
        if used and (not chapter or CHAPTERS.index(used) > CHAPTERS.index(chapter)):
            reason = "which is calculated later" if chapter else "for all folders read it"
            yield f"{place}: must not use {name}, {reason}"
        if chapter and name.startswith("xltco.model.") and name.split(".")[2] in ("MODEL", "STRATEGIES"):
            yield f"{place}: must not use {name}: the register is xltco.model.register"


def test_a_chapter_of_the_model_uses_only_those_before_it() -> None:
    modules = [path for path in MODEL_FOLDER.rglob("*.py") if path != MODEL_FOLDER / "__init__.py"]
    require_none(problem for path in sorted(modules) for problem in _chapters_used_wrongly(path))


def _read_in_order(folder: Path) -> list[str]:
    """What the folder's __init__ imports of it, in the order in which it does."""
    own = f"{_module_name(folder)}."
    tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    froms = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return [
        f"{node.module}.{a.name}".removeprefix(own) for node in froms for a in node.names if node.module == own[:-1]
    ]


def test_the_model_is_read_in_the_order_of_its_chapters() -> None:
    assert [name for name in _read_in_order(MODEL_FOLDER) if name in CHAPTERS] == list(CHAPTERS)
    assert {path.parent.name for path in MODEL_FOLDER.rglob("*/*.py")} == set(CHAPTERS)


def _read_too_late(folder: Path) -> Iterator[str]:
    order = _read_in_order(folder)
    for path in sorted(folder.glob("*.py")):
        inside = f"{_module_name(folder)}."
        used = {name.removeprefix(inside).split(".")[0] for name in _imported(path) if name.startswith(inside)}
        for name in sorted(used & set(order)) if path.stem in order else ():
            if order.index(name) > order.index(path.stem):
                yield f"{path.relative_to(PACKAGE)}: must not use {name}, which is read after it"


def test_a_module_of_a_chapter_uses_only_those_read_before_it() -> None:
    require_none(problem for chapter in CHAPTERS for problem in _read_too_late(MODEL_FOLDER / chapter))


def _declares_lines(path: Path) -> bool:
    """Whether importing the module itself declares lines: what only helps others to declare theirs has no turn."""
    functions = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    calls = [mark.func for function in functions for mark in function.decorator_list if isinstance(mark, ast.Call)]
    return any(isinstance(call, ast.Name) and call.id in DECLARING for call in calls)


def _without_its_turn(folder: Path) -> Iterator[str]:
    order = _read_in_order(folder)
    for path in sorted(folder.glob("*.py")):
        if _declares_lines(path) and path.stem not in order:
            yield f"{path.relative_to(PACKAGE)}: declares lines, so {folder.name}/__init__.py names it in its order"


def test_a_module_with_lines_has_its_place_in_the_order_of_reading() -> None:
    require_none(problem for chapter in CHAPTERS for problem in _without_its_turn(MODEL_FOLDER / chapter))


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
