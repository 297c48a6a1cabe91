"""Native Excel charts of lines that the workbook holds, so that they follow the inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xltco.spreadsheet.address import Area
from xltco.spreadsheet.chart import Chart as Drawn
from xltco.spreadsheet.chart import Dash, Shape, Stroke
from xltco.spreadsheet.chart import Series as DrawnSeries
from xltco.spreadsheet.drawing import EMU_PER_CM, EMU_PER_PIXEL, Anchor
from xltco.spreadsheet.sheet import Sheet
from xltco.workbook.blocks import ChartsBlock
from xltco.workbook.draft import Draft
from xltco.workbook.place import LABEL, Place
from xltco.workbook.selection import members, series_of, table_rows
from xltco.workbook.template import Chart, Series

# Lines differ by dash as well as by colour, and points by shape, for print in black and white.
_DASHES: tuple[Dash, ...] = ("solid", "dash", "dashDot", "lgDash", "sysDot")
_SHAPES: tuple[Shape, ...] = ("diamond", "square", "triangle", "circle", "x", "star")
_GAP_CM = 0.5
_LINE_EMU = 22_000
_EDGE = Stroke("404040", 6350)
# A stack's parts, dark beside light, so that they differ in black and white too.
_STACK = ("0072B2", "F0E442", "D55E00", "56B4E9", "009E73", "E69F00", "CC79A7")
# What a template may call a format: axes that suit a thousand as well as a billion, and that show every sign.
_FORMATS = {"money": "#,##0", "tokens": '[>=1000000000]#,##0.0,,,"bn";[<0]-#,##0.0,,,"bn";#,##0,,"m"'}


def add_charts(sheet: Sheet, block: ChartsBlock, draft: Draft) -> None:
    """The block's charts side by side."""
    left_cm = 0.2
    for chart in block.section.charts:
        if chart.title not in block.names:
            continue
        drawn = Drawn(chart.kind, chart.title, _anchor(sheet, left_cm, block.first_row, chart))
        _set_axes(drawn, chart)
        _DRAWN[chart.kind](drawn, chart, draft)
        sheet.charts.append(drawn)
        left_cm += chart.width_cm + _GAP_CM


def chart_columns(sheet: Sheet, block: ChartsBlock) -> int:
    """The last column below the block's charts."""
    width = sum(chart.width_cm + _GAP_CM for chart in block.section.charts)
    return _column_at(sheet, width)[0]


def _column_at(sheet: Sheet, left_cm: float) -> tuple[int, int]:
    """The column at a distance from the labels' left, and what is left within it; the keys are not printed."""
    column, left = LABEL, round(left_cm * EMU_PER_CM)
    while left > (width := EMU_PER_PIXEL * int(sheet.width(column) * 7 + 5)):
        left -= width
        column += 1
    return column, left


def _anchor(sheet: Sheet, left_cm: float, row: int, chart: Chart) -> Anchor:
    """Where a chart begins: Excel wants the column and what is left within it."""
    column, left = _column_at(sheet, left_cm)
    return Anchor(row, column, left, round(chart.width_cm * EMU_PER_CM), round(chart.height_cm * EMU_PER_CM))


def _set_axes(drawn: Drawn, chart: Chart) -> None:
    """Axes with titles and units, and light grid lines where the axes cross at the edge."""
    for axis, title, number_format, bounds in (
        (drawn.x, chart.x_title, chart.x_format, chart.x_range),
        (drawn.y, chart.y_title, chart.y_format, chart.y_range),
    ):
        axis.title, axis.number_format = title, _FORMATS.get(number_format, number_format)
        axis.least, axis.greatest = bounds or (None, None)
    if chart.cross is not None:
        # Each axis says where it crosses the other one.
        drawn.y.crosses, drawn.x.crosses = chart.cross
        drawn.y.grid_lines = False


def _scatter(drawn: Drawn, chart: Chart, draft: Draft) -> None:
    for position, (series, strategy, line, x) in enumerate(_each_series(chart, draft)):
        values, across = (_area(name, draft, chart.first) for name in (line, x))
        entry = DrawnSeries(_title(series, strategy, line, draft), values, across)
        colour = _colour(series, strategy, position, draft)
        if series.points and not series.label:
            entry.fill, entry.shape = colour, _SHAPES[position % len(_SHAPES)]
        elif not series.label:
            entry.stroke = Stroke(colour, _LINE_EMU, _DASHES[position % len(_DASHES)])
        drawn.series.append(entry)
    drawn.legend = not any(series.label for series in chart.series)


def _bars(drawn: Drawn, chart: Chart, draft: Draft) -> None:
    # Down and up of a tornado share a row; the bars of a histogram touch.
    drawn.overlap = 100 if chart.kind == "bar" else 0
    drawn.gap = 40 if chart.kind == "bar" else 8 if len(chart.series) == 1 else 80
    for position, (series, strategy, line, x) in enumerate(_each_series(chart, draft)):
        values, across = _area(line, draft, chart.first), _area(x, draft, chart.first) if x else None
        words = bool(x) and draft.layout.present.register[x].unit.name == "text"
        colour = _colour(series, strategy, position, draft)
        entry = DrawnSeries(_title(series, strategy, line, draft), values, across, colour, _EDGE, words=words)
        drawn.series.append(entry)
    if chart.kind == "bar":
        # The largest swing stands on top, and the drivers' names left of the bars.
        drawn.x.reversed, drawn.y.crosses, drawn.y.labels = True, "max", "nextTo"
    drawn.legend = len(drawn.series) > 1


def _stacked(drawn: Drawn, chart: Chart, draft: Draft) -> None:
    """One column a strategy: a series is a row of a table, and its headings are the strategies."""
    drawn.overlap, drawn.gap = 100, 60
    present = draft.layout.present
    rows = [row for series in chart.series for row in table_rows(series.line, present, present.strategies)]
    for position, row in enumerate(rows):
        names = members(row, present, present.strategies)
        values, across = _row_of(names, draft), _row_of(names, draft, heading=True)
        colour = _STACK[position % len(_STACK)]
        drawn.series.append(DrawnSeries(present.register[names[0]].label, values, across, colour, _EDGE, words=True))


# How each kind of chart is drawn.
_DRAWN: dict[str, Callable[[Drawn, Chart, Draft], None]] = {
    "scatter": _scatter,
    "bar": _bars,
    "column": _bars,
    "stacked": _stacked,
}


def _row_of(names: list[str], draft: Draft, *, heading: bool = False) -> Area:
    """The cells of a table's row, or those of its heading."""
    places = [draft.layout.places[name] for name in names]
    plan = next(plan for plan in draft.layout.sheets if plan.title == places[0].sheet)
    block = next(block for block in reversed(plan.blocks) if block.row < places[0].row)
    row = block.row + 1 if heading else places[0].row
    columns = [place.column for place in places]
    return Area(plan.title, row, min(columns), row, max(columns))


def _each_series(chart: Chart, draft: Draft) -> Iterator[tuple[Series, str, str, str]]:
    present = draft.layout.present
    for series in chart.series:
        for strategy, line, x in series_of(series, present, present.strategies):
            if line in draft.layout.places:
                yield series, strategy, line, x


def _area(name: str, draft: Draft, first: int) -> Area:
    place: Place = draft.layout.places[name]
    start = min(first, place.axis.length - 1)
    return Area(place.sheet, *place.cell(start), *place.cell(place.axis.length - 1))


def _title(series: Series, strategy: str, line: str, draft: Draft) -> str:
    register = draft.layout.present.register
    name = register.strategies.get(strategy, "")
    if series.title:
        return series.title.replace("{strategy}", name)
    return name or register[line].label


def _colour(series: Series, strategy: str, position: int, draft: Draft) -> str:
    if series.colour:
        return series.colour
    strategies = list(draft.layout.present.register.strategies)
    owner = strategy or next((s for s in strategies if series.line.startswith(f"{s}_")), "")
    return draft.look.strategy_colour(strategies.index(owner) if owner else position)
