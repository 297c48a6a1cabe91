"""`xltco functions show`: the help of one function."""

from __future__ import annotations

import click

from xltco.cli.catalogue.data import as_data
from xltco.cli.show import print_json
from xltco.errors import XltcoError
from xltco.functions import CATALOGUE, Function
from xltco.functions.errors import MEANINGS
from xltco.functions.hosts.native import call, formula

_EPILOG = """
\b
Examples:
  xltco functions show BREAKEVEN
  xltco functions show BREAKEVEN --formula     # the LAMBDA, to paste into Excel's Name Manager
"""


@click.command(epilog=_EPILOG)
@click.argument("name")
@click.option("--formula", "with_formula", is_flag=True, help="Print the LAMBDA alone.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(name: str, with_formula: bool, as_json: bool) -> None:
    """Syntax, arguments, errors and worked examples of the function NAME."""
    function = CATALOGUE.get(name.upper())
    if function is None:
        raise XltcoError(f"{name}: there is no such function; known are {', '.join(CATALOGUE)}")
    if as_json:
        print_json(as_data(function))
    elif with_formula:
        if not function.native:
            raise XltcoError(f"{function.name} needs the price lists, so a workbook can't hold it by itself")
        click.echo(f"={formula(function)}")
    else:
        _print(function)


def _print(function: Function) -> None:
    click.echo(f"={function.syntax}\n\n{function.summary}")
    click.echo(f"{' '.join(function.details.split())}\n")
    for argument in function.arguments:
        click.echo(f"  {argument.name}: {argument.description}\n      {argument.allowed}")
    click.echo(f"\nAnswers: {', '.join(column.title for column in function.columns) or function.unit.label}")
    click.echo("Errors:")
    for code, meaning in MEANINGS.items():
        click.echo(f"  {code} {meaning}")
    click.echo("Examples:")
    for example in function.examples:
        value = "a table" if function.is_table else f"{example.value}"
        click.echo(f"  ={call(function, example.arguments)} is {value} ({example.source})")
