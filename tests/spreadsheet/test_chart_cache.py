"""What charts have cached is what their cells hold or were found to hold, as Excel writes it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from xltco.spreadsheet.address import Area
from xltco.spreadsheet.book import Book
from xltco.spreadsheet.chart import Chart, Series
from xltco.spreadsheet.drawing import Anchor
from xltco.spreadsheet.style import PLAIN
from xltco.spreadsheet.values import ErrorCode, Value

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ODD = "Bob's costs, & more"
X, Y, GAPS = (Area("Curves", 2, column, 9, column) for column in (1, 2, 3))
YEARS, COSTS = (Area(ODD, row, 2, row, 5) for row in (1, 2))
# What an engine found: never twice, numbers; another error, an empty text, a truth value and gaps.
FOUND: dict[tuple[str, int, int], Value] = {
    **{("Curves", row, 2): ErrorCode("#N/A") if row < 4 else 10 / (row * 0.1) / 3 for row in range(2, 10)},
    **dict(
        zip(
            (("Curves", row, 3) for row in range(2, 8)), (0.04, 0.09, None, ErrorCode("#DIV/0!"), "", True), strict=True
        )
    ),
    (ODD, 1, 2): "Year 1",
    (ODD, 2, 4): 0.1 + 0.2,
}


def _charted() -> Book:
    book = Book()
    curves, odd = book.sheet("Curves"), book.sheet(ODD)
    for row in range(2, 10):
        curves.put(row, 1, row * 0.1)
        curves.formula(row, 2, f"=IF(A{row}<0.4,NA(),10/A{row}/3)", PLAIN.with_(number_format="#,##0.00"))
        if row < 8:
            curves.formula(row, 3, f"=A{row}^2")
    years: tuple[Value, ...] = ("", "Year 2 & on", 3, "Łódź 日本")
    for column, year in enumerate(years, start=2):
        odd.put(1, column, year)
    odd.formula(1, 2, '="Year "&1')
    for column, cost in enumerate((1e6 / 3, 2e15, None, -5), start=2):
        odd.put(2, column, cost)
    odd.formula(2, 4, "=0.1+0.2")
    at = Anchor(1, 1, 0, 5_000_000, 3_000_000)
    curves.charts.append(Chart("scatter", "Curves", at, [Series("One", Y, X), Series("Two", GAPS, X)]))
    curves.charts.append(Chart("column", "Bars", at, [Series("Costs", COSTS, YEARS, fill="0072B2")]))
    return book


@pytest.fixture(scope="module")
def content() -> bytes:
    return _charted().content(FOUND)


def _reference(content: bytes, chart: int, area: Area) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = fromstring(archive.read(f"xl/charts/chart{chart}.xml"))
    return next(e for e in root.iter() if e.tag.endswith("Ref") and e.findtext(f"{CHART}f") == str(area))


def _points(reference: Any) -> dict[int, str]:
    return {int(point.get("idx")): point.findtext(f"{CHART}v") for point in reference.iter(f"{CHART}pt")}


def test_every_point_is_what_the_cell_holds(content: bytes) -> None:
    assert [float(text) for text in _points(_reference(content, 1, X)).values()] == [row * 0.1 for row in range(2, 10)]
    points = _points(_reference(content, 1, Y))
    assert [float(points[index]) for index in range(2, 8)] == [FOUND["Curves", row, 2] for row in range(4, 10)]


def test_never_is_cached_as_excel_does(content: bytes) -> None:
    points = _points(_reference(content, 1, Y))
    assert points[0] == points[1] == "#N/A"


def test_gaps_and_other_errors_are_no_points_and_a_text_counts_as_0(content: bytes) -> None:
    reference = _reference(content, 1, GAPS)
    assert reference.find(f".//{CHART}ptCount").get("val") == "8"
    assert _points(reference) == {0: "0.04", 1: "0.09", 4: "0", 5: "1"}


def test_numbers_have_all_their_digits_and_whole_ones_no_point(content: bytes) -> None:
    texts = list(_points(_reference(content, 2, COSTS)).values())
    assert texts == [repr(1e6 / 3), "2000000000000000", "0.30000000000000004", "-5"]


def test_categories_that_hold_a_text_are_cached_as_texts(content: bytes) -> None:
    reference = _reference(content, 2, YEARS)
    assert reference.tag == f"{CHART}strRef"
    assert list(_points(reference).values()) == ["Year 1", "Year 2 & on", "3", "Łódź 日本"]
    assert _reference(content, 1, X).tag == f"{CHART}numRef"


def test_the_number_format_is_the_cells_own(content: bytes) -> None:
    formats = [_reference(content, 1, area).findtext(f"{CHART}numCache/{CHART}formatCode") for area in (X, Y)]
    assert formats == ["General", "#,##0.00"]


def test_the_cache_stands_behind_its_formula(content: bytes) -> None:
    assert [child.tag for child in _reference(content, 1, Y)] == [f"{CHART}f", f"{CHART}numCache"]
    assert [child.tag for child in _reference(_charted().content(), 1, Y)] == [f"{CHART}f"]
