"""The verdict on a workbook: what was compared, in which engines, and every cell that differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from xltco.engine import Evaluation, evaluate
from xltco.errors import RecalculationError
from xltco.scenario import Scenario
from xltco.verify.compare import (
    Difference,
    differences,
    expected_value,
    relative_difference,
    strangers,
)
from xltco.verify.engines import Engine
from xltco.verify.reader import Address, ReadWorkbook, Value, read


@dataclass(frozen=True)
class EngineResult:
    """One engine's part of the verdict."""

    engine: str
    cells_compared: int
    largest_relative_difference: float
    mismatches: tuple[Difference, ...]


@dataclass(frozen=True)
class Report:
    """The whole verdict. `cached` is None where the file holds no cached values."""

    path: Path
    scenario: Scenario
    case: str
    formula_cells: int
    engines: tuple[EngineResult, ...]
    cached: EngineResult | None
    strangers: tuple[Difference, ...]
    evaluation: Evaluation

    @property
    def mismatches(self) -> list[Difference]:
        found = [difference for result in self.engines for difference in result.mismatches]
        return [*self.strangers, *(self.cached.mismatches if self.cached else ()), *found]

    @property
    def is_equal(self) -> bool:
        return not self.mismatches

    def as_json(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {
            "file": str(self.path),
            "equal": self.is_equal,
            "case": self.case,
            "formula_cells": self.formula_cells,
            "cells_compared": min((result.cells_compared for result in self.engines), default=0),
            "largest_relative_difference": max((r.largest_relative_difference for r in self.engines), default=0.0),
            "cached_values": None if self.cached is None else self.cached.cells_compared,
            "engines": {r.engine: _result_json(r) for r in self.engines},
            "mismatches": [asdict(difference) for difference in self.mismatches],
        }


def _result_json(result: EngineResult) -> dict[str, Any]:
    return {
        "cells_compared": result.cells_compared,
        "largest_relative_difference": result.largest_relative_difference,
        "mismatches": len(result.mismatches),
    }


def verify(path: str | Path, engines: Iterable[Engine], progress: Callable[[str], None] = lambda _: None) -> Report:
    """Recalculate the file in each engine and compare every formula cell with the model on the file's own inputs.

    WorkbookError and ScenarioError say why a file can't be verified at all.
    """
    progress("reading the workbook")
    workbook = read(path)
    evaluation = evaluate(workbook.scenario.case(workbook.case))
    cells = [(cell.sheet, cell.cell) for cell in workbook.formulas]
    results = []
    for engine in engines:
        progress(f"recalculating in {engine.name}")
        try:
            found = engine.recalculate(workbook.path, cells)
        except RecalculationError as error:
            gave_up = Difference("", "", "", "", None, None, engine.name, str(error))
            results.append(EngineResult(engine.name, 0, 0.0, (gave_up,)))
        else:
            results.append(_result(workbook, evaluation, found, engine.name))
    cached = {(cell.sheet, cell.cell): cell.cached for cell in workbook.formulas}
    has_cached = any(value is not None for value in cached.values())
    return Report(
        path=workbook.path,
        scenario=workbook.scenario,
        case=workbook.case,
        formula_cells=len(cells),
        engines=tuple(results),
        cached=_result(workbook, evaluation, cached, "cached") if has_cached else None,
        strangers=tuple(strangers(workbook, evaluation)),
        evaluation=evaluation,
    )


def _result(
    workbook: ReadWorkbook, evaluation: Evaluation, found: Mapping[Address, Value], engine: str
) -> EngineResult:
    largest, compared = 0.0, 0
    for cell in workbook.formulas:
        owner = workbook.owners.get((cell.sheet, cell.cell))
        if owner is not None and (owner.name in evaluation.values or owner.name == "case_number"):
            compared += 1
            expected = expected_value(workbook, evaluation, owner)
            largest = max(largest, relative_difference(expected, found[cell.sheet, cell.cell]))
    return EngineResult(engine, compared, largest, tuple(differences(workbook, evaluation, found, engine)))
