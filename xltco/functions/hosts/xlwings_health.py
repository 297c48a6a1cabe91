"""Whether classic xlwings can show the functions here: one check for each thing that it needs, and what to do."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import xltco
from xltco.functions.hosts.xlwings_settings import BARE, CLASSIC, INTERPRETER_KEY, MODULES_KEY, Settings
from xltco.functions.hosts.xlwings_workbook import MacroWorkbook

OLDEST_PYTHON, OLDEST_XLWINGS = (3, 11), (0, 37, 8)
_ADD_IN = Path("Microsoft", "Excel", "XLSTART", "xlwings.xlam")


@dataclass(frozen=True)
class Check:
    """One thing that is needed: what was found, and what to do where it is not right."""

    name: str
    ok: bool
    found: str
    do: str = ""


@dataclass(frozen=True)
class Machine:
    """What the checks look at."""

    platform: str = sys.platform
    python: tuple[int, ...] = tuple(sys.version_info[:3])
    executable: str = sys.executable
    application_data: str = field(default_factory=lambda: os.environ.get("APPDATA", ""))


def checks(machine: Machine, sources: list[Settings], workbook: MacroWorkbook | None = None) -> Iterator[Check]:
    """Every check. `sources` are the files of settings that hold here, the one that is heard first in front."""
    yield _platform(machine)
    yield _python(machine)
    yield _xlwings()
    if machine.platform == "win32":
        yield _pywin32()
    yield _add_in(machine, workbook)
    settings = [workbook.settings, *sources] if workbook and workbook.settings else sources
    yield _modules(settings)
    yield _interpreter(machine, settings)
    yield _functions(settings)
    if workbook:
        yield _macros(workbook)
        yield _names(workbook, settings)


def _platform(machine: Machine) -> Check:
    windows = machine.platform == "win32"
    do = "classic xlwings needs Excel on Windows; elsewhere: xltco addin lite, or xltco addin serve"
    return Check("platform", windows, machine.platform, "" if windows else do)


def _python(machine: Machine) -> Check:
    found = ".".join(map(str, machine.python))
    new = machine.python[:2] >= OLDEST_PYTHON
    return Check("python", new, f"{found} ({machine.executable})", "" if new else "install Python 3.11 or later")


def _xlwings() -> Check:
    wanted = ".".join(map(str, OLDEST_XLWINGS))
    do = f'pip install "xlwings>={wanted}"'
    try:
        found = metadata.version("xlwings")
    except metadata.PackageNotFoundError:
        return Check("xlwings", False, "not installed", do)
    numbers = tuple(int(part) if part.isdigit() else 0 for part in found.split(".")[:3])
    new = numbers >= OLDEST_XLWINGS
    return Check("xlwings", new, found, "" if new else do)


def _pywin32() -> Check:
    try:
        importlib.import_module("pythoncom")
    except ImportError as error:
        return Check("pywin32", False, str(error), "pip install pywin32")
    return Check("pywin32", True, "installed")


def _add_in(machine: Machine, workbook: MacroWorkbook | None) -> Check:
    """The add-in, which a workbook with xlwings' own VBA does without; of another version it finds no library."""
    if workbook and workbook.has_macros:
        return Check("add-in", True, f"not needed: {workbook.path.name} has macros of its own")
    do = "xlwings addin install, then restart Excel"
    if not machine.application_data:
        return Check("add-in", False, "no folder of Excel (APPDATA is not set)", do)
    path = Path(machine.application_data) / _ADD_IN
    if not path.is_file():
        return Check("add-in", False, f"not in {path.parent}", do)
    if path.read_bytes() != _shipped_add_in():
        return Check("add-in", False, f"{path} is not the one of the installed xlwings", do)
    return Check("add-in", True, str(path))


def _shipped_add_in() -> bytes | None:
    import xlwings

    path = Path(xlwings.__file__).parent / "addin" / "xlwings.xlam"
    return path.read_bytes() if path.is_file() else None


def _modules(settings: list[Settings]) -> Check:
    source = _source(settings, MODULES_KEY)
    if source is None:
        places = ", ".join(str(each.path) for each in settings)
        return Check("UDF MODULES", False, f"not stated in {places}", "xltco addin install")
    ours = [name for name in source.modules if name in (CLASSIC, BARE)]
    do = "" if ours else f"xltco addin install, or add {CLASSIC} there, after a semicolon"
    return Check("UDF MODULES", len(ours) == 1, f"{source.value(MODULES_KEY)} ({source.path})", do or _one(ours))


def _one(ours: list[str]) -> str:
    return f"keep one of {CLASSIC} and {BARE}: each would define every function" if len(ours) > 1 else ""


def _interpreter(machine: Machine, settings: list[Settings]) -> Check:
    """Excel starts the stated Python, or the one on the PATH; only the one that runs here is known to have xltco."""
    stated = _stated(settings, INTERPRETER_KEY)
    conda = [_stated(settings, key) for key in ("CONDA PATH", "CONDA ENV")]
    if all(conda) and stated in ("", "python", "pythonw"):
        return Check("INTERPRETER_WIN", True, f"the Conda environment {conda[1]} of {conda[0]}")
    if not stated:
        do = "xltco addin install, which states this Python; else Excel starts the one on the PATH"
        return Check("INTERPRETER_WIN", False, "not stated", do)
    if os.path.normcase(stated) == os.path.normcase(machine.executable):
        return Check("INTERPRETER_WIN", True, stated)
    if not Path(os.path.expandvars(stated)).is_file():
        return Check("INTERPRETER_WIN", False, f"{stated} is not there", "xltco addin install")
    do = f'it is another Python than this; ask that one: "{stated}" -m xltco addin doctor, or xltco addin install'
    return Check("INTERPRETER_WIN", False, stated, do)


def _functions(settings: list[Settings]) -> Check:
    """The module that Excel would load, loaded here."""
    source = _source(settings, MODULES_KEY)
    wanted = next((name for name in (source.modules if source else []) if name in (CLASSIC, BARE)), CLASSIC)
    try:
        names = importlib.import_module(wanted).__all__
    except Exception as error:  # whatever it is would stop Excel too
        return Check("functions", False, f"{wanted}: {error!r}", "pip install --force-reinstall xltco")
    return Check("functions", True, f"{len(names)} functions of xltco {xltco.__version__}, {names[0]} the first")


def _macros(workbook: MacroWorkbook) -> Check:
    do = "" if workbook.has_macros else "make one with xltco addin workbook, or save it as .xlsm and use the add-in"
    found = "has macros" if workbook.has_macros else "has no macros"
    return Check("workbook", workbook.has_macros, f"{workbook.path} {found}", do)


def _names(workbook: MacroWorkbook, settings: list[Settings]) -> Check:
    """Native functions and those of an add-in under the same name let neither work."""
    source = _source(settings, MODULES_KEY)
    twice = workbook.native_functions if source and BARE in source.modules else []
    found = f"{', '.join(twice)} also as names of the workbook" if twice else "no name twice"
    do = "use the names XLTCO_..., or a workbook without native functions" if twice else ""
    return Check("names", not twice, found, do)


def _stated(settings: list[Settings], key: str) -> str:
    source = _source(settings, key)
    return (source.value(key) or "") if source else ""


def _source(settings: list[Settings], key: str) -> Settings | None:
    return next((each for each in settings if each.value(key) is not None), None)
