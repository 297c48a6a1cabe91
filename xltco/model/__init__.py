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

from xltco.model import summaries  # isort: split

from xltco.model import comparison_views  # isort: split

from xltco.model import curve  # isort: split

from xltco.model import sensitivity  # isort: split

from xltco.model import drivers  # isort: split

from xltco.model import tornado  # isort: split

from xltco.model import tornado_break_even  # isort: split

from xltco.model import tornado_sorted  # isort: split

from xltco.model import grids  # isort: split

from xltco.model import draws  # isort: split

from xltco.model import simulation  # isort: split

from xltco.model import simulation_results  # isort: split

from xltco.model import actuals_view  # isort: split

from xltco.model import wording  # isort: split

from xltco.model import sentences  # isort: split

from xltco.model import alternatives  # isort: split

from xltco.model import rule_views  # isort: split

from xltco.model import input_checks  # isort: split

from xltco.model import view_checks  # isort: split

from xltco.model import checks  # isort: split

from xltco.model import simulation_wording  # isort: split

from xltco.model import generation  # isort: split

from xltco.model.register import MODEL, STRATEGIES

__all__ = [
    "MODEL",
    "STRATEGIES",
    "actuals_view",
    "alternatives",
    "break_even",
    "break_even_drivers",
    "build",
    "buy",
    "checks",
    "comparison_views",
    "curve",
    "decision",
    "decision_views",
    "demand",
    "draws",
    "drivers",
    "finance",
    "fine_tune",
    "generation",
    "grids",
    "horizon_break_even",
    "input_checks",
    "irr",
    "own",
    "profit_and_loss",
    "rule_views",
    "self_host",
    "sensitivity",
    "sentences",
    "serving",
    "simulation",
    "simulation_results",
    "simulation_wording",
    "summaries",
    "timeline",
    "tornado",
    "tornado_break_even",
    "tornado_sorted",
    "view_checks",
    "wording",
]
