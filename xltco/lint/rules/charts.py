"""Charts: what they show is there, and what they have cached is what the cells hold."""

from __future__ import annotations

from collections.abc import Iterator

from xltco.lint.areas import Area
from xltco.lint.book import Book, Chart, Series, chart_areas
from xltco.lint.formula import Formula
from xltco.lint.registry import ERROR, Spot, rule
from xltco.lint.rules.names import missing_sheets
from xltco.lint.sheet import Cell
from xltco.lint.tokens import REFERENCES
from xltco.lint.xml import real

# A series over whole columns is not compared cell by cell.
MOST_POINTS = 100_000
_CELLS = REFERENCES | {"name", "error", "call", "other", "structured"}
_TOLERANCE = 1e-9


def _series(book: Book) -> Iterator[tuple[Chart, Series]]:
    """Every reference of every chart; what is written into the chart itself, as LibreOffice writes titles, is none."""
    for chart in book.charts:
        for series in chart.series:
            tokens = Formula(series.formula).tokens
            if not tokens or any(token.kind in _CELLS for token in tokens):
                yield chart, series


@rule(
    "chart-reference",
    ERROR,
    source="Excel repairs the file or draws nothing",
    remedy="Point the chart to its cells again.",
)
def chart_reference(book: Book) -> Iterator[Spot]:
    """Charts show cells that are there."""
    for chart, series in _series(book):
        formula = Formula(series.formula)
        lost = missing_sheets(
            book, frozenset(token.sheet for token in formula.tokens if token.sheet and token.kind != "name")
        )
        if lost:
            yield Spot(chart.sheet, chart.part, f"the chart reads the sheet {lost[0]!r}, which is not there")
        elif "[" not in series.formula and not chart_areas(book, series.formula):
            yield Spot(chart.sheet, chart.part, f"the chart reads {series.formula!r}, which names no cells")


@rule(
    "chart-cache",
    ERROR,
    source="ECMA-376 part 1, 21.2 (charts); previewers draw the cache",
    remedy="Recalculate the workbook and save it with its values.",
)
def chart_cache(book: Book) -> Iterator[Spot]:
    """A chart's cached values are those of its cells."""
    for chart, series in _series(book):
        if series.points is None:
            yield Spot(chart.sheet, chart.part, f"the chart has no cached values of {series.formula}")
            continue
        areas = chart_areas(book, series.formula)
        if areas and series.count >= 0 and sum(area.size for _, area in areas) <= MOST_POINTS:
            why = _difference(book, series, areas)
            if why:
                yield Spot(chart.sheet, chart.part, why)


def _difference(book: Book, series: Series, areas: list[tuple[str, Area]]) -> str:
    cells = list(_cells(book, areas))
    points = series.points or {}
    if series.count != len(cells):
        return f"the chart has cached {series.count} values of the {len(cells)} of {series.formula}"
    for index, cell in enumerate(cells):
        cached = points.get(index, "")
        if cell is not None and not _same(cell, cached, is_text=series.is_text):
            return f"the chart has cached {cached!r} where {series.formula} holds {cell.text!r} in {cell.address}"
        if cell is None and cached not in ("", "0"):
            return f"the chart has cached {cached!r} where {series.formula} has an empty cell"
    return ""


def _cells(book: Book, areas: list[tuple[str, Area]]) -> Iterator[Cell | None]:
    for name, area in areas:
        sheet = book.sheet_by_name.get(name.lower())
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                yield sheet.cells.get((row, column)) if sheet else None


def _same(cell: Cell, cached: str, *, is_text: bool) -> bool:
    number, shown = cell.number, real(cached)
    if number is not None:
        # A text cache holds a number as it is displayed: only what is a number there can be compared.
        return (is_text and shown is None and cached != "") or (
            shown is not None and (is_text or abs(number - shown) <= _TOLERANCE * max(1.0, abs(number)))
        )
    if cell.kind in ("s", "str", "inlineStr") and cell.text:
        # A text among numbers is drawn as nothing or as 0.
        return cached == cell.text if is_text else cached in ("", "0", cell.text)
    return True
