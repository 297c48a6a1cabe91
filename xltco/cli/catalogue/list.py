"""`xltco functions list`: every function with its summary."""

from __future__ import annotations

import click

from xltco.cli.show import console, print_json

_EPILOG = """
\b
Examples:
  xltco functions list
  xltco functions list --json
  xltco functions list --markdown > reference.md
"""


@click.command(epilog=_EPILOG)
@click.option("--json", "as_json", is_flag=True, help="Print the whole catalogue as JSON.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print the whole catalogue as a page of documentation.")
def command(as_json: bool, as_markdown: bool) -> None:
    """Every function with what it answers."""
    from xltco.functions import CATALOGUE

    if as_markdown:
        from xltco.functions.reference import reference

        click.echo(reference(), nl=False)
        return
    if as_json:
        from xltco.cli.catalogue.data import as_data

        print_json([as_data(function) for function in CATALOGUE.values()])
        return
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for heading in ("Function", "Category", "What it answers"):
        table.add_column(heading)
    for function in CATALOGUE.values():
        table.add_row(Text(function.name), Text(function.category), Text(function.summary))
    console().print(table)
