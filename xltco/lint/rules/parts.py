"""The file itself: parts, XML, sheets, values of cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xltco.lint.book import Book
from xltco.lint.registry import ERROR, WARNING, Spot, rule
from xltco.lint.sheet import Cell
from xltco.lint.telling import in_cells
from xltco.lint.xml import real, truth
from xltco.spreadsheet.values import ERRORS

LONGEST_SHEET_NAME = 31
LONGEST_TEXT = 32_767
_KINDS = frozenset({"n", "s", "str", "b", "e", "inlineStr", "d"})


@rule(
    "part-missing",
    ERROR,
    source="ECMA-376 part 2, relationships",
    remedy="Save the workbook again from the program that made it.",
)
def part_missing(book: Book) -> Iterator[Spot]:
    """Every part that the file points to is in it."""
    for part in book.missing_parts:
        yield Spot("", part, "the file points to this part and does not hold it")


@rule(
    "xml-broken",
    ERROR,
    source="ECMA-376 part 1",
    remedy="Save the workbook again from the program that made it; the rest of the part was not checked.",
)
def xml_broken(book: Book) -> Iterator[Spot]:
    """Every part that is read is well-formed XML."""
    for part, why in book.broken_parts:
        yield Spot("", part, f"the part is not well-formed XML: {why}")


@rule(
    "control-character",
    ERROR,
    source="XML 1.0, 2.2 Characters",
    remedy="Delete the character, or write it as _x0001_ with its own number.",
)
def control_character(book: Book) -> Iterator[Spot]:
    """No text holds a character that XML forbids."""
    sheets = {sheet.part: sheet.name for sheet in book.sheets}
    for part, cell in book.control_characters:
        near = f"at or after {cell}" if cell else f"in {part}"
        yield Spot(sheets.get(part, ""), cell or part, f"a control character stands {near}: Excel can't read the part")


@rule(
    "sheet-name",
    ERROR,
    source="Excel limit",
    remedy="Rename the sheet.",
)
def sheet_name(book: Book) -> Iterator[Spot]:
    r"""A sheet's name has 1 to 31 characters, none of []:*?/\, and no quotation mark at its ends."""
    for sheet in book.sheets:
        name = sheet.name
        if not name or len(name) > LONGEST_SHEET_NAME:
            yield Spot(name, "", f"the name has {len(name)} characters")
        elif set(name) & set("[]:*?/\\"):
            yield Spot(name, "", "the name holds one of []:*?/\\")
        elif name[0] == "'" or name[-1] == "'":
            yield Spot(name, "", "the name begins or ends with a quotation mark")
        elif name.lower() == "history":
            yield Spot(name, "", "History is a name that Excel keeps for itself")


@rule(
    "sheet-name-twice",
    ERROR,
    source="Excel limit",
    remedy="Rename one of the sheets.",
)
def sheet_name_twice(book: Book) -> Iterator[Spot]:
    """No two sheets have the same name, capital or small."""
    seen = Counter[str]()
    for sheet in book.sheets:
        seen[sheet.name.lower()] += 1
        if seen[sheet.name.lower()] == 2:
            yield Spot(sheet.name, "", "another sheet has this name; Excel does not tell capital from small letters")


@rule(
    "text-too-long",
    ERROR,
    source="Excel limit",
    remedy="Shorten the text or split it over cells.",
)
def text_too_long(book: Book) -> Iterator[Spot]:
    """A cell's text has at most 32,767 characters."""
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            if cell.text is not None and len(cell.text) > LONGEST_TEXT:
                yield Spot(sheet.name, cell.address, f"the text has {len(cell.text):,} characters")


@rule(
    "cell-broken",
    ERROR,
    source="ECMA-376 part 1, 18.3.1.4 and 18.18.11",
    remedy="Type the value again and save; a program that wrote it stated the wrong type.",
)
def cell_broken(book: Book) -> Iterator[Spot]:
    """A cell's value is of the type that the cell states, and its style exists."""
    styles = len(book.styles)
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            why = _broken(cell)
            if not why and cell.style and cell.style >= styles:
                why = "its style is not among the styles of the file"
            if why:
                yield Spot(sheet.name, cell.address, why)


def _broken(cell: Cell) -> str:
    if cell.kind not in _KINDS:
        return f"{cell.kind!r} is no type of a cell"
    if cell.kind == "s" and cell.text is None:
        return "it points to a text that the file does not hold"
    if cell.kind == "n" and cell.text and real(cell.text) is None:
        return f"it states a number and holds {cell.text[:30]!r}"
    if cell.kind == "b" and cell.text and cell.text not in ("0", "1"):
        return f"it states a truth value and holds {cell.text[:30]!r}"
    return ""


@rule(
    "merge-overlap",
    ERROR,
    source="Excel repairs such a file",
    remedy="Undo one of the merges.",
)
def merge_overlap(book: Book) -> Iterator[Spot]:
    """Merged areas don't overlap."""
    for sheet in book.sheets:
        merges = sorted(sheet.merges)
        for index, area in enumerate(merges):
            for other in merges[index + 1 :]:
                if other.top > area.bottom:
                    break
                if other.left <= area.right and area.left <= other.right:
                    yield Spot(sheet.name, str(other), f"it overlaps the merged area {area}")
                    # One finding to an area is enough, also where a file is nothing but overlaps.
                    break


@rule(
    "cached-value",
    ERROR,
    source="ECMA-376 part 1, 18.3.1.96; without it previewers, phones and pandas show nothing or 0",
    remedy="Recalculate the workbook and save it with its values.",
)
def cached_value(book: Book) -> Iterator[Spot]:
    """Every formula cell has its value beside it."""
    for sheet, cell, _ in book.formula_cells():
        if not cell.text and cell.kind not in ("s", "str", "inlineStr"):
            yield Spot(sheet.name, cell.address, "the formula has no value beside it")


@rule(
    "error-value",
    WARNING,
    source="ICAEW principle 18 (test)",
    remedy="Mend the formula, or catch the case that it can't answer.",
)
def error_value(book: Book) -> Iterator[Spot]:
    """No cell shows an error, but #N/A, which says that there is nothing to say."""
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            is_error = cell.kind == "e" or (cell.formula is not None and cell.text in ERRORS)
            if is_error and cell.text != "#N/A":
                yield Spot(sheet.name, cell.address, f"the cell shows {cell.text or 'an error'}")


@rule(
    "external-link",
    WARNING,
    source="FAST 1.03 (multiple workbook models); ICAEW principle 8 (longevity)",
    remedy="Bring the values in as inputs with their source.",
)
def external_link(book: Book) -> Iterator[Spot]:
    """The workbook reads no other workbook."""
    for target in book.external_links:
        yield Spot("", "", f"the workbook is linked to {target}")
    yield from in_cells(
        book, lambda _, formula: ["the formula reads another workbook"] if "]" in "".join(formula.sheets) else []
    )


@rule(
    "macros",
    WARNING,
    source="FAST 4.06 (macros)",
    remedy="Do it with formulas, or save without macros (.xlsx).",
)
def macros(book: Book) -> Iterator[Spot]:
    """The workbook runs no program."""
    for part in book.parts:
        if part.lower().endswith("vbaproject.bin"):
            yield Spot("", part, "the file holds macros, which mail filters and reviewers stop")


@rule(
    "calculation-mode",
    WARNING,
    source="Excel's calculation settings travel with the file",
    remedy="Set calculation to automatic, without iteration and without precision as displayed.",
)
def calculation_mode(book: Book) -> Iterator[Spot]:
    """Excel calculates by itself, in full precision, without iterating."""
    settings = book.calculation
    if settings.get("calcMode", "auto") == "manual":
        yield Spot("", "", "calculation is manual: the reader may look at old numbers")
    if settings.get("calcMode", "auto") == "autoNoTable":
        yield Spot("", "", "data tables are not calculated automatically")
    if truth(settings.get("iterate")):
        yield Spot("", "", "iteration is on: a circular reference goes unnoticed")
    if "fullPrecision" in settings and not truth(settings["fullPrecision"]):
        yield Spot("", "", "precision as displayed is on: values are rounded to what is shown")


@rule(
    "document-properties",
    WARNING,
    source="ICAEW principle 7 (about the workbook)",
    remedy="Fill in title and author in the document's properties.",
)
def document_properties(book: Book) -> Iterator[Spot]:
    """The document states its title and who made it."""
    for key, word in (("title", "title"), ("creator", "author")):
        if not book.properties.get(key):
            yield Spot("", "", f"the document's properties state no {word}")
