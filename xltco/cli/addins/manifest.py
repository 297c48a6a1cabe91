"""`xltco addin manifest`: the file by which Excel finds the add-in."""

from __future__ import annotations

from pathlib import Path

import click

from xltco.cli.show import print_json
from xltco.files import require_writable, write_atomically
from xltco.functions.hosts.office import DEFAULT_PORT
from xltco.functions.hosts.office.manifest import manifest, version

_EPILOG = """
\b
Examples:
  xltco addin manifest -o xltco.xml                 # for xltco addin serve --tls
  xltco addin manifest -o xltco.xml --port 9443     # for xltco addin serve --tls --port 9443

\b
How to add it to Excel on Mac, web and Windows: docs/functions/office-js.md.
Exit codes: 0 written, 2 bad input or an output that is there already.
"""


@click.command(epilog=_EPILOG)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The file to write, FILE.xml.")
@click.option(
    "--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(1, 65535), help="Port of xltco addin serve."
)
@click.option("--force", is_flag=True, help="Overwrite the output if it is there.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def command(output: Path, port: int, force: bool, as_json: bool) -> None:
    """Write the manifest by which Excel finds the add-in that `xltco addin serve` serves."""
    require_writable(output, ".xml", force=force)
    write_atomically(output, manifest(port))
    if as_json:
        print_json({"file": str(output), "port": port, "version": version()})
        return
    click.echo(f"Wrote {output} for https://localhost:{port}.")
    click.echo("Add it to Excel (docs/functions/office-js.md), and keep `xltco addin serve --tls` running beside it.")
