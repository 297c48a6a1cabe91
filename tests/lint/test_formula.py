"""A formula taken apart, the form that its copies share, and areas of cells."""

from __future__ import annotations

import pytest

from xltco.lint.areas import area_of, joined
from xltco.lint.formula import Formula
from xltco.lint.rules.display import shown_width
from xltco.spreadsheet.formula import relative_form


@pytest.mark.parametrize(
    "text",
    [
        "A1", "$A$1:B2", "A:A", "1:3", "'It''s'!A1+Sheet1!B2", "Sheet1:Sheet3!A1", "[1]Sheet1!A1", "Table1[Amount]",
        "Table1[[#This Row],[a b]]", "{1,2;3,4}", "-A1%", "A1#", "@A1:A3", "SUM(A1 B1)", "IF(A1,,2)", "NOW()",
        "#N/A", "1.5E+3*.5", "LAMBDA(_xlpm.x,_xlpm.x)(2)", "A1<>\"\"", "(A1,B1)", "-2^-2", "Ł_1+日本",
    ],
)  # fmt: skip
def test_a_formula_that_parses(text: str) -> None:
    assert Formula(text).problem == ""


@pytest.mark.parametrize(
    "text",
    ["", "SUM(A1", "A1)", "A1+", "*A1", "SUM(A1;B1)", '"open', "A1 + + * B1", "(A1}", "A1 B1)", "SUM(A1,B1*)",
     "5 apples!", "12A", "()", "A1B(", "price tokens 5 (", "'Sheet'!"],
)  # fmt: skip
def test_a_formula_that_does_not_parse(text: str) -> None:
    assert Formula(text).problem


def test_copies_of_a_formula_have_one_key() -> None:
    keys = {relative_form(text, 5, column) for column, text in ((6, "F4+$B$2*'S 1'!F$3"), (7, "G4+$B$2*'S 1'!G$3"))}
    assert len(keys) == 1
    assert relative_form("LOG10(F4)", 5, 6) != relative_form("LOG10(F4)", 5, 7)
    assert relative_form('"F4"', 5, 6) == relative_form('"F4"', 5, 7)
    assert relative_form("SUM(B:B)", 1, 1) == relative_form("SUM(C:C)", 1, 2)


def test_a_copy_reads_the_area_that_its_cell_means() -> None:
    (reference,) = Formula("SUM($F$8:F9)", 9, 6).references
    assert str(reference.at(20, 7)) == "F8:G20"
    (backwards,) = Formula("SUM($F$8:E8)", 9, 5).references
    assert str(backwards.at(9, 8)) == "F8:H8"


def test_neighbours_become_one_area() -> None:
    places = [(r, c) for r in (2, 3) for c in (4, 5, 6)] + [(9, 9)]
    assert [str(area) for area in joined(places)] == ["D2:F3", "I9"]
    assert area_of("XFE1") is None
    assert area_of("A0") is None


@pytest.mark.parametrize(
    ("number", "number_format", "least", "most"),
    [
        (1234567.891, "#,##0.00", 8, 12),
        (1234567.891, "0", 7, 7),
        (0.5, "0.0%", 4, 6),
        (1234567.0, '#,##0.0,," M"', 2, 6),
        (46_000, "yyyy-mm-dd", 8, 10),
        (1e15, "General", 0, 0),
        (-5.0, "0;;", 0, 0),
    ],
)
def test_a_shown_number_is_measured_from_below(number: float, number_format: str, least: float, most: float) -> None:
    assert least <= shown_width(number, number_format) <= most
