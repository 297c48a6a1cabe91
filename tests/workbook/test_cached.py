"""Values that previewers show come from formualizer, which also refuses what is no good formula."""

from __future__ import annotations

import pytest

from xltco.errors import RecalculationError
from xltco.spreadsheet.book import Book
from xltco.spreadsheet.values import ErrorCode, Value
from xltco.workbook.cached import found_values


def _found(*formulas: str) -> list[Value]:
    book = Book()
    sheet = book.sheet("Sums & more")
    for row, formula in enumerate(formulas, start=1):
        sheet.formula(row, 1, formula)
    values = found_values(book)
    return [values[sheet.title, row, 1] for row in range(1, len(formulas) + 1)]


def test_every_kind_of_value_is_found() -> None:
    found = _found("=0.1+0.2", '="a"&1', "=1<2", "=NA()", "=1/0", '=""', "=DATE(2026,11,24)")
    assert found == [0.1 + 0.2, "a1", True, "#N/A", "#DIV/0!", "", 46_350]
    assert [type(value) for value in found[3:5]] == [ErrorCode, ErrorCode]


def test_a_text_like_an_error_is_a_text() -> None:
    (found,) = _found('="#N"&"/A"')
    assert type(found) is str


@pytest.mark.parametrize("formula", ["=A1", "=1+(", "=SUM(1"])
def test_a_broken_or_circular_formula_is_told_with_its_place(formula: str) -> None:
    with pytest.raises(RecalculationError, match="the formula in Sums & more!A1 is broken or circular"):
        _found(formula)
