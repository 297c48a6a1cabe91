"""What is legal and odd is a warning: one for each cause, none for a scenario without any."""

from __future__ import annotations

import datetime
from pathlib import Path

from xltco.scenario import load, loads
from xltco.scenario.warnings import CODES, warnings_of

SAMPLES = Path(__file__).parents[2] / "samples"
TODAY = datetime.date(2026, 11, 24)
BASE = """workload.monthly_tokens = 1e9
buy.input_price_per_1m = 0.5
buy.output_price_per_1m = 2
self_host.instance_hourly = 1
"""
BLENDED = "workload.monthly_tokens = 1e9\nbuy.blended_price_per_1m = 0.5\nself_host.instance_hourly = 1\n"
OWN = "own.node_price = 1e5\n"
TUNED = "fine_tune.input_price_per_1m = 1\nfine_tune.output_price_per_1m = 1\n"


def warned(text: str) -> list[tuple[str, str]]:
    return [(warning.code, warning.key) for warning in warnings_of(loads(text), TODAY)]


def wrong(expected: dict[str, list[tuple[str, str]]]) -> list[str]:
    """The texts that are warned of otherwise than expected."""
    return [f"{text!r}: {found}" for text, keys in expected.items() if (found := warned(text)) != keys]


def test_a_plain_scenario_is_not_warned_of() -> None:
    assert warned(BASE) == []
    assert warned(BASE + "workload.cached_input_share = 0.5\nbuy.cached_input_price_per_1m = 0.1\n") == []


def test_each_odd_thing_is_warned_of_once_with_its_key() -> None:
    low_high = "cases.low.'workload.monthly_tokens' = 3e9\ncases.high.'workload.monthly_tokens' = {}\n"
    source = "self_host.labor_hours_per_month = {{ value = 9, source = 'x', as_of = {} }}\n"
    texts: dict[str, list[tuple[str, str]]] = {
        low_high.format("1e9"): [("low_above_high", "cases.low.workload.monthly_tokens")],
        low_high.format("3e9"): [],
        "self_host.go_live_month = 37": [("go_live_after_horizon", "self_host.go_live_month")],
        "self_host.go_live_month = 36": [],
        "cases.low.'self_host.go_live_month' = 40": [("go_live_after_horizon", "cases.low.self_host.go_live_month")],
        "self_host.go_live_month = 20\ncases.high.'horizon.months' = 12": [
            ("go_live_after_horizon", "self_host.go_live_month")
        ],
        "as_of = 2026-11-25": [("future_date", "as_of")],
        "as_of = 2026-11-24": [],
        source.format("2027-01-01"): [("future_date", "self_host.labor_hours_per_month")],
        source.format("2026-05-28"): [],
        source.format("2026-05-27"): [("stale_source", "self_host.labor_hours_per_month")],
        "[[actuals]]\nmonth = '2026-12'\ntokens = 1": [("future_date", "actuals")],
        "workload.revenue_per_1m_tokens = 0.0000005": [("price_per_token", "workload.revenue_per_1m_tokens")],
        "workload.revenue_per_1m_tokens = 0.001": [],
        "cases.low.'buy.input_price_per_1m' = 1e-6": [("price_per_token", "cases.low.buy.input_price_per_1m")],
        "self_host.egress_cost_per_1m_tokens = 0.0004": [],
    }
    assert wrong({BASE + text: keys for text, keys in texts.items()}) == []


def test_an_input_that_nothing_reads_is_warned_of() -> None:
    texts = {
        BLENDED + "buy.cached_input_price_per_1m = 0.1": ["buy.cached_input_price_per_1m"],
        BLENDED + "buy.input_price_per_1m = 0.1": ["buy.input_price_per_1m"],
        BLENDED + "workload.cached_input_share = 0.1": ["workload.cached_input_share"],
        BLENDED + "workload.input_share = 0.5": ["workload.input_share"],
        BASE + "buy.cached_input_price_per_1m = 0.1": ["buy.cached_input_price_per_1m"],
        BASE + "buy.batch_discount = 0.2": ["buy.batch_discount"],
        BASE + "buy.migration_cost = 100": ["buy.migration_cost"],
        BASE + "buy.annual_migration_probability = 0.1": ["buy.annual_migration_probability"],
        BASE + "self_host.incident_cost = 100": ["self_host.incident_cost"],
        BASE + "self_host.annual_incident_probability = 0.1": ["self_host.annual_incident_probability"],
        BASE + "self_host.replacement_cost = 100": ["self_host.replacement_cost"],
        BASE + "self_host.model_refresh_cost = 100": ["self_host.model_refresh_cost"],
        BASE + "self_host.model_refresh_interval_months = 6": ["self_host.model_refresh_interval_months"],
        # Read by the caution that says what throughput an unmodelled capacity asks for.
        BASE + "self_host.target_utilization = 0.5": [],
        BASE + "self_host.autoscaling_labor_hours_per_month = 5": ["self_host.autoscaling_labor_hours_per_month"],
        BASE + "self_host.labor_hours_per_extra_instance = 5": ["self_host.labor_hours_per_extra_instance"],
        BASE + "self_host.labor_hours_per_extra_instance = 5\nself_host.spare_instances = 1": [],
        BASE + "workload.peak_to_average = 2": [],
        BASE + "workload.gross_margin_floor = 0.5": ["workload.gross_margin_floor"],
        BASE + "finance.capitalize_setup = false\nfinance.amortization_months = 12": ["finance.amortization_months"],
        BASE + OWN + "own.overhead_rate = 0.1": ["own.overhead_rate"],
        BASE + OWN + "own.node_power_kw = 1": ["own.node_power_kw"],
        BASE + OWN + "own.pue = 1.5": ["own.pue"],
        BASE + TUNED + "fine_tune.endpoint_tokens_per_second = 9": ["fine_tune.endpoint_tokens_per_second"],
        BASE + TUNED + "fine_tune.min_endpoints = 2": ["fine_tune.min_endpoints"],
        BASE + TUNED + "fine_tune.endpoint_hourly = 2\nfine_tune.endpoint_target_utilization = 0.5": [],
        BASE + TUNED + "fine_tune.endpoint_hourly = 2\nfine_tune.endpoint_tokens_per_second = 9": [],
        BASE + TUNED + "fine_tune.refresh_interval_months = 6": ["fine_tune.refresh_interval_months"],
        BASE + TUNED + "fine_tune.epochs = 5": ["fine_tune.epochs"],
        BASE + TUNED + "fine_tune.training_tokens = 1e6": ["fine_tune.training_tokens"],
        # What one case reads is read.
        BASE + "self_host.target_utilization = 0.5\ncases.high.'self_host.tokens_per_second' = 900": [],
    }
    assert wrong({text: [("unread_input", key) for key in keys] for text, keys in texts.items()}) == []


def test_sentences_hold_the_numbers_and_what_to_do() -> None:
    text = BASE + "self_host.go_live_month = 40\nself_host.incident_cost = 150000\n"
    assert [str(warning) for warning in warnings_of(loads(text), TODAY)] == [
        "self_host.go_live_month: service begins in month 40 and the horizon ends in month 36: what is costed never "
        "serves; lengthen horizon.months or begin earlier",
        "self_host.incident_cost: nothing reads the 150,000 that is stated here, because annual_incident_probability "
        "is 0: state it too",
    ]


def test_samples_are_free_of_warnings_on_the_day_they_were_made() -> None:
    found = {path.stem: warnings_of(load(path), TODAY) for path in sorted(SAMPLES.glob("*.toml"))}
    # In never-pays, less work is the better case.
    assert [warning.key for warning in found.pop("never-pays")] == ["cases.low.self_host.labor_hours_per_month"]
    assert not any(found.values()), found


def test_codes_are_the_documented_ones() -> None:
    assert CODES == (
        "low_above_high",
        "go_live_after_horizon",
        "future_date",
        "price_per_token",
        "unread_input",
        "stale_source",
    )
