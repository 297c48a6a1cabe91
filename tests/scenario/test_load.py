"""Scenario files: three formats, one clear error for everything that is wrong, all at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.random_scenarios import random_scenario
from xltco.errors import XltcoError
from xltco.scenario import load, loads, validated
from xltco.scenario.save import as_toml
from xltco.scenario.stated import inputs_by_table

SAMPLES = Path(__file__).parents[2] / "samples"
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
    text = "workload.monthly_tokens = 1\nbuy.blended_price_per_1m = 0.5\n"
    scenario = loads(text + "[cases.low]\n'buy.blended_price_per_1m' = 0.4\n'horizon.months' = 12\n")
    low = scenario.case("low")
    assert low.buy is not None
    assert low.buy.blended_price_per_1m == 0.4
    assert low.horizon.months == 12
    assert scenario.case("high") == scenario.case("base")


def test_actual_months_are_sorted_whatever_their_form() -> None:
    text = "workload.monthly_tokens = 1\nbuy.blended_price_per_1m = 1\n" + "".join(
        f"[[actuals]]\nmonth = {month}\ntokens = {number}\n"
        for number, month in enumerate(("'2026-08'", "2026-07-15", "'2026-09-01'"))
    )
    assert [actual.tokens for actual in loads(text).actuals] == [1, 0, 2]


def test_whether_the_product_fits_may_be_left_open() -> None:
    text = "workload.monthly_tokens = 1\nbuy.blended_price_per_1m = 1\n"
    assert loads(text).decision.product_market_fit is None
    assert loads(text + "decision.product_market_fit = false").decision.product_market_fit is False


def test_saved_scenarios_load_to_the_same() -> None:
    scenarios = [load(path) for path in sorted(SAMPLES.glob("*.toml"))]
    scenarios += [validated(random_scenario(seed), str) for seed in range(40)]
    assert [scenario for scenario in scenarios if loads(as_toml(scenario)) != scenario] == []


def test_a_saved_scenario_explains_every_input_of_every_strategy() -> None:
    text = as_toml(load(SAMPLES / "seed-code.toml"))
    assert [item.dotted for items in inputs_by_table().values() for item in items if f"{item.key} = " not in text] == []
    assert "# [own]" in text
