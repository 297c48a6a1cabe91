"""The register of the model: every name declared once, every line's arithmetic entered twice.

A line has an Excel entry (cell-wise) and a Python entry (series-wise NumPy), side by side. The reference grammar of
the Excel entry is whole in one sentence: `{name}` is the cell of this month or the scalar's defined name,
`{name.prev}` the cell before, `{name.all}` the whole row. Parameter names of the Python entry are the wiring.

Lines that repeat are declared once, `for_each` member of a family. A member is a strategy, whose name stands for the
prefix `strategy_` (and, as text, for the bare name `strategy`), or a mapping of words: in names, label and meaning
each key stands for its word (`{"way": "down"}` makes `driver_move_down` of `driver_move_way`).

Values are arrays of shape (cases, n) with n = 1 for a scalar and the axis length for a series; "never" is NaN.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xltco.errors import DefinitionError
from xltco.inputs import Input as Input
from xltco.inputs import in_words as in_words
from xltco.inputs import spoken
from xltco.units import Unit, unit_named

Array = NDArray[Any]
PythonEntry = Callable[..., Array]

REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.(prev|all))?\}")
PREFIX = "strategy_"
OWN_NAME = "strategy"
# What a Python entry is told beside its values: the own strategy, and how many cells the line has.
AXIS_LENGTH = "axis_length"
_TOLD = {OWN_NAME, AXIS_LENGTH}
# What a cell says where a search of the sheet has not reached its answer; infinity in Python. It is not "never".
NOT_SETTLED = "not settled"


@dataclass(frozen=True)
class Axis:
    """A direction in which a line repeats: its length and whether its cells run down instead of across."""

    name: str
    length: int
    down: bool = False


@dataclass(frozen=True)
class Constant:
    """A named unit factor or boundary of the method: the only numbers that are neither inputs nor 0 and 1."""

    name: str
    value: float
    unit: Unit
    meaning: str

    axis = "scalar"

    @property
    def label(self) -> str:
        """Its name as people write it."""
        return in_words(self.name)


@dataclass(frozen=True)
class Recorded:
    """A result as it was when a workbook was written: a number that the file holds, beside the live one."""

    of: str
    strategy: str
    unit: Unit
    title: str

    axis = "scalar"

    @property
    def name(self) -> str:
        """Its one name in the register: the strategy, `recorded`, then the result."""
        return f"{self.strategy}_recorded_{self.of.removeprefix(f'{self.strategy}_')}"

    @property
    def label(self) -> str:
        """What it is called beside the live result."""
        return f"{self.title} at generation"

    @property
    def meaning(self) -> str:
        """What it holds, in a sentence."""
        return f"{self.of} as it was when the workbook was written."


@dataclass(frozen=True)
class Line:
    """One line of the model. `reads` maps the Python entry's parameters to register names."""

    name: str
    label: str
    unit: Unit
    axis: str
    meaning: str
    source: str
    excel: str | None
    python: PythonEntry
    reads: Mapping[str, str]
    strategy: str | None = None
    template: str = ""
    when_absent: float | bool | None = None
    stands_with: tuple[str, ...] = ()

    @cached_property
    def needs(self) -> frozenset[str]:
        """The register's names that the line reads."""
        return frozenset(self.reads.values()) - _TOLD

    def arguments(self, values: Mapping[str, Any], length: int) -> dict[str, Any]:
        """What its Python entry is called with, of the values by name; `length` is that of its axis."""
        told = {OWN_NAME: self.strategy, AXIS_LENGTH: length}
        return {p: told[name] if name in _TOLD else values[name] for p, name in self.reads.items()}


Item = Input | Constant | Recorded | Line


@dataclass(frozen=True)
class Cost:
    """One cost of one strategy: the only statement of it, from which everything else about it follows.

    `name` is its row of months and `total` their sum. `rate` names the line of its rate at month-1 prices (None for
    what has none of its own, such as the bridge), `quantity` the row that its months multiply, `index` the row of its
    price index, `every` the months between two events of a periodic one, `row` its months where they have another name.
    """

    strategy: str
    key: str
    label: str
    category: str
    behavior: str
    rate: str | None = None
    quantity: str | None = None
    index: str | None = None
    every: str | None = None
    row: str | None = None

    @property
    def name(self) -> str:
        """Its row of months: the strategy, then the key."""
        return self.row or f"{self.strategy}_{self.key}"

    @property
    def total(self) -> str:
        """The name of the sum of its months."""
        return f"{self.strategy}_{self.key}_total"


Member = str | Mapping[str, str]


@dataclass
class Register:
    """Every input, constant and line under its one name, in calculation order."""

    axes: Mapping[str, Axis]
    strategies: Mapping[str, str]
    stands_in: Mapping[str, str] = field(default_factory=dict)
    inputs: dict[str, Input] = field(default_factory=dict)
    constants: dict[str, Constant] = field(default_factory=dict)
    recorded: dict[str, Recorded] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    costs: list[Cost] = field(default_factory=list)

    def __contains__(self, name: str) -> bool:
        return name in self.lines or name in self.inputs or name in self.constants or name in self.recorded

    def costs_of(self, strategy: str) -> list[Cost]:
        """The cost items of a strategy, in the order of their declaration."""
        return [cost for cost in self.costs if cost.strategy == strategy]

    def __getitem__(self, name: str) -> Item:
        item = self.get(name)
        if item is None:
            raise KeyError(name)
        return item

    def get(self, name: str) -> Item | None:
        """The item of that name, if there is one."""
        return self.lines.get(name) or self.inputs.get(name) or self.constants.get(name) or self.recorded.get(name)

    def add(self, item: Item) -> None:
        """Put an item under its name; DefinitionError when the name is taken."""
        if item.name in self:
            raise DefinitionError(f"{item.name} is declared twice")
        if isinstance(item, Line):
            _require_honest_entries(item, self)
            self.lines[item.name] = item
        elif isinstance(item, Input):
            self.inputs[item.name] = item
        elif isinstance(item, Recorded):
            self.recorded[item.name] = item
        else:
            self.constants[item.name] = item

    def line(
        self,
        *,
        unit: str,
        axis: str = "scalar",
        source: str,
        excel: str | None,
        label: str = "",
        for_each: Sequence[Member] = (),
        when_absent: float | bool | None = None,
        stands_with: Sequence[str] = (),
    ) -> Callable[[PythonEntry], PythonEntry]:
        """Declare a line: its facts once, its Excel entry here and its Python entry as the decorated function.

        `excel` None says that the sheet holds the numbers themselves, as it does for the months of the timeline.
        `when_absent` is what other lines read where this line's own inputs are absent; without it those lines are
        absent too. `stands_with` names lines that it does not read and is left out without, for numbers that the sheet
        holds. DefinitionError: a duplicate, no docstring, a unit outside the closed set, no source, a name not
        declared before, or two entries that read different names.
        """

        def declare(function: PythonEntry) -> PythonEntry:
            for member in for_each or ({},):
                words = {OWN_NAME: member} if isinstance(member, str) else member
                strategy = words.get(OWN_NAME)
                self.add(
                    Line(
                        **self._member(function, excel, words),
                        label=_said(label, words) or _label(_filled(function.__name__, words), strategy),
                        unit=unit_named(unit),
                        axis=axis,
                        source=source,
                        when_absent=when_absent,
                        stands_with=tuple(self.named(name, words) for name in stands_with),
                    )
                )
            return function

        return declare

    def named(self, name: str, words: Mapping[str, str], *, declaring: bool = False) -> str:
        """A name of a family as a member of it has it: its words filled in, a strategy's stand-in where it has none."""
        strategy = words.get(OWN_NAME)
        name = _filled(name, words)
        if strategy is None or not name.startswith(PREFIX):
            return name
        rest = name.removeprefix(PREFIX)
        own = f"{strategy}_{rest}"
        other = self.stands_in.get(strategy)
        if not declaring and own not in self and other and f"{other}_{rest}" in self:
            return f"{other}_{rest}"
        return own

    def _member(self, function: PythonEntry, excel: str | None, words: Mapping[str, str]) -> dict[str, Any]:
        """What a line owes to its function and, where a family shares it, to the member."""
        template: str = function.__name__
        own = self.named(template, words, declaring=True)
        strategy = words.get(OWN_NAME)

        def resolve(name: str) -> str:
            return own if name == template else self.named(name, words)

        text = excel and REFERENCE.sub(lambda m: "{" + resolve(m[1]) + (f".{m[2]}" if m[2] else "") + "}", excel)
        return {
            "name": own,
            "meaning": _said(inspect.cleandoc(function.__doc__ or ""), words),
            "excel": text.replace("{" + OWN_NAME + "}", f'"{strategy}"') if strategy and text else text,
            "python": function,
            "reads": {parameter: resolve(parameter) for parameter in _parameters(function)},
            "strategy": strategy or self._owner(own),
            "template": _filled(template, words),
        }

    def _owner(self, name: str) -> str | None:
        """The strategy that a line of its own is named after, if any: it is left out with the strategy."""
        return next((strategy for strategy in self.strategies if name.startswith(f"{strategy}_")), None)

    def reentered(
        self, targets: Iterable[str], moved: Mapping[str, str], ending: str, *, axis: str = ""
    ) -> dict[str, str]:
        """Enter again what leads from some values to the targets, with other values in their place.

        Every line between a key of `moved` and a target is declared once more as `NAME_ENDING`, its two entries reading
        the moved value; what does not read it is left as it is. Scalars run along `axis` where the moved values do.
        Returns the name that now stands for each target.
        """
        names = dict(moved)
        for line in list(self._between(set(moved), set(targets))):
            names[line.name] = f"{line.name}_{ending}"
            self.add(
                replace(
                    line,
                    name=names[line.name],
                    label=f"{line.label}, {spoken(ending)}",
                    axis=(axis or line.axis) if line.axis == "scalar" else line.axis,
                    excel=line.excel and REFERENCE.sub(lambda m: _reference(names.get(m[1], m[1]), m[2]), line.excel),
                    reads={parameter: names.get(name, name) for parameter, name in line.reads.items()},
                    template=names[line.name],
                )
            )
        return {target: names.get(target, target) for target in targets}

    def _between(self, sources: set[str], targets: set[str]) -> Iterator[Line]:
        """The lines that read a source, directly or not, and that a target reads, in calculation order."""
        after = set(sources)
        for line in self.lines.values():
            if not after.isdisjoint(line.needs) and line.name not in sources:
                after.add(line.name)
        before, pending = set(targets), list(targets)
        while pending:
            item = self.lines.get(pending.pop())
            fresh = item.needs - before if item else set()
            before |= fresh
            pending.extend(fresh)
        between = (after & before) - sources
        return (line for name, line in self.lines.items() if name in between)

    def present(
        self, strategies: Collection[str], lengths: Mapping[str, int] | None = None, without: Collection[str] = ()
    ) -> Present:
        """The part of the register that stands when only these strategies have inputs.

        `lengths` are those of axes that are shorter than the register's, such as the months of a short horizon.
        `without` names lines that are left out as if their inputs were absent.
        """
        axes = {name: replace(axis, length=(lengths or {}).get(name, axis.length)) for name, axis in self.axes.items()}
        return Present(self, frozenset(strategies), axes, frozenset(without))


class Present:
    """The lines of a scenario with some strategies: a line whose inputs are absent is left out, cleanly.

    `stand_ins` holds, for absent lines that other lines may read all the same, the value they read.
    """

    def __init__(
        self, register: Register, strategies: frozenset[str], axes: Mapping[str, Axis], without: frozenset[str]
    ) -> None:
        self.register = register
        self.axes = axes
        self._without = without
        self.strategies = tuple(name for name in register.strategies if name in strategies)
        absent_tables = set(register.strategies) - strategies
        self.inputs = {n: i for n, i in register.inputs.items() if i.table not in absent_tables}
        self.recorded = {n: r for n, r in register.recorded.items() if r.strategy in self.strategies}
        self.lines: dict[str, Line] = {}
        self.stand_ins: dict[str, float | bool] = {}
        for line in register.lines.values():
            if self._stands(line, absent_tables):
                self.lines[line.name] = line
            elif line.when_absent is not None:
                self.stand_ins[line.name] = line.when_absent

    def _stands(self, line: Line, absent_tables: set[str]) -> bool:
        if line.strategy in absent_tables or line.name in self._without:
            return False
        known = (self.inputs, self.register.constants, self.recorded, self.lines, self.stand_ins)
        return all(any(name in shelf for shelf in known) for name in (line.needs - {line.name}) | set(line.stands_with))

    def without(self, names: Collection[str]) -> Present:
        """The same without some lines, and without what needs them."""
        return Present(self.register, frozenset(self.strategies), self.axes, self._without | frozenset(names))

    def __contains__(self, name: str) -> bool:
        return any(name in shelf for shelf in (self.lines, self.inputs, self.recorded, self.register.constants))

    def get(self, name: str) -> Item | None:
        """The item of that name, if the strategies leave it standing."""
        return self.register.get(name) if name in self else None

    def names(self) -> Iterator[str]:
        """Inputs, recorded results and lines, in calculation order."""
        yield from self.inputs
        yield from self.recorded
        yield from self.lines

    def axis_of(self, name: str) -> Axis:
        """The axis along which the item of that name runs."""
        return self.axes[self.register[name].axis]

    def upstream(self, wanted: Iterable[str]) -> Iterator[Line]:
        """The lines needed for the wanted ones, in calculation order."""
        needed: set[str] = set()
        pending = [name for name in wanted if name in self.lines]
        while pending:
            name = pending.pop()
            if name not in needed:
                needed.add(name)
                pending.extend(n for n in self.lines[name].needs if n in self.lines)
        return (line for name, line in self.lines.items() if name in needed)


def _reference(name: str, part: str | None) -> str:
    return "{" + name + (f".{part}" if part else "") + "}"


def references(excel: str) -> set[str]:
    """The names an Excel entry reads."""
    return {match[1] for match in REFERENCE.finditer(excel)} - {OWN_NAME}


@lru_cache
def _parameters(function: PythonEntry) -> tuple[str, ...]:
    """Those of a Python entry, which its members share."""
    return tuple(inspect.signature(function).parameters)


def _require_honest_entries(line: Line, register: Register) -> None:
    where = f"line {line.name}"
    if not line.meaning:
        raise DefinitionError(f"{where} has no docstring: say what it means")
    if not line.source:
        raise DefinitionError(f"{where} has no source: name the section of METHOD.md")
    if line.axis not in register.axes:
        raise DefinitionError(f"{where} has the unknown axis {line.axis!r}: {', '.join(register.axes)}")
    if line.excel is None:
        return
    if not line.excel.startswith("="):
        raise DefinitionError(f"{where}: an Excel entry begins with '='")
    read_by_excel, read_by_python = references(line.excel) - {line.name}, line.needs
    if read_by_excel != read_by_python:
        odd = ", ".join(sorted(read_by_excel ^ read_by_python))
        raise DefinitionError(f"{where}: its two entries read different names ({odd})")
    unknown = sorted(name for name in read_by_python if name not in register)
    if unknown:
        raise DefinitionError(f"{where} reads {', '.join(unknown)}, which is not declared before it")


def _filled(name: str, words: Mapping[str, str]) -> str:
    """A name with each whole word that is a key replaced; a strategy's prefix is not one of them."""
    for key, word in words.items():
        if key != OWN_NAME:
            name = re.sub(rf"(?<![a-z0-9]){key}(?![a-z0-9])", word, name)
    return name


def _said(text: str, words: Mapping[str, str]) -> str:
    """A label or meaning with each key replaced by its word as people write it."""
    said = {key: spoken(word) for key, word in words.items() if key != OWN_NAME}
    return re.sub(r"[a-z0-9]+", lambda m: said.get(m[0], m[0]), text) if said else text


def _label(template: str, strategy: str | None) -> str:
    return in_words(template.removeprefix(PREFIX if strategy else ""))


def full(value: object, cases: int) -> Array:
    """A scalar as the array every entry works on: shape (cases, 1)."""
    return np.full((cases, 1), value)
