"""The verdict on a workbook: what was compared, in which engines, and every cell that differs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from xltco.errors import RecalculationError
from xltco.scenario import Scenario
from xltco.scenario.stated import CASES
from xltco.verify.calls import all_expected, found_of
from xltco.verify.compare import (
    Difference,
    agrees,
    difference,
    differences,
    evaluations,
    expected_values,
    relative_difference,
)
from xltco.verify.engines import Engine
from xltco.verify.file import Address, FormulaCell, Value
from xltco.verify.reader import Owner, ReadWorkbook, read
from xltco.verify.shake import shaken
from xltco.verify.structure import findings

Progress = Callable[[str], None]
# What a program that doesn't know LAMBDA leaves in a cell that calls one, and a cell that nobody calculated.
_NOT_KNOWN = ("#NAME?", "#VALUE!", None)
_NOBODY = Owner("", 0)


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

    With `change_inputs` the first engine also recalculates the two other cases with every input changed, so that a
    formula that is right for today's inputs only is found. WorkbookError and ScenarioError say why a file can't be
    verified at all.
    """
    progress("reading the workbook")
    workbook = read(path)
    by_case = evaluations(workbook, workbook.scenario, workbook.case)
    expected = expected_values(workbook, by_case, workbook.case)
    results = []
    for engine in engines:
        progress(f"recalculating in {engine.name}")
        results.append(_recalculated(workbook, workbook.path, expected, engine, engine.name))
    cached = {cell.address: cell.cached for cell in workbook.formulas}
    has_cached = any(value is not None for value in cached.values())
    structure = tuple(findings(workbook, by_case))
    return Report(
        path=workbook.path,
        scenario=workbook.scenario,
        case=workbook.case,
        formula_cells=len(workbook.formulas),
        links=sum(owner.is_link for owner in workbook.owners.values()),
        engines=tuple(results),
        cached=_result(workbook, expected, cached, "cached") if has_cached else None,
        changed=tuple(_changed(workbook, engines[:1], progress)) if change_inputs else (),
        structure=structure,
        calls=tuple(_called(workbook, progress)) if workbook.calls else (),
    )


def _called(workbook: ReadWorkbook, progress: Progress) -> list[EngineResult]:
    """The cells that call user functions, in IronCalc: whatever engines were asked for, it alone knows LAMBDA."""
    progress("recalculating the functions in ironcalc")
    expected = all_expected(workbook.calls)
    cells = {call.cell.address: call.cell for call in workbook.calls}
    live = found_of(workbook.workbook, workbook.calls)
    kept = {a: value for a, value in workbook.cached_calls.items() if value not in _NOT_KNOWN}
    results: dict[str, Mapping[Address, Value]] = {"functions in ironcalc": live, "functions, cached": kept}
    return [_compared(expected, found, cells, name) for name, found in results.items()]


def _compared(
    expected: Mapping[Address, Value], found: Mapping[Address, Value], cells: Mapping[Address, FormulaCell], name: str
) -> EngineResult:
    wrong = []
    found = {address: value for address, value in found.items() if address in expected}
    for address, value in found.items():
        if not agrees(expected[address], value, _NOBODY):
            cell = cells.get(address) or FormulaCell(*address, "", "spilled from another cell", None)
            wrong.append(difference(cell, "differs", expected[address], value, name))
    largest = max((relative_difference(expected[address], value) for address, value in found.items()), default=0.0)
    return EngineResult(name, len(found), largest, tuple(wrong))


def _changed(workbook: ReadWorkbook, engines: Sequence[Engine], progress: Progress) -> list[EngineResult]:
    """The other two cases with every input changed, in the given engine."""
    results = []
    with tempfile.TemporaryDirectory(prefix="xltco-") as folder:
        for case in (case for case in CASES if case != workbook.case):
            for engine in engines:
                progress(f"recalculating case {case} with changed inputs in {engine.name}")
                path, scenario = shaken(workbook, case, Path(folder))
                expected = expected_values(workbook, evaluations(workbook, scenario, case), case)
                name = f"{engine.name}, case {case} with every input changed"
                results.append(_recalculated(workbook, path, expected, engine, name))
    return results


def _recalculated(
    workbook: ReadWorkbook, path: Path, expected: Mapping[Address, Value], engine: Engine, name: str
) -> EngineResult:
    try:
        found = engine.recalculate(path, [cell.address for cell in workbook.formulas])
    except RecalculationError as error:
        return EngineResult(name, 0, 0.0, (Difference("", "", "", "", None, None, name, str(error)),))
    return _result(workbook, expected, found, name)


def _result(
    workbook: ReadWorkbook, expected: Mapping[Address, Value], found: Mapping[Address, Value], name: str
) -> EngineResult:
    largest = max((relative_difference(value, found[a]) for a, value in expected.items()), default=0.0)
    return EngineResult(name, len(expected), largest, tuple(differences(workbook, expected, found, name)))
