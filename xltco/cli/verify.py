"""`xltco verify`: does every formula cell of a workbook hold what the model says?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from xltco.spreadsheet.engines.known import CHOICES

if TYPE_CHECKING:
    from xltco.verify.cases import CasesReport
    from xltco.verify.compare import Difference
    from xltco.verify.report import Report

DIFFERENT = 1
INTERRUPTED = 130
MOST_SHOWN = 40
MOST_CASES_SHOWN, MOST_CELLS_SHOWN = 10, 5

_EPILOG = """
\b
Examples:
  xltco verify tco.xlsx
  xltco verify tco.xlsx --engine libreoffice --json
  xltco verify tco.xlsx --cases 1000 --seed 7
\b
Exit codes: 0 every cell agrees, 1 something differs, 2 bad input, or an engine that is not installed or failed
(NOT VERIFIED).
"""


@click.command(epilog=_EPILOG)
@click.argument("file", type=click.Path())
@click.option(
    "--engine",
    type=click.Choice(CHOICES),
    help="Default: formualizer and ironcalc (embedded), and LibreOffice where it is; with --cases the embedded ones.",
)
@click.option("--cases", type=int, help="Try so many whole sets of drawn inputs instead, 1 to 100,000.")
@click.option("--seed", type=int, help="With --cases: case i depends on the seed and i alone; default 1.")
@click.option("--first", type=int, help="With --cases: the number of the first case, where to go on; default 1.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    file: str, engine: str | None, cases: int | None, seed: int | None, first: int | None, as_json: bool
) -> None:
    """Recalculate a workbook FILE in independent engines and compare every formula cell with the model."""
    if cases is None and (seed, first) != (None, None):
        raise click.UsageError("--seed and --first choose among drawn cases: say how many with --cases")
    if cases is not None:
        first = 1 if first is None else first
        _verify_cases(file, engine, range(first, first + cases), 1 if seed is None else seed, as_json=as_json)
    else:
        _verify(file, engine, as_json=as_json)


def _verify(file: str, engine: str | None, *, as_json: bool) -> None:
    from xltco.cli.notes import notes_on
    from xltco.cli.show import print_json, progress
    from xltco.engine import evaluate
    from xltco.spreadsheet.engines.known import chosen
    from xltco.verify.report import verify

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


def _verify_cases(file: str, engine: str | None, numbers: range, seed: int, *, as_json: bool) -> None:
    from xltco.cli.show import print_json
    from xltco.spreadsheet.engines.known import chosen
    from xltco.verify.cases import verify_cases

    def update(text: str) -> None:
        click.echo(f"\r{text}", err=True, nl=False)

    report = verify_cases(file, chosen(engine or "embedded"), numbers, seed, progress=update)
    click.echo(err=True)
    if as_json:
        print_json(report.as_json())
    else:
        _print_cases(report)
    if report.was_interrupted:
        sys.exit(INTERRUPTED)
    if report.failures:
        sys.exit(DIFFERENT)


def _print_cases(report: CasesReport) -> None:
    names = " and ".join(report.engines)
    held = f"{report.done:,} of {report.asked:,} cases, {report.cells_compared:,} cells compared in {names}"
    click.echo(f"{report.path}: {held}")
    for failure in report.failures[:MOST_CASES_SHOWN]:
        click.echo(
            f"case {failure.number} ({failure.kind}): {len(failure.differences):,} cells differ in {failure.engine}"
        )
        click.echo(f"  again: {report.again(failure.number)}")
        for one in failure.differences[:MOST_CELLS_SHOWN]:
            click.echo(f"  {one.sheet}!{one.cell} {one.label}: expected {one.expected!r}, found {one.found!r}")
    if report.was_interrupted:
        click.echo(f"INTERRUPTED after case {report.last}; go on with: {report.rest()}")
    if report.failures:
        click.echo(f"DIFFERENT: {len(report.failures):,} of {report.done:,} cases.")
    elif report.done:
        click.echo("Every formula cell held what the model says in each of these cases.")


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

    from xltco.cli.show import console

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
