"""One formula taken apart: references relative to its cell, names, calls, and whether it parses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from xltco.lint.areas import Area
from xltco.lint.functions import PLACE_ONLY, bare
from xltco.lint.tokens import REFERENCES, VALUES, Token, problem_in, problem_of, tokenized
from xltco.spreadsheet.address import MOST_COLUMNS, MOST_ROWS, column_number
from xltco.spreadsheet.formula import LONGEST

_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)(\d{1,7})?")


class Call(NamedTuple):
    """A function around an operand, and which of its arguments the operand is in, counted from 0."""

    function: str
    argument: int


class Operand(NamedTuple):
    """A value in a formula, the calls around it from the outermost, and whether it is the whole argument."""

    token: Token
    calls: tuple[Call, ...]
    is_alone: bool
    before: str
    after: str


class Reference(NamedTuple):
    """An area as a formula's cell sees it: absolute rows and columns, or distances from the cell."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    absolute: tuple[bool, bool, bool, bool]

    def at(self, row: int, column: int) -> Area:
        """The area that the formula reads when it stands in this cell."""
        top, left, bottom, right = self.absolute
        y0 = self.top if top else _on(self.top + row, MOST_ROWS)
        x0 = self.left if left else _on(self.left + column, MOST_COLUMNS)
        y1 = self.bottom if bottom else _on(self.bottom + row, MOST_ROWS)
        x1 = self.right if right else _on(self.right + column, MOST_COLUMNS)
        if y0 <= y1 and x0 <= x1:
            return Area(y0, x0, y1, x1)
        return Area(min(y0, y1), min(x0, x1), max(y0, y1), max(x0, x1))


def _on(place: int, most: int) -> int:
    """A row or column; a distance over the edge comes back in on the other side, as in Excel."""
    return place if 0 < place <= most else (place - 1) % most + 1


@dataclass
class Formula:
    """A formula without its equals sign, as one cell (row, column) has it; its copies share the object."""

    text: str
    row: int = 1
    column: int = 1

    @cached_property
    def tokens(self) -> list[Token]:
        """Its tokens in their order."""
        return tokenized(self.text)

    @cached_property
    def problem(self) -> str:
        """Why the formula does not parse; nothing when it does."""
        if len(self.text) >= LONGEST:
            # Its length is the finding, and it is not taken apart.
            return ""
        return problem_of(self.tokens) if self.tokens or not self.text else problem_in(self.text)

    @cached_property
    def calls(self) -> frozenset[tuple[str, str]]:
        """The functions called as they are written, each with the sheet or workbook before it."""
        return frozenset((token.sheet, token.text[:-1]) for token in self.tokens if token.kind == "call")

    @cached_property
    def functions(self) -> frozenset[str]:
        """The functions called, without prefixes, in capitals."""
        return frozenset(bare(name) for _, name in self.calls)

    @cached_property
    def sheets(self) -> frozenset[str]:
        """The sheets that are written in the formula."""
        return frozenset(token.sheet for token in self.tokens if token.sheet)

    @cached_property
    def if_depth(self) -> int:
        """How many IF stand inside each other."""
        return max((sum(call.function == "IF" for call in operand.calls) for operand in self.operands), default=0)

    @cached_property
    def whole(self) -> list[str]:
        """The whole columns and rows that the formula reads."""
        return sorted({token.text for token in self.tokens if token.kind in ("columns", "rows")})

    @cached_property
    def longest_text(self) -> int:
        """The length of the longest text typed into the formula."""
        texts = (token.text[1:-1].replace('""', '"') for token in self.tokens if token.kind == "text")
        return max(map(len, texts), default=0)

    @cached_property
    def is_lost(self) -> bool:
        """Whether the formula reads #REF!."""
        return any(token.kind == "error" and token.text.upper() == "#REF!" for token in self.tokens)

    @cached_property
    def names(self) -> frozenset[tuple[str, str]]:
        """The names read, each with the sheet or workbook written before it."""
        return frozenset(
            (token.sheet, token.text)
            for token, after in zip_longest(self.tokens, self.tokens[1:], fillvalue=Token("", ""))
            if token.kind == "name" and after.kind != "structured" and token.text.upper() not in ("TRUE", "FALSE")
        )

    @cached_property
    def operands(self) -> list[Operand]:
        """What it reads, each with the calls around it."""
        return list(_operands(self.tokens))

    def reference(self, token: Token) -> Reference:
        """A reference token as distances from the cell."""
        first, _, last = token.text.partition(":")
        top, left, fixed_top, fixed_left = self._corner(first, is_first=True)
        bottom, right, fixed_bottom, fixed_right = self._corner(last or first, is_first=False)
        return Reference(token.sheet, top, left, bottom, right, (fixed_top, fixed_left, fixed_bottom, fixed_right))

    def _corner(self, text: str, *, is_first: bool) -> tuple[int, int, bool, bool]:
        """Row and column of one end of a reference and whether each is fixed; a whole row or column spans the sheet."""
        match = _CORNER.fullmatch(text)
        assert match is not None
        fixed_column, column, fixed_row, row = match[1] == "$", match[2], match[3] == "$", match[4]
        if column is None:
            # Whole rows: the sign of a fixed row is the first that there is.
            return int(row) - (0 if fixed_column else self.row), 1 if is_first else MOST_COLUMNS, fixed_column, True
        at_column = column_number(column) - (0 if fixed_column else self.column)
        if row is None:
            return 1 if is_first else MOST_ROWS, at_column, True, fixed_column
        return int(row) - (0 if fixed_row else self.row), at_column, fixed_row, fixed_column

    @cached_property
    def references(self) -> list[Reference]:
        """The cells, areas, rows and columns that it refers to."""
        return [self.reference(token) for token in self.tokens if token.kind in REFERENCES]

    @cached_property
    def values_read(self) -> list[Reference]:
        """The references whose values count, without those that only ask for a place."""
        return [
            self.reference(operand.token)
            for operand in self.operands
            if operand.token.kind in REFERENCES and not (operand.calls and operand.calls[-1].function in PLACE_ONLY)
        ]


def _operands(tokens: list[Token]) -> Iterator[Operand]:
    # Round brackets that call nothing are None: they do not change what an argument is.
    stack: list[Call | None] = []
    for index, token in enumerate(tokens):
        if token.kind == "call":
            stack.append(Call(bare(token.text[:-1]), 0))
        elif token.kind == "open":
            stack.append(None)
        elif token.kind == "close" and stack:
            stack.pop()
        elif token.kind == "separator" and stack and stack[-1] is not None:
            stack[-1] = Call(stack[-1].function, stack[-1].argument + 1)
        elif token.kind in VALUES:
            before = tokens[index - 1] if index else Token("", "")
            after = tokens[index + 1] if index + 1 < len(tokens) else Token("", "")
            is_alone = before.kind in ("call", "separator", "") and after.kind in ("close", "separator", "")
            calls = tuple(call for call in stack if call is not None)
            yield Operand(token, calls, is_alone, before.text, after.text)
