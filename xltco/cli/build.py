"""`xltco build`: a scenario as a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from xltco.cli.compare import as_data, headline
from xltco.cli.show import print_json, progress
from xltco.engine import evaluate
from xltco.files import require_writable
from xltco.scenario import load

_EPILOG = """
\b
Examples:
  xltco build samples/seed-code.toml -o seed.xlsx
  xltco build my.toml -o tco.xlsx --force
"""


@click.command(epilog=_EPILOG)
@click.argument("scenario", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(), help="The workbook to write, FILE.xlsx.")
@click.option("--template", default="full", show_default=True, help="Template: a name, or the path of a .toml file.")
@click.option("--force", is_flag=True, help="Overwrite the output if it is there.")
@click.option("--json", "as_json", is_flag=True, help="Print what the workbook says as JSON.")
def command(scenario: str, output: str, template: str, force: bool, as_json: bool) -> None:
    """Write a SCENARIO file as a formula-driven Excel workbook."""
    from xltco.workbook.template import load_template
    from xltco.workbook.writer import build

    require_writable(Path(output), ".xlsx", force=force)
    stated = load(scenario)
    plan = load_template(template)
    with progress(f"building {output}"):
        path = build(stated, output, template=plan, force=force)
    result = evaluate(stated)
    if as_json:
        print_json({"file": str(path), **as_data(stated, result)})
        return
    click.echo(f"Wrote {path}")
    for line in headline(result):
        click.echo(line)
