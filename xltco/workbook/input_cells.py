"""Cells that a person fills in: the validation that says what they may hold."""

from __future__ import annotations

from typing import Literal

from xltco.lines import Input
from xltco.spreadsheet.address import Area
from xltco.spreadsheet.book import Book, Name
from xltco.spreadsheet.sheet import Sheet
from xltco.spreadsheet.validation import Validation
from xltco.workbook.styles import Look

TRUTH_VALUES = "truth_values"
_LONGEST_WORD = 200


def write_truth_values(book: Book, sheet: Sheet, row: int, column: int, look: Look, label: int = 1) -> None:
    """TRUE and FALSE side by side, named: what the dropdowns of yes-or-no inputs offer."""
    sheet.put(row, label, "Yes and no, as the dropdowns offer them", look.formula)
    for offset, value in enumerate((True, False)):
        sheet.put(row, column + offset, value)
    book.names[TRUTH_VALUES] = Name(str(Area(sheet.title, row, column, row, column + 1)))


def validate_input(sheet: Sheet, cells: str, item: Input) -> None:
    """Let the cells hold only what the input allows, and say what that is."""
    first = cells.partition(":")[0]
    if item.kind == "text":
        validate_text(sheet, cells, item.label, f"{item.description[:180]} At most {_LONGEST_WORD} characters.")
    elif item.kind == "boolean":
        # Real truth values from cells: a typed list would enter text where Excel speaks another language.
        validate(sheet, cells, "list", TRUTH_VALUES, item.label, item.allowed)
    elif item.kind == "choice":
        validate(sheet, cells, "list", f'"{",".join(item.choices)}"', item.label, item.allowed)
    elif item.above is not None:
        formula = f"AND(ISNUMBER({first}),{first}>{item.above:g},{first}<={item.at_most:.0f})"
        validate(sheet, cells, "custom", formula, item.label, item.allowed)
    else:
        kind: Literal["whole", "decimal"] = "whole" if item.kind == "integer" else "decimal"
        validate(sheet, cells, kind, f"{item.at_least:g}", item.label, item.allowed, second=f"{item.at_most:.0f}")


def validate_text(sheet: Sheet, cells: str, title: str, prompt: str, longest: int = _LONGEST_WORD) -> None:
    """A text of limited length."""
    allowed = f"a text of at most {longest} characters"
    validate(sheet, cells, "textLength", str(longest), title, allowed, operator="lessThanOrEqual", prompt=prompt)


def validate(
    sheet: Sheet,
    cells: str,
    kind: Literal["list", "whole", "decimal", "date", "textLength", "custom"],
    first: str,
    title: str,
    allowed: str,
    *,
    second: str = "",
    operator: str = "",
    prompt: str = "",
) -> None:
    """A validation with its messages: what is allowed before, and the same when something else was entered."""
    told = prompt or f"Allowed: {allowed}."
    sheet.validations.append(Validation(cells, kind, first, second, operator, title, told, f"Enter {allowed}."))
