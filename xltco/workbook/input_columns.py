"""The columns of the input sheet: with cases three values and the active one, otherwise the value alone."""

from __future__ import annotations

from dataclasses import dataclass

from xltco.keys import HEADING, VALUE_HEADING
from xltco.scenario.stated import CASES

_BEFORE = ("Input", "Unit")
_AFTER = ("Source", "As of", "Flag", "Note", "Allowed", "Meaning", HEADING)
ACTIVE_HEADING = "Active"


@dataclass(frozen=True)
class InputColumns:
    """The headings of the input sheet, and the column of each from 1 on."""

    has_cases: bool

    @property
    def headings(self) -> tuple[str, ...]:
        """All of them, from left to right."""
        return (*_BEFORE, *((*CASES, ACTIVE_HEADING) if self.has_cases else (VALUE_HEADING,)), *_AFTER)

    def at(self, heading: str) -> int:
        """The column of a heading."""
        return self.headings.index(heading) + 1

    @property
    def read(self) -> int:
        """The column that the model reads."""
        return self.at(ACTIVE_HEADING if self.has_cases else VALUE_HEADING)

    @property
    def stated(self) -> dict[str, int]:
        """The columns in which a person states values, by case."""
        return {case: self.at(case) for case in CASES} if self.has_cases else {"base": self.read}
