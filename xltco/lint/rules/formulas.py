"""What makes Excel drop or misread a formula: syntax, prefixes, lengths, and things that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from xltco.lint.book import Book
from xltco.lint.formula import Formula
from xltco.lint.functions import BUILT_IN, NEEDS_PREFIX, PREFIXED_TWICE, bare
from xltco.lint.registry import ERROR, Spot, rule
from xltco.lint.rules.names import missing_sheets
from xltco.lint.telling import in_cells, in_cells_and_names

LONGEST_FORMULA = 8_192
LONGEST_LAMBDA = 7_992
LONGEST_LITERAL = 255
_DROPS = "Excel repairs the file and drops the formula"


@rule(
    "formula-broken",
    ERROR,
    source=_DROPS,
    remedy="Mend the formula.",
)
def formula_broken(book: Book) -> Iterator[Spot]:
    """Every formula parses."""

    def reasons(_: str, formula: Formula) -> Iterator[str]:
        if formula.problem:
            yield f"the formula does not parse: {formula.problem}"

    return in_cells(book, reasons)


@rule(
    "function-prefix",
    ERROR,
    source="[MS-XLSX] 2.2.3 future functions; without it Excel shows #NAME? for good",
    remedy="Write _xlfn.NAME (FILTER and SORT: _xlfn._xlws.NAME) in the file, or use an older function.",
)
def function_prefix(book: Book) -> Iterator[Spot]:
    """A function newer than Excel 2007 carries its prefix in the file."""

    def reasons(sheet: str, formula: Formula) -> Iterator[str]:
        for _, written in sorted(formula.calls):
            name = written.upper()
            if name in NEEDS_PREFIX and book.name(name, sheet) is None:
                yield f"{name} lacks its prefix"
            elif name.startswith("_XLFN.") and bare(name) in PREFIXED_TWICE and "._XLWS." not in name:
                yield f"{bare(name)} lacks the second prefix, _xlws."

    return in_cells_and_names(book, reasons)


@rule(
    "array-area",
    ERROR,
    source="ECMA-376 part 1, 18.3.1.40 (ref)",
    remedy="Enter the formula again over the cells that it fills.",
)
def array_area(book: Book) -> Iterator[Spot]:
    """An array formula fills an area of its sheet that begins at its own cell."""
    for sheet, cell, _ in book.formula_cells():
        if cell.is_array and (cell.fills is None or (cell.fills.top, cell.fills.left) != cell.place):
            yield Spot(sheet.name, cell.address, "the file does not say which cells the formula fills")


@rule(
    "call-unmarked",
    ERROR,
    source="Stored forms measured in real Excel: without the mark it shows =@NAME(...), and only the first value",
    remedy="Write the cell as an array formula with cm and the metadata part, or enter it again in Excel 365.",
)
def call_unmarked(book: Book) -> Iterator[Spot]:
    """A cell that calls a function of the workbook is marked as one that may spill."""
    functions = {name.name.upper() for name in book.names if name.is_lambda}
    for sheet, cell, formula in book.formula_cells():
        called = sorted(functions & {written.upper() for _, written in formula.calls})
        if called and not (cell.is_array and cell.is_dynamic):
            yield Spot(sheet.name, cell.address, f"the call of {called[0]} is not marked as one that may spill")


def _defines_parameters(formula: Formula) -> bool:
    return bool(formula.functions & {"LAMBDA", "LET"})


@rule(
    "parameter-prefix",
    ERROR,
    source="Excel stores _xlpm.x (read: measurements of lerzegov/xln in real Excel)",
    remedy="Write _xlpm.x, in the list (optional: _xlop.x) and wherever it is read.",
)
def parameter_prefix(book: Book) -> Iterator[Spot]:
    """Parameters of LAMBDA and LET carry their prefix in the file."""

    def reasons(sheet: str, formula: Formula) -> Iterator[str]:
        for name in unknown_names(book, sheet, formula) if _defines_parameters(formula) else ():
            yield f"{name} is neither a name nor a parameter with its prefix"

    return in_cells_and_names(book, reasons)


@rule(
    "lambda-optional",
    ERROR,
    source="Excel repairs the file and drops the name (read: measurements of lerzegov/xln)",
    remedy="Write _xlop.x in the list and _xlpm.x in the body.",
)
def lambda_optional(book: Book) -> Iterator[Spot]:
    """An optional parameter of a LAMBDA is _xlop.x, not x in brackets."""

    def reasons(_: str, formula: Formula) -> Iterator[str]:
        for operand in formula.operands if "LAMBDA" in formula.functions else ():
            inside = operand.calls[-1].function if operand.calls else ""
            if operand.token.kind == "structured" and inside == "LAMBDA" and operand.is_alone:
                yield f"the optional parameter {operand.token.text} is written in brackets"

    return in_cells_and_names(book, reasons)


@rule(
    "formula-too-long",
    ERROR,
    source="Excel limit (8,192); for LAMBDA names measured in real Excel",
    remedy="Split the formula over cells or names.",
)
def formula_too_long(book: Book) -> Iterator[Spot]:
    """A formula has at most 8,192 characters, the definition of a LAMBDA name 7,992."""
    for sheet, cell, _ in book.formula_cells():
        if cell.formula_length > LONGEST_FORMULA:
            yield Spot(sheet.name, cell.address, f"the formula has {cell.formula_length:,} characters")
    for name in book.names:
        if len(name.text) > (LONGEST_LAMBDA if name.is_lambda else LONGEST_FORMULA):
            yield Spot(name.scope, name.name, f"the definition has {len(name.text):,} characters")


@rule(
    "literal-too-long",
    ERROR,
    source=f"Excel limit; {_DROPS}",
    remedy="Put the text into a cell, or join shorter texts with &.",
)
def literal_too_long(book: Book) -> Iterator[Spot]:
    """A text inside a formula has at most 255 characters."""

    def reasons(_: str, formula: Formula) -> Iterator[str]:
        if formula.longest_text > LONGEST_LITERAL:
            yield f"a text in the formula has {formula.longest_text} characters"

    return in_cells_and_names(book, reasons)


@rule(
    "reference-lost",
    ERROR,
    source="what it read was deleted",
    remedy="Point the formula to what it should read.",
)
def reference_lost(book: Book) -> Iterator[Spot]:
    """No formula reads #REF!."""
    return in_cells(book, lambda _, formula: ["the formula reads #REF!"] if formula.is_lost else [])


@rule(
    "sheet-missing",
    ERROR,
    source="Excel asks for a file, or shows #REF!",
    remedy="Correct the sheet's name in the formula.",
)
def sheet_missing(book: Book) -> Iterator[Spot]:
    """Formulas read sheets that are there."""

    def reasons(_: str, formula: Formula) -> Iterator[str]:
        for lost in missing_sheets(book, formula.sheets):
            yield f"the formula reads the sheet {lost!r}, which is not there"

    return in_cells(book, reasons)


@rule(
    "name-missing",
    ERROR,
    source="Excel shows #NAME?",
    remedy="Define the name, or correct its spelling.",
)
def name_missing(book: Book) -> Iterator[Spot]:
    """Formulas read names and call functions that are there."""

    def reasons(sheet: str, formula: Formula) -> Iterator[str]:
        for name in () if _defines_parameters(formula) else unknown_names(book, sheet, formula):
            yield f"the formula reads {name}, which is not defined"
        for name in unknown_functions(book, sheet, formula):
            yield f"the formula calls {name}, which neither Excel nor the workbook has"

    return in_cells_and_names(book, reasons)


def unknown_names(book: Book, sheet: str, formula: Formula) -> list[str]:
    """Names that the formula reads and that the workbook does not define."""
    return [
        name
        for scope, name in sorted(formula.names)
        if not name.lower().startswith(("_xlpm.", "_xlop.", "_xleta."))
        and not scope.startswith("[")
        and name.lower() not in book.tables
        and book.name(name, scope or sheet) is None
    ]


def unknown_functions(book: Book, sheet: str, formula: Formula) -> list[str]:
    """Calls of nothing known; names with a prefix of an add-in or of a parameter are somebody else's."""
    return [
        name
        for scope, name in sorted(formula.calls)
        if not scope
        and not name.upper().startswith(("_XLFN.", "_XLWS.", "_XLL.", "_XLUDF.", "_XLPM.", "COM.", "ORG."))
        and name.upper() not in BUILT_IN
        and book.name(name, sheet) is None
    ]
