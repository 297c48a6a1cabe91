"""The reconciliations of the model with itself (METHOD 12)."""

from xltco.model.checks import input_checks  # isort: split

from xltco.model.checks import view_checks  # isort: split

from xltco.model.checks import reconciliations  # isort: split

from xltco.model.checks import failed  # isort: split

from xltco.model.checks import generation  # isort: split

__all__ = ["failed", "generation", "input_checks", "reconciliations", "view_checks"]
