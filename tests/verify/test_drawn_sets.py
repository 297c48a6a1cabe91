"""The boundaries that --cases promises really occur, in the first hundred cases of any seed; no engine is asked."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.support import SAMPLES
from xltco.engine import evaluate_values, inputs_of
from xltco.scenario import Scenario, load
from xltco.verify.drawn_sets import DrawnSet, drawn_set, flags
from xltco.verify.reader import ReadWorkbook, read
from xltco.workbook.template import load_template
from xltco.workbook.writer import build

SEEDS = (1, 2, 3, 7, 20261124)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> ReadWorkbook:
    path: Path = tmp_path_factory.mktemp("drawn") / "drawn.xlsx"
    return read(build(load(SAMPLES / "enterprise.toml"), path, template=load_template("one-page")))


@pytest.fixture(scope="module", params=SEEDS)
def hundred(request: pytest.FixtureRequest, workbook: ReadWorkbook) -> list[DrawnSet]:
    return [drawn_set(workbook.inputs, workbook.present, request.param, number) for number in range(1, 101)]


def _volumes_met(workbook: ReadWorkbook, cases: list[DrawnSet], ending: str) -> int:
    """How many cases have a volume of month 1 that is a whole number of times one of those lines."""
    scenarios = [one.inputs.scenario.case(one.inputs.case) for one in cases]
    names = [f"{s}{ending}" for s in workbook.present.strategies if f"{s}{ending}" in workbook.present.lines]
    assert names != []
    met = 0
    for one, scenario in zip(cases, scenarios, strict=True):
        found = evaluate_values(workbook.present, inputs_of([scenario]) | dict(one.inputs.placed), names)
        tokens = scenario.workload.monthly_tokens
        values = [float(found.scalar(name) or 0) for name in names]
        times = [tokens / value for value in values if math.isfinite(value) and value > 0]
        met += any(1 <= round(t) <= 6 and math.isclose(t, round(t), rel_tol=1e-12) for t in times)
    return met


def test_every_flag_decides_alone_in_turn(hundred: list[DrawnSet]) -> None:
    forced = set()
    for one in (one for one in hundred if one.kind == "flags"):
        scenario = one.inputs.scenario.case(one.inputs.case)
        held = [
            (item, getattr(getattr(scenario, item.table), item.key))
            for item in {i.dotted: i for i, _ in flags()}.values()
        ]
        turned = [(item.dotted, value) for item, value in held if value != item.default]
        assert len(turned) == 1
        forced |= set(turned)
    assert forced == {(item.dotted, value) for item, value in flags()}


@pytest.mark.parametrize(
    ("kind", "ending", "at_least"),
    [("on a capacity step", "_unit_capacity", 10), ("on the break-even", "_break_even_tokens", 3)],
)
def test_volumes_lie_exactly_on_what_their_case_says(
    workbook: ReadWorkbook, hundred: list[DrawnSet], kind: str, ending: str, at_least: int
) -> None:
    assert _volumes_met(workbook, [one for one in hundred if one.kind == kind], ending) >= at_least


def test_no_growth_one_month_the_whole_timeline_and_a_late_start_hold_in_the_selected_case(
    workbook: ReadWorkbook, hundred: list[DrawnSet]
) -> None:
    by_kind: dict[str, list[Scenario]] = {}
    for one in hundred:
        by_kind.setdefault(one.kind, []).append(one.inputs.scenario.case(one.inputs.case))
    assert all(s.workload.monthly_growth_rate == 0 for s in by_kind["no growth"])
    assert all(s.horizon.months == 1 for s in by_kind["one month"])
    assert all(s.horizon.months == workbook.inputs.months for s in by_kind["the whole timeline"])
    late = by_kind["go-live at the horizon"]
    assert all(s.self_host and s.self_host.go_live_month == s.horizon.months for s in late)
    assert all(s.own and s.own.go_live_month == s.horizon.months for s in late)
    assert min(map(len, by_kind.values())) >= 10
