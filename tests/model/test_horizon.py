"""The horizon break-even of the sheet, which climbs, against the walk along every jump, on plain scenarios."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.offenders import require_none
from tests.support import scenario_of
from xltco.engine import evaluate
from xltco.lines import NOT_SETTLED
from xltco.model.results.horizon_walk import NEEDS, first_paying_volume
from xltco.spreadsheet.engines.known import Engine
from xltco.verify import verify
from xltco.workbook.template import load_template
from xltco.workbook.writer import build

RELATIVE = 1e-9
# Of how many scenarios the sheet may say that it has not settled.
ONE_NOT_SETTLED_IN = 1000
AT_ONCE = 250
SHEET = "self_host_horizon_break_even_tokens"


def _between(rng: Random, low: float, high: float) -> float:
    """Evenly by order of magnitude, as a person states it."""
    return float(f"{math.exp(rng.uniform(math.log(low), math.log(high))):.4g}")


def plain_scenario(seed: int) -> dict[str, Any]:
    """A plan as people state it: growth or none, a year to five, a capacity, prices of any order of magnitude."""
    rng = Random(seed)
    return {
        "horizon": {"months": rng.randint(12, 60), "annual_discount_rate": round(rng.uniform(0, 0.2), 3)},
        "workload": {
            "monthly_tokens": _between(rng, 1e6, 1e12),
            "monthly_growth_rate": 0 if rng.random() < 0.3 else round(rng.uniform(-0.02, 0.08), 4),
            "peak_to_average": round(rng.uniform(1, 4), 2),
        },
        "buy": {
            "blended_price_per_1m": _between(rng, 0.05, 20),
            "annual_price_change": round(rng.uniform(-0.3, 0.1), 2),
        },
        "self_host": {
            "instance_hourly": _between(rng, 0.5, 100),
            "tokens_per_second": _between(rng, 50, 20_000),
            "target_utilization": round(rng.uniform(0.2, 1), 2),
            "annual_price_change": round(rng.uniform(-0.2, 0.1), 2),
            "min_instances": rng.randint(1, 3),
            "labor_hours_per_month": rng.randint(0, 40),
            "setup_cost": round(rng.uniform(0, 100_000)),
        },
    }


def _compared(seeds: range) -> tuple[list[str], int, int]:
    """Where the two differ, how often the sheet has not settled, and how often it has an answer."""
    differing, unsettled, answered = [], 0, 0
    for start in range(seeds.start, seeds.stop, AT_ONCE):
        block = range(start, min(start + AT_ONCE, seeds.stop))
        found = evaluate(*(scenario_of(plain_scenario(seed)) for seed in block), wanted=[*NEEDS, SHEET])
        for case, seed in enumerate(block):
            sheet, walked = found.scalar(SHEET, case), first_paying_volume(found.values, case)
            answered += sheet is not None
            if sheet == NOT_SETTLED:
                unsettled += 1
            elif (sheet is None) != (walked is None) or (walked and abs(sheet - walked) > RELATIVE * walked):
                differing.append(f"plain {seed}: {sheet} on the sheet, {walked} by the walk")
    return differing, unsettled, answered


def test_the_sheet_shows_what_the_walk_along_every_jump_finds() -> None:
    differing, unsettled, answered = _compared(range(400))
    require_none(differing)
    assert unsettled <= 400 / ONE_NOT_SETTLED_IN
    assert answered > 50


@pytest.mark.slow
def test_on_10_000_plain_scenarios_the_sheet_has_hardly_ever_not_settled() -> None:
    differing, unsettled, _ = _compared(range(10_000))
    require_none(differing)
    assert unsettled <= 10_000 / ONE_NOT_SETTLED_IN


# Plain scenarios whose search takes more than its first steps: with an answer, never, and not settled.
LATE = (26, 88, 802)
ANSWER_ALONE = (
    'title = "Answer"\n[[sheets]]\ntitle = "Inputs"\nkind = "inputs"\n[[sheets]]\ntitle = "Answer"\n'
    f'[[sheets.sections]]\ntitle = "Horizon"\nkind = "list"\nlines = ["{SHEET}"]\n'
)


def test_later_steps_go_on_where_the_first_have_not_settled_and_repeat_their_end_elsewhere() -> None:
    wanted = ["self_host_horizon_search", "self_host_search_settles_early", "self_host_late_search"]
    found = evaluate(*(scenario_of(plain_scenario(seed)) for seed in range(100)), wanted=wanted)
    first, settled, later = (found.values[name] for name in wanted)
    assert {seed for seed in range(100) if not settled[seed, 0]} == {seed for seed in LATE if seed < 100}
    for seed in range(100):
        assert (later[seed] == first[seed, -1]).all() == settled[seed, 0], f"plain {seed}"
        assert (later[seed, 0] > first[seed, -1]) != settled[seed, 0], f"plain {seed}"


@pytest.mark.parametrize("seed", LATE)
def test_a_workbook_climbs_the_later_steps(seed: int, tmp_path: Path, formualizer: Engine) -> None:
    (tmp_path / "answer.toml").write_text(ANSWER_ALONE, encoding="utf-8")
    template = load_template(str(tmp_path / "answer.toml"))
    book = build(scenario_of(plain_scenario(seed)), tmp_path / "late.xlsx", template=template, functions=False)
    assert verify(book, [formualizer], change_inputs=False).is_equal
