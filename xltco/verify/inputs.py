"""The scenario that a workbook's input cells state, found by names, headings and keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xltco.errors import Problem, ScenarioError, WorkbookError
from xltco.lines import Array, Input
from xltco.model import MODEL
from xltco.scenario import Scenario, validated
from xltco.scenario.dates import date_of
from xltco.scenario.stated import CASES, CURRENCY, META_KEYS, TABLES, actual_inputs, inputs_by_table
from xltco.verify.file import Address, Value, held, named_cells


@dataclass(frozen=True)
class InputCells:
    """Where the inputs of a workbook stand: for each, its row's cells by case, and the active cell beside them."""

    path: Path
    active: Mapping[str, Address]
    cases: Mapping[str, Mapping[str, Address]]
    actuals: Mapping[str, list[Address]]

    def of_case(self, workbook: Workbook, item: Input, case: str) -> Address:
        """The cell whose value counts in a case: the case's own, or base where that is empty."""
        cells = self.cases[item.dotted]
        return cells[case] if held(workbook, cells[case]) is not None else cells["base"]


def find_inputs(workbook: Workbook, path: Path) -> InputCells:
    """The input cells of a workbook; WorkbookError where a row does not belong to the input that is named there."""
    active, cases = {}, {}
    headings: dict[str, dict[int, dict[str, int]]] = {}
    for item in (item for table in TABLES for item in inputs_by_table()[table]):
        cells = named_cells(workbook, item.name)
        if cells:
            active[item.dotted] = cells[0]
            cases[item.dotted] = _case_cells(workbook, cells[0], item, path, headings)
    actuals = {item.key: named_cells(workbook, item.name) for item in actual_inputs()}
    for key, cells in actuals.items():
        if len(cells) != MODEL.axes["actual"].length:
            raise WorkbookError(
                f"{path}: the name actual_{key} must cover {MODEL.axes['actual'].length} cells of a column"
            )
    return InputCells(path, active, cases, actuals)


def scenario_of(workbook: Workbook, inputs: InputCells) -> Scenario:
    """What the input cells state, with the low and high cases; ScenarioError names sheet and cell."""
    raw: dict[str, Any] = {}
    where: dict[str, str] = {}
    for key in META_KEYS:
        cells = named_cells(workbook, f"scenario_{key}")
        if cells:
            where[key] = "!".join(cells[0])
            value = held(workbook, cells[0])
            if value is None and key == CURRENCY.key:
                raw[key] = ""  # sentences name it, so an empty cell is no default
            elif value is not None:
                raw[key] = _date(value) if key == "as_of" else value
    overrides: dict[str, dict[str, Any]] = {"low": {}, "high": {}}
    for item in (item for table in TABLES for item in inputs_by_table()[table] if item.dotted in inputs.cases):
        for case, address in inputs.cases[item.dotted].items():
            value = _typed(held(workbook, address), item)
            where[item.dotted if case == "base" else f"cases.{case}.{item.dotted}"] = "!".join(address)
            if case != "base":
                overrides[case] |= {} if value is None else {item.dotted: value}
            elif value is not None or item.default is not None:
                # An empty cell is no default: the sheet would calculate with nothing.
                raw.setdefault(item.table, {})[item.key] = value if item.kind != "text" or value else ""
            else:
                raw.setdefault(item.table, {})
    raw["cases"] = {case: values for case, values in overrides.items() if values}
    raw["actuals"] = _actuals(workbook, inputs, where)
    return validated(raw, lambda key: f"{inputs.path}: {where.get(key, _table(key))} ({key})")


def placed_actuals(workbook: Workbook, inputs: InputCells) -> dict[str, Array]:
    """The table of past months row by row as it stands: gaps and order are the reader's own."""
    return {f"actual_{key}": _column([held(workbook, a) for a in cells]) for key, cells in inputs.actuals.items()}


def placed_results(workbook: Workbook) -> dict[str, Array]:
    """The results at generation that the file holds: NaN where it holds none, infinity for "never"."""
    found = {}
    for name in MODEL.recorded:
        cells = named_cells(workbook, name)
        value = held(workbook, cells[0]) if cells else None
        number = value if isinstance(value, float) else np.nan if value is None else np.inf
        found[name] = np.array([[number]])
    return found


def _column(values: list[Value]) -> Array:
    return np.array([[value if isinstance(value, float) else np.nan for value in values]])


def _case_cells(
    workbook: Workbook, active: Address, item: Input, path: Path, headings: dict[str, dict[int, dict[str, int]]]
) -> dict[str, Address]:
    sheet = workbook[active[0]]
    row = sheet[active[1]].row
    if item.dotted not in {cell.value for cell in sheet[row]}:
        message = f"the name {item.name} points at a row that is not that of {item.dotted}"
        raise ScenarioError([Problem(f"{path}: {'!'.join(active)}", message, has_value=False)])
    known = headings.setdefault(active[0], _headings(sheet))
    above = max((line for line in known if line < row), default=0)
    if not above:
        raise WorkbookError(f"{path}: {sheet.title}: no row above {row} has the headings low, base and high")
    return {case: (sheet.title, sheet.cell(row, column).coordinate) for case, column in known[above].items()}


def _headings(sheet: Worksheet) -> dict[int, dict[str, int]]:
    """The rows with the headings low, base and high, and the columns of these."""
    found: dict[int, dict[str, int]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        if isinstance(cell.value, str) and cell.value.lower() in CASES:
            found.setdefault(row, {})[cell.value.lower()] = column
    return {row: columns for row, columns in found.items() if len(columns) == len(CASES)}


def _typed(value: Value, item: Input) -> Any:
    if item.kind == "boolean" and value in (0.0, 1.0):
        return bool(value)
    if item.kind in ("text", "choice") and value is not None:
        return str(value)
    return value


def _date(value: Value) -> Any:
    try:
        return date_of(value) if isinstance(value, float) else value
    except OverflowError:
        return f"the number {value:.0f}"


def _actuals(workbook: Workbook, inputs: InputCells, where: dict[str, str]) -> list[dict[str, Any]]:
    """The rows of past months that hold anything."""
    rows: list[dict[str, Any]] = []
    for index in range(MODEL.axes["actual"].length):
        row = {key: held(workbook, cells[index]) for key, cells in inputs.actuals.items()}
        if any(value is not None for value in row.values()):
            rows.append({key: value for key, value in row.items() if value is not None})
            for key, cells in inputs.actuals.items():
                where[f"actuals.{len(rows)}.{key}"] = "!".join(cells[index])
    return rows


def _table(key: str) -> str:
    return "Actuals" if key.startswith("actuals") else "Inputs"
