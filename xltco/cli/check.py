"""`xltco check`: what is odd about a scenario, what its results take for granted, and which checks failed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from xltco.cli.show import print_json
from xltco.scenario.stated import CASES

if TYPE_CHECKING:
    from xltco.cli.notes import Notes

FAILED = 1

_EPILOG = """
\b
Examples:
  xltco check my.toml
  xltco check my.toml --case low --json

\b
Warnings and cautions are no failure: docs/codes.md says what each means and what to do.
Exit codes: 0 the file can be used, 1 a check of the model failed, 2 bad input.
"""


@click.command(epilog=_EPILOG)
@click.argument("scenario", type=click.Path())
@click.option("--case", type=click.Choice(CASES), default="base", show_default=True, help="Whose cautions and checks.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(scenario: str, case: str, as_json: bool) -> None:
    """Say what is odd in a SCENARIO file, what its results take for granted, and whether every check passes."""
    from xltco.cli.notes import notes_on
    from xltco.engine import evaluate
    from xltco.scenario import load

    stated = load(scenario)
    notes = notes_on(stated, evaluate(stated.case(case)))
    if as_json:
        print_json({"name": stated.name, "case": case, **notes.as_data()})
    else:
        notes.print()
        click.echo(_verdict(notes))
    if notes.failed:
        sys.exit(FAILED)


def _verdict(notes: Notes) -> str:
    """How many of each there are, in one line that stands alone."""
    counts = (
        _counted(len(notes.warnings), "warning"),
        _counted(len(notes.cautions), "caution"),
        _counted(len(notes.failed), "failed check"),
    )
    return ("FAILED: " if notes.failed else "OK: ") + ", ".join(counts) + "."


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
