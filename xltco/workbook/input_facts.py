"""The top of the input sheet: what the whole workbook is about, and which case is shown."""

from __future__ import annotations

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xltco.keys import HEADING, OTHERS
from xltco.lines import Input
from xltco.scenario.stated import CASES, META_KEYS
from xltco.workbook import styles
from xltco.workbook.cells import put_text, put_value
from xltco.workbook.draft import Draft
from xltco.workbook.input_cells import add_validation, style_input, validate_choice, validate_text

_PROMPTS = {
    "name": "What the workbook is called in its headings.",
    "description": "One or two sentences on what is decided.",
    "prepared_by": "Who answers for the inputs.",
}
_LONGEST = 2000


def write_facts(sheet: Worksheet, draft: Draft, last_input_row: int) -> None:
    """The scenario's own facts, the stale sources, and with cases the choice of one."""
    for key in META_KEYS:
        cell = _write_fact(sheet, draft, f"scenario_{key}", key.replace("_", " ").capitalize())
        style_input(put_value(cell, getattr(draft.scenario, key)), draft.look).alignment = styles.LEFT
        if key == "as_of":
            cell.number_format = "yyyy-mm-dd"
    _validate(sheet, draft)
    flag, first = get_column_letter(draft.layout.input_columns.at("Flag")), draft.layout.input_header_row + 1
    _write_formula(
        sheet, draft, "stale_sources", "Stale sources", f'=COUNTIF(${flag}${first}:${flag}${last_input_row},"stale")'
    )
    if draft.layout.has_cases:
        _write_choice(sheet, draft)


def _write_choice(sheet: Worksheet, draft: Draft) -> None:
    """The case that the model is asked about, and the two others in their order."""
    cell = _write_fact(sheet, draft, "case_selected", "Case shown")
    style_input(put_text(cell, "base"), draft.look).alignment = styles.LEFT
    validate_choice(sheet, cell.coordinate, f'"{",".join(CASES)}"', "Case", "low, base or high")
    stated, row = draft.layout.input_columns.stated, draft.layout.input_header_row
    header = f"${get_column_letter(min(stated.values()))}${row}:${get_column_letter(max(stated.values()))}${row}"
    _write_formula(sheet, draft, "case_number", "Case number", f"=MATCH(case_selected,{header},0)")
    last = f"COLUMNS({header})"
    numbers = ("=IF(case_number=1,case_number+1,1)", f"=IF(case_number={last},{last}-1,{last})")
    for case, word, formula in zip(OTHERS, ("First", "Second"), numbers, strict=True):
        _write_formula(sheet, draft, case, f"{word} other case", f"=INDEX({header},1,{case}_number)")
        _write_formula(sheet, draft, f"{case}_number", f"{word} other case's number", formula)


def _write_formula(sheet: Worksheet, draft: Draft, name: str, label: str, formula: str) -> None:
    cell = _write_fact(sheet, draft, name, label)
    cell.value, cell.font, cell.alignment = formula, draft.look.formula_font, styles.LEFT


def _write_fact(sheet: Worksheet, draft: Draft, name: str, label: str) -> Cell:
    """The label, the key and the name of a fact; its cell, still empty."""
    columns, row = draft.layout.input_columns, draft.layout.fact_rows[name]
    put_text(sheet.cell(row, 1), label, draft.look.formula_font)
    put_text(sheet.cell(row, columns.at(HEADING)), name, draft.look.quiet_font)
    workbook = sheet.parent
    assert workbook is not None
    address = f"'{sheet.title}'!${get_column_letter(columns.read)}${row}"
    workbook.defined_names[name] = DefinedName(name, attr_text=address)
    return sheet.cell(row, columns.read)  # type: ignore[return-value]


def _validate(sheet: Worksheet, draft: Draft) -> None:
    def place(key: str) -> str:
        return f"{get_column_letter(draft.layout.input_columns.read)}{draft.layout.fact_rows[f'scenario_{key}']}"

    for key, prompt in _PROMPTS.items():
        validate_text(sheet, place(key), key.replace("_", " ").capitalize(), prompt, _LONGEST)
    code = DataValidation("textLength", operator="equal", formula1="3")
    add_validation(sheet, code, place("currency"), "Currency", "a currency code such as USD or EUR")
    day = DataValidation("date", operator="greaterThan", formula1="1")
    add_validation(sheet, day, place("as_of"), "As of", "the workbook's date; sources are held against it")


def last_input_row(rows: dict[int, Input | str]) -> int:
    """The row of the last input of a sheet of inputs."""
    return max(row for row, item in rows.items() if isinstance(item, Input))
