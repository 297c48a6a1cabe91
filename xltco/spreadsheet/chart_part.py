"""The part of a file that holds a chart."""

from __future__ import annotations

from xltco.spreadsheet.address import Area
from xltco.spreadsheet.chart import Axis, Chart, Series, Stroke
from xltco.spreadsheet.chart_cache import ChartCache
from xltco.spreadsheet.xml import CHART, DECLARATION, DRAWING, attribute, escaped, number

_SMALL, _TITLE = 900, 1100
_TITLE_COLOR, _TEXT, _LABEL, _AXIS, _GRID = "262626", "404040", "595959", "808080", "D9D9D9"
_THIN = 6350
_X, _Y = 10, 20
# What stands last in an axis of each kind.
_AXIS_ENDS = {
    "category": '<c:lblOffset val="100"/>',
    "value": '<c:crossBetween val="between"/>',
    "scatter": '<c:crossBetween val="midCat"/>',
}
_NO_LINE = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
_NO_MARKER = '<c:marker><c:symbol val="none"/></c:marker>'


def chart_xml(chart: Chart, cache: ChartCache) -> str:
    """The whole part; `cache` gives what stands beside each reference."""
    plot = _scatter(chart, cache) if chart.kind == "scatter" else _bars(chart, cache)
    legend = f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text(_SMALL, _TEXT)}</c:legend>'
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}"><c:chart>'
        f"{_title(chart.title, _TITLE, _TITLE_COLOR, bold=True)}"
        f'<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>{plot}</c:plotArea>'
        f'{legend if chart.legend else ""}<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    )


def _scatter(chart: Chart, cache: ChartCache) -> str:
    series = "".join(_scatter_series(n, item, cache) for n, item in enumerate(chart.series))
    ids = f'<c:axId val="{_X}"/><c:axId val="{_Y}"/>'
    drawn = f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{series}{ids}</c:scatterChart>'
    return drawn + _axis("scatter", chart.x, _X, _Y, "b") + _axis("scatter", chart.y, _Y, _X, "l")


def _bars(chart: Chart, cache: ChartCache) -> str:
    lies = chart.kind == "bar"
    grouping = "stacked" if chart.kind == "stacked" else "clustered"
    series = "".join(_bar_series(n, item, cache) for n, item in enumerate(chart.series))
    drawn = (
        f'<c:barChart><c:barDir val="{"bar" if lies else "col"}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="{chart.gap}"/><c:overlap val="{chart.overlap}"/>'
        f'<c:axId val="{_X}"/><c:axId val="{_Y}"/></c:barChart>'
    )
    across, up = ("l", "b") if lies else ("b", "l")
    return drawn + _axis("category", chart.x, _X, _Y, across) + _axis("value", chart.y, _Y, _X, up)


def _scatter_series(index: int, item: Series, cache: ChartCache) -> str:
    labels = ""
    if item.shape is not None:
        edge = _stroke(Stroke("000000"))
        mark = f'<c:symbol val="{item.shape}"/><c:size val="10"/><c:spPr>{_fill(item.fill)}{edge}</c:spPr>'
        look = f"{_NO_LINE}<c:marker>{mark}</c:marker>"
    elif item.stroke is not None:
        look = f"<c:spPr>{_stroke(item.stroke)}</c:spPr>{_NO_MARKER}"
    else:
        look, labels = _NO_LINE + _NO_MARKER, _title_as_label()
    across, values = _across("xVal", item, cache), _values("yVal", item.values, cache)
    return f'{_start(index, item)}{look}{labels}{across}{values}<c:smooth val="0"/></c:ser>'


def _bar_series(index: int, item: Series, cache: ChartCache) -> str:
    edge = _stroke(item.stroke) if item.stroke else ""
    look = f'<c:spPr>{_fill(item.fill)}{edge}</c:spPr><c:invertIfNegative val="0"/>'
    across, values = _across("cat", item, cache), _values("val", item.values, cache)
    return f"{_start(index, item)}{look}{across}{values}</c:ser>"


def _start(index: int, item: Series) -> str:
    return f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:v>{escaped(item.title)}</c:v></c:tx>'


def _title_as_label() -> str:
    """A text at a point: the series' name is shown."""
    shown = {"LegendKey": 0, "Val": 0, "CatName": 0, "SerName": 1, "Percent": 0, "BubbleSize": 0}
    flags = "".join(f'<c:show{name} val="{flag}"/>' for name, flag in shown.items())
    return f'<c:dLbls>{_text(_SMALL, _LABEL)}<c:dLblPos val="ctr"/>{flags}</c:dLbls>'


def _values(tag: str, area: Area, cache: ChartCache) -> str:
    return f"<c:{tag}><c:numRef><c:f>{escaped(str(area))}</c:f>{cache.numbers(area)}</c:numRef></c:{tag}>"


def _across(tag: str, item: Series, cache: ChartCache) -> str:
    """Categories, or the x of a scatter chart."""
    area = item.across
    if area is None:
        return ""
    held, are_words = cache.across(area, item.words)
    kind = "strRef" if are_words else "numRef"
    return f"<c:{tag}><c:{kind}><c:f>{escaped(str(area))}</c:f>{held}</c:{kind}></c:{tag}>"


def _axis(kind: str, axis: Axis, own: int, other: int, side: str) -> str:
    bounds = "" if axis.greatest is None else f'<c:max val="{number(axis.greatest)}"/>'
    bounds += "" if axis.least is None else f'<c:min val="{number(axis.least)}"/>'
    direction = f'<c:orientation val="{"maxMin" if axis.reversed else "minMax"}"/>'
    grid = f"<c:majorGridlines><c:spPr>{_stroke(Stroke(_GRID, _THIN))}</c:spPr></c:majorGridlines>"
    if isinstance(axis.crosses, str):
        crosses = f'<c:crosses val="{axis.crosses or "autoZero"}"/>'
    else:
        crosses = f'<c:crossesAt val="{number(axis.crosses)}"/>'
    parts = (
        f'<c:axId val="{own}"/><c:scaling>{direction}{bounds}</c:scaling><c:delete val="0"/><c:axPos val="{side}"/>',
        grid if axis.grid_lines else "",
        _title(axis.title, _SMALL, _TEXT) if axis.title else "",
        f'<c:numFmt formatCode="{attribute(axis.number_format)}" sourceLinked="0"/>',
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{axis.labels}"/>',
        f'<c:spPr>{_stroke(Stroke(_AXIS))}</c:spPr>{_text(_SMALL, _TEXT)}<c:crossAx val="{other}"/>{crosses}',
        _AXIS_ENDS[kind],
    )
    tag = "catAx" if kind == "category" else "valAx"
    return f"<c:{tag}>{''.join(parts)}</c:{tag}>"


def _title(text: str, size: int, color: str, *, bold: bool = False) -> str:
    look = _characters("a:defRPr", size, color, bold=bold)
    run = f"<a:r>{_characters('a:rPr', size, color, bold=bold)}<a:t>{escaped(text)}</a:t></a:r>"
    paragraph = f"<a:p><a:pPr>{look}</a:pPr>{run}</a:p>"
    return f'<c:title><c:tx><c:rich><a:bodyPr/>{paragraph}</c:rich></c:tx><c:overlay val="0"/></c:title>'


def _text(size: int, color: str) -> str:
    look = _characters("a:defRPr", size, color)
    return f'<c:txPr><a:bodyPr/><a:p><a:pPr>{look}</a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'


def _characters(tag: str, size: int, color: str, *, bold: bool = False) -> str:
    return f'<{tag} sz="{size}" b="{bold:d}">{_fill(color)}</{tag}>'


def _fill(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'


def _stroke(stroke: Stroke) -> str:
    width = f' w="{stroke.width}"' if stroke.width else ""
    return f'<a:ln{width}>{_fill(stroke.color)}<a:prstDash val="{stroke.dash}"/></a:ln>'
