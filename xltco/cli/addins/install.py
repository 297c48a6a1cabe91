"""`xltco addin install`: tells classic xlwings where the functions are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltco.cli.show import print_json
from xltco.errors import OutputError, XltcoError

if TYPE_CHECKING:
    from xltco.functions.hosts.xlwings_settings import Settings

_EPILOG = """
\b
Examples:
  xltco addin install                             # in your own settings: for every workbook of yours
  xltco addin install --workbook model/tco.xlsm   # in xlwings.conf beside a workbook: for those in its folder
  xltco addin install --dry-run                   # only show what would change
  xltco addin install --remove                    # take the functions out again

\b
Settings that are there already stay: other keys as they are, other modules beside ours. What changes is shown, and
asked about unless --force is given. Exit codes: 0 done, 2 bad input or not allowed to change a file.
"""


@click.command(epilog=_EPILOG)
@click.option("--workbook", type=click.Path(), help="Write xlwings.conf beside this .xlsm, not your own settings.")
@click.option(
    "--bare-names", is_flag=True, help="=BREAKEVEN, not =XLTCO_BREAKEVEN: for workbooks without native functions."
)
@click.option("--interpreter", type=click.Path(), help="The python.exe that Excel starts. On Windows: this one.")
@click.option("--remove", is_flag=True, help="Take the functions out of the settings.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--force", is_flag=True, help="Change a file that is there already without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print what changes as JSON.")
def command(
    workbook: str | None,
    bare_names: bool,
    interpreter: str | None,
    remove: bool,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Install the functions for Excel on Windows, through classic xlwings: writes its settings."""
    from xltco.functions.hosts.xlwings_settings import BARE, CLASSIC, differences, plain, read_settings

    before = read_settings(_beside(Path(workbook)) if workbook else _of_the_user())
    python = plain(interpreter or (sys.executable if sys.platform == "win32" else ""), "--interpreter")
    module = BARE if bare_names else CLASSIC
    after = before.without_modules() if remove else before.with_module(module, interpreter=python)
    changes = differences(before, after)
    if not as_json:
        _show(before.path, changes)
    if changes and not dry_run:
        _allow(before, changes, force=force, quiet=as_json)
        after.save()
    if as_json:
        print_json({"file": str(before.path), "changes": changes, "written": bool(changes) and not dry_run})
    elif not dry_run and not remove:
        _show_next_steps("BREAKEVEN" if bare_names else "XLTCO_BREAKEVEN")


def _of_the_user() -> Path:
    import xlwings

    return Path(xlwings.USER_CONFIG_FILE)


def _beside(workbook: Path) -> Path:
    """xlwings.conf in the workbook's folder; an error where a sheet of the workbook would be heard before it."""
    from xltco.functions.hosts.xlwings_settings import MODULES_KEY, NAME
    from xltco.functions.hosts.xlwings_workbook import read_macro_workbook

    if workbook.suffix.lower() != ".xlsm":
        raise XltcoError(f"{workbook}: must be a workbook with macros, .xlsm; save it as one, or see addin workbook")
    inside = read_macro_workbook(workbook).settings
    if inside and inside.value(MODULES_KEY) is not None:
        raise XltcoError(
            f"{workbook}: its sheet {NAME} states {MODULES_KEY} and is heard before any file: change it there, "
            f"or delete that row"
        )
    return workbook.parent / NAME


def _allow(before: Settings, changes: list[str], *, force: bool, quiet: bool) -> None:
    """Ask before somebody's settings change; OutputError where nobody can be asked."""
    if force or not before.exists:
        return
    if quiet or not sys.stdin.isatty():
        shown = "" if not quiet else ": " + "; ".join(changes)
        raise OutputError(f"{before.path}: is there already and would change{shown}; use --force to change it")
    click.confirm("Change it?", abort=True)


def _show(path: Path, changes: list[str]) -> None:
    click.echo(f"{path}" if changes else f"{path}: nothing to change")
    for line in changes:
        click.echo(f"  {line}")


def _show_next_steps(name: str) -> None:
    click.echo(f"""
Next, in Excel on Windows:
  1. Once: xlwings addin install, and let macros reach the VBA project (docs/functions/xlwings.md says where).
  2. Open a workbook saved as .xlsm; on the ribbon xlwings press Import Functions.
  3. Type ={name}(0.5, 1.21, 150, 10): it shows 4766600000.
Something is not right? xltco addin doctor""")
    if sys.platform != "win32":
        click.echo("This machine is not Windows: the settings take effect on one that is.")
