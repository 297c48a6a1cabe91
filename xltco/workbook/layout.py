"""Where everything stands: the only authority on cell addresses.

Every sheet of sections has the same columns: label, unit, method section, an opening column that stays empty (so that
"the cell before" of the first period is 0), then the values.

The three cases side by side are the same lines once more for each case, under names of their own: `low_case_buy_npv`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter, quote_sheetname

from xltco.errors import DefinitionError, XltcoError
from xltco.lines import REFERENCE, Axis, Input, Line, Present
from xltco.scenario.stated import CASES, CURRENCY, META_KEYS
from xltco.workbook.cost_table import COLUMNS as COST_COLUMNS
from xltco.workbook.cost_table import CostRow, is_home, rows_of_strategy, rows_side_by_side
from xltco.workbook.selection import (
    case_lines,
    member_name,
    members,
    require_even_charts,
    require_known_names,
    shown_names,
    table_rows,
)
from xltco.workbook.template import Section, Sheet, Template, load_template

LABEL, UNIT, SOURCE, OPENING, VALUES = 1, 2, 3, 4, 5
FIRST_SECTION_ROW = 5

INPUT_COLUMNS = (
    *("Input", "Unit", "low", "base", "high", "Active"),
    *("Source", "As of", "Flag", "Note", "Allowed", "Meaning", "Key"),
)
LOW, BASE, HIGH, ACTIVE = 3, 4, 5, 6
SOURCE_TEXT, SOURCE_DATE, FLAG, NOTE, ALLOWED, MEANING, KEY = 7, 8, 9, 10, 11, 12, 13
INPUT_CASES = {"low": LOW, "base": BASE, "high": HIGH}
INPUT_HEADER_ROW = 14
SCENARIO_ROWS = {key: row for row, key in enumerate(META_KEYS, start=5)}
CASE_ROW, CASE_NUMBER_ROW, STALE_ROW = 10, 11, 12
# What every sheet's heading shows.
HEADING_LINES = ("checks_failed",)
ACROSS = {"months": "month", "years": "year", "quarters": "quarter"}
INDEX_LINES = {"month": "month", "year": "year_number", "quarter": "quarter_number"}
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
CHART_ROWS_PER_CM = 1.9


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
        """The cell of the value at that index of the axis, without its sheet."""
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
    # The rows of a cost table.
    costs: list[CostRow] = field(default_factory=list)
    # Where only part of the lines is needed, those; a table holds the others' cells free.
    only: Collection[str] | None = None

    @property
    def across(self) -> str:
        """The axis that the block's columns follow, if any."""
        return ACROSS.get(self.section.kind, "")

    @property
    def first_row(self) -> int:
        """The first row of values: below the title, and below headings where there are any."""
        if self.section.kind in ("columns", "grid"):
            return self.row + (4 if self.section.kind == "columns" else 3)
        return self.row + (2 if self.columns or self.across else 1)

    def is_total(self, name: str, strategy: str = "") -> bool:
        """Whether the template sets the line off as a total."""
        return name in self.section.totals or any(member_name(p, strategy) == name for p in self.section.totals)

    def last_row(self, axes: dict[str, Axis]) -> int:
        """The last row that the block takes."""
        section = self.section
        if section.kind in ("columns", "grid"):
            return self.first_row + axes[section.axis].length - 1
        if section.kind == "charts":
            return self.first_row + round(max(c.height_cm for c in section.charts) * CHART_ROWS_PER_CM)
        if section.kind == "text":
            return self.first_row + len(section.text) - 1
        return self.first_row + len(self.names) - 1


@dataclass
class SheetPlan:
    """A sheet of the workbook with its blocks; the input sheet has rows of inputs instead."""

    title: str
    sheet: Sheet
    blocks: list[Block] = field(default_factory=list)
    input_rows: dict[int, Input | str] = field(default_factory=dict)
    case: str = ""

    @property
    def is_monthly(self) -> bool:
        """Whether a block of the sheet has a column for each month."""
        return any(block.across == "month" for block in self.blocks)


class Layout:
    """Addresses for every name that a template shows of a scenario's strategies, and for all that feeds them."""

    def __init__(self, template: Template, present: Present) -> None:
        self.template = template
        self.present = present
        self.places: dict[str, Place] = {}
        require_known_names(template, present)
        require_even_charts(template, present)
        self._replicated: frozenset[str] = frozenset()
        self.sheets = [plan for sheet in template.sheets for plan in self._sheet(sheet)]
        self._place_what_feeds(template)

    def formula(self, line: Line, index: int, case: str = "") -> str:
        """The line's Excel entry with the addresses of that index of its axis, in a case of its own if one is named."""
        if line.excel is None:
            raise DefinitionError(f"line {line.name} has no Excel entry: its cells are constants")
        home = self.places[self.key(line.name, case)]

        def address(match: re.Match[str]) -> str:
            return self._reference(home, index, match[1], match[2], case)

        return REFERENCE.sub(address, line.excel)

    def key(self, name: str, case: str) -> str:
        """The name under which a workbook holds the line in that case."""
        return f"{case}_case_{name}" if case and name in self._replicated else name

    def _reference(self, home: Place, index: int, name: str, part: str | None, case: str) -> str:
        if name in self.present.stand_ins:
            return _literal(self.present.stand_ins[name])
        key = self.key(name, case)
        place = self.places[key]
        if part == "all" or place.axis.length == 1:
            return key
        if place.axis != home.axis:
            raise DefinitionError(f"{name} runs along {place.axis.name}, so it can only be read as {{{name}.all}} here")
        address = place.address(index - 1 if part == "prev" else index)
        return address if place.sheet == home.sheet else f"{quote_sheetname(place.sheet)}!{address}"

    def _sheet(self, sheet: Sheet, only: Collection[str] | None = None) -> Iterator[SheetPlan]:
        if sheet.kind == "inputs":
            yield self._inputs(sheet)
        elif sheet.kind == "case":
            for case in CASES:
                yield self._case(sheet, case)
        elif sheet.kind in ("contents", "method", "functions"):
            yield SheetPlan(sheet.title, sheet)
        elif sheet.for_each_strategy:
            for strategy in self.present.strategies:
                title = sheet.title.replace("{strategy}", self.present.register.strategies[strategy])
                yield from self._sections(SheetPlan(title, sheet), sheet.sections, strategy, only)
        else:
            yield from self._sections(SheetPlan(sheet.title, sheet), sheet.sections, "", only)

    def _inputs(self, sheet: Sheet) -> SheetPlan:
        plan = SheetPlan(sheet.title, sheet)
        row, table = INPUT_HEADER_ROW + 1, ""
        scalar = self.present.register.axes["scalar"]
        self.places[CURRENCY.name] = Place(sheet.title, SCENARIO_ROWS[CURRENCY.key], ACTIVE, scalar)
        of_tables = (item for item in self.present.inputs.values() if item is not CURRENCY)
        for item in (item for item in of_tables if item.axis == "scalar"):
            if item.table != table:
                table = item.table
                plan.input_rows[row] = table
                row += 1
            plan.input_rows[row] = item
            self.places[item.name] = Place(sheet.title, row, ACTIVE, scalar)
            row += 1
        plan.input_rows[row] = "unit factors and boundaries of the method"
        for offset, name in enumerate(self.present.register.constants, start=1):
            self.places[name] = Place(sheet.title, row + offset, ACTIVE, scalar)
        return plan

    def _case(self, sheet: Sheet, case: str) -> SheetPlan:
        """The lines that a case's results need, once more, on the case's own inputs."""
        lines = case_lines(self.present, sheet.lines)
        inputs = {n for line in lines for n in line.needs if n in self.present.inputs} - {CURRENCY.name}
        scalars = [n for n in self.present.inputs if n in inputs and self.present.inputs[n].axis == "scalar"]
        self._replicated = frozenset({line.name for line in lines} | set(scalars))
        plan = SheetPlan(sheet.title.replace("{case}", case), sheet, case=case)
        row = self._append(
            plan, Section(title="Inputs of the case", kind="list", lines=tuple(scalars)), FIRST_SECTION_ROW
        )
        for section in _by_axis([line.name for line in lines], self.present):
            row = self._append(plan, section, row)
        return plan

    def _append(self, plan: SheetPlan, section: Section, row: int) -> int:
        block = Block(section, row, names=list(section.lines))
        self._put(block, plan)
        plan.blocks.append(block)
        return self._end(block) + 2

    def _sections(
        self, plan: SheetPlan, sections: Iterable[Section], strategy: str, only: Collection[str] | None = None
    ) -> Iterator[SheetPlan]:
        row = FIRST_SECTION_ROW
        for section in sections:
            if section.only and section.only != strategy:
                continue
            if only is not None and (section.links or section.kind in ("charts", "text", "cases")):
                continue
            block = self._block(section, row, strategy, only)
            if block.names:
                self._put(block, plan)
                plan.blocks.append(block)
                row = self._end(block) + 2
        if plan.blocks:
            yield plan

    def _block(self, section: Section, row: int, strategy: str, only: Collection[str] | None) -> Block:
        block = Block(section, row, only=only)
        if section.kind == "text":
            block.names = list(section.text)
            return block
        strategies = (strategy,) if strategy else self.present.strategies
        if section.kind == "charts":
            block.names = [c.title for c in section.charts if shown_names(c, self.present, strategies)]
            return block
        if section.kind == "costs":
            self._fill_costs(block, strategy)
            return block
        for pattern in section.lines:
            found = members(pattern, self.present, strategies)
            if only is None and not section.links and section.kind != "cases":
                self._require_room(pattern, found)
            if "*" in pattern:
                along = [name for name in found if self.present.axis_of(name).name == _axis_of(section)]
                found = [name for name in along if name not in block.names]
            if section.kind == "table":
                for name in table_rows(pattern, self.present, strategies):
                    of_row = members(name, self.present, strategies)
                    block.names += [name] if any(section.links or self._is_free(m, only) for m in of_row) else []
            elif section.links or section.kind == "cases":
                block.names += found
            else:
                block.names += [m for m in found if self._is_free(m, only)]
        if section.kind == "table":
            block.columns = [s for s in strategies if any(member_name(p, s) in self.present for p in block.names)]
        if section.kind == "cases":
            block.columns = list(CASES)
        return block

    def _is_free(self, name: str, only: Collection[str] | None) -> bool:
        """Whether a line has no place yet, and is needed where only part of the lines is."""
        return name not in self.places and (only is None or name in only)

    def _fill_costs(self, block: Block, strategy: str) -> None:
        """A cost table of one strategy with its own columns, or of several side by side; only with what is needed."""
        shown = [s for s in block.section.strategies or self.present.strategies if s in self.present.strategies]
        rows = rows_of_strategy(self.present, strategy) if strategy else rows_side_by_side(self.present, shown)
        for row in rows:
            cells = {c: n for c, n in row.cells.items() if block.only is None or n in block.only or n in self.places}
            if cells:
                block.costs.append(replace(row, cells=cells))
        block.names = [row.label for row in block.costs]
        block.columns = list(COST_COLUMNS) if strategy else shown

    def _put_costs(self, block: Block, plan: SheetPlan) -> None:
        """A strategy's own table holds the lines that are told by their item's label; all other cells are links."""
        scalar = self.present.register.axes["scalar"]
        for offset, row in enumerate(block.costs):
            for column, name in row.cells.items():
                if is_home(row, column, self.present) and self._is_free(name, block.only):
                    self._at(name, Place(plan.title, block.first_row + offset, VALUES + column, scalar), plan.case)

    def _require_room(self, pattern: str, found: Collection[str]) -> None:
        """A line has one home: what names it again shows it as a link, or would show nothing at all."""
        placed = [name for name in found if name in self.places and name in self.present.lines]
        if placed and "*" not in pattern and len(placed) == len(found):
            home = self.places[placed[0]].sheet
            raise XltcoError(
                f"{self.template.where(pattern)}: {pattern} is placed on the sheet {home}: "
                "take one out, or give its section links = true"
            )

    def _put(self, block: Block, plan: SheetPlan) -> None:
        section, axes, only = block.section, self.present.register.axes, block.only
        if section.links or section.kind in ("charts", "text", "cases"):
            return
        if section.kind == "costs":
            self._put_costs(block, plan)
            return
        for offset, name in enumerate(block.names):
            if section.kind in ("columns", "grid"):
                self._at(name, Place(plan.title, block.first_row, VALUES + offset, axes[section.axis]), plan.case)
            elif section.kind == "table":
                for step, strategy in enumerate(block.columns):
                    member = member_name(name, strategy)
                    if member in self.present and member not in self.places and (only is None or member in only):
                        place = Place(plan.title, block.first_row + offset, VALUES + step, axes["scalar"])
                        self._at(member, place, plan.case)
            else:
                axis = axes[block.across or "scalar"]
                self._at(name, Place(plan.title, block.first_row + offset, VALUES, axis), plan.case)

    def _at(self, name: str, place: Place, case: str) -> None:
        key = self.key(name, case)
        if key in self.places:
            where = self.template.where(name)
            raise XltcoError(f"{where}: {name} is placed twice: take one out, or give its section links = true")
        if self.present.axis_of(name) != place.axis:
            own, where = self.present.axis_of(name).name, self.template.where(name)
            raise XltcoError(f"{where}: {name} runs along the axis {own}, and its section along {place.axis.name}")
        self.places[key] = place

    def _end(self, block: Block) -> int:
        return block.last_row(dict(self.present.register.axes))

    def _place_what_feeds(self, template: Template) -> None:
        """Everything that the shown lines are calculated from: on the sheets of `workings`, the rest on one more."""
        shown = {name for plan in self.sheets for name in self._shown(plan)} | set(HEADING_LINES)
        feeding = list(self.present.upstream([*self.places, *shown]))
        needed = {line.name for line in feeding}
        needed |= {name for line in feeding for name in line.needs if name in self.present.recorded}
        needed |= {INDEX_LINES[block.across] for plan in self.sheets for block in plan.blocks if block.across}
        needed |= {item.name for item in self.present.inputs.values() if item.axis != "scalar"}
        taken = {plan.title for plan in self.sheets}
        if template.workings:
            for sheet in load_template(template.workings).sheets:
                if sheet.kind == "sections":
                    title = f"{sheet.title} workings" if sheet.title in taken else sheet.title
                    unprinted = sheet.model_copy(update={"printed": False, "title": title})
                    self.sheets += self._sheet(unprinted, needed)
        # The headings of years and quarters may have come with the workings.
        needed |= {INDEX_LINES[block.across] for plan in self.sheets for block in plan.blocks if block.across}
        rest = [name for name in self.present.names() if name in needed and name not in self.places]
        if rest:
            plan = SheetPlan(
                "Workings", Sheet(title="Workings", purpose="Lines that feed those on the other sheets.", printed=False)
            )
            self.sheets += self._sections(plan, _by_axis(rest, self.present), "")

    def _shown(self, plan: SheetPlan) -> Iterator[str]:
        """What a sheet shows without holding it: links and the lines of charts."""
        # A case shares with the others what follows no input, so that is needed too.
        for pattern in plan.sheet.lines:
            yield from members(pattern, self.present, self.present.strategies)
        for block in plan.blocks:
            section = block.section
            for chart in section.charts:
                yield from shown_names(chart, self.present, self.present.strategies)
            for row in block.costs:
                yield from row.cells.values()
            for pattern in (*(section.lines if section.links else ()), *section.headings):
                yield from members(pattern, self.present, self.present.strategies)


def _axis_of(section: Section) -> str:
    """The axis along which a section's lines lie."""
    return section.axis if section.kind in ("columns", "grid") else ACROSS.get(section.kind, "scalar")


def _by_axis(names: Iterable[str], present: Present) -> list[Section]:
    """The names as sections, one for each axis."""
    names = list(names)
    sections = []
    for axis in present.register.axes.values():
        here = tuple(name for name in names if present.axis_of(name) == axis)
        kind = "columns" if axis.down else f"{axis.name}s" if axis.length > 1 else "list"
        title = "Single values" if axis.length == 1 else f"By {axis.name.replace('_', ' ')}"
        if here:
            sections.append(Section(title=title, kind=kind, axis=axis.name, lines=here))  # type: ignore[arg-type]
    return sections


def _literal(value: float | bool) -> str:
    """What a formula reads for an absent line: TRUE, FALSE, 0 or "never"."""
    if isinstance(value, bool):
        return str(value).upper()
    return "NA()" if value != value else f"{value:g}"
