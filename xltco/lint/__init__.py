"""Lint: any workbook against modelling rules, and against what makes Excel repair a file."""

from xltco.lint.registry import RULES, Finding, Rule
from xltco.lint.run import LintReport, chosen_rules, lint

__all__ = ["RULES", "Finding", "LintReport", "Rule", "chosen_rules", "lint"]
