"""The decision path, the price of choosing otherwise and the quadrant ("Decision path")."""

from __future__ import annotations

from dataclasses import dataclass

from tests.reference.drivers import threshold_of
from tests.reference.inputs import Common, Table, num
from tests.reference.numbers import at_most

BLOCKS = {"self_host": "break_even", "own": "break_even_own", "fine_tune": "break_even_fine_tune"}
# Rule 1 prohibits processing by third parties: the two managed strategies.
MANAGED = ("buy", "fine_tune")
ASKED = 5


@dataclass(frozen=True)
class Ruling:
    """Phase, strategy and number of the first rule that holds."""

    phase: int
    strategy: str
    rule: int


def run_rate_volumes(common: Common, scenario: Table) -> list[float] | None:
    """The months rule 4 looks at; None where there are too few actual months."""
    wanted = int(num(scenario.get("decision", {}), "consecutive_months", 3))
    actuals = scenario.get("actuals") or []
    if not actuals:
        return common.tokens[1 : min(wanted, common.months) + 1]
    latest = sorted(actuals, key=lambda entry: entry["month"])[-wanted:]
    return [num(entry, "tokens") for entry in latest] if len(latest) == wanted else None


def below_rivals(name: str, found: dict[str, Table]) -> bool:
    """NPV below buy's and fine_tune's, strictly; nothing is below an absent buy."""
    if name not in found or "buy" not in found:
        return False
    rivals = [found[rival]["npv"] for rival in MANAGED if rival in found]
    return not any(at_most(rival, found[name]["npv"]) for rival in rivals)


def run_rate_holds(common: Common, scenario: Table, name: str, result: Table) -> bool:
    """The run-rate of rule 4 for one strategy, with its own V*."""
    volumes, block = run_rate_volumes(common, scenario), result[BLOCKS[name]]
    if volumes is None or block is None or block["tokens_monthly"] is None:
        return False
    threshold = threshold_of(scenario, block["tokens_monthly"])
    return all(at_most(threshold, volume) for volume in volumes)


def margin_mandate_holds(scenario: Table, name: str, found: dict[str, Table]) -> bool:
    """The margin mandate of rule 4 for one strategy."""
    if not scenario.get("decision", {}).get("margin_mandate", False) or "buy" not in found or name not in found:
        return False
    buys, mine = found["buy"]["gross_margin"], found[name]["gross_margin"]
    if buys is None or mine is None or found["buy"]["holds_floor"]:
        return False
    return not at_most(mine, buys, 1.0)


def rule_four(common: Common, scenario: Table, result: Table) -> list[str]:
    """self_host and own as far as they pass rule 4."""
    found = result["strategies"]
    return [
        name
        for name in ("self_host", "own")
        if below_rivals(name, found)
        and (margin_mandate_holds(scenario, name, found) or run_rate_holds(common, scenario, name, result))
    ]


def cheapest(found: dict[str, Table], names: list[str]) -> str:
    """The strategy of lower NPV; self_host wins a tie, and stands for both where neither has inputs."""
    best: str | None = None
    for name in names:
        if name in found and (best is None or not at_most(found[best]["npv"], found[name]["npv"])):
            best = name
    return best or "self_host"


def ruling(common: Common, scenario: Table, result: Table) -> Ruling:
    """The first rule that holds, in order."""
    table, found = scenario.get("decision", {}), result["strategies"]
    if table.get("third_party_processing_prohibited", False):
        return Ruling(3, cheapest(found, ["self_host", "own"]), 1)
    if not table.get("product_market_fit"):
        return Ruling(1, "buy", 2)
    rare = table.get("sells_foundation_models", False) or table.get("unique_training_data", False)
    if rare and num(table, "differentiation", 1) >= 4 and num(table, "data_moat", 1) >= 4:
        return Ruling(4, "build", 3)
    passing = rule_four(common, scenario, result)
    if passing:
        return Ruling(3, cheapest(found, passing), 4)
    gap = table.get("quality_gap", "none")
    if gap == "behavior":
        return Ruling(2, "fine_tune", 5)
    return Ruling(1, "buy", 5 if gap == "knowledge" else 6)


def quadrant(table: Table) -> str:
    """The capability/moat quadrant, 3 or more being high."""
    capability, moat = num(table, "differentiation", 1) >= 3, num(table, "data_moat", 1) >= 3
    if capability:
        return "moat" if moat else "experience edge"
    return "data asset" if moat else "commodity"


def prohibited(scenario: Table, name: str) -> bool:
    """Whether rule 1 prohibits a strategy."""
    return name in MANAGED and bool(scenario.get("decision", {}).get("third_party_processing_prohibited", False))


def price_of_choosing(scenario: Table, strategy: str | None, found: dict[str, Table]) -> dict[str, float]:
    """NPV of each other strategy that is not prohibited, less the recommendation's."""
    if strategy not in found:
        return {}
    return {
        name: found[name]["npv"] - found[strategy]["npv"]
        for name in found
        if name != strategy and not prohibited(scenario, name)
    }


def decide(common: Common, scenario: Table, result: Table) -> Table:
    """The block `decision`; a rule after the one that decides is None, not asked."""
    made, found = ruling(common, scenario, result), result["strategies"]
    strategy = None if made.strategy == "buy" and "buy" not in found else made.strategy
    return {
        "phase": made.phase,
        "strategy": strategy,
        "rule": made.rule,
        "quadrant": quadrant(scenario.get("decision", {})),
        "rules": {str(k): None if k > made.rule else k == made.rule for k in range(1, ASKED + 1)},
        "price_of_choosing": price_of_choosing(scenario, strategy, found),
    }
