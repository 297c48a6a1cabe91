"""Where everything stands: the only authority on cell addresses.

Every sheet of sections has the same columns: key, label, unit, method section, an opening column that stays empty (so
that "the cell before" of the first period is 0), then the values.

The two cases that are not selected are the same lines once more, on a sheet each: `other_1_case_buy_npv`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from xltco.errors import DefinitionError, XltcoError
from xltco.keys import OTHERS
from xltco.lines import Input, Line, Present
from xltco.model.checks.check import all_checks
from xltco.scenario.stated import CURRENCY, META_KEYS
from xltco.workbook.block import INDEX_LINES, PERIODS, Block, Standing
from xltco.workbook.blocks import KINDS
from xltco.workbook.input_columns import InputColumns
from xltco.workbook.place import FIRST_SECTION_ROW, Place
from xltco.workbook.references import along, literal
from xltco.workbook.selection import case_lines, members, require_even_charts, require_known_names
from xltco.workbook.template import Section, Sheet, Template, load_template

# What the input sheet states of the whole workbook, by row; the last ones only where it has cases.
FACTS = (*(f"scenario_{key}" for key in META_KEYS), "stale_sources")
CASE_FACTS = ("case_selected", "case_number", *(name for case in OTHERS for name in (case, f"{case}_number")))
_FIRST_FACT_ROW = 4
# What every sheet's heading shows.
HEADING_LINES = ("checks_failed",)
# A longer formula reads cells by their addresses alone: names would hide how long it is.
LONGEST_FORMULA = 255


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

    def __init__(self, template: Template, present: Present, *, has_cases: bool = False) -> None:
        self.template = template
        self.present = present
        self.has_cases = has_cases
        self.input_columns = InputColumns(has_cases)
        facts = (*FACTS, *(CASE_FACTS if has_cases else ()))
        self.fact_rows = {name: row for row, name in enumerate(facts, start=_FIRST_FACT_ROW)}
        self.input_header_row = _FIRST_FACT_ROW + len(facts) + 1
        self.places: dict[str, Place] = {}
        require_known_names(template, present)
        require_even_charts(template, present)
        # The keys that are defined names too: what people and functions refer to.
        self.named: set[str] = set()
        self._replicated: frozenset[str] = frozenset()
        self.sheets = [plan for sheet in template.sheets for plan in self._sheet(sheet)]
        self._place_what_feeds()

    def formula(self, line: Line, index: int, case: str = "") -> str:
        """The line's Excel entry with the addresses of that index of its axis, in a case of its own if one is named."""
        return self.formulas(line, case)[index]

    def formulas(self, line: Line, case: str = "") -> list[str]:
        """The line's formulas along its axis, all of one form."""
        if line.excel is None:
            raise DefinitionError(f"line {line.name} has no Excel entry: its cells are constants")
        home = self.places[self.key(line.name, case)]
        # A row reads cells alone, so that it can be copied across and followed with the arrow keys.
        texts = self._along(line.excel, home, case, by_name=home.axis.length == 1)
        return texts if max(map(len, texts)) <= LONGEST_FORMULA else self._along(line.excel, home, case)

    def _along(self, excel: str, home: Place, case: str, *, by_name: bool = False) -> list[str]:
        return along(
            excel, home.axis.length, lambda name, part: self._reference(home, name, part, case, by_name=by_name)
        )

    def link(self, name: str, sheet: str, *, case: str = "") -> str:
        """What a cell of that sheet holds to show a single value: its name where it has one, or its address."""
        key = self.key(name, case)
        place = self.places.get(key)
        if place is None or key in self.named:
            return f"={key}"
        return f"={place.seen_from(sheet, place.area())}"

    def key(self, name: str, case: str) -> str:
        """The name under which the layout keeps the line in that case."""
        return f"{case}_case_{name}" if case and name in self._replicated else name

    def _reference(self, home: Place, name: str, part: str | None, case: str, *, by_name: bool) -> str | Iterable[str]:
        """What a reference reads: the same in every cell, or one address for each."""
        if name in self.present.stand_ins:
            return literal(self.present.stand_ins[name])
        key = self.key(name, case)
        place = self.places[key]
        if part == "all" or place.axis.length == 1:
            return key if by_name and key in self.named else place.seen_from(home.sheet, place.area())
        if place.axis != home.axis:
            raise DefinitionError(f"{name} runs along {place.axis.name}, so it can only be read as {{{name}.all}} here")
        first = -1 if part == "prev" else 0
        return [place.seen_from(home.sheet, place.address(first + step)) for step in range(place.axis.length)]

    def homes(self, plan: SheetPlan) -> dict[str, Place]:
        """The names that stand on a sheet, without the case that it may be of."""
        prefix = f"{plan.case}_case_" if plan.case else ""
        here = ((key, place) for key, place in self.places.items() if place.sheet == plan.title)
        return {key.removeprefix(prefix): place for key, place in here}

    def _sheet(self, sheet: Sheet, only: Collection[str] | None = None) -> Iterator[SheetPlan]:
        if sheet.kind == "inputs":
            yield self._inputs(sheet)
        elif sheet.kind == "case":
            yield from (self._case(sheet, case) for case in OTHERS if self.has_cases)
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
        row, table, column = self.input_header_row + 1, "", self.input_columns.read
        scalar = self.present.axes["scalar"]

        def place(name: str, row: int) -> None:
            self.places[name] = Place(sheet.title, row, column, scalar)
            self.named.add(name)

        place(CURRENCY.name, self.fact_rows[CURRENCY.name])
        of_tables = (item for item in self.present.inputs.values() if item is not CURRENCY)
        for item in (item for item in of_tables if item.axis == "scalar"):
            if item.table != table:
                table = item.table
                plan.input_rows[row] = table
                row += 1
            plan.input_rows[row] = item
            place(item.name, row)
            row += 1
        plan.input_rows[row] = "unit factors and boundaries of the method"
        for offset, name in enumerate(self.present.register.constants, start=1):
            place(name, row + offset)
        return plan

    def _case(self, sheet: Sheet, case: str) -> SheetPlan:
        """The lines that a case's results need, once more, on the case's own inputs."""
        lines = case_lines(self.present, sheet.lines)
        inputs = {n for line in lines for n in line.needs if n in self.present.inputs} - {CURRENCY.name}
        scalars = [n for n in self.present.inputs if n in inputs and self.present.inputs[n].axis == "scalar"]
        self._replicated = frozenset({line.name for line in lines} | set(scalars))
        title = sheet.title.replace("{case}", str(OTHERS.index(case) + 1))
        plan = SheetPlan(title, sheet, case=case)
        sections = [Section(title="Inputs of the case", kind="list", lines=tuple(scalars))]
        row = FIRST_SECTION_ROW
        for section in (*sections, *_by_axis([line.name for line in lines], self.present)):
            block = KINDS[section.kind](section, row, self.present, names=list(section.lines))
            self._put(block, plan, Standing(self.present, {}))
            row = block.last_row + 2
        return plan

    def _sections(
        self, plan: SheetPlan, sections: Iterable[Section], strategy: str, only: Collection[str] | None = None
    ) -> Iterator[SheetPlan]:
        row = FIRST_SECTION_ROW
        standing = Standing(self.present, self.places, only)
        for section in sections:
            if section.only and section.only != strategy:
                continue
            block = KINDS[section.kind](section, row, self.present, strategy)
            if (only is not None and not block.holds) or (section.kind == "cases" and not self.has_cases):
                continue
            block.fill(standing)
            if block.holds and only is None:
                self._require_room(block)
            if block.names:
                self._put(block, plan, standing)
                row = block.last_row + 2
        if plan.blocks:
            yield plan

    def _put(self, block: Block, plan: SheetPlan, standing: Standing) -> None:
        for name, place in list(block.homes(plan.title, standing)):
            self._at(name, place, plan.case)
            if block.section.named and not plan.case:
                self.named.add(name)
        plan.blocks.append(block)

    def _require_room(self, block: Block) -> None:
        """A line has one home: what names it again shows it as a link, or would show nothing at all."""
        for pattern in block.section.lines:
            found = members(pattern, self.present, block.strategies)
            placed = [name for name in found if name in self.places and name in self.present.lines]
            if placed and "*" not in pattern and len(placed) == len(found):
                home = self.places[placed[0]].sheet
                raise XltcoError(
                    f"{self.template.where(pattern)}: {pattern} is placed on the sheet {home}: "
                    "take one out, or give its section links = true"
                )

    def _at(self, name: str, place: Place, case: str) -> None:
        key = self.key(name, case)
        if key in self.places:
            where = self.template.where(name)
            raise XltcoError(f"{where}: {name} is placed twice: take one out, or give its section links = true")
        if self.present.axis_of(name) != place.axis:
            own, where = self.present.axis_of(name).name, self.template.where(name)
            raise XltcoError(f"{where}: {name} runs along the axis {own}, and its section along {place.axis.name}")
        self.places[key] = place

    def _place_what_feeds(self) -> None:
        """Everything that the shown lines are calculated from: on the sheets of `workings`, the rest on one more."""
        self.present = self.present.without(self._idle_checks())
        needed = self._needed()
        taken = {plan.title for plan in self.sheets}
        if self.template.workings:
            for sheet in load_template(self.template.workings).sheets:
                if sheet.kind == "sections":
                    title = f"{sheet.title} 2" if sheet.title in taken else sheet.title
                    unprinted = sheet.model_copy(update={"printed": False, "title": title})
                    self.sheets += self._sheet(unprinted, needed)
        # The headings of years and quarters may have come with the workings.
        needed |= self._headings()
        rest = [name for name in self.present.names() if name in needed and name not in self.places]
        if rest:
            plan = SheetPlan(
                "Workings", Sheet(title="Workings", purpose="Lines that feed those on the other sheets.", printed=False)
            )
            self.sheets += self._sections(plan, _by_axis(rest, self.present), "")

    def _needed(self) -> set[str]:
        """What the sheets so far show, and what that is calculated from."""
        # A case shares with the others what follows no input, so that is needed too.
        of_cases = (plan.sheet.lines for plan in self.sheets if plan.case)
        shown = {m for lines in of_cases for p in lines for m in members(p, self.present, self.present.strategies)}
        shown |= {name for plan in self.sheets for block in plan.blocks for name in block.shown()}
        shown |= set(HEADING_LINES)
        feeding = list(self.present.upstream([*self.places, *shown]))
        needed = {line.name for line in feeding} | self._headings()
        needed |= {name for line in feeding for name in line.needs if name in self.present.recorded}
        return needed | {item.name for item in self.present.inputs.values() if item.axis != "scalar"}

    def _idle_checks(self) -> set[str]:
        """Checks that no sheet shows and that would bring in months, years or draws which nothing else needs."""
        checks = {line.name for strategy in (*self.present.strategies, None) for line in all_checks(strategy)}
        checks = {name for name in checks if name in self.present.lines and name not in self.places}
        shown = {name for plan in self.sheets for block in plan.blocks for name in block.shown()} | set(HEADING_LINES)
        bare = self.present.without(checks)
        kept = {line.name for line in bare.upstream([*self.places, *shown])}

        def brings_more(check: str) -> bool:
            return any(line.axis != "scalar" and line.name not in kept for line in self.present.upstream([check]))

        return {check for check in checks if brings_more(check)}

    def _headings(self) -> set[str]:
        """The lines in the headings of periods."""
        return {INDEX_LINES[block.across] for plan in self.sheets for block in plan.blocks if block.across}


def _by_axis(names: Iterable[str], present: Present) -> list[Section]:
    """The names as sections, one for each axis."""
    names = list(names)
    kinds = {axis: kind for kind, axis in PERIODS.items()}
    sections = []
    for axis in present.axes.values():
        here = tuple(name for name in names if present.axis_of(name) == axis)
        kind = "list" if axis.name == "scalar" else kinds.get(axis.name, "columns")
        title = "Single values" if axis.name == "scalar" else f"By {axis.name.replace('_', ' ')}"
        if here:
            sections.append(Section(title=title, kind=kind, axis=axis.name, lines=here))  # type: ignore[arg-type]
    return sections
