"""What the months add up to, where they break even and what to do about it (METHOD 9 to 11)."""

from xltco.model.results import finance  # isort: split

from xltco.model.results import irr  # isort: split

from xltco.model.results import profit_and_loss  # isort: split

from xltco.model.results import break_even  # isort: split

from xltco.model.results import break_even_drivers  # isort: split

from xltco.model.results import horizon_break_even  # isort: split

from xltco.model.results import decision  # isort: split

from xltco.model.results import decision_views  # isort: split

__all__ = [
    "break_even",
    "break_even_drivers",
    "decision",
    "decision_views",
    "finance",
    "horizon_break_even",
    "irr",
    "profit_and_loss",
]
