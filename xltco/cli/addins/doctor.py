"""`xltco addin doctor`."""

from __future__ import annotations

import click


@click.command()
def command() -> None:
    """Not there yet."""
