"""The catalogue of user functions: `=BREAKEVEN(...)` and its family, one declaration each, for every host.

What is imported from here declares all of them (`catalogue.py`); one module of them can be imported alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltco.functions.catalogue import *  # noqa: F403


def __getattr__(name: str) -> object:
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("xltco.functions.catalogue"), name)
