"""Results of each strategy ("Results")."""

from __future__ import annotations

import math

from tests.reference import lines_hosted
from tests.reference.inputs import Common, Lines, Table, discount, num, zeros
from tests.reference.lines_api import COUNTS, api_lines, fine_tune_lines, total_of
from tests.reference.nodes import batches_of, written_down
from tests.reference.numbers import at_most, cleaned
from tests.reference.rates import internal_rate, modified_rate

CATEGORIES = {
    "usage": ("usage", "egress", "bridge"),
    "compute": (
        *("compute", "overhead", "endpoint", "power", "colocation", "maintenance"),
        *("training", "training_refresh", "training_compute", "refresh"),
    ),
    "capital": ("nodes", "sales", "terminal_value"),
    "labor": ("labor", "extra_labor", "team"),
    "platform": ("platform_fee",),
    "risk_and_compliance": ("risk", "compliance", "lock_in"),
    "one_time": ("one_time", "data", "data_preparation"),
}


def costs_by_category(lines: Lines) -> dict[str, float]:
    """Totals over the horizon by category ("Cost items"); every item is in one."""
    named = [name for names in CATEGORIES.values() for name in names]
    assert set(lines) <= {*named, *COUNTS}, lines.keys()
    return {
        category: math.fsum(math.fsum(lines[name]) for name in names if name in lines)
        for category, names in CATEGORIES.items()
    }


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


def savings_flows(theirs: list[float], mine: list[float]) -> list[float]:
    """buy total - strategy total, with differences of binary noise counted as none."""
    return [cleaned(b - a, a, b) for b, a in zip(theirs, mine, strict=True)]


def pnl_view(common: Common, lines: Lines, table: Table, start: int) -> tuple[list[float], float]:
    """P&L view and unamortized balance ("Results"); without capitalize_setup it is the cash view."""
    view = total_of(lines, common)
    if not common.capitalize:
        return view, 0.0
    left = 0.0
    if "nodes" in lines:
        wear, left = written_down(common, batches_of(common, table, start, lines["units"]))
        for m in range(common.months + 1):
            view[m] += wear[m] - lines["nodes"][m] - lines["sales"][m] - lines["terminal_value"][m]
    paid, view[0] = total_of(lines, common)[0] - lines.get("nodes", zeros(common))[0], 0.0
    for m in range(1, common.amortization + 1):
        if m <= common.months:
            view[m] += paid / common.amortization
        else:
            left += paid / common.amortization
    return view, left


def gross_margin(common: Common, tco: float) -> float | None:
    """(revenue - total)/revenue over the horizon, none without revenue ("Results")."""
    revenue = math.fsum(common.tokens) * common.revenue_per_1m / 1e6
    return (revenue - tco) / revenue if revenue else None


def against_buy(common: Common, total: list[float], buy: list[float] | None, start: int | None) -> Table:
    """Results against buy; `start` is the first month in service, None for buy itself."""
    keys = ("crossover_month", "payback_month", "savings_nominal", "savings_npv", "irr_annual", "irr_is_unique", "mirr")
    result: Table = dict.fromkeys(keys)
    if buy is None:
        return result
    result["savings_nominal"] = math.fsum(buy) - math.fsum(total)
    result["savings_npv"] = npv_of(buy, common) - npv_of(total, common)
    if start is not None:
        result["crossover_month"] = first_month(total, buy, start)
        result["payback_month"] = first_month(running_sum(total), running_sum(buy), start)
        flows = savings_flows(buy, total)
        result["irr_annual"], result["irr_is_unique"] = internal_rate(flows)
        result["mirr"] = modified_rate(flows, common.discount_rate)
    return result


def strategy_results(
    common: Common, lines: Lines, buy: list[float] | None, start: int | None, table: Table | None = None
) -> Table:
    """All results of one strategy ("Results")."""
    total = total_of(lines, common)
    tco, npv, volume = math.fsum(total), npv_of(total, common), math.fsum(common.tokens)
    margin = gross_margin(common, tco)
    pnl, left = pnl_view(common, lines, table or {}, start or 1)
    return {
        "monthly_total": total,
        "cumulative": running_sum(total),
        "tco": tco,
        "npv": npv,
        "cost_per_1m_tokens": tco / volume * 1e6 if volume else None,
        "levelized_cost_per_1m_tokens": npv / npv_of(common.tokens, common) * 1e6 if volume else None,
        **against_buy(common, total, buy, start),
        "gross_margin": margin,
        "holds_floor": None if margin is None else at_most(common.margin_floor, margin, 1.0),
        "pnl": pnl,
        "unamortized": left,
        "costs_by_category": costs_by_category(lines),
        "lines": lines,
    }


def first_service(scenario: Table, name: str) -> int:
    """The first month in service: go-live, month 1 for fine_tune, build_months + 1 for build ("Results")."""
    if name == "build":
        return int(num(scenario["build"], "build_months", 12)) + 1
    return int(num(scenario[name], "go_live_month", 1)) if name in ("self_host", "own") else 1


def lines_of(common: Common, scenario: Table, name: str, buy: Lines | None) -> Lines:
    """The month lines of one strategy beside buy."""
    table, start = scenario[name], first_service(scenario, name)
    if name == "fine_tune":
        return fine_tune_lines(common, table)
    if name == "self_host":
        return lines_hosted.self_host_lines(common, table, start, buy)
    if name == "own":
        return lines_hosted.own_lines(common, table, start, buy)
    if buy is None or "self_host" not in scenario:
        raise ValueError("build needs buy and self_host")
    return lines_hosted.build_lines(common, table, scenario["self_host"], buy)


def all_strategies(common: Common, scenario: Table) -> dict[str, Table]:
    """Every strategy whose table is present; the others are left out."""
    found: dict[str, Table] = {}
    buy: Lines | None = api_lines(common, scenario["buy"]) if "buy" in scenario else None
    base = None if buy is None else total_of(buy, common)
    if buy is not None:
        found["buy"] = strategy_results(common, buy, base, None)
    for name in ("fine_tune", "self_host", "own", "build"):
        if name in scenario:
            lines = lines_of(common, scenario, name, buy)
            found[name] = strategy_results(common, lines, base, first_service(scenario, name), scenario[name])
    return found
