"""Many whole sets of inputs in one workbook: set warm inside the engines, every formula cell compared each time."""

from __future__ import annotations

import shlex
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from xltco.errors import RecalculationError, XltcoError
from xltco.spreadsheet.engines.known import Engine
from xltco.spreadsheet.engines.session import Session
from xltco.verify.compare import Difference, differences
from xltco.verify.drawn_sets import DrawnSet, drawn_set
from xltco.verify.expected import Expectation, Held, Texts
from xltco.verify.reader import ReadWorkbook, read
from xltco.verify.report import changes_of

MOST_CASES, MOST_NUMBER = 100_000, 1_000_000_000
# So many are drawn and evaluated at once: the arrays of more would fall out of the processor's cache.
_CHUNK = 20
_ASKED_AHEAD = 3
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Failure:
    """A case that differs in an engine."""

    number: int
    kind: str
    engine: str
    differences: tuple[Difference, ...]


@dataclass
class CasesReport:
    """What was asked, how far it came, and what differed."""

    path: Path
    seed: int
    numbers: range
    engines: tuple[str, ...]
    choice: str
    done: int = 0
    cells_compared: int = 0
    largest_relative_difference: float = 0.0
    failures: list[Failure] = field(default_factory=list)
    was_interrupted: bool = False

    @property
    def asked(self) -> int:
        """How many cases were asked for."""
        return len(self.numbers)

    @property
    def last(self) -> int:
        """The number of the last case that is done."""
        return self.numbers.start + self.done - 1

    def again(self, number: int, count: int = 1) -> str:
        """The command that repeats a case, or goes on with so many."""
        file = shlex.quote(str(self.path))
        return f"xltco verify {file} --engine {self.choice} --cases {count} --seed {self.seed} --first {number}"

    def rest(self) -> str:
        """The command that goes on where this one was interrupted."""
        return self.again(self.last + 1, self.asked - self.done)

    def as_json(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {
            "file": str(self.path),
            "equal": not self.failures and self.done == self.asked,
            "seed": self.seed,
            "first": self.numbers.start,
            "cases_asked": self.asked,
            "cases_done": self.done,
            "interrupted": self.was_interrupted,
            "engines": list(self.engines),
            "cells_compared": self.cells_compared,
            "largest_relative_difference": self.largest_relative_difference,
            "failures": [asdict(failure) | {"again": self.again(failure.number)} for failure in self.failures],
        }


def verify_cases(
    path: str | Path, engines: Sequence[Engine], numbers: range, seed: int, progress: Progress = lambda _: None
) -> CasesReport:
    """Draw the cases of these numbers, put each into the engines' cells, and compare every formula cell.

    Ctrl-C ends it early, with what is done. XltcoError where the numbers are out of bounds.
    """
    if not 1 <= len(numbers) <= MOST_CASES:
        raise XltcoError(f"--cases must be a whole number, 1 to {MOST_CASES:,}")
    if not 1 <= numbers.start <= MOST_NUMBER:
        raise XltcoError(f"--first must be a whole number, 1 to {MOST_NUMBER:,}")
    workbook = read(path)
    names = tuple(engine.name for engine in engines)
    report = CasesReport(Path(path), seed, numbers, names, names[0] if len(names) == 1 else "embedded")
    run = _Run(workbook, engines, report, progress)
    try:
        run.all()
    except KeyboardInterrupt:
        report.was_interrupted = True
    return report


class _Run:
    """The engines with their sessions, and the cases that they were asked about."""

    def __init__(
        self, workbook: ReadWorkbook, engines: Sequence[Engine], report: CasesReport, progress: Progress
    ) -> None:
        self.workbook, self.engines, self.report, self.progress = workbook, engines, report, progress
        self.expectation = Expectation(workbook, Texts())
        self.places = [cell.place for cell in self.expectation.cells]

    def all(self) -> None:
        """Every case, drawn and evaluated in chunks; the engines are asked a few ahead of what is compared."""
        numbers, asked = self.report.numbers, deque[tuple[DrawnSet, Held]]()
        with ExitStack() as stack:
            sessions = [stack.enter_context(engine.open(self.workbook.path, self.places)) for engine in self.engines]
            for at in range(0, len(numbers), _CHUNK):
                chunk = numbers[at : at + _CHUNK]
                sets = [drawn_set(self.workbook.inputs, self.workbook.present, self.report.seed, i) for i in chunk]
                for pair in zip(sets, self._expected(sets), strict=True):
                    for session in sessions:
                        session.ask(changes_of(pair[0].inputs))
                    asked.append(pair)
                    if len(asked) > _ASKED_AHEAD:
                        self._compare(sessions, *asked.popleft())
            while asked:
                self._compare(sessions, *asked.popleft())

    def _expected(self, sets: list[DrawnSet]) -> list[Held]:
        inputs = [one.inputs for one in sets]
        return self.expectation.of(inputs, self.expectation.evaluations(inputs))

    def _compare(self, sessions: Sequence[Session], one: DrawnSet, wanted: Held) -> None:
        for session in sessions:
            self._hold(session, one, wanted)
        self.report.done += 1
        self.progress(f"{self.report.done:,} of {self.report.asked:,} cases, {len(self.report.failures):,} differ")

    def _hold(self, session: Session, one: DrawnSet, wanted: Held) -> None:
        try:
            found = self.expectation.found(session.answer())
        except RecalculationError as error:
            told = [Difference("", "", "", "", None, None, session.engine, str(error))]
        else:
            told, largest = differences(self.expectation, wanted, found, session.engine)
            report = self.report
            report.cells_compared += len(self.places)
            report.largest_relative_difference = max(report.largest_relative_difference, largest)
        if told:
            self.report.failures.append(Failure(one.number, one.kind, session.engine, tuple(told)))
