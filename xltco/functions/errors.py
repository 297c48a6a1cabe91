"""What a function answers where it has no number: the error values of a spreadsheet, the same in every host.

Where several arguments are wrong, the first one in the order of the arguments decides. An argument that is itself an
error of the sheet comes back as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from xltco.errors import XltcoError

NO_ANSWER, OUT_OF_RANGE, WRONG_TYPE = "#N/A", "#NUM!", "#VALUE!"
MEANINGS = {
    NO_ANSWER: "no answer: break-even never comes, nothing in the price lists, a list ends before another one",
    OUT_OF_RANGE: "a number out of its range",
    WRONG_TYPE: "a wrong type: a text for a number, an unknown word, a required argument left out",
}
# What else a cell may hold and hand on.
SHEET_ERRORS = (NO_ANSWER, OUT_OF_RANGE, WRONG_TYPE, "#DIV/0!", "#NAME?", "#NULL!", "#REF!", "#SPILL!", "#CALC!")


@dataclass(frozen=True)
class CellError:
    """An error value as a spreadsheet shows it, with the message for hosts that can show one."""

    code: str
    message: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.message}".rstrip()


class FunctionError(XltcoError, ValueError):
    """A function was called with something it does not take; `code` is what a sheet shows."""

    def __init__(self, error: CellError) -> None:
        self.code = error.code
        super().__init__(error.message)
