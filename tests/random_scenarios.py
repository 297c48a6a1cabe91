"""Random but realistic scenarios, as the nested tables a scenario file gives, one for every seed."""

from __future__ import annotations

import math
from random import Random
from typing import Any

Table = dict[str, Any]

MAX_UNITS = 8_000.0


def log_uniform(rng: Random, low: float, high: float) -> float:
    """A draw whose logarithm is uniform."""
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def maybe(rng: Random, table: Table, key: str, value: Any, chance: float = 0.5) -> None:
    """Set an optional input now and then, so that defaults are met as well."""
    if rng.random() < chance:
        table[key] = value


def random_horizon(rng: Random) -> Table:
    """Horizon of 1 to 120 months, mostly 12 to 60."""
    months = rng.randint(12, 60) if rng.random() < 0.75 else rng.choice([1, 2, 3, rng.randint(1, 120), 120])
    table: Table = {"months": months}
    maybe(rng, table, "annual_discount_rate", round(rng.uniform(0, 0.2), 3), 0.7)
    maybe(rng, table, "hours_per_month", rng.choice([720, 730, 730.5, 744]), 0.3)
    return table


def random_workload(rng: Random, months: int) -> Table:
    """Workload with growth of any sign, bounded so that volumes stay realistic."""
    table: Table = {"monthly_tokens": round(log_uniform(rng, 1e6, 1e11))}
    if rng.random() < 0.02:
        table["monthly_tokens"] = 0
    bound = min(0.15, math.exp(math.log(40) / max(months - 1, 1)) - 1)
    growth = rng.choice([0.0, rng.uniform(0, bound), rng.uniform(0, bound), -rng.uniform(0, 0.05)])
    maybe(rng, table, "monthly_growth_rate", round(growth, 4), 0.85)
    maybe(rng, table, "input_share", rng.choice([0.0, 1.0, 0.5, round(rng.random(), 3)]), 0.6)
    maybe(rng, table, "cached_input_share", round(rng.random(), 2), 0.4)
    maybe(rng, table, "batch_share", rng.choice([1.0, round(rng.random(), 2)]), 0.4)
    maybe(rng, table, "peak_to_average", round(rng.uniform(1, 5), 2), 0.5)
    maybe(rng, table, "revenue_per_1m_tokens", round(log_uniform(rng, 0.1, 50), 2), 0.5)
    maybe(rng, table, "gross_margin_floor", round(rng.uniform(0, 0.9), 2), 0.5)
    return table


def random_api(rng: Random) -> Table:
    """The price, discount, fee, labor and lock-in inputs shared by buy and fine_tune."""
    table: Table = {}
    price = log_uniform(rng, 0.05, 20)
    if rng.random() < 0.4:
        table["blended_price_per_1m"] = 0.0 if rng.random() < 0.06 else round(price, 3)
    else:
        table["input_price_per_1m"] = round(price, 3)
        table["output_price_per_1m"] = round(price * rng.uniform(1, 6), 3)
        maybe(rng, table, "cached_input_price_per_1m", round(price * rng.choice([0.1, 0.25, 0.5]), 4))
    maybe(rng, table, "batch_discount", rng.choice([0.0, 0.25, 0.5]), 0.3)
    maybe(rng, table, "negotiated_discount", rng.choice([1.0] + [round(rng.uniform(0, 0.4), 3)] * 19), 0.4)
    maybe(rng, table, "annual_price_change", round(rng.uniform(-0.5, 0.15), 3), 0.5)
    maybe(rng, table, "monthly_platform_fee", round(log_uniform(rng, 20, 10_000), 2), 0.4)
    maybe(rng, table, "labor_hours_per_month", rng.randint(0, 60), 0.5)
    maybe(rng, table, "one_time_cost", round(log_uniform(rng, 500, 50_000), 2), 0.4)
    maybe(rng, table, "annual_migration_probability", round(rng.random(), 2), 0.5)
    maybe(rng, table, "migration_cost", round(log_uniform(rng, 1_000, 200_000), 2), 0.5)
    return table


def random_fine_tune(rng: Random) -> Table:
    """Managed fine-tuning, trained once or at an interval."""
    table = random_api(rng)
    maybe(rng, table, "training_tokens", round(log_uniform(rng, 1e5, 1e9)), 0.8)
    maybe(rng, table, "epochs", rng.randint(1, 5), 0.4)
    maybe(rng, table, "training_price_per_1m", round(rng.uniform(0.5, 30), 2), 0.8)
    maybe(rng, table, "runs_per_refresh", rng.randint(1, 5), 0.3)
    maybe(rng, table, "refresh_interval_months", rng.choice([1, 3, 6, 12, rng.randint(1, 40)]), 0.6)
    maybe(rng, table, "data_preparation_cost", round(rng.uniform(0, 50_000), 2), 0.5)
    maybe(rng, table, "evaluation_cost_per_refresh", round(rng.uniform(0, 5_000), 2), 0.4)
    maybe(rng, table, "input_token_reduction", round(rng.uniform(0, 0.8), 2), 0.5)
    maybe(rng, table, "endpoint_hourly", round(rng.uniform(0.5, 10), 2), 0.3)
    return table


def largest_volume(horizon: Table, workload: Table) -> float:
    """The largest month's volume of the horizon."""
    growth = float(workload.get("monthly_growth_rate", 0))
    return float(workload["monthly_tokens"]) * max(1.0, float((1 + growth) ** (horizon["months"] - 1)))


def set_capacity(rng: Random, table: Table, horizon: Table, workload: Table) -> None:
    """Throughput of one unit, high enough that no month needs more than MAX_UNITS."""
    maybe(rng, table, "target_utilization", round(rng.uniform(0.2, 1), 2), 0.5)
    maybe(rng, table, "active_share", rng.choice([1.0, round(rng.uniform(0.1, 0.99), 2)]), 0.4)
    if rng.random() < 0.25:
        return
    seconds = 3600 * horizon.get("hours_per_month", 730) * table.get("active_share", 1)
    useful = seconds * table.get("target_utilization", 1) / workload.get("peak_to_average", 1)
    least = largest_volume(horizon, workload) / useful / MAX_UNITS
    speed = max(log_uniform(rng, 50, 20_000), least)
    table["tokens_per_second"] = math.ceil(speed) if rng.random() < 0.7 else round(speed, 3) + 0.001


def random_hosting(rng: Random, horizon: Table, workload: Table, with_buy: bool) -> Table:
    """The inputs self_host and own have in common."""
    table: Table = {}
    set_capacity(rng, table, horizon, workload)
    maybe(rng, table, "min_instances", rng.choice([1, 2, 3, rng.randint(1, 12)]), 0.4)
    maybe(rng, table, "autoscaling_labor_hours_per_month", rng.randint(0, 30), 0.4)
    maybe(rng, table, "labor_hours_per_month", rng.choice([0, 5, 20, 80, 320]), 0.6)
    maybe(rng, table, "labor_hours_per_extra_instance", rng.choice([0.1, 0.5, 2, 10]), 0.4)
    maybe(rng, table, "setup_cost", round(log_uniform(rng, 500, 300_000), 2), 0.6)
    if with_buy and rng.random() < 0.4:
        table["go_live_month"] = rng.randint(1, min(horizon["months"], rng.choice([3, 6, 12, 120])))
    maybe(rng, table, "annual_incident_probability", round(rng.random(), 2), 0.5)
    maybe(rng, table, "incident_cost", round(log_uniform(rng, 1_000, 500_000), 2), 0.5)
    maybe(rng, table, "annual_compliance_cost", round(rng.uniform(0, 60_000), 2), 0.4)
    maybe(rng, table, "annual_attrition_probability", round(rng.random(), 2), 0.5)
    maybe(rng, table, "replacement_cost", round(rng.uniform(5_000, 150_000), 2), 0.5)
    maybe(rng, table, "model_refresh_cost", round(rng.uniform(500, 40_000), 2), 0.5)
    maybe(rng, table, "model_refresh_interval_months", rng.choice([1, 3, 6, 12, 24]), 0.5)
    return table


def random_self_host(rng: Random, horizon: Table, workload: Table, with_buy: bool) -> Table:
    """Open weights on rented instances."""
    table = random_hosting(rng, horizon, workload, with_buy)
    table["instance_hourly"] = round(log_uniform(rng, 0.3, 100), 3)
    maybe(rng, table, "commitment_discount", round(rng.uniform(0, 0.6), 2), 0.4)
    maybe(rng, table, "annual_price_change", round(rng.uniform(-0.3, 0.1), 3), 0.5)
    maybe(rng, table, "overhead_rate", round(rng.uniform(0, 0.4), 3), 0.5)
    return table


def random_own(rng: Random, horizon: Table, workload: Table, with_buy: bool) -> Table:
    """Open weights on purchased nodes, some of them short-lived."""
    table = random_hosting(rng, horizon, workload, with_buy)
    table["node_price"] = round(log_uniform(rng, 3_000, 400_000), 2)
    maybe(rng, table, "node_power_kw", round(rng.uniform(0.3, 12), 2), 0.7)
    maybe(rng, table, "pue", round(rng.uniform(1, 2), 2), 0.4)
    maybe(rng, table, "electricity_price_per_kwh", round(rng.uniform(0.04, 0.4), 3), 0.7)
    maybe(rng, table, "colocation_per_node_month", round(rng.uniform(50, 3_000), 2), 0.5)
    maybe(rng, table, "annual_maintenance_rate", round(rng.uniform(0, 0.2), 3), 0.5)
    maybe(rng, table, "useful_life_months", rng.choice([1, 2, 5, 12, 24, 36, 60, rng.randint(1, 72)]), 0.7)
    maybe(rng, table, "residual_value_rate", round(rng.uniform(0, 0.5), 2), 0.5)
    return table


def random_build(rng: Random) -> Table:
    """Pre-training, small enough to be thinkable."""
    table: Table = {
        "model_parameters": round(log_uniform(rng, 1e8, 7e10)),
        "training_tokens": round(log_uniform(rng, 1e9, 5e12)),
        "accelerator_peak_tflops": rng.choice([125, 312, 989, 1979]),
        "accelerator_hourly": round(rng.uniform(0.8, 8), 2),
        "data_cost": round(rng.uniform(0, 2e6), 2),
        "team_fte": rng.choice([1, 4, 7.5, 20]),
        "fte_annual_cost": rng.choice([120_000, 250_000, 400_000]),
    }
    maybe(rng, table, "model_flops_utilization", round(rng.uniform(0.2, 0.6), 2))
    maybe(rng, table, "experiment_multiplier", round(rng.uniform(1, 4), 2))
    maybe(rng, table, "build_months", rng.randint(1, 24), 0.6)
    return table


def random_decision(rng: Random) -> Table:
    """Decision flags of every kind."""
    table: Table = {}
    maybe(rng, table, "product_market_fit", rng.random() < 0.85, 0.9)
    maybe(rng, table, "third_party_processing_prohibited", rng.random() < 0.4, 0.3)
    maybe(rng, table, "quality_gap", rng.choice(["none", "behavior", "knowledge"]), 0.7)
    maybe(rng, table, "differentiation", rng.randint(1, 5), 0.8)
    maybe(rng, table, "data_moat", rng.randint(1, 5), 0.8)
    maybe(rng, table, "sells_foundation_models", rng.random() < 0.5, 0.4)
    maybe(rng, table, "unique_training_data", rng.random() < 0.5, 0.4)
    maybe(rng, table, "safety_margin", rng.choice([0.0, 0.1, 0.5, 1.0]), 0.4)
    maybe(rng, table, "consecutive_months", rng.choice([1, 2, 3, 6]), 0.4)
    return table


def random_actuals(rng: Random, volume: float) -> list[Table]:
    """Some past months around the plan's volume, in no particular order."""
    count = rng.choice([1, 2, 3, 4, 6, 12])
    level = volume * rng.choice([0.3, 1.0, 1.0, 3.0])
    rows: list[Table] = []
    for month in range(1, count + 1):
        tokens = round(level * rng.uniform(0.8, 1.2))
        rows.append({"month": month, "tokens": tokens, "api_spend": round(tokens / 1e6 * 0.8, 2)})
    rng.shuffle(rows)
    return rows


def random_finance(rng: Random) -> Table:
    """Finance inputs, one-time costs spread now and then."""
    table: Table = {}
    maybe(rng, table, "amortization_months", rng.choice([1, 12, 24, 60, 84]), 0.5)
    maybe(rng, table, "capitalize_setup", rng.random() < 0.5)
    maybe(rng, table, "include_one_time", rng.random() < 0.5)
    return table


def random_strategies(rng: Random) -> set[str]:
    """Any subset that is not empty; build needs buy and self_host."""
    names = ["buy", "fine_tune", "self_host", "own"]
    chosen = {name for name in names if rng.random() < (0.85 if name == "buy" else 0.6)}
    if not chosen:
        chosen.add(rng.choice(names))
    if {"buy", "self_host"} <= chosen and rng.random() < 0.4:
        chosen.add("build")
    return chosen


def random_scenario(seed: int) -> dict[str, Any]:
    """One scenario; the same seed gives the same scenario."""
    rng = Random(seed)
    horizon = random_horizon(rng)
    workload = random_workload(rng, horizon["months"])
    scenario: Table = {"horizon": horizon, "workload": workload}
    if rng.random() < 0.7:
        scenario["labor"] = {"hourly_rate": rng.choice([0, 60, 95.5, 150, 220])}
        maybe(rng, scenario["labor"], "annual_wage_inflation", round(rng.uniform(-0.02, 0.08), 3))
    chosen = random_strategies(rng)
    with_buy = "buy" in chosen
    if with_buy:
        scenario["buy"] = random_api(rng)
    if "fine_tune" in chosen:
        scenario["fine_tune"] = random_fine_tune(rng)
    if "self_host" in chosen:
        scenario["self_host"] = random_self_host(rng, horizon, workload, with_buy)
    if "own" in chosen:
        scenario["own"] = random_own(rng, horizon, workload, with_buy)
    if "build" in chosen:
        scenario["build"] = random_build(rng)
    maybe(rng, scenario, "finance", random_finance(rng), 0.7)
    maybe(rng, scenario, "decision", random_decision(rng), 0.9)
    maybe(rng, scenario, "actuals", random_actuals(rng, workload["monthly_tokens"]), 0.4)
    return scenario
