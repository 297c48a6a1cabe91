"""Lint: any workbook against modelling rules, and against what makes Excel repair a file."""

from xltco.verify.lint.registry import RULES, Finding, Rule
from xltco.verify.lint.run import LintReport, chosen_rules, lint

__all__ = ["RULES", "Finding", "LintReport", "Rule", "chosen_rules", "lint"]
