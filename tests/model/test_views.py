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
from tests.random_scenarios import random_scenario
from tests.support import SEED, evaluated, scenario_of, with_inputs
from xltco.engine import Evaluation, evaluate, evaluate_values
from xltco.lines import Array, Input
from xltco.model import MODEL, STRATEGIES
from xltco.model.register import HOSTED, SERVED
from xltco.model.views.summaries import BY_QUARTER, BY_YEAR
from xltco.scenario.scenario import inputs_by_table

SEEDS = range(40)
seeds = pytest.mark.parametrize("seed", SEEDS)


@cache
def found(seed: int) -> Evaluation:
    return evaluated(random_scenario(seed))


def close(value: float | None, expected: float | None, scale: float = 0.0) -> bool:
    if value is None or expected is None:
        return value is expected
    return math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9 * scale + 1e-6)


# --- 15.1 years and quarters ----------------------------------------------------------------------------


@seeds
def test_years_and_quarters_are_what_a_loop_over_the_months_adds_up(seed: int) -> None:
    for items, period, length in ((BY_YEAR, "year", 12), (BY_QUARTER, "quarter", 3)):
        for item in items:
            name = f"{item.name}_by_{period}"
            assert (name in found(seed)) == (item.name in found(seed))
            if name in found(seed):
                months = found(seed).series(item.name)
                sums = [months[0]] + [math.fsum(months[m : m + length]) for m in range(1, len(months), length)]
                scale = math.fsum(map(abs, months))
                assert all(close(a, b, scale) for a, b in zip(found(seed).series(name), sums, strict=True)), name


def test_every_amount_of_the_months_is_summed_and_nothing_else() -> None:
    monthly = [i for i in MODEL.lines.values() if i.axis == "month" and i.unit.name == "currency" and i.strategy]
    workings_and_views = ("METHOD 10", "METHOD 14", "METHOD 15")
    amounts = {item.name for item in monthly if not item.source.startswith(workings_and_views)}
    running = {f"{strategy}_cumulative" for strategy in STRATEGIES}
    assert running < amounts
    assert {item.name for item in BY_YEAR} == (amounts - running) | {"tokens", "revenue"}
    totals = {f"{strategy}_{what}" for strategy in STRATEGIES for what in ("total", "pnl")}
    assert {item.name for item in BY_QUARTER} == totals | {"tokens"}


@seeds
def test_the_last_year_ends_at_the_tco_and_unit_costs_weigh_to_the_average(seed: int) -> None:
    result = found(seed)
    tokens = result.series("tokens_by_year")
    for strategy in result.present.strategies:
        tco = result.scalar(f"{strategy}_tco")
        total = result.series(f"{strategy}_total")
        scale = math.fsum(map(abs, total))
        assert close(result.series(f"{strategy}_year_end_cumulative")[-1], tco, scale)
        unit = result.series(f"{strategy}_unit_cost_by_year")
        assert [value is None for value in unit] == [served == 0 for served in tokens]
        spent = math.fsum(u * t / 1e6 for u, t in zip(unit, tokens, strict=True) if u is not None)
        without = math.fsum(
            y for y, t in zip(result.series(f"{strategy}_total_by_year"), tokens, strict=True) if t == 0
        )
        assert close(spent + without, tco, scale)


# --- 15.2 people and idle capacity ----------------------------------------------------------------------


@seeds
def test_labor_is_the_sum_of_its_months(seed: int) -> None:
    result = found(seed)
    for strategy in result.present.strategies:
        months = result.series(f"{strategy}_labor")
        months = months + result.series("build_team") if strategy == "build" else months
        labor, tco = math.fsum(months), result.scalar(f"{strategy}_tco")
        assert close(result.scalar(f"{strategy}_labor_cost"), labor, labor)
        assert close(result.scalar(f"{strategy}_labor_share"), labor / tco if tco > 0 else None)


def _hosting(raw: dict[str, Any], strategy: str) -> dict[str, Any]:
    table: dict[str, Any] = raw["self_host" if strategy == "build" else strategy]
    return table


@seeds
def test_utilization_and_idle_cost_are_what_a_loop_over_the_months_finds(seed: int) -> None:
    raw, result = random_scenario(seed), found(seed)
    hours = raw["horizon"].get("hours_per_month", 730)
    for strategy in set(SERVED) & set(result.present.strategies):
        table = _hosting(raw, strategy)
        speed = table.get("tokens_per_second", 0) * 3600 * hours * table.get("active_share", 1)
        months = zip(
            *(result.series(f"{strategy}_{what}") for what in ("instances", "month_utilization", "capacity_cost")),
            result.series(f"{strategy}_idle_cost"),
            result.series("tokens"),
            strict=True,
        )
        served = able = idle = cost = 0.0
        for instances, utilization, capacity_cost, idle_cost, tokens in months:
            used = tokens / (instances * speed) if instances * speed else 0.0
            assert close(utilization, used)
            assert 0 <= utilization <= 1 + 1e-9
            assert close(idle_cost, capacity_cost * (1 - used) if speed else 0)
            served, able = served + (tokens if instances else 0), able + instances * speed
            idle, cost = idle + capacity_cost * (1 - used), cost + capacity_cost
        tco = result.scalar(f"{strategy}_tco")
        assert close(result.scalar(f"{strategy}_average_utilization"), served / able if able else None)
        assert close(result.scalar(f"{strategy}_idle_cost_total"), idle if speed else None, cost)
        assert close(result.scalar(f"{strategy}_idle_share"), idle / tco if speed and tco > 0 else None)
        assert close(result.scalar(f"{strategy}_capacity_cost_total"), cost, cost)


# --- 15.3 curves ----------------------------------------------------------------------------------------


@seeds
def test_the_curves_are_the_staircase_and_the_line_of_the_plain_loop_reference(seed: int) -> None:
    raw, result = random_scenario(seed), found(seed)
    if "buy" not in raw:
        assert not any(name.endswith("_curve_cost") for name in result.present.lines)
        return
    common = reference.read_common(raw)
    results = reference.all_strategies(common, raw)
    for host in set(HOSTED) & set(raw):
        steps = reference.read_steps(common, raw, host, results)
        points = zip(
            result.series("curve_volume"),
            result.series("buy_curve_cost"),
            result.series(f"{host}_curve_cost"),
            strict=True,
        )
        for volume, buy, hosting in points:
            count = reference.count_units(volume, steps.capacity, steps.minimum)
            above = count * steps.unit + steps.fixed - steps.price * volume
            assert close(hosting - buy, above, abs(hosting) + abs(buy)), (host, volume)
        volume = result.scalar("workload_monthly_tokens")
        count = reference.count_units(volume, steps.capacity, steps.minimum)
        planned = result.scalar(f"{host}_planned_cost") - result.scalar("buy_planned_cost")
        assert close(planned, count * steps.unit + steps.fixed - steps.price * volume, count * steps.unit)


@seeds
def test_the_picture_holds_the_plan_and_every_break_even(seed: int) -> None:
    result = found(seed)
    volumes, end = result.series("curve_volume"), result.scalar("curve_end")
    marks = [result.scalar("workload_monthly_tokens")]
    marks += [result.scalar(f"{host}_break_even_tokens") or 0.0 for host in HOSTED]
    assert end == max(1e6, 2 * max(marks))
    assert volumes == pytest.approx([end * i / 100 for i in range(101)], rel=1e-12)


@pytest.mark.parametrize("volume", [0.9e9, 4e9, 20e9])
def test_at_a_go_live_in_month_1_the_curve_is_what_the_first_month_costs(volume: float) -> None:
    raw = with_inputs(
        SEED,
        workload={"monthly_tokens": volume},
        buy={"monthly_platform_fee": 700.0, "labor_hours_per_month": 3.0},
        self_host={"tokens_per_second": 900.0, "labor_hours_per_extra_instance": 2.0, "overhead_rate": 0.1},
    )
    curves = evaluated(raw)
    for i in range(1, 101, 9):
        point = curves.series("curve_volume")[i]
        month = evaluated(with_inputs(raw, workload={"monthly_tokens": point}))
        for strategy in ("buy", "self_host"):
            assert curves.series(f"{strategy}_curve_cost")[i] == pytest.approx(month.series(f"{strategy}_total")[1])


@seeds
def test_pictures_of_the_months_stop_at_the_last(seed: int) -> None:
    result = found(seed)
    last = int(result.scalar("horizon_months"))
    assert result.series("chart_month") == [min(m, last) for m in range(121)]
    for strategy in result.present.strategies:
        for drawn, shown in (("chart_total", "total"), ("chart_utilization", "month_utilization")):
            if f"{strategy}_{drawn}" in result:
                months = result.series(f"{strategy}_{shown}")
                assert result.series(f"{strategy}_{drawn}") == [months[min(m, last)] for m in range(121)]
        if (name := f"{strategy}_payback_cumulative") in result:
            month = result.scalar(f"{strategy}_payback_month")
            paid = None if month is None else result.series(f"{strategy}_cumulative")[int(month)]
            assert result.scalar(name) == paid


def test_cases_with_horizons_of_their_own_are_drawn_each_by_its_own() -> None:
    cases = [scenario_of(with_inputs(SEED, horizon={"months": months})) for months in (3, 36, 120)]
    together = evaluate(*cases)
    for number, scenario in enumerate(cases):
        alone = evaluate(scenario)
        for name in ("self_host_chart_total", "self_host_payback_cumulative", "self_host_break_even_sentence"):
            assert together.series(name, number) == alone.series(name)


# --- 15.4 past months -----------------------------------------------------------------------------------


def _placed(rows: list[tuple[float, float, float]]) -> dict[str, Array]:
    """Past months as the rows of a sheet have them, in that order, with empty rows between."""
    cells = np.full((3, 1, 60), np.nan)
    for place, row in enumerate(rows):
        cells[:, 0, 2 * place] = row
    return dict(zip(("actual_month", "actual_tokens", "actual_api_spend"), cells, strict=True))


@seeds
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


@seeds
def test_one_rule_decides_and_the_others_say_whether_they_hold(seed: int) -> None:
    result = found(seed)
    words = [result.scalar(f"rule_{number}_text") for number in range(1, 7)]
    decides = int(result.scalar("decision_rule"))
    for number, word in enumerate(words, start=1):
        holds = number == 6 or result.scalar(f"rule_{number}_holds")
        assert word == ("decides" if number == decides else "holds" if holds else "does not hold")


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


RANGE_CHECKS = [name for name in MODEL.lines if "check_inputs" in name or "check_shares" in name]


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


@seeds
def test_all_checks_of_the_views_pass(seed: int) -> None:
    result = found(seed)
    names = [name for name in result.present.lines if "_check_" in name or name.startswith("check_")]
    kinds = {"years", "quarters", "savings", "sign", "inputs", "shares"}
    assert {name.rpartition("_")[2] for name in names} >= kinds - ({"savings"} if "buy_tco" not in result else set())
    views = [name for name in names if name.rpartition("_")[2] in kinds]
    assert [name for name in views if result.scalar(name) is not True] == []


def test_a_cost_below_0_fails_the_check_of_signs() -> None:
    result = evaluated(SEED)
    stated = {name: value for name, value in result.values.items() if name in MODEL.inputs}
    stated["self_host_annual_compliance_cost"] = np.array([[-12.0]])
    wrong = evaluate_values(result.present, stated)
    assert wrong.scalar("self_host_check_sign") is False
    assert wrong.scalar("buy_check_sign") is True
    assert wrong.scalar("checks_failed") == 2  # the sign, and the input that is out of range
