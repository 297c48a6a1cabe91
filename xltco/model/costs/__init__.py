"""What every strategy costs, month by month (METHOD 1 to 8)."""

from xltco.model.costs import timeline  # isort: split

from xltco.model.costs import demand  # isort: split

from xltco.model.costs import buy  # isort: split

from xltco.model.costs import fine_tune  # isort: split

from xltco.model.costs import serving  # isort: split

from xltco.model.costs import self_host  # isort: split

from xltco.model.costs import own  # isort: split

from xltco.model.costs import build  # isort: split

__all__ = [
    "build",
    "buy",
    "demand",
    "fine_tune",
    "own",
    "self_host",
    "serving",
    "timeline",
]
