"""The functions: a list, then a block for each with its help, and examples that a reader may change.

An example's arguments are input cells, its live cell calls the function on them, and beside it stands the value that it
must have for the arguments as they were written.
"""

from __future__ import annotations

from typing import Any, Literal

from xltco.functions import CATALOGUE, Function
from xltco.functions.errors import OUT_OF_RANGE, WRONG_TYPE
from xltco.functions.function import Example
from xltco.functions.hosts.native import native_functions
from xltco.spreadsheet.address import Area, address, letter
from xltco.spreadsheet.book import Book, Name
from xltco.spreadsheet.sheet import Sheet
from xltco.spreadsheet.style import Style
from xltco.workbook import styles
from xltco.workbook.draft import Draft
from xltco.workbook.frame import link, link_to_contents, set_page
from xltco.workbook.input_cells import TRUTH_VALUES, validate
from xltco.workbook.layout import SheetPlan
from xltco.workbook.place import KEY, LABEL, OPENING, SOURCE, UNIT, VALUES
from xltco.workbook.styles import Look

_LIVE, _EXPECTED, _WHY, _FIRST = VALUES, VALUES + 1, VALUES + 2, VALUES + 3
_WIDTHS = {KEY: 3.0, LABEL: 34.0, UNIT: 24.0, SOURCE: 16.0, OPENING: 3.0, _LIVE: 18.0, _EXPECTED: 18.0, _WHY: 60.0}
_LEAST_ARGUMENT_WIDTH = 19.0
_NOTES = (
    "Type a function in any cell, as =BREAKEVEN(0.5, 1.21, 150, 10). Arguments in [brackets] may be left out.",
    "They need Excel 365 or 2024, and editing enabled; elsewhere they show an error. The model does without them.",
    "No answer is #N/A, a number out of its range #NUM!, a wrong type #VALUE!. A range gives an answer for each cell.",
    "Change the arguments of an example to try a function: what is expected holds for those that were written.",
)
_NOT_NATIVE = "Only in an add-in or in Python."


def write_functions(sheet: Sheet, plan: SheetPlan, draft: Draft) -> None:
    """The functions as a sheet of a model's workbook."""
    write_blocks(draft.book, sheet, draft.look)
    link_to_contents(sheet, draft)
    set_page(sheet, draft, title_rows="1:1")


def write_blocks(book: Book, sheet: Sheet, look: Look) -> None:
    """The list of functions with links, then each with its help and examples."""
    sheet.widths |= _WIDTHS | _argument_widths()
    sheet.put(1, LABEL, sheet.title, look.title)
    for row, text in enumerate(_NOTES, start=2):
        sheet.put(row, LABEL, text, look.quiet)
    first = len(_NOTES) + 3
    row = first + len(CATALOGUE) + 1
    for number, function in enumerate(CATALOGUE.values(), start=first):
        link(sheet, number, LABEL, function.name, sheet.title, f"A{row}", look)
        sheet.put(number, UNIT, function.category, look.quiet)
        summary = function.summary if function.native else f"{function.summary} {_NOT_NATIVE}"
        sheet.put(number, VALUES, summary, look.formula)
        row = _write_function(book, sheet, row, function, look) + 1
    sheet.freeze = (2, UNIT)


def _argument_widths() -> dict[int, float]:
    """Each column of arguments as wide as the longest name at its head."""
    widths: dict[int, float] = {}
    for function in native_functions():
        for column, argument in enumerate(function.arguments, start=_FIRST):
            widths[column] = max(widths.get(column, _LEAST_ARGUMENT_WIDTH), len(argument.name) + 2.0)
    return widths


def _write_function(book: Book, sheet: Sheet, row: int, function: Function, look: Look) -> int:
    """Name and syntax, what it answers, each argument, examples; the row below them."""
    sheet.put(row, LABEL, function.name, look.section)
    sheet.put(row, UNIT, function.unit.label, look.quiet)
    sheet.put(row, VALUES, function.syntax, look.formula)
    sheet.put(row + 1, LABEL, function.summary, look.formula)
    remark = "" if function.native else f" It needs the price lists. {_NOT_NATIVE}"
    sheet.put(row + 2, LABEL, " ".join(function.details.split()) + remark, look.quiet)
    for line, argument in enumerate(function.arguments, start=row + 3):
        sheet.put(line, LABEL, argument.name, look.formula.with_(**styles.INDENTED))
        sheet.put(line, UNIT, argument.unit.label, look.quiet)
        sheet.put(line, VALUES, argument.description, look.quiet)
    row += 3 + len(function.arguments)
    if not function.native:
        return row
    return (_write_table if function.is_table else _write_examples)(book, sheet, row + 1, function, look)


def _write_examples(book: Book, sheet: Sheet, row: int, function: Function, look: Look) -> int:
    shown = [e for e in function.examples if e.value not in (OUT_OF_RANGE, WRONG_TYPE)]
    _write_heading(sheet, row, function, look)
    shape = {"number_format": look.number_format(function.unit), **styles.RIGHT}
    for line, example in enumerate(shown, start=row + 1):
        call = _put_arguments(sheet, line, function, example, look)
        sheet.call(line, _LIVE, f"={call}", 1, 1, look.formula.with_(**shape))
        _put_expected(sheet, line, _EXPECTED, example.value, look.quiet.with_(**shape))
        sheet.put(line, _WHY, example.source, look.quiet.with_(**styles.INDENTED))
    _validate_arguments(sheet, function, row + 1, row + len(shown))
    _name_expected(book, sheet, function, row + 1, row + len(shown), _EXPECTED, _EXPECTED)
    return row + len(shown) + 1


def _write_heading(sheet: Sheet, row: int, function: Function, look: Look) -> None:
    texts = {LABEL: "Example", SOURCE: "", _LIVE: "Live", _EXPECTED: "Expected", _WHY: "Where that comes from"}
    texts |= {_FIRST + n: argument.name for n, argument in enumerate(function.arguments)}
    for column in range(LABEL, max(texts) + 1):
        side = styles.WRAPPED_RIGHT if column in (_LIVE, _EXPECTED) else styles.WRAPPED
        sheet.put(row, column, texts.get(column, ""), look.header.with_(**side))


def _put_arguments(sheet: Sheet, row: int, function: Function, example: Example, look: Look) -> str:
    """The arguments as inputs, empty where they are left out; the call that reads them."""
    places = []
    given = (*example.arguments, *[None] * (len(function.arguments) - len(example.arguments)))
    for column, (argument, value) in enumerate(zip(function.arguments, given, strict=True), start=_FIRST):
        is_word = argument.kind in ("text", "choice")
        style = look.input if is_word else look.input.with_(number_format=look.number_format(argument.unit))
        sheet.put(row, column, value, style)
        places.append(address(row, column))
    return f"{function.name}({','.join(places)})"


def _validate_arguments(sheet: Sheet, function: Function, top: int, bottom: int) -> None:
    """Each column of arguments holds only what its argument takes."""
    for column, argument in enumerate(function.arguments, start=_FIRST):
        cells = f"{letter(column)}{top}:{letter(column)}{bottom}"
        if argument.kind == "boolean":
            validate(sheet, cells, "list", TRUTH_VALUES, argument.name, argument.allowed)
        elif argument.kind == "choice":
            validate(sheet, cells, "list", f'"{",".join(argument.choices)}"', argument.name, argument.allowed)
        else:
            kind: Literal["whole", "decimal"] = "whole" if argument.kind == "integer" else "decimal"
            least, most = (f"{bound:.15g}" for bound in (argument.at_least, argument.at_most))
            validate(sheet, cells, kind, least, argument.name, argument.allowed, second=most)


def _put_expected(sheet: Sheet, row: int, column: int, value: Any, style: Style) -> None:
    if isinstance(value, str) and value.startswith("#"):
        sheet.error(row, column, value, style)
    else:
        sheet.put(row, column, value, style)


def _write_table(book: Book, sheet: Sheet, row: int, function: Function, look: Look) -> int:
    """The first example of a table: its arguments, then the rows live on the left and expected on the right."""
    example = function.examples[0]
    _write_heading(sheet, row, function, look)
    call = _put_arguments(sheet, row + 1, function, example, look)
    _validate_arguments(sheet, function, row + 1, row + 1)
    sheet.put(row + 1, _WHY, example.source, look.quiet)
    width, height, top = len(function.columns), len(example.value) + 1, row + 2
    beside = VALUES + width + 1
    sheet.call(top, VALUES, f"={call}", height, width)
    for offset, column in enumerate(function.columns):
        sheet.restyle(top, VALUES + offset, look.header)
        sheet.put(top, beside + offset, column.title, look.header)
        shown = look.number_format(column.unit)
        for line, values in enumerate(example.value, start=top + 1):
            sheet.restyle(line, VALUES + offset, look.formula.with_(number_format=shown))
            sheet.put(line, beside + offset, values[offset], look.quiet.with_(number_format=shown))
    sheet.put(top, LABEL, "Live, and expected on the right", look.quiet)
    _name_expected(book, sheet, function, top + 1, top + height - 1, beside, beside + width - 1)
    return top + height


def _name_expected(book: Book, sheet: Sheet, function: Function, top: int, bottom: int, left: int, right: int) -> None:
    """The expected values have a name, so that nobody takes them for inputs."""
    book.names[f"expected_{function.python_name}"] = Name(str(Area(sheet.title, top, left, bottom, right)))
