"""Cells that a person fills in: how they look, and the validation that says what they may hold."""

from __future__ import annotations

from typing import Any, Literal

from openpyxl.cell.cell import Cell
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xltco.lines import Input
from xltco.workbook.cells import put_text
from xltco.workbook.styles import Look

TRUTH_VALUES = "truth_values"
_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_WORD = 32, 255, 200


def style_input(cell: Any, look: Look) -> Cell:
    """Blue on yellow, boxed, and open when the sheet is protected."""
    cell.font, cell.fill, cell.border = look.input_font, look.input_fill, look.input_border
    cell.protection = Protection(locked=False)
    return cell  # type: ignore[no-any-return]


def write_truth_values(sheet: Worksheet, row: int, column: int, look: Look) -> None:
    """TRUE and FALSE side by side, named: what the dropdowns of yes-or-no inputs offer."""
    put_text(sheet.cell(row, 1), "Yes and no, as the dropdowns offer them", look.formula_font)
    for offset, value in enumerate((True, False)):
        sheet.cell(row, column + offset, value).number_format = "General"
    workbook = sheet.parent
    assert workbook is not None
    left, right = (get_column_letter(column + offset) for offset in (0, 1))
    area = f"{quote_sheetname(sheet.title)}!${left}${row}:${right}${row}"
    workbook.defined_names[TRUTH_VALUES] = DefinedName(TRUTH_VALUES, attr_text=area)


def validate_input(sheet: Worksheet, cells: str, item: Input) -> None:
    """Let the cells hold only what the input allows, and say what that is."""
    first = cells.partition(":")[0]
    if item.kind == "text":
        validate_text(sheet, cells, item.label, f"{item.description[:180]} At most {_LONGEST_WORD} characters.")
        return
    if item.kind == "boolean":
        # Real truth values from cells: a typed list would enter text where Excel speaks another language.
        validate_choice(sheet, cells, f"={TRUTH_VALUES}", item.label, item.allowed)
        return
    if item.kind == "choice":
        validate_choice(sheet, cells, f'"{",".join(item.choices)}"', item.label, item.allowed)
        return
    if item.above is not None:
        formula = f"AND(ISNUMBER({first}),{first}>{item.above:g},{first}<={item.at_most:.0f})"
        add_validation(sheet, DataValidation("custom", formula1=formula), cells, item.label, item.allowed)
        return
    kind: Literal["whole", "decimal"] = "whole" if item.kind == "integer" else "decimal"
    bounds = DataValidation(kind, formula1=f"{item.at_least:g}", formula2=f"{item.at_most:.0f}")
    add_validation(sheet, bounds, cells, item.label, item.allowed)


def validate_choice(sheet: Worksheet, cells: str, choices: str, title: str, allowed: str) -> None:
    """A dropdown."""
    add_validation(sheet, DataValidation("list", formula1=choices), cells, title, allowed)


def validate_text(sheet: Worksheet, cells: str, title: str, prompt: str, longest: int = _LONGEST_WORD) -> None:
    """A text of limited length."""
    validation = DataValidation("textLength", operator="lessThanOrEqual", formula1=str(longest))
    add_validation(sheet, validation, cells, title, f"a text of at most {longest} characters")
    validation.prompt = prompt[:_LONGEST_TEXT]


def add_validation(sheet: Worksheet, validation: DataValidation, cells: str, title: str, allowed: str) -> None:
    """The validation with its messages."""
    validation.allow_blank = True
    validation.errorTitle, validation.error = title[:_LONGEST_TITLE], f"Enter {allowed}."[:_LONGEST_TEXT]
    validation.promptTitle, validation.prompt = title[:_LONGEST_TITLE], f"Allowed: {allowed}."[:_LONGEST_TEXT]
    validation.showErrorMessage = validation.showInputMessage = True
    sheet.add_data_validation(validation)
    validation.add(cells)
