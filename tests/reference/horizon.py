"""V0*: the smallest month-1 volume at which self_host's NPV is at most buy's ("Horizon break-even")."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tests.reference import lines_hosted as hosted
from tests.reference.inputs import Common, Table, discount, escalator, num, service
from tests.reference.lines_api import price_per_token
from tests.reference.numbers import TOLERANCE, count_units
from tests.reference.steady import api_fixed

BREAKPOINT_CAP = 2_000_000


@dataclass(frozen=True)
class Row:
    """One service month at the month-1 volume V: units(V*growth)*unit + fixed - V*growth*price, self_host less buy.

    `fixed` holds the spare units; `size` is the magnitude of its parts.
    """

    factor: float
    growth: float
    unit: float
    fixed: float
    price: float
    size: float


@dataclass(frozen=True)
class Plan:
    """self_host's NPV less buy's as a function of the month-1 volume ("Horizon break-even")."""

    start: float
    rows: list[Row]
    capacity: float | None
    minimum: int


def plan_row(common: Common, table: Table, buy: Table, go_live: int, m: int) -> Row:
    """The difference self_host - buy of month m; months of the bridge differ by nothing."""
    wages, least, spare = escalator(common.wage, m), hosted.least_units(table), hosted.spare_units(table)
    extra = hosted.extra_unit_labor(common, table) * wages
    unit = hosted.instance_cost(common, table, m) * (1 + num(table, "overhead_rate", 0)) + extra
    fee, hours, lock_in, compliance = api_fixed(common, buy)
    parts = [
        hosted.base_hours(table) * common.rate * wages,
        -least * extra,
        spare * unit,
        num(table, "monthly_platform_fee", 0),
        *hosted.yearly_costs(table),
        hosted.refresh_cost(table, go_live, m),
        -(fee + hours * wages + lock_in + compliance),
    ]
    bought = price_per_token(common, buy) * escalator(num(buy, "annual_price_change", 0), m)
    return Row(
        factor=discount(common, m),
        growth=(1 + common.growth) ** (m - 1),
        unit=unit,
        fixed=math.fsum(parts),
        price=bought - num(table, "egress_cost_per_1m_tokens", 0) / 1e6,
        size=math.fsum(map(abs, parts)),
    )


def read_plan(common: Common, scenario: Table) -> Plan:
    """The months of self_host against buy ("Horizon break-even")."""
    table, buy = scenario["self_host"], scenario["buy"]
    go_live, one_time = int(num(table, "go_live_month", 1)), num(buy, "one_time_cost", 0)
    start = num(table, "setup_cost", 0) - (0.0 if go_live > 1 else one_time)
    rows = [plan_row(common, table, buy, go_live, m) for m in service(common, go_live)]
    return Plan(start, rows, hosted.unit_capacity(common, table), hosted.least_units(table))


def plan_gap(plan: Plan, volume: float) -> tuple[float, float]:
    """NPV(self_host) - NPV(buy) at a month-1 volume, month by month, and the size of its terms."""
    gap, size = plan.start, abs(plan.start)
    for row in plan.rows:
        tokens = volume * row.growth
        cost = count_units(tokens, plan.capacity, plan.minimum) * row.unit
        gap += row.factor * (cost + row.fixed - tokens * row.price)
        size += row.factor * (cost + row.size + tokens * abs(row.price))
    return gap, size


def plan_floor(plan: Plan, volume: float) -> tuple[float, float]:
    """A convex lower bound of the gap (units as a fraction, at least the fewest) and its slope to the right."""
    assert plan.capacity is not None
    floor, slope = plan.start, 0.0
    for row in plan.rows:
        units = volume * row.growth / plan.capacity
        floor += row.factor * (max(units, plan.minimum) * row.unit + row.fixed - volume * row.growth * row.price)
        rise = row.unit / plan.capacity if units >= plan.minimum else 0.0
        slope += row.factor * row.growth * (rise - row.price)
    return floor, slope


def leap(plan: Plan, volume: float, fall: float) -> float | None:
    """A volume before which the gap cannot close, or None where it never can.

    The gap only jumps upwards and falls by `fall` a token, and it stays above a convex floor: a floor above 0 that no
    longer falls means never.
    """
    for _ in range(200):
        gap, size = plan_gap(plan, volume)
        floor, slope = plan_floor(plan, volume)
        margin = 10 * TOLERANCE * size
        if floor > margin and slope >= -TOLERANCE * fall:
            return None
        steps = [(gap - margin) / fall]
        steps += [(floor - margin) / -slope] if slope < 0 else []
        ahead = volume + max([0.0, *steps])
        if ahead <= volume * (1 + 1e-9):
            break
        volume = ahead
    return volume


def window_breakpoints(plan: Plan, low: float, high: float) -> list[float]:
    """Every volume in (low, high] at which some month needs one more unit, sorted, and high itself."""
    assert plan.capacity is not None
    found = {high}
    for row in plan.rows:
        if row.growth <= 0:
            continue
        first = max(plan.minimum, math.floor(low * row.growth / plan.capacity))
        for n in range(first, math.floor(high * row.growth / plan.capacity) + 2):
            point = n * plan.capacity / row.growth
            if low < point <= high:
                found.add(point)
    return sorted(found)


def scan_window(plan: Plan, low: float, high: float, fall: float) -> float | None:
    """The first volume in (low, high] at which the gap is at most 0: on a segment it is linear."""
    begin, reach = low, low
    for point in window_breakpoints(plan, low, high):
        if point >= reach:
            gap, size = plan_gap(plan, point)
            if gap <= TOLERANCE * size:
                found = point + min(gap, 0.0) / fall
                # Once more from there: beside a far point the sum above has lost its digits.
                return max(begin, found + plan_gap(plan, found)[0] / fall)
            reach = point + gap / fall * (1 - 1e-9)
        begin = point
    return None


def horizon_break_even(plan: Plan) -> float | None:
    """V0*. Where a token saves nothing over the horizon, the gap never falls: 0 or never. Free units are no steps.

    Raises RuntimeError past BREAKPOINT_CAP breakpoints, which is not "never".
    """
    gap, size = plan_gap(plan, 0.0)
    if gap <= TOLERANCE * size:
        return 0.0
    fall = math.fsum(row.factor * row.growth * row.price for row in plan.rows)
    if fall <= TOLERANCE * math.fsum(row.factor * row.growth * abs(row.price) for row in plan.rows):
        return None
    if plan.capacity is None or not any(row.unit for row in plan.rows):
        return gap / fall
    density = math.fsum(row.growth for row in plan.rows) / plan.capacity
    low, wanted, seen = 0.0, 64, 0
    while seen < BREAKPOINT_CAP:
        ahead = leap(plan, low, fall)
        if ahead is None:
            return None
        low = ahead
        high = low + wanted / density
        answer = scan_window(plan, low, high, fall)
        if answer is not None:
            return answer
        low, seen, wanted = high, seen + wanted, min(2 * wanted, 65_536)
    raise RuntimeError("the horizon break-even was not found within the cap")
