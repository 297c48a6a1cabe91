"""IRR, MIRR, levelized cost, margins and the P&L view against plain loops and a dense scan of rates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.random_scenarios import random_scenario
from tests.support import evaluated, scenario_of, with_inputs
from xltco.engine import Evaluation, evaluate
from xltco.lines import full
from xltco.model import MODEL
from xltco.model.register import CHALLENGERS, COMPARED
from xltco.model.results.irr import RATES

SEEDS = range(250)
RELATIVE = 1e-9
IRR_RELATIVE = 1e-7
LINES_OF_THE_IRR = (
    *("irr_savings", "irr_sign", "irr_stretch", "irr_stretch_at_0", "irr_place", "irr_low", "irr_high"),
    *("irr_search", "irr", "irr_is_unique"),
)
RESULTS = (
    *("savings", "savings_nominal", "irr", "irr_is_unique", "mirr", "levelized_cost_per_1m_tokens", "npv", "tco"),
    *("gross_margin", "holds_margin_floor", "total", "pnl", "pnl_total", "unamortized", "upfront"),
)
OF_OWN = ("own_nodes_bought", "own_nodes", "own_sales", "own_terminal_value_taken_back", "own_book_value")
Scenario = dict[str, Any]


@cache
def _drawn(seed: int) -> tuple[Scenario, Evaluation]:
    raw = random_scenario(seed)
    wanted = [f"{strategy}_{result}" for strategy in COMPARED for result in RESULTS]
    return raw, evaluate(scenario_of(raw), wanted=[*wanted, *OF_OWN, "tokens", "discount_factor"])


def _irr_of(*savings: float) -> tuple[float | None, float | None]:
    """IRR of savings of months 0, 1, ... and whether it is the only rate, by the Python entries."""
    months = np.zeros((1, MODEL.axes["month"].length))
    months[0, : len(savings)] = savings
    amounts = {"savings": months, "savings_nominal": months.sum(axis=-1, keepdims=True)}
    values = {name: full(constant.value, 1) for name, constant in MODEL.constants.items()}
    values |= {f"self_host_{name}": amount for name, amount in amounts.items()}
    values |= {"buy_tco": full(sum(map(abs, savings)), 1), "self_host_tco": full(0.0, 1)}
    for name in ("month", "rate_point", "halving_share", *(f"self_host_{name}" for name in LINES_OF_THE_IRR)):
        line = MODEL.lines[name]
        values[name] = line.python(**line.arguments(values, MODEL.axes[line.axis].length))
    found = (float(values[f"self_host_{name}"][0, 0]) for name in ("irr", "irr_is_unique"))
    return tuple(None if math.isnan(value) else value for value in found)  # type: ignore[return-value]


def _discounts(factors: NDArray[Any], months: int) -> NDArray[Any]:
    """What an amount of each month is worth at each growth factor of a year."""
    discounts: NDArray[Any] = factors[None, :] ** (-np.arange(months)[:, None] / 12)
    return discounts


def _worth(savings: NDArray[Any], factors: NDArray[Any]) -> NDArray[Any]:
    worth: NDArray[Any] = savings @ _discounts(factors, len(savings))
    return worth


_DENSE = np.unique([*np.exp(np.linspace(np.log(0.01), np.log(1_000_001), 6001)), 1.0])


@cache
def _dense_discounts(months: int) -> NDArray[Any]:
    return _discounts(_DENSE, months)


def _scanned(savings: Sequence[float]) -> tuple[float | None, bool | None]:
    """The IRR as the model defines it, from a scan of 6,000 rates; whether no other rate exists."""
    flows = np.array(savings)
    discounts = _dense_discounts(len(flows))
    worth, noise = flows @ discounts, np.abs(flows) @ discounts * 1e-12
    signs = np.where(np.abs(worth) <= noise, 0, np.sign(worth))
    known = np.flatnonzero(signs)
    changes = [(a, b) for a, b in pairwise(known) if signs[a] != signs[b]]
    falling = [(a, b) for a, b in changes if signs[a] > 0]
    # A change whose sign at 0% is 0 happens at 0% itself, which is not positive.
    positive = [(a, b) for a, b in falling if _DENSE[a] >= 1]
    wanted = positive[0] if positive else falling[-1] if falling else None
    if wanted is None:
        return None, None
    low, high = _DENSE[wanted[0]], _DENSE[wanted[1]]
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _worth(flows, np.array([middle]))[0] > 0 else (low, middle)
    return float(high - 1), len(changes) == 1


def _near(found: float | None, expected: float | None, relative: float = RELATIVE) -> bool:
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=relative, abs_tol=relative)


def test_the_rates_looked_at_are_stated_once_rise_and_hold_0() -> None:
    assert len(RATES) == MODEL.axes["rate_point"].length
    assert list(RATES) == sorted(set(RATES))
    assert (RATES[0], RATES[-1]) == (-0.99, 1e6)
    assert 0.0 in RATES
    steps = [((1 + high) / (1 + low), low) for low, high in pairwise(RATES)]
    assert max(step for step, _ in steps) < 8
    assert max(step for step, low in steps if 0 <= low < 2) < 1.11


def test_the_last_halving_leaves_less_than_a_billionth() -> None:
    halvings = MODEL.axes["halving"].length
    left = [(high - low) / (1 + low) / 2**halvings for low, high in pairwise(RATES)]
    assert max(left) < 1e-9


@pytest.mark.parametrize(
    ("savings", "rate", "is_unique"),
    [
        pytest.param((-2100, 1210, 1210), 1.1**12 - 1, True, id="10% a month"),
        pytest.param((-2420, 1210, 1210), 0.0, True, id="0% exactly"),
        # 3000 x^2 = 1210 x + 1210 for the growth x of a month: x = (1210 + 3998.01...)/6000.
        pytest.param((-3000, 1210, 1210), ((1210 + 15_984_100**0.5) / 6000) ** 12 - 1, True, id="below 0"),
        pytest.param((100, 100, 100), None, None, id="no outlay, none"),
        pytest.param((-100, -100), None, None, id="no gain, none"),
        pytest.param((0, 0, 0), None, None, id="nothing at all"),
        pytest.param((2420, -1210, -1210), None, None, id="from negative to positive only, none"),
        pytest.param((1, -2, 1), None, None, id="touches 0% from above, none"),
        pytest.param((-1, 2, -1), None, None, id="touches 0% from below, none"),
        # (1 - 1.5v)(1 - 0.9v), v the factor of a month: roots of 50% and -10% a month.
        pytest.param((-1, 2.4, -1.35), 1.5**12 - 1, False, id="up at -10% a month, down at 50%"),
        pytest.param((1, -2.4, 1.35), 0.9**12 - 1, False, id="down at -10% a month, up at 50%"),
        # (1 - v)(1 - 1.5v): down at 0%, up at 50% a month: not positive, so the one at 0%.
        pytest.param((1, -2.5, 1.5), 0.0, False, id="down at 0% exactly, up at 50% a month"),
        pytest.param((-1, 2.5, -1.5), 1.5**12 - 1, False, id="up at 0% exactly, down at 50% a month"),
        # -(1 - 1.1v)(1 - 1.3v)(1 - 1.6v): down, up, down; the smallest.
        pytest.param((-1, 4.0, -5.27, 2.288), 1.1**12 - 1, False, id="three rates, the smallest positive"),
        # -(1 - 0.7v)(1 - 0.9v)(1 - v): down, up, down at 0%; the largest not above 0.
        pytest.param((-1, 2.6, -2.23, 0.63), 0.0, False, id="three rates, none positive, the largest"),
    ],
)
def test_the_irr_of_savings_by_hand(savings: Sequence[float], rate: float | None, is_unique: bool | None) -> None:
    found, alone = _irr_of(*savings)
    assert _near(found, rate, IRR_RELATIVE), found
    assert alone == is_unique


def test_an_irr_of_0_is_0_and_not_nearly_0() -> None:
    assert _irr_of(-2420, 1210, 1210) == (0.0, 1.0)


def test_random_savings_have_the_irr_that_a_dense_scan_of_rates_finds() -> None:
    draw = np.random.default_rng(8)
    wrong, several = [], 0
    for number in range(400):
        months = int(draw.integers(1, 61))
        levels = np.sort(draw.integers(1, months + 2, size=int(draw.integers(1, 4))))
        lengths = np.diff([1, *levels, months + 1]).clip(0)
        savings = np.concatenate([[draw.normal() * 10], np.repeat(draw.normal(size=len(lengths)), lengths)])
        expected, found = _scanned(savings.tolist()), _irr_of(*savings)
        several += expected[1] is False
        if not _near(found[0], expected[0], IRR_RELATIVE) or found[1] != expected[1]:
            wrong.append((number, found, expected))
    assert several > 20
    assert wrong == []


def test_random_scenarios_have_the_irr_that_a_dense_scan_of_rates_finds() -> None:
    wrong, found_any = [], 0
    for seed in SEEDS:
        _, found = _drawn(seed)
        for name in CHALLENGERS:
            if f"{name}_savings" in found:
                irr = found.scalar(f"{name}_irr"), found.scalar(f"{name}_irr_is_unique")
                expected = _scanned(found.series(f"{name}_savings"))
                found_any += irr[0] is not None
                if not _near(irr[0], expected[0], IRR_RELATIVE) or irr[1] != expected[1]:
                    wrong.append((seed, name, irr, expected))
    assert found_any > 20
    assert wrong == []


def test_an_api_price_that_falls_20_percent_a_year_has_the_irr_that_version_1_left_out() -> None:
    """Gains of falling worth, then losses: worth nothing at two rates, and at the ends of the range negative."""
    found = evaluated(
        {
            "horizon": {"months": 36},
            "workload": {"monthly_tokens": 10e9},
            "buy": {"blended_price_per_1m": 0.5, "annual_price_change": -0.2},
            "self_host": {"instance_hourly": 2.5, "setup_cost": 10_650.0},
        }
    )
    savings = np.array(found.series("self_host_savings"))
    assert savings[0] < 0 < savings[1]
    assert savings[36] < 0
    rate = found.scalar("self_host_irr")
    assert _near(rate, _scanned(savings.tolist())[0], IRR_RELATIVE)
    assert 1.2 < rate < 1.3
    assert not found.scalar("self_host_irr_is_unique")
    assert abs(_worth(savings, np.array([1 + rate]))[0]) < 1e-6


def test_the_mirr_puts_gains_by_and_discounts_outlays() -> None:
    wrong = []
    for seed in SEEDS:
        raw, found = _drawn(seed)
        horizon = raw.get("horizon", {})
        months, rate = int(horizon.get("months", 36)), horizon.get("annual_discount_rate", 0)
        for name in CHALLENGERS:
            if f"{name}_savings" in found:
                savings = found.series(f"{name}_savings")[: months + 1]
                later = math.fsum(s * (1 + rate) ** ((months - m) / 12) for m, s in enumerate(savings) if s > 0)
                now = math.fsum(-s * (1 + rate) ** (-m / 12) for m, s in enumerate(savings) if s < 0)
                expected = (later / now) ** (12 / months) - 1 if later > 0 and now > 0 else None
                if not _near(found.scalar(f"{name}_mirr"), expected):
                    wrong.append((seed, name, found.scalar(f"{name}_mirr"), expected))
    assert wrong == []


def test_the_levelized_cost_as_a_price_is_worth_the_npv() -> None:
    wrong = []
    for seed in SEEDS:
        _, found = _drawn(seed)
        tokens, factors = np.array(found.series("tokens")), np.array(found.series("discount_factor"))
        for name in COMPARED:
            if f"{name}_npv" in found:
                price = found.scalar(f"{name}_levelized_cost_per_1m_tokens")
                worth = None if price is None else float((tokens * factors).sum() * price / 1e6)
                if not _near(worth, found.scalar(f"{name}_npv") if tokens.sum() else None):
                    wrong.append((seed, name, worth, found.scalar(f"{name}_npv")))
    assert wrong == []


CASE: Scenario = {
    "horizon": {"months": 2},
    "workload": {"monthly_tokens": 1e9},
    "buy": {"blended_price_per_1m": 1.575, "monthly_platform_fee": 100.0},
}


def test_without_tokens_there_is_neither_a_unit_cost_nor_a_margin() -> None:
    found = evaluated(with_inputs(CASE, workload={"monthly_tokens": 0, "revenue_per_1m_tokens": 2.0}))
    names = ("cost_per_1m_tokens", "levelized_cost_per_1m_tokens", "gross_margin", "holds_margin_floor")
    assert [found.scalar(f"buy_{name}") for name in names] == [None] * 4


@pytest.mark.parametrize(("floor", "holds"), [(0.1625, True), (0.1626, False)])
def test_a_margin_at_the_floor_holds_it(floor: float, holds: bool) -> None:
    found = evaluated(with_inputs(CASE, workload={"revenue_per_1m_tokens": 2.0, "gross_margin_floor": floor}))
    assert found.scalar("buy_gross_margin") == pytest.approx(0.1625)
    assert bool(found.scalar("buy_holds_margin_floor")) is holds


def test_without_revenue_there_is_no_margin_and_no_floor_to_hold() -> None:
    found = evaluated(with_inputs(CASE, workload={"gross_margin_floor": 0.2}))
    assert found.scalar("buy_gross_margin") is None
    assert found.scalar("buy_holds_margin_floor") is None


def _spread(view: list[float], amount: float, first: int, months: int) -> None:
    for m in range(first, min(first + months, len(view))):
        view[m] += amount / months


def _accounts(raw: Scenario, found: Evaluation, name: str) -> tuple[list[float], float]:
    """P&L by month and the balance at the horizon, by the sentences of the model."""
    months = int(raw.get("horizon", {}).get("months", 36))
    finance, own = raw.get("finance", {}), raw.get("own", {})
    view = found.series(f"{name}_total")[: months + 1]
    if not finance.get("capitalize_setup", True):
        return view, 0.0
    balance = 0.0
    if name == "own":
        bought = found.series("own_nodes_bought")
        for part in ("own_nodes", "own_sales", "own_terminal_value_taken_back"):
            view = [amount - taken for amount, taken in zip(view, found.series(part), strict=False)]
    amortization, setup = int(finance.get("amortization_months", 36)), view[0]
    view[0] = 0.0
    _spread(view, setup, 1, amortization)
    balance += setup * max(amortization - months, 0) / amortization
    if name != "own":
        return view, balance
    life, residual = int(own.get("useful_life_months", 48)), own.get("residual_value_rate", 0)
    for m in range(1, months + 1):
        paid = m - 1 if m == own.get("go_live_month", 1) else m
        price = own["node_price"] * (1 + own.get("annual_price_change", 0)) ** ((max(paid, 1) - 1) / 12)
        _spread(view, bought[m] * price * (1 - residual), m, life)
        if m + life > months:
            balance += bought[m] * price * (1 - (1 - residual) * (months - m + 1) / life)
    return view, balance


def test_the_accounts_spread_setup_and_nodes_over_the_months_that_use_them() -> None:
    wrong = []
    for seed in SEEDS:
        raw, found = _drawn(seed)
        for name in COMPARED:
            if f"{name}_pnl" in found:
                view, balance = _accounts(raw, found, name)
                size = RELATIVE * (1 + max(map(abs, found.series(f"{name}_total"))))
                pnl = found.series(f"{name}_pnl")
                gaps = [m for m, amount in enumerate(view) if abs(amount - pnl[m]) > size]
                if gaps or abs(balance - found.scalar(f"{name}_unamortized")) > size or any(pnl[len(view) :]):
                    wrong.append((seed, name, gaps, balance, found.scalar(f"{name}_unamortized")))
    assert wrong == []


def test_accounts_and_balance_add_up_to_the_cash_before_the_terminal_value() -> None:
    """The balance stands for the nodes, so what is taken back for them in the last month is not counted twice."""
    wrong = []
    for seed in SEEDS:
        raw, found = _drawn(seed)
        spread = raw.get("finance", {}).get("capitalize_setup", True)
        for name in COMPARED:
            if f"{name}_pnl" in found:
                taken_back = sum(found.series("own_terminal_value_taken_back")) if name == "own" and spread else 0.0
                cash = found.scalar(f"{name}_tco") - taken_back
                gap = found.scalar(f"{name}_pnl_total") + found.scalar(f"{name}_unamortized") - cash
                if abs(gap) > RELATIVE * (1 + abs(cash)):
                    wrong.append((seed, name, gap))
    assert wrong == []


def test_with_book_value_taken_back_and_setup_spread_within_the_horizon_the_accounts_add_up_to_the_cash() -> None:
    wrong = []
    for seed in SEEDS:
        raw, _ = _drawn(seed)
        if "own" in raw:
            months = int(raw.get("horizon", {}).get("months", 36))
            finance = {"capitalize_setup": True, "amortization_months": max(1, months // 2)}
            found = evaluate(
                scenario_of(with_inputs(raw, finance=finance, own={"terminal_value": "book"})),
                wanted=["own_pnl_total", "own_tco"],
            )
            tco, pnl = found.scalar("own_tco"), found.scalar("own_pnl_total")
            if abs(pnl - tco) > RELATIVE * (1 + abs(tco)):
                wrong.append((seed, pnl, tco))
    assert wrong == []
