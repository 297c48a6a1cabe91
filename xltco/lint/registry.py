"""What a rule is, what it finds, and the list of all rules in the order of their modules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xltco.lint.book import Book

Severity = Literal["error", "warning"]
ERROR: Severity = "error"
WARNING: Severity = "warning"


@dataclass(frozen=True)
class Spot:
    """Where a rule is broken and why; the cell may be an area, a defined name or a part of the file."""

    sheet: str
    cell: str
    why: str


Check = Callable[["Book"], Iterator[Spot]]


@dataclass(frozen=True)
class Rule:
    """One rule: its id, what it asks, how bad a breach is, where it comes from and what to do about one."""

    id: str
    title: str
    severity: Severity
    source: str
    remedy: str
    check: Check


@dataclass(frozen=True)
class Finding:
    """One breach of one rule."""

    rule: Rule
    sheet: str
    cell: str
    why: str

    @property
    def place(self) -> str:
        """Its sheet and cell as people write them, or the workbook."""
        return "!".join(part for part in (self.sheet, self.cell) if part) or "workbook"

    def as_json(self) -> dict[str, str]:
        """The finding as `xltco lint --json` shows it."""
        rule = self.rule
        return {
            "rule": rule.id,
            "severity": rule.severity,
            "sheet": self.sheet,
            "cell": self.cell,
            "why": self.why,
            "remedy": rule.remedy,
            "source": rule.source,
        }


RULES: dict[str, Rule] = {}


def rule(id_: str, severity: Severity, *, source: str, remedy: str) -> Callable[[Check], Check]:
    """Register a function that finds the breaches of a rule; its docstring is the rule's title."""

    def register(check: Check) -> Check:
        assert id_ not in RULES, f"two rules are called {id_}"
        title = (check.__doc__ or "").removesuffix(".")
        RULES[id_] = Rule(id_, title, severity, source, remedy, check)
        return check

    return register
