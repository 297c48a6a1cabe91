"""Reads a workbook as a stranger would: by its defined names and labels, never through the code that wrote it."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from xltco.errors import WorkbookError
from xltco.lines import Input
from xltco.model import MODEL
from xltco.scenario import Scenario, validated
from xltco.scenario.scenario import CASES, TABLES, actual_inputs, inputs_by_table

LARGEST_UNPACKED_BYTES = 300_000_000
META = ("name", "description", "currency", "prepared_by", "as_of")
_EXCEL_EPOCH = datetime.datetime(1899, 12, 30)
_LINK = re.compile(r"=(?:'((?:[^']|'')+)'|([A-Za-z_][\w.]*))!\$?([A-Z]{1,3})\$?(\d+)")

# LibreOffice saves a truth value that was typed in as a formula without arguments.
_TYPED_TRUTH = {"=TRUE()": True, "=FALSE()": False}

Address = tuple[str, str]
Value = float | bool | str | None


@dataclass(frozen=True)
class FormulaCell:
    """A cell with a formula: its place, label, formula and the value that the file has cached for it."""

    sheet: str
    cell: str
    label: str
    formula: str
    cached: Value


@dataclass(frozen=True)
class Owner:
    """What a cell belongs to: a name of the model and the index along its axis."""

    name: str
    index: int


@dataclass
class ReadWorkbook:
    """What was found in a file: formula cells, who owns which cell, constants, and the scenario with its case."""

    path: Path
    formulas: list[FormulaCell]
    owners: dict[Address, Owner]
    constants: dict[str, Value]
    indices: dict[str, list[Value]]
    case: str
    scenario: Scenario


def read(path: str | Path) -> ReadWorkbook:
    """The workbook in a file. WorkbookError: it is damaged or not one of ours. ScenarioError: inputs not allowed."""
    path = Path(path)
    formulas, values = open_workbook(path), open_workbook(path, values=True)
    names = {name: str(defined.attr_text) for name, defined in formulas.defined_names.items()}
    if "case_selected" not in names or "workload_monthly_tokens" not in names:
        raise WorkbookError(f"{path}: is not a workbook of xltco: it lacks the names of the model's inputs")
    ranges = {name: cells for name, text in names.items() if (cells := _cells(formulas, text))}
    known = {name: cells for name, cells in ranges.items() if name in MODEL or name == "case_number"}
    owners = {address: Owner(name, i) for name, cells in known.items() for i, address in enumerate(cells)}
    found = list(_formula_cells(formulas, values))
    for cell in found:
        if (cell.sheet, cell.cell) not in owners and (target := _link_target(cell, ranges)) in owners:
            owners[cell.sheet, cell.cell] = owners[target]
    case = str(_only(formulas, ranges, "case_selected", path)).strip().lower()
    if case not in CASES:
        raise WorkbookError(
            f"{path}: {_where(ranges, 'case_selected')}: the case must be low, base or high (found {case!r})"
        )
    return ReadWorkbook(
        path=path,
        formulas=found,
        owners=owners,
        constants={n: _only(formulas, ranges, n, path) for n in MODEL.constants if n in ranges},
        indices={
            n: _held(formulas, ranges[n]) for n, line in MODEL.lines.items() if line.excel is None and n in ranges
        },
        case=case,
        scenario=_scenario(formulas, ranges, path),
    )


def open_workbook(path: Path, *, values: bool = False) -> Workbook:
    """The file through openpyxl, or one clear error; a bomb is refused before it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > LARGEST_UNPACKED_BYTES:
            raise WorkbookError(
                f"{path}: unpacks to {size:,} bytes, more than any workbook of xltco; it was not opened"
            )
        return load_workbook(path, data_only=values)
    except WorkbookError:
        raise
    except FileNotFoundError:
        raise WorkbookError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise WorkbookError(f"{path}: is a folder; name a workbook") from None
    except PermissionError:
        raise WorkbookError(f"{path}: can't be read: permission denied") from None
    except Exception as error:  # openpyxl raises a dozen kinds on damaged files
        raise WorkbookError(f"{path}: is not a readable .xlsx workbook ({type(error).__name__})") from None


def _cells(workbook: Workbook, text: str) -> list[Address]:
    """The cells of a defined name that is one row, one column or one cell of an existing sheet."""
    sheet, _, area = text.rpartition("!")
    sheet = sheet.strip("'").replace("''", "'")
    if sheet not in workbook.sheetnames or "#REF" in text or "," in area:
        return []
    try:
        left, top, right, bottom = range_boundaries(area)
    except (ValueError, TypeError):
        return []
    if None in (left, top, right, bottom):
        return []
    rows, columns = range(int(top or 1), int(bottom or 1) + 1), range(int(left or 1), int(right or 1) + 1)
    return [(sheet, f"{get_column_letter(column)}{row}") for row in rows for column in columns]


def _formula_cells(formulas: Workbook, values: Workbook) -> Iterator[FormulaCell]:
    for sheet in formulas.worksheets:
        cached = values[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and cell.value not in _TYPED_TRUTH:
                    text = cell.value.text if isinstance(cell.value, ArrayFormula) else str(cell.value)
                    kept = plain_value(cached[cell.coordinate].value)
                    yield FormulaCell(sheet.title, cell.coordinate, _label(sheet, cell.row or 1), str(text), kept)


def _label(sheet: Worksheet, row: int) -> str:
    text = sheet.cell(row, 1).value
    return text if isinstance(text, str) else ""


def _link_target(cell: FormulaCell, ranges: Mapping[str, list[Address]]) -> Address | None:
    """The cell that a mere link shows: `=Sheet!A1`, or `=name` of a single cell."""
    if match := _LINK.fullmatch(cell.formula):
        sheet = (match[1] or match[2]).replace("''", "'")
        return sheet, f"{match[3]}{match[4]}"
    target = ranges.get(cell.formula.removeprefix("="), [])
    return target[0] if len(target) == 1 else None


def _only(workbook: Workbook, ranges: Mapping[str, list[Address]], name: str, path: Path) -> Value:
    if name not in ranges:
        raise WorkbookError(f"{path}: the name {name} is missing or points nowhere")
    sheet, cell = ranges[name][0]
    return plain_value(workbook[sheet][cell].value)


def _held(workbook: Workbook, cells: list[Address]) -> list[Value]:
    return [plain_value(workbook[sheet][cell].value) for sheet, cell in cells]


def _where(ranges: Mapping[str, list[Address]], name: str) -> str:
    sheet, cell = ranges[name][0]
    return f"{sheet}!{cell}"


def plain_value(value: Any) -> Value:
    """A cell's value as a number, truth value or text; dates as Excel counts them."""
    if isinstance(value, str) and value in _TYPED_TRUTH:
        return _TYPED_TRUTH[value]
    if isinstance(value, datetime.datetime):
        return (value - _EXCEL_EPOCH).total_seconds() / 86_400
    if isinstance(value, datetime.date):
        return float((datetime.datetime.combine(value, datetime.time()) - _EXCEL_EPOCH).days)
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return float(value)
    return str(value)


def _scenario(workbook: Workbook, ranges: Mapping[str, list[Address]], path: Path) -> Scenario:
    """The scenario that the input cells state, with its low and high cases."""
    raw: dict[str, Any] = {}
    cells: dict[str, str] = {}
    cases: dict[str, dict[str, Any]] = {"low": {}, "high": {}}
    for key in META:
        value = _only(workbook, ranges, f"scenario_{key}", path)
        cells[key] = _where(ranges, f"scenario_{key}")
        if value is not None and key != "as_of":
            raw[key] = value
        elif isinstance(value, float):
            raw[key] = (_EXCEL_EPOCH + datetime.timedelta(days=value)).date()
    for table in TABLES:
        for item in inputs_by_table()[table]:
            if item.name in ranges:
                stated = _case_values(workbook, ranges[item.name][0], item)
                for case, (value, cell) in stated.items():
                    key = item.dotted if case == "base" else f"cases.{case}.{item.dotted}"
                    cells[key] = cell
                    if case == "base":
                        raw.setdefault(table, {})
                        if value is not None:
                            raw[table][item.key] = value
                    elif value is not None:
                        cases[case][item.dotted] = value
    raw["cases"] = {case: values for case, values in cases.items() if values}
    raw["actuals"] = _actuals(workbook, ranges)
    return validated(
        raw, lambda key: f"{path}: {cells.get(key, 'Actuals' if key.startswith('actuals') else '')} ({key})"
    )


def _case_values(workbook: Workbook, active: Address, item: Input) -> dict[str, tuple[Any, str]]:
    """What the input's row holds under the headings low, base and high that stand above it."""
    sheet = workbook[active[0]]
    row = sheet[active[1]].row
    columns = _case_columns(sheet, row)
    found = {}
    for case, column in columns.items():
        cell = sheet.cell(row, column)
        found[case] = (_typed(plain_value(cell.value), item), f"{sheet.title}!{cell.coordinate}")
    return found


def _case_columns(sheet: Worksheet, row: int) -> dict[str, int]:
    for above in range(row - 1, 0, -1):
        headings = {str(cell.value).lower(): cell.column for cell in sheet[above] if isinstance(cell.value, str)}
        if all(case in headings for case in CASES):
            return {case: headings[case] for case in CASES}
    raise WorkbookError(f"{sheet.title}: no row above {row} has the headings low, base and high")


def _typed(value: Value, item: Input) -> Any:
    if item.kind == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    if item.kind == "boolean" and value in (0.0, 1.0):
        return bool(value)
    if item.kind in ("text", "choice") and value is not None:
        return value if isinstance(value, str) else str(value)
    return value


def _actuals(workbook: Workbook, ranges: Mapping[str, list[Address]]) -> list[dict[str, Any]]:
    """The rows of past months that hold a month."""
    columns = {item.key: ranges.get(item.name, []) for item in actual_inputs()}
    rows = []
    for index in range(len(columns["month"])):
        row = {key: plain_value(workbook[cells[index][0]][cells[index][1]].value) for key, cells in columns.items()}
        if any(value is not None for value in row.values()):
            rows.append({key: value for key, value in row.items() if value is not None})
    return rows
