"""Defined names: legal, unambiguous, and pointing to something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from xltco.lint.areas import area_of
from xltco.lint.book import Book, Name
from xltco.lint.functions import BUILT_IN
from xltco.lint.registry import ERROR, Spot, rule

LONGEST_NAME = 255
LONGEST_COMMENT = 255
_LEGAL = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")
_ROW_AND_COLUMN = re.compile(r"(?:R\d*(?:C\d*)?|C\d*)", re.IGNORECASE)


def _own(book: Book) -> Iterator[Name]:
    return (name for name in book.names if not name.is_built_in)


@rule(
    "name-illegal",
    ERROR,
    source="Excel limit (names in formulas); it repairs the file and drops the name",
    remedy="Rename it: a letter or underscore first, no blanks, at most 255 characters, unlike A1 or R1C1.",
)
def name_illegal(book: Book) -> Iterator[Spot]:
    """A defined name is one word that looks like no cell."""
    for name in _own(book):
        why = _illegal(name.name)
        if why:
            yield Spot(name.scope, name.name[:80], why)


def _illegal(name: str) -> str:
    if not name or len(name) > LONGEST_NAME:
        return f"the name has {len(name)} characters"
    if " " in name:
        return "the name holds a blank"
    if not _LEGAL.fullmatch(name):
        return "the name begins with, or holds, a character that no name may"
    if area_of(name) is not None:
        return "the name looks like a cell"
    if _ROW_AND_COLUMN.fullmatch(name):
        return "the name looks like a cell of the R1C1 kind"
    return "the name is a truth value" if name.upper() in ("TRUE", "FALSE") else ""


@rule(
    "name-twice",
    ERROR,
    source="ECMA-376 part 1, 18.2.5; Excel repairs the file",
    remedy="Delete or rename one of them.",
)
def name_twice(book: Book) -> Iterator[Spot]:
    """No two names of one scope are the same, capital or small."""
    seen = Counter[tuple[str, str]]()
    for name in book.names:
        key = name.scope.lower(), name.name.lower()
        seen[key] += 1
        if seen[key] == 2:
            yield Spot(name.scope, name.name, "the name is defined twice")


@rule(
    "name-broken",
    ERROR,
    source="Excel repairs the file or shows #REF!",
    remedy="Point the name to its cells again, or delete it.",
)
def name_broken(book: Book) -> Iterator[Spot]:
    """A name points to cells of a sheet that is there, or holds a formula that parses."""
    for name in book.names:
        why = _broken(book, name)
        if why:
            yield Spot(name.scope, name.name, why)


def _broken(book: Book, name: Name) -> str:
    if name.text.startswith("="):
        return "the definition begins with an equals sign"
    if not name.text:
        return "the name points to nothing"
    if name.formula.is_lost:
        return "the name points to #REF!"
    lost = missing_sheets(book, name.formula.sheets)
    if lost:
        return f"the name points to the sheet {lost[0]!r}, which is not there"
    return f"the definition does not parse: {name.formula.problem}" if name.formula.problem else ""


def missing_sheets(book: Book, sheets: frozenset[str]) -> list[str]:
    """Those of some sheet names that the workbook does not have; other workbooks are not looked into."""
    lost = []
    for sheet in sorted(sheets):
        if sheet.startswith("[") or "]" in sheet:
            continue
        # Sum!A1 of several sheets is written First:Last!A1.
        parts = [sheet] if sheet.lower() in book.sheet_by_name else sheet.split(":")
        lost += [part for part in parts if part.lower() not in book.sheet_by_name]
    return lost


@rule(
    "name-comment",
    ERROR,
    source="Excel limit: with 256 it refuses the whole file (measured)",
    remedy="Shorten the comment.",
)
def name_comment(book: Book) -> Iterator[Spot]:
    """The comment of a name has at most 255 characters."""
    for name in book.names:
        if len(name.comment) > LONGEST_COMMENT:
            yield Spot(name.scope, name.name, f"the comment has {len(name.comment)} characters")


@rule(
    "lambda-name-built-in",
    ERROR,
    source="Excel calls its own function silently",
    remedy="Rename the function.",
)
def lambda_name_built_in(book: Book) -> Iterator[Spot]:
    """A function of the workbook has a name that no built-in function has."""
    for name in _own(book):
        if name.is_lambda and name.name.upper() in BUILT_IN:
            yield Spot(name.scope, name.name, "Excel has a function of this name and calls that one")
