"""The table of the rules, from their own declarations: `python -m xltco.lint.table` writes it into docs/lint.md."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from xltco.errors import XltcoError
from xltco.lint import RULES, Rule

PAGE = "docs/lint.md"
BEGIN = "<!-- python -m xltco.lint.table writes this table -->"
END = "<!-- end of the table -->"
_HEAD = "| Rule | Severity | What it asks | Why | What to do |\n|---|---|---|---|---|"


def table(rules: Iterable[Rule]) -> str:
    """The rules as a table of Markdown, a row to each."""
    rows = [(f"`{rule.id}`", rule.severity, rule.title, rule.source, rule.remedy) for rule in rules]
    return "\n".join([_HEAD, *(_row(row) for row in rows)])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def with_table(page: str) -> str:
    """The page with the table of all rules between its two markers."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise XltcoError(f"the page lacks the markers {BEGIN} and {END} around its table of the rules")
    return f"{before}{BEGIN}\n{table(RULES.values())}\n{END}{after}"


def main() -> None:
    """Write the table into the page that is named, or into that of the project."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else PAGE)
    path.write_text(with_table(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
