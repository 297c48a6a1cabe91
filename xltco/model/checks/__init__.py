"""The reconciliations of the model with itself (METHOD 12), and the cautions, one of which reads them (METHOD 11.7)."""

from xltco.model.checks import input_checks  # isort: split

from xltco.model.checks import view_checks  # isort: split

from xltco.model.checks import reconciliations  # isort: split

from xltco.model.checks import failed  # isort: split

from xltco.model.checks import generation  # isort: split

from xltco.model.checks import strategy_cautions  # isort: split

from xltco.model.checks import cautions  # isort: split

__all__ = ["cautions", "failed", "generation", "input_checks", "reconciliations", "strategy_cautions", "view_checks"]
