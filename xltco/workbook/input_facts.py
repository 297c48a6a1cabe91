"""The top of the input sheet: what the whole workbook is about, and which case is shown."""

from __future__ import annotations

from xltco.keys import HEADING, OTHERS
from xltco.lines import Input
from xltco.scenario.stated import CASES, META_KEYS
from xltco.spreadsheet.address import Area, address, letter
from xltco.spreadsheet.book import Name
from xltco.spreadsheet.sheet import Sheet
from xltco.workbook import styles
from xltco.workbook.draft import Draft
from xltco.workbook.input_cells import validate, validate_text

_PROMPTS = {
    "name": "What the workbook is called in its headings.",
    "description": "One or two sentences on what is decided.",
    "prepared_by": "Who answers for the inputs.",
}
_LONGEST = 2000


def write_facts(sheet: Sheet, draft: Draft, last_input_row: int) -> None:
    """The scenario's own facts, the stale sources, and with cases the choice of one."""
    style = draft.look.input.with_(**styles.LEFT)
    for key in META_KEYS:
        place = _name_fact(sheet, draft, f"scenario_{key}", key.replace("_", " ").capitalize())
        shown = style.with_(number_format="yyyy-mm-dd") if key == "as_of" else style
        sheet.put(*place, getattr(draft.scenario, key), shown)
    _validate(sheet, draft)
    flag, first = letter(draft.layout.input_columns.at("Flag")), draft.layout.input_header_row + 1
    _write_formula(
        sheet, draft, "stale_sources", "Stale sources", f'=COUNTIF(${flag}${first}:${flag}${last_input_row},"stale")'
    )
    if draft.layout.has_cases:
        _write_choice(sheet, draft)


def _write_choice(sheet: Sheet, draft: Draft) -> None:
    """The case that the model is asked about, and the two others in their order."""
    place = _name_fact(sheet, draft, "case_selected", "Case shown")
    sheet.put(*place, "base", draft.look.input.with_(**styles.LEFT))
    validate(sheet, address(*place), "list", f'"{",".join(CASES)}"', "Case", "low, base or high")
    stated, row = draft.layout.input_columns.stated, draft.layout.input_header_row
    header = f"${letter(min(stated.values()))}${row}:${letter(max(stated.values()))}${row}"
    _write_formula(sheet, draft, "case_number", "Case number", f"=MATCH(case_selected,{header},0)")
    last = f"COLUMNS({header})"
    numbers = ("=IF(case_number=1,case_number+1,1)", f"=IF(case_number={last},{last}-1,{last})")
    for case, word, formula in zip(OTHERS, ("First", "Second"), numbers, strict=True):
        _write_formula(sheet, draft, case, f"{word} other case", f"=INDEX({header},1,{case}_number)")
        _write_formula(sheet, draft, f"{case}_number", f"{word} other case's number", formula)


def _write_formula(sheet: Sheet, draft: Draft, name: str, label: str, formula: str) -> None:
    sheet.formula(*_name_fact(sheet, draft, name, label), formula, draft.look.formula.with_(**styles.LEFT))


def _name_fact(sheet: Sheet, draft: Draft, name: str, label: str) -> tuple[int, int]:
    """The label, the key and the name of a fact; row and column of its cell, which is still empty."""
    columns, row = draft.layout.input_columns, draft.layout.fact_rows[name]
    sheet.put(row, 1, label, draft.look.formula)
    sheet.put(row, columns.at(HEADING), name, draft.look.quiet)
    draft.book.names[name] = Name(str(Area(sheet.title, row, columns.read, row, columns.read)))
    return row, columns.read


def _validate(sheet: Sheet, draft: Draft) -> None:
    def place(key: str) -> str:
        return address(draft.layout.fact_rows[f"scenario_{key}"], draft.layout.input_columns.read)

    for key, prompt in _PROMPTS.items():
        validate_text(sheet, place(key), key.replace("_", " ").capitalize(), prompt, _LONGEST)
    code, day = "a currency code such as USD or EUR", "the workbook's date; sources are held against it"
    validate(sheet, place("currency"), "textLength", "3", "Currency", code, operator="equal")
    validate(sheet, place("as_of"), "date", "1", "As of", day, operator="greaterThan")


def last_input_row(rows: dict[int, Input | str]) -> int:
    """The row of the last input of a sheet of inputs."""
    return max(row for row, item in rows.items() if isinstance(item, Input))
