"""Draws whole sets of inputs, as the nested tables of a scenario file: realistic ones, and those at the bounds.

Every input of the register is drawn, from its plausible range or, at the boundaries, from its bounds: a new input is
drawn without anybody remembering. Only what holds between inputs is said here by name.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from random import Random
from typing import Any

from xltco.inputs import Input
from xltco.scenario.stated import STRATEGY_TABLES, actual_inputs, inputs_by_table

Table = dict[str, Any]
Draw = Callable[[Random, Input], Any]

# Units that a month may need at most; the reference of the tests counts them one by one.
MAX_UNITS = 8_000.0
# Tokens a month that a boundary scenario reaches at most: beyond it differences drown in the digits of a double.
MAX_TOKENS = 1e15
MOST_GROWTH = 40.0
# A range that spans more than this factor is drawn by its logarithm.
_WIDE = 50.0
# The upper bound of money says "no slip of a key"; a few of these beside plausible amounts would drown all else.
_MOST_DRAWN = 1e9
_LEAST_ABOVE = 1e-3
CAPACITIES = {
    "fine_tune": ("endpoint_tokens_per_second", "endpoint_target_utilization"),
    "self_host": ("tokens_per_second", "target_utilization"),
    "own": ("tokens_per_second", "target_utilization"),
}


def plausible(rng: Random, item: Input) -> Any:
    """A value from the input's plausible range, now and then one of its ends, or 0 where 0 is allowed."""
    if item.plausible is None:
        return _word(rng, item)
    low, high = item.plausible
    kind = rng.random()
    if kind < 0.02 and item.at_least is not None and item.at_least <= 0:
        return 0
    if kind < 0.14:
        return _typed(rng.choice(item.plausible), item)
    is_wide = low > 0 and high / low > _WIDE
    value = math.exp(rng.uniform(math.log(low), math.log(high))) if is_wide else rng.uniform(low, high)
    return _typed(min(max(float(f"{value:.4g}"), low), high), item)


def at_the_bounds(rng: Random, item: Input) -> Any:
    """The least or the most that the input may be, or something plausible."""
    if item.plausible is None or rng.random() < 0.5:
        return plausible(rng, item)
    least = item.above + _LEAST_ABOVE if item.above is not None else item.at_least
    most = min(item.at_most, MAX_UNITS / 2) if item.at_most and item.unit.name == "instances" else item.at_most
    assert least is not None, item.dotted
    assert most is not None, item.dotted
    return _typed(least if rng.random() < 0.5 else min(most, _MOST_DRAWN), item)


def _word(rng: Random, item: Input) -> Any:
    if item.kind == "boolean" and item.default is None:
        return rng.random() < 0.8
    if item.kind == "boolean":
        # Most flags rule something out, so most keep their default.
        return item.default != (rng.random() < 0.3)
    return rng.choice(item.choices or ("", "1x H100", "8x H100 node"))


def _typed(value: float, item: Input) -> float | int:
    return round(value) if item.kind == "integer" else value


def drawn(
    rng: Random, strategies: Collection[str], draw: Draw = plausible, most_growth: float = MOST_GROWTH, months: int = 0
) -> Table:
    """One set of inputs of these strategies, feasible; `months` is the longest horizon, where there is one."""
    scenario: Table = {}
    for table, items in inputs_by_table().items():
        if table in STRATEGY_TABLES and table not in strategies:
            continue
        chance = rng.choice((0.2, 0.6, 0.6, 0.9))
        scenario[table] = {item.key: draw(rng, item) for item in items if _is_given(item) or rng.random() < chance}
    if months:
        scenario["horizon"]["months"] = min(scenario["horizon"]["months"], months)
    make_feasible(rng, scenario, draw, most_growth)
    if rng.random() < 0.4:
        scenario["actuals"] = _actuals(rng, scenario["workload"]["monthly_tokens"])
    if rng.random() < 0.3:
        scenario["currency"] = rng.choice(("EUR", "INR", "JPY"))
    return {table: content for table, content in scenario.items() if content or table in STRATEGY_TABLES}


def make_feasible(rng: Random, scenario: Table, draw: Draw = plausible, most_growth: float = MOST_GROWTH) -> None:
    """Let what holds between inputs hold."""
    _bound_growth(scenario, most_growth)
    _bound_shares(rng, scenario["workload"])
    for table in STRATEGY_TABLES:
        if table in scenario and table in ("buy", "fine_tune"):
            _complete_prices(rng, scenario[table], table, draw)
        if table in scenario and table in CAPACITIES:
            _bound_units(scenario, table)
        if table in scenario and table in ("self_host", "own"):
            _bound_go_live(rng, scenario, table)


def _is_given(item: Input) -> bool:
    return item.required or item.dotted == "horizon.months"


def _months(scenario: Table) -> int:
    return int(scenario["horizon"]["months"])


def _bound_growth(scenario: Table, most_growth: float) -> None:
    """No month has more than MAX_TOKENS, or than `most_growth` times those of month 1."""
    workload = scenario["workload"]
    workload["monthly_tokens"] = min(workload["monthly_tokens"], MAX_TOKENS)
    if "monthly_growth_rate" in workload:
        factor = min(most_growth, MAX_TOKENS / max(workload["monthly_tokens"], 1.0))
        most = factor ** (1 / max(_months(scenario) - 1, 1)) - 1
        workload["monthly_growth_rate"] = min(workload["monthly_growth_rate"], math.floor(most * 1e6) / 1e6)


def _bound_shares(rng: Random, workload: Table) -> None:
    """Cached and written input are parts of the same input."""
    cached, written = workload.get("cached_input_share", 0), workload.get("cache_write_share", 0)
    if cached + written > 1:
        shrunk = rng.choice(("cached_input_share", "cache_write_share"))
        workload[shrunk] = 1 - (written if shrunk == "cached_input_share" else cached)


def _complete_prices(rng: Random, stated: Table, table: str, draw: Draw) -> None:
    """A blended price, or one for input and one for output."""
    for item in inputs_by_table()[table]:
        needs = item.key in ("input_price_per_1m", "output_price_per_1m") and "blended_price_per_1m" not in stated
        if needs and item.key not in stated:
            stated[item.key] = draw(rng, item)


def _bound_units(scenario: Table, table: str) -> None:
    """Where a capacity is stated it is high enough that no month needs more than MAX_UNITS."""
    speed, utilization = CAPACITIES[table]
    stated, workload = scenario[table], scenario["workload"]
    if not stated.get(speed):
        return
    growth = 1 + workload.get("monthly_growth_rate", 0)
    tokens = workload["monthly_tokens"] * max(1.0, growth ** (_months(scenario) - 1))
    seconds = 3600 * scenario["horizon"].get("hours_per_month", 730) * stated.get("active_share", 1)
    least = tokens / (seconds * stated.get(utilization, 1) / workload.get("peak_to_average", 1)) / MAX_UNITS
    stated[speed] = max(stated[speed], math.ceil(least))
    if stated[speed] > 1e12:
        del stated[speed]


def _bound_go_live(rng: Random, scenario: Table, table: str) -> None:
    """Going live later needs buy; it is mostly within the horizon."""
    stated = scenario[table]
    if "buy" not in scenario:
        stated.pop("go_live_month", None)
    elif "go_live_month" in stated and rng.random() < 0.95:
        stated["go_live_month"] = min(stated["go_live_month"], _months(scenario))


def _actuals(rng: Random, volume: float) -> list[Table]:
    """Some past months around the plan's volume, in no particular order."""
    level = volume * rng.choice([0.3, 1.0, 1.0, 3.0])
    rows = []
    for month in range(1, rng.choice([1, 2, 3, 4, 6, 12]) + 1):
        tokens = round(level * rng.uniform(0.8, 1.2))
        row = {"month": month, "tokens": tokens, "api_spend": round(tokens / 1e6 * 0.8, 2)}
        rows.append({item.key: row.get(item.key, plausible(rng, item)) for item in actual_inputs()})
    rng.shuffle(rows)
    return rows
