"""LibreOffice Calc, headless, where it is installed (MPL-2.0).

LibreOffice trusts the values that a file has cached unless its profile says "never": so each run makes a profile of
its own that says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from openpyxl import load_workbook

from xltco.errors import RecalculationError
from xltco.verify.file import Address, Value, plain_value

_TIMEOUT_SECONDS = 300
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)


class LibreOfficeEngine:
    """Converts the file with a forced recalculation and reads the result; the file itself stays as it is."""

    name = "libreoffice"
    install = "install LibreOffice (libreoffice-calc) so that soffice can be found"

    def available(self) -> bool:
        return program() is not None

    def recalculate(self, path: Path, cells: Iterable[Address]) -> Mapping[Address, Value]:
        with tempfile.TemporaryDirectory(prefix="xltco-") as folder:
            result = convert(path, Path(folder), "xlsx")
            workbook = load_workbook(result, data_only=True)
        return {(sheet, cell): plain_value(workbook[sheet][cell].value) for sheet, cell in cells}


def program() -> str | None:
    """Where soffice is, if anywhere."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _USUAL_PLACES if Path(place).exists()), None)


def convert(path: Path, folder: Path, suffix: str) -> Path:
    """The file, recalculated, in another format inside `folder`; RecalculationError when none comes."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    output = folder / "out"
    command = [
        program() or "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        suffix,
        "--outdir",
        str(output),
        str(path.resolve()),
    ]
    result = output / f"{path.stem}.{suffix}"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("URE_")}
    # A new profile sometimes makes the first run end at once with exit code 81; the second then works.
    for _ in range(2):
        try:
            done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_SECONDS, env=environment, check=False)
        except subprocess.TimeoutExpired:
            raise RecalculationError(f"{path}: LibreOffice did not finish within {_TIMEOUT_SECONDS} seconds") from None
        if result.exists():
            return result
    raise RecalculationError(
        f"{path}: LibreOffice could not open it ({done.stderr.decode(errors='replace').strip()[:200]})"
    )
