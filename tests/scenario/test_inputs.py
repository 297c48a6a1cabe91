"""Every input declares bounds and, inside them, a plausible range; every one of them is drawn by random scenarios."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from tests.random_scenarios import boundary_scenario, random_scenario
from xltco.scenario import validated
from xltco.scenario.spelled import is_within
from xltco.scenario.stated import all_inputs


def test_every_number_has_a_plausible_range_inside_its_bounds() -> None:
    numbers = [item for item in all_inputs() if item.kind in ("number", "integer")]
    odd = [
        f"{item.dotted}: {item.plausible}"
        for item in numbers
        if not item.plausible
        or not item.plausible[0] < item.plausible[1]
        or not all(is_within(value, item) for value in item.plausible)
    ]
    assert odd == []


def test_every_default_is_within_the_bounds() -> None:
    numbers = [item for item in all_inputs() if item.kind in ("number", "integer") and item.default is not None]
    assert [item.dotted for item in numbers if not is_within(item.default, item)] == []


def _rows(raw: dict[str, Any], table: str) -> list[dict[str, Any]]:
    """Where a scenario states the inputs of a table: once, or once a month; what it says of itself is at the top."""
    if table == "actual":
        return list(raw.get("actuals", ()))
    return [raw] if table == "scenario" else [raw[table]] if table in raw else []


@pytest.mark.parametrize("draw", [random_scenario, boundary_scenario])
def test_every_input_is_drawn_with_more_than_one_value_and_left_out_now_and_then(draw: Any) -> None:
    drawn: dict[str, set[Any]] = defaultdict(set)
    left_out: set[str] = set()
    for seed in range(300):
        raw = draw(seed)
        validated(raw, lambda key, seed=seed: f"seed {seed}: {key}")  # type: ignore[misc]
        for item in all_inputs():
            for row in _rows(raw, item.table):
                if item.key in row:
                    drawn[item.dotted].add(row[item.key])
                else:
                    left_out.add(item.dotted)
    assert [item.dotted for item in all_inputs() if len(drawn[item.dotted]) < 2] == []
    optional = [item.dotted for item in all_inputs() if not item.required and item.table != "actual"]
    assert sorted(set(optional) - left_out - {"horizon.months"}) == []


def test_the_boundaries_reach_both_bounds() -> None:
    drawn: dict[str, set[Any]] = defaultdict(set)
    for seed in range(600):
        raw = boundary_scenario(seed)
        for item in all_inputs():
            drawn[item.dotted] |= {row[item.key] for row in _rows(raw, item.table) if item.key in row}
    shares = [item for item in all_inputs() if item.unit.name in ("share", "rating") and item.at_most is not None]
    missing = [item.dotted for item in shares if item.at_most not in drawn[item.dotted]]
    missing += [item.dotted for item in shares if item.above is None and item.at_least not in drawn[item.dotted]]
    assert missing == []


def test_a_seed_draws_the_same_scenario_each_time() -> None:
    assert random_scenario(7) == random_scenario(7)
    assert random_scenario(7) != random_scenario(8)
