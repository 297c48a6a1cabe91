"""Conditional formats: a look where a formula holds, and colours by size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xltco.spreadsheet.style import Difference
from xltco.spreadsheet.xml import attribute, escaped, number


@dataclass(frozen=True)
class Condition:
    """`look` where the formula is true; it is written for the first cell of the area, without a sign of equality."""

    area: str
    formula: str
    look: Difference


@dataclass(frozen=True)
class ColorScale:
    """Colours from the least through `value` to the greatest number of the area."""

    area: str
    least: str
    middle: str
    greatest: str
    value: float = 0


def conditions_xml(conditions: Sequence[Condition | ColorScale], index_of: Callable[[Difference], int]) -> str:
    """The conditional formats of a sheet; the first one has precedence."""
    parts = []
    for priority, item in enumerate(conditions, start=1):
        rule = _scale(item, priority) if isinstance(item, ColorScale) else _formula(item, priority, index_of)
        parts.append(f'<conditionalFormatting sqref="{attribute(item.area)}">{rule}</conditionalFormatting>')
    return "".join(parts)


def _formula(item: Condition, priority: int, index_of: Callable[[Difference], int]) -> str:
    kind = f'type="expression" dxfId="{index_of(item.look)}" priority="{priority}"'
    return f"<cfRule {kind}><formula>{escaped(item.formula)}</formula></cfRule>"


def _scale(item: ColorScale, priority: int) -> str:
    points = f'<cfvo type="min"/><cfvo type="num" val="{number(item.value)}"/><cfvo type="max"/>'
    colors = "".join(f'<color rgb="FF{color}"/>' for color in (item.least, item.middle, item.greatest))
    return f'<cfRule type="colorScale" priority="{priority}"><colorScale>{points}{colors}</colorScale></cfRule>'
