"""Whose cell is whose, as the key column says: never by label, address or defined name, never through the writer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from xltco.errors import WorkbookError
from xltco.keys import HEADING, OTHERS, VALUE_HEADING, VALUES_AFTER_KEY, Key, read_key
from xltco.lines import PREFIX, Axis
from xltco.model import MODEL
from xltco.scenario.stated import CASES, META_KEYS, MOST_ACTUALS, STRATEGY_TABLES, TABLES, inputs_by_table
from xltco.spreadsheet.reader import Workbook, Worksheet
from xltco.verify.cells import Place, shown, typed

FLAG, STALE_SOURCES, CASE_SELECTED, CASE_NUMBER = "source_flag", "stale_sources", "case_selected", "case_number"
META = tuple(f"scenario_{key}" for key in META_KEYS)
FACTS = (*META, STALE_SOURCES, CASE_SELECTED, CASE_NUMBER, *(n for case in OTHERS for n in (case, f"{case}_number")))
ACTIVE_HEADING, FLAG_HEADING, DATE_HEADING = "Active", "Flag", "As of"
_LABEL_AFTER_KEY = 1


@dataclass(frozen=True, slots=True)
class Owner:
    """What a cell belongs to: a name of the model and the index along its axis; a link shows what stands elsewhere.

    `case` is set where a cell is of that case whatever the selected one is: other_1 and other_2 have sheets of their
    own, and low, base and high stand side by side.
    """

    name: str
    index: int = 0
    is_link: bool = False
    case: str = ""


@dataclass(frozen=True)
class Run:
    """The cells of one key's entry: where the first of them stands; they follow along the name's axis."""

    place: Place
    owner: Owner

    def places(self, length: int, *, down: bool) -> Iterator[Place]:
        """So many cells from the first one on."""
        sheet, row, column = self.place
        for index in range(length):
            yield (sheet, row + index, column) if down else (sheet, row, column + index)


@dataclass
class InputRows:
    """The sheet of inputs: for each input the cells that a person fills in by case, and the one that formulas read."""

    sheet: str = ""
    has_cases: bool = False
    stated: dict[str, dict[str, Place]] = field(default_factory=dict)
    active: dict[str, Place] = field(default_factory=dict)
    facts: dict[str, Place] = field(default_factory=dict)
    constants: dict[str, Place] = field(default_factory=dict)
    flag_column: int = 0
    date_column: int = 0
    key_column: int = 0
    twice: list[str] = field(default_factory=list)

    @property
    def strategies(self) -> tuple[str, ...]:
        """The strategies that have inputs here."""
        return tuple(s for s in STRATEGY_TABLES if any(dotted.startswith(f"{s}.") for dotted in self.active))


def read_inputs(workbook: Workbook) -> InputRows:
    """The rows of the sheet whose headings are those of inputs; no rows where there is no such sheet."""
    for sheet in workbook.sheets.values():
        for (row, column), cell in sheet.cells.items():
            if cell.value == HEADING and column > VALUES_AFTER_KEY:
                headings = {str(c.value): at for (r, at), c in sheet.cells.items() if r == row and c.value is not None}
                if VALUE_HEADING in headings or ACTIVE_HEADING in headings:
                    return _input_rows(sheet, row, column, headings)
    return InputRows()


def _input_rows(sheet: Worksheet, heading: int, key_column: int, headings: Mapping[str, int]) -> InputRows:
    by_case = {case: column for text, column in headings.items() for case in CASES if text.lower() == case}
    has_cases = len(by_case) == len(CASES)
    read = headings.get(ACTIVE_HEADING, headings.get(VALUE_HEADING, 0))
    columns = by_case if has_cases else {"base": read}
    rows = InputRows(sheet.title, has_cases, flag_column=headings.get(FLAG_HEADING, 0))
    rows.date_column, rows.key_column = headings.get(DATE_HEADING, 0), key_column
    known = {item.dotted for table in TABLES for item in inputs_by_table()[table]}
    for (row, column), cell in sheet.cells.items():
        if column != key_column or row == heading or not isinstance(cell.value, str):
            continue
        key, place = str(cell.value), (sheet.title, row, read)
        shelf = rows.facts if row < heading else rows.active if key in known else rows.constants
        rows.twice += [key] if key in shelf else []
        shelf[key] = place
        if shelf is rows.active:
            rows.stated[key] = {case: (sheet.title, row, at) for case, at in columns.items()}
    return rows


def read_runs(workbook: Workbook, inputs: InputRows) -> list[Run]:
    """Every entry of every key column, and the inputs, constants and facts of the sheet of inputs."""
    found = [Run(place, Owner(dotted.replace(".", "_", 1))) for dotted, place in inputs.active.items()]
    found += [Run(place, Owner(name)) for shelf in (inputs.facts, inputs.constants) for name, place in shelf.items()]
    if inputs.flag_column:
        places = [(sheet, row, inputs.flag_column) for sheet, row, _ in inputs.active.values()]
        found += [Run(place, Owner(FLAG, index)) for index, place in enumerate(places)]
    for sheet in workbook.sheets.values():
        if sheet.title != inputs.sheet:
            found += _runs_of(sheet)
    return found


def _runs_of(sheet: Worksheet) -> Iterator[Run]:
    """The entries of a sheet of sections; none where it has no key column."""
    heading = next((place for place, cell in sheet.cells.items() if cell.value == HEADING), None)
    if heading is None:
        return
    column = heading[1]
    marked = [(row, cell.value) for (row, at), cell in sheet.cells.items() if at == column and row != heading[0]]
    keys = [(row, read_key(text)) for row, text in sorted(marked, key=lambda m: m[0]) if isinstance(text, str)]
    case = next((key.names[0] for _, key in keys if key.kind == "case" and key.names), "")
    titles = {row for (row, at), cell in sheet.cells.items() if at == column + _LABEL_AFTER_KEY and cell.value}
    keyed = {row for row, _ in keys}
    above: tuple[int, Key] | None = None
    for row, key in keys:
        if above and key.kind != "rows" and any(r in titles and r not in keyed for r in range(above[0] + 1, row)):
            above = None
        for run in _entries(sheet.title, row, column, key, above[1] if above else None):
            yield replace(run, owner=replace(run.owner, case=run.owner.case or case))
        if key.kind in ("strategies", "cases", "columns"):
            above = row, key


def _entries(sheet: str, row: int, key_column: int, key: Key, above: Key | None) -> Iterator[Run]:
    first = key_column + VALUES_AFTER_KEY
    if key.kind in ("cells", "heading"):
        first = key_column + key.first_column
        for offset, entry in enumerate(key.entries):
            if entry.name:
                yield Run((sheet, row, first + offset), Owner(entry.name, is_link=entry.is_link))
    elif key.kind == "rows" and above is not None:
        for offset, entry in enumerate(above.entries):
            if entry.name:
                yield Run((sheet, row, first + offset), Owner(entry.name, is_link=entry.is_link))
    elif key.kind == "row":
        entry = key.entries[0]
        if above is not None and above.kind == "cases":
            for offset, case in enumerate(above.names):
                yield Run((sheet, row, first + offset), Owner(entry.name, is_link=True, case=case))
        elif above is not None and above.kind == "strategies" and entry.name.startswith(PREFIX):
            for offset, strategy in enumerate(above.names):
                name = f"{strategy}_{entry.name.removeprefix(PREFIX)}"
                if name in MODEL:
                    yield Run((sheet, row, first + offset), Owner(name, is_link=entry.is_link))
        else:
            yield Run((sheet, row, first), Owner(entry.name, is_link=entry.is_link))


def months_in(workbook: Workbook, runs: Iterable[Run]) -> int | None:
    """The last month of the file's timeline; None where the file has none. WorkbookError: its row has a gap."""
    home = next((run for run in runs if run.owner == Owner("month")), None)
    if home is None:
        return None
    sheet = workbook.sheets[home.place[0]]
    places = list(home.places(MODEL.axes["month"].length + 1, down=False))
    count = sum(1 for _ in _held(sheet, iter(places)))
    if any(sheet.value(*place[1:]) is not None for place in places[count:]):
        where, found = shown(places[count]), typed(workbook, places[count])
        raise WorkbookError(f"{workbook.path}: {where}: must be the number of the month, {count} (found {found!r})")
    return count - 1


def past_months_in(workbook: Workbook, runs: Iterable[Run]) -> int:
    """How many past months the file has rows for."""
    lengths = [0]
    for run in runs:
        item = MODEL.get(run.owner.name)
        if item is not None and item.axis == "actual" and not run.owner.is_link:
            sheet = workbook.sheets[run.place[0]]
            lengths.append(sum(1 for _ in _there(sheet, run.places(MOST_ACTUALS, down=True))))
    return max(lengths)


def _held(sheet: Worksheet, places: Iterator[Place]) -> Iterator[Place]:
    for place in places:
        if not isinstance(sheet.value(*place[1:]), float):
            return
        yield place


def _there(sheet: Worksheet, places: Iterator[Place]) -> Iterator[Place]:
    for place in places:
        if place[1:] not in sheet.cells:
            return
        yield place


def owners_of(runs: Iterable[Run], axes: Mapping[str, Axis]) -> dict[Place, Owner]:
    """The owner of each cell; where two keys claim a cell, the one that holds it and not only shows it."""
    found: dict[Place, Owner] = {}
    for run in runs:
        for index, place in enumerate(cells_of(run, axes)):
            if place not in found or found[place].is_link:
                found[place] = replace(run.owner, index=index) if index else run.owner
    return found


def cells_of(run: Run, axes: Mapping[str, Axis]) -> Iterator[Place]:
    """The cells of a run, as long as its name's axis; none for a name that nobody knows."""
    item = MODEL.get(run.owner.name)
    if item is None:
        return run.places(1 if run.owner.name in (*FACTS, FLAG) else 0, down=False)
    axis = axes[item.axis]
    return run.places(axis.length, down=axis.down)
