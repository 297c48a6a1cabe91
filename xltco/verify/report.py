"""The verdict on a workbook: what was compared, in which engines, and every cell that differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from xltco.errors import EngineMissingError, RecalculationError
from xltco.scenario import Scenario
from xltco.spreadsheet.engines.known import Engine
from xltco.spreadsheet.engines.known import engines as known_engines
from xltco.spreadsheet.engines.session import Change, Found, Session
from xltco.spreadsheet.values import Value
from xltco.verify.calls import all_expected
from xltco.verify.cells import FormulaCell, Place, typed
from xltco.verify.changed import changed_sets
from xltco.verify.compare import Difference, difference, differences
from xltco.verify.expected import Expectation, Held, Texts
from xltco.verify.inputs import InputSet
from xltco.verify.reader import ReadWorkbook, read
from xltco.verify.structure import findings

Progress = Callable[[str], None]
# The one engine that knows LAMBDA, in which workbooks hold their functions.
KNOWS_FUNCTIONS = "ironcalc"
# What a program that doesn't know LAMBDA leaves in a cell that calls one, and a cell that nobody calculated.
_NOT_KNOWN = ("#NAME?", "#VALUE!", None)
_RELATIVE = 1e-9


@dataclass(frozen=True)
class EngineResult:
    """One recalculation: in which engine, what was compared, and what differed."""

    engine: str
    cells_compared: int
    largest_relative_difference: float
    mismatches: tuple[Difference, ...]

    def as_json(self) -> dict[str, Any]:
        """The result as `xltco verify --json` shows it."""
        return {
            "cells_compared": self.cells_compared,
            "largest_relative_difference": self.largest_relative_difference,
            "mismatches": len(self.mismatches),
        }


@dataclass(frozen=True)
class Report:
    """The whole verdict. `cached` is None where the file holds no cached values; `changed` has other inputs.

    `calls` are the cells that call user functions: recalculated by an engine that knows them, and as they are cached.
    """

    path: Path
    scenario: Scenario
    case: str
    months: int
    formula_cells: int
    links: int
    engines: tuple[EngineResult, ...]
    cached: EngineResult | None
    changed: tuple[EngineResult, ...]
    structure: tuple[Difference, ...]
    calls: tuple[EngineResult, ...] = ()

    @property
    def mismatches(self) -> list[Difference]:
        """Every difference, of the structure first, then of each calculation."""
        results = (*((self.cached,) if self.cached else ()), *self.engines, *self.changed, *self.calls)
        return [*self.structure, *(difference for result in results for difference in result.mismatches)]

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return not self.mismatches

    def as_json(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {
            "file": str(self.path),
            "equal": self.is_equal,
            "case": self.case,
            "formula_cells": self.formula_cells,
            "links": self.links,
            "cells_compared": min((result.cells_compared for result in self.engines), default=0),
            "largest_relative_difference": max((r.largest_relative_difference for r in self.engines), default=0.0),
            "function_calls": {result.engine: result.as_json() for result in self.calls},
            "cached_values": None if self.cached is None else self.cached.cells_compared,
            "engines": {result.engine: result.as_json() for result in self.engines},
            "changed_inputs": {result.engine: result.as_json() for result in self.changed},
            "mismatches": [asdict(difference) for difference in self.mismatches],
        }


def verify(
    path: str | Path, engines: Sequence[Engine], progress: Progress = lambda _: None, *, change_inputs: bool = True
) -> Report:
    """Recalculate the file in each engine and compare every formula cell with the model on the file's own inputs.

    With `change_inputs` every embedded engine also recalculates two sets in which every input is changed, so that a
    formula that is right for today's inputs only is found. WorkbookError and ScenarioError say why a file can't be
    verified at all; EngineFailedError, that an engine died, hung or wanted too much memory.
    """
    progress("reading the workbook")
    return _Verification(read(path), engines, progress).report(change_inputs=change_inputs)


class _Verification:
    """One file in several engines: all of them work while the model is evaluated and answers are compared."""

    def __init__(self, workbook: ReadWorkbook, engines: Sequence[Engine], progress: Progress) -> None:
        self.workbook, self.engines, self.progress = workbook, engines, progress
        self.expectation = Expectation(workbook, Texts())
        self.places = [cell.place for cell in self.expectation.cells]
        self.called = all_expected(workbook.calls)

    def report(self, *, change_inputs: bool) -> Report:
        """Ask the engines, and compare."""
        book = self.workbook
        sets = [book.stated, *(changed_sets(book.inputs, book.stated) if change_inputs else ())]
        with ExitStack() as stack:
            sessions = [(engine, stack.enter_context(self._opened(engine, sets))) for engine in self.engines]
            functions = self._functions(stack, sessions)
            self.progress("evaluating the model")
            by_case = self.expectation.evaluations(sets)
            expected = self.expectation.of(sets, by_case)
            structure = tuple(dict.fromkeys(findings(book, by_case)))
            cached = self._cached(expected[0])
            plain, changed, calls = [], [], []
            for engine, session in sessions:
                self.progress(f"recalculating in {engine.name}")
                first, *others, found = self._results(engine, session, sets, expected)
                plain.append(first)
                changed += others
                calls += self._calls(found) if session is functions else []
            if functions is not None and not calls:
                calls = self._calls(_answer(functions)[0])
        return Report(
            path=book.path,
            scenario=book.stated.scenario,
            case=book.stated.case,
            months=book.present.axes["month"].length - 1,
            formula_cells=len(book.formulas),
            links=sum(owner.is_link for owner in book.owners.values()),
            engines=tuple(plain),
            cached=cached,
            changed=tuple(changed),
            structure=structure,
            calls=tuple(calls),
        )

    def _opened(self, engine: Engine, sets: Sequence[InputSet]) -> Session:
        """The engine with the file, asked for what is stated and, if it is quick at it, for the changed sets."""
        called = list(self.called) if engine.name == KNOWS_FUNCTIONS else []
        session = engine.open(self.workbook.path, [*self.places, *called])
        session.ask()
        before: set[Place] = set()
        for one in sets[1:] if engine.is_embedded else ():
            # What the set before has changed is put back first: the session goes on from there.
            restored = {place: typed(self.workbook.workbook, place) for place in before}
            session.ask([(*place, value) for place, value in (restored | dict(one.changes)).items()])
            before = set(one.changes)
        return session

    def _functions(self, stack: ExitStack, sessions: Sequence[tuple[Engine, Session]]) -> Session | None:
        """The engine that recalculates the functions, whatever engines were asked for."""
        if not self.workbook.calls:
            return None
        for engine, session in sessions:
            if engine.name == KNOWS_FUNCTIONS:
                return session
        engine = known_engines()[KNOWS_FUNCTIONS]
        if not engine.available():
            raise EngineMissingError(
                f"NOT VERIFIED: the engine {engine.name}, which calculates the functions of a workbook, is not "
                f"installed; {engine.install}"
            )
        session = stack.enter_context(engine.open(self.workbook.path, list(self.called)))
        session.ask()
        return session

    def _results(
        self, engine: Engine, session: Session, sets: Sequence[InputSet], expected: Sequence[Held]
    ) -> list[Any]:
        """One result for each set that the engine was asked for, and what it found in the cells of calls."""
        results: list[Any] = []
        called: list[Value] = []
        for number, (one, wanted) in enumerate(zip(sets, expected, strict=True)):
            if number and not engine.is_embedded:
                break
            name = engine.name if not number else f"{engine.name}, every input changed, set {number}{_of_case(one)}"
            found, error = _answer(session)
            if found is None:
                results += [_refused(name, error)]
                break
            mine, calls = found.split(len(self.places))
            called = called or calls.values()
            results.append(self._compared(wanted, self.expectation.found(mine), name))
        return [*results, called]

    def _compared(self, expected: Held, found: Held, name: str) -> EngineResult:
        wrong, largest = differences(self.expectation, expected, found, name)
        return EngineResult(name, len(self.places), largest, tuple(wrong))

    def _cached(self, expected: Held) -> EngineResult | None:
        if all(cell.cached is None for cell in self.expectation.cells):
            return None
        return self._compared(expected, self.expectation.cached(), "cached")

    def _calls(self, found: Found | list[Value] | None) -> list[EngineResult]:
        """The cells that call user functions, live and as they are cached."""
        if found is None:
            return []
        values = found if isinstance(found, list) else found.values()
        live = dict(zip(self.called, values, strict=True)) if values else {}
        sheets = self.workbook.workbook.sheets
        kept = {place: sheets[place[0]].value(*place[1:]) for place in self.called}
        kept = {place: value for place, value in kept.items() if value not in _NOT_KNOWN}
        cells = {call.cell.place: call.cell for call in self.workbook.calls}
        return [
            _called(self.called, live, cells, f"functions in {KNOWS_FUNCTIONS}"),
            _called(self.called, kept, cells, "functions, cached"),
        ]


def changes_of(one: InputSet) -> list[Change]:
    """The cells that a set of inputs changes, as a session takes them."""
    return [(*place, value) for place, value in one.changes.items()]


def _answer(session: Session) -> tuple[Found | None, str]:
    """What the engine found, or why it refuses the file: its formulas are broken or circular."""
    try:
        return session.answer(), ""
    except RecalculationError as error:
        return None, str(error)


def _of_case(one: InputSet) -> str:
    return f", case {one.case}" if any(isinstance(v, str) and v == one.case for v in one.changes.values()) else ""


def _refused(name: str, why: str) -> EngineResult:
    return EngineResult(name, 0, 0.0, (Difference("", "", "", "", None, None, name, why),))


def _called(
    expected: Mapping[Place, Value], found: Mapping[Place, Value], cells: Mapping[Place, FormulaCell], name: str
) -> EngineResult:
    wrong, largest = [], 0.0
    for place, value in found.items():
        wanted = expected[place]
        apart = _apart(wanted, value)
        if apart is None or apart > _RELATIVE:
            cell = cells.get(place) or FormulaCell(place, "", "spilled from another cell", None)
            wrong.append(difference(cell, "differs", wanted, value, name))
        largest = max(largest, apart or 0.0)
    return EngineResult(name, len(found), largest, tuple(wrong))


def _apart(expected: Value, found: Value) -> float | None:
    """How far two values are apart, relative to the larger; None where they are not of one kind, or not the same."""
    numbers = isinstance(expected, int | float) and isinstance(found, int | float)
    if numbers and isinstance(expected, bool) is isinstance(found, bool):
        size = max(abs(float(expected or 0)), abs(float(found or 0)))
        return abs(float(expected or 0) - float(found or 0)) / size if size else 0.0
    return 0.0 if expected == ("" if found is None else found) else None
