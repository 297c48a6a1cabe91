"""Every sample in every template: each engine confirms each cell, lint and Microsoft's Open XML SDK find nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spreadsheet.open_xml import schema_findings
from tests.support import SAMPLES
from xltco.engine import evaluate
from xltco.lint import lint
from xltco.scenario import load
from xltco.spreadsheet.engines.known import Engine
from xltco.verify import verify
from xltco.workbook.template import load_template, template_names
from xltco.workbook.writer import build

pytestmark = pytest.mark.slow

IN_EVERY_ENGINE = ("seed-code", "enterprise")


@pytest.mark.parametrize("sample", sorted(path.stem for path in SAMPLES.glob("*.toml")))
@pytest.mark.parametrize("template", template_names())
def test_every_sample_in_every_template_is_confirmed_and_clean(
    tmp_path: Path, template: str, sample: str, all_engines: list[Engine]
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
    assert schema_findings(path) == []
