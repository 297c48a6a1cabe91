"""`xltco lint`: does a workbook keep the modelling rules, and will Excel open it without a repair prompt?"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltco.cli.show import print_json
from xltco.errors import XltcoError

if TYPE_CHECKING:
    from xltco.lint import LintReport, Rule

FOUND = 1
MOST_SHOWN_OF_A_RULE = 10

_EPILOG = """
\b
Examples:
  xltco lint tco.xlsx
  xltco lint a.xlsx b.xlsx --json
  xltco lint tco.xlsx --ignore print-setup --ignore input-unvalidated
  xltco lint --rules

\b
Exit codes: 0 nothing found, 1 something found, 2 bad input.
"""


@click.command(epilog=_EPILOG)
@click.argument("files", type=click.Path(), nargs=-1)
@click.option("--rule", "only", multiple=True, metavar="ID", help="Check only this rule; may be repeated.")
@click.option("--ignore", multiple=True, metavar="ID", help="Leave this rule out; may be repeated.")
@click.option(
    "--rules", "--list-rules", "list_rules", is_flag=True, help="Show the rules: why each is asked, and what to do."
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings, or the rules, as JSON.")
def command(
    files: tuple[str, ...], only: tuple[str, ...], ignore: tuple[str, ...], list_rules: bool, as_json: bool
) -> None:
    """Check workbooks (FILES, ours or anybody's) against modelling rules and what makes Excel repair a file."""
    from xltco.lint import chosen_rules, lint

    chosen = chosen_rules(only, ignore)
    if list_rules:
        _print_rules(chosen, as_json=as_json)
        return
    if not files:
        raise click.UsageError("Name at least one workbook, or --rules.")
    reports, unreadable = [], []
    for file in files:
        try:
            reports.append(lint(Path(file), only=only, ignore=ignore))
        except XltcoError as error:
            unreadable.append(str(error))
    if as_json and reports:
        print_json({"files": [report.as_json() for report in reports]})
    elif not as_json:
        for report in reports:
            _print(report)
    if unreadable:
        raise XltcoError("\n".join(unreadable))
    if any(report.findings for report in reports):
        sys.exit(FOUND)


def _print(report: LintReport) -> None:
    click.echo(f"{report.path}: {report.sheets:,} sheets, {report.formula_cells:,} formula cells")
    for rule, group in groupby(report.findings, key=lambda finding: finding.rule):
        found = list(group)
        click.echo(f"{rule.severity} {rule.id}: {rule.title} ({rule.source})")
        for finding in found[:MOST_SHOWN_OF_A_RULE]:
            click.echo(f"  {finding.place}: {finding.why}")
        if len(found) > MOST_SHOWN_OF_A_RULE:
            click.echo(f"  ... and {len(found) - MOST_SHOWN_OF_A_RULE:,} more; --json lists them all")
        click.echo(f"  > {rule.remedy}")
    if not report.findings:
        click.echo("CLEAN: nothing found.")
    else:
        click.echo(f"FOUND: {report.errors:,} errors, {report.warnings:,} warnings.")


def _print_rules(rules: list[Rule], *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {"rule": r.id, "severity": r.severity, "title": r.title, "source": r.source, "remedy": r.remedy}
                for r in rules
            ]
        )
        return
    for rule in rules:
        click.echo(f"{rule.severity:<8} {rule.id:<22} {rule.title} ({rule.source})")
        click.echo(f"{'':<31} > {rule.remedy}")
