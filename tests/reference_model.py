"""A plain-loop reference of the TCO model, written from the model definition alone.

It is slow and literal on purpose: every function cites the paragraph of the model definition it follows,
break-even volumes are found by walking the step function, and nothing is shared with the product's code.
Amounts are added to a month's total as they stand, so the residual value is a negative line.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Table = dict[str, Any]
Lines = dict[str, list[float]]

TOLERANCE = 1e-12
WALK_CAP = 100_000
BREAKPOINT_CAP = 2_000_000
COUNTS = ("instances", "nodes", "nodes_bought")


# --- comparisons and counting ------------------------------------------------------------------------


def at_most(a: float, b: float, *scale: float) -> bool:
    """`a <= b`, forgiving binary noise of 1e-12 of the largest magnitude involved."""
    return a <= b + TOLERANCE * max([abs(a), abs(b), *map(abs, scale)])


def whole_ceil(ratio: float) -> int:
    """Ceiling; a ratio within 1e-12 relative of a whole number is that whole number."""
    nearest = round(ratio)
    return nearest if abs(ratio - nearest) <= TOLERANCE * abs(nearest) else math.ceil(ratio)


def count_units(volume: float, capacity: float | None, minimum: int) -> int:
    """N(V), "Capacity of one instance or node" in the model definition."""
    return minimum if capacity is None else max(minimum, whole_ceil(volume / capacity))


# --- inputs --------------------------------------------------------------------------------------------


def num(table: Table, key: str, default: float | None = None) -> float:
    """One numeric input with its bracketed default ("Inputs" in the model definition)."""
    value = table.get(key, default)
    if value is None:
        raise ValueError(f"{key} is required")
    return float(value)


@dataclass(frozen=True)
class Common:
    """What every strategy shares: horizon, workload, labor, finance ("Inputs")."""

    months: int
    discount_rate: float
    hours: float
    tokens: list[float]
    growth: float
    input_share: float
    cached_share: float
    batch_share: float
    peak: float
    revenue_per_1m: float
    margin_floor: float
    rate: float
    wage: float
    amortization: int
    capitalize: bool
    include_one_time: bool


def read_common(scenario: Table) -> Common:
    """Read the shared tables with their defaults ("Inputs")."""
    horizon, work = scenario.get("horizon", {}), scenario["workload"]
    labor, finance = scenario.get("labor", {}), scenario.get("finance", {})
    months, volume = int(num(horizon, "months", 36)), num(work, "monthly_tokens")
    growth = num(work, "monthly_growth_rate", 0)
    return Common(
        months=months,
        discount_rate=num(horizon, "annual_discount_rate", 0),
        hours=num(horizon, "hours_per_month", 730),
        tokens=[0.0] + [volume * (1 + growth) ** (m - 1) for m in range(1, months + 1)],
        growth=growth,
        input_share=num(work, "input_share", 0.75),
        cached_share=num(work, "cached_input_share", 0),
        batch_share=num(work, "batch_share", 0),
        peak=num(work, "peak_to_average", 1),
        revenue_per_1m=num(work, "revenue_per_1m_tokens", 0),
        margin_floor=num(work, "gross_margin_floor", 0),
        rate=num(labor, "hourly_rate", 150),
        wage=num(labor, "annual_wage_inflation", 0),
        amortization=int(num(finance, "amortization_months", 36)),
        capitalize=bool(finance.get("capitalize_setup", True)),
        include_one_time=bool(finance.get("include_one_time", False)),
    )


def escalator(rate: float, month: int) -> float:
    """f(r, m), "Conventions"."""
    return float((1 + rate) ** ((month - 1) / 12))


def discount(common: Common, month: int) -> float:
    """DF(m), "Conventions"."""
    return float((1 + common.discount_rate) ** (-month / 12))


def zeros(common: Common) -> list[float]:
    """A line of months 0 to H."""
    return [0.0] * (common.months + 1)


def service(common: Common, start: int) -> range:
    """The months in service, from `start` to H."""
    return range(start, common.months + 1)


def total_of(lines: Lines, common: Common) -> list[float]:
    """Monthly total: the sum of the money lines."""
    money = [line for name, line in lines.items() if name not in COUNTS]
    return [math.fsum(line[m] for line in money) for m in range(common.months + 1)]


# --- buy and fine_tune ---------------------------------------------------------------------------------


def price_per_token(common: Common, table: Table, reduction: float = 0.0) -> float:
    """ "Price per token" in the model definition, `reduction` being input_token_reduction."""
    if table.get("blended_price_per_1m") is not None:
        listed = num(table, "blended_price_per_1m") * (1 - common.input_share * reduction)
    else:
        full = num(table, "input_price_per_1m")
        cached = num(table, "cached_input_price_per_1m", full)
        share = common.input_share * (1 - reduction)
        mean_input = (1 - common.cached_share) * full + common.cached_share * cached
        listed = share * mean_input + (1 - common.input_share) * num(table, "output_price_per_1m")
    batch = 1 - common.batch_share * num(table, "batch_discount", 0.5)
    return listed / 1e6 * batch * (1 - num(table, "negotiated_discount", 0))


def api_lock_in(table: Table) -> float:
    """Monthly lock-in of a managed API ("buy")."""
    return num(table, "annual_migration_probability", 0) * num(table, "migration_cost", 0) / 12


def api_lines(common: Common, table: Table, reduction: float = 0.0) -> Lines:
    """The lines "buy" and "fine_tune" have in common ("Monthly lines")."""
    names = ("usage", "platform_fee", "labor", "lock_in", "one_time")
    lines = {name: zeros(common) for name in names}
    price = price_per_token(common, table, reduction)
    change, hours = num(table, "annual_price_change", 0), num(table, "labor_hours_per_month", 0)
    for m in service(common, 1):
        lines["usage"][m] = common.tokens[m] * price * escalator(change, m)
        lines["platform_fee"][m] = num(table, "monthly_platform_fee", 0)
        lines["labor"][m] = hours * common.rate * escalator(common.wage, m)
        lines["lock_in"][m] = api_lock_in(table)
    lines["one_time"][0] = num(table, "one_time_cost", 0)
    return lines


def fine_tune_lines(common: Common, table: Table) -> Lines:
    """ "fine_tune" in "Monthly lines"."""
    lines = api_lines(common, table, num(table, "input_token_reduction", 0))
    training, preparation, endpoint = zeros(common), zeros(common), zeros(common)
    runs = num(table, "epochs", 3) * num(table, "runs_per_refresh", 1)
    cost = num(table, "training_tokens", 0) * runs * num(table, "training_price_per_1m", 0) / 1e6
    cost += num(table, "evaluation_cost_per_refresh", 0)
    interval = int(num(table, "refresh_interval_months", 0))
    training[0], preparation[0] = cost, num(table, "data_preparation_cost", 0)
    for m in service(common, 1):
        if interval > 0 and m > 1 and (m - 1) % interval == 0:
            training[m] = cost
        endpoint[m] = num(table, "endpoint_hourly", 0) * common.hours
    return lines | {"training": training, "data_preparation": preparation, "endpoint": endpoint}


# --- self_host, own, build -----------------------------------------------------------------------------


def unit_capacity(common: Common, table: Table) -> float | None:
    """C, "Capacity of one instance or node, per month"; None where capacity is not modelled."""
    speed = num(table, "tokens_per_second", 0)
    if speed == 0:
        return None
    seconds = 3600 * common.hours * num(table, "active_share", 1)
    return speed * seconds * num(table, "target_utilization", 1) / common.peak


def base_hours(table: Table) -> float:
    """Labor hours that do not depend on the number of units ("self_host", labor)."""
    scaling = num(table, "autoscaling_labor_hours_per_month", 0)
    return num(table, "labor_hours_per_month", 10) + (scaling if num(table, "active_share", 1) < 1 else 0.0)


def yearly_costs(table: Table) -> tuple[float, float, float]:
    """Risk, compliance and lock-in a month ("self_host")."""
    risk = num(table, "annual_incident_probability", 0) * num(table, "incident_cost", 0) / 12
    lock_in = num(table, "annual_attrition_probability", 0) * num(table, "replacement_cost", 0) / 12
    return risk, num(table, "annual_compliance_cost", 0) / 12, lock_in


def refresh_cost(table: Table, go_live: int, month: int) -> float:
    """Model refresh in months go_live + j*interval, j >= 1 ("self_host")."""
    interval = int(num(table, "model_refresh_interval_months", 0))
    if interval == 0 or month <= go_live or (month - go_live) % interval:
        return 0.0
    return num(table, "model_refresh_cost", 0)


def operating_lines(common: Common, table: Table, go_live: int, units: list[float], buy: Lines | None) -> Lines:
    """Labor, risk, compliance, lock-in, refresh, bridge and month 0 of "self_host", also used by "own"."""
    names = ("labor", "risk", "compliance", "lock_in", "refresh", "bridge", "one_time")
    lines = {name: zeros(common) for name in names}
    minimum, extra = int(num(table, "min_instances", 1)), num(table, "labor_hours_per_extra_instance", 0)
    risk, compliance, lock_in = yearly_costs(table)
    for m in service(common, go_live):
        hours = base_hours(table) + extra * (units[m] - minimum)
        lines["labor"][m] = hours * common.rate * escalator(common.wage, m)
        lines["risk"][m], lines["compliance"][m], lines["lock_in"][m] = risk, compliance, lock_in
        lines["refresh"][m] = refresh_cost(table, go_live, m)
    lines["one_time"][0] = num(table, "setup_cost", 0)
    if go_live > 1:
        if buy is None:
            raise ValueError("go_live_month above 1 needs buy, which serves until then")
        lines["one_time"][0] += buy["one_time"][0]
        lines["bridge"][1:go_live] = total_of(buy, common)[1:go_live]
    return lines


def hosted_unit_cost(common: Common, table: Table, month: int) -> float:
    """Compute of one instance in a month ("self_host", compute)."""
    hourly = num(table, "instance_hourly") * (1 - num(table, "commitment_discount", 0))
    used = common.hours * num(table, "active_share", 1)
    return hourly * used * escalator(num(table, "annual_price_change", 0), month)


def self_host_lines(common: Common, table: Table, go_live: int, buy: Lines | None) -> Lines:
    """ "self_host" in "Monthly lines"."""
    instances, compute, overhead = zeros(common), zeros(common), zeros(common)
    capacity, minimum = unit_capacity(common, table), int(num(table, "min_instances", 1))
    for m in service(common, go_live):
        instances[m] = count_units(common.tokens[m], capacity, minimum)
        compute[m] = instances[m] * hosted_unit_cost(common, table, m)
        overhead[m] = compute[m] * num(table, "overhead_rate", 0)
    lines = operating_lines(common, table, go_live, instances, buy)
    return lines | {"instances": instances, "compute": compute, "overhead": overhead}


def count_nodes(common: Common, table: Table, go_live: int) -> tuple[list[float], list[float]]:
    """n[m] and b[m] of "own"."""
    nodes, bought = zeros(common), zeros(common)
    capacity, minimum = unit_capacity(common, table), int(num(table, "min_instances", 1))
    life = int(num(table, "useful_life_months", 48))
    for m in service(common, go_live):
        nodes[m] = max(nodes[m - 1], count_units(common.tokens[m], capacity, minimum))
        bought[m] = nodes[m] - nodes[m - 1] + (bought[m - life] if m - life >= 1 else 0.0)
    return nodes, bought


def node_running_costs(common: Common, table: Table) -> tuple[float, float, float]:
    """Power, colocation and maintenance of one node a month ("own")."""
    hours = common.hours * num(table, "active_share", 1)
    power = num(table, "node_power_kw", 0) * num(table, "pue", 1.3) * hours
    maintenance = num(table, "node_price") * num(table, "annual_maintenance_rate", 0) / 12
    price = num(table, "electricity_price_per_kwh", 0)
    return power * price, num(table, "colocation_per_node_month", 0), maintenance


def own_lines(common: Common, table: Table, go_live: int, buy: Lines | None) -> Lines:
    """ "own" in "Monthly lines"; the nodes of go-live are paid one month earlier."""
    nodes, bought = count_nodes(common, table, go_live)
    lines = operating_lines(common, table, go_live, nodes, buy)
    lines |= {"nodes": nodes, "nodes_bought": bought}
    lines |= {name: zeros(common) for name in ("purchases", "power", "colocation", "maintenance")}
    lines["residual_value"] = zeros(common)
    price, running = num(table, "node_price"), node_running_costs(common, table)
    for m in service(common, go_live):
        lines["purchases"][m - 1 if m == go_live else m] += bought[m] * price
        for name, cost in zip(("power", "colocation", "maintenance"), running, strict=True):
            lines[name][m] = nodes[m] * cost
    lines["residual_value"][-1] = -nodes[-1] * price * num(table, "residual_value_rate", 0)
    return lines


def build_lines(common: Common, table: Table, self_host: Table, buy: Lines) -> Lines:
    """ "build" in "Monthly lines": training, then served like self_host from build_months + 1."""
    months = int(num(table, "build_months", 12))
    lines = self_host_lines(common, self_host, months + 1, buy)
    flops = 6 * num(table, "model_parameters") * num(table, "training_tokens")
    flops *= num(table, "experiment_multiplier", 1.5)
    speed = num(table, "accelerator_peak_tflops") * 1e12 * num(table, "model_flops_utilization", 0.4)
    compute = flops / speed / 3600 * num(table, "accelerator_hourly")
    training, team, data = zeros(common), zeros(common), zeros(common)
    for m in range(1, min(months, common.months) + 1):
        training[m] = compute / months
        yearly = num(table, "team_fte") * num(table, "fte_annual_cost")
        team[m] = yearly / 12 * escalator(common.wage, m)
    data[0] = num(table, "data_cost")
    return lines | {"training_compute": training, "team": team, "data": data}


# --- results -------------------------------------------------------------------------------------------


def first_month(mine: list[float], theirs: list[float], start: int) -> int | None:
    """First month from `start` on whose amount is at most the other's ("Results")."""
    for m in range(start, len(mine)):
        if at_most(mine[m], theirs[m]):
            return m
    return None


def running_sum(values: list[float]) -> list[float]:
    """Cumulative amounts, months 0 to H."""
    return [math.fsum(values[: m + 1]) for m in range(len(values))]


def npv_of(values: list[float], common: Common) -> float:
    """Net present value, "Results"."""
    return math.fsum(value * discount(common, m) for m, value in enumerate(values))


def internal_rate(flows: list[float]) -> float | None:
    """Annual IRR by bisection on ln(1 + rate), from -99% to 1e6; None without a change of sign."""

    def value(x: float) -> float:
        return math.fsum(flow * math.exp(-x * m / 12) for m, flow in enumerate(flows))

    low, high = math.log(0.01), math.log(1e6 + 1)
    at_low, at_high = value(low), value(high)
    if at_low == 0 or at_high == 0 or (at_low > 0) == (at_high > 0):
        return None
    for _ in range(200):
        middle = (low + high) / 2
        if (value(middle) > 0) == (at_low > 0):
            low = middle
        else:
            high = middle
    return math.expm1((low + high) / 2)


def savings_flows(theirs: list[float], mine: list[float]) -> list[float]:
    """buy total - strategy total, with differences of binary noise counted as none."""
    pairs = zip(theirs, mine, strict=True)
    return [0.0 if abs(b - a) <= TOLERANCE * max(abs(a), abs(b)) else b - a for b, a in pairs]


def spread(paid: float, month: int, life: int, view: list[float]) -> float:
    """Straight line over `life` months from the month after; returns what lies beyond month H."""
    for m in range(month + 1, min(month + life, len(view) - 1) + 1):
        view[m] += paid / life
    return paid * max(month + life - (len(view) - 1), 0) / life


def pnl_view(common: Common, lines: Lines, total: list[float], life: int) -> tuple[list[float], float]:
    """P&L view and unamortized balance ("Results"); without capitalize_setup it is the cash view."""
    view = list(total)
    if not common.capitalize:
        return view, 0.0
    purchases = lines.get("purchases", zeros(common))
    view = [amount - paid for amount, paid in zip(view, purchases, strict=True)]
    first, view[0] = view[0], 0.0
    left = spread(first, 0, common.amortization, view)
    for m, paid in enumerate(purchases):
        left += spread(paid, m, life, view)
    return view, left


def gross_margin(common: Common, tco: float) -> float | None:
    """(revenue - total)/revenue over the horizon, none without revenue ("Results")."""
    revenue = math.fsum(common.tokens) * common.revenue_per_1m / 1e6
    return (revenue - tco) / revenue if revenue else None


def against_buy(common: Common, total: list[float], buy: list[float] | None, start: int | None) -> Table:
    """Results against buy; `start` is the first month in service, None for buy itself."""
    keys = ("crossover_month", "payback_month", "savings_nominal", "savings_npv", "irr_annual")
    result: Table = dict.fromkeys(keys)
    if buy is None:
        return result
    result["savings_nominal"] = math.fsum(buy) - math.fsum(total)
    result["savings_npv"] = npv_of(buy, common) - npv_of(total, common)
    if start is not None:
        result["crossover_month"] = first_month(total, buy, start)
        result["payback_month"] = first_month(running_sum(total), running_sum(buy), start)
        result["irr_annual"] = internal_rate(savings_flows(buy, total))
    return result


def strategy_results(common: Common, lines: Lines, buy: list[float] | None, start: int | None, life: int = 1) -> Table:
    """All results of one strategy ("Results")."""
    total = total_of(lines, common)
    tco, volume = math.fsum(total), math.fsum(common.tokens)
    margin = gross_margin(common, tco)
    pnl, left = pnl_view(common, lines, total, life)
    return {
        "monthly_total": total,
        "tco": tco,
        "npv": npv_of(total, common),
        "cost_per_1m_tokens": tco / volume * 1e6 if volume else None,
        **against_buy(common, total, buy, start),
        "gross_margin": margin,
        "holds_floor": None if margin is None else at_most(common.margin_floor, margin),
        "pnl": pnl,
        "unamortized": left,
        "lines": lines,
    }


def all_strategies(common: Common, scenario: Table) -> dict[str, Table]:
    """Every strategy whose table is present; the others are left out."""
    found: dict[str, Table] = {}
    buy: Lines | None = api_lines(common, scenario["buy"]) if "buy" in scenario else None
    base = None if buy is None else total_of(buy, common)
    if buy is not None:
        found["buy"] = strategy_results(common, buy, base, None)
    if "fine_tune" in scenario:
        found["fine_tune"] = strategy_results(common, fine_tune_lines(common, scenario["fine_tune"]), base, 1)
    if "self_host" in scenario:
        start = int(num(scenario["self_host"], "go_live_month", 1))
        lines = self_host_lines(common, scenario["self_host"], start, buy)
        found["self_host"] = strategy_results(common, lines, base, start)
    if "own" in scenario:
        start = int(num(scenario["own"], "go_live_month", 1))
        life = int(num(scenario["own"], "useful_life_months", 48))
        lines = own_lines(common, scenario["own"], start, buy)
        found["own"] = strategy_results(common, lines, base, start, life)
    if "build" in scenario:
        if buy is None or "self_host" not in scenario:
            raise ValueError("build needs buy and self_host")
        start = int(num(scenario["build"], "build_months", 12)) + 1
        lines = build_lines(common, scenario["build"], scenario["self_host"], buy)
        found["build"] = strategy_results(common, lines, base, start)
    return found


# --- break-even volume ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Steps:
    """p, C, I, F and min_instances of "Break-even volume"."""

    price: float
    capacity: float | None
    unit: float
    fixed: float
    minimum: int


def unit_month_cost(common: Common, table: Table, owned: bool) -> float:
    """I of "Break-even volume", the labor term included."""
    extra = num(table, "labor_hours_per_extra_instance", 0) * common.rate
    if not owned:
        return hosted_unit_cost(common, table, 1) * (1 + num(table, "overhead_rate", 0)) + extra
    written_off = num(table, "node_price") * (1 - num(table, "residual_value_rate", 0))
    running = math.fsum(node_running_costs(common, table))
    return written_off / num(table, "useful_life_months", 48) + running + extra


def fixed_month_cost(common: Common, table: Table, buy: Table) -> float:
    """F = F_s - F_b of "Break-even volume", one-time costs left out."""
    interval = int(num(table, "model_refresh_interval_months", 0))
    refresh = num(table, "model_refresh_cost", 0) / interval if interval else 0.0
    extra = num(table, "min_instances", 1) * num(table, "labor_hours_per_extra_instance", 0)
    hosted = (base_hours(table) - extra) * common.rate + math.fsum(yearly_costs(table)) + refresh
    fee, hours = num(buy, "monthly_platform_fee", 0), num(buy, "labor_hours_per_month", 0)
    return hosted - (fee + hours * common.rate + api_lock_in(buy))


def one_time_share(common: Common, mine: Table, buy: Table) -> float:
    """include_one_time: month-0 amounts but node purchases, less buy's, over amortization_months."""
    purchases = mine["lines"].get("purchases", [0.0])[0]
    return float(mine["monthly_total"][0] - purchases - buy["monthly_total"][0]) / common.amortization


def read_steps(common: Common, scenario: Table, name: str, found: dict[str, Table]) -> Steps:
    """The step function of self_host or own against buy ("Break-even volume")."""
    table = scenario[name]
    fixed = fixed_month_cost(common, table, scenario["buy"])
    if common.include_one_time:
        fixed += one_time_share(common, found[name], found["buy"])
    return Steps(
        price=price_per_token(common, scenario["buy"]),
        capacity=unit_capacity(common, table),
        unit=unit_month_cost(common, table, name == "own"),
        fixed=fixed,
        minimum=int(num(table, "min_instances", 1)),
    )


def first_true(holds: Callable[[int], bool], start: int) -> int:
    """The first n >= start that holds: one by one, and past WALK_CAP by doubling and halving (it stays true)."""
    for n in range(start, start + WALK_CAP):
        if holds(n):
            return n
    low, high = start + WALK_CAP - 1, 2 * (start + WALK_CAP)
    while not holds(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def segment_start(steps: Steps, n: int) -> float:
    """Where n units begin: 0 for the minimum, else (n - 1)C."""
    return 0.0 if n <= steps.minimum or steps.capacity is None else (n - 1) * steps.capacity


def walk_break_even(steps: Steps) -> float | None:
    """V* by walking the segments ((n - 1)C, nC] ("Break-even volume").

    The shortfall at a segment's end is n(I - pC) + F: where pC <= I it never falls, so a first segment
    that does not pay means never; where pC > I it falls with every n, so a segment that pays is met.
    """
    if steps.capacity is None:
        return linear_break_even(steps.minimum * steps.unit + steps.fixed, steps.price)
    room = steps.price * steps.capacity

    def pays(n: int) -> bool:
        return at_most(n * steps.unit + steps.fixed, n * room, n * steps.unit, steps.fixed)

    if not pays(steps.minimum) and at_most(room, steps.unit):
        return None
    n = first_true(pays, steps.minimum)
    begin, crossing = segment_start(steps, n), linear_break_even(n * steps.unit + steps.fixed, steps.price)
    return begin if crossing is None else max(crossing, begin)


def linear_break_even(cost: float, price: float) -> float | None:
    """The volume at which price*V reaches a constant cost; 0 where the cost is at most 0."""
    if cost <= 0:
        return 0.0
    return cost / price if price > 0 else None


def walk_always(steps: Steps) -> float | None:
    """V_always by walking the segments: the end of the last stretch on which self-hosting costs more.

    Just above (n - 1)C the shortfall is nI + F - p(n - 1)C. Where pC > I it falls with n, so after the
    first n above the minimum that costs no more there, none does. Where pC = I it stays, where pC < I it
    rises without end.
    """
    if steps.capacity is None:
        return walk_break_even(steps)
    room = steps.price * steps.capacity

    def clear(n: int) -> bool:
        return at_most(n * steps.unit + steps.fixed, (n - 1) * room, n * steps.unit, steps.fixed)

    if at_most(room, steps.unit):
        level = at_most(steps.unit, room)
        return stretch_end(steps, steps.minimum) if level and clear(steps.minimum + 1) else None
    return stretch_end(steps, first_true(clear, steps.minimum + 1) - 1)


def stretch_end(steps: Steps, n: int) -> float | None:
    """The end of the part of segment n on which self-hosting costs more; its beginning where there is none."""
    crossing = linear_break_even(n * steps.unit + steps.fixed, steps.price)
    return None if crossing is None else max(crossing, segment_start(steps, n))


def closed_form_break_even(steps: Steps) -> tuple[float | None, float | None]:
    """V* and V_always by the closed forms of "Break-even volume", word for word."""
    p, c, unit, fixed, minimum = steps.price, steps.capacity, steps.unit, steps.fixed, steps.minimum
    if c is None:
        numerator = minimum * unit + fixed
        plain = (0.0 if numerator <= 0 else None) if p == 0 else max(numerator / p, 0.0)
        return plain, plain
    gain = p * c - unit
    above = not at_most(p * c, unit)
    if above:
        n_star = max(minimum, whole_ceil(fixed / gain))
    elif at_most(fixed, minimum * gain, minimum * p * c, minimum * unit):
        n_star = minimum
    else:
        return None, None
    volume = (n_star * unit + fixed) / p if p > 0 else 0.0
    v_star = max(volume, (n_star - 1) * c if n_star > minimum else 0.0, 0.0)
    if not above:
        return v_star, None
    n_last = whole_ceil((fixed + p * c) / gain) - 1
    return v_star, max((n_last * unit + fixed) / p, v_star) if n_last >= minimum else v_star


# --- break-even in other drivers -----------------------------------------------------------------------


def not_negative(value: float, scale: float) -> float | None:
    """ "each is never where it would be negative"; binary noise below 0 is 0."""
    return max(value, 0.0) if at_most(0.0, value, scale) else None


def driver_price(steps: Steps, volume: float, units: int) -> float | None:
    """api_price_per_1m of "Break-even in other drivers"."""
    if volume <= 0:
        return None
    per_token = 1e6 / volume
    return not_negative((units * steps.unit + steps.fixed) * per_token, steps.fixed * per_token)


def driver_hourly(common: Common, table: Table, steps: Steps, volume: float, units: int) -> float | None:
    """instance_hourly of "Break-even in other drivers"."""
    used = (1 - num(table, "commitment_discount", 0)) * common.hours * num(table, "active_share", 1)
    used *= 1 + num(table, "overhead_rate", 0)
    if used == 0 or units == 0:
        return None
    extra = num(table, "labor_hours_per_extra_instance", 0) * common.rate
    value = (steps.price * volume - steps.fixed) / units - extra
    return not_negative(value / used, max(abs(steps.fixed) / units, extra) / used)


def driver_labor(common: Common, table: Table, steps: Steps, volume: float, units: int) -> float | None:
    """labor_hours_per_month of "Break-even in other drivers"."""
    if common.rate == 0:
        return None
    room = (steps.price * volume - units * steps.unit - steps.fixed) / common.rate
    scale = max(abs(steps.fixed), units * steps.unit) / common.rate
    return not_negative(num(table, "labor_hours_per_month", 10) + room, scale)


def driver_utilization(steps: Steps, v_star: float | None) -> float | None:
    """utilization of "Break-even in other drivers": V*/(N(V*)*C), where capacity is modelled."""
    if v_star is None or steps.capacity is None:
        return None
    units = count_units(v_star, steps.capacity, steps.minimum)
    return v_star / (units * steps.capacity) if units else None


def break_even(common: Common, scenario: Table, name: str, found: dict[str, Table]) -> Table | None:
    """Break-even volume and the other drivers for self_host or own; None where the strategy is absent."""
    if name not in scenario:
        return None
    keys = ["tokens_monthly", "always_above_tokens_monthly", "api_price_per_1m", "labor_hours_per_month"]
    keys += ["utilization"] + (["instance_hourly", "horizon_tokens_monthly"] if name == "self_host" else [])
    result: Table = dict.fromkeys(keys)
    if "buy" not in scenario:
        return result
    table, steps = scenario[name], read_steps(common, scenario, name, found)
    volume = num(scenario["workload"], "monthly_tokens")
    units = count_units(volume, steps.capacity, steps.minimum)
    result["tokens_monthly"] = walk_break_even(steps)
    result["always_above_tokens_monthly"] = walk_always(steps)
    result["api_price_per_1m"] = driver_price(steps, volume, units)
    result["labor_hours_per_month"] = driver_labor(common, table, steps, volume, units)
    result["utilization"] = driver_utilization(steps, result["tokens_monthly"])
    if name == "self_host":
        result["instance_hourly"] = driver_hourly(common, table, steps, volume, units)
        result["horizon_tokens_monthly"] = horizon_break_even(read_plan(common, scenario))
    return result


# --- horizon break-even --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One service month as a function of the month-1 volume V: units(V*growth)*unit + fixed - V*growth*price."""

    factor: float
    growth: float
    unit: float
    fixed: float
    price: float


@dataclass(frozen=True)
class Plan:
    """self_host's NPV less buy's as a function of the month-1 volume ("Horizon break-even")."""

    start: float
    rows: list[Row]
    capacity: float | None
    minimum: int


def plan_row(common: Common, table: Table, buy: Table, go_live: int, m: int) -> Row:
    """The difference self_host - buy of month m; months of the bridge differ by nothing."""
    wages = common.rate * escalator(common.wage, m)
    extra = num(table, "labor_hours_per_extra_instance", 0) * wages
    hosted = base_hours(table) * wages - num(table, "min_instances", 1) * extra
    hosted += math.fsum(yearly_costs(table)) + refresh_cost(table, go_live, m)
    bought = num(buy, "monthly_platform_fee", 0) + num(buy, "labor_hours_per_month", 0) * wages
    return Row(
        factor=discount(common, m),
        growth=(1 + common.growth) ** (m - 1),
        unit=hosted_unit_cost(common, table, m) * (1 + num(table, "overhead_rate", 0)) + extra,
        fixed=hosted - bought - api_lock_in(buy),
        price=price_per_token(common, buy) * escalator(num(buy, "annual_price_change", 0), m),
    )


def read_plan(common: Common, scenario: Table) -> Plan:
    """The months of self_host against buy ("Horizon break-even")."""
    table, buy = scenario["self_host"], scenario["buy"]
    go_live, one_time = int(num(table, "go_live_month", 1)), num(buy, "one_time_cost", 0)
    start = num(table, "setup_cost", 0) + (one_time if go_live > 1 else 0.0) - one_time
    rows = [plan_row(common, table, buy, go_live, m) for m in service(common, go_live)]
    return Plan(start, rows, unit_capacity(common, table), int(num(table, "min_instances", 1)))


def plan_gap(plan: Plan, volume: float) -> tuple[float, float]:
    """NPV(self_host) - NPV(buy) at a month-1 volume, month by month, and the size of its terms."""
    gap, size = plan.start, abs(plan.start)
    for row in plan.rows:
        tokens = volume * row.growth
        cost = count_units(tokens, plan.capacity, plan.minimum) * row.unit
        gap += row.factor * (cost + row.fixed - tokens * row.price)
        size += row.factor * (cost + abs(row.fixed) + tokens * row.price)
    return gap, size


def plan_floor(plan: Plan, volume: float) -> tuple[float, float]:
    """A convex lower bound of the gap (units as a fraction, at least the minimum) and its slope to the right."""
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

    The gap only jumps upwards and falls by at most `fall` a token, and it stays above a convex floor: a
    floor above 0 that no longer falls means never.
    """
    for _ in range(200):
        gap, size = plan_gap(plan, volume)
        floor, slope = plan_floor(plan, volume)
        margin = 10 * TOLERANCE * size
        if floor > margin and slope >= -TOLERANCE * fall:
            return None
        steps = [(gap - margin) / fall] if fall > 0 else []
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
                return begin if fall == 0 else max(begin, point + min(gap, 0.0) / fall)
            reach = point + (gap / fall * (1 - 1e-9) if fall > 0 else 0.0)
        begin = point
    return None


def horizon_break_even(plan: Plan) -> float | None:
    """V0*: the smallest month-1 volume at which self_host's NPV is at most buy's ("Horizon break-even").

    Raises RuntimeError past BREAKPOINT_CAP breakpoints, which is not "never".
    """
    gap, size = plan_gap(plan, 0.0)
    if gap <= TOLERANCE * size:
        return 0.0
    fall = math.fsum(row.factor * row.growth * row.price for row in plan.rows)
    if plan.capacity is None or fall == 0:
        return gap / fall if fall > 0 else None
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


# --- decision ------------------------------------------------------------------------------------------


def run_rate_volumes(common: Common, scenario: Table) -> list[float] | None:
    """The months rule 4 looks at; None where there are too few actual months ("Decision path")."""
    wanted = int(num(scenario.get("decision", {}), "consecutive_months", 3))
    actuals = scenario.get("actuals") or []
    if not actuals:
        return common.tokens[1 : min(wanted, common.months) + 1]
    latest = sorted(actuals, key=lambda entry: entry["month"])[-wanted:]
    return [num(entry, "tokens") for entry in latest] if len(latest) == wanted else None


def mandate_holds(name: str, volumes: list[float] | None, result: Table, margin: float) -> bool:
    """Rule 4 for one strategy: run rate above V* with its margin, NPV below buy's and fine_tune's."""
    found, even = result["strategies"], result["break_even" if name == "self_host" else "break_even_own"]
    if volumes is None or even is None or even["tokens_monthly"] is None or "buy" not in found:
        return False
    threshold = even["tokens_monthly"] * (1 + margin)
    rivals = [found[rival]["npv"] for rival in ("buy", "fine_tune") if rival in found]
    if any(at_most(rival, found[name]["npv"]) for rival in rivals):
        return False
    return all(at_most(threshold, volume) for volume in volumes)


def cheapest(found: dict[str, Table], names: list[str]) -> str | None:
    """The strategy of lower NPV; the first named wins a tie."""
    best: str | None = None
    for name in names:
        if name in found and (best is None or not at_most(found[best]["npv"], found[name]["npv"])):
            best = name
    return best


def decide(common: Common, scenario: Table, result: Table) -> tuple[int, str, int]:
    """Phase, strategy and number of the first rule that holds ("Decision path")."""
    table, found = scenario.get("decision", {}), result["strategies"]
    if table.get("third_party_processing_prohibited", False):
        return 3, cheapest(found, ["self_host", "own"]) or "self_host", 1
    if not table.get("product_market_fit", False):
        return 1, "buy", 2
    rare = table.get("sells_foundation_models", False) or table.get("unique_training_data", False)
    if rare and num(table, "differentiation", 1) >= 4 and num(table, "data_moat", 1) >= 4:
        return 4, "build", 3
    volumes, margin = run_rate_volumes(common, scenario), num(table, "safety_margin", 0.2)
    passing = [name for name in ("self_host", "own") if mandate_holds(name, volumes, result, margin)]
    if passing:
        return 3, cheapest(found, passing) or "self_host", 4
    gap = table.get("quality_gap", "none")
    if gap == "behavior":
        return 2, "fine_tune", 5
    return 1, "buy", 5 if gap == "knowledge" else 6


def quadrant(table: Table) -> str:
    """The capability/moat quadrant, 3 or more being high ("Decision path")."""
    capability, moat = num(table, "differentiation", 1) >= 3, num(table, "data_moat", 1) >= 3
    if capability:
        return "moat" if moat else "experience edge"
    return "data asset" if moat else "commodity"


# --- the whole model -----------------------------------------------------------------------------------


def evaluate(scenario: Table) -> Table:
    """Everything the model definition computes for one scenario, "never" being None."""
    common = read_common(scenario)
    found = all_strategies(common, scenario)
    result: Table = {"strategies": found}
    result["break_even"] = break_even(common, scenario, "self_host", found)
    result["break_even_own"] = break_even(common, scenario, "own", found)
    phase, strategy, rule = decide(common, scenario, result)
    shape = quadrant(scenario.get("decision", {}))
    result["decision"] = {"phase": phase, "strategy": strategy, "rule": rule, "quadrant": shape}
    return result


def step_function(scenario: Table, name: str) -> Steps | None:
    """The break-even's step function of self_host or own, for comparing the walk with the closed form."""
    if name not in scenario or "buy" not in scenario:
        return None
    common = read_common(scenario)
    return read_steps(common, scenario, name, all_strategies(common, scenario))
