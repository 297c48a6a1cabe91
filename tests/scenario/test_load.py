"""Scenario files: three formats, one clear error for everything that is wrong, all at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import SAMPLES, SEED, scenario_of, with_inputs
from xltco.errors import ScenarioError, XltcoError
from xltco.scenario import load, loads
from xltco.scenario.save import as_toml

YAML = """
workload: {monthly_tokens: 4.7666e9}
buy:
  blended_price_per_1m: 0.5
self_host:
  instance_hourly: {value: 1.21, source: "AWS, g5.2xlarge", as_of: 2026-01-31}
as_of: 2026-11-01
"""
TOML = """
as_of = 2026-11-01
workload.monthly_tokens = 4.7666e9
buy.blended_price_per_1m = 0.5
self_host.instance_hourly = { value = 1.21, source = "AWS, g5.2xlarge", as_of = 2026-01-31 }
"""
JSON = json.dumps(
    {
        "as_of": "2026-11-01",
        "workload": {"monthly_tokens": 4.7666e9},
        "buy": {"blended_price_per_1m": 0.5},
        "self_host": {
            "instance_hourly": {"value": 1.21, "source": "AWS, g5.2xlarge", "as_of": "2026-01-31"},
        },
    }
)


def _problems(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    return str(caught.value).splitlines()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "scenario.toml"


def test_toml_yaml_and_json_say_the_same(tmp_path: Path) -> None:
    found = []
    for suffix, text in ((".toml", TOML), (".yaml", YAML), (".json", JSON)):
        path = tmp_path / f"scenario{suffix}"
        path.write_text(text, encoding="utf-8")
        found.append(load(path))
    assert found[0] == found[1] == found[2]
    assert found[0].sources["self_host.instance_hourly"].source == "AWS, g5.2xlarge"


def test_a_file_of_windows_with_a_byte_order_mark_loads(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + TOML.replace("\n", "\r\n").encode())
    assert load(file).strategies == ("buy", "self_host")


def test_every_problem_is_told_at_once_with_key_value_and_what_is_allowed() -> None:
    problems = _problems(
        "horizon.months = 121\nworkload.monthly_tokens = nan\nworkload.input_share = 1.2\n"
        "buy.input_price_per_1m = -1\nbuy.output_price_per_1m = inf\n"
    )
    price = "must be a number, 0 to 1,000,000,000,000,000 (currency per 1M tokens)"
    assert problems == [
        "scenario.toml: horizon.months: must be a whole number, 1 to 120 (months) (found 121)",
        "scenario.toml: workload.monthly_tokens: must be a number, 0 to 1,000,000,000,000,000,000 (tokens) (found nan)",
        "scenario.toml: workload.input_share: must be a number, 0 to 1 (share) (found 1.2)",
        f"scenario.toml: buy.input_price_per_1m: {price} (found -1)",
        f"scenario.toml: buy.output_price_per_1m: {price} (found inf)",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("horizon.months = 0", "horizon.months: must be a whole number, 1 to 120"),
        ("horizon.months = 1.5", "must be a whole number"),
        ("workload.peak_to_avrage = 2", "did you mean peak_to_average?"),
        ("wrkload.monthly_tokens = 2", "did you mean workload?"),
        ("workload.monthly_tokens = true", "must be a number"),
        ("workload.monthly_tokens = '5'", "must be a number"),
        ('currency = "XXQ"', "must be an ISO 4217 currency code"),
        ("finance.capitalize_setup = 1", "must be true or false"),
        ('decision.quality_gap = "style"', "must be one of none, behavior, knowledge"),
        ('name = "a\\u0000b"', "without control characters"),
        ("[sources]\na = 1", "a source stands beside its value"),
        ('workload.monthly_tokens = { source = "x" }', "has no value"),
        ("cases.low.'buy.blended_prise_per_1m' = 1", "did you mean buy.blended_price_per_1m?"),
        ("cases.low.'own.node_price' = 1", "overrides a strategy that is not there"),
        ("cases.base.'buy.batch_discount' = 1", "must be a table, [cases.low] or [cases.high]"),
        ("cases.high.'buy.batch_discount' = 2", "cases.high.buy.batch_discount: must be a number, 0 to 1"),
        ("[[actuals]]\nmonth = 'May'\ntokens = 1", "actuals.1.month: must be a month such as '2026-08'"),
        ("[[actuals]]\nmonth = 1\ntokens = 1\n[[actuals]]\nmonth = 1\ntokens = 2", "the same month stands there twice"),
        ('self_host.instance = "a\\u0001b"', "self_host.instance: must be a text"),
        ('name = "a\\uffffb"', "without control characters"),
        ("workload.revenue_per_1m_tokens = 1e-300", "must be 0 or at least 1e-12 from it"),
        ("cases.high.'buy.batch_discount' = { value = 0.1, sauce = 'x' }", "sauce is not known here"),
        ("horizon.months = 121\ncases.high.'buy.batch_discount' = 2", "cases.high.buy.batch_discount: must be"),
        ("self_host.min_instances = 0", "must be a whole number, 1 to"),
        ("self_host.active_share = 0", "must be a number above 0"),
    ],
)
def test_what_is_not_allowed_is_named(text: str, said: str) -> None:
    base = "workload.monthly_tokens = 1e9\n" if "monthly_tokens" not in text else ""
    found = _problems(base + "buy.blended_price_per_1m = 0.5\nself_host.instance_hourly = 1\n" + text)
    assert any(said in problem for problem in found), found


def test_build_without_self_host_says_why() -> None:
    build = (
        "[build]\nmodel_parameters = 1e9\ntraining_tokens = 1e10\naccelerator_peak_tflops = 900\n"
        "accelerator_hourly = 3\ndata_cost = 1\nteam_fte = 1\nfte_annual_cost = 1\n"
    )
    said = _problems("workload.monthly_tokens = 1e9\nbuy.blended_price_per_1m = 1\n" + build)
    assert "because a model that was built is served like self_host" in said[0]


def test_prices_are_asked_for_together() -> None:
    said = _problems("workload.monthly_tokens = 1e9\nbuy.input_price_per_1m = 1\n")
    assert "buy.output_price_per_1m: is missing" in said[0]
    assert "blended_price_per_1m alone" in said[0]


def test_going_live_later_needs_an_api_to_bridge_with() -> None:
    said = _problems("workload.monthly_tokens = 1e9\nown.node_price = 1\nown.go_live_month = 3\n")
    assert "needs the table [buy]" in said[0]


def test_a_scenario_without_strategies_is_an_error() -> None:
    assert "no strategy is present" in _problems("workload.monthly_tokens = 1e9\n")[0]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.toml", b"", "states nothing"),
        ("binary.toml", bytes(range(256)), "is not a text in UTF-8"),
        ("broken.toml", b"[workload\nx=", "is not valid TOML"),
        ("broken.yaml", b"a: [", "is not valid YAML"),
        ("twice.yaml", b"name: a\nname: b\n", "is not valid YAML"),
        ("twice.json", b'{"name": "a", "name": "b"}', "stands twice"),
        ("deep.json", b"[" * 100_000, "is not valid JSON"),
        ("list.json", b"[1]", "states nothing"),
        ("scenario.txt", b"x", "is a .toml, .yaml, .yml or .json file"),
        ("code.yaml", b"!!python/object/apply:os.system [echo]", "is not valid YAML"),
    ],
)
def test_a_file_that_is_no_scenario_gets_one_clear_error(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(XltcoError) as caught:
        load(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_a_folder_and_a_huge_file_are_errors(tmp_path: Path) -> None:
    (tmp_path / "huge.toml").write_text("#" * 1_100_000, encoding="utf-8")
    (tmp_path / "folder.toml").mkdir()
    for name, said in (("none.toml", "no such file"), ("folder.toml", "can't be read"), ("huge.toml", "larger than")):
        with pytest.raises(XltcoError, match=said):
            load(tmp_path / name)


def test_a_yaml_that_repeats_itself_a_billion_times_does_no_harm(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    path = tmp_path / "bomb.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(XltcoError):
        load(path)


def test_a_case_is_base_with_its_values_in_place() -> None:
    raw = with_inputs(SEED) | {"cases": {"low": {"buy.blended_price_per_1m": 0.4, "horizon.months": 12}}}
    low = scenario_of(raw).case("low")
    assert low.buy is not None
    assert low.buy.blended_price_per_1m == 0.4
    assert low.horizon.months == 12
    assert scenario_of(raw).case("high") == scenario_of(raw).case("base")


def test_actual_months_are_sorted_whatever_their_form() -> None:
    text = "workload.monthly_tokens = 1\nbuy.blended_price_per_1m = 1\n" + "".join(
        f"[[actuals]]\nmonth = {month}\ntokens = {number}\n"
        for number, month in enumerate(("'2026-08'", "2026-07-15", "'2026-09-01'"))
    )
    assert [actual.tokens for actual in loads(text).actuals] == [1, 0, 2]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_a_saved_scenario_loads_to_the_same(path: Path) -> None:
    scenario = load(path)
    assert loads(as_toml(scenario)) == scenario


def test_a_saved_scenario_explains_every_input_of_every_strategy() -> None:
    text = as_toml(scenario_of(SEED))
    for key in ("peak_to_average", "node_price", "model_flops_utilization", "input_token_reduction"):
        assert f"{key} = " in text
    assert "# [own]" in text
