"""`xltco addin lite`: the two files that bring the functions into xlwings Lite."""

from __future__ import annotations

from pathlib import Path

import click

import xltco
from xltco.cli.show import print_json
from xltco.errors import OutputError, XltcoError
from xltco.files import require_writable, write_atomically

_MAIN = '''"""The functions of xltco in this workbook: =XLTCO.BREAKEVEN(...) and its family, through xlwings Lite."""

from xltco.functions.hosts.xlwings_lite import *  # noqa: F403

# Functions of your own go below, with `from xlwings import func`.
'''
_REQUIREMENTS = """# Keep the lines that xlwings Lite has here already, and add this one.
{package}
"""

_EPILOG = """
\b
Examples:
  xltco addin lite -o lite
  xltco addin lite -o lite --package https://intranet.example/xltco-0.1.0-py3-none-any.whl
  xltco addin lite -o lite --force --json

\b
Excel, task pane xlwings Lite: paste main.py and requirements.txt, restart, and type =XLTCO.BREAKEVEN(0.5,1.21,150,10).
Exit codes: 0 written, 2 bad input or files that are there already.
"""


@click.command(epilog=_EPILOG)
@click.option("-o", "--output", required=True, type=click.Path(), help="The folder for main.py and requirements.txt.")
@click.option("--package", help="What requirements.txt asks for: the address of a wheel, or a name with a version.")
@click.option("--force", is_flag=True, help="Overwrite the two files if they are there.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def command(output: str, package: str | None, force: bool, as_json: bool) -> None:
    """Write main.py and requirements.txt for xlwings Lite: the functions in Excel on Windows, Mac and the web."""
    folder = Path(output)
    wanted = package or f"xltco=={xltco.__version__}"
    if not wanted.strip() or not wanted.isprintable():
        raise XltcoError(
            f"--package: must be one line such as xltco==0.1.0 or the address of a wheel (found {wanted!r})"
        )
    contents = {folder / "main.py": _MAIN, folder / "requirements.txt": _REQUIREMENTS.format(package=wanted)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: can't be a folder ({error.strerror or error})") from None
    for path in contents:
        require_writable(path, path.suffix, force=force)
    for path, text in contents.items():
        write_atomically(path, text.encode())
    if as_json:
        print_json({"files": [str(path) for path in contents], "package": wanted})
        return
    for path in contents:
        click.echo(f"Wrote {path}")
    click.echo("Paste both into the task pane of xlwings Lite; docs/functions/xlwings-lite.md shows each step.")
