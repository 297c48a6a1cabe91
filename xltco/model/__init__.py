"""The method: every line of the model, in calculation order. METHOD.md beside this file says why.

Importing the package fills the register; the order of the imports is the order of calculation and of reading.
"""

from xltco.model import timeline  # isort: split

from xltco.model import demand  # isort: split

from xltco.model import buy  # isort: split

from xltco.model import fine_tune  # isort: split

from xltco.model import serving  # isort: split

from xltco.model import self_host  # isort: split

from xltco.model import own  # isort: split

from xltco.model import build  # isort: split

from xltco.model import finance  # isort: split

from xltco.model import irr  # isort: split

from xltco.model import profit_and_loss  # isort: split

from xltco.model import break_even  # isort: split

from xltco.model import break_even_drivers  # isort: split

from xltco.model import horizon_break_even  # isort: split

from xltco.model import decision  # isort: split

from xltco.model import decision_views  # isort: split

from xltco.model import checks  # isort: split

from xltco.model.register import MODEL, STRATEGIES

__all__ = [
    "MODEL",
    "STRATEGIES",
    "break_even",
    "break_even_drivers",
    "build",
    "buy",
    "checks",
    "decision",
    "decision_views",
    "demand",
    "finance",
    "fine_tune",
    "horizon_break_even",
    "irr",
    "own",
    "profit_and_loss",
    "self_host",
    "serving",
    "timeline",
]
