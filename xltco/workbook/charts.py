"""Native Excel charts of lines that the workbook holds, so that they follow the inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from openpyxl.chart import BarChart, Reference, ScatterChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.series import SeriesLabel, XYSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xltco.workbook.blocks import ChartsBlock
from xltco.workbook.draft import Draft
from xltco.workbook.place import Place
from xltco.workbook.selection import members, series_of, table_rows
from xltco.workbook.template import Chart, Series

# Lines differ by dash as well as by colour, and points by shape, for print in black and white.
_Dash = Literal["solid", "dash", "dashDot", "lgDash", "sysDot"]
_Shape = Literal["diamond", "square", "triangle", "circle", "x", "star"]
_DASHES: tuple[_Dash, ...] = ("solid", "dash", "dashDot", "lgDash", "sysDot")
_SHAPES: tuple[_Shape, ...] = ("diamond", "square", "triangle", "circle", "x", "star")
_GAP_CM = 0.5
_EMU_PER_CM, _EMU_PER_PIXEL = 360_000, 9_525
_LINE_EMU = 22_000
_TEXT_SIZE = 900
_TITLE_SIZE = 1100
_GREY = "D9D9D9"
# A stack's parts, dark beside light, so that they differ in black and white too.
_STACK = ("0072B2", "F0E442", "D55E00", "56B4E9", "009E73", "E69F00", "CC79A7")
# What a template may call a format: axes that suit a thousand as well as a billion, and that show every sign.
_FORMATS = {"money": "#,##0", "tokens": '[>=1000000000]#,##0.0,,,"bn";[<0]-#,##0.0,,,"bn";#,##0,,"m"'}


def add_charts(sheet: Worksheet, block: ChartsBlock, draft: Draft) -> None:
    """The block's charts side by side."""
    left_cm = 0.2
    for chart in block.section.charts:
        if chart.title not in block.names:
            continue
        drawn = _DRAWN[chart.kind](chart, sheet, draft)
        drawn.anchor = _anchor(sheet, left_cm, block.first_row, chart)
        sheet.add_chart(drawn)
        left_cm += chart.width_cm + _GAP_CM


def chart_columns(sheet: Worksheet, block: ChartsBlock) -> int:
    """The last column below the block's charts."""
    width = sum(chart.width_cm + _GAP_CM for chart in block.section.charts)
    return _column_at(sheet, width)[0]


def _column_at(sheet: Worksheet, left_cm: float) -> tuple[int, int]:
    """The column at a distance from the left, and what is left within it."""
    column, left = 1, round(left_cm * _EMU_PER_CM)
    while left > (width := _EMU_PER_PIXEL * int(sheet.column_dimensions[get_column_letter(column)].width * 7 + 5)):
        left -= width
        column += 1
    return column, left


def _anchor(sheet: Worksheet, left_cm: float, row: int, chart: Chart) -> OneCellAnchor:
    """Where a chart begins: Excel wants the column and what is left within it."""
    column, left = _column_at(sheet, left_cm)
    size = XDRPositiveSize2D(round(chart.width_cm * _EMU_PER_CM), round(chart.height_cm * _EMU_PER_CM))
    return OneCellAnchor(_from=AnchorMarker(col=column - 1, colOff=left, row=row - 1, rowOff=0), ext=size)


def _scatter(chart: Chart, sheet: Worksheet, draft: Draft) -> ScatterChart:
    drawn = ScatterChart(scatterStyle="lineMarker", style=2)
    _set_frame(drawn, chart)
    for position, (series, strategy, line, x) in enumerate(_each_series(chart, draft)):
        values, across = (_reference(name, sheet, draft, chart.first) for name in (line, x))
        entry = XYSeries(
            yVal=NumDataSource(numRef=_num_ref(values)),
            xVal=AxDataSource(numRef=_num_ref(across)),
            tx=SeriesLabel(v=_title(series, strategy, line, draft)),
        )
        if series.label:
            _show_title_only(entry)
        else:
            _draw_line(entry, series, _colour(series, strategy, position, draft), position)
        drawn.series.append(entry)
    _number_series(drawn)
    if any(series.label for series in chart.series):
        drawn.legend = None
    return drawn


def _bars(chart: Chart, sheet: Worksheet, draft: Draft) -> BarChart:
    drawn = BarChart(style=2)
    drawn.type = "bar" if chart.kind == "bar" else "col"
    drawn.grouping = "clustered"
    # Down and up of a tornado share a row; the bars of a histogram touch.
    drawn.overlap = 100 if chart.kind == "bar" else 0
    drawn.gapWidth = 40 if chart.kind == "bar" else 8 if len(chart.series) == 1 else 80
    _set_frame(drawn, chart)
    for position, (series, strategy, line, x) in enumerate(_each_series(chart, draft)):
        entry = ChartSeries(
            val=NumDataSource(numRef=_num_ref(_reference(line, sheet, draft, chart.first))),
            tx=SeriesLabel(v=_title(series, strategy, line, draft)),
        )
        entry.cat = _categories(x, sheet, draft, chart.first) if x else None
        entry.graphicalProperties = GraphicalProperties(solidFill=_colour(series, strategy, position, draft))
        entry.graphicalProperties.line = LineProperties(solidFill="404040", w=6350)
        entry.invertIfNegative = False
        drawn.series.append(entry)
    _number_series(drawn)
    if chart.kind == "bar":
        # The largest swing stands on top, and the drivers' names left of the bars.
        drawn.x_axis.scaling.orientation = "maxMin"
        drawn.y_axis.crosses = "max"
        drawn.y_axis.tickLblPos = "nextTo"
    drawn.x_axis.tickLblPos = "low"
    if len(drawn.series) == 1:
        drawn.legend = None
    return drawn


def _stacked(chart: Chart, sheet: Worksheet, draft: Draft) -> BarChart:
    """One column a strategy: a series is a row of a table, and its headings are the strategies."""
    drawn = BarChart(style=2)
    drawn.type, drawn.grouping, drawn.overlap, drawn.gapWidth = "col", "stacked", 100, 60
    _set_frame(drawn, chart)
    present = draft.layout.present
    rows = [row for series in chart.series for row in table_rows(series.line, present, present.strategies)]
    for position, row in enumerate(rows):
        names = members(row, present, present.strategies)
        entry = ChartSeries(
            val=NumDataSource(numRef=_num_ref(_row_of(names, sheet, draft))),
            tx=SeriesLabel(v=present.register[names[0]].label),
        )
        entry.cat = AxDataSource(strRef=StrRef(f=str(_row_of(names, sheet, draft, heading=True))))
        entry.graphicalProperties = GraphicalProperties(solidFill=_STACK[position % len(_STACK)])
        entry.graphicalProperties.line = LineProperties(solidFill="404040", w=6350)
        entry.invertIfNegative = False
        drawn.series.append(entry)
    _number_series(drawn)
    return drawn


def _row_of(names: list[str], sheet: Worksheet, draft: Draft, *, heading: bool = False) -> Reference:
    """The cells of a table's row, or those of its heading."""
    places = [draft.layout.places[name] for name in names]
    plan = next(plan for plan in draft.layout.sheets if plan.title == places[0].sheet)
    block = next(block for block in reversed(plan.blocks) if block.row < places[0].row)
    workbook = sheet.parent
    assert workbook is not None
    return Reference(
        workbook[plan.title],
        min_row=block.row + 1 if heading else places[0].row,
        min_col=min(place.column for place in places),
        max_col=max(place.column for place in places),
    )


# How each kind of chart is drawn.
_DRAWN: dict[str, Callable[[Chart, Worksheet, Draft], Any]] = {
    "scatter": _scatter,
    "bar": _bars,
    "column": _bars,
    "stacked": _stacked,
}


def _each_series(chart: Chart, draft: Draft) -> Iterator[tuple[Series, str, str, str]]:
    present = draft.layout.present
    for series in chart.series:
        for strategy, line, x in series_of(series, present, present.strategies):
            if line in draft.layout.places:
                yield series, strategy, line, x


def _reference(name: str, sheet: Worksheet, draft: Draft, first: int) -> Reference:
    place: Place = draft.layout.places[name]
    start = min(first, place.axis.length - 1)
    (top, left), (bottom, right) = place.cell(start), place.cell(place.axis.length - 1)
    workbook = sheet.parent
    assert workbook is not None
    return Reference(workbook[place.sheet], min_col=left, min_row=top, max_col=right, max_row=bottom)


def _num_ref(reference: Reference) -> NumRef:
    return NumRef(f=str(reference))


def _categories(name: str, sheet: Worksheet, draft: Draft, first: int) -> AxDataSource:
    reference = _reference(name, sheet, draft, first)
    if draft.layout.present.register[name].unit.name == "text":
        return AxDataSource(strRef=StrRef(f=str(reference)))
    return AxDataSource(numRef=_num_ref(reference))


def _number_series(drawn: Any) -> None:
    for number, entry in enumerate(drawn.series):
        entry.idx = entry.order = number


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


def _draw_line(entry: XYSeries, series: Series, colour: str, position: int) -> None:
    entry.smooth = False
    if series.points:
        entry.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
        entry.marker = Marker(symbol=_SHAPES[position % len(_SHAPES)], size=10)
        entry.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
        entry.marker.graphicalProperties.line = LineProperties(solidFill="000000")
        return
    line = LineProperties(solidFill=colour, w=_LINE_EMU, prstDash=_DASHES[position % len(_DASHES)])
    entry.graphicalProperties = GraphicalProperties(ln=line)
    entry.marker = Marker(symbol="none")


def _show_title_only(entry: XYSeries) -> None:
    """A text at a point: a series without a mark whose name is shown."""
    entry.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    entry.marker = Marker(symbol="none")
    entry.dLbls = DataLabelList(
        showSerName=True, showVal=False, showLegendKey=False, showCatName=False, showPercent=False, dLblPos="ctr"
    )
    entry.dLbls.txPr = _rich_text(_TEXT_SIZE, "595959")
    entry.smooth = False


def _set_frame(drawn: Any, chart: Chart) -> None:
    """Title, axes with titles and units, light grid lines, legend below."""
    drawn.title = chart.title
    drawn.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_characters(_TITLE_SIZE, "262626", bold=True))
    drawn.title.overlay = False
    for axis, title, number_format, bounds in (
        (drawn.x_axis, chart.x_title, chart.x_format, chart.x_range),
        (drawn.y_axis, chart.y_title, chart.y_format, chart.y_range),
    ):
        axis.delete = False
        if title:
            axis.title = title
            axis.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_characters(_TEXT_SIZE, "404040"))
            axis.title.overlay = False
        axis.number_format = _FORMATS.get(number_format, number_format)
        axis.numFmt.sourceLinked = False
        axis.tickLblPos = "low"
        axis.txPr = _rich_text(_TEXT_SIZE, "404040")
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill="808080"))
        if bounds is not None:
            axis.scaling.min, axis.scaling.max = bounds
    drawn.x_axis.majorGridlines = None
    if drawn.y_axis.majorGridlines is not None:
        drawn.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GREY, w=6350))
    if chart.cross is not None:
        drawn.x_axis.crosses = drawn.y_axis.crosses = None
        # Each axis says where it crosses the other one.
        drawn.y_axis.crossesAt, drawn.x_axis.crossesAt = chart.cross
        drawn.y_axis.majorGridlines = None
    drawn.legend.position = "b"
    drawn.legend.overlay = False
    drawn.legend.txPr = _rich_text(_TEXT_SIZE, "404040")
    drawn.display_blanks = "gap"
    drawn.plot_visible_only = False


def _characters(size: int, colour: str, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, solidFill=colour)


def _rich_text(size: int, colour: str) -> RichText:
    properties = ParagraphProperties(defRPr=_characters(size, colour))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=_characters(size, colour))])
