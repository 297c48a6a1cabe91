"""Formulas as the modelling standards want them: short, steady, without numbers typed in."""

from __future__ import annotations

from collections.abc import Iterator

from xltco.lint.book import Book
from xltco.lint.formula import Formula, Operand
from xltco.lint.functions import AGGREGATES, ARRAYS, MODE_ARGUMENTS, ONE_VALUE, VOLATILE
from xltco.lint.registry import WARNING, Spot, rule
from xltco.lint.telling import in_cells, in_cells_and_names

LONG_FORMULA = 255
DEEPEST_IF = 4
_DISCOURAGED = {"NPV": "FAST 4.01-02 wants discount factors", "CHOOSE": "FAST 4.01-01 wants INDEX"}


@rule(
    "number-in-formula",
    WARNING,
    source="FAST 3.04-01; ICAEW principle 14",
    remedy="Put the number into a cell of its own, with a label and a source, and read that cell.",
)
def number_in_formula(book: Book) -> Iterator[Spot]:
    """No number but 0 and 1 is typed into a formula."""

    def reasons(_: str, formula: Formula) -> Iterator[str]:
        numbers = _numbers(formula)
        if numbers:
            yield f"the formula holds {', '.join(numbers)}"

    return in_cells(book, reasons)


def _numbers(formula: Formula) -> list[str]:
    return sorted(
        {
            operand.token.text + ("%" if operand.after == "%" else "")
            for operand in formula.operands
            if operand.token.kind == "number" and not _is_plain(operand)
        }
    )


def _is_plain(operand: Operand) -> bool:
    """0, 1, or an argument that chooses how a function works."""
    value = float(operand.token.text)
    if value == 0 or (value == 1 and operand.after != "%"):
        return True
    return bool(operand.calls) and operand.calls[-1].argument in MODE_ARGUMENTS.get(operand.calls[-1].function, ())


@rule(
    "volatile-function",
    WARNING,
    source="FAST 4.01-03",
    remedy="Use INDEX for OFFSET and INDIRECT, and a dated input for NOW and TODAY.",
)
def volatile_function(book: Book) -> Iterator[Spot]:
    """No formula calls a function that changes by itself or hides what it reads."""

    def reasons(_: str, formula: Formula) -> Iterator[str]:
        for function in sorted(formula.functions & VOLATILE):
            yield f"the formula calls {function}"

    return in_cells_and_names(book, reasons)


@rule(
    "discouraged-function",
    WARNING,
    source="FAST 4.01-01, 4.01-02",
    remedy="Multiply with discount factors; pick from a list of cells with INDEX.",
)
def discouraged_function(book: Book) -> Iterator[Spot]:
    """Formulas use discount factors rather than NPV, and INDEX rather than CHOOSE."""

    def reasons(_: str, formula: Formula) -> Iterator[str]:
        for function in sorted(formula.functions & set(_DISCOURAGED)):
            yield f"the formula calls {function}: {_DISCOURAGED[function]}"

    return in_cells(book, reasons)


@rule(
    "formula-long",
    WARNING,
    source="FAST 3.03-01; ICAEW principle 13",
    remedy="Split it over cells, a step to each.",
)
def formula_long(book: Book) -> Iterator[Spot]:
    """A formula can be read at a glance: it has at most 255 characters."""
    for sheet, cell, _ in book.formula_cells():
        if cell.formula_length > LONG_FORMULA:
            # In hundreds, so that the copies of a formula are one finding.
            more_than = max(LONG_FORMULA, cell.formula_length // 100 * 100)
            yield Spot(sheet.name, cell.address, f"the formula has more than {more_than:,} characters")


@rule(
    "nested-if",
    WARNING,
    source="FAST 3.03-07",
    remedy="Use a table and INDEX with MATCH, or flags in rows of their own.",
)
def nested_if(book: Book) -> Iterator[Spot]:
    """No more than four IF stand inside each other."""

    def reasons(_: str, formula: Formula) -> Iterator[str]:
        if formula.if_depth > DEEPEST_IF:
            yield f"{formula.if_depth} IF stand inside each other"

    return in_cells(book, reasons)


@rule(
    "whole-column",
    WARNING,
    source="Excel reads a million cells; what is typed below the table counts too",
    remedy="Name the range and read the name.",
)
def whole_column(book: Book) -> Iterator[Spot]:
    """Formulas read the cells that they mean, not whole columns or rows."""

    def reasons(_: str, formula: Formula) -> Iterator[str]:
        if formula.whole:
            yield f"the formula reads {', '.join(formula.whole)}"

    return in_cells(book, reasons)


@rule(
    "implicit-intersection",
    WARNING,
    source="Excel puts @ before the range and takes the cell of the own row or column",
    remedy="Read the one cell that is meant, or enter the formula as an array formula.",
)
def implicit_intersection(book: Book) -> Iterator[Spot]:
    """A plain formula reads one cell where it needs one value."""
    for sheet, formula, cells in book.formula_groups:
        plain = [cell for cell in cells if not cell.is_array]
        cut = {o.token.text for o in formula.operands if _is_cut(book, sheet.name, formula, o)} if plain else set()
        for text in sorted(cut):
            for cell in plain:
                yield Spot(sheet.name, cell.address, f"the formula needs one value of {text}, which is several cells")


def _is_cut(book: Book, sheet: str, formula: Formula, operand: Operand) -> bool:
    """Whether Excel would take one cell of a range: in one-value arguments, and in arithmetic outside arrays."""
    if ":" in (operand.before, operand.after) or " " in (operand.before, operand.after):
        return False
    if not _is_several(book, sheet, formula, operand):
        return False
    if not operand.calls:
        return True
    functions = [call.function for call in operand.calls]
    inner = operand.calls[-1]
    if inner.function == "IF" and operand.is_alone and inner.argument and len(functions) > 1:
        return False
    if set(functions) & ARRAYS:
        # IF does not go element by element even there.
        return inner.function == "IF" and inner.argument == 0
    if not set(functions) <= ONE_VALUE | AGGREGATES:
        return False
    return inner.function in ONE_VALUE or not operand.is_alone


def _is_several(book: Book, sheet: str, formula: Formula, operand: Operand) -> bool:
    token = operand.token
    if token.kind == "name":
        areas = book.areas_of_name(token.text, token.sheet or sheet)
        return sum(area.size for _, area in areas) > 1
    return token.kind in ("columns", "rows") or (token.kind == "area" and ":" in token.text)
