"""The cells of one worksheet, read in one pass."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xltco.errors import WorkbookError
from xltco.spreadsheet.address import column_number
from xltco.spreadsheet.reader_xml import Attributes, parse, parser_of
from xltco.spreadsheet.values import ErrorCode, Value, date_number

# Some fifty times the largest workbook of the model; beyond it a file is data, not a model.
MOST_CELLS = 1_000_000
NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
DATA_TABLE = "=TABLE()"
_DIGITS = "0123456789"
Place = tuple[int, int]


@dataclass(slots=True)
class Cell:
    """A cell that the file has: its value, or the value cached beside its formula.

    Numbers and dates are floats, as Excel counts them. `formula` begins with "=" and is empty where there is none;
    `area` is what an array formula fills, such as "B2:B9", and `is_dynamic` says that Excel may spill it (`cm`).
    `kind` is the file's own word: n, s, str, inlineStr, b, e or d.
    """

    row: int
    column: int
    value: Value = None
    formula: str = ""
    area: str = ""
    style: int = 0
    kind: str = "n"
    is_dynamic: bool = False


def read_cells(data: bytes, texts: Sequence[str], where: str) -> dict[Place, Cell]:
    """The cells of a sheet's part by row and column, in the file's order; WorkbookError where it is damaged."""
    reader = _Reader(texts, where)
    parser = parser_of()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.said.append
    parse(parser, data, where)
    reader.expand()
    return reader.cells


class _Reader:
    """What the parser reports becomes cells; copies of a shared formula wait for `expand`."""

    def __init__(self, texts: Sequence[str], where: str) -> None:
        self.texts, self.where = texts, where
        self.cells: dict[Place, Cell] = {}
        self.said: list[str] = []
        self.row = self.column = 0
        self.cell = Cell(0, 0)
        self.text: str | None = None
        self.inline: list[str] = []
        self.in_phonetic = False
        self.formula: Attributes = {}
        self.masters: dict[str, Cell] = {}
        self.copies: list[tuple[Cell, str]] = []
        self.starts = {f"{space} {name}": name for space in NAMESPACES for name in ("row", "c", "f", "v", "t", "rPh")}

    def start(self, name: str, attributes: Attributes) -> None:
        kind = self.starts.get(name)
        if kind is None:
            return
        if kind == "c":
            self._start_cell(attributes)
        elif kind == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif kind == "rPh":
            self.in_phonetic = True
        else:
            self.said.clear()
            if kind == "f":
                self.formula = attributes

    def end(self, name: str) -> None:
        kind = self.starts.get(name)
        if kind == "v":
            self.text = "".join(self.said)
        elif kind == "f":
            self._end_formula("".join(self.said).strip())
        elif kind == "c":
            self._end_cell()
        elif kind == "t" and not self.in_phonetic:
            self.inline.append("".join(self.said))
        elif kind == "rPh":
            self.in_phonetic = False

    def _start_cell(self, attributes: Attributes) -> None:
        address = attributes.get("r")
        if address is None:
            row, column = self.row, self.column + 1
        else:
            letters = address.rstrip(_DIGITS)
            digits = address[len(letters) :]
            if not (0 < len(letters) <= 3 and letters.isalpha() and digits):
                raise WorkbookError(f"{self.where}: a cell says that it stands at {address[:20]!r}")
            row, column = int(digits), column_number(letters)
        self.column = column
        self.cell = Cell(row, column, None, "", "", int(attributes.get("s", 0)), attributes.get("t", "n"))
        self.cell.is_dynamic = "cm" in attributes and attributes["cm"] != "0"
        self.text = None

    def _end_formula(self, text: str) -> None:
        cell, kind = self.cell, self.formula.get("t", "")
        text = text if text.startswith("=") or not text else f"={text}"
        if kind == "shared":
            group = self.formula.get("si", "")
            if text:
                self.masters[group] = cell
            else:
                self.copies.append((cell, group))
        elif kind == "array":
            cell.area = self.formula.get("ref", "")
        elif kind == "dataTable":
            text = DATA_TABLE
        cell.formula = text

    def _end_cell(self) -> None:
        cell = self.cell
        place = cell.row, cell.column
        if place in self.cells:
            raise WorkbookError(f"{self.where}: row {cell.row} has the same cell twice; it was not read")
        if len(self.cells) >= MOST_CELLS:
            raise WorkbookError(f"{self.where} has more than {MOST_CELLS:,} cells; it was not read")
        if self.text is not None:
            cell.value = self._value(cell.kind, self.text)
        elif self.inline:
            cell.value = "".join(self.inline)
        if self.inline:
            self.inline.clear()
        self.cells[place] = cell

    def _value(self, kind: str, text: str) -> Value:
        if kind == "n":
            return _number(text)
        if kind == "s":
            index = int(text) if text.isdecimal() else len(self.texts)
            return self.texts[index] if index < len(self.texts) else None
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return ErrorCode(text.strip())
        return _day(text) if kind == "d" else text

    def expand(self) -> None:
        """Give each copy of a shared formula its own text; only then openpyxl is needed."""
        if not self.copies:
            return
        from openpyxl.formula.translate import Translator

        translators: dict[str, Translator] = {}
        for cell, group in self.copies:
            master = self.masters.get(group)
            if master is None:
                raise WorkbookError(f"{self.where}: row {cell.row} shares a formula that is nowhere in the sheet")
            if group not in translators:
                translators[group] = Translator(master.formula, origin="A1")
            across, down = cell.column - master.column, cell.row - master.row
            cell.formula = _moved(translators[group], down, across)


def _moved(translator: object, down: int, across: int) -> str:
    from openpyxl.formula.translate import Translator, TranslatorError

    assert isinstance(translator, Translator)
    try:
        return str(translator.translate_formula(row_delta=down, col_delta=across))
    except TranslatorError:
        return "=#REF!"


def _number(text: str) -> Value:
    if not text.strip():
        return None
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _day(text: str) -> Value:
    try:
        return float(date_number(datetime.datetime.fromisoformat(text)))
    except ValueError:
        return text


def shared_texts(data: bytes | None, where: str) -> list[str]:
    """The texts that cells refer to by their number, without the phonetic guides of some languages."""
    return list(_texts(data, where)) if data else []


def _texts(data: bytes, where: str) -> Iterator[str]:
    found: list[str] = []
    runs: list[str] = []
    said: list[str] = []
    names = {f"{space} {name}": name for space in NAMESPACES for name in ("si", "t", "rPh")}
    phonetic = False

    def start(name: str, _: Attributes) -> None:
        nonlocal phonetic
        kind = names.get(name)
        if kind == "t":
            said.clear()
        elif kind == "rPh":
            phonetic = True

    def end(name: str) -> None:
        nonlocal phonetic
        kind = names.get(name)
        if kind == "t" and not phonetic:
            runs.append("".join(said))
        elif kind == "rPh":
            phonetic = False
        elif kind == "si":
            found.append("".join(runs))
            runs.clear()

    parser = parser_of()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, said.append
    parse(parser, data, where)
    yield from found
