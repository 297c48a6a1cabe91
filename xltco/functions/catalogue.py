"""The catalogue of user functions: `=BREAKEVEN(...)` and its family, one declaration each, for every host.

Importing the module declares them.
"""

from __future__ import annotations

from xltco.functions import about, break_even, decision, horizon, monthly_cost, one_time_cost, prices
from xltco.functions.about import xltco_version
from xltco.functions.break_even import breakeven, breakeven_always, breakeven_hours, breakeven_price
from xltco.functions.decision import recommend
from xltco.functions.errors import CellError, FunctionError
from xltco.functions.function import DECLARED, Function
from xltco.functions.horizon import (
    breakeven_month,
    cost_curve,
    projection,
    savings_npv,
    tco,
    tco_npv,
)
from xltco.functions.monthly_cost import (
    api_cost,
    blended_price,
    cost_per_1m,
    instances_needed,
    own_cost,
    selfhost_cost,
    utilization,
)
from xltco.functions.one_time_cost import finetune_cost, pretrain_cost
from xltco.functions.prices import instance_price, model_price

# In the order in which people read it, whichever module was imported first.
CATALOGUE: dict[str, Function] = {
    function.name: function
    for module in (break_even, monthly_cost, one_time_cost, horizon, decision, prices, about)
    for function in DECLARED.values()
    if function.body.__module__ == module.__name__
}

__all__ = [
    "CATALOGUE",
    "CellError",
    "Function",
    "FunctionError",
    "api_cost",
    "blended_price",
    "breakeven",
    "breakeven_always",
    "breakeven_hours",
    "breakeven_month",
    "breakeven_price",
    "cost_curve",
    "cost_per_1m",
    "finetune_cost",
    "instance_price",
    "instances_needed",
    "model_price",
    "own_cost",
    "pretrain_cost",
    "projection",
    "recommend",
    "savings_npv",
    "selfhost_cost",
    "tco",
    "tco_npv",
    "utilization",
    "xltco_version",
]
