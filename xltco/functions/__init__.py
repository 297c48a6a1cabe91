"""The catalogue of user functions: `=BREAKEVEN(...)` and its family, one declaration each, for every host.

Importing the package declares them; the order of the imports is the order of the catalogue.
"""

from xltco.functions.break_even import breakeven, breakeven_always, breakeven_hours, breakeven_price  # isort: split

from xltco.functions.monthly_cost import (
    api_cost,
    blended_price,
    cost_per_1m,
    instances_needed,
    own_cost,
    selfhost_cost,
    utilization,
)  # isort: split

from xltco.functions.one_time_cost import finetune_cost, pretrain_cost  # isort: split

from xltco.functions.horizon import (
    breakeven_month,
    cost_curve,
    projection,
    savings_npv,
    tco,
    tco_npv,
)  # isort: split

from xltco.functions.decision import recommend  # isort: split

from xltco.functions.prices import instance_price, model_price  # isort: split

from xltco.functions.about import xltco_version  # isort: split

from xltco.functions.errors import CellError, FunctionError
from xltco.functions.function import CATALOGUE, Function

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
