"""Runs the rules over a workbook and gathers what they find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xltco.errors import XltcoError
from xltco.lint.areas import Place, joined, place_of
from xltco.lint.book import Book
from xltco.lint.read import read_book
from xltco.lint.registry import ERROR, RULES, Finding, Rule, Spot
from xltco.lint.rules import MODULES

assert MODULES, "importing the rules registers them"


@dataclass(frozen=True)
class LintReport:
    """What the rules found in a workbook."""

    path: str
    sheets: int
    formula_cells: int
    findings: list[Finding]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.rule.severity == ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    def as_json(self) -> dict[str, Any]:
        """The report as `xltco lint --json` shows it."""
        return {
            "path": self.path,
            "sheets": self.sheets,
            "formula_cells": self.formula_cells,
            "errors": self.errors,
            "warnings": self.warnings,
            "findings": [finding.as_json() for finding in self.findings],
        }


def lint(path: Path, *, only: Collection[str] = (), ignore: Collection[str] = ()) -> LintReport:
    """Check a workbook file against the rules, or WorkbookError where it is none."""
    chosen = chosen_rules(only, ignore)
    book = read_book(path)
    formulas = sum(len(sheet.formula_cells) for sheet in book.sheets)
    return LintReport(str(path), len(book.sheets), formulas, [f for rule in chosen for f in findings(book, rule)])


def chosen_rules(only: Collection[str] = (), ignore: Collection[str] = ()) -> list[Rule]:
    """All rules, or only some, but those to ignore; errors first."""
    for id_ in (*only, *ignore):
        if id_ not in RULES:
            raise XltcoError(f"{id_!r} is not a rule; xltco lint --rules shows them")
    chosen = [rule for id_, rule in RULES.items() if (not only or id_ in only) and id_ not in ignore]
    if not chosen:
        raise XltcoError("no rule is left to check: --ignore takes out all that --rule names")
    return sorted(chosen, key=lambda rule: rule.severity != ERROR)


def findings(book: Book, rule: Rule) -> Iterator[Finding]:
    """The findings of a rule; neighbouring cells with the same reason are one finding over their area."""
    cells: dict[tuple[str, str], list[Place]] = defaultdict(list)
    others: list[Spot] = []
    for spot in rule.check(book):
        place = place_of(spot.cell)
        if place is not None and spot.sheet:
            cells[spot.sheet, spot.why].append(place)
        elif spot not in others:
            others.append(spot)
    for spot in others:
        yield Finding(rule, spot.sheet, spot.cell, spot.why)
    for (sheet, why), places in cells.items():
        for area in joined(places):
            yield Finding(rule, sheet, str(area), why)
