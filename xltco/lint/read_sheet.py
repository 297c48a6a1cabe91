"""Reads one worksheet: its cells in one pass, and what stands around them."""

from __future__ import annotations

from collections.abc import Sequence

from xltco.errors import WorkbookError
from xltco.lint.areas import area_of, areas_of, place_of
from xltco.lint.formula import Formula
from xltco.lint.package import Package
from xltco.lint.sheet import Cell, Column, ConditionalFormat, Sheet, Validation
from xltco.lint.xml import Node, Tree, integer, real, truth
from xltco.spreadsheet.formula import relative_form
from xltco.spreadsheet.reader_cells import MOST_CELLS
from xltco.spreadsheet.reader_xml import Attributes, local, parser_of

# A larger area than any table needs would hide typed numbers instead of explaining them.
MOST_SPILLED = 10_000
# LibreOffice saves a truth value, or an error, that was typed in as a formula without arguments.
_TYPED = frozenset({"TRUE()", "FALSE()", "#N/A"})
_RULES = frozenset({"dataValidation", "conditionalFormatting"})


class _Locals(dict[str, str]):
    """Names of elements without their namespaces, each worked out once."""

    def __missing__(self, name: str) -> str:
        self[name] = local(name)
        return self[name]


class _Reader:
    """What the parser reports becomes a sheet; formulas that are copies of each other share one object."""

    def __init__(self, sheet: Sheet, package: Package, texts: Sequence[str], formulas: dict[str, Formula]) -> None:
        self.sheet, self.package, self.texts, self.formulas = sheet, package, texts, formulas
        self.shared: dict[str, Formula] = {}
        self.locals = _Locals()
        self.row = self.column = 0
        self.said: list[str] = []
        # Of the cell that is open: what it states of itself, its value, its formula with what that states.
        self.cell: Attributes = {}
        self.value: str | None = None
        self.inline: list[str] = []
        self.formula: tuple[str, Attributes] | None = None
        self.stated: Attributes = {}
        self.in_phonetic = False
        # A validation or conditional format that is open.
        self.rule: Tree | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        kind = self.locals[name]
        if self.rule is not None:
            self.said.clear()
            self.rule.start(name, attributes)
        elif kind == "c":
            self.cell, self.value, self.formula = attributes, None, None
        elif kind in ("v", "f", "t"):
            self.said.clear()
            self.stated = attributes
        elif kind == "row":
            self._start_row(attributes)
        elif kind == "rPh":
            self.in_phonetic = True
        elif kind in _RULES:
            self.rule = Tree()
            self.rule.start(name, attributes)
        else:
            _read_setting(self.sheet, kind, attributes)

    def end(self, name: str) -> None:
        kind = self.locals[name]
        if self.rule is not None:
            self._end_in_rule(name)
        elif kind == "v":
            self.value = "".join(self.said)
        elif kind == "c":
            self._end_cell()
        elif kind == "f":
            self.formula = "".join(self.said).strip(), self.stated
        elif kind == "t" and not self.in_phonetic:
            self.inline.append("".join(self.said))
        elif kind == "rPh":
            self.in_phonetic = False

    def _end_in_rule(self, name: str) -> None:
        assert self.rule is not None
        self.rule.text("".join(self.said))
        self.said.clear()
        self.rule.end(name)
        if not self.rule.depth and self.rule.root is not None:
            _read_rule(self.sheet, self.rule.root)
            self.rule = None

    def _start_row(self, attributes: Attributes) -> None:
        self.row, self.column = integer(attributes.get("r")) or self.row + 1, 0
        if truth(attributes.get("hidden")) or attributes.get("ht") == "0":
            self.sheet.hidden_rows.append(self.row)

    def _end_cell(self) -> None:
        attributes, text = self.cell, self.value
        row, column = place_of(attributes.get("r", "")) or (self.row, self.column + 1)
        self.column = column
        kind = attributes.get("t", "n")
        if kind == "s":
            index = integer(text)
            text = self.texts[index] if index < len(self.texts) else None
        if self.inline:
            text = "".join(self.inline)
            self.inline.clear()
        cell = Cell(
            row, column, integer(attributes.get("s")), kind, text, is_dynamic=bool(integer(attributes.get("cm")))
        )
        if self.formula is not None:
            self._read_formula(cell, *self.formula)
        self.sheet.cells[row, column] = cell
        if len(self.sheet.cells) > MOST_CELLS:
            raise WorkbookError(
                f"{self.package.path}: {self.sheet.name} has more than {MOST_CELLS:,} cells; not checked"
            )

    def _read_formula(self, cell: Cell, text: str, stated: Attributes) -> None:
        kind, group = stated.get("t", ""), stated.get("si", "")
        if kind == "dataTable" or text in _TYPED:
            return
        cell.formula_length = len(text)
        if kind == "array":
            cell.is_array, cell.fills = True, area_of(stated.get("ref", ""))
        if cell.is_dynamic and cell.fills and cell.fills.size <= MOST_SPILLED:
            self.sheet.spills.append(cell.fills)
        if kind == "shared" and not text:
            cell.formula = self.shared.get(group)
            return
        text = text.removeprefix("=")
        key = relative_form(text, cell.row, cell.column)
        formula = self.formulas.get(key)
        if formula is None:
            formula = self.formulas[key] = Formula(text, cell.row, cell.column)
        cell.formula = formula
        if kind == "shared":
            self.shared[group] = formula


def _read_rule(sheet: Sheet, rule: Node) -> None:
    """A validation or conditional format; newer ones state their cells in an element of their own."""
    cells = rule.get("sqref") or "".join(node.text for node in rule.walk() if node.name == "sqref")
    if rule.name == "conditionalFormatting":
        found = [node.text for node in rule.walk() if node.name in ("formula", "f") and not node.children]
        sheet.formats.append(ConditionalFormat(areas_of(cells), tuple(filter(None, found))))
        return
    formulas = tuple(filter(None, (_formula(rule.child(part)) for part in ("formula1", "formula2"))))
    titles, texts = (rule.get("promptTitle"), rule.get("errorTitle")), (rule.get("prompt"), rule.get("error"))
    sheet.validations.append(Validation(areas_of(cells), rule.get("type") or "none", formulas, titles, texts))


def _formula(node: Node | None) -> str:
    """The text of a formula, which newer validations wrap in an element of its own."""
    if node is None:
        return ""
    return node.text.strip() or "".join(inner.text for inner in node.children).strip()


def _read_setting(sheet: Sheet, name: str, attributes: Attributes) -> None:
    if name == "mergeCell":
        sheet.merges += areas_of(attributes.get("ref", ""))
    elif name == "col":
        width = real(attributes.get("width"))
        hidden = truth(attributes.get("hidden")) or width == 0
        first, last = integer(attributes.get("min")), integer(attributes.get("max"))
        sheet.columns.append(Column(first, last, width, hidden))
    elif name == "sheetFormatPr":
        base = integer(attributes.get("baseColWidth")) or 8
        sheet.default_width = real(attributes.get("defaultColWidth")) or base + 0.71
    elif name == "pane":
        sheet.is_frozen = sheet.is_frozen or attributes.get("state", "") in ("frozen", "frozenSplit")
    elif name == "pageSetUpPr":
        sheet.is_scaled = sheet.is_scaled or truth(attributes.get("fitToPage"))
    elif name == "pageSetup":
        sheet.is_scaled = sheet.is_scaled or attributes.get("scale", "100") != "100"


def read_sheet(sheet: Sheet, package: Package, texts: Sequence[str], formulas: dict[str, Formula]) -> None:
    """Fill a sheet from its part; `formulas` holds every formula met so far by its relative form."""
    reader, parser = _Reader(sheet, package, texts, formulas), parser_of()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.said.append
    package.parse(sheet.part, parser)
