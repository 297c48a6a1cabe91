"""What the months add up to, where they break even and what to do about it (METHOD 9 to 11)."""

from xltco.model.results import finance  # isort: split

from xltco.model.results import irr  # isort: split

from xltco.model.results import mirr  # isort: split

from xltco.model.results import profit_and_loss  # isort: split

from xltco.model.results import break_even  # isort: split

from xltco.model.results import always_above  # isort: split

from xltco.model.results import crossing_steps  # isort: split

from xltco.model.results import crossings  # isort: split

from xltco.model.results import break_even_drivers  # isort: split

from xltco.model.results import present_values  # isort: split

from xltco.model.results import horizon_break_even  # isort: split

from xltco.model.results import mandate  # isort: split

from xltco.model.results import decision  # isort: split

from xltco.model.results import reasons  # isort: split

from xltco.model.results import look_again  # isort: split

from xltco.model.results import decision_views  # isort: split

__all__ = [
    "always_above",
    "break_even",
    "break_even_drivers",
    "crossing_steps",
    "crossings",
    "decision",
    "decision_views",
    "finance",
    "horizon_break_even",
    "irr",
    "look_again",
    "mandate",
    "mirr",
    "present_values",
    "profit_and_loss",
    "reasons",
]
