"""Views (METHOD 15.1 to 15.4, 15.6) against loops that know nothing of them, on random scenarios."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest

from tests import reference_model as reference
from tests.offenders import require_none
from tests.random_scenarios import random_scenario
from tests.support import SEED, evaluated, scenario_of, with_inputs
from xltco.engine import Evaluation, evaluate, evaluate_values
from xltco.lines import Array, Input
from xltco.model import MODEL, STRATEGIES
from xltco.model.register import BREAK_EVEN, CURVE_POINTS, SERVED
from xltco.model.views.summaries import BY_QUARTER, BY_YEAR
from xltco.scenario.stated import inputs_by_table

SEEDS = range(40)


@cache
def found(seed: int) -> Evaluation:
    return evaluated(random_scenario(seed))


def close(value: float | None, expected: float | None, scale: float = 0.0) -> bool:
    if value is None or expected is None:
        return value is expected
    return math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9 * scale + 1e-6)


def size(amounts: list[float]) -> float:
    """All that was added up, for judging binary noise."""
    return math.fsum(map(abs, amounts))


def differing(where: str, values: list[Any], expected: list[Any], scale: float = 0.0) -> Iterator[str]:
    """The first value that is not what a loop found."""
    wrong = [i for i, pair in enumerate(zip(values, expected, strict=True)) if not close(*pair, scale)]
    yield from (f"{where}: {values[i]} at {i}, by a loop {expected[i]}" for i in wrong[:1])


# --- 15.1 years and quarters ----------------------------------------------------------------------------


def _wrong_sums() -> Iterator[str]:
    for seed in SEEDS:
        result = found(seed)
        for items, period, length in ((BY_YEAR, "year", 12), (BY_QUARTER, "quarter", 3)):
            for item in items:
                name = f"{item.name}_by_{period}"
                if (name in result) != (item.name in result):
                    yield f"random {seed}: {name} stands without its months, or they without it"
                elif name in result:
                    months = result.series(item.name)
                    sums = [months[0]] + [math.fsum(months[m : m + length]) for m in range(1, len(months), length)]
                    yield from differing(f"random {seed}: {name}", result.series(name), sums, size(months))


def test_years_and_quarters_are_what_a_loop_over_the_months_adds_up() -> None:
    require_none(_wrong_sums())


def test_every_amount_of_the_months_is_summed_and_nothing_else() -> None:
    monthly = [i for i in MODEL.lines.values() if i.axis == "month" and i.unit.name == "currency" and i.strategy]
    workings_and_views = ("METHOD 10", "METHOD 14", "METHOD 15")
    amounts = {item.name for item in monthly if not item.source.startswith(workings_and_views)}
    running = {f"{strategy}_cumulative" for strategy in STRATEGIES}
    workings = {"own_nodes_placed", "own_total_beside_nodes"}
    assert running | workings < amounts
    assert {item.name for item in BY_YEAR} == (amounts - running - workings) | {"tokens", "revenue"}
    totals = {f"{strategy}_{what}" for strategy in STRATEGIES for what in ("total", "pnl")}
    assert {item.name for item in BY_QUARTER} == totals | {"tokens"}


def _wrong_ends() -> Iterator[str]:
    for seed in SEEDS:
        result = found(seed)
        tokens = result.series("tokens_by_year")
        for strategy in result.present.strategies:
            where = f"random {seed}: {strategy}"
            tco, scale = result.scalar(f"{strategy}_tco"), size(result.series(f"{strategy}_total"))
            ends = result.series(f"{strategy}_year_end_cumulative")
            yield from differing(f"{where}, end of the last year", ends[-1:], [tco], scale)
            unit = result.series(f"{strategy}_unit_cost_by_year")
            if [value is None for value in unit] != [served == 0 for served in tokens]:
                yield f"{where}: unit costs {unit} of years with the tokens {tokens}"
            spent = math.fsum(u * t / 1e6 for u, t in zip(unit, tokens, strict=True) if u is not None)
            years = zip(result.series(f"{strategy}_total_by_year"), tokens, strict=True)
            spent += math.fsum(total for total, served in years if served == 0)
            yield from differing(f"{where}, unit costs by tokens", [spent], [tco], scale)


def test_the_last_year_ends_at_the_tco_and_unit_costs_weigh_to_the_average() -> None:
    require_none(_wrong_ends())


# --- 15.2 people and idle capacity ----------------------------------------------------------------------


def _wrong_capacity() -> Iterator[str]:
    for seed in SEEDS:
        raw, result = random_scenario(seed), found(seed)
        for strategy in result.present.strategies:
            where, tco = f"random {seed}: {strategy}", result.scalar(f"{strategy}_tco")
            labor = result.scalar(f"{strategy}_labor_category_total")
            share = labor / tco if tco > 0 else None
            yield from differing(f"{where}, labor's share", [result.scalar(f"{strategy}_labor_share")], [share])
            if strategy in SERVED:
                yield from _wrong_idleness(where, raw, result, strategy)


def _wrong_idleness(where: str, raw: dict[str, Any], result: Evaluation, strategy: str) -> Iterator[str]:
    """What stands idle, in a loop over the months."""
    table = raw["self_host" if strategy == "build" else strategy]
    hours = raw["horizon"].get("hours_per_month", 730)
    speed = table.get("tokens_per_second", 0) * 3600 * hours * table.get("active_share", 1)
    rows = [result.series(f"{strategy}_{row}") for row in ("units", "capacity_cost")]
    served = able = 0.0
    shares, idle, costs = [], [], []
    for units, cost, tokens in zip(*rows, result.series("tokens"), strict=True):
        used = tokens / (units * speed) if units * speed else 0.0
        shares.append(used)
        idle.append(cost * (1 - used) if speed else 0.0)
        costs.append(cost)
        served, able = served + (tokens if units else 0), able + units * speed
    yield from differing(f"{where}, utilization", result.series(f"{strategy}_month_utilization"), shares)
    yield from differing(f"{where}, idle cost", result.series(f"{strategy}_idle_cost"), idle, size(costs))
    tco, lost = result.scalar(f"{strategy}_tco"), math.fsum(idle) if speed else None
    expected = {
        "average_utilization": served / able if able else None,
        "idle_cost_total": lost,
        "idle_share": None if lost is None or tco <= 0 else lost / tco,
        "capacity_cost_total": math.fsum(costs),
    }
    for name, value in expected.items():
        scale = size(costs) if name.endswith("total") else 1.0
        yield from differing(f"{where}, {name}", [result.scalar(f"{strategy}_{name}")], [value], scale)
    if max(shares) > 1 + 1e-9 or min(shares) < 0:
        yield f"{where}: utilization from {min(shares)} to {max(shares)}"


def test_labor_utilization_and_idle_cost_are_what_a_loop_over_the_months_finds() -> None:
    require_none(_wrong_capacity())


# --- 15.3 curves ----------------------------------------------------------------------------------------


def _wrong_curves() -> Iterator[str]:
    for seed in SEEDS:
        raw, result = random_scenario(seed), found(seed)
        if "buy" not in raw:
            yield from (f"random {seed}: {name} without buy" for name in result.present.lines if "curve_cost" in name)
            continue
        common = reference.read_common(raw)
        results = reference.all_strategies(common, raw)
        plan, volumes = result.scalar("workload_monthly_tokens"), result.series("curve_volume")
        for name in set(BREAK_EVEN) & set(raw):
            steps = reference.read_steps(common, raw, name, results)
            above = [_above(steps, volume) for volume in (*volumes, plan)]
            drawn = [
                [*result.series(f"{side}_curve_cost"), result.scalar(f"{side}_planned_cost")] for side in (name, "buy")
            ]
            gaps = [mine - theirs for mine, theirs in zip(*drawn, strict=True)]
            yield from differing(f"random {seed}: {name} above buy", gaps, above, steps.size + max(map(max, drawn)))
        marks = [plan, *(result.scalar(f"{name}_break_even_tokens") or 0.0 for name in BREAK_EVEN)]
        end = max(1e6, 2 * max(marks))
        points = [end * i / (CURVE_POINTS - 1) for i in range(CURVE_POINTS)]
        yield from differing(f"random {seed}: volumes", volumes, points)


def _above(steps: reference.Steps, volume: float) -> float:
    """What the strategy costs above buy, by the reference's staircase."""
    units = reference.count_units(volume, steps.capacity, steps.minimum)
    return units * steps.unit + steps.fixed - steps.price * volume


def test_the_curves_are_the_staircase_and_the_line_of_the_reference_and_hold_every_break_even() -> None:
    require_none(_wrong_curves())


@pytest.mark.parametrize("volume", [0.9e9, 4e9, 20e9])
def test_at_a_go_live_in_month_1_the_curve_is_what_the_first_month_costs(volume: float) -> None:
    raw = with_inputs(
        SEED,
        workload={"monthly_tokens": volume},
        buy={"monthly_platform_fee": 700.0, "labor_hours_per_month": 3.0},
        self_host={"tokens_per_second": 900.0, "labor_hours_per_extra_instance": 2.0, "overhead_rate": 0.1},
    )
    curves = evaluated(raw)
    for i in range(1, CURVE_POINTS, 9):
        point = curves.series("curve_volume")[i]
        month = evaluated(with_inputs(raw, workload={"monthly_tokens": point}))
        for strategy in ("buy", "self_host"):
            assert curves.series(f"{strategy}_curve_cost")[i] == pytest.approx(month.series(f"{strategy}_total")[1])


def _wrong_pictures() -> Iterator[str]:
    for seed in SEEDS:
        result = found(seed)
        drawn_months = [min(m, int(result.scalar("horizon_months"))) for m in range(121)]
        if result.series("chart_month") != drawn_months:
            yield f"random {seed}: months {result.series('chart_month')}"
        for strategy in result.present.strategies:
            for drawn, shown in (("chart_total", "total"), ("chart_utilization", "month_utilization")):
                if f"{strategy}_{drawn}" in result:
                    months = result.series(f"{strategy}_{shown}")
                    if result.series(f"{strategy}_{drawn}") != [months[m] for m in drawn_months]:
                        yield f"random {seed}: {strategy} {drawn}"
            if (name := f"{strategy}_payback_cumulative") in result:
                month = result.scalar(f"{strategy}_payback_month")
                paid = None if month is None else result.series(f"{strategy}_cumulative")[int(month)]
                if result.scalar(name) != paid:
                    yield f"random {seed}: {name} {result.scalar(name)}, of the month {paid}"


def test_pictures_of_the_months_stop_at_the_last() -> None:
    require_none(_wrong_pictures())


def test_cases_with_horizons_of_their_own_are_drawn_each_by_its_own() -> None:
    cases = [scenario_of(with_inputs(SEED, horizon={"months": months})) for months in (3, 36, 120)]
    together = evaluate(*cases)
    for number, scenario in enumerate(cases):
        alone = evaluate(scenario, months=120)
        for name in ("self_host_chart_total", "self_host_payback_cumulative", "self_host_break_even_sentence"):
            assert together.series(name, number) == alone.series(name)


# --- 15.4 past months -----------------------------------------------------------------------------------


def _placed(rows: list[tuple[float, float, float]]) -> dict[str, Array]:
    """Past months as the rows of a sheet have them, in that order, with empty rows between."""
    cells = np.full((3, 1, 60), np.nan)
    for place, row in enumerate(rows):
        cells[:, 0, 2 * place] = row
    return dict(zip(("actual_month", "actual_tokens", "actual_api_spend"), cells, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_streak_is_what_a_loop_back_from_the_latest_month_counts(seed: int) -> None:
    rng = Random(seed)
    months = rng.sample(range(-5, 40), rng.randint(0, 20))
    rows = [(float(m), rng.choice([3e9, 4.7666e9, 6e9]), rng.uniform(0, 5000)) for m in months]
    result = evaluate(scenario_of(SEED), placed=_placed(rows))
    streak = 0
    for _, tokens, _ in sorted(rows, reverse=True):
        if tokens < 4.7666e9:
            break
        streak += 1
    assert result.scalar("self_host_months_above") == (streak if rows else None)
    recent = [tokens for _, tokens, _ in sorted(rows, reverse=True)[:3]]
    rate = sum(recent) / len(recent) if recent else None
    assert close(result.scalar("actual_run_rate_tokens"), rate)
    assert close(result.scalar("self_host_run_rate_ratio"), rate and rate / 4.7666e9)
    assert close(result.scalar("run_rate_over_plan"), rate and rate / 4.7666e9)
    spent, used = sum(row[2] for row in rows), sum(row[1] for row in rows)
    assert close(result.scalar("actual_average_price_per_1m"), spent / used * 1e6 if rows else None)
    assert close(result.scalar("buy_actual_price_ratio"), spent / used * 1e6 / 0.5 if rows else None)
    prices = [None] * 60
    for place, row in enumerate(rows):
        prices[2 * place] = row[2] / row[1] * 1e6  # type: ignore[call-overload]
    assert all(close(a, b) for a, b in zip(result.series("actual_price_per_1m"), prices, strict=True))


def test_where_break_even_never_comes_no_month_is_above_it() -> None:
    raw = with_inputs(SEED, buy={"blended_price_per_1m": 0.0})
    result = evaluate(scenario_of(raw), placed=_placed([(1.0, 9e9, 1.0), (2.0, 9e9, 1.0)]))
    assert result.scalar("self_host_months_above") == 0
    assert result.scalar("self_host_run_rate_ratio") is None
    assert result.scalar("buy_actual_price_ratio") is None
    assert set(result.series("self_host_actual_over_break_even")) == {None}


# --- 15.6 decision --------------------------------------------------------------------------------------


def _wrong_words() -> Iterator[str]:
    for seed in SEEDS:
        decides = int(found(seed).scalar("decision_rule"))
        words = [found(seed).scalar(f"rule_{number}_text") for number in range(1, 7)]
        expected = ["does not hold"] * (decides - 1) + ["decides"] + ["not asked"] * (6 - decides)
        if words != expected:
            yield f"random {seed}: rule {decides} decides, the page says {words}"


def test_one_rule_decides_those_before_it_do_not_hold_and_those_after_are_not_asked() -> None:
    require_none(_wrong_words())


# --- checks (METHOD 12) ---------------------------------------------------------------------------------


def _bounded_inputs() -> Iterator[tuple[Input, float]]:
    """Each input with a number just outside of a bound that is 0 or 1."""
    for items in inputs_by_table().values():
        for item in items:
            if item.kind in ("number", "integer") and (item.required or item.default is not None):
                yield from ((item, bound - 1e-3) for bound in (item.at_least,) if bound in (0, 1))
                yield from ((item, bound) for bound in (item.above,) if bound == 0)
                yield from ((item, bound + 1e-3) for bound in (item.at_most,) if bound == 1)


def _all_strategies() -> Evaluation:
    return next(found(seed) for seed in range(1000) if len(random_scenario(seed).keys() & STRATEGIES.keys()) == 5)


RANGE_CHECKS = [n for n in MODEL.lines if any(f"check_{what}" in n for what in ("amounts", "counts", "shares"))]


def test_every_number_out_of_range_fails_the_check_of_its_table_and_no_other() -> None:
    whole = _all_strategies()
    stated = {name: value for name, value in whole.values.items() if name in MODEL.inputs}
    assert all(whole.scalar(name) is True for name in RANGE_CHECKS)
    asked = list(_bounded_inputs())
    assert len(asked) > 120
    for item, value in asked:
        wrong = evaluate_values(whole.present, stated | {item.name: np.array([[value]])}, wanted=RANGE_CHECKS)
        failed = [name for name in RANGE_CHECKS if wrong.scalar(name) is not True]
        assert len(failed) == 1, (item.name, failed)
        assert item.table in failed[0]


def test_a_failed_check_is_counted_and_said() -> None:
    whole = _all_strategies()
    stated = {name: value for name, value in whole.values.items() if name in MODEL.inputs}
    wanted = ["checks_failed", "checks_sentence"]
    assert whole.scalar("checks_sentence") == "All checks passed."
    one = stated | {"workload_gross_margin_floor": np.array([[1.5]])}
    assert evaluate_values(whole.present, one, wanted).scalar("checks_failed") == 1
    assert evaluate_values(whole.present, one, wanted).scalar("checks_sentence") == "1 check failed: see Checks."
    two = one | {"own_annual_maintenance_rate": np.array([[1.5]])}
    assert evaluate_values(whole.present, two, wanted).scalar("checks_sentence") == "2 checks failed: see Checks."


def test_a_cost_below_0_fails_the_check_of_signs() -> None:
    result = evaluated(SEED)
    stated = {name: value for name, value in result.values.items() if name in MODEL.inputs}
    stated["self_host_annual_compliance_cost"] = np.array([[-12.0]])
    wrong = evaluate_values(result.present, stated)
    assert wrong.scalar("self_host_check_sign") is False
    assert wrong.scalar("buy_check_sign") is True
    assert wrong.scalar("checks_failed") == 2  # the sign, and the input that is out of range
