"""Decision path, when to look again and cautions (METHOD 11), against the plain-loop reference and by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.random_scenarios import boundary_scenario, random_scenario
from tests.reference_model import evaluate as reference
from tests.support import SEED, evaluated, with_inputs
from xltco.engine import Evaluation
from xltco.model.checks.cautions import CAUTIONS
from xltco.model.register import BREAK_EVEN, COMPARED

FEW, ALL = range(60), range(150)
Raw = dict[str, Any]
BLOCKS = {"self_host": "break_even", "own": "break_even_own", "fine_tune": "break_even_fine_tune"}

DRAWS: dict[str, Callable[[int], Raw]] = {"random": random_scenario, "boundary": boundary_scenario}

drawn = pytest.mark.parametrize(
    ("draw", "seed"),
    [
        pytest.param(draw, seed, marks=[] if seed in FEW else [pytest.mark.slow], id=f"{draw}-{seed}")
        for seed in ALL
        for draw in DRAWS
    ],
)


@cache
def both(draw: str, seed: int) -> tuple[Evaluation, Raw]:
    """A scenario by the engine and by the reference."""
    raw = DRAWS[draw](seed)
    return evaluated(raw), reference(raw)


def rules(result: Evaluation) -> dict[str, bool | None]:
    """How each rule came out: None where it is not asked."""
    asked = {number: number == 1 or result.scalar(f"rule_{number}_asked") for number in range(1, 6)}
    return {str(number): result.scalar(f"rule_{number}_holds") if asked[number] else None for number in asked}


def codes(result: Evaluation) -> list[str]:
    """The codes of the cautions that say something, each once, in order of display."""
    return list(dict.fromkeys(code for name, code in CAUTIONS.items() if result.scalar(name)))


@drawn
def test_the_decision_is_the_reference_s(draw: str, seed: int) -> None:
    result, program = both(draw, seed)
    expected = program["decision"]
    strategy = result.scalar("decision_strategy")
    assert result.scalar("decision_rule") == expected["rule"]
    assert (None if strategy == "none" else strategy) == expected["strategy"]
    assert result.scalar("decision_phase") == expected["phase"]
    assert rules(result) == expected["rules"]
    assert result.scalar("decision_quadrant").startswith(expected["quadrant"])
    prices = {name: result.scalar(f"{name}_price_of_choosing") for name in COMPARED if name != strategy}
    found = {name: price for name, price in prices.items() if price is not None}
    noise = 1e-12 * max((abs(result.scalar(f"{name}_npv")) for name in COMPARED if f"{name}_npv" in result), default=0)
    assert found == pytest.approx(expected["price_of_choosing"], rel=1e-9, abs=noise + 1e-3)


@drawn
def test_the_month_to_look_again_is_the_reference_s(draw: str, seed: int) -> None:
    result, expected = both(draw, seed)
    for name in BREAK_EVEN:
        block = expected[BLOCKS[name]]
        if block is None:
            assert result.scalar(f"{name}_look_again_month") is None
        else:
            assert result.scalar(f"{name}_look_again_month") == block["look_again_month"]
            margin = result.scalar(f"{name}_look_again_margin")
            assert margin == (margin if margin is None else pytest.approx(block["look_again_margin"], rel=1e-9))
            assert (margin is None) == (block["look_again_margin"] is None)


@drawn
def test_the_cautions_are_the_reference_s(draw: str, seed: int) -> None:
    result, expected = both(draw, seed)
    assert codes(result) == expected["cautions"]


MANDATE = with_inputs(SEED, workload={"monthly_tokens": 6e9}, decision={"product_market_fit": True})


def decided(raw: Raw = MANDATE, **tables: Raw) -> Evaluation:
    return evaluated(with_inputs(raw, **tables))


def test_fit_that_is_not_stated_is_not_assumed_and_said_so() -> None:
    unstated = evaluated(SEED)
    assert unstated.scalar("decision_rule") == 2
    assert unstated.scalar("decision_reason").startswith("Product-market fit is not stated, so not assumed")
    assert "fit_not_stated" in codes(unstated)
    denied = decided(decision={"product_market_fit": False})
    assert denied.scalar("decision_rule") == 2
    assert denied.scalar("decision_reason").startswith("There is no product-market fit yet")
    assert "fit_not_stated" not in codes(denied)


def test_a_rule_after_the_one_that_decides_is_not_asked() -> None:
    result = decided(decision={"third_party_processing_prohibited": True, "quality_gap": "behavior"})
    assert rules(result) == {"1": True, "2": None, "3": None, "4": None, "5": None}
    assert [result.scalar(f"rule_{n}_text") for n in range(1, 7)] == ["decides"] + ["not asked"] * 5
    result = decided()
    assert rules(result) == {"1": False, "2": False, "3": False, "4": True, "5": None}


def test_what_rule_1_prohibits_is_no_alternative() -> None:
    result = decided(fine_tune={"blended_price_per_1m": 0.1}, decision={"third_party_processing_prohibited": True})
    assert result.scalar("buy_price_of_choosing") is None
    assert result.scalar("fine_tune_price_of_choosing") is None
    assert result.scalar("alternative_strategy") == "none"


# At 5 bn a month the run-rate of 5.72 bn is missed; buy is 2,500 of 5,000 revenue, self_host 2,383.30: 50% and 52.3%.
MARGIN: Raw = {"monthly_tokens": 5e9, "revenue_per_1m_tokens": 1.0, "gross_margin_floor": 0.5001}


def test_the_margin_mandate_stands_in_for_the_run_rate() -> None:
    assert decided(workload=MARGIN).scalar("decision_rule") == 6
    result = decided(workload=MARGIN, decision={"margin_mandate": True})
    assert result.scalar("decision_rule") == 4
    assert result.scalar("decision_strategy") == "self_host"
    assert result.scalar("decision_reason").startswith("The margin mandate is met")
    tests = [result.scalar(f"self_host_{test}_test") for test in ("volume", "margin", "npv")]
    assert tests == ["not asked", "passed", "passed"]


@pytest.mark.parametrize(
    "tables",
    [
        {"workload": {"gross_margin_floor": 0.5}},  # buy's margin holds the floor
        {"workload": {"revenue_per_1m_tokens": 0.0}},  # no margin
        {"self_host": {"setup_cost": 10_000.0}},  # dearer than buy
    ],
)
def test_the_margin_mandate_asks_floor_margin_and_npv(tables: dict[str, Raw]) -> None:
    result = decided(with_inputs(MANDATE, workload=MARGIN, decision={"margin_mandate": True}), **tables)
    assert result.scalar("decision_rule") == 6


@pytest.mark.parametrize(
    "decision", [{}, {"product_market_fit": True}, {"product_market_fit": True, "quality_gap": "knowledge"}]
)
def test_where_buy_has_no_inputs_it_is_not_recommended(decision: Raw) -> None:
    raw = {"workload": {"monthly_tokens": 1e9}, "self_host": {"instance_hourly": 1.0}, "decision": decision}
    result = evaluated(raw)
    assert result.scalar("decision_strategy") == "none"
    assert result.scalar("decision_title") == "None"
    assert result.scalar("decision_npv") is None
    assert "buy has no inputs" in result.scalar("decision_reason")
    assert "buy_absent" in codes(result)


# Break-even 4,766,600,000 and its margin of 20%: 5,719,920,000.
@pytest.mark.parametrize(
    ("tables", "month"),
    [
        ({"workload": {"monthly_tokens": 5_719_920_000.0}}, 3.0),
        ({"workload": {"monthly_tokens": 5_719_910_000.0}}, None),
        # 4 bn * 1.1**m: 5.86 bn in month 5, so that months 5 to 7 hold it.
        ({"workload": {"monthly_tokens": 4e9, "monthly_growth_rate": 0.1}}, 7.0),
        ({"workload": {"monthly_tokens": 4e9, "monthly_growth_rate": 0.1}, "horizon": {"months": 6}}, None),
        # 8 bn falling by a tenth: 7.2, 6.48, 5.83, 5.25.
        ({"workload": {"monthly_tokens": 8e9, "monthly_growth_rate": -0.1}}, 3.0),
        ({"workload": {"monthly_tokens": 7e9, "monthly_growth_rate": -0.1}}, None),
        ({"workload": {"monthly_tokens": 6e9}, "horizon": {"months": 2}}, 2.0),
    ],
)
def test_the_month_to_look_again_by_hand(tables: dict[str, Raw], month: float | None) -> None:
    assert decided(SEED, **tables).scalar("self_host_look_again_month") == month


def test_how_far_the_plan_is_from_the_run_rate_today() -> None:
    margin = decided(SEED, workload={"monthly_tokens": 2_859_960_000.0}).scalar("self_host_look_again_margin")
    assert margin == pytest.approx(-0.5, rel=1e-12)


def test_the_caution_on_capacity_names_what_break_even_asks() -> None:
    # 4,766,600,000 / (730 * 3600) = 1,813.77, over two instances at half their throughput the same again.
    said = "its break-even volume asks 1.81 k tokens per second of each of its fewest units (1)."
    assert decided(SEED).scalar("self_host_capacity_caution").endswith(said)
    assert decided(SEED, self_host={"tokens_per_second": 2000.0}).scalar("self_host_capacity_caution") == ""
    assert decided(SEED, buy={"blended_price_per_1m": 0.0}).scalar("self_host_capacity_caution") == ""
    free = decided(SEED, buy={"monthly_platform_fee": 5000.0}).scalar("self_host_capacity_caution")
    assert free.endswith("only as far as its fewest units (1) serve the tokens.")


def test_the_caution_on_units_names_month_and_units() -> None:
    # 1,000 tokens a second are 2.628 bn a month; 2.5 bn growing by 2% a month are more from month 4 on.
    plan = {"monthly_tokens": 2.5e9, "monthly_growth_rate": 0.02}
    result = decided(SEED, workload=plan, self_host={"tokens_per_second": 1000.0, "spare_instances": 1})
    said = "Self-host needs 3 units in month 4; the volume of month 1 needs 2."
    assert result.scalar("self_host_more_units_caution") == said


def test_the_caution_on_money_names_the_amount_and_its_currency() -> None:
    raw = {**SEED, "currency": "EUR"}
    result = decided(raw, workload={"monthly_tokens": 1e9}, decision={"third_party_processing_prohibited": True})
    # 36 * (2,383.30 - 500) = 67,798.80
    assert result.scalar("costs_more_caution") == "The recommendation costs 67.80 k EUR more than buy (NPV)."
    assert "67.80 k EUR more than buy" in result.scalar("recommendation_sentence")


def test_the_caution_on_the_margin_floor_names_who_holds_it() -> None:
    result = decided(SEED, workload=MARGIN)
    said = "The recommendation misses the gross margin floor of 50.0%, which Self-host holds."
    assert result.scalar("margin_floor_caution") == said
    prohibited = decided(
        SEED, workload=MARGIN | {"monthly_tokens": 4.5e9}, decision={"third_party_processing_prohibited": True}
    )
    assert prohibited.scalar("margin_floor_caution") == ""
