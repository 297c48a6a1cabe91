"""Reads a workbook as a stranger would: by the keys of its rows, never through the code that wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from xltco.errors import WorkbookError
from xltco.lines import Present
from xltco.model import MODEL
from xltco.model.checks.check import all_checks
from xltco.model.register import lengths
from xltco.scenario.stated import STRATEGY_TABLES, TABLES, actual_inputs, inputs_by_table
from xltco.spreadsheet.address import letter
from xltco.spreadsheet.formula import places_of
from xltco.spreadsheet.reader import Workbook, read_workbook
from xltco.verify.calls import Call, calls_in
from xltco.verify.cells import FormulaCell, Place, is_formula, named_places
from xltco.verify.flags import expected_flags
from xltco.verify.inputs import InputCells, InputSet, input_set
from xltco.verify.keyed import (
    FACTS,
    FLAG,
    InputRows,
    Owner,
    Run,
    cells_of,
    months_in,
    owners_of,
    past_months_in,
    read_inputs,
    read_runs,
)

_LINK = re.compile(r"=(?:(?:'((?:[^']|'')+)'|([A-Za-z_][\w.]*))!)?(\$?[A-Z]{1,3}\$?\d+)")
_LABEL_AFTER_KEY = 1


@dataclass(frozen=True)
class ReadWorkbook:
    """What was found in a file: formula cells, who owns which cell, and the inputs that it states.

    `calls` are the cells that call a user function; `formulas` are all others. `homes` are the cells that hold a name,
    by the case that they are of and the name.
    """

    path: Path
    workbook: Workbook
    inputs: InputCells
    stated: InputSet
    present: Present
    formulas: list[FormulaCell]
    owners: Mapping[Place, Owner]
    homes: Mapping[tuple[str, str], list[Place]]
    calls: tuple[Call, ...] = ()
    repeated: tuple[str, ...] = field(default=())
    unknown: tuple[Run, ...] = field(default=())

    @cached_property
    def flags(self) -> list[str]:
        """What the flags beside the sources say."""
        return expected_flags(self.workbook, self.inputs.rows)

    @cached_property
    def cases(self) -> set[str]:
        """The cases that cells are of whatever case is selected."""
        return {owner.case for owner in self.owners.values() if owner.case}


def read(path: str | Path) -> ReadWorkbook:
    """The workbook in a file. WorkbookError: it is damaged or not one of ours. ScenarioError: inputs not allowed."""
    path = Path(path)
    workbook = read_workbook(path)
    rows = read_inputs(workbook)
    if "workload.monthly_tokens" not in rows.active:
        raise WorkbookError(f"{path}: is not a workbook of xltco: no sheet has the keys of the model's inputs")
    _require_keys(path, rows)
    runs = read_runs(workbook, rows)
    months = months_in(workbook, runs)
    if months is not None and not 1 <= months < MODEL.axes["month"].length:
        raise WorkbookError(f"{path}: the row of the key month holds {months + 1} numbers of months, not 2 to 121")
    cells = _input_cells(workbook, rows, runs, months)
    stated = input_set(cells)
    present = _present(rows, runs, months or stated.scenario.longest_horizon, past_months_in(workbook, runs))
    owners = owners_of(runs, present.axes)
    formulas = _formula_cells(workbook, rows)
    calls = tuple(calls_in(workbook, formulas))
    called = {call.cell.place for call in calls}
    formulas = [cell for cell in formulas if cell.place not in called]
    _add_links(workbook, formulas, owners)
    homes, repeated = _homes(runs, present)
    unknown = tuple(run for run in runs if run.owner.name not in (*FACTS, FLAG) and run.owner.name not in present)
    return ReadWorkbook(
        path, workbook, cells, stated, present, formulas, owners, homes, calls, tuple(repeated), unknown
    )


def _require_keys(path: Path, rows: InputRows) -> None:
    """Each input's key once, and those of the required ones at all: their values can't be told without."""
    column = letter(rows.key_column)
    if rows.twice:
        row = rows.active.get(rows.twice[0], ("", 0, 0))[1]
        also = f" (again in {column}{row})" if row else ""
        raise WorkbookError(
            f"{path}: {rows.sheet}: the key {rows.twice[0]} stands there twice{also}; keep the right one"
        )
    for table in (table for table in TABLES if table not in STRATEGY_TABLES or table in rows.strategies):
        for item in inputs_by_table()[table]:
            if item.required and item.dotted not in rows.active:
                strange = [f"{column}{at[1]} holds {key!r}" for key, at in rows.constants.items() if key not in MODEL]
                said = f" ({'; '.join(strange[:3])}, which is no key)" if strange else ""
                raise WorkbookError(
                    f"{path}: {rows.sheet}: no row has the key {item.dotted}{said}; write it back into column {column} "
                    "beside its input"
                )


def _input_cells(workbook: Workbook, rows: InputRows, runs: list[Run], months: int | None) -> InputCells:
    count = past_months_in(workbook, runs)
    names = {item.name for item in actual_inputs()}
    homes = {run.owner.name: run for run in runs if not run.owner.is_link}
    actuals = {name: list(homes[name].places(count, down=True)) for name in names & homes.keys()}
    recorded = {name: homes[name].place for name in MODEL.recorded if name in homes}
    return InputCells(workbook, rows, actuals, recorded, months)


def _present(rows: InputRows, runs: list[Run], months: int, past_months: int) -> Present:
    """What stands in the file: its strategies, its axes, and of the checks those that its template needs."""
    keys = {run.owner.name for run in runs}
    checks = [check.name for strategy in (None, *rows.strategies) for check in all_checks(strategy)]
    left_out = [name for name in checks if name not in keys]
    return MODEL.present(rows.strategies, lengths(months, past_months), left_out)


def _formula_cells(workbook: Workbook, rows: InputRows) -> list[FormulaCell]:
    """Every formula of every sheet, row by row, with the label of its row."""
    found = []
    for sheet in workbook.sheets.values():
        label_column = 1 if sheet.title == rows.sheet else 1 + _LABEL_AFTER_KEY
        for (row, column), cell in sheet.cells.items():
            if is_formula(cell.formula):
                label = sheet.value(row, label_column)
                text = str(label) if isinstance(label, str) else ""
                found.append(FormulaCell((sheet.title, row, column), text, cell.formula, cell.value, cell.area))
    return found


def _add_links(workbook: Workbook, formulas: list[FormulaCell], owners: dict[Place, Owner]) -> None:
    """A formula without a key that only shows another cell belongs to what that one belongs to."""
    for cell in formulas:
        if cell.place not in owners:
            target = owners.get(link_target(cell, workbook))
            if target is not None:
                owners[cell.place] = replace(target, is_link=True)


def link_target(cell: FormulaCell, workbook: Workbook) -> Place:
    """The cell that a mere link shows (`=Sheet!A1`, or `=name` of a single cell); nowhere for any other formula."""
    if match := _LINK.fullmatch(cell.formula):
        sheet = (match[1] or match[2] or cell.sheet).replace("''", "'")
        return sheet, *places_of(match[3])[0]
    target = named_places(workbook, cell.formula.removeprefix("="))
    return target[0] if len(target) == 1 else ("", 0, 0)


def _homes(runs: list[Run], present: Present) -> tuple[dict[tuple[str, str], list[Place]], list[str]]:
    """The cells of each name by the case that they are of, and the names whose key stands in two places."""
    homes: dict[tuple[str, str], list[Place]] = {}
    repeated = []
    for run in runs:
        if run.owner.is_link or run.owner.index:
            continue
        key = run.owner.case, run.owner.name
        repeated += [run.owner.name] if key in homes else []
        homes.setdefault(key, list(cells_of(run, present.axes)))
    return homes, repeated
