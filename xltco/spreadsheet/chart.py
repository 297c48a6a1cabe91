"""Charts: what they draw, from which cells, and how. Colours are RRGGBB, lengths of lines EMU."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from xltco.spreadsheet.address import Area
from xltco.spreadsheet.drawing import Anchor

Dash = Literal["solid", "dash", "dashDot", "lgDash", "sysDot"]
Shape = Literal["diamond", "square", "triangle", "circle", "x", "star"]


@dataclass(frozen=True)
class Stroke:
    """A line, or the edge of an area."""

    color: str
    width: int | None = None
    dash: Dash = "solid"


@dataclass
class Series:
    """One series: `values` along `across`, which are the x of a scatter chart and the categories of bars.

    Of a scatter chart it is a line with `stroke`, or points with `shape`, or with neither only its title at a point.
    Of bars it is an area of `fill` within `stroke`.
    """

    title: str
    values: Area
    across: Area | None = None
    fill: str = ""
    stroke: Stroke | None = None
    shape: Shape | None = None
    # The categories are words also where their cells hold no value yet.
    words: bool = False


@dataclass
class Axis:
    """One axis of a chart; `crosses` says where it crosses the other one: at 0, at its end, or at a value."""

    title: str = ""
    number_format: str = "General"
    least: float | None = None
    greatest: float | None = None
    crosses: Literal["", "max"] | float = ""
    labels: Literal["low", "nextTo"] = "low"
    grid_lines: bool = False
    reversed: bool = False


@dataclass
class Chart:
    """A chart on a sheet. A bar chart lies, a column chart stands; stacked ones stand."""

    kind: Literal["scatter", "bar", "column", "stacked"]
    title: str
    anchor: Anchor
    series: list[Series] = field(default_factory=list)
    x: Axis = field(default_factory=Axis)
    y: Axis = field(default_factory=lambda: Axis(grid_lines=True))
    legend: bool = True
    # Of bars, in percent of their width.
    overlap: int = 0
    gap: int = 80
