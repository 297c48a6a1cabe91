"""`xltco addin doctor`: what classic xlwings needs, whether it is here, and what to do."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import click

from xltco.cli.show import print_json

WRONG = 1

_EPILOG = """
\b
Examples:
  xltco addin doctor                            # Python, xlwings, add-in and your own settings
  xltco addin doctor --workbook model/tco.xlsm  # as well those of a workbook, which are heard first
  xltco addin doctor --json

\b
Exit codes: 0 everything is there, 1 something is missing (what to do stands below it), 2 bad input.
"""


@click.command(epilog=_EPILOG)
@click.option("--workbook", type=click.Path(), help="A workbook whose macros, settings and names are checked too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(workbook: str | None, as_json: bool) -> None:
    """Check that the functions can work in Excel on Windows through classic xlwings, and say what to do."""
    import xlwings

    from xltco.functions.hosts.xlwings_health import Machine, checks
    from xltco.functions.hosts.xlwings_settings import NAME, read_settings
    from xltco.functions.hosts.xlwings_workbook import read_macro_workbook

    book = read_macro_workbook(Path(workbook)) if workbook else None
    places = [book.path.parent / NAME] if book else []
    done = list(checks(Machine(), [read_settings(path) for path in [*places, Path(xlwings.USER_CONFIG_FILE)]], book))
    if as_json:
        print_json([dataclasses.asdict(check) for check in done])
    else:
        for check in done:
            click.echo(f"{'ok ' if check.ok else 'NO '} {check.name}: {check.found}")
            if check.do:
                click.echo(f"    -> {check.do}")
    if not all(check.ok for check in done):
        sys.exit(WRONG)
