"""Reads a workbook as a stranger would: by its defined names and labels, never through the code that wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl.workbook import Workbook

from xltco.errors import WorkbookError
from xltco.lines import Array
from xltco.model import MODEL
from xltco.scenario import Scenario
from xltco.scenario.stated import CASES, META_KEYS
from xltco.verify.calls import Call, all_expected, calls_in
from xltco.verify.file import Address, FormulaCell, Value, formula_cells, held, named_cells, open_workbook
from xltco.verify.flags import FLAG, STALE_SOURCES, flag_cells
from xltco.verify.inputs import InputCells, find_inputs, placed_actuals, placed_results, scenario_of

_LINK = re.compile(r"=(?:'((?:[^']|'')+)'|([A-Za-z_][\w.]*))!\$?([A-Z]{1,3})\$?(\d+)")
CASE_NUMBER, CASE_SELECTED = "case_number", "case_selected"


@dataclass(frozen=True)
class Owner:
    """What a cell belongs to: a name of the model and the index along its axis; a link shows another cell's value.

    `case` is set where a sheet calculates that case whatever the selected one is.
    """

    name: str
    index: int
    is_link: bool = False
    case: str = ""


@dataclass(frozen=True)
class ReadWorkbook:
    """What was found in a file: formula cells, who owns which cell, and the scenario with its case.

    `calls` are the cells that call a user function; `formulas` are all others.
    """

    path: Path
    workbook: Workbook
    inputs: InputCells
    formulas: list[FormulaCell]
    owners: Mapping[Address, Owner]
    meta: Mapping[str, Value]
    case: str
    scenario: Scenario
    placed: Mapping[str, Array]
    flags: tuple[Address, ...] = ()
    calls: tuple[Call, ...] = ()
    cached_calls: Mapping[Address, Value] = field(default_factory=dict)

    @property
    def cases(self) -> set[str]:
        """The cases that have sheets of their own."""
        return {owner.case for owner in self.owners.values() if owner.case}


def read(path: str | Path) -> ReadWorkbook:
    """The workbook in a file. WorkbookError: it is damaged or not one of ours. ScenarioError: inputs not allowed."""
    path = Path(path)
    workbook = open_workbook(path)
    if not named_cells(workbook, CASE_SELECTED) or not named_cells(workbook, "workload_monthly_tokens"):
        raise WorkbookError(f"{path}: is not a workbook of xltco: it lacks the names of the model's inputs")
    values = open_workbook(path, values=True)
    found = list(formula_cells(workbook, values))
    calls = tuple(calls_in(workbook, found))
    called = {call.cell.address for call in calls}
    found = [cell for cell in found if cell.address not in called]
    meta_names = [CASE_SELECTED, *(f"scenario_{key}" for key in META_KEYS)]
    inputs = find_inputs(workbook, path)
    flags = flag_cells(workbook, inputs)
    model_names = [*MODEL.inputs, *MODEL.constants, *MODEL.recorded, *MODEL.lines]
    owners = _owners(workbook, [*model_names, CASE_NUMBER, STALE_SOURCES, *meta_names])
    owners |= {address: Owner(FLAG, index) for index, address in enumerate(flags)}
    for cell in found:
        target = owners.get(_link_target(cell, workbook)) if cell.address not in owners else None
        if target is not None:
            owners[cell.address] = replace(target, is_link=True)
    return ReadWorkbook(
        path=path,
        workbook=workbook,
        inputs=inputs,
        formulas=found,
        owners=owners,
        meta={name: held(workbook, cells[0]) for name in meta_names if (cells := named_cells(workbook, name))},
        case=_selected_case(workbook, path),
        scenario=scenario_of(workbook, inputs),
        placed=placed_actuals(workbook, inputs) | placed_results(workbook),
        flags=flags,
        calls=calls,
        cached_calls={address: held(values, address) for address in all_expected(calls)},
    )


def _owners(workbook: Workbook, names: list[str]) -> dict[Address, Owner]:
    """Whose cells are whose: those of the selected case, and those that belong to one case for good."""
    owners = {a: Owner(name, i) for name in names for i, a in enumerate(named_cells(workbook, name))}
    for case in CASES:
        for name in (*MODEL.inputs, *MODEL.lines):
            cells = named_cells(workbook, f"{case}_case_{name}")
            owners |= {a: Owner(name, i, case=case) for i, a in enumerate(cells)}
    return owners


def _selected_case(workbook: Workbook, path: Path) -> str:
    address = named_cells(workbook, CASE_SELECTED)[0]
    value = held(workbook, address)
    case = str(value).strip().lower()
    if case not in CASES:
        raise WorkbookError(f"{path}: {'!'.join(address)}: the case must be low, base or high (found {value!r})")
    return case


def _link_target(cell: FormulaCell, workbook: Workbook) -> Address:
    """The cell that a mere link shows (`=Sheet!A1`, or `=name` of a single cell); nowhere for any other formula."""
    if match := _LINK.fullmatch(cell.formula):
        sheet = (match[1] or match[2]).replace("''", "'")
        return sheet, f"{match[3]}{match[4]}"
    target = named_cells(workbook, cell.formula.removeprefix("="))
    return target[0] if len(target) == 1 else ("", "")
