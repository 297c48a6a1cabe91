"""Sensitivity by brute force: each moved driver, grid cell and draw against the whole model with changed inputs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.offenders import require_none
from tests.random_scenarios import random_scenario
from tests.support import SAMPLES, SEED, scenario_of, with_inputs
from xltco.engine import Evaluation, evaluate
from xltco.lines import Array
from xltco.model import MODEL
from xltco.model.register import DRAWS, DRIVERS, GRID_STEPS
from xltco.model.sensitivity.draws import DRAWS_FILE
from xltco.scenario import Scenario, load

RELATIVE = 1e-9  # of the two NPVs whose difference the savings are
AVERAGED = 0.02  # METHOD 14.4: what averaging the units beyond the counted ones may cost, of self-hosting's NPV

SAVINGS = "self_host_savings_npv"
BREAK_EVEN = "self_host_break_even_tokens"
NEEDED = (SAVINGS, "buy_npv", "self_host_npv")
SECTION = [name for name, line in MODEL.lines.items() if line.source.startswith("METHOD 14")]
WAYS = {"down": -1, "up": 1}
API_PRICES = ("blended", "input", "cached_input", "cache_write", "output")


def _changed(scenario: Scenario, **inputs: float) -> Scenario:
    """The scenario with inputs, table__key, in place of its own."""
    for name, value in inputs.items():
        table, key = name.split("__")
        moved = getattr(scenario, table).model_copy(update={key: value})
        scenario = scenario.model_copy(update={table: moved})
    return scenario


def _api_price(scenario: Scenario, factor: float) -> Scenario:
    assert scenario.buy is not None
    stated = {f"buy__{kind}_price_per_1m": getattr(scenario.buy, f"{kind}_price_per_1m") for kind in API_PRICES}
    return _changed(scenario, **{key: price * factor for key, price in stated.items() if price is not None})


def _scaled(table: str, key: str) -> Callable[[Scenario, float], Scenario]:
    def scaled(scenario: Scenario, factor: float) -> Scenario:
        return _changed(scenario, **{f"{table}__{key}": getattr(getattr(scenario, table), key) * factor})

    return scaled


SCALED: Mapping[str, Callable[[Scenario, float], Scenario]] = {
    "volume": _scaled("workload", "monthly_tokens"),
    "api_price": _api_price,
    "instance_hourly": _scaled("self_host", "instance_hourly"),
    "throughput": _scaled("self_host", "tokens_per_second"),
    "labor_rate": _scaled("labor", "hourly_rate"),
    "labor_hours": _scaled("self_host", "labor_hours_per_month"),
    "setup_cost": _scaled("self_host", "setup_cost"),
}


def _moved(scenario: Scenario, driver: str, sign: int) -> Scenario:
    """The scenario with one driver where the tornado puts it."""
    if driver in SCALED:
        return SCALED[driver](scenario, 1 + sign * scenario.sensitivity.driver_change)
    assert scenario.buy is not None
    change = sign * scenario.sensitivity.rate_change
    if driver == "growth":
        return _changed(
            scenario, workload__monthly_growth_rate=max(scenario.workload.monthly_growth_rate + change / 12, -0.99)
        )
    if driver == "api_price_change":
        return _changed(scenario, buy__annual_price_change=max(scenario.buy.annual_price_change + change, -0.99))
    discount = scenario.horizon.annual_discount_rate
    return _changed(scenario, horizon__annual_discount_rate=max(discount + change, 0))


def _drawn(scenario: Scenario, factors: Mapping[str, float]) -> Scenario:
    """The scenario with the drivers of a draw."""
    for driver in ("volume", "api_price", "instance_hourly", "throughput"):
        scenario = SCALED[driver](scenario, factors[driver])
    return SCALED["labor_rate"](scenario, factors["labor"])


def _scenarios() -> dict[str, Scenario]:
    """Samples and random scenarios in which self-hosting stands against buying."""
    found = {path.stem: load(path) for path in sorted(SAMPLES.glob("*.toml"))}
    for seed in range(40):
        raw = random_scenario(seed)
        raw["sensitivity"] = {"driver_change": [0.2, 0.05, 0.5][seed % 3], "rate_change": [0.05, 0.3][seed % 2]}
        found[f"random {seed}"] = scenario_of(raw)
    return {name: scenario for name, scenario in found.items() if {"buy", "self_host"} <= set(scenario.strategies)}


SCENARIOS = _scenarios()


@cache
def _base(name: str) -> Evaluation:
    return evaluate(SCENARIOS[name])


def _scalars(result: Evaluation, name: str) -> Array:
    return np.asarray(result.values[name])[:, 0]


def _noise(result: Evaluation) -> Array:
    """What noise the difference of the two NPVs may carry."""
    return RELATIVE * (np.abs(_scalars(result, "buy_npv")) + np.abs(_scalars(result, "self_host_npv")))


def _differing(where: str, names: Any, found: Array, expected: Array, noise: Array) -> Iterator[str]:
    """Each value that is further from what was expected than noise; never stands against never."""
    same = (np.abs(found - expected) <= noise) | (np.isnan(found) & np.isnan(expected))
    for name, ok, value, wanted in zip(names, same, found, expected, strict=True):
        if not ok:
            yield f"{where}, {name}: {value}, by brute force {wanted}"


# --- tornado --------------------------------------------------------------------------------------------


def _wrong_moves() -> Iterator[str]:
    for name, scenario in SCENARIOS.items():
        base = _base(name)
        for way, sign in WAYS.items():
            moved = [_moved(scenario, driver, sign) for driver in DRIVERS]
            cases = evaluate(*moved, wanted=[*NEEDED, BREAK_EVEN])
            saved = _scalars(cases, SAVINGS) - base.scalar(SAVINGS)
            found = base.values[f"savings_change_{way}"][0]
            yield from _differing(f"{name}, savings {way}", DRIVERS, found, saved, _noise(cases) + _noise(base))
            volumes = _scalars(cases, BREAK_EVEN)
            planned = base.values[BREAK_EVEN][0]
            found = base.values[f"break_even_change_{way}"][0]
            noise = RELATIVE * (np.nan_to_num(np.abs(volumes)) + np.nan_to_num(np.abs(planned)))
            yield from _differing(f"{name}, V* {way}", DRIVERS, found, volumes - planned, noise)


def test_a_moved_driver_changes_savings_and_break_even_as_the_whole_model_does() -> None:
    require_none(_wrong_moves())


def _wrongly_sorted() -> Iterator[str]:
    for name in SCENARIOS:
        base = _base(name)
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
            found = np.stack([_base(name).values[line][0] for line in lines], axis=1).ravel()
            places = [(r, c) for r in range(1, GRID_STEPS + 1) for c in range(1, GRID_STEPS + 1)]
            yield from _differing(f"{name}, {grid}", places, found, _scalars(cases, SAVINGS), _noise(cases))


def test_each_cell_of_a_grid_is_the_whole_model_with_both_drivers_changed() -> None:
    require_none(_wrong_cells())


def _wrong_headings() -> Iterator[str]:
    for name, scenario in SCENARIOS.items():
        base, hosting = _base(name), scenario.self_host
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


# --- simulation -----------------------------------------------------------------------------------------


def test_the_stored_draws_are_a_latin_hypercube_without_correlation() -> None:
    header, *rows = DRAWS_FILE.read_text(encoding="utf-8").splitlines()
    draws = np.array([[float(cell) for cell in row.split(",")] for row in rows])
    assert header.split(",") == [name for name in SECTION if name.startswith("draw_")][:5]
    assert draws.shape == (DRAWS, 5)
    assert all(len(cell.partition(".")[2]) == 6 for row in rows for cell in row.split(","))
    assert ((draws > 0) & (draws < 1)).all()
    for column in draws.T:
        assert sorted((column * DRAWS).astype(int)) == list(range(DRAWS))
    assert np.abs(np.corrcoef(draws, rowvar=False) - np.eye(5)).max() < 0.02


@pytest.mark.parametrize(("down", "up"), [(0.5, 0.5), (0.4, 0.1), (0.0, 0.3), (0.3, 0.0), (0.0, 0.0)])
def test_a_factor_is_the_inverse_of_the_triangular_distribution(down: float, up: float) -> None:
    raw = with_inputs(SEED, sensitivity={"volume_down": down, "volume_up": up})
    result = evaluate(scenario_of(raw), wanted=["factor_volume"])
    factor, draw = result.values["factor_volume"][0], result.values["draw_volume"][0]
    if down + up == 0:
        assert (factor == 1).all()
        return
    below = (factor - (1 - down)) ** 2 / ((down + up) * down) if down else np.zeros(DRAWS)
    above = 1 - (1 + up - factor) ** 2 / ((down + up) * up) if up else np.ones(DRAWS)
    assert np.where(factor < 1, below, above) == pytest.approx(draw, abs=RELATIVE)
    assert factor.mean() == pytest.approx(1 + (up - down) / 3, abs=1e-3)


def _factors(result: Evaluation, draw: int) -> dict[str, float]:
    names = ("volume", "api_price", "instance_hourly", "throughput", "labor")
    return {name: float(result.values[f"factor_{name}"][0, draw]) for name in names}


def _by_brute_force(scenario: Scenario, result: Evaluation) -> tuple[Array, Evaluation]:
    """Some sixty draws, and the whole model with the drivers of each."""
    draws = np.arange(7, DRAWS, 17)
    return draws, evaluate(*(_drawn(scenario, _factors(result, int(draw))) for draw in draws), wanted=[SAVINGS])


def _wrong_draws() -> Iterator[str]:
    for name, scenario in SCENARIOS.items():
        base = _base(name)
        draws, cases = _by_brute_force(scenario, base)
        averaged = base.values["draw_averaged_npv"][0, draws] != 0
        noise = np.where(averaged, AVERAGED * np.abs(_scalars(cases, "self_host_npv")), _noise(cases))
        found = base.values["draw_savings"][0, draws]
        yield from _differing(f"{name}, draw", draws, found, _scalars(cases, SAVINGS), noise)
        if base.scalar("check_simulation") is not True:
            yield f"{name}: the check of the simulation fails"


def test_a_draw_saves_what_the_whole_model_saves_with_its_drivers() -> None:
    require_none(_wrong_draws())


@pytest.mark.parametrize("tokens", [3e9, 3e10, 3e11, 3e12])
def test_a_large_fleet_is_averaged_closely(tokens: float) -> None:
    """From 3 to 3,000 instances: the more there are, the less each weighs."""
    raw = with_inputs(SEED, workload={"monthly_tokens": tokens, "monthly_growth_rate": 0.02})
    raw = with_inputs(raw, self_host={"tokens_per_second": 400.0, "labor_hours_per_extra_instance": 1.0})
    scenario = scenario_of(raw)
    result = evaluate(scenario)
    draws, cases = _by_brute_force(scenario, result)
    error = result.values["draw_savings"][0, draws] - _scalars(cases, SAVINGS)
    hosting = _scalars(cases, "self_host_npv")
    assert (np.abs(error) <= AVERAGED * hosting).all()
    assert abs(error.mean()) <= AVERAGED / 10 * hosting.mean()


def _wrong_results() -> Iterator[str]:
    for name in SCENARIOS:
        base = _base(name)
        savings, counts = base.values["draw_savings"][0], base.values["bin_count"][0]
        results = {f"p{percent}": np.percentile(savings, percent) for percent in (10, 50, 90)}
        results |= {"mean": savings.mean(), "lowest": savings.min(), "highest": savings.max()}
        results |= {"probability": np.count_nonzero(savings > 0) / DRAWS}
        scale = RELATIVE * np.abs(savings).max()
        for result, expected in results.items():
            if abs(base.scalar(f"simulated_{result}") - expected) > scale:
                yield f"{name}: {result} is {base.scalar(f'simulated_{result}')}, by numpy {expected}"
        if counts.sum() != DRAWS or counts.min() < 0 or base.series("bin_cumulative_share")[-1] != 1:
            yield f"{name}: the histogram holds {counts}"
        bins = zip(*(base.series(f"bin_{part}") for part in ("low", "high", "count")), strict=True)
        for low, high, count in bins:
            inside = np.count_nonzero((savings > low) & (savings <= high))
            if abs(inside - count) > np.count_nonzero(np.isin(savings, (savings.min(), savings.max()))):
                yield f"{name}: {count} draws between {low} and {high}, by numpy {inside}"


def test_percentiles_and_histogram_of_the_simulation_are_those_of_numpy() -> None:
    require_none(_wrong_results())


def test_without_spreads_every_draw_is_the_base_and_stands_in_the_first_bin() -> None:
    spreads = ("volume", "api_price", "instance_hourly", "throughput", "labor")
    certain = {f"{name}_{way}": 0.0 for name in spreads for way in WAYS}
    raw = with_inputs(SEED, sensitivity=certain, self_host={"tokens_per_second": 400.0})
    result = evaluate(scenario_of(raw))
    assert result.values["draw_savings"] == pytest.approx(result.scalar(SAVINGS))
    assert result.series("bin_count") == [DRAWS] + [0] * 19
    assert result.scalar("simulated_p10") == result.scalar("simulated_p90")


def test_draws_above_the_base_still_count_from_the_base() -> None:
    """Where no draw lowers the load, the fewest instances are the base's."""
    raw = with_inputs(SEED, sensitivity={"volume_down": 0.0, "throughput_up": 0.0})
    raw = with_inputs(raw, self_host={"tokens_per_second": 400.0})
    result = evaluate(scenario_of(raw))
    assert result.scalar("least_factor_load") == 1
    assert result.scalar("simulated_base") == pytest.approx(result.scalar(SAVINGS), rel=RELATIVE)


def test_the_check_notices_a_base_that_disagrees() -> None:
    result = evaluate(SCENARIOS["enterprise"])
    values: dict[str, Any] = dict(result.values) | {"simulated_base": result.values["simulated_base"] + 1}
    line = MODEL.lines["check_simulation"]
    assert line.python(**{name: values[name] for name in line.reads}).item() is False


# --- what the simulation takes for granted ---------------------------------------------------------------


RATES = [str(item.rate) for side in ("buy", "self_host") for item in MODEL.costs_of(side) if item.rate]


def _rates(scenario: Scenario, *times: Mapping[str, float]) -> Array:
    """Every rate, one row a case, with prices multiplied."""
    cases = []
    for factors in times:
        moved = scenario
        for price, factor in factors.items():
            moved = SCALED[price](moved, factor)
        cases.append(moved)
    result = evaluate(*cases, wanted=RATES)
    return np.stack([np.broadcast_to(_scalars(result, rate), len(cases)) for rate in RATES], axis=1)


def _uneven() -> Iterator[str]:
    prices = ("api_price", "instance_hourly", "labor_rate")
    for name, scenario in SCENARIOS.items():
        added = np.zeros(len(RATES))
        for price in prices:
            nothing, once, twice = _rates(scenario, *({price: times} for times in (0.0, 1.0, 2.0)))
            noise = RELATIVE * np.abs([nothing, once, twice]).max(axis=0)
            yield from _differing(f"{name}, {price} twice", RATES, twice, once + (once - nothing), noise)
            added += twice - once
        (both,) = _rates(scenario, dict.fromkeys(prices, 2.0))
        yield from _differing(f"{name}, all prices twice", RATES, both, once + added, RELATIVE * np.abs(both))


def test_every_rate_rises_evenly_with_each_price_that_a_draw_multiplies() -> None:
    """The simulation enters rates again at a price of 0 only, and takes every multiple to lie on the same line."""
    require_none(_uneven())


# --- what stands when ------------------------------------------------------------------------------------


# As the lines of METHOD 10.6 that they are kin to, these ask nothing of the API.
KIN = re.compile("self_host_unit_weight_.*|self_host_load")


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
