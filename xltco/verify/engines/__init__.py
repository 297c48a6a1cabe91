"""Spreadsheet engines that nobody here wrote, behind one protocol.

Each recalculates every formula of a file, whatever values the file has cached, and reads the results.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from xltco.errors import EngineMissingError
from xltco.verify.file import Address, Value


class Engine(Protocol):
    """One engine: `name` on the command line, `available` here or not, `recalculate` a file."""

    name: str
    install: str

    def available(self) -> bool:
        """Whether the engine is installed here."""
        ...

    def recalculate(self, path: Path, cells: Iterable[Address]) -> Mapping[Address, Value]:
        """The values of those cells after a forced recalculation; errors as their text, such as "#N/A"."""
        ...


def engines() -> dict[str, Engine]:
    """Every engine by name; the first two come as wheels, the last is a program."""
    from xltco.verify.engines.formualizer_engine import FormualizerEngine
    from xltco.verify.engines.ironcalc_engine import IronCalcEngine
    from xltco.verify.engines.libreoffice_engine import LibreOfficeEngine

    found: list[Engine] = [FormualizerEngine(), IronCalcEngine(), LibreOfficeEngine()]
    return {engine.name: engine for engine in found}


EMBEDDED = ("formualizer", "ironcalc")
CHOICES = ("formualizer", "ironcalc", "libreoffice", "all")


def chosen(name: str | None) -> list[Engine]:
    """The engine of that name, every engine for "all", and by default the embedded ones with LibreOffice where it is.

    EngineMissingError when one that was asked for is not installed: nothing may pass unverified.
    """
    known = engines()
    wanted = list(known) if name == "all" else [name] if name else [*EMBEDDED, *_libreoffice_if_there(known)]
    for engine in wanted:
        if not known[engine].available():
            raise EngineMissingError(f"NOT VERIFIED: the engine {engine} is not installed; {known[engine].install}")
    return [known[engine] for engine in wanted]


def _libreoffice_if_there(known: Mapping[str, Engine]) -> list[str]:
    return ["libreoffice"] if known["libreoffice"].available() else []
