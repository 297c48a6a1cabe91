"""What must hold for every scenario, asked of generated ones: closed forms against the walk, boundaries, invariants."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests import reference_model as reference
from tests.random_scenarios import random_scenario
from tests.support import scenario_of, with_inputs
from xltco.engine import Evaluation, evaluate
from xltco.lines import NOT_SETTLED
from xltco.model import STRATEGIES
from xltco.model.register import COMPARED
from xltco.model.results.horizon_walk import NEEDS, first_paying_volume
from xltco.scenario import Scenario

RELATIVE = 1e-9  # two ways of adding up the same amounts
FORGIVEN = 1e-12  # METHOD 1.4: a comparison forgives this much
# A margin p*C - I carries the noise of both amounts, so below this part of the bill "exactly n margins" is lost in it.
PARITY = 1e-3

Raw = dict[str, Any]
HOSTED = pytest.mark.parametrize("host", ["self_host", "own"])
often = settings(derandomize=True, deadline=None, max_examples=80)
sometimes = settings(often, max_examples=20)
seeds = st.integers(0, 10**6)


def _evaluated(raw: Raw, *wanted: str) -> Evaluation:
    return evaluate(scenario_of(raw), wanted=wanted or None)


def _at_volumes(raw: Raw, volumes: Sequence[float], *wanted: str) -> Evaluation:
    """The scenario at several volumes, as the cases of one evaluation."""
    cases = [scenario_of(with_inputs(raw, workload={"monthly_tokens": volume})) for volume in volumes]
    return evaluate(*cases, wanted=wanted)


# --- the staircase of METHOD 10.1 to 10.4 -------------------------------------------------------------

AT = ("anywhere", "F is n margins", "F + p*C is n margins", "p*C = I", "p*C = I and F = -I", "n*I + F = 0")


def some(most: int) -> st.SearchStrategy[int]:
    """A whole number, every few times 0: no price, or a capacity that is not modelled."""
    return st.one_of(st.integers(1, most), st.integers(1, most), st.integers(1, most), st.just(0))


def thousandths(least: int, most: int) -> st.SearchStrategy[float]:
    """A decimal number, as a person states it."""
    return st.integers(least, most).map(lambda number: number / 1000)


@st.composite
def staircases(draw: st.DrawFn, host: str) -> tuple[Raw, reference.Steps]:
    """A scenario with a price p, a capacity C, a cost I a step and fixed costs F, on a boundary or anywhere.

    The steps beside it are exact fractions, so the walk meets each boundary exactly; the scenario's decimals carry the
    binary noise that METHOD 1.4 forgives.
    """
    at = draw(st.sampled_from(AT))
    hours, rate = draw(st.sampled_from([500, 720, 730])), draw(st.sampled_from([0, 95, 150]))
    speed, price = draw(some(3000)), Fraction(draw(some(300)), 100)
    minimum, extra = draw(st.sampled_from([1, 1, 2, 5])), Fraction(draw(st.sampled_from([0, 0, 1, 25])), 10)
    bill = price * speed * 3600 * hours / 10**6
    step = bill if "p*C = I" in at else Fraction(draw(st.integers(0, 400_000)), 100)
    assume(step >= extra * rate and ("margins" not in at or abs(bill - step) >= PARITY * bill))
    count = draw(st.integers(0, 12))
    fixed = {
        "anywhere": Fraction(draw(st.integers(-1_000_000, 3_000_000)), 100),
        "F is n margins": count * (bill - step),
        "F + p*C is n margins": count * (bill - step) - bill,
        "p*C = I": Fraction(draw(st.integers(-3000, 3000))),
        "p*C = I and F = -I": -step,
        "n*I + F = 0": -minimum * step,
    }[at]
    hardware = step - extra * rate
    hosting = {
        "tokens_per_second": speed,
        "min_instances": minimum,
        "labor_hours_per_month": float(minimum * extra),
        "labor_hours_per_extra_instance": float(extra),
        "annual_compliance_cost": float(12 * max(fixed, Fraction(0))),
    }
    if host == "self_host":
        hosting |= {"instance_hourly": float(hardware / hours)}
    else:
        hosting |= {"node_price": 0.0, "colocation_per_node_month": float(hardware)}
    capacity = Fraction(speed * 3600 * hours) or None
    exact: Any = {"price": price / 10**6, "capacity": capacity, "unit": step, "fixed": fixed}
    return {
        "horizon": {"hours_per_month": hours},
        "workload": {"monthly_tokens": 1e9},
        "labor": {"hourly_rate": rate},
        "buy": {"blended_price_per_1m": float(price), "monthly_platform_fee": float(max(-fixed, Fraction(0)))},
        host: hosting,
    }, reference.Steps(**exact, minimum=minimum)


def _agree(found: float | None, expected: float | None) -> None:
    assert found == (None if expected is None else pytest.approx(expected, rel=RELATIVE, abs=RELATIVE))


@HOSTED
@often
@given(data=st.data())
def test_the_closed_forms_find_the_volumes_that_a_walk_up_the_staircase_finds(host: str, data: st.DataObject) -> None:
    raw, steps = data.draw(staircases(host))
    found = _evaluated(raw, f"{host}_break_even_tokens", f"{host}_always_above_tokens")
    _agree(found.scalar(f"{host}_break_even_tokens"), reference.walk_break_even(steps))
    _agree(found.scalar(f"{host}_always_above_tokens"), reference.walk_always(steps))


@HOSTED
@often
@given(
    data=st.data(),
    parts=st.lists(thousandths(0, 999), max_size=6),
    times=st.lists(thousandths(1001, 50_000), max_size=6),
)
def test_hosting_pays_at_the_break_even_and_never_below_and_always_above_the_other(
    host: str, data: st.DataObject, parts: list[float], times: list[float]
) -> None:
    raw, _ = data.draw(staircases(host))
    volumes = _evaluated(raw, f"{host}_break_even_tokens", f"{host}_always_above_tokens")
    first, always = (volumes.scalar(f"{host}_{name}_tokens") for name in ("break_even", "always_above"))
    below = [part * (1e10 if first is None else first) for part in (0.999, *parts)] if first != 0 else []
    at = [] if first is None else [first]
    above = [] if always is None else [time * (always or 1e9) for time in times]
    assume(below or at or above)
    found = _at_volumes(raw, below + at + above, f"{host}_crossover_month")
    months = [found.scalar(f"{host}_crossover_month", case) for case in range(len(below + at + above))]
    assert months == [None] * len(below) + [1.0] * len(at + above)


@often
@given(
    count=st.integers(1, 2000),
    minimum=st.integers(1, 20),
    speed=thousandths(100, 5_000_000),
    utilization=thousandths(50, 1000),
    peak=thousandths(1000, 20_000),
)
def test_a_volume_on_a_capacity_step_needs_that_many_instances_and_one_token_more_needs_another(
    count: int, minimum: int, speed: float, utilization: float, peak: float
) -> None:
    hosting = {"instance_hourly": 1.0, "min_instances": minimum}
    hosting |= {"tokens_per_second": speed, "target_utilization": utilization}
    raw = {"workload": {"monthly_tokens": 0.0, "peak_to_average": peak}, "self_host": hosting}
    step = count * _evaluated(raw, "self_host_unit_capacity").scalar("self_host_unit_capacity")
    assume(1 < step < 0.2 / FORGIVEN)  # so that one token more is more than is forgiven
    found = _at_volumes(raw, [step, step + 1], "self_host_units")
    assert found.series("self_host_units", 0)[1] == max(count, minimum)
    assert found.series("self_host_units", 1)[1] == max(count + 1, minimum)


# --- the horizon break-even of METHOD 10.6 ------------------------------------------------------------


@st.composite
def plans(draw: st.DrawFn, load: tuple[int, int] | None = None) -> Raw:
    """A plan with growth, price changes, discount, setup and go-live.

    `load` bounds capacity cost over API price, in thousandths.
    """
    months = draw(st.integers(2, 36))
    share = draw(thousandths(*load or (200, 1100)))
    hourly, speed = draw(thousandths(500, 20_000)), draw(st.integers(1, 3000) if load else some(3000))
    price = hourly * 1e6 / (3600 * (speed or 500)) / share
    change = st.just(0.0) if load else thousandths(-400, 200)
    return {
        "horizon": {"months": months, "annual_discount_rate": draw(thousandths(0, 300))},
        "workload": {"monthly_tokens": 1e9, "monthly_growth_rate": draw(thousandths(-20, 100))},
        "labor": {"annual_wage_inflation": draw(change)},
        "buy": {
            "blended_price_per_1m": price,
            "annual_price_change": draw(change),
            "monthly_platform_fee": draw(st.sampled_from([0.0, 0.0, 900.0, 50_000.0])),
        },
        "self_host": {
            "instance_hourly": hourly,
            "annual_price_change": draw(change),
            "tokens_per_second": speed,
            "min_instances": draw(st.integers(1, 4)),
            "setup_cost": 730 * hourly * draw(thousandths(0, 20_000)),
            "labor_hours_per_month": draw(st.integers(0, 20)),
            "go_live_month": draw(st.integers(1, min(months, 6))),
        },
    }


def _horizon_break_even(raw: Raw) -> float | None:
    """By the walk of every jump; the sheet's climb must agree with it, or say that it has not settled."""
    found = _evaluated(raw, *NEEDS, "self_host_horizon_break_even_tokens")
    walked, sheet = first_paying_volume(found.values), found.scalar("self_host_horizon_break_even_tokens")
    if sheet != NOT_SETTLED:
        _agree(sheet, walked)
    return walked


@sometimes
@given(raw=plans(), parts=st.lists(thousandths(0, 999), min_size=5, max_size=5))
def test_at_the_horizon_break_even_both_npvs_agree_and_below_it_hosting_never_pays(
    raw: Raw, parts: list[float]
) -> None:
    first = _horizon_break_even(raw)
    below = [part * (1e12 if first is None else first) for part in (0.999, *parts)] if first != 0 else []
    found = _at_volumes(raw, [*below, first or 0.0], "self_host_npv", "buy_npv")
    for case in range(len(below)):
        assert found.scalar("self_host_npv", case) > found.scalar("buy_npv", case) * (1 - FORGIVEN)
    if first is not None:
        hosting, buying = found.scalar("self_host_npv", len(below)), found.scalar("buy_npv", len(below))
        assert hosting == pytest.approx(buying, rel=RELATIVE) if first else hosting <= buying * (1 + FORGIVEN)


@sometimes
@given(raw=plans(load=(970, 999)))
def test_near_parity_the_horizon_break_even_is_the_one_that_the_reference_scans_for(raw: Raw) -> None:
    plan = reference.read_plan(reference.read_common(raw), raw)
    _agree(_horizon_break_even(raw), reference.horizon_break_even(plan))


# --- invariants of the results of METHOD 9 ------------------------------------------------------------


@often
@given(seed=seeds, rate=thousandths(0, 1000), more=thousandths(10, 1000))
def test_a_higher_discount_rate_lowers_the_npv_of_costs_that_are_all_positive(
    seed: int, rate: float, more: float
) -> None:
    raw = random_scenario(seed)
    low, high = (
        _evaluated(with_inputs(raw, horizon={"annual_discount_rate": r}), *(f"{name}_npv" for name in COMPARED))
        for r in (rate, rate + more)
    )
    for name in [name for name in COMPARED if name in raw]:
        costs = np.array(low.series(f"{name}_total"))
        if (costs >= 0).all() and costs[1:].sum() > RELATIVE * costs.sum():
            assert high.scalar(f"{name}_npv") < low.scalar(f"{name}_npv")


# --- many cases at once -------------------------------------------------------------------------------


@cache
def _pool() -> dict[tuple[str, ...], list[Scenario]]:
    """Scenarios by their strategies, as many as make a choice of cases for each."""
    pool: dict[tuple[str, ...], list[Scenario]] = {}
    for seed in range(200):
        scenario = scenario_of(random_scenario(seed))
        pool.setdefault(scenario.strategies, []).append(scenario)
    assert {name for strategies in pool for name in strategies} == set(STRATEGIES)
    return pool


@sometimes
@given(data=st.data())
def test_cases_evaluated_at_once_are_bit_for_bit_what_each_is_alone(data: st.DataObject) -> None:
    strategies = data.draw(st.sampled_from(sorted(_pool())))
    scenarios = data.draw(st.lists(st.sampled_from(_pool()[strategies]), min_size=2, max_size=4))
    together = evaluate(*scenarios)
    months = max(scenario.longest_horizon for scenario in scenarios)
    for case, scenario in enumerate(scenarios):
        alone = evaluate(scenario, months=months)
        for name in alone.present.lines:
            one, many = alone.values[name][0], together.values[name]
            row = many[case if many.shape[0] > 1 else 0]
            assert one.tobytes() == row.astype(one.dtype).tobytes(), name
