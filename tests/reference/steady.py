"""p_s, I_s and F_s of each strategy, and the step function against buy ("Break-even volume")."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tests.reference import lines_hosted as hosted
from tests.reference.inputs import Common, Table, num
from tests.reference.lines_api import api_lock_in, endpoint_capacity, price_per_token, refresh_of_training
from tests.reference.nodes import capital_charge
from tests.reference.numbers import cleaned

BREAK_EVEN = ("fine_tune", "self_host", "own")


@dataclass(frozen=True)
class Steady:
    """What a strategy costs a month at month-1 prices: `(N(V) + spare)*unit + fixed + price*V`.

    `size` is the magnitude of the amounts that make up `fixed`, for judging binary noise.
    """

    price: float
    unit: float
    fixed: float
    size: float
    capacity: float | None = None
    minimum: int = 0
    spare: int = 0


@dataclass(frozen=True)
class Steps:
    """p, C, I, F and min_units of "Break-even volume": above buy by `N(V)*unit + fixed - price*V`.

    `fixed` holds the spare units; `size` is the magnitude of its parts.
    """

    price: float
    capacity: float | None
    unit: float
    fixed: float
    minimum: int
    size: float = 0.0


def api_fixed(common: Common, table: Table) -> list[float]:
    """The fixed items of buy, month 1."""
    return [
        num(table, "monthly_platform_fee", 0),
        num(table, "labor_hours_per_month", 0) * common.rate,
        api_lock_in(table),
        num(table, "annual_compliance_cost", 0) / 12,
    ]


def of_buy(common: Common, table: Table) -> Steady:
    """Buy has no units."""
    fixed = api_fixed(common, table)
    return Steady(price_per_token(common, table), 0.0, math.fsum(fixed), max(fixed))


def of_fine_tune(common: Common, table: Table) -> Steady:
    """Fine_tune: endpoints are its units, a refresh counts as its share of a month."""
    interval = int(num(table, "refresh_interval_months", 0))
    fixed = [*api_fixed(common, table), refresh_of_training(table) / interval if interval else 0.0]
    return Steady(
        price=price_per_token(common, table, num(table, "input_token_reduction", 0)),
        unit=num(table, "endpoint_hourly", 0) * common.hours,
        fixed=math.fsum(fixed),
        size=max(fixed),
        capacity=endpoint_capacity(common, table),
        minimum=int(num(table, "min_endpoints", 1)),
    )


def hosted_unit(common: Common, table: Table, name: str) -> float:
    """I_s of self_host (compute, overhead) and own (capital charge, running costs), with the extra unit's labor."""
    extra = hosted.extra_unit_labor(common, table)
    if name == "own":
        return capital_charge(common, table) + math.fsum(hosted.node_running_costs(common, table).values()) + extra
    return hosted.instance_cost(common, table, 1) * (1 + num(table, "overhead_rate", 0)) + extra


def of_hosting(common: Common, table: Table, name: str) -> Steady:
    """Self_host and own."""
    interval = int(num(table, "model_refresh_interval_months", 0))
    fixed = [
        hosted.base_hours(table) * common.rate,
        -hosted.least_units(table) * hosted.extra_unit_labor(common, table),
        num(table, "monthly_platform_fee", 0),
        *hosted.yearly_costs(table),
        num(table, "model_refresh_cost", 0) / interval if interval else 0.0,
    ]
    return Steady(
        price=num(table, "egress_cost_per_1m_tokens", 0) / 1e6,
        unit=hosted_unit(common, table, name),
        fixed=math.fsum(fixed),
        size=max(map(abs, fixed)),
        capacity=hosted.unit_capacity(common, table),
        minimum=hosted.least_units(table),
        spare=hosted.spare_units(table),
    )


def steady_of(common: Common, scenario: Table, name: str) -> Steady | None:
    """The steady state of a strategy; None for build and for what is absent."""
    if name not in scenario or name == "build":
        return None
    table = scenario[name]
    if name == "buy":
        return of_buy(common, table)
    return of_fine_tune(common, table) if name == "fine_tune" else of_hosting(common, table, name)


def one_time_share(common: Common, mine: Table, buy: Table) -> float:
    """include_one_time: the month-0 amounts without nodes, less buy's, over amortization_months."""
    nodes = mine["lines"].get("nodes", [0.0])[0]
    return float(mine["monthly_total"][0] - nodes - buy["monthly_total"][0]) / common.amortization


def read_steps(common: Common, scenario: Table, name: str, found: dict[str, Table]) -> Steps:
    """The step function of fine_tune, self_host or own against buy ("Break-even volume")."""
    mine, buy = steady_of(common, scenario, name), steady_of(common, scenario, "buy")
    assert mine is not None
    assert buy is not None
    parts = [mine.fixed, -buy.fixed, mine.spare * mine.unit]
    if common.include_one_time:
        parts.append(one_time_share(common, found[name], found["buy"]))
    return Steps(
        price=cleaned(buy.price - mine.price, buy.price, mine.price),
        capacity=mine.capacity,
        unit=mine.unit,
        fixed=math.fsum(parts),
        minimum=mine.minimum,
        size=max(mine.size, buy.size, *map(abs, parts)),
    )
