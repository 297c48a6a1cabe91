"""`xltco explain`: a line's formula, with the names, then with the numbers, and what feeds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xltco.cli.show import console, print_json, quantity
from xltco.scenario.stated import CASES

if TYPE_CHECKING:
    from xltco.explain import Explanation, Feed

_EPILOG = """
\b
Examples:
  xltco explain samples/seed-code.toml self_host_break_even_tokens
  xltco explain samples/enterprise.toml self_host_compute --month 12
"""


@click.command(epilog=_EPILOG)
@click.argument("scenario", type=click.Path())
@click.argument("line")
@click.option(
    "--month",
    type=int,
    default=1,
    show_default=True,
    help="For a monthly line: which month, 0 to the last of the timeline.",
)
@click.option("--case", type=click.Choice(CASES), default="base", show_default=True, help="Which case.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, unrounded.")
def command(scenario: str, line: str, month: int, case: str, as_json: bool) -> None:
    """Where a number comes from: LINE of a SCENARIO, with names, with numbers, and what feeds it."""
    from xltco.engine import evaluate
    from xltco.explain import explain
    from xltco.scenario import load

    stated = load(scenario)
    found = explain(evaluate(stated.case(case)), line, month)
    if as_json:
        print_json(_as_data(found))
    else:
        _print(found, stated.currency)


def _as_data(found: Explanation) -> dict[str, Any]:
    return {
        "name": found.line.name,
        "label": found.line.label,
        "meaning": found.line.meaning,
        "unit": found.line.unit.name,
        "source": found.line.source,
        found.line.axis: found.index,
        "value": found.value,
        "formula": found.with_names,
        "formula_with_numbers": found.with_numbers,
        "feeds": [{"name": f.name, "value": f.value, "unit": f.item.unit.name} for f in found.feeds],
    }


def _print(found: Explanation, currency: str) -> None:
    from rich.table import Table
    from rich.text import Text

    line = found.line
    where = f", {line.axis} {found.index}" if line.axis != "scalar" else ""
    click.secho(f"{line.name}{where}: {line.label}", bold=True)
    click.echo(f"{line.meaning}\n")
    click.echo(f"  {found.with_names}")
    click.echo(f"  {found.with_numbers}")
    click.echo(f"  = {quantity(found.value, line.unit, currency)}   ({line.source})\n")
    table = Table(title="What feeds it", title_justify="left")
    for heading in ("Name", "Value", "What it is"):
        table.add_column(heading, overflow="fold")
    for feed in found.feeds:
        table.add_row(feed.name, Text(_shown(feed, currency)), Text(_kind(feed)))
    console().print(table)


def _shown(feed: Feed, currency: str) -> str:
    if isinstance(feed.value, list):
        return f"{len(feed.value)} values"
    return quantity(feed.value, feed.item.unit, currency)


def _kind(feed: Feed) -> str:
    from xltco.lines import Input, Line

    if isinstance(feed.item, Line):
        return f"{feed.item.meaning} ({feed.item.source})"
    return (
        f"input {feed.item.dotted}: {feed.item.description}"
        if isinstance(feed.item, Input)
        else f"constant: {feed.item.meaning}"
    )
