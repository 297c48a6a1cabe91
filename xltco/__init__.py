"""xltco: the total cost of buying, fine-tuning, self-hosting or building a language model, as a traceable workbook.

The user functions of the workbooks are functions here too: `from xltco import breakeven`. They load when asked for.
"""

from __future__ import annotations

# As a type checker knows it; importing typing would take longer than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from xltco.functions import (
        FunctionError,
        api_cost,
        blended_price,
        breakeven,
        breakeven_always,
        breakeven_hours,
        breakeven_month,
        breakeven_price,
        cost_curve,
        cost_per_1m,
        finetune_cost,
        instance_price,
        instances_needed,
        model_price,
        own_cost,
        pretrain_cost,
        projection,
        recommend,
        savings_npv,
        selfhost_cost,
        tco,
        tco_npv,
        utilization,
        xltco_version,
    )

__version__ = "0.1.0"

__all__ = [
    "FunctionError",
    "__version__",
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


def __getattr__(name: str) -> object:
    if name in __all__:
        from importlib import import_module

        return getattr(import_module("xltco.functions"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
