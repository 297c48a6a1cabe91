"""What is not allowed: one clear error with file, line, key, what is allowed and the right form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xltco.errors import ScenarioError, XltcoError
from xltco.scenario import load, loads

# What the texts below follow: a scenario without a problem, in three lines.
BASE = """workload.monthly_tokens = 1e9
buy.blended_price_per_1m = 0.5
self_host.instance_hourly = 1
"""


def problems(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    return str(caught.value).splitlines()


def said_by(path: Path) -> str:
    with pytest.raises(XltcoError) as caught:
        load(path)
    return str(caught.value)


def missed(told: dict[str, str]) -> list[str]:
    """The texts whose problems do not say what they should."""
    found = {text: problems(text) for text in told}
    return [
        f"{text!r} says {found[text]}, not {said!r}"
        for text, said in told.items()
        if not any(said in problem for problem in found[text])
    ]


def test_every_problem_is_told_at_once_with_line_key_value_and_what_is_allowed() -> None:
    price = "must be a number, 0 to 1,000,000,000,000,000 (currency per 1M tokens)"
    assert problems(
        "horizon.months = 121\nworkload.monthly_tokens = nan\nworkload.input_share = 1.2\n"
        "buy.input_price_per_1m = -1\nbuy.output_price_per_1m = inf\n"
    ) == [
        "scenario.toml:1: horizon.months: must be a whole number, 1 to 120 (months) (found 121)",
        f"scenario.toml:2: workload.monthly_tokens: must be a number, 0 to {10**18:,} (tokens) (found nan)",
        "scenario.toml:3: workload.input_share: must be a number, 0 to 1 (share); 8% is 0.08 (found 1.2)",
        f"scenario.toml:4: buy.input_price_per_1m: {price} (found -1)",
        f"scenario.toml:5: buy.output_price_per_1m: {price} (found inf)",
    ]


def test_what_is_not_allowed_is_named() -> None:
    told = {
        "horizon.months = 0": "horizon.months: must be a whole number, 1 to 120",
        "horizon.months = 1.5": "must be a whole number",
        "workload.peak_to_avrage = 2": "did you mean peak_to_average?",
        "wrkload.monthly_tokens = 2": "did you mean workload?",
        "workload.revenue_per_1m_tokens = true": "must be a number",
        'currency = "XXQ"': "must be an ISO 4217 currency code",
        "finance.capitalize_setup = 1": "must be true or false",
        "decision.product_market_fit = 1": "must be true or false",
        'decision.quality_gap = "style"': "must be one of none, behavior, knowledge",
        'name = "a\\u0000b"': "without control characters",
        'name = "a\\uffffb"': "without control characters",
        'self_host.instance = "a\\u0001b"': "self_host.instance: must be a text",
        "[sources]\na = 1": "a source stands beside its value",
        'buy.batch_discount = { source = "x" }': "has no value",
        "cases.low.'buy.blended_prise_per_1m' = 1": "did you mean buy.blended_price_per_1m?",
        "cases.low.'own.node_price' = 1": "overrides a strategy that is not there",
        "cases.base.'buy.batch_discount' = 1": "must be a table, [cases.low] or [cases.high]",
        "cases.high.'buy.batch_discount' = 2": "cases.high.buy.batch_discount: must be a number, 0 to 1",
        "cases.high.'buy.batch_discount' = { value = 0.1, sauce = 'x' }": "sauce is not known here",
        "horizon.months = 121\ncases.high.'buy.batch_discount' = 2": "cases.high.buy.batch_discount: must be",
        "[[actuals]]\nmonth = 'May'\ntokens = 1": "actuals.1.month: must be a month such as '2026-08'",
        "[[actuals]]\nmonth = 1\ntokens = 1\n[[actuals]]\nmonth = 1\ntokens = 2": "the same month stands there twice",
        "workload.revenue_per_1m_tokens = 1e-300": "must be 0 or at least 1e-12 from it",
        "self_host.min_instances = 0": "must be a whole number, 1 to",
        "self_host.spare_instances = 1001": "must be a whole number, 0 to 1,000",
        "self_host.active_share = 0": "must be a number above 0",
        "own.node_price = 1\nown.terminal_value = 'scrap'": "must be one of book, residual",
        "horizon.annual_discount_rate = -0.01": "must be a number, 0 to 2",
        "buy.annual_price_change = 2.5": "must be a number, -0.99 to 2",
        "workload.monthly_growth_rate = 1.5": "must be a number, -0.5 to 1",
        "workload.cached_input_share = 0.7\nworkload.cache_write_share = 0.4": "0.4 and 0.7 sum to 1.1, and at most 1",
        "workload.cached_input_share = 0.7\ncases.low.'workload.cache_write_share' = 0.4": "cases.low.workload.cache",
    }
    assert missed({BASE + text: said for text, said in told.items()}) == []


def test_a_percentage_is_shown_as_a_fraction() -> None:
    told = {
        "buy.batch_discount = 70": "70% is 0.70",
        "buy.batch_discount = 12.5": "12.5% is 0.125",
        "buy.annual_price_change = -20": "-20% is -0.20",
        "buy.batch_discount = '70%'": "write 0.70 as a number",
        "buy.batch_discount = '150%'": "150% is 1.50 as a fraction",
        "buy.annual_price_change = '-20 %'": "write -0.20 as a number",
        "horizon.annual_discount_rate = 300": "8% is 0.08",
        "workload.monthly_growth_rate = 3": "3% is 0.03",
        "cases.low.'buy.batch_discount' = 70": "70% is 0.70",
    }
    assert missed({BASE + text: said for text, said in told.items()}) == []


SPELLED = {"1,000,000": "1000000 or 1e6", "1B": "1e9", "4.7B": "4.7e9", "70%": "0.70", "$0.50": "0.50", "2.5k": "2.5e3"}


def test_a_number_in_quotes_gets_its_right_form() -> None:
    told = {f"buy.one_time_cost = '{text}'": f"write {form} as a number" for text, form in SPELLED.items()}
    told |= {"buy.one_time_cost = '0.50'": "write 0.50 as a number", "buy.one_time_cost = 'x'": "(found 'x')"}
    assert missed({BASE + text: said for text, said in told.items()}) == []
    assert all(len(problems(BASE + text)) == 1 for text in told)


def test_a_number_that_toml_or_json_cannot_read_gets_its_right_form(tmp_path: Path) -> None:
    texts = {
        "toml": "[workload]\nmonthly_tokens = 1e9\n\n[buy]\none_time_cost = {}  # 5%\n",
        "json": '{{\n"buy": {{\n\n"x": 1,\n"one_time_cost": {}\n}} }}',
    }
    for suffix, template in texts.items():
        path = tmp_path / f"a.{suffix}"
        for text, form in SPELLED.items():
            path.write_text(template.format(text), encoding="utf-8")
            expected = f"{path}:5: buy.one_time_cost: {text} is not a number in {suffix.upper()}: write {form}"
            assert said_by(path) == expected


def test_a_number_beside_its_source_gets_its_right_form() -> None:
    with pytest.raises(XltcoError, match=r"scenario.toml:2: buy.one_time_cost: 1,000 is not a number.*1000 or 1e3"):
        loads("[buy]\none_time_cost = { value = 1,000, source = 'a price of 2,000' }\n")


def test_every_problem_names_its_line_in_toml() -> None:
    text = '''# A comment with buy.batch_discount = 1
description = """
[buy]
batch_discount = 3
"""
name = "[own]"

[workload]   # heading
"monthly_tokens" = -1
input_share = { value = 2, source = "x = 1" }

  [buy]
  blended_price_per_1m = 1
  batch_discount = 2

[self_host]
labor_hours_per_month = 3

[[actuals]]
month = 1
tokens = 1
[[actuals]]
month = 2
tokens = -1

[cases.low]
"buy.batch_discount" = 2
[cases.high.buy]
batch_discount = 3
'''
    keys = {9: "workload.monthly_tokens", 10: "workload.input_share", 14: "buy.batch_discount"}
    keys |= {16: "self_host.instance_hourly", 24: "actuals.2.tokens"}
    keys |= {27: "cases.low.buy.batch_discount", 29: "cases.high.buy.batch_discount"}
    told = [problem.split(": ")[:2] for problem in problems(text)]
    assert sorted(map(tuple, told)) == sorted((f"scenario.toml:{line}", key) for line, key in keys.items())


def test_dotted_keys_and_rows_in_brackets_have_lines_too() -> None:
    text = (
        BASE + "actuals = [\n  { month = 1, tokens = 1 },\n  { month = 2, tokens = -1 },\n]\nhorizon . 'months' = 0\n"
    )
    assert [problem.split(": ")[0] for problem in problems(text)] == ["scenario.toml:8", "scenario.toml:6"]


def test_every_problem_names_its_line_in_yaml_and_json(tmp_path: Path) -> None:
    raw = {
        "workload": {"monthly_tokens": -1},
        "buy": {"blended_price_per_1m": {"value": 1, "source": "x"}, "batch_discount": 2},
        "actuals": [{"month": 1, "tokens": 1}, {"month": 2, "tokens": -1}],
        "cases": {"low": {"buy.batch_discount": 3}},
    }
    yaml = tmp_path / "a.yaml"
    yaml.write_text(
        "workload:\n  monthly_tokens: -1\nbuy: {blended_price_per_1m: {value: 1, source: x},\n  batch_discount: 2}\n"
        "actuals:\n- month: 1\n  tokens: 1\n- month: 2\n  tokens: -1\ncases:\n  low:\n    buy.batch_discount: 3\n",
        encoding="utf-8",
    )
    lines = {"a.yaml": [2, 4, 9, 12]}
    for name, indent in (("spaces.json", "  "), ("tabs.json", "\t")):
        (tmp_path / name).write_text(json.dumps(raw, indent=indent), encoding="utf-8")
        lines[name] = [3, 10, 19, 24]
    keys = ["workload.monthly_tokens", "buy.batch_discount", "actuals.2.tokens", "cases.low.buy.batch_discount"]
    for name, numbers in lines.items():
        said = said_by(tmp_path / name).splitlines()
        starts = [f"{tmp_path / name}:{number}: {key}: " for number, key in zip(numbers, keys, strict=True)]
        assert [problem for problem, start in zip(said, starts, strict=True) if not problem.startswith(start)] == []


def test_rules_between_inputs_say_why() -> None:
    build = (
        "[build]\nmodel_parameters = 1e9\ntraining_tokens = 1e10\naccelerator_peak_tflops = 900\n"
        "accelerator_hourly = 3\ndata_cost = 1\nteam_fte = 1\nfte_annual_cost = 1\n"
    )
    workload = "workload.monthly_tokens = 1e9\n"
    told = {
        workload + "buy.blended_price_per_1m = 1\n" + build: "because a model that was built is served like self_host",
        workload + "buy.input_price_per_1m = 1\n": "scenario.toml:2: buy.output_price_per_1m: is missing",
        workload + "fine_tune.input_price_per_1m = 1\n": "blended_price_per_1m alone",
        workload + "own.node_price = 1\nown.go_live_month = 3\n": "toml:3: own.go_live_month: above 1 needs the table",
        workload: "no strategy is present",
    }
    assert missed(told) == []


def test_shares_that_sum_to_exactly_one_are_allowed() -> None:
    loads(BASE + "workload.cached_input_share = 0.7\nworkload.cache_write_share = 0.3\n")
    loads(BASE + "workload.cached_input_share = 0.9\nworkload.cache_write_share = 0.1\n")
