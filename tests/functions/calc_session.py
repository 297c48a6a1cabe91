"""A real LibreOffice Calc for tests: a new profile with the extension in it, and a driver that types and reads."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import IN_CI
from xltco.functions import CATALOGUE
from xltco.functions.hosts.calc.extension import extension, worker_command
from xltco.functions.hosts.calc.names import SERVICE, uno_name

DRIVER = Path(__file__).with_name("calc_driver.py")
NOBODY = 65534
# Pythons that may have LibreOffice's module `uno`.
PYTHONS = ("/usr/bin/python3", "/Applications/LibreOffice.app/Contents/Resources/python")


Cells = list[list[Any]]


class Calc:
    """A Calc that runs; each call types something and says what is shown."""

    def __init__(self, python: str, profile: Path, **environment: str) -> None:
        self._driver = subprocess.Popen(
            [python, DRIVER, profile],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env={**os.environ, **environment},
        )
        assert self._line() == {"ready": True}

    def __call__(self, do: str, **arguments: Any) -> Any:
        assert self._driver.stdin
        print(json.dumps({"do": do, **arguments}), file=self._driver.stdin, flush=True)
        return self._line()["answer"]

    def cell(self, formula: str, values: Cells | None = None) -> Any:
        """What one cell shows; `values` stand from F1."""
        return self("evaluate", formulas=[formula], values=values or [])[0]

    def array(self, formula: str, rows: int, columns: int, values: Cells) -> Any:
        """What an array formula shows; `values` stand from A1. An array formula has UNO's names."""
        for name in CATALOGUE:
            formula = formula.replace(f"{name}(", f"{SERVICE}.{uno_name(name)}(")
        return self("evaluate_array", formula=formula, rows=rows, columns=columns, values=values)

    def close(self) -> None:
        assert self._driver.stdin
        assert self._driver.stdout
        self._driver.stdin.close()
        self._driver.wait(60)
        self._driver.stdout.close()

    def _line(self) -> Any:
        assert self._driver.stdout
        line = self._driver.stdout.readline()
        assert line, "the driver ended; run it by hand to see why"
        return json.loads(line)


def python_with_uno() -> str:
    """A Python with LibreOffice's module `uno`; without one the test is skipped, and in CI it fails."""
    for candidate in filter(os.path.exists, PYTHONS):
        if subprocess.run([candidate, "-c", "import uno"], capture_output=True).returncode == 0:
            return candidate
    missing = "no Python here has LibreOffice's module uno: install libreoffice-calc and python3-uno"
    assert not IN_CI, missing
    pytest.skip(missing)


@contextmanager
def installed() -> Iterator[Path]:
    """A new LibreOffice profile, in a folder with a blank, with the extension installed."""
    # Where every user can go; the folder that stands for temporary files may be in one that is root's alone.
    with tempfile.TemporaryDirectory(prefix="xltco new profile ", dir="/tmp" if _is_root() else None) as name:
        folder = Path(name)
        (folder / "xltco.oxt").write_bytes(extension(worker_command()))
        unopkg(folder, "add", str(folder / "xltco.oxt"))
        yield folder


def unopkg(profile: Path, *arguments: str) -> str:
    """LibreOffice's installer of extensions; it refuses to run as root, so root runs it as nobody.

    It goes back to the folder that it is started in, so that is the profile and never one that nobody can't enter.
    """
    command = ["unopkg", arguments[0], f"-env:UserInstallation={profile.as_uri()}", *arguments[1:]]
    if _is_root():
        command = [
            "setpriv",
            f"--reuid={NOBODY}",
            f"--regid={NOBODY}",
            "--clear-groups",
            "env",
            *(f"HOME={profile}", f"TMPDIR={profile}"),
            *command,
        ]
        for path in [profile, *profile.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=profile).stdout


def _is_root() -> bool:
    return os.name != "nt" and os.geteuid() == 0
