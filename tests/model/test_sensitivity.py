"""Sensitivity by brute force: each moved driver, grid cell and draw against the whole model with changed inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from tests.random_scenarios import random_scenario
from tests.support import SAMPLES, SEED, scenario_of, with_inputs
from xltco.engine import Evaluation, evaluate
from xltco.lines import Array
from xltco.model import MODEL
from xltco.model.register import DRAWS, DRIVERS, GRID_STEPS
from xltco.model.sensitivity.draws import DRAWS_FILE
from xltco.scenario import Scenario, load

RELATIVE = 1e-9  # of the two NPVs whose difference the savings are
AVERAGED = 0.02  # METHOD 14.4: what averaging the instances beyond the counted ones may cost, of self-hosting's NPV

SAVINGS = "self_host_savings_npv"
BREAK_EVEN = "self_host_break_even_tokens"
SECTION = [name for name, line in MODEL.lines.items() if line.source.startswith("METHOD 14")]
WAYS = {"down": -1, "up": 1}


def _changed(scenario: Scenario, **inputs: float) -> Scenario:
    """The scenario with inputs, table__key, in place of its own."""
    for name, value in inputs.items():
        table, key = name.split("__")
        moved = getattr(scenario, table).model_copy(update={key: value})
        scenario = scenario.model_copy(update={table: moved})
    return scenario


def _api_price(scenario: Scenario, factor: float) -> Scenario:
    assert scenario.buy is not None
    keys = ("blended_price_per_1m", "input_price_per_1m", "cached_input_price_per_1m", "output_price_per_1m")
    stated = {f"buy__{key}": getattr(scenario.buy, key) for key in keys}
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
    return _changed(scenario, horizon__annual_discount_rate=max(discount + change, min(discount, 0)))


def _drawn(scenario: Scenario, factors: Mapping[str, float]) -> Scenario:
    """The scenario with the drivers of a draw."""
    for driver in ("volume", "api_price", "instance_hourly", "throughput"):
        scenario = SCALED[driver](scenario, factors[driver])
    return SCALED["labor_rate"](scenario, factors["labor"])


def _scenarios() -> dict[str, Scenario]:
    """Samples and random scenarios in which self-hosting stands against buying."""
    found = {path.stem: load(path) for path in sorted(SAMPLES.glob("*.toml"))}
    for seed in range(60):
        raw = random_scenario(seed)
        raw["sensitivity"] = {"driver_change": [0.2, 0.05, 0.5][seed % 3], "rate_change": [0.05, 0.3][seed % 2]}
        found[f"seed {seed}"] = scenario_of(raw)
    return {name: scenario for name, scenario in found.items() if {"buy", "self_host"} <= set(scenario.strategies)}


SCENARIOS = _scenarios()
by_scenario = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS.keys())


def _scalars(result: Evaluation, name: str) -> Array:
    return np.asarray(result.values[name])[:, 0]


def _near(result: Evaluation) -> float:
    """What noise the difference of the two NPVs may carry."""
    return RELATIVE * float(result.scalar("buy_npv") + result.scalar("self_host_npv"))


# --- tornado --------------------------------------------------------------------------------------------


@by_scenario
@pytest.mark.parametrize("way", WAYS)
def test_a_moved_driver_changes_the_savings_as_the_whole_model_does(scenario: Scenario, way: str) -> None:
    base = evaluate(scenario)
    cases = evaluate(*(_moved(scenario, driver, WAYS[way]) for driver in DRIVERS), wanted=[SAVINGS])
    expected = _scalars(cases, SAVINGS) - base.scalar(SAVINGS)
    noise = RELATIVE * (_scalars(cases, "buy_npv") + _scalars(cases, "self_host_npv")) + _near(base)
    found = base.values[f"savings_change_{way}"][0]
    assert (np.abs(found - expected) <= noise).all(), dict(zip(DRIVERS, found - expected, strict=True))


@by_scenario
@pytest.mark.parametrize("way", WAYS)
def test_a_moved_driver_changes_the_break_even_volume_as_the_whole_model_does(scenario: Scenario, way: str) -> None:
    base = evaluate(scenario)
    cases = evaluate(*(_moved(scenario, driver, WAYS[way]) for driver in DRIVERS), wanted=[BREAK_EVEN])
    expected = _scalars(cases, BREAK_EVEN)
    assert base.values[f"moved_break_even_tokens_{way}"][0] == pytest.approx(expected, rel=RELATIVE, nan_ok=True)
    change = expected - base.values[BREAK_EVEN][0]
    scale = np.nan_to_num(np.abs(expected)).max()
    found = base.values[f"break_even_change_{way}"][0]
    assert found == pytest.approx(change, rel=RELATIVE, abs=RELATIVE * scale, nan_ok=True)


@by_scenario
def test_the_tornado_is_sorted_by_swing_and_holds_every_driver(scenario: Scenario) -> None:
    base = evaluate(scenario)
    swings = base.values["savings_swing"][0][base.values["sorted_driver"][0].astype(int) - 1]
    assert (swings[:-1] * (1 + RELATIVE) >= swings[1:]).all()
    assert sorted(base.series("driver_rank")) == list(range(1, len(DRIVERS) + 1))
    assert sorted(base.series("sorted_label")) == sorted(DRIVERS.values())
    for place, driver in enumerate(base.series("sorted_label")):
        number = list(DRIVERS.values()).index(driver)
        for way in WAYS:
            assert base.series(f"sorted_savings_change_{way}")[place] == base.series(f"savings_change_{way}")[number]
            moved = base.series(f"sorted_break_even_change_{way}")[place]
            assert moved == base.series(f"break_even_change_{way}")[number]


def test_equal_swings_keep_the_order_of_the_drivers() -> None:
    """Without a price, hours, setup or a second instance almost every swing is 0."""
    base = evaluate(scenario_of(with_inputs(SEED, buy={"blended_price_per_1m": 0.0}, self_host={"instance_hourly": 0})))
    assert base.series("driver_rank")[6:8] == [1, 2]  # labor rate and labor hours agree
    assert base.series("sorted_driver")[3:] == [1, 2, 3, 4, 5, 6, 9]


# --- grids ----------------------------------------------------------------------------------------------


@by_scenario
def test_each_cell_of_a_grid_is_the_whole_model_with_both_drivers_changed(scenario: Scenario) -> None:
    base = evaluate(scenario)
    factors = [(1 + scenario.sensitivity.grid_step) ** step for step in range(-4, 5)]
    for grid, row_driver, column_driver in (
        ("price_volume", "volume", "api_price"),
        ("hourly_throughput", "throughput", "instance_hourly"),
    ):
        cells = [SCALED[row_driver](SCALED[column_driver](scenario, c), r) for r in factors for c in factors]
        cases = evaluate(*cells, wanted=[SAVINGS])
        noise = RELATIVE * (_scalars(cases, "buy_npv") + _scalars(cases, "self_host_npv"))
        names = [f"self_host_{grid}_savings_{step}" for step in range(1, GRID_STEPS + 1)]
        found = np.stack([base.values[name][0] for name in names], axis=1).ravel()
        assert (np.abs(found - _scalars(cases, SAVINGS)) <= noise).all(), grid


@by_scenario
def test_the_headings_of_the_grids_are_the_inputs_of_their_cells(scenario: Scenario) -> None:
    base = evaluate(scenario)
    middle = GRID_STEPS // 2
    assert base.series("grid_volume")[middle] == scenario.workload.monthly_tokens
    assert scenario.self_host is not None
    assert base.series("grid_throughput")[middle] == scenario.self_host.tokens_per_second
    assert base.scalar("grid_hourly_5") == pytest.approx(scenario.self_host.instance_hourly)
    assert base.scalar("grid_api_price_5") == pytest.approx(base.scalar("buy_price_per_token") * 1e6)
    step = 1 + scenario.sensitivity.grid_step
    assert base.scalar("grid_hourly_9") == pytest.approx(scenario.self_host.instance_hourly * step**4)


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


@by_scenario
def test_a_draw_saves_what_the_whole_model_saves_with_its_drivers(scenario: Scenario) -> None:
    result = evaluate(scenario)
    draws, cases = _by_brute_force(scenario, result)
    found = result.values["draw_savings"][0, draws]
    error = np.abs(found - _scalars(cases, SAVINGS))
    npvs = _scalars(cases, "buy_npv") + _scalars(cases, "self_host_npv")
    exact = result.values["draw_averaged_npv"][0, draws] == 0
    assert (error[exact] <= RELATIVE * npvs[exact]).all()
    assert (error[~exact] <= AVERAGED * _scalars(cases, "self_host_npv")[~exact]).all()
    assert result.scalar("check_simulation") is True


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


@by_scenario
def test_the_results_of_the_simulation_are_those_of_numpy(scenario: Scenario) -> None:
    result = evaluate(scenario)
    savings = result.values["draw_savings"][0]
    for name, percentile in (("p10", 10), ("p50", 50), ("p90", 90)):
        assert result.scalar(f"simulated_{name}") == pytest.approx(np.percentile(savings, percentile))
    assert result.scalar("simulated_mean") == pytest.approx(savings.mean())
    assert result.scalar("simulated_probability") == np.count_nonzero(savings > 0) / DRAWS
    assert (result.scalar("simulated_lowest"), result.scalar("simulated_highest")) == (savings.min(), savings.max())


@by_scenario
def test_the_histogram_holds_every_draw_once(scenario: Scenario) -> None:
    result = evaluate(scenario)
    counts, savings = result.values["bin_count"][0], result.values["draw_savings"][0]
    assert (counts.sum(), counts.min() >= 0) == (DRAWS, True)
    assert result.values["bin_share"].sum() == pytest.approx(1)
    assert result.series("bin_cumulative_share")[-1] == 1
    for low, high, mid, count in zip(
        *(result.series(f"bin_{x}") for x in ("low", "high", "mid", "count")), strict=True
    ):
        assert low <= mid <= high
        inside = np.count_nonzero((savings > low) & (savings <= high))
        assert abs(inside - count) <= np.count_nonzero(np.isin(savings, (savings.min(), savings.max())))


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


# --- what stands when ------------------------------------------------------------------------------------


# As the lines of METHOD 10.6 that they are kin to, these ask nothing of the API.
WITHOUT_BUY = ["self_host_hardware_npv", "self_host_extra_labor_npv", "self_host_load"]


@pytest.mark.parametrize("strategies", [("buy",), ("self_host",), ("buy", "fine_tune", "own"), ("self_host", "own")])
def test_without_both_sides_there_is_no_sensitivity(strategies: tuple[str, ...]) -> None:
    expected = WITHOUT_BUY if "self_host" in strategies else []
    assert [name for name in SECTION if name in MODEL.present(strategies).lines] == expected


def test_with_both_sides_all_of_it_stands() -> None:
    assert [name for name in SECTION if name not in MODEL.present(("buy", "self_host")).lines] == []
