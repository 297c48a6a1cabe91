"""The method: every line of the model, in calculation order. METHOD.md beside this file says why.

Importing the package fills the register; the order of the imports is the order of calculation and of reading.
"""

from xltco.model import costs  # isort: split

from xltco.model import results  # isort: split

from xltco.model import sensitivity  # isort: split

from xltco.model import views  # isort: split

from xltco.model import checks  # isort: split

from xltco.model.register import MODEL, STRATEGIES

__all__ = ["MODEL", "STRATEGIES", "checks", "costs", "results", "sensitivity", "views"]
