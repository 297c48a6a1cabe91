"""What charts keep of their cells, so that a previewer draws them before anybody recalculates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xltco.spreadsheet.address import Area
from xltco.spreadsheet.sheet import Formula, Sheet
from xltco.spreadsheet.values import ErrorCode, Value, Values
from xltco.spreadsheet.xml import escaped, number

_NOT_AVAILABLE = "#N/A"


class ChartCache:
    """The cells of one book with the values that an engine found."""

    def __init__(self, sheets: Mapping[str, Sheet], values: Values | None) -> None:
        self._sheets = sheets
        self._values = values

    def across(self, area: Area, words: bool) -> tuple[str, bool]:
        """The cache of categories, and whether they are words, which one word makes of all; none without values."""
        if self._values is None:
            return "", words
        held = [self._held(area.sheet, *place) for place in area.cells()]
        words = words or any(isinstance(v, str) and not isinstance(v, ErrorCode) for v in held)
        return (_texts(held) if words else self._numbers(area, held)), words

    def numbers(self, area: Area) -> str:
        """The cache of values, of which a chart draws texts as 0; none without values."""
        if self._values is None:
            return ""
        return self._numbers(area, [self._held(area.sheet, *place) for place in area.cells()])

    def _held(self, title: str, row: int, column: int) -> Value:
        assert self._values is not None
        cell = self._sheets[title].rows.get(row, {}).get(column)
        if cell is None:
            return None
        if isinstance(cell.value, Formula) or cell.spill:
            return self._values.get((title, row, column))
        return cell.value

    def _numbers(self, area: Area, held: Iterable[Value]) -> str:
        shown = self._sheets[area.sheet].style_at(area.top, area.left).number_format
        return f"<c:numCache><c:formatCode>{escaped(shown)}</c:formatCode>{_points(map(_number, held))}</c:numCache>"


def _texts(held: Iterable[Value]) -> str:
    return f"<c:strCache>{_points(map(_text, held))}</c:strCache>"


def _points(values: Iterable[str | None]) -> str:
    """How many cells there are, then those that hold something."""
    texts = list(values)
    points = (f'<c:pt idx="{n}"><c:v>{escaped(t)}</c:v></c:pt>' for n, t in enumerate(texts) if t is not None)
    return f'<c:ptCount val="{len(texts)}"/>{"".join(points)}'


def _number(value: Value) -> str | None:
    """The number as Excel caches it: #N/A by its name and a text as 0; of other errors a reader may choke."""
    if value is None:
        return None
    if isinstance(value, ErrorCode):
        return _NOT_AVAILABLE if value == _NOT_AVAILABLE else None
    return "0" if isinstance(value, str) else number(value)


def _text(value: Value) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).upper() if isinstance(value, bool) else number(value)
