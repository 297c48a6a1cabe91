"""Wording (METHOD 15.5): numbers as words, the same in every engine, and the sentences made of them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.random_scenarios import random_scenario
from tests.support import ROOT, SEED, evaluated, recalculated, with_inputs
from xltco.engine import Evaluation
from xltco.errors import DefinitionError
from xltco.model import MODEL, STRATEGIES
from xltco.model.checks.cautions import CAUTIONS
from xltco.model.register import BREAK_EVEN, COMPARED, MANAGED
from xltco.model.texts import TEXTS, excel_text, quoted, text
from xltco.model.views.wording import (
    amount_text,
    excel_amount,
    excel_fixed,
    excel_percent,
    excel_scale,
    excel_size,
    fixed_text,
)
from xltco.spreadsheet.engines.known import Engine

SEEDS = range(60)
# Parts that follow other words begin with a space.
SPACED = {"reason.not_costed", "reason.buy_absent", "caution.failed_of", "caution.failed_of_all"}


@cache
def _drawn(seed: int) -> Evaluation:
    return evaluated(random_scenario(seed))


SAID = {
    0.0: "0.00",
    -0.001: "0.00",
    0.005: "0.01",
    -0.005: "-0.01",
    2.675: "2.68",  # stored as 2.67499999999999982236431605997495353221893310546875
    -2.675: "-2.68",
    1.005: "1.01",
    999.99: "999.99",
    999.994: "999.99",
    999.995: "1.00 k",
    1000.0: "1.00 k",
    1005.0: "1.01 k",
    -1005.0: "-1.01 k",
    85798.8: "85.80 k",
    999_994.0: "999.99 k",
    999_995.0: "1.00 m",
    1_000_000.0: "1.00 m",
    -1_200_000.0: "-1.20 m",
    1_125_000.0: "1.13 m",
    999_995_000.0: "1.00 bn",
    4_766_600_000.0: "4.77 bn",
    4_765_000_000.0: "4.77 bn",
    -4_765_000_000.0: "-4.77 bn",
    1e12: "1,000.00 bn",
    1.5e18: "1,500,000,000.00 bn",
    math.nan: "never",
}


@pytest.mark.parametrize(("value", "said"), SAID.items())
def test_an_amount_reads_as_a_person_says_it(value: float, said: str) -> None:
    assert amount_text(value) == said


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [(0.5, 0, "1"), (-0.5, 0, "-1"), (2.5, 0, "3"), (-0.04, 1, "0.0"), (0.25, 1, "0.3"), (1234.5, 1, "1,234.5")],
)
def test_ties_round_away_from_0_and_0_has_no_sign(value: float, decimals: int, said: str) -> None:
    assert fixed_text(value, decimals) == said


# Shares and multiples beyond this are told apart no more: "far below 0", "more than 1,000 times it".
LARGEST_SHARE = 1e6


def _in_excel(formula: str, value: float) -> str:
    """The formula on a number in place of `{x}`, and on the constants' values."""
    number = "NA()" if math.isnan(value) else f"({value!r})"
    return "=" + re.sub(r"\{(\w+)\}", lambda m: number if m[1] == "x" else repr(MODEL.constants[m[1]].value), formula)


def test_every_engine_says_the_same(each_engine: Engine, tmp_path: Path) -> None:
    values = [*SAID, *(1.005 * 10**power for power in range(-3, 13)), *(-0.125 * 10**power for power in range(10))]
    texts: dict[str, Callable[[float], str]] = {
        excel_amount("{x}", excel_scale(excel_size("{x}"))): amount_text,
        excel_fixed("{x}", "0"): lambda value: fixed_text(value, 0),
        excel_percent("{x}"): lambda value: fixed_text(value * 100, 1) + "%",
    }
    workbook = Workbook()
    sheet: Any = workbook.active
    expected = {}
    for column, (formula, said) in enumerate(texts.items(), start=1):
        for row, value in enumerate(values, start=1):
            if column == 1 or abs(value) <= LARGEST_SHARE:
                sheet.cell(row, column, _in_excel(formula, value))
                expected[sheet.title, sheet.cell(row, column).coordinate] = said(value)
    workbook.save(tmp_path / "words.xlsx")
    assert recalculated(each_engine, tmp_path / "words.xlsx", expected) == expected


def _literal(value: Any, *, is_input: bool = False) -> str:
    """A value as a formula states it."""
    if isinstance(value, str):
        return f'"{value}"'
    if value is None or value != value:
        return '""' if is_input else "NA()"
    return str(value).upper() if isinstance(value, bool) else f"({value!r})"


def _extremes() -> list[dict[str, Any]]:
    """Scenarios at the ends of what sentences can say."""
    near, host = {"monthly_tokens": 4_768_000_000.0}, {"instance_hourly": 1.0}
    return [
        SEED,
        with_inputs(SEED, workload=near | {"revenue_per_1m_tokens": 1e-9, "gross_margin_floor": 1.0}),
        with_inputs(SEED, workload={"monthly_tokens": 4.8e12, "revenue_per_1m_tokens": 0.5}),
        with_inputs(SEED, workload={"monthly_tokens": 0.0}, horizon={"months": 1}),
        with_inputs(SEED, buy={"blended_price_per_1m": 0.0}, decision={"third_party_processing_prohibited": True}),
        with_inputs(SEED, buy={"monthly_platform_fee": 5000.0}, decision={"product_market_fit": True}),
        with_inputs(SEED, workload={"monthly_tokens": 9e9}, decision={"product_market_fit": True}),
        {"workload": near, "self_host": host},
        {"workload": near, "own": {"node_price": 1.0}, "decision": {"third_party_processing_prohibited": True}},
    ]


def test_every_engine_makes_the_same_texts_of_the_same_numbers(each_engine: Engine, tmp_path: Path) -> None:
    """Each text in a cell of its own, with the values that it reads in place of their names."""
    workbook = Workbook()
    sheet: Any = workbook.active
    expected = {}
    for row, raw in enumerate([*_extremes(), *map(random_scenario, range(30))], start=1):
        result = evaluated(raw)
        stand_ins = result.present.stand_ins
        texts = [i for i in result.present.lines.values() if i.unit.name == "text" and i.axis == "scalar"]
        for column, item in enumerate(texts, start=1):
            values = {name: stand_ins[name] if name in stand_ins else result.scalar(name) for name in item.needs}
            formula = item.excel or ""
            for name, value in values.items():
                formula = formula.replace(f"{{{name}}}", _literal(value, is_input=name in MODEL.inputs))
            sheet.cell(row, column, formula)
            expected[sheet.title, sheet.cell(row, column).coordinate] = result.scalar(item.name)
    workbook.save(tmp_path / "texts.xlsx")
    found = recalculated(each_engine, tmp_path / "texts.xlsx", expected)
    # An engine may read an empty text back as nothing.
    assert {key: (value, expected[key]) for key, value in found.items() if (value or "") != expected[key]} == {}
    assert len(expected) > 700


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sentence_stands_whatever_the_strategies(seed: int) -> None:
    result = _drawn(seed)
    names = [
        "recommendation_sentence",
        "reason_sentence",
        "savings_sentence",
        "alternative_sentence",
        "margin_sentence",
        "checks_sentence",
    ]
    of_strategies = (f"{name}_{what}_sentence" for name in BREAK_EVEN for what in ("break_even", "look_again"))
    names += [name for name in of_strategies if name in result]
    names += [name for name in CAUTIONS if result.scalar(name)]
    for name in names:
        sentence = result.scalar(name)
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert len(sentence) <= 255
        assert not re.search(r"nan|None|never,|  |\{|\}|\.\.", sentence), sentence


@pytest.mark.parametrize("seed", SEEDS)
def test_the_next_best_is_what_a_search_finds(seed: int) -> None:
    result = _drawn(seed)
    chosen = result.scalar("decision_strategy")
    npv = {name: result.scalar(f"{name}_npv") for name in COMPARED if f"{name}_npv" in result and name != chosen}
    if result.scalar("rule_1_holds"):
        npv = {name: value for name, value in npv.items() if name not in MANAGED}
    if not npv:
        assert result.scalar("alternative_strategy") == "none"
        assert result.scalar("alternative_sentence").startswith("No other strategy ")
        return
    best = min(npv, key=lambda name: npv[name])
    assert result.scalar("alternative_npv") == pytest.approx(npv[best], rel=1e-12)
    assert npv[result.scalar("alternative_strategy")] == pytest.approx(npv[best], rel=1e-11)
    assert result.scalar("alternative_title") == STRATEGIES[result.scalar("alternative_strategy")]
    other = result.scalar(f"{chosen}_npv")
    if other is None:
        assert "The cheapest that was costed" in result.scalar("alternative_sentence")
    else:
        assert result.scalar("alternative_price") == pytest.approx(npv[best] - other, rel=1e-9, abs=1e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_recommendation_is_told_with_its_own_figures(seed: int) -> None:
    result = _drawn(seed)
    chosen = result.scalar("decision_strategy")
    assert result.scalar("decision_title") == STRATEGIES.get(chosen, "None")
    assert result.scalar("decision_gross_margin") == result.scalar(f"{chosen}_gross_margin")
    payback = None if chosen == "buy" else result.scalar(f"{chosen}_payback_month")
    assert result.scalar("decision_payback_month") == payback
    sentence = result.scalar("savings_sentence")
    saved = result.scalar("decision_savings_npv")
    if chosen == "none":
        assert "nothing is recommended" in sentence
    elif result.scalar("decision_npv") is None:
        assert "not costed" in sentence
    elif chosen != "buy" and saved is not None:
        side = "less than" if saved > 0 else "more than" if saved < 0 else "as much as"
        assert f"{side} buy" in sentence
        assert f"{side} buy" in result.scalar("recommendation_sentence")
        assert saved == 0 or f" {result.scalar('scenario_currency')} {side} buy" in sentence
        assert ("does not pay back" in sentence) == (payback is None)


def _sentence(**tables: dict[str, Any]) -> str:
    found: str = evaluated(with_inputs(SEED, **tables)).scalar("self_host_break_even_sentence")
    return found


@pytest.mark.parametrize(
    ("volume", "says"),
    [
        (4_766_600_000.0, "the plan starts at 4.77 bn, right at it."),
        (4_766_600_001.0, "right at it."),
        (4_768_000_000.0, "right at it."),  # 0.03% above
        (4_770_000_000.0, "0.1% above it."),
        (4_760_000_000.0, "0.1% below it."),
        (2_383_300_000.0, "50.0% below it."),
        (0.0, "the plan starts at 0.00, 100.0% below it."),
        (9_533_100_000.0, "100.0% above it."),
        (9_533_200_000.0, "2.0 times it."),
        (47_666_000_000.0, "10.0 times it."),
        (4.7666e12, "1,000.0 times it."),
        (4.8e12, "bn, more than 1,000 times it."),
    ],
)
def test_how_far_the_plan_is_from_break_even(volume: float, says: str) -> None:
    assert _sentence(workload={"monthly_tokens": volume}).endswith(says)


def test_break_even_from_the_first_token_and_never() -> None:
    free = _sentence(buy={"monthly_platform_fee": 5000.0})
    assert free == "Self-host costs no more than buy from the first token."
    never = evaluated(with_inputs(SEED, buy={"blended_price_per_1m": 0.0}))
    assert never.scalar("self_host_break_even_sentence") == "Self-host never breaks even at these prices."
    for what in ("break_even", "always_above", "crossover", "payback"):
        assert never.scalar(f"self_host_{what}_text") == "never"


def test_a_crossover_and_a_payback_name_their_month() -> None:
    result: Evaluation = evaluated(
        with_inputs(SEED, workload={"monthly_tokens": 6e9}, self_host={"setup_cost": 2000.0})
    )
    assert result.scalar("self_host_crossover_text") == "month 1"
    assert result.scalar("self_host_payback_text") == f"month {result.scalar('self_host_payback_month'):.0f}"


def test_what_was_not_costed_is_said_and_not_guessed() -> None:
    alone = evaluated({"workload": {"monthly_tokens": 1e9}, "self_host": {"instance_hourly": 1.0}})
    assert alone.scalar("decision_strategy") == "none"
    assert alone.scalar("recommendation_sentence") == "Nothing is recommended, because buy has no inputs."
    assert alone.scalar("decision_reason").endswith("state the API's price in [buy].")
    assert alone.scalar("savings_sentence") == "What it saves is unknown, because nothing is recommended."
    assert alone.scalar("alternative_sentence") == "The cheapest that was costed, Self-host, costs 80.28 k USD (NPV)."
    hosted = evaluated(
        {
            "workload": {"monthly_tokens": 1e9, "revenue_per_1m_tokens": 1.0},
            "self_host": {"instance_hourly": 1.0},
            "decision": {"third_party_processing_prohibited": True},
        }
    )
    nothing = "Over 36 months it costs 80.28 k USD (NPV); buy was not costed, so there is nothing to compare it with."
    assert hosted.scalar("savings_sentence") == nothing
    assert hosted.scalar("alternative_sentence") == "No other strategy is both costed and permitted."
    assert hosted.scalar("margin_sentence") == "Its gross margin is -123.0%, which misses the floor of 0.0%."


def test_a_margin_that_no_percentage_describes() -> None:
    raw = with_inputs(SEED, workload={"revenue_per_1m_tokens": 1e-9})
    assert (
        evaluated(raw).scalar("margin_sentence") == "Its gross margin is far below 0, which misses the floor of 0.0%."
    )


def test_no_revenue_is_said_only_where_none_is_stated() -> None:
    def said(**workload: float) -> str:
        found: str = evaluated(with_inputs(SEED, workload=workload)).scalar("margin_sentence")
        return found

    assert said() == "No revenue is stated, so there is no gross margin."
    assert (
        said(revenue_per_1m_tokens=1.0, monthly_tokens=0.0)
        == "Without tokens there is no revenue, and so no gross margin."
    )
    assert said(revenue_per_1m_tokens=1.0).startswith("Its gross margin is ")


def test_every_text_of_the_table_is_used_and_ends_as_it_should() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "xltco" / "model").rglob("*.py"))
    for key, words in TEXTS.items():
        assert f'"{key}"' in sources or f"'{key}'" in sources or f'"{key.rpartition(".")[0]}.{{' in sources, key
        assert words == words.strip() or key in SPACED, key


def test_a_text_refuses_other_pieces_than_it_names() -> None:
    with pytest.raises(DefinitionError, match=r"texts\.toml has no text 'no\.such'"):
        text("no.such")
    with pytest.raises(DefinitionError, match=r"different placeholders \(plan, when\)"):
        excel_text("number.months", months="1", plan="2", when="3")


def test_a_text_is_one_excel_expression_with_its_words_joined() -> None:
    assert excel_text("break_even.never", strategy=quoted("Own")) == '"Own never breaks even at these prices."'
    assert excel_text("number.months", months="{n}") == '{n}&" months"'
