"""The cost items of buy and fine_tune, month by month ("Cost items", "Price per token")."""

from __future__ import annotations

import math

from tests.reference.inputs import Common, Lines, Table, escalator, num, service, zeros
from tests.reference.numbers import count_units

COUNTS = ("units", "nodes_bought")


def total_of(lines: Lines, common: Common) -> list[float]:
    """ "The month's total is the sum of the items and nothing else"."""
    money = [line for name, line in lines.items() if name not in COUNTS]
    return [math.fsum(line[m] for line in money) for m in range(common.months + 1)]


def list_price(common: Common, table: Table, reduction: float) -> float:
    """`list` of "Price per token"; both cache prices are the input price where they are left out."""
    if table.get("blended_price_per_1m") is not None:
        return num(table, "blended_price_per_1m") * (1 - common.input_share * reduction)
    full = num(table, "input_price_per_1m")
    cached = num(table, "cached_input_price_per_1m", full)
    written = num(table, "cache_write_price_per_1m", full)
    fresh = 1 - common.cached_share - common.written_share
    mean_input = fresh * full + common.cached_share * cached + common.written_share * written
    used = common.input_share * (1 - reduction)
    return used * mean_input + (1 - common.input_share) * num(table, "output_price_per_1m")


def price_per_token(common: Common, table: Table, reduction: float = 0.0) -> float:
    """ "Price per token", `reduction` being input_token_reduction."""
    batch = 1 - common.batch_share * num(table, "batch_discount", 0.5)
    return list_price(common, table, reduction) / 1e6 * batch * (1 - num(table, "negotiated_discount", 0))


def api_lock_in(table: Table) -> float:
    """Monthly lock-in of a managed API ("buy")."""
    return num(table, "annual_migration_probability", 0) * num(table, "migration_cost", 0) / 12


def api_lines(common: Common, table: Table, reduction: float = 0.0) -> Lines:
    """The items of "buy", which "fine_tune" has too."""
    names = ("usage", "platform_fee", "labor", "lock_in", "compliance", "one_time")
    lines = {name: zeros(common) for name in names}
    price = price_per_token(common, table, reduction)
    change, hours = num(table, "annual_price_change", 0), num(table, "labor_hours_per_month", 0)
    for m in service(common, 1):
        lines["usage"][m] = common.tokens[m] * price * escalator(change, m)
        lines["platform_fee"][m] = num(table, "monthly_platform_fee", 0)
        lines["labor"][m] = hours * common.rate * escalator(common.wage, m)
        lines["lock_in"][m] = api_lock_in(table)
        lines["compliance"][m] = num(table, "annual_compliance_cost", 0) / 12
    lines["one_time"][0] = num(table, "one_time_cost", 0)
    return lines


def refresh_of_training(table: Table) -> float:
    """What one training refresh costs ("fine_tune")."""
    tokens = num(table, "training_tokens", 0) * num(table, "epochs", 3) * num(table, "runs_per_refresh", 1)
    training = tokens * num(table, "training_price_per_1m", 0) / 1e6
    return training + num(table, "evaluation_cost_per_refresh", 0)


def endpoint_capacity(common: Common, table: Table) -> float | None:
    """C of one endpoint; None where its capacity is not modelled ("Capacity of one unit")."""
    speed = num(table, "endpoint_tokens_per_second", 0)
    if speed == 0:
        return None
    return speed * 3600 * common.hours * num(table, "endpoint_target_utilization", 1) / common.peak


def fine_tune_lines(common: Common, table: Table) -> Lines:
    """The items of "fine_tune": those of buy, training at first and each interval, data, endpoints."""
    lines = api_lines(common, table, num(table, "input_token_reduction", 0))
    for name in ("training", "training_refresh", "data_preparation", "endpoint", "units"):
        lines[name] = zeros(common)
    cost, interval = refresh_of_training(table), int(num(table, "refresh_interval_months", 0))
    capacity, minimum = endpoint_capacity(common, table), int(num(table, "min_endpoints", 1))
    hourly, change = num(table, "endpoint_hourly", 0), num(table, "annual_price_change", 0)
    lines["training"][0] = cost
    lines["data_preparation"][0] = num(table, "data_preparation_cost", 0)
    for m in service(common, 1):
        if interval > 0 and m > interval and (m - 1) % interval == 0:
            lines["training_refresh"][m] = cost
        lines["units"][m] = count_units(common.tokens[m], capacity, minimum)
        lines["endpoint"][m] = lines["units"][m] * hourly * common.hours * escalator(change, m)
    return lines
