"""The simulation by brute force: each draw against the whole model with changed inputs, results against numpy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from tests.model import sobol_draws
from tests.model.moved_scenarios import (
    RELATIVE,
    SAVINGS,
    SCALED,
    SCENARIOS,
    base_of,
    differing,
    noise_of,
    scalars,
)
from tests.offenders import require_none
from tests.support import SEED, scenario_of, with_inputs
from xltco.engine import Evaluation, evaluate
from xltco.lines import Array
from xltco.model import MODEL
from xltco.model.register import DRAWS, PARTS
from xltco.model.sensitivity.draws import DRAWS_FILE
from xltco.scenario import Scenario

AVERAGED = 0.02  # METHOD 14.4: what averaging the units beyond the counted ones may cost, of self-hosting's NPV
SPREADS = ("volume", "api_price", "instance_hourly", "throughput", "labor")


def _drawn(scenario: Scenario, factors: Mapping[str, float]) -> Scenario:
    """The scenario with the drivers of a draw."""
    for driver in ("volume", "api_price", "instance_hourly", "throughput"):
        scenario = SCALED[driver](scenario, factors[driver])
    return SCALED["labor_rate"](scenario, factors["labor"])


def test_the_stored_draws_are_made_again_byte_for_byte() -> None:
    assert DRAWS_FILE.read_text(encoding="utf-8") == sobol_draws.text()


def test_the_stored_draws_take_each_part_equally_often_and_are_not_correlated() -> None:
    draws = np.array(sobol_draws.draws())
    assert draws.shape == (DRAWS, len(SPREADS))
    for column in draws.T:
        assert (np.bincount(column, minlength=PARTS + 1)[1:] == DRAWS // PARTS).all()
    assert np.abs(np.corrcoef(draws, rowvar=False) - np.eye(5)).max() < 0.02


@pytest.mark.parametrize(("down", "up"), [(0.5, 0.5), (0.4, 0.1), (0.0, 0.3), (0.3, 0.0), (0.0, 0.0)])
def test_a_factor_is_the_inverse_of_the_triangular_distribution(down: float, up: float) -> None:
    raw = with_inputs(SEED, sensitivity={"volume_down": down, "volume_up": up})
    result = evaluate(scenario_of(raw), wanted=["factor_volume"])
    factor, middle = result.values["factor_volume"][0], result.values["part_middle"][0]
    if down + up == 0:
        assert (factor == 1).all()
        return
    below = (factor - (1 - down)) ** 2 / ((down + up) * down) if down else np.zeros(PARTS)
    above = 1 - (1 + up - factor) ** 2 / ((down + up) * up) if up else np.ones(PARTS)
    assert np.where(factor < 1, below, above) == pytest.approx(middle, abs=RELATIVE)
    assert factor.mean() == pytest.approx(1 + (up - down) / 3, abs=1e-3)


def _factors(result: Evaluation, draw: int) -> dict[str, float]:
    parts = {name: int(result.values[f"draw_{name}"][0, draw]) - 1 for name in SPREADS}
    return {name: float(result.values[f"factor_{name}"][0, part]) for name, part in parts.items()}


def _by_brute_force(scenario: Scenario, result: Evaluation) -> tuple[Array, Evaluation]:
    """Some sixty draws, and the whole model with the drivers of each."""
    draws = np.arange(7, DRAWS, 17)
    return draws, evaluate(*(_drawn(scenario, _factors(result, int(draw))) for draw in draws), wanted=[SAVINGS])


def _is_averaged(base: Evaluation, draws: Array) -> Array:
    """Whether a month of the draw needs more units than are counted."""
    load = base.values["factor_load"][0, draws, None] * base.values["draw_planned_load"][0]
    return np.asarray((load > base.values["draw_most_counted"][0]).any(axis=-1))


def _wrong_draws() -> Iterator[str]:
    for name, scenario in SCENARIOS.items():
        base = base_of(name)
        draws, cases = _by_brute_force(scenario, base)
        averaged = _is_averaged(base, draws)
        noise = np.where(averaged, AVERAGED * np.abs(scalars(cases, "self_host_npv")), noise_of(cases))
        found = base.values["draw_savings"][0, draws]
        yield from differing(f"{name}, draw", draws, found, scalars(cases, SAVINGS), noise)
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
    error = result.values["draw_savings"][0, draws] - scalars(cases, SAVINGS)
    hosting = scalars(cases, "self_host_npv")
    assert (np.abs(error) <= AVERAGED * hosting).all()
    assert abs(error.mean()) <= AVERAGED / 10 * hosting.mean()


def _wrong_results() -> Iterator[str]:
    for name in SCENARIOS:
        base = base_of(name)
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
    certain = {f"{name}_{way}": 0.0 for name in SPREADS for way in ("down", "up")}
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


# --- how close the draws come ----------------------------------------------------------------------------


def _saved(base: Evaluation, parts: Array) -> Array:
    """What self-hosting saves with the drivers at these parts, one row a draw, each unit rounded up."""
    volume, api, hourly, throughput, labor = (
        base.values[f"factor_{driver}"][0][column] for driver, column in zip(SPREADS, parts.T, strict=True)
    )
    saved = volume * (base.scalar("draw_tokens_npv_rest") + api * base.scalar("draw_tokens_npv_api_price"))
    multiplied = {"rest": np.ones(len(parts)), "instance_hourly": hourly, "labor": labor}
    for name, factor in multiplied.items():
        saved = saved - factor * base.scalar(f"draw_fixed_npv_{name}")
    for load, start, *rates in zip(
        base.values["draw_planned_load"][0],
        base.values["draw_start_units"][0],
        *(base.values[f"draw_unit_npv_{name}"][0] for name in multiplied),
        strict=True,
    ):
        units = np.maximum(np.ceil(volume / throughput * load) - start, 0)
        saved = saved - units * sum(rate * factor for rate, factor in zip(rates, multiplied.values(), strict=True))
    return np.asarray(saved)


def _hypercube(random: np.random.Generator, size: int) -> Array:
    """Parts of a Latin hypercube of random draws."""
    columns = [(random.permutation(size) + random.random(size)) / size * PARTS for _ in SPREADS]
    return np.array(columns).T.astype(int)


def _results(savings: Array) -> Array:
    return np.array([*np.percentile(savings, [10, 50, 90]), savings.mean(), (savings > 0).mean()])


def test_512_draws_come_closer_to_many_draws_than_a_thousand_of_a_latin_hypercube() -> None:
    """Percentiles, mean and probability, as root mean squares over the scenarios; METHOD 14.4 has more of them."""
    random = np.random.default_rng(7)
    many, fewer = _hypercube(random, 100_000), [_hypercube(random, 1_000) for _ in range(10)]
    stored, hypercubes = [], []
    for name in SCENARIOS:
        base = base_of(name)
        expected = _results(_saved(base, many))
        scale = np.array([expected[2] - expected[0]] * 4 + [1])
        found = [base.scalar(f"simulated_{result}") for result in ("p10", "p50", "p90", "mean", "probability")]
        stored.append((np.array(found) - expected) / scale)
        hypercubes += [(_results(_saved(base, parts)) - expected) / scale for parts in fewer]
    ours, theirs = (np.sqrt((np.array(errors) ** 2).mean(axis=0)) for errors in (stored, hypercubes))
    assert (ours <= theirs).all(), (ours, theirs)


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
    return np.stack([np.broadcast_to(scalars(result, rate), len(cases)) for rate in RATES], axis=1)


def _uneven() -> Iterator[str]:
    prices = ("api_price", "instance_hourly", "labor_rate")
    for name, scenario in SCENARIOS.items():
        added = np.zeros(len(RATES))
        for price in prices:
            nothing, once, twice = _rates(scenario, *({price: times} for times in (0.0, 1.0, 2.0)))
            noise = RELATIVE * np.abs([nothing, once, twice]).max(axis=0)
            yield from differing(f"{name}, {price} twice", RATES, twice, once + (once - nothing), noise)
            added += twice - once
        (both,) = _rates(scenario, dict.fromkeys(prices, 2.0))
        yield from differing(f"{name}, all prices twice", RATES, both, once + added, RELATIVE * np.abs(both))


def test_every_rate_rises_evenly_with_each_price_that_a_draw_multiplies() -> None:
    """The simulation enters rates again at a price of 0 only, and takes every multiple to lie on the same line."""
    require_none(_uneven())
