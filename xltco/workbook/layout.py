"""Where everything stands: the only authority on cell addresses.

Every sheet of sections has the same columns: label, unit, method section, an opening column that stays empty (so that
"the cell before" of the first period is 0), then the values.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter, quote_sheetname

from xltco.errors import DefinitionError, XltcoError
from xltco.lines import PREFIX, REFERENCE, Axis, Input, Line, Present
from xltco.scenario.scenario import META_KEYS
from xltco.workbook.template import Section, Sheet, Template

LABEL, UNIT, SOURCE, OPENING, VALUES = 1, 2, 3, 4, 5
FIRST_SECTION_ROW = 5

INPUT_COLUMNS = (
    "Input",
    "Unit",
    "low",
    "base",
    "high",
    "Active",
    "Allowed",
    "Key",
    "Meaning",
    "Source",
    "As of",
    "Note",
)
LOW, BASE, HIGH, ACTIVE = 3, 4, 5, 6
INPUT_HEADER_ROW = 11
SCENARIO_ROWS = {key: row for row, key in enumerate(META_KEYS, start=3)}
CASE_ROW, CASE_NUMBER_ROW = 8, 9


@dataclass(frozen=True)
class Place:
    """The cells of one name: where its first value stands and how it goes on."""

    sheet: str
    row: int
    column: int
    axis: Axis

    def cell(self, index: int = 0) -> tuple[int, int]:
        """Row and column of the value at that index of the axis; -1 is the empty opening cell."""
        return (self.row + index, self.column) if self.axis.down else (self.row, self.column + index)

    def address(self, index: int = 0) -> str:
        row, column = self.cell(index)
        return f"{get_column_letter(column)}{row}"

    def absolute(self) -> str:
        """The whole range with its sheet, as a defined name holds it."""
        (top, left), (bottom, right) = self.cell(), self.cell(self.axis.length - 1)
        first = f"${get_column_letter(left)}${top}"
        last = f":${get_column_letter(right)}${bottom}" if self.axis.length > 1 else ""
        return f"{quote_sheetname(self.sheet)}!{first}{last}"


@dataclass
class Block:
    """A placed section: its title row and, by row or column, what it shows."""

    section: Section
    row: int
    names: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)

    @property
    def first_row(self) -> int:
        """The first row of lines; of columns, the row of the first values, below headings and the opening row."""
        return self.row + (4 if self.section.kind == "columns" else 2 if self.columns or self.is_monthly else 1)

    def is_total(self, name: str, strategy: str = "") -> bool:
        """Whether the template sets the line off as a total."""
        return name in self.section.totals or any(member_name(p, strategy) == name for p in self.section.totals)

    @property
    def is_monthly(self) -> bool:
        return self.section.kind == "months"


@dataclass
class SheetPlan:
    """A sheet of the workbook with its blocks; the input sheet has rows of inputs instead."""

    title: str
    blocks: list[Block] = field(default_factory=list)
    input_rows: dict[int, Input | str] = field(default_factory=dict)


class Layout:
    """Addresses for every name that a scenario's strategies leave standing, by a template."""

    def __init__(self, template: Template, present: Present) -> None:
        self.present = present
        self.places: dict[str, Place] = {}
        _require_known_names(template, present)
        self.sheets = [plan for sheet in template.sheets for plan in self._sheet(sheet)]
        rest = [name for name in present.lines if name not in self.places]
        rest += [i.name for i in present.inputs.values() if i.name not in self.places]
        if rest:
            self.sheets.append(self._workings(rest))

    def formula(self, line: Line, index: int) -> str:
        """The line's Excel entry with the addresses of that index of its axis."""
        if line.excel is None:
            raise DefinitionError(f"line {line.name} has no Excel entry: its cells are constants")
        home = self.places[line.name]

        def address(match: re.Match[str]) -> str:
            return self._reference(home, index, match[1], match[2])

        return REFERENCE.sub(address, line.excel)

    def _reference(self, home: Place, index: int, name: str, part: str | None) -> str:
        if name in self.present.stand_ins:
            return _literal(self.present.stand_ins[name])
        place = self.places[name]
        if part == "all" or place.axis.length == 1:
            return name
        if place.axis != home.axis:
            raise DefinitionError(f"{name} runs along {place.axis.name}, so it can only be read as {{{name}.all}} here")
        address = place.address(index - 1 if part == "prev" else index)
        return address if place.sheet == home.sheet else f"{quote_sheetname(place.sheet)}!{address}"

    def _sheet(self, sheet: Sheet) -> Iterator[SheetPlan]:
        if sheet.kind == "inputs":
            yield self._inputs(sheet.title)
        elif sheet.for_each_strategy:
            for strategy in self.present.strategies:
                title = sheet.title.replace("{strategy}", self.present.register.strategies[strategy])
                yield from self._sections(title, sheet.sections, strategy)
        else:
            yield from self._sections(sheet.title, sheet.sections, "")

    def _inputs(self, title: str) -> SheetPlan:
        plan = SheetPlan(title)
        row, table = INPUT_HEADER_ROW + 1, ""
        scalar = self.present.register.axes["scalar"]
        inputs = [item for item in self.present.inputs.values() if item.axis == "scalar"]
        for item in inputs:
            if item.table != table:
                table = item.table
                plan.input_rows[row] = table
                row += 1
            plan.input_rows[row] = item
            self.places[item.name] = Place(title, row, ACTIVE, scalar)
            row += 1
        plan.input_rows[row] = "unit factors and boundaries of the method"
        for offset, name in enumerate(self.present.register.constants, start=1):
            self.places[name] = Place(title, row + offset, ACTIVE, scalar)
        return plan

    def _sections(self, title: str, sections: tuple[Section, ...], strategy: str) -> Iterator[SheetPlan]:
        plan = SheetPlan(title)
        row = FIRST_SECTION_ROW
        for section in sections:
            if section.only and section.only != strategy:
                continue
            block = self._block(section, row, strategy)
            if block.names:
                self._put(block, title)
                plan.blocks.append(block)
                row = self._end(block) + 2
        if plan.blocks:
            yield plan

    def _block(self, section: Section, row: int, strategy: str) -> Block:
        block = Block(section, row)
        strategies = (strategy,) if strategy else self.present.strategies
        for pattern in section.lines:
            members = [m for s in strategies if (m := member_name(pattern, s)) in self.present]
            members = list(dict.fromkeys(members))
            if section.kind == "table":
                block.names += [pattern] if members else []
            else:
                block.names += [m for m in members if m not in self.places]
        if section.kind == "table":
            shown = [s for s in strategies if any(member_name(p, s) in self.present for p in block.names)]
            block.columns = shown
        return block

    def _put(self, block: Block, sheet: str) -> None:
        axes = self.present.register.axes
        for offset, name in enumerate(block.names):
            if block.section.kind == "columns":
                self._at(name, Place(sheet, block.first_row, VALUES + offset, axes[block.section.axis]))
            elif block.section.kind == "table":
                for step, strategy in enumerate(block.columns):
                    if (member := member_name(name, strategy)) in self.present:
                        self._at(member, Place(sheet, block.first_row + offset, VALUES + step, axes["scalar"]))
            else:
                axis = axes["month"] if block.is_monthly else axes["scalar"]
                self._at(name, Place(sheet, block.first_row + offset, VALUES, axis))

    def _at(self, name: str, place: Place) -> None:
        if name in self.places:
            raise XltcoError(f"the template places {name} twice: take one out")
        if self.present.axis_of(name) != place.axis:
            raise XltcoError(f"the template places {name} along {place.axis.name}, but it runs along another axis")
        self.places[name] = place

    def _end(self, block: Block) -> int:
        if block.section.kind == "columns":
            return block.first_row + self.present.register.axes[block.section.axis].length - 1
        return block.first_row + len(block.names) - 1

    def _workings(self, names: list[str]) -> SheetPlan:
        sections = []
        for axis in self.present.register.axes.values():
            here = tuple(name for name in names if self.present.axis_of(name) == axis)
            kind = "columns" if axis.down else "months" if axis.length > 1 else "list"
            if here:
                sections.append(Section(title=f"By {axis.name}", kind=kind, axis=axis.name, lines=here))  # type: ignore[arg-type]
        return next(self._sections("Workings", tuple(sections), ""))


def member_name(pattern: str, strategy: str) -> str:
    """A template's name for one strategy: `strategy_total` is `buy_total` for buy."""
    return f"{strategy}_{pattern.removeprefix(PREFIX)}" if pattern.startswith(PREFIX) else pattern


def _require_known_names(template: Template, present: Present) -> None:
    """XltcoError when a template names a line that the model has for no strategy at all."""
    register = present.register
    for pattern in (line for sheet in template.sheets for section in sheet.sections for line in section.lines):
        if not any(member_name(pattern, strategy) in register for strategy in register.strategies):
            known = [*register.lines, *(f"{PREFIX}{n.partition('_')[2]}" for n in register.lines)]
            near = difflib.get_close_matches(pattern, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise XltcoError(f"the template names the line {pattern}, which the model does not have{hint}")


def _literal(value: float | bool) -> str:
    """What a formula reads for an absent line: TRUE, FALSE, 0 or "never"."""
    if isinstance(value, bool):
        return str(value).upper()
    return "NA()" if value != value else f"{value:g}"
