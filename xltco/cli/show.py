"""What a person reads: rounded and named here, and only here. Scripts read `--json`, unrounded."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from xltco.units import Unit

NEVER = "never"
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def money(value: float | None) -> str:
    """An amount with two decimals, thousands apart."""
    return "-" if value is None else f"{value:,.2f}"


def tokens(value: float | None) -> str:
    """A volume as people say it: 4.77 billion tokens."""
    if value is None:
        return NEVER
    for scale, word in _SCALES:
        if value >= scale:
            return f"{value / scale:,.2f} {word} tokens"
    return f"{value:,.0f} tokens"


def month(value: float | None) -> str:
    """A month of the plan, or never."""
    return NEVER if value is None else f"month {value:.0f}"


def quantity(value: Any, unit: Unit, currency: str) -> str:
    """Any value of the model with its unit."""
    if value is None:
        return "#N/A"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return value or "(empty)"
    if unit.name == "flag":
        return f"{value:.0f}"
    return f"{value:,.10g} {unit.label.replace('currency', currency)}"


def print_json(data: Any) -> None:
    """JSON with unrounded doubles; "never" is null."""
    click.echo(json.dumps(data, indent=2, allow_nan=False))


def console() -> Console:
    """Where tables go: colour only on a terminal, wide enough for them elsewhere."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else 140)


@contextmanager
def progress(message: str) -> Iterator[Any]:
    """A spinner on a terminal's error stream while something takes more than a moment; silent elsewhere."""
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status(escape(message)) as status:
        yield lambda text: status.update(escape(text))
