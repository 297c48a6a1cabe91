"""`xltco functions`: the catalogue of user functions, for people and for scripts."""

from __future__ import annotations

import click

from xltco.cli.lazy import LazyGroup

MODULES = {
    "list": "xltco.cli.catalogue.list",
    "show": "xltco.cli.catalogue.show",
    "export": "xltco.cli.catalogue.export",
}


_EPILOG = """
\b
Examples:
  xltco functions list                        # every function with its summary
  xltco functions show BREAKEVEN              # syntax, arguments, errors, worked examples
  xltco functions export --names -o fns.xlsx  # a workbook of only the functions, to copy into another
"""


@click.group(cls=LazyGroup, modules=MODULES, epilog=_EPILOG)
def command() -> None:
    """The catalogue of user functions: =BREAKEVEN(...) and its family."""
