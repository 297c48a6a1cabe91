"""The engines that are known, which of them are installed here, and which a command is to use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from xltco import libreoffice
from xltco.errors import EngineMissingError
from xltco.spreadsheet.engines.session import Limits, Place, Session

_EMBEDDED_LIMITS = Limits(seconds=120, bytes=2_000_000_000)
# LibreOffice reserves far more than it uses, and starts a program.
_LIBREOFFICE_LIMITS = Limits(seconds=300, bytes=8_000_000_000)


@dataclass(frozen=True)
class Engine:
    """One engine: its name on the command line, how to install it, whether it is here, and its limits."""

    name: str
    install: str
    is_installed: Callable[[], bool]
    limits: Limits = _EMBEDDED_LIMITS

    def available(self) -> bool:
        """Whether the engine is installed here."""
        return self.is_installed()

    @property
    def is_embedded(self) -> bool:
        """Whether it keeps a workbook loaded, so that new inputs cost no new start."""
        return self.name in EMBEDDED

    def open(self, path: str | Path, places: Sequence[Place]) -> Session:
        """The file loaded in a child process, ready to tell what these cells hold."""
        return Session(self.name, path, places, self.limits)


EMBEDDED = ("formualizer", "ironcalc")
CHOICES = (*EMBEDDED, "libreoffice", "embedded", "all")
_ENGINES = (
    Engine("formualizer", "pip install formualizer", lambda: find_spec("formualizer") is not None),
    Engine("ironcalc", "pip install ironcalc", lambda: find_spec("ironcalc") is not None),
    Engine("libreoffice", libreoffice.INSTALL, lambda: libreoffice.program() is not None, _LIBREOFFICE_LIMITS),
)


def engines() -> dict[str, Engine]:
    """Every engine by name; the first two come as wheels, the last is a program."""
    return {engine.name: engine for engine in _ENGINES}


def chosen(name: str | None) -> list[Engine]:
    """The engine of that name, several for "embedded" and "all"; by default the embedded ones and LibreOffice if here.

    EngineMissingError when one that was asked for is not installed: nothing may pass unverified.
    """
    known = engines()
    for engine in (wanted := _wanted(name, known)):
        if not known[engine].available():
            raise EngineMissingError(f"NOT VERIFIED: the engine {engine} is not installed; {known[engine].install}")
    return [known[engine] for engine in wanted]


def _wanted(name: str | None, known: Mapping[str, Engine]) -> list[str]:
    if name == "all":
        return list(known)
    if name == "embedded":
        return list(EMBEDDED)
    return [name] if name else [*EMBEDDED, *(["libreoffice"] if known["libreoffice"].available() else [])]
