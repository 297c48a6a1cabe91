"""The codes of the cautions, in order of display ("Cautions")."""

from __future__ import annotations

from tests.reference.decision import BLOCKS, prohibited
from tests.reference.inputs import Common, Table, num
from tests.reference.lines_api import endpoint_capacity
from tests.reference.lines_hosted import unit_capacity
from tests.reference.numbers import at_most, count_units
from tests.reference.results import first_service


def runs_units(scenario: Table, name: str) -> bool:
    """Whether a strategy rents or owns units: fine_tune does where an endpoint has a price."""
    return name in scenario and (name != "fine_tune" or num(scenario[name], "endpoint_hourly", 0) > 0)


def capacity_of(common: Common, scenario: Table, name: str) -> float | None:
    """C of a strategy's unit."""
    if name == "fine_tune":
        return endpoint_capacity(common, scenario[name])
    return unit_capacity(common, scenario["self_host" if name == "build" else name])


def capacity_not_modelled(common: Common, scenario: Table, result: Table) -> bool:
    """Capacity not modelled for a strategy that is shown to break even."""
    return any(
        runs_units(scenario, name)
        and capacity_of(common, scenario, name) is None
        and result[block]["tokens_monthly"] is not None
        for name, block in BLOCKS.items()
    )


def needs_more_units(common: Common, scenario: Table, name: str) -> bool:
    """A month in service needs more units than month 1 does."""
    capacity, minimum = capacity_of(common, scenario, name), "min_endpoints" if name == "fine_tune" else "min_instances"
    least = int(num(scenario["self_host" if name == "build" else name], minimum, 1))
    today = count_units(common.tokens[1], capacity, least)
    months = range(first_service(scenario, name), common.months + 1)
    return any(count_units(common.tokens[m], capacity, least) > today for m in months)


def more_units_needed(common: Common, scenario: Table) -> bool:
    """Of any strategy that runs units."""
    names = [name for name in (*BLOCKS, "build") if runs_units(scenario, name)]
    return any(needs_more_units(common, scenario, name) for name in names)


def margin_floor_missed(scenario: Table, result: Table) -> bool:
    """The recommendation misses the margin floor while another that is not prohibited holds it."""
    found, strategy = result["strategies"], result["decision"]["strategy"]
    if strategy not in found or found[strategy]["holds_floor"] is not False:
        return False
    return any(found[name]["holds_floor"] for name in found if name != strategy and not prohibited(scenario, name))


def costs_more_than_buy(result: Table) -> bool:
    """The recommendation costs more than buy by NPV."""
    found, strategy = result["strategies"], result["decision"]["strategy"]
    if strategy not in found or "buy" not in found or strategy == "buy":
        return False
    return not at_most(found[strategy]["npv"], found["buy"]["npv"])


def defaults_left(common: Common, scenario: Table) -> bool:
    """Capacity modelled with utilization and peak both at their defaults."""
    keys = {"fine_tune": "endpoint_target_utilization", "self_host": "target_utilization", "own": "target_utilization"}
    return common.peak == 1 and any(
        runs_units(scenario, name)
        and capacity_of(common, scenario, name) is not None
        and num(scenario[name], key, 1) == 1
        for name, key in keys.items()
    )


def cautions_of(common: Common, scenario: Table, result: Table) -> list[str]:
    """Every caution that holds; a check never fails here."""
    holds = {
        "capacity_not_modelled": capacity_not_modelled(common, scenario, result),
        "more_units_needed": more_units_needed(common, scenario),
        "margin_floor_missed": margin_floor_missed(scenario, result),
        "costs_more_than_buy": costs_more_than_buy(result),
        "fit_not_stated": scenario.get("decision", {}).get("product_market_fit") is None,
        "utilization_and_peak_default": defaults_left(common, scenario),
        "buy_absent": "buy" not in result["strategies"],
    }
    return [code for code, held in holds.items() if held]
