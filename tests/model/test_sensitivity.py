"""Sensitivity by brute force: each moved driver and grid cell against the whole model with changed inputs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from tests.model.moved_scenarios import (
    NEEDED,
    RELATIVE,
    SAVINGS,
    SCALED,
    SCENARIOS,
    base_of,
    differing,
    moved,
    noise_of,
    scalars,
)
from tests.offenders import require_none
from tests.support import SEED, scenario_of, with_inputs
from xltco.engine import evaluate
from xltco.model import MODEL
from xltco.model.register import DRIVERS, GRID_STEPS

BREAK_EVEN = "self_host_break_even_tokens"
SECTION = [name for name, line in MODEL.lines.items() if line.source.startswith("METHOD 14")]
WAYS = {"down": -1, "up": 1}


# --- tornado --------------------------------------------------------------------------------------------


def _wrong_moves() -> Iterator[str]:
    for name, scenario in SCENARIOS.items():
        base = base_of(name)
        for way, sign in WAYS.items():
            changed = [moved(scenario, driver, sign) for driver in DRIVERS]
            cases = evaluate(*changed, wanted=[*NEEDED, BREAK_EVEN])
            saved = scalars(cases, SAVINGS) - base.scalar(SAVINGS)
            found = base.values[f"savings_change_{way}"][0]
            yield from differing(f"{name}, savings {way}", DRIVERS, found, saved, noise_of(cases) + noise_of(base))
            volumes = scalars(cases, BREAK_EVEN)
            planned = base.values[BREAK_EVEN][0]
            found = base.values[f"break_even_change_{way}"][0]
            noise = RELATIVE * (np.nan_to_num(np.abs(volumes)) + np.nan_to_num(np.abs(planned)))
            yield from differing(f"{name}, V* {way}", DRIVERS, found, volumes - planned, noise)


def test_a_moved_driver_changes_savings_and_break_even_as_the_whole_model_does() -> None:
    require_none(_wrong_moves())


def _wrongly_sorted() -> Iterator[str]:
    for name in SCENARIOS:
        base = base_of(name)
        order = base.values["sorted_driver"][0].astype(int) - 1
        swings = base.values["savings_swing"][0][order]
        if sorted(order) != list(range(len(DRIVERS))) or (swings[:-1] * (1 + RELATIVE) < swings[1:]).any():
            yield f"{name}: the order {order}, swings {swings}"
        if base.series("sorted_label") != [list(DRIVERS.values())[number] for number in order]:
            yield f"{name}: the labels {base.series('sorted_label')}"
        for row in ("savings_change_down", "savings_change_up", "break_even_change_down", "break_even_change_up"):
            if not np.array_equal(base.values[f"sorted_{row}"][0], base.values[row][0][order], equal_nan=True):
                yield f"{name}: {row} is not sorted as the drivers are"


def test_the_tornado_is_sorted_by_swing_and_holds_every_driver() -> None:
    require_none(_wrongly_sorted())


def test_equal_swings_keep_the_order_of_the_drivers() -> None:
    """Without a price, hours, setup or a second instance almost every swing is 0."""
    base = evaluate(scenario_of(with_inputs(SEED, buy={"blended_price_per_1m": 0.0}, self_host={"instance_hourly": 0})))
    assert base.series("driver_rank")[6:8] == [1, 2]  # labor rate and labor hours agree
    assert base.series("sorted_driver")[3:] == [1, 2, 3, 4, 5, 6, 9]


# --- grids ----------------------------------------------------------------------------------------------


def _wrong_cells() -> Iterator[str]:
    for name, scenario in SCENARIOS.items():
        factors = [(1 + scenario.sensitivity.grid_step) ** step for step in range(-4, 5)]
        for grid, row, column in (
            ("price_volume", "volume", "api_price"),
            ("hourly_throughput", "throughput", "instance_hourly"),
        ):
            cells = [SCALED[row](SCALED[column](scenario, c), r) for r in factors for c in factors]
            cases = evaluate(*cells, wanted=NEEDED)
            lines = [f"self_host_{grid}_savings_{step}" for step in range(1, GRID_STEPS + 1)]
            found = np.stack([base_of(name).values[line][0] for line in lines], axis=1).ravel()
            places = [(r, c) for r in range(1, GRID_STEPS + 1) for c in range(1, GRID_STEPS + 1)]
            yield from differing(f"{name}, {grid}", places, found, scalars(cases, SAVINGS), noise_of(cases))


def test_each_cell_of_a_grid_is_the_whole_model_with_both_drivers_changed() -> None:
    require_none(_wrong_cells())


def _wrong_headings() -> Iterator[str]:
    for name, scenario in SCENARIOS.items():
        base, hosting = base_of(name), scenario.self_host
        assert hosting is not None
        step, middle = 1 + scenario.sensitivity.grid_step, GRID_STEPS // 2
        headings = {
            "volume": (base.series("grid_volume")[middle], scenario.workload.monthly_tokens),
            "throughput": (base.series("grid_throughput")[middle], hosting.tokens_per_second),
            "hourly": (base.scalar("grid_hourly_5"), hosting.instance_hourly),
            "last hourly": (base.scalar("grid_hourly_9"), hosting.instance_hourly * step**4),
            "API price": (base.scalar("grid_api_price_5"), base.scalar("buy_usage_cost_rate") * 1e6),
        }
        for heading, (found, expected) in headings.items():
            if found != pytest.approx(expected, rel=RELATIVE):
                yield f"{name}: {heading} {found}, its input {expected}"


def test_the_headings_of_the_grids_are_the_inputs_of_their_cells() -> None:
    require_none(_wrong_headings())


# --- what stands when ------------------------------------------------------------------------------------


# As the lines of METHOD 10.6 that they are kin to, these ask nothing of the API.
KIN = re.compile("draw_planned_load")


def _misplaced() -> Iterator[str]:
    for strategies in (
        ("buy",),
        ("self_host",),
        ("buy", "fine_tune", "own"),
        ("self_host", "own"),
        ("buy", "self_host"),
    ):
        present = MODEL.present(strategies).lines
        for name in SECTION:
            expected = "self_host" in strategies and ("buy" in strategies or bool(KIN.fullmatch(name)))
            if (name in present) != expected:
                yield f"{name} with {' and '.join(strategies)}: {'there' if name in present else 'absent'}"


def test_sensitivity_stands_where_both_sides_do_and_nowhere_else() -> None:
    require_none(_misplaced())
