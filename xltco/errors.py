"""The errors a user can meet, and the one a developer can.

XltcoError               bad input of any kind: one clear message, exit code 2
├── ScenarioError        a scenario (file or workbook) that states something not allowed; holds every problem at once
├── WorkbookError        a file that is not a workbook of ours, or is damaged
├── RecalculationError   an engine that gave up on a workbook, with its reason
├── OutputError          a file that can't or must not be written
├── EngineMissingError   a recalculation engine that was asked for and is not installed
└── EngineFailedError    an engine that died, hung or wanted too much memory: nothing is verified
DefinitionError          a line of the model that was declared wrong (never caused by input)
"""

from __future__ import annotations

import reprlib
from dataclasses import dataclass

# A whole table is named by its first entries, not told in full.
_SHORT = reprlib.Repr()
_SHORT.maxlevel, _SHORT.maxlist, _SHORT.maxdict = 2, 2, 2


class XltcoError(Exception):
    """Base of everything that bad input can cause; its text is the whole message for the user."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one value: where it stands, what it is, what is allowed and what to do."""

    place: str
    message: str
    value: object = None
    has_value: bool = True

    def __str__(self) -> str:
        shown = f" (found {_SHORT.repr(self.value)})" if self.has_value else ""
        return f"{self.place}: {self.message}{shown}"


class ScenarioError(XltcoError):
    """A scenario that breaks rules; `problems` holds every one of them, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class WorkbookError(XltcoError):
    """A file that can't be read as one of our workbooks."""


class RecalculationError(XltcoError):
    """An engine that could not recalculate a workbook: its formulas are broken or circular."""


class OutputError(XltcoError):
    """An output that can't be written, or that would overwrite something unasked."""


class EngineMissingError(XltcoError):
    """A recalculation engine that was asked for and is not installed here."""


class EngineFailedError(XltcoError):
    """A recalculation engine that ended without an answer, or had to be ended."""


class DefinitionError(Exception):
    """A line, unit or template that contradicts the rules of the register: a mistake in the program."""
