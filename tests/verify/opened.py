"""A workbook to tamper with: openpyxl's, with the places of the model's names as the keys of its rows tell them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xltco.verify.inputs import InputCells
from xltco.verify.reader import read
from xltco.verify.report import Report

Place = tuple[str, int, int]


@dataclass
class Opened:
    """A workbook that openpyxl has loaded, and where its names stand."""

    workbook: Workbook
    homes: Mapping[tuple[str, str], list[Place]]
    inputs: InputCells

    @staticmethod
    def homes_of(path: Path) -> Mapping[tuple[str, str], list[Place]]:
        """Where the names of a file stand."""
        return _places(path)[0]

    @staticmethod
    def part_of(path: Path, title: str) -> str:
        """The part of a sheet."""
        return _places(path)[1].workbook.sheets[title].part

    def sheet(self, title: str) -> Worksheet:
        sheet = self.workbook[title]
        assert isinstance(sheet, Worksheet)
        return sheet

    def cell(self, name: str, index: int = 0, case: str = "") -> Any:
        """The cell of a name."""
        title, row, column = self.homes[case, name][index]
        return self.sheet(title).cell(row, column)

    def stated(self, dotted: str, case: str = "base") -> Any:
        """The cell in which a person states an input."""
        title, row, column = self.inputs.rows.stated[dotted][case]
        return self.sheet(title).cell(row, column)

    def fact(self, name: str) -> Any:
        """The cell of a fact of the whole workbook."""
        title, row, column = self.inputs.rows.facts[name]
        return self.sheet(title).cell(row, column)


Change = Callable[[Opened], None]


@lru_cache(maxsize=8)
def _places(path: Path) -> tuple[Mapping[tuple[str, str], list[Place]], InputCells]:
    found = read(path)
    return found.homes, found.inputs


def changed(source: Path, target: Path, change: Change) -> Path:
    """A copy with something changed in it, saved as a person's spreadsheet would: without cached values."""
    opened = Opened(load_workbook(source), *_places(source))
    change(opened)
    opened.workbook.save(target)
    return target


def reasons(report: Report) -> str:
    """What a report finds, a line each."""
    assert not report.is_equal
    return "\n".join(f"{m.sheet}!{m.cell} {m.reason}" for m in report.mismatches)
