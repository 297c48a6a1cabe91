"""The plain-loop reference of the TCO model: one scenario in, everything that the model definition computes out.

The parts stand in `tests.reference`; nothing is shared with the product's code.
"""

from __future__ import annotations

from tests.reference.cautions import cautions_of
from tests.reference.crossings import (
    closed_form_break_even,
    count_crossings,
    list_crossings,
    walk_always,
    walk_break_even,
    walk_crossings,
)
from tests.reference.decision import BLOCKS, decide
from tests.reference.drivers import break_even
from tests.reference.horizon import Plan, horizon_break_even, plan_gap, read_plan
from tests.reference.inputs import Common, Lines, Table, read_common
from tests.reference.numbers import at_most, count_units
from tests.reference.results import all_strategies
from tests.reference.steady import BREAK_EVEN, Steady, Steps, read_steps, steady_of

__all__ = [
    "BREAK_EVEN",
    "Common",
    "Lines",
    "Plan",
    "Steady",
    "Steps",
    "Table",
    "all_strategies",
    "at_most",
    "closed_form_break_even",
    "count_crossings",
    "count_units",
    "evaluate",
    "horizon_break_even",
    "list_crossings",
    "plan_gap",
    "read_common",
    "read_plan",
    "read_steps",
    "steady_of",
    "step_function",
    "walk_always",
    "walk_break_even",
    "walk_crossings",
]


def evaluate(scenario: Table) -> Table:
    """Everything the model definition computes for one scenario, "never" being None."""
    common = read_common(scenario)
    found = all_strategies(common, scenario)
    for name, results in found.items():
        steady = steady_of(common, scenario, name)
        if steady is not None:
            results |= {"token_rate": steady.price, "base_cost": steady.fixed, "step_cost": steady.unit}
    result: Table = {"strategies": found}
    for name, block in BLOCKS.items():
        result[block] = break_even(common, scenario, name, found)
    result["decision"] = decide(common, scenario, result)
    result["price_of_choosing"] = result["decision"]["price_of_choosing"]
    result["cautions"] = cautions_of(common, scenario, result)
    return result


def step_function(scenario: Table, name: str) -> Steps | None:
    """The step function of fine_tune, self_host or own, for comparing the walk with the closed form."""
    if name not in scenario or "buy" not in scenario:
        return None
    common = read_common(scenario)
    return read_steps(common, scenario, name, all_strategies(common, scenario))
