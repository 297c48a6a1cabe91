"""What charts have cached is what their cells have cached, as Excel writes it; nothing else in the file changes."""

from __future__ import annotations

import io
import itertools
import zipfile
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import range_to_tuple

from tests.support import SEED, scenario_of
from tests.workbook.charted import charted_workbook
from xltco.workbook import writer
from xltco.workbook.cached import with_cached_values
from xltco.workbook.chart_caches import with_chart_caches

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NAMES = {"buy_costs": "'Bob''s costs, & more'!$B$2:$E$2"}
SCATTER, BARS, LINES = (f"xl/charts/chart{number}.xml" for number in (1, 2, 3))


@pytest.fixture(scope="module")
def before() -> bytes:
    return charted_workbook()


@pytest.fixture(scope="module")
def after(before: bytes) -> bytes:
    return with_chart_caches(before)


def _part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def _references(content: bytes, part: str, kind: str = "") -> list[Any]:
    """The numRef and strRef elements of a chart part, of that kind of cache."""
    kinds = [kind] if kind else ["num", "str"]
    return [found for found in fromstring(_part(content, part)).iter() for k in kinds if found.tag == f"{CHART}{k}Ref"]


def _points(reference: Any) -> dict[int, str]:
    return {int(point.get("idx")): point.findtext(f"{CHART}v") for point in reference.iter(f"{CHART}pt")}


def _reference(content: bytes, part: str, formula: str) -> Any:
    return next(found for found in _references(content, part) if found.findtext(f"{CHART}f") == formula)


def _cells(content: bytes, formula: str) -> list[Any]:
    """What openpyxl finds in the cells, in reading order."""
    sheet, (left, top, right, bottom) = range_to_tuple(NAMES.get(formula, formula))
    rows = load_workbook(io.BytesIO(content), data_only=True)[sheet.replace("''", "'")].iter_rows(
        min_row=top, max_row=bottom, min_col=left, max_col=right
    )
    return list(itertools.chain.from_iterable(rows))


@pytest.mark.parametrize("part", [SCATTER, BARS, LINES])
def test_every_point_is_what_the_cell_holds(after: bytes, part: str) -> None:
    compared = 0
    for reference in _references(after, part):
        formula, points = reference.findtext(f"{CHART}f"), _points(reference)
        if "OFFSET" in formula or formula == "'Curves'!$C$2:$C$9":
            continue
        cells = _cells(after, formula)
        assert reference.find(f".//{CHART}ptCount").get("val") == str(len(cells))
        for index, cell in enumerate(cells):
            numeric = isinstance(cell.value, int | float) and reference.tag == f"{CHART}numRef"
            assert (float(points[index]) if numeric else points[index]) == (cell.value if numeric else str(cell.value))
            compared += 1
    assert compared >= 6


def test_never_is_cached_as_excel_does(after: bytes) -> None:
    points = _points(_reference(after, SCATTER, "'Curves'!$B$2:$B$9"))
    assert points[0] == points[1] == "#N/A"
    assert float(points[2]) == 10 / (4 * 0.1) / 3


def test_gaps_and_other_errors_are_no_points_and_a_text_counts_as_0(after: bytes) -> None:
    points = _points(_reference(after, SCATTER, "'Curves'!$C$2:$C$9"))
    assert sorted(points) == [0, 1, 4, 5, 6, 7]
    assert (points[4], points[5]) == ("0", "1")


def test_numbers_have_all_their_digits_and_whole_ones_no_point(after: bytes) -> None:
    points = _points(_reference(after, BARS, "'Bob''s costs, & more'!$B$2:$E$2"))
    assert [points[index] for index in range(4)] == [
        repr(1e6 / 3),
        "2000000000000000",
        "0.30000000000000004",
        "-5",
    ]


def test_categories_that_hold_a_text_are_cached_as_texts(after: bytes) -> None:
    categories = [found for found in _references(after, BARS, "str") if found.findtext(f"{CHART}f").endswith("$E$1")]
    assert len(categories) == 2
    for found in categories:
        assert list(_points(found).values()) == ["Year 1", "Year 2 & on", "3", "Łódź 日本"]


def test_titles_are_cached(after: bytes) -> None:
    assert _points(_reference(after, SCATTER, "Curves!B1")) == {0: "Self-host"}
    assert _points(_reference(after, BARS, "'Bob''s costs, & more'!$A$1")) == {0: "Costs <in> USD"}


def test_the_number_format_is_the_cells_own(after: bytes) -> None:
    formats = {
        found.findtext(f"{CHART}f"): found.findtext(f"{CHART}numCache/{CHART}formatCode")
        for found in _references(after, SCATTER, "num")
    }
    assert formats["'Curves'!$B$2:$B$9"] == "#,##0.00"
    assert formats["'Curves'!$A$2:$A$9"] == "General"


def test_a_name_is_looked_up_and_what_is_no_range_is_left_alone(after: bytes) -> None:
    assert len(_points(_reference(after, LINES, "buy_costs"))) == 4
    assert [child.tag for child in _reference(after, LINES, "OFFSET(nowhere,1,1)")] == [f"{CHART}f"]


def test_the_cache_stands_behind_its_formula(after: bytes) -> None:
    for part in (SCATTER, BARS):
        for reference in _references(after, part):
            cache = "numCache" if reference.tag == f"{CHART}numRef" else "strCache"
            assert [child.tag for child in reference] == [f"{CHART}f", f"{CHART}{cache}"]


def test_everything_else_in_the_file_is_as_it_was(before: bytes, after: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert new.namelist() == old.namelist()
        assert [part.compress_type for part in new.infolist()] == [part.compress_type for part in old.infolist()]
        assert [part.date_time for part in new.infolist()] == [part.date_time for part in old.infolist()]
        changed = [name for name in old.namelist() if new.read(name) != old.read(name)]
    assert changed == [SCATTER, BARS, LINES]


def test_a_cache_that_is_there_is_replaced(after: bytes) -> None:
    assert with_chart_caches(after) == after
    stale = _with_part(after, BARS, _part(after, BARS).replace(b"<c:v>-5</c:v>", b"<c:v>42</c:v>"))
    assert stale != after
    assert _part(with_chart_caches(stale), BARS) == _part(after, BARS)


def test_what_other_readers_need_of_a_chart_is_kept(after: bytes) -> None:
    charts = load_workbook(io.BytesIO(after))["Board"]._charts  # type: ignore[attr-defined]
    assert [type(chart).__name__ for chart in charts] == ["ScatterChart", "BarChart"]
    for declaration in (b'xmlns:c="', b'xmlns:a="'):
        assert declaration in _part(after, SCATTER)


def test_a_prefix_that_only_a_value_speaks_of_stays_declared(before: bytes) -> None:
    compatibility = (
        b'<chartSpace xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        b'xmlns:c14="http://schemas.microsoft.com/office/drawing/2007/8/2/chart" mc:Ignorable="c14" '
    )
    marked = _with_part(before, BARS, _part(before, BARS).replace(b"<chartSpace ", compatibility))
    text = _part(with_chart_caches(marked), BARS)
    assert b'mc:Ignorable="c14"' in text
    assert b'xmlns:c14="http://schemas.microsoft.com/office/drawing/2007/8/2/chart"' in text
    assert b"ns0" not in text


def test_shared_strings_are_read_as_excel_saves_them(before: bytes, after: bytes) -> None:
    """Excel keeps texts in a table of their own, in runs where a word is bold."""
    part = "xl/worksheets/sheet2.xml"
    sheet = _part(before, part).replace(b't="inlineStr"><is><t>Costs &lt;in&gt; USD</t></is>', b't="s"><v>0</v>')
    assert sheet != _part(before, part)
    table = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<si><r><t>Bu</t></r><r><t>y!</t></r><rPh><t>no</t></rPh></si></sst>"
    )
    content = _with_part(_with_part(before, part, sheet), "xl/sharedStrings.xml", table)
    assert _points(_reference(with_chart_caches(content), BARS, "'Bob''s costs, & more'!$A$1")) == {0: "Buy!"}


def test_a_workbook_without_charts_is_left_alone() -> None:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    content = with_cached_values(buffer.getvalue())
    assert with_chart_caches(content) is content


def test_build_fills_the_caches_of_its_charts(
    before: bytes, after: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "workbook_bytes", lambda *stated, **options: before)
    path = writer.build(scenario_of(SEED), tmp_path / "charted.xlsx", functions=False)
    assert _part(path.read_bytes(), BARS) == _part(after, BARS)


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The file with one part replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for other in source.namelist():
            if other != name:
                target.writestr(other, source.read(other))
        target.writestr(name, part)
    return buffer.getvalue()
