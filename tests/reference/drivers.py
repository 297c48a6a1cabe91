"""The blocks of break-even: volumes, crossings, other drivers, when to look again."""

from __future__ import annotations

from tests.reference.crossings import list_crossings, walk_always, walk_break_even
from tests.reference.horizon import horizon_break_even, read_plan
from tests.reference.inputs import Common, Table, num
from tests.reference.lines_hosted import extra_unit_labor
from tests.reference.numbers import at_most, count_units
from tests.reference.steady import Steady, Steps, read_steps, steady_of

KEYS = (
    "tokens_monthly",
    "always_above_tokens_monthly",
    "api_price_per_1m",
    "labor_hours_per_month",
    "utilization",
    "look_again_month",
    "look_again_margin",
)


def not_negative(value: float, scale: float) -> float | None:
    """ "each is never where it would be negative"; binary noise below 0 is 0."""
    return max(value, 0.0) if at_most(0.0, value, scale) else None


def driver_price(steps: Steps, mine: Steady, volume: float, units: int) -> float | None:
    """`api_price_per_1m = (N*I + F)/V*1e6 + p_s*1e6`."""
    if volume <= 0:
        return None
    value = (units * steps.unit + steps.fixed) / volume * 1e6 + mine.price * 1e6
    return not_negative(value, max(steps.size, units * steps.unit) / volume * 1e6)


def driver_hourly(common: Common, table: Table, steps: Steps, mine: Steady, volume: float) -> float | None:
    """`instance_hourly`: the hourly price at which `(N + spare)*I + F_s - F_b = p*V`, all else equal."""
    used = (1 - num(table, "commitment_discount", 0)) * common.hours * num(table, "active_share", 1)
    used *= 1 + num(table, "overhead_rate", 0)
    units = count_units(volume, steps.capacity, steps.minimum) + mine.spare
    if used == 0 or units == 0:
        return None
    beside = steps.fixed - mine.spare * steps.unit + units * extra_unit_labor(common, table)
    return not_negative((steps.price * volume - beside) / units / used, steps.size / units / used)


def driver_labor(common: Common, steps: Steps, hours: float, volume: float, units: int) -> float | None:
    """`labor_hours_per_month` = that input plus `(p*V - N*I - F)/rate`; never at a rate of 0."""
    if common.rate == 0:
        return None
    room = (steps.price * volume - units * steps.unit - steps.fixed) / common.rate
    return not_negative(hours + room, max(steps.size, units * steps.unit) / common.rate)


def driver_utilization(steps: Steps, v_star: float | None) -> float | None:
    """`utilization = V*/(N(V*)*C)`, where capacity is modelled, without spares."""
    if v_star is None or steps.capacity is None:
        return None
    units = count_units(v_star, steps.capacity, steps.minimum)
    return v_star / (units * steps.capacity) if units else None


def threshold_of(scenario: Table, v_star: float) -> float:
    """`V* * (1 + safety_margin)`."""
    return v_star * (1 + num(scenario.get("decision", {}), "safety_margin", 0.2))


def look_again_month(common: Common, scenario: Table, v_star: float | None) -> int | None:
    """The first plan month that ends enough months in a row at or above the threshold ("When to look again")."""
    if v_star is None:
        return None
    wanted = int(num(scenario.get("decision", {}), "consecutive_months", 3))
    k = min(wanted, common.months)
    for m in range(k, common.months + 1):
        if all(at_most(threshold_of(scenario, v_star), common.tokens[j]) for j in range(m - k + 1, m + 1)):
            return m
    return None


def look_again_margin(scenario: Table, v_star: float | None) -> float | None:
    """The margin to it today, none at `V* = 0`."""
    if not v_star:
        return None
    return num(scenario["workload"], "monthly_tokens") / threshold_of(scenario, v_star) - 1


def break_even(common: Common, scenario: Table, name: str, found: dict[str, Table]) -> Table | None:
    """Break-even of fine_tune, self_host or own; None where the strategy is absent."""
    if name not in scenario:
        return None
    keys = (*KEYS, "instance_hourly", "horizon_tokens_monthly") if name == "self_host" else KEYS
    result: Table = {**dict.fromkeys(keys), "crossings": [], "crossings_left_out": 0}
    mine = steady_of(common, scenario, name)
    if "buy" not in scenario or mine is None:
        return result
    steps, volume = read_steps(common, scenario, name, found), num(scenario["workload"], "monthly_tokens")
    units = count_units(volume, steps.capacity, steps.minimum)
    hours = num(scenario[name], "labor_hours_per_month", 0 if name == "fine_tune" else 10)
    v_star = walk_break_even(steps)
    result["tokens_monthly"] = v_star
    result["always_above_tokens_monthly"] = walk_always(steps)
    result["crossings"], result["crossings_left_out"] = list_crossings(steps)
    result["api_price_per_1m"] = driver_price(steps, mine, volume, units)
    result["labor_hours_per_month"] = driver_labor(common, steps, hours, volume, units)
    result["utilization"] = driver_utilization(steps, v_star)
    result["look_again_month"] = look_again_month(common, scenario, v_star)
    result["look_again_margin"] = look_again_margin(scenario, v_star)
    if name == "self_host":
        result["instance_hourly"] = driver_hourly(common, scenario[name], steps, mine, volume)
        result["horizon_tokens_monthly"] = horizon_break_even(read_plan(common, scenario))
    return result
