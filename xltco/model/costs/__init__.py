"""What every strategy costs, month by month (METHOD 1 to 8): the items, and what follows from them."""

from xltco.model.costs import timeline  # isort: split

from xltco.model.costs import demand  # isort: split

from xltco.model.costs import capacity  # isort: split

from xltco.model.costs import buy  # isort: split

from xltco.model.costs import fine_tune  # isort: split

from xltco.model.costs import bridge  # isort: split

from xltco.model.costs import self_host  # isort: split

from xltco.model.costs import own  # isort: split

from xltco.model.costs import build  # isort: split

from xltco.model.costs import hosting  # isort: split

from xltco.model.costs import sums  # isort: split

__all__ = [
    "bridge",
    "build",
    "buy",
    "capacity",
    "demand",
    "fine_tune",
    "hosting",
    "own",
    "self_host",
    "sums",
    "timeline",
]
