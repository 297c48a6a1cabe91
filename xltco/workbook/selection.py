"""Which lines a template means: patterns by strategy, the names behind charts, and what the three cases need."""

from __future__ import annotations

import difflib
import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from xltco.errors import XltcoError
from xltco.lines import PREFIX, Line, Present, Register
from xltco.workbook.template import Chart, Series, Template

# In a template's names: each cost item of the strategy.
COSTS = "{costs}"
# Cells of the input sheet that are no input of the model, by the names under which other sheets may show them.
SHEET_FACTS = {
    "scenario_name": "Scenario",
    "scenario_description": "Description",
    "scenario_currency": "Currency",
    "scenario_prepared_by": "Prepared by",
    "scenario_as_of": "As of",
    "case_selected": "Case shown",
    "stale_sources": "Stale sources",
}


def member_name(pattern: str, strategy: str) -> str:
    """A template's name for one strategy: `strategy_total` is `buy_total` for buy."""
    return f"{strategy}_{pattern.removeprefix(PREFIX)}" if pattern.startswith(PREFIX) else pattern


def members(pattern: str, present: Present, strategies: Iterable[str]) -> list[str]:
    """The names that a pattern stands for, among those that the scenario's strategies leave standing.

    A `*` in it stands for anything: `strategy_*_by_year` are all annual lines of a strategy. `{costs}` stands for each
    cost item: `strategy_{costs}` are their rows of months, `strategy_{costs}_due` the rows of those that have one.
    """
    if pattern in SHEET_FACTS:
        return [pattern]
    if COSTS in pattern:
        return [name for strategy in strategies for name in _of_costs(pattern, present, strategy)]
    patterns = dict.fromkeys(member_name(pattern, strategy) for strategy in strategies)
    if "*" not in pattern:
        return [name for name in patterns if name in present]
    names = list(present.names())
    return [name for one in patterns for name in filter(_fits(one), names)]


@cache
def _fits(pattern: str) -> Callable[[str], object]:
    """Whether a name is one that a pattern with `*` stands for."""
    return re.compile(fnmatch.translate(pattern)).match


def _of_costs(pattern: str, present: Present, strategy: str) -> Iterator[str]:
    """The lines of a strategy's cost items that a pattern means."""
    for item in present.register.costs_of(strategy):
        name = item.name if pattern == PREFIX + COSTS else member_name(pattern, strategy).replace(COSTS, item.key)
        if name in present:
            yield name


def table_rows(pattern: str, present: Present, strategies: Iterable[str]) -> list[str]:
    """The rows of a table that a pattern stands for: one for each name that a strategy has behind its own."""
    if "*" not in pattern:
        return [pattern]
    rows = (PREFIX + n.removeprefix(f"{s}_") for s in strategies for n in members(pattern, present, (s,)))
    return list(dict.fromkeys(rows))


def series_of(series: Series, present: Present, strategies: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """The series of a chart that a template's entry stands for: strategy (or none), line and line of the x axis."""
    each = tuple(strategies) if PREFIX in (series.line + series.x) else ("",)
    for strategy in each:
        line, x = member_name(series.line, strategy), member_name(series.x, strategy)
        if line in present and (not x or x in present):
            yield strategy, line, x


def shown_names(chart: Chart, present: Present, strategies: Iterable[str]) -> set[str]:
    """The lines that a chart draws."""
    strategies = tuple(strategies)
    if chart.kind == "stacked":
        return {name for series in chart.series for name in members(series.line, present, strategies)}
    return {n for s in chart.series for _, line, x in series_of(s, present, strategies) for n in (line, x) if n}


def case_lines(present: Present, patterns: Iterable[str]) -> list[Line]:
    """The lines that a case calculates for itself: all that feeds the wanted ones and follows an input."""
    wanted = [m for pattern in patterns for m in members(pattern, present, present.strategies)]
    found: list[Line] = []
    names: set[str] = set()
    for line in present.upstream(wanted):
        follows = (n for n in line.needs - {line.name} if n in present.inputs and present.inputs[n].axis == "scalar")
        if any(follows) or line.needs & names:
            found.append(line)
            names.add(line.name)
    return found


def require_known_names(template: Template, present: Present) -> None:
    """XltcoError when a template names a line or an axis that the model does not have for any strategy."""
    register = present.register
    for sheet in template.sheets:
        patterns = list(sheet.lines)
        for section in sheet.sections:
            for strategy in (*((section.only,) if section.only else ()), *section.strategies):
                if strategy not in register.strategies:
                    where, names = template.where(strategy), ", ".join(register.strategies)
                    raise XltcoError(f"{where}: there is no strategy {strategy}; known are {names}")
            if section.axis not in register.axes:
                axes = ", ".join(register.axes)
                raise XltcoError(f"{template.where(section.axis)}: there is no axis {section.axis}; known are {axes}")
            patterns += [*section.lines, *section.headings, *section.totals]
            patterns += [n for c in section.charts for s in c.series for n in (s.line, s.x) if n]
        for pattern in patterns:
            if not _is_known(pattern, register):
                known = [*register.lines, *(f"{PREFIX}{n.partition('_')[2]}" for n in register.lines)]
                near = difflib.get_close_matches(pattern, known, n=1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise XltcoError(f"{template.where(pattern)}: the model has no line {pattern}{hint}")


def require_even_charts(template: Template, present: Present) -> None:
    """XltcoError when a chart draws a line over another that runs along a different axis."""
    for chart in (chart for sheet in template.sheets for section in sheet.sections for chart in section.charts):
        for series in chart.series:
            for _, line, x in series_of(series, present, present.strategies):
                if x and present.axis_of(line) != present.axis_of(x):
                    own, other = present.axis_of(line).name, present.axis_of(x).name
                    where = template.where(series.line)
                    raise XltcoError(f"{where}: {line} runs along the axis {own}, and its x, {x}, along {other}")


def _is_known(pattern: str, register: Register) -> bool:
    named = {member_name(pattern, strategy) for strategy in register.strategies}
    if COSTS in pattern:
        return any(name.replace(COSTS, item.key) in register for name in named for item in register.costs)
    if "*" in pattern:
        return any(any(map(_fits(one), register.lines)) for one in named)
    return pattern in SHEET_FACTS or any(name in register for name in named)
