"""LibreOffice, headless, where it is installed (MPL-2.0): recalculates a workbook, or prints it.

LibreOffice trusts the values that a file has cached unless its profile says "never": so each run makes a profile of
its own that says so. It also says en-US, so that texts with numbers in them read the same on every machine.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Collection
from pathlib import Path

from xltco.errors import EngineMissingError, RecalculationError

INSTALL = "install LibreOffice (libreoffice-calc) so that soffice can be found"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TIMEOUT_SECONDS = 300
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>en-US</value></prop></item>
</oor:items>
"""
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)


def program() -> str | None:
    """Where soffice is, if anywhere."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _USUAL_PLACES if Path(place).exists()), None)


def require(for_what: str) -> None:
    """EngineMissingError where there is no LibreOffice, saying what needs it."""
    if program() is None:
        raise EngineMissingError(f"{for_what} needs LibreOffice, which is not installed: {INSTALL}")


def as_pdf(path: Path, unprinted: Collection[str] = ()) -> bytes:
    """The workbook as it prints, recalculated, without the sheets that are not to be printed.

    RecalculationError when LibreOffice gives up on it.
    """
    with tempfile.TemporaryDirectory(prefix="xltco-") as folder:
        printed = Path(folder) / path.name
        printed.write_bytes(_hidden(path.read_bytes(), unprinted))
        return convert(printed, Path(folder), "pdf").read_bytes()


def _hidden(content: bytes, titles: Collection[str]) -> bytes:
    """A copy for the printer in which those sheets are hidden: hidden sheets are not printed."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            data = before.read(part)
            after.writestr(part, _with_hidden_sheets(data, titles) if part.filename == "xl/workbook.xml" else data)
    return result.getvalue()


def _with_hidden_sheets(workbook: bytes, titles: Collection[str]) -> bytes:
    from xml.etree.ElementTree import tostring

    from defusedxml.ElementTree import fromstring

    root = fromstring(workbook)
    hidden = set()
    for number, sheet in enumerate(root.iter(f"{{{_MAIN}}}sheet")):
        if sheet.get("name") in titles:
            sheet.set("state", "hidden")
            hidden.add(str(number))
    for names in list(root.iter(f"{{{_MAIN}}}definedNames")):
        # LibreOffice prints a hidden sheet all the same where it has a print area.
        for name in [name for name in names if name.get("localSheetId") in hidden]:
            names.remove(name)
    return bytes(tostring(root))


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
    said = ""
    # A new profile sometimes makes the first run end at once with exit code 81; the second then works.
    for _ in range(2):
        said = _run(command, path)
        if result.exists():
            return result
    raise RecalculationError(f"{path}: LibreOffice could not open it ({said[:200]})")


def _run(command: list[str], path: Path) -> str:
    """Run LibreOffice to its end; what it said on its error stream."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("URE_")}
    try:
        done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_SECONDS, env=environment, check=False)
    except subprocess.TimeoutExpired:
        raise RecalculationError(f"{path}: LibreOffice did not finish within {_TIMEOUT_SECONDS} seconds") from None
    except OSError as error:
        raise RecalculationError(f"{path}: LibreOffice could not be started ({error.strerror or error})") from None
    return done.stderr.decode(errors="replace").strip()
