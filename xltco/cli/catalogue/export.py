"""`xltco functions export`: a workbook of only the functions."""

from __future__ import annotations

from pathlib import Path

import click

from xltco.cli.show import progress
from xltco.files import require_writable, write_atomically

_EPILOG = """
\b
Examples:
  xltco functions export --names -o functions.xlsx
\b
Open it in Excel 365 or 2024 beside your own workbook, right-click its sheet, Move or Copy, and choose your
workbook: the names come along. Exit codes: 0 written, 2 bad input or an output that is there already.
"""


@click.command(epilog=_EPILOG)
@click.option("--names", is_flag=True, required=True, help="As LAMBDA names on a sheet with live examples and help.")
@click.option("-o", "--output", required=True, type=click.Path(), help="The workbook to write, FILE.xlsx.")
@click.option("--force", is_flag=True, help="Overwrite the output if it is there.")
def command(names: bool, output: str, force: bool) -> None:
    """Write a workbook of only the functions, to copy into any other."""
    from xltco.workbook.function_book import function_workbook

    path = Path(output)
    require_writable(path, ".xlsx", force=force)
    with progress(f"building {output}"):
        write_atomically(path, function_workbook())
    click.echo(f"Wrote {path}")
