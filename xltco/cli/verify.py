"""`xltco verify`: does every formula cell of a workbook hold what the model says?"""

from __future__ import annotations

import sys

import click

from xltco.cli.notes import notes_on
from xltco.cli.show import console, print_json, progress
from xltco.engine import evaluate
from xltco.verify.compare import Difference
from xltco.verify.engines import CHOICES, chosen
from xltco.verify.report import Report, verify

DIFFERENT = 1
MOST_SHOWN = 40

_EPILOG = """
\b
Examples:
  xltco verify tco.xlsx
  xltco verify tco.xlsx --engine libreoffice --json
\b
Exit codes: 0 every cell agrees, 1 something differs, 2 bad input or the engine is not installed (NOT VERIFIED).
"""


@click.command(epilog=_EPILOG)
@click.argument("file", type=click.Path())
@click.option(
    "--engine", type=click.Choice(CHOICES), help="Default: formualizer and ironcalc, and LibreOffice where it is."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(file: str, engine: str | None, as_json: bool) -> None:
    """Recalculate a workbook FILE in independent engines and compare every formula cell with the model."""
    engines = chosen(engine)
    with progress(f"verifying {file}") as update:
        report = verify(file, engines, progress=update)
        notes = notes_on(report.scenario, evaluate(report.scenario.case(report.case)))
    if as_json:
        print_json(report.as_json() | notes.as_data())
    else:
        _print(report)
        notes.print()
    if not report.is_equal:
        sys.exit(DIFFERENT)


def _print(report: Report) -> None:
    click.echo(
        f"{report.path}: {report.formula_cells:,} formula cells, {report.links:,} of them links, case {report.case}"
    )
    for result in report.engines:
        click.echo(
            f"  {result.engine:<12} {result.cells_compared:>7,} compared, {len(result.mismatches):,} differ, "
            f"largest relative difference {result.largest_relative_difference:.1e}"
        )
    for result in report.changed:
        click.echo(f"  {result.engine}: {result.cells_compared:,} compared, {len(result.mismatches):,} differ")
    for result in report.calls:
        click.echo(f"  {result.engine}: {result.cells_compared:,} compared, {len(result.mismatches):,} differ")
    if report.cached is None:
        click.echo("  cached       none: a previewer shows nothing until the file is recalculated and saved")
    else:
        click.echo(
            f"  {'cached':<12} {report.cached.cells_compared:>7,} compared, {len(report.cached.mismatches):,} differ"
        )
    if report.is_equal:
        click.echo("VERIFIED: every formula cell holds what the model says.")
        return
    click.echo(f"DIFFERENT: {len(report.mismatches):,} findings.")
    _print_mismatches(report.mismatches)


def _print_mismatches(mismatches: list[Difference]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for heading in ("Cell", "Label", "Found by", "Expected", "Found", "Formula"):
        table.add_column(heading, overflow="fold")
    for m in mismatches[:MOST_SHOWN]:
        place = f"{m.sheet}!{m.cell}" if m.sheet else m.cell or "-"
        found = repr(m.found) if m.reason == "differs" else m.reason
        row = (place, m.label, m.engine, repr(m.expected), found, m.formula[:120])
        table.add_row(*(Text(text) for text in row))
    console().print(table)
    if len(mismatches) > MOST_SHOWN:
        click.echo(f"... and {len(mismatches) - MOST_SHOWN:,} more; --json lists them all.")
