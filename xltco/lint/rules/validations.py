"""Validations, conditional formats and number formats: what Excel can't read it drops, with a repair prompt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltco.lint.areas import Area
from xltco.lint.book import Book
from xltco.lint.formula import Formula
from xltco.lint.functions import NEEDS_PREFIX
from xltco.lint.registry import ERROR, Spot, rule
from xltco.lint.rules.formulas import unknown_functions, unknown_names
from xltco.lint.rules.names import missing_sheets
from xltco.lint.sheet import Sheet

LONGEST_LIST = 255
LONGEST_TITLE = 32
LONGEST_MESSAGE = 255
MOST_SECTIONS = 4
_REPAIRS = "Excel repairs the file and drops it"
_FORMAT_TOKEN = re.compile(
    r'"[^"]*"|\\.|[_*].|\[[^\]]*\]|General|AM/PM|A/P|(?P<section>;)|(?P<odd>["\[\\_*])|(?P<letter>[A-Za-z])|.',
    re.IGNORECASE | re.DOTALL,
)
# Dates, times, exponents, and the letters of other calendars.
_FORMAT_LETTERS = frozenset("ymdhsebgarnx")


def _first(areas: list[Area]) -> str:
    return str(areas[0]) if areas else ""


@rule(
    "validation-list",
    ERROR,
    source="Excel limit; it repairs the file and drops the validation",
    remedy="Write the choices into cells and point the validation to them.",
)
def validation_list(book: Book) -> Iterator[Spot]:
    """A list typed into a validation has at most 255 characters."""
    for sheet in book.sheets:
        for validation in sheet.validations:
            text = validation.formulas[0] if validation.formulas and validation.kind == "list" else ""
            length = len(text) - 2 if text.startswith('"') else 0
            if length > LONGEST_LIST:
                yield Spot(sheet.name, _first(validation.areas), f"the list of choices has {length} characters")


@rule(
    "validation-text",
    ERROR,
    source="Excel limit; it repairs the file and drops the validation",
    remedy="Shorten the text.",
)
def validation_text(book: Book) -> Iterator[Spot]:
    """A validation's titles have at most 32 characters, its messages 255."""
    for sheet in book.sheets:
        for validation in sheet.validations:
            limits = [(text, "title", LONGEST_TITLE) for text in validation.titles]
            limits += [(text, "message", LONGEST_MESSAGE) for text in validation.texts]
            for text, what, limit in limits:
                if len(text) > limit:
                    yield Spot(sheet.name, _first(validation.areas), f"a {what} has {len(text)} characters")


@rule(
    "validation-broken",
    ERROR,
    source=_REPAIRS,
    remedy="Correct the formula of the validation.",
)
def validation_broken(book: Book) -> Iterator[Spot]:
    """The formulas of a validation parse and read what is there."""
    for sheet in book.sheets:
        for validation in sheet.validations:
            for text in validation.formulas:
                why = "" if validation.kind == "list" and text.startswith('"') else _unreadable(book, sheet, text)
                if why:
                    yield Spot(sheet.name, _first(validation.areas), f"the validation {why}")


@rule(
    "conditional-format",
    ERROR,
    source=_REPAIRS,
    remedy="Correct the formula of the conditional format.",
)
def conditional_format(book: Book) -> Iterator[Spot]:
    """The formulas of a conditional format parse and read what is there."""
    for sheet in book.sheets:
        for format_ in sheet.formats:
            for text in format_.formulas:
                why = _unreadable(book, sheet, text)
                if why:
                    yield Spot(sheet.name, _first(format_.areas), f"the conditional format {why}")


def _unreadable(book: Book, sheet: Sheet, text: str) -> str:
    formula = Formula(text.removeprefix("="))
    if formula.problem:
        return f"does not parse: {formula.problem}"
    if formula.is_lost:
        return "reads #REF!"
    for lost in missing_sheets(book, formula.sheets):
        return f"reads the sheet {lost!r}, which is not there"
    for name in unknown_names(book, sheet.name, formula):
        return f"reads {name}, which is not defined"
    for name in unknown_functions(book, sheet.name, formula):
        return f"calls {name}, which neither Excel nor the workbook has"
    bare = sorted(name for _, name in formula.calls if name.upper() in NEEDS_PREFIX)
    return f"calls {bare[0]} without its prefix" if bare else ""


@rule(
    "number-format",
    ERROR,
    source="ECMA-376 part 1, 18.8.31; Excel repairs the file and drops all formats",
    remedy="Correct the number format; words in it stand in quotation marks.",
)
def number_format(book: Book) -> Iterator[Spot]:
    """A number format has at most four sections and closes its quotation marks and brackets."""
    for text in book.number_formats:
        why = _misformed(text)
        if why:
            yield Spot(*_user_of(book, text), f"the number format {text!r} {why}")


def _misformed(text: str) -> str:
    sections = 1
    for match in _FORMAT_TOKEN.finditer(text):
        if match["odd"]:
            return f"has {match['odd']!r} without its other half"
        if match["letter"] and match["letter"].lower() not in _FORMAT_LETTERS:
            return f"has the letter {match['letter']!r} outside quotation marks"
        sections += match["section"] is not None
    return f"has {sections} sections" if sections > MOST_SECTIONS else ""


def _user_of(book: Book, text: str) -> tuple[str, str]:
    """The first cell with a number format; the styles where only they have it."""
    styles = {index for index, style in enumerate(book.styles) if style.number_format == text}
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            if cell.style in styles:
                return sheet.name, cell.address
    return "", "styles"
