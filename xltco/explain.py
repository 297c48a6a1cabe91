"""Where a number comes from: a line's formula with names, then with numbers, and what feeds it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from xltco.engine import Evaluation
from xltco.errors import XltcoError
from xltco.lines import REFERENCE, Item, Line


@dataclass(frozen=True)
class Feed:
    """One name that a line reads, with its value where the line read it."""

    name: str
    value: Any
    item: Item


@dataclass(frozen=True)
class Explanation:
    """A line at one index of its axis (a month, for most)."""

    line: Line
    index: int
    value: Any
    with_names: str
    with_numbers: str
    feeds: tuple[Feed, ...]


def explain(result: Evaluation, name: str, index: int = 1) -> Explanation:
    """The line's explanation at that index; XltcoError when there is no such line or index."""
    line = _line(result, name)
    length = result.values[name].shape[-1]
    index = 0 if length == 1 else index
    if not 0 <= index < length:
        raise XltcoError(f"{name}: has no {line.axis} {index}; give 0 to {length - 1}")
    names = [read for read in line.reads.values() if read in line.needs]
    feeds = tuple(Feed(read, _value(result, read, index, line), result.present.register[read]) for read in names)
    return Explanation(
        line=line,
        index=index,
        value=_at(result, name, index),
        with_names=REFERENCE.sub(lambda m: m[1] + _suffix(m[2]), line.excel or "(the numbers stand in the sheet)"),
        with_numbers=REFERENCE.sub(lambda m: _shown(result, m[1], m[2], index, line), line.excel or ""),
        feeds=feeds,
    )


def _line(result: Evaluation, name: str) -> Line:
    lines = result.present.lines
    if name in lines:
        return lines[name]
    register = result.present.register
    if name in register.lines:
        raise XltcoError(
            f"{name}: the scenario lacks the inputs of this line; it has {', '.join(result.present.strategies)}"
        )
    if name in register:
        raise XltcoError(f"{name}: is an input or a constant, not a line; it holds {result.scalar(name)}")
    near = difflib.get_close_matches(name, lines, n=3, cutoff=0.4)
    hint = f"did you mean {', '.join(near)}?" if near else f"lines are, for example, {', '.join(list(lines)[:5])}"
    raise XltcoError(f"{name}: is not a line of the model; {hint}")


def _value(result: Evaluation, name: str, index: int, reader: Line) -> Any:
    """The value that the reader sees: at its own index, or the whole series where it reads all of it."""
    if name in result.present.stand_ins:
        return result.present.stand_ins[name]
    same_axis = result.present.axis_of(name).name == reader.axis
    return _at(result, name, index) if same_axis or result.values[name].shape[-1] == 1 else result.series(name)


def _at(result: Evaluation, name: str, index: int) -> Any:
    series = result.series(name)
    return series[0 if len(series) == 1 else index]


def _shown(result: Evaluation, name: str, part: str | None, index: int, reader: Line) -> str:
    if part == "all":
        return f"{name}[all]"
    if part == "prev":
        return _number(_at(result, name, index - 1) if index else 0)
    return _number(_value(result, name, index, reader))


def _suffix(part: str | None) -> str:
    return {"all": "[all]", "prev": "[before]", None: ""}[part]


def _number(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return f'"{value}"'
    return "#N/A" if value is None or value != value else f"{value:.12g}"
