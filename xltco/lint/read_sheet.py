"""Reads one worksheet: its cells in one pass, and what stands around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltco.errors import WorkbookError
from xltco.lint.areas import Place, area_of, areas_of, place_of
from xltco.lint.book import Cell, Column, ConditionalFormat, Sheet, Validation
from xltco.lint.formula import Formula, relative_key
from xltco.lint.package import Package
from xltco.lint.xml import child, children, integer, local, real, rich_text, truth

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Some fifty times the largest workbook of the model; beyond it a file is data, not a model.
MOST_CELLS = 1_000_000
# A larger area than any table needs would hide typed numbers instead of explaining them.
MOST_SPILLED = 10_000
# LibreOffice saves a truth value, or an error, that was typed in as a formula without arguments.
_TYPED = frozenset({"TRUE()", "FALSE()", "#N/A"})


class _Reader:
    """Builds a sheet from the elements of its part; formulas that are copies of each other share one object."""

    def __init__(self, sheet: Sheet, package: Package, texts: list[str]) -> None:
        self.sheet, self.package, self.texts = sheet, package, texts
        self.row = 0
        self.waiting: list[Element] = []
        self.formulas: dict[str, Formula] = {}
        self.shared: dict[str, Formula] = {}

    def read(self) -> None:
        for element in self.package.events(self.sheet.part):
            name = local(element)
            if name == "c":
                self.waiting.append(element)
            elif name == "row":
                self._read_row(element)
            elif name in ("dataValidation", "conditionalFormatting"):
                self._read_rule(element, name)
            else:
                self._read_setting(element, name)

    def _read_row(self, row: Element) -> None:
        self.row = integer(row.get("r")) or self.row + 1
        if truth(row.get("hidden")) or row.get("ht") == "0":
            self.sheet.hidden_rows.append(self.row)
        column = 0
        for element in self.waiting:
            place = place_of(element.get("r", "")) or (self.row, column + 1)
            column = place[1]
            self.sheet.cells[place] = self._cell(element, place)
        self.waiting.clear()
        row.clear()
        if len(self.sheet.cells) > MOST_CELLS:
            raise WorkbookError(
                f"{self.package.path}: {self.sheet.name} has more than {MOST_CELLS:,} cells; not checked"
            )

    def _cell(self, element: Element, place: Place) -> Cell:
        kind, text, formula = element.get("t", "n"), None, None
        for part in element:
            name = local(part)
            if name == "v":
                text = part.text or ""
            elif name == "f":
                formula = part
            elif name == "is":
                text = rich_text(part)
        if kind == "s":
            index = integer(text)
            text = self.texts[index] if index < len(self.texts) else None
        cell = Cell(*place, integer(element.get("s")), kind, text, is_dynamic=bool(integer(element.get("cm"))))
        if formula is not None and formula.get("t") != "dataTable" and formula.text not in _TYPED:
            self._read_formula(cell, formula)
        return cell

    def _read_formula(self, cell: Cell, element: Element) -> None:
        text, group = (element.text or "").strip(), element.get("si", "")
        is_shared = element.get("t") == "shared"
        cell.is_array, cell.formula_length = element.get("t") == "array", len(text)
        if cell.is_array:
            cell.fills = area_of(element.get("ref", ""))
        if cell.is_dynamic and cell.fills and cell.fills.size <= MOST_SPILLED:
            self.sheet.spills.append(cell.fills)
        if is_shared and not text:
            cell.formula = self.shared.get(group)
            return
        text = text.removeprefix("=")
        key = relative_key(text, cell.row, cell.column)
        cell.formula = self.formulas.setdefault(key, Formula(text, cell.row, cell.column))
        if is_shared:
            self.shared[group] = cell.formula

    def _read_rule(self, element: Element, name: str) -> None:
        reference = element.get("sqref") or "".join(e.text or "" for e in element.iter() if local(e) == "sqref")
        if name == "conditionalFormatting":
            found = [e.text or "" for e in element.iter() if local(e) in ("formula", "f") and not len(e)]
            self.sheet.formats.append(ConditionalFormat(areas_of(reference), tuple(filter(None, found))))
            return
        formulas = [_text(child(element, part)) for part in ("formula1", "formula2")]
        titles = (element.get("promptTitle", ""), element.get("errorTitle", ""))
        texts = (element.get("prompt", ""), element.get("error", ""))
        kind = element.get("type", "none")
        self.sheet.validations.append(
            Validation(areas_of(reference), kind, tuple(filter(None, formulas)), titles, texts)
        )

    def _read_setting(self, element: Element, name: str) -> None:
        sheet = self.sheet
        if name == "mergeCell":
            sheet.merges += areas_of(element.get("ref", ""))
        elif name == "col":
            width = real(element.get("width"))
            hidden = truth(element.get("hidden")) or width == 0
            sheet.columns.append(Column(integer(element.get("min")), integer(element.get("max")), width, hidden))
        elif name == "sheetFormatPr":
            sheet.default_width = (
                real(element.get("defaultColWidth")) or (integer(element.get("baseColWidth")) or 8) + 0.71
            )
        elif name == "pane":
            sheet.is_frozen = sheet.is_frozen or element.get("state", "") in ("frozen", "frozenSplit")
        elif name == "pageSetUpPr":
            sheet.is_scaled = sheet.is_scaled or truth(element.get("fitToPage"))
        elif name == "pageSetup":
            sheet.is_scaled = sheet.is_scaled or element.get("scale", "100") != "100"


def _text(element: Element | None) -> str:
    """The text of a formula, which newer validations wrap in an element of its own."""
    if element is None:
        return ""
    return (element.text or "").strip() or "".join(e.text or "" for e in children(element)).strip()


def read_sheet(sheet: Sheet, package: Package, texts: list[str]) -> None:
    """Fill a sheet from its part."""
    _Reader(sheet, package, texts).read()
