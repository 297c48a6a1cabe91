"""`xltco addin build-oxt`: the functions as an extension for LibreOffice Calc."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from xltco.cli.show import print_json
from xltco.files import require_writable, write_atomically

_EPILOG = """
\b
Examples:
  xltco addin build-oxt -o xltco.oxt
  xltco addin build-oxt -o xltco.oxt --force
  xltco addin build-oxt -o xltco.oxt --python "C:\\Users\\me\\tools\\xltco\\Scripts\\python.exe"
  unopkg add --force xltco.oxt            # with LibreOffice closed; or open the file with LibreOffice

\b
The functions are computed by a Python that has xltco: the one that runs this command, or --python. Keep it where it is.
Exit codes: 0 written, 2 bad input, an output that is there already, or a Python that can't answer.
"""


@click.command(epilog=_EPILOG)
@click.option("-o", "--output", required=True, type=click.Path(), help="The extension to write, FILE.oxt.")
@click.option("--python", help="The Python that computes, when it is another than the one that runs this command.")
@click.option("--no-check", is_flag=True, help="Don't try whether that Python answers: it is on another machine.")
@click.option("--force", is_flag=True, help="Overwrite the output if it is there.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def command(output: str, python: str | None, no_check: bool, force: bool, as_json: bool) -> None:
    """Make an extension (.oxt) with which the functions work when typed in LibreOffice Calc."""
    from xltco.functions import CATALOGUE
    from xltco.functions.hosts.calc.extension import extension, require_worker, worker_command

    require_writable(Path(output), ".oxt", force=force)
    start = worker_command(_absolute(python) if python else None)
    if not no_check:
        require_worker(start)
    write_atomically(Path(output), extension(start))
    if as_json:
        print_json({"file": output, "python": start[0], "functions": list(CATALOGUE)})
        return
    click.echo(f"Wrote {output}: {len(CATALOGUE)} functions, computed by {start[0]}")
    click.echo(f'Install it: close LibreOffice, then unopkg add --force "{output}"; or open the file with LibreOffice.')


def _absolute(python: str) -> str:
    """The Python's full path, links kept: a link into a virtual environment is what makes it one."""
    found = shutil.which(python)
    return os.path.abspath(found) if found else python  # noqa: PTH100 - Path.resolve would follow the link
