"""`xltco new`: a commented scenario to edit, from a sample."""

from __future__ import annotations

from pathlib import Path

import click

from xltco.errors import XltcoError
from xltco.files import require_writable, write_atomically
from xltco.resources import folder

_EPILOG = """
\b
Examples:
  xltco new my.toml
  xltco new my.toml --sample enterprise
"""


@click.command(epilog=_EPILOG)
@click.argument("file", type=click.Path())
@click.option("--sample", default="seed-code", show_default=True, help="The sample to start from.")
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
def command(file: str, sample: str, force: bool) -> None:
    """Write a commented scenario FILE.toml to edit."""
    from xltco.scenario import load
    from xltco.scenario.save import as_toml

    path = Path(file)
    require_writable(path, ".toml", force=force)
    source = folder("samples") / f"{sample}.toml"
    if not source.is_file() or source.parent != folder("samples"):
        known = ", ".join(sorted(found.stem for found in folder("samples").glob("*.toml")))
        raise XltcoError(f"{sample}: there is no such sample; known are {known}")
    write_atomically(path, as_toml(load(source)).encode())
    click.echo(f"Wrote {path} from the sample {sample}. Next: edit it, then 'xltco compare {path}'.")
