"""Formulas as text: their parts, the areas that they read, and one form for all copies of a formula."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from xltco.spreadsheet.address import column_number

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token

# Excel takes no longer formula, and what takes a longer one apart takes for ever.
LONGEST = 8_192
# A longer area is none of a model's rows, and is not walked through.
MOST_CELLS = 1_000
# Texts and quoted sheets are left as they are; a cell is told by its distance, and a fixed row or column by itself.
_CELL = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'!|(?<![\w.$\\])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w.(!\\?])')
_WHOLE = re.compile(
    r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'!'
    r"|(?<![\w.$\\:])(?:(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.(!:\\?])|(\$?)(\d{1,7}):(\$?)(\d{1,7})(?![\w.:]))"
)
_MAY_BE_WHOLE = re.compile(r"[A-Za-z0-9]:")
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6}))?")
Place = tuple[int, int]


def relative_form(formula: str, row: int, column: int) -> str:
    """The formula with its references as distances from its cell, so that copies along a row or column are equal."""
    if len(formula) > LONGEST:
        return formula

    def cell(match: re.Match[str]) -> str:
        letters = match[2]
        if letters is None:
            return match[0]
        down = match[4] if match[3] else f"[{int(match[4]) - row}]"
        return f"\1{down}.{letters if match[1] else f'[{column_number(letters) - column}]'}"

    def whole(match: re.Match[str]) -> str:
        columns, rows = match.group(1, 2, 3, 4), match.group(5, 6, 7, 8)
        if columns[1]:
            ends = [(columns[0], column_number(columns[1]) - column), (columns[2], column_number(columns[3]) - column)]
        elif rows[1]:
            ends = [(rows[0], int(rows[1]) - row), (rows[2], int(rows[3]) - row)]
        else:
            return match[0]
        # A fixed end is written as it is: its distance would differ from copy to copy.
        written = match[0].split(":")
        return "\2" + ":".join(text if fixed else f"[{by}]" for (fixed, by), text in zip(ends, written, strict=True))

    if _MAY_BE_WHOLE.search(formula):
        formula = _WHOLE.sub(whole, formula)
    return _CELL.sub(cell, formula)


def tokens(formula: str) -> list[Token]:
    """The formula's parts as openpyxl cuts them; none where it is broken, which the engines tell of."""
    from openpyxl.formula.tokenizer import Tokenizer, TokenizerError

    if len(formula) > LONGEST:
        return []
    try:
        return list(Tokenizer(formula).items)
    except (TokenizerError, IndexError):
        return []


@lru_cache(maxsize=65_536)
def places_of(area: str) -> tuple[Place, ...]:
    """Row and column of the cells of an area such as F5 or $C$17:$E$17; none for what is no area, or a huge one."""
    match = _AREA.fullmatch(area)
    if match is None:
        return ()
    top, left = int(match[2]), column_number(match[1])
    bottom, right = (int(match[4]), column_number(match[3])) if match[3] else (top, left)
    top, bottom, left, right = min(top, bottom), max(top, bottom), min(left, right), max(left, right)
    if (right - left + 1) * (bottom - top + 1) > MOST_CELLS:
        return ()
    return tuple((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))


def is_area(text: str) -> bool:
    """Whether a text is an address of cells, however many."""
    return _AREA.fullmatch(text) is not None
