"""The functions: a list, then a block for each with its help, and examples that a reader may change.

An example's arguments are input cells, its live cell calls the function on them, and beside it stands the value that it
must have for the arguments as they were written.
"""

from __future__ import annotations

from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xltco.functions import CATALOGUE, Function
from xltco.functions.errors import OUT_OF_RANGE, WRONG_TYPE
from xltco.functions.function import Example
from xltco.functions.hosts.native import native_functions
from xltco.workbook import styles
from xltco.workbook.cells import put_text, put_value
from xltco.workbook.draft import Draft
from xltco.workbook.frame import link, link_to_contents, set_page
from xltco.workbook.function_names import put_call
from xltco.workbook.input_cells import TRUTH_VALUES, add_validation, style_input, validate_choice
from xltco.workbook.layout import SheetPlan
from xltco.workbook.place import LABEL, SOURCE, UNIT, VALUES
from xltco.workbook.styles import Look

_LIVE, _EXPECTED, _WHY, _FIRST = VALUES, VALUES + 1, VALUES + 2, VALUES + 3
_WIDTHS = {"A": 34.0, "B": 24.0, "C": 16.0, "D": 3.0, "E": 18.0, "F": 18.0, "G": 60.0}
_LEAST_ARGUMENT_WIDTH = 19.0
_NOTES = (
    "Type a function in any cell, as =BREAKEVEN(0.5, 1.21, 150, 10). Arguments in [brackets] may be left out.",
    "They need Excel 365 or 2024, and editing enabled; elsewhere they show an error. The model does without them.",
    "No answer is #N/A, a number out of its range #NUM!, a wrong type #VALUE!. A range gives an answer for each cell.",
    "Change the arguments of an example to try a function: what is expected holds for those that were written.",
)
_NOT_NATIVE = "Only in an add-in or in Python."


def write_functions(sheet: Worksheet, plan: SheetPlan, draft: Draft) -> None:
    """The functions as a sheet of a model's workbook."""
    write_blocks(sheet, draft.look)
    link_to_contents(sheet, draft)
    set_page(sheet, draft, title_rows="1:1")


def write_blocks(sheet: Worksheet, look: Look) -> None:
    """The list of functions with links, then each with its help and examples."""
    styles.set_widths(sheet, _WIDTHS)
    styles.set_widths(sheet, _argument_widths())
    put_text(sheet.cell(1, LABEL), sheet.title, look.title_font)
    for row, text in enumerate(_NOTES, start=2):
        put_text(sheet.cell(row, LABEL), text, look.quiet_font)
    first = len(_NOTES) + 3
    row = first + len(CATALOGUE) + 1
    for number, function in enumerate(CATALOGUE.values(), start=first):
        link(sheet, number, LABEL, function.name, sheet.title, f"A{row}", look)
        put_text(sheet.cell(number, UNIT), function.category, look.quiet_font)
        summary = function.summary if function.native else f"{function.summary} {_NOT_NATIVE}"
        put_text(sheet.cell(number, VALUES), summary, look.formula_font)
        row = _write_function(sheet, row, function, look) + 1
    sheet.freeze_panes = "B2"


def _argument_widths() -> dict[str, float]:
    """Each column of arguments as wide as the longest name at its head."""
    widths: dict[str, float] = {}
    for function in native_functions():
        for number, argument in enumerate(function.arguments):
            letter = get_column_letter(_FIRST + number)
            widths[letter] = max(widths.get(letter, _LEAST_ARGUMENT_WIDTH), len(argument.name) + 2.0)
    return widths


def _write_function(sheet: Worksheet, row: int, function: Function, look: Look) -> int:
    """Name and syntax, what it answers, each argument, examples; the row below them."""
    put_text(sheet.cell(row, LABEL), function.name, look.section_font)
    put_text(sheet.cell(row, UNIT), function.unit.label, look.quiet_font)
    put_text(sheet.cell(row, VALUES), function.syntax, look.formula_font)
    put_text(sheet.cell(row + 1, LABEL), function.summary, look.formula_font)
    remark = "" if function.native else f" It needs the price lists. {_NOT_NATIVE}"
    put_text(sheet.cell(row + 2, LABEL), " ".join(function.details.split()) + remark, look.quiet_font)
    for line, argument in enumerate(function.arguments, start=row + 3):
        put_text(sheet.cell(line, LABEL), argument.name, look.formula_font).alignment = styles.INDENTED
        put_text(sheet.cell(line, UNIT), argument.unit.label, look.quiet_font)
        put_text(sheet.cell(line, VALUES), argument.description, look.quiet_font)
    row += 3 + len(function.arguments)
    if not function.native:
        return row
    return (_write_table if function.is_table else _write_examples)(sheet, row + 1, function, look)


def _write_examples(sheet: Worksheet, row: int, function: Function, look: Look) -> int:
    shown = [e for e in function.examples if e.value not in (OUT_OF_RANGE, WRONG_TYPE)]
    _write_heading(sheet, row, function, look)
    for line, example in enumerate(shown, start=row + 1):
        put_call(sheet, line, _LIVE, _put_arguments(sheet, line, function, example, look))
        _put_expected(sheet.cell(line, _EXPECTED), example.value)
        put_text(sheet.cell(line, _WHY), example.source, look.quiet_font).alignment = styles.INDENTED
        for column in (_LIVE, _EXPECTED):
            cell = sheet.cell(line, column)
            cell.font = look.formula_font if column == _LIVE else look.quiet_font
            cell.number_format, cell.alignment = look.number_format(function.unit), styles.RIGHT
    _validate_arguments(sheet, function, row + 1, row + len(shown))
    _name_expected(sheet, function, row + 1, row + len(shown), _EXPECTED, _EXPECTED)
    return row + len(shown) + 1


def _write_heading(sheet: Worksheet, row: int, function: Function, look: Look) -> None:
    texts = {LABEL: "Example", SOURCE: "", _LIVE: "Live", _EXPECTED: "Expected", _WHY: "Where that comes from"}
    texts |= {_FIRST + n: argument.name for n, argument in enumerate(function.arguments)}
    for column in range(1, max(texts) + 1):
        cell = put_text(sheet.cell(row, column), texts.get(column, ""), look.header_font)
        cell.fill = look.header_fill
        cell.alignment = styles.WRAPPED_RIGHT if column in (_LIVE, _EXPECTED) else styles.WRAPPED


def _put_arguments(sheet: Worksheet, row: int, function: Function, example: Example, look: Look) -> str:
    """The arguments as inputs, empty where they are left out; the call that reads them."""
    places = []
    given = (*example.arguments, *[None] * (len(function.arguments) - len(example.arguments)))
    for column, (argument, value) in enumerate(zip(function.arguments, given, strict=True), start=_FIRST):
        cell = put_value(sheet.cell(row, column), value)
        style_input(cell, look)
        if argument.kind not in ("text", "choice"):
            cell.number_format = look.number_format(argument.unit)
        places.append(cell.coordinate)
    return f"{function.name}({','.join(places)})"


def _validate_arguments(sheet: Worksheet, function: Function, top: int, bottom: int) -> None:
    """Each column of arguments holds only what its argument takes."""
    for column, argument in enumerate(function.arguments, start=_FIRST):
        cells = f"{get_column_letter(column)}{top}:{get_column_letter(column)}{bottom}"
        if argument.kind == "boolean":
            validate_choice(sheet, cells, f"={TRUTH_VALUES}", argument.name, argument.allowed)
        elif argument.kind == "choice":
            validate_choice(sheet, cells, f'"{",".join(argument.choices)}"', argument.name, argument.allowed)
        else:
            kind: Literal["whole", "decimal"] = "whole" if argument.kind == "integer" else "decimal"
            bounds = [f"{bound:.15g}" for bound in (argument.at_least, argument.at_most)]
            validation = DataValidation(kind, formula1=bounds[0], formula2=bounds[1])
            add_validation(sheet, validation, cells, argument.name, argument.allowed)


def _put_expected(cell: Any, value: Any) -> None:
    if isinstance(value, str) and value.startswith("#"):
        cell.value, cell.data_type = value, "e"
    else:
        put_value(cell, value)


def _write_table(sheet: Worksheet, row: int, function: Function, look: Look) -> int:
    """The first example of a table: its arguments, then the rows live on the left and expected on the right."""
    example = function.examples[0]
    _write_heading(sheet, row, function, look)
    call = _put_arguments(sheet, row + 1, function, example, look)
    _validate_arguments(sheet, function, row + 1, row + 1)
    put_text(sheet.cell(row + 1, _WHY), example.source, look.quiet_font)
    width, height, top = len(function.columns), len(example.value) + 1, row + 2
    beside = VALUES + width + 1
    put_call(sheet, top, VALUES, call, height, width)
    for offset, column in enumerate(function.columns):
        for place in (VALUES + offset, beside + offset):
            sheet.cell(top, place).font, sheet.cell(top, place).fill = look.header_font, look.header_fill
        put_text(sheet.cell(top, beside + offset), column.title)
        for line, values in enumerate(example.value, start=top + 1):
            put_value(sheet.cell(line, beside + offset), values[offset])
            for place, font in ((VALUES + offset, look.formula_font), (beside + offset, look.quiet_font)):
                sheet.cell(line, place).number_format = look.number_format(column.unit)
                sheet.cell(line, place).font = font
    put_text(sheet.cell(top, LABEL), "Live, and expected on the right", look.quiet_font)
    _name_expected(sheet, function, top + 1, top + height - 1, beside, beside + width - 1)
    return top + height


def _name_expected(sheet: Worksheet, function: Function, top: int, bottom: int, left: int, right: int) -> None:
    """The expected values have a name, so that nobody takes them for inputs."""
    workbook = sheet.parent
    assert isinstance(workbook, Workbook)
    name = f"expected_{function.python_name}"
    area = f"${get_column_letter(left)}${top}:${get_column_letter(right)}${bottom}"
    workbook.defined_names[name] = DefinedName(name, attr_text=f"{quote_sheetname(sheet.title)}!{area}")
