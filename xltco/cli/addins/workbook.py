"""`xltco addin workbook`: a scenario as a workbook with xlwings' own macros in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltco.cli.show import print_json, progress
from xltco.errors import XltcoError

if TYPE_CHECKING:
    from xltco.workbook.macros import Macros

_EPILOG = """
\b
Examples:
  xltco addin workbook samples/seed-code.toml -o seed.xlsm
  xltco addin workbook my.toml -o board.xlsm --template board --force
  xltco addin workbook my.toml -o tco.xlsm --interpreter C:\\\\tco\\\\.venv\\\\Scripts\\\\python.exe

\b
The workbook needs no add-in of xlwings: its macros are the ones that come with the installed xlwings, and its sheet
xlwings.conf says where the functions are. Exit codes: 0 written, 2 bad input or an output that is there already.
"""


@click.command(epilog=_EPILOG)
@click.argument("scenario", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(), help="The workbook to write, FILE.xlsm.")
@click.option("--template", default="full", show_default=True, help="Template: a name, or the path of a .toml file.")
@click.option(
    "--interpreter",
    type=click.Path(),
    help="The python.exe that Excel starts; left out, the one of the reader's own settings (addin install).",
)
@click.option("--bare-names", is_flag=True, help="=BREAKEVEN, not =XLTCO_BREAKEVEN: leaves the native functions out.")
@click.option("--force", is_flag=True, help="Overwrite the output if it is there.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def command(
    scenario: str, output: str, template: str, interpreter: str | None, bare_names: bool, force: bool, as_json: bool
) -> None:
    """Write a SCENARIO file as a workbook with macros, .xlsm, in which the functions work through classic xlwings."""
    from xltco.engine import evaluate
    from xltco.scenario import load
    from xltco.workbook.template import load_template
    from xltco.workbook.writer import build

    stated, plan, macros = load(scenario), load_template(template), _macros(interpreter, bare_names)
    with progress(f"building {output}"):
        result = evaluate(stated)
        recorded = {item.of: result.scalar(item.of) for item in result.present.recorded.values()}
        path = build(
            stated, output, template=plan, force=force, recorded=recorded, functions=not bare_names, macros=macros
        )
    if as_json:
        print_json({"file": str(path), "settings": dict(macros.settings)})
        return
    click.echo(f"Wrote {path}")
    click.echo("In Excel on Windows: enable the macros, run the macro ImportPythonUDFs once (Alt+F8), and type")
    name = "BREAKEVEN" if bare_names else "XLTCO_BREAKEVEN"
    click.echo(f"={name}(0.5, 1.21, 150, 10) in a cell. docs/functions/xlwings.md shows each step.")


def _macros(interpreter: str | None, bare_names: bool) -> Macros:
    """xlwings' standalone VBA, out of the installed package, and settings that load our functions."""
    import xlwings

    from xltco.functions.hosts.xlwings_settings import BARE, CLASSIC, INTERPRETER_KEY, MODULES_KEY, NAME, plain
    from xltco.workbook.macros import Macros

    source = Path(xlwings.__file__).parent / "quickstart_standalone.xlsm"
    try:
        template = source.read_bytes()
    except OSError as error:
        raise XltcoError(
            f"{source}: the macros of xlwings can't be read ({error.strerror or error}); pip install xlwings"
        ) from None
    settings = {MODULES_KEY: BARE if bare_names else CLASSIC}
    if interpreter:
        settings[INTERPRETER_KEY] = plain(interpreter, "--interpreter")
    return Macros(template, NAME, settings)
