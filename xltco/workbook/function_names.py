"""The user functions in a workbook: LAMBDA names, and the cells that call them (Excel 365 and 2024).

Excel keeps a call that may spill as an array formula with a mark (`cm`) that a part of the file explains; without it
the cell would show `=@BREAKEVEN(...)`. Their cached values come from IronCalc, which evaluates the very names.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.cell import rows_from_range
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from xltco.functions.hosts.native import native_functions, stored
from xltco.functions.hosts.native_engine import Found, answer_in_ironcalc
from xltco.workbook.parts import MAIN_URI, parsed, with_parts, written
from xltco.workbook.saved_cells import SavedCells

_MAIN = f"{{{MAIN_URI}}}"
_METADATA = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" \
xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">\
<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" \
pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" assign="1" coerce="1" \
cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst>\
<ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext>\
</extLst></bk></futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>"""
_CELL = re.compile(r"\b[A-Z]{1,3}[1-9][0-9]*\b")
_RELATIONS = "xl/_rels/workbook.xml.rels"
_METADATA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
_METADATA_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sheetMetadata"


def add_function_names(workbook: Workbook) -> None:
    """Each native function as a defined name, with its summary as comment."""
    for function in native_functions():
        name = DefinedName(function.name, attr_text=stored(function), comment=function.summary)
        workbook.defined_names[function.name] = name


def put_call(sheet: Worksheet, row: int, column: int, call: str, height: int = 1, width: int = 1) -> None:
    """A call of a function, with room for what it spills."""
    first, last = f"{get_column_letter(column)}{row}", f"{get_column_letter(column + width - 1)}{row + height - 1}"
    area = first if first == last else f"{first}:{last}"
    sheet.cell(row, column).value = ArrayFormula(area, f"={call}")


def with_function_values(content: bytes, sheet_title: str) -> bytes:
    """The workbook with the calls of one sheet marked as dynamic, their values beside them."""
    with ZipFile(io.BytesIO(content)) as archive:
        part = _part_of(archive, sheet_title)
        root, declared = parsed(archive.read(part))
        calls = {cell.get("r", ""): formula for cell, formula in _calls(root)}
        areas = [list(rows_from_range(formula.get("ref", ""))) for formula in calls.values()]
        cells, sheet = SavedCells(archive), quote_sheetname(sheet_title)
        typed = [_with_values(formula.text or "", sheet, cells) for formula in calls.values()]
        answers = answer_in_ironcalc([(c, len(area), len(area[0])) for c, area in zip(typed, areas, strict=True)])
        values: dict[str, Found] = {}
        for area, answer in zip(areas, answers, strict=True):
            values |= dict(zip(chain(*area), chain(*answer), strict=True))
        for cell in root.iter(f"{_MAIN}c"):
            if cell.get("r") in values:
                _put(cell, values[cell.get("r", "")])
            if cell.get("r") in calls:
                cell.set("cm", "1")
        return with_parts(archive, {part: written(root, declared), **_metadata_parts(archive)})


def _calls(root: Element) -> Iterator[tuple[Element, Element]]:
    for cell in root.iter(f"{_MAIN}c"):
        formula = cell.find(f"{_MAIN}f")
        if formula is not None and formula.get("t") == "array":
            yield cell, formula


def _with_values(call: str, sheet: str, cells: SavedCells) -> str:
    """The call with the values of the cells that it reads in their place; nothing for an empty one."""

    def literal(match: re.Match[str]) -> str:
        cell = (cells.area(f"{sheet}!{match[0]}") or [None])[0]
        if cell is None:
            return ""
        if cell.is_text:
            return '"' + cell.text.replace('"', '""') + '"'
        return {"1": "TRUE", "0": "FALSE"}[cell.text] if cell.kind == "b" else cell.text

    return _CELL.sub(literal, call)


def _put(cell: Element, value: Found) -> None:
    """The value in the place of the cached one; the formula stays."""
    for old in cell.findall(f"{_MAIN}v"):
        cell.remove(old)
    kind = "b" if isinstance(value, bool) else "n" if isinstance(value, float) else "str"
    cell.set("t", "e" if isinstance(value, str) and value.startswith("#") else kind)
    text = str(int(value)) if isinstance(value, bool) else repr(value).removesuffix(".0")
    SubElement(cell, f"{_MAIN}v").text = value if isinstance(value, str) else text


def _part_of(archive: ZipFile, title: str) -> str:
    """The part that holds the sheet of that title."""
    book, _ = parsed(archive.read("xl/workbook.xml"))
    relations, _ = parsed(archive.read(_RELATIONS))
    key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    wanted = next(s.get(key) for s in book.iter(f"{_MAIN}sheet") if s.get("name") == title)
    target = next(item.get("Target", "") for item in relations if item.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _metadata_parts(archive: ZipFile) -> Mapping[str, bytes]:
    """The part that explains the mark, and the two lists that must name it."""
    types = f'<Override PartName="/xl/metadata.xml" ContentType="{_METADATA_TYPE}"/></Types>'
    relation = f'<Relationship Id="rIdMetadata" Type="{_METADATA_RELATION}" Target="metadata.xml"/></Relationships>'
    return {
        "xl/metadata.xml": _METADATA.encode(),
        "[Content_Types].xml": archive.read("[Content_Types].xml").replace(b"</Types>", types.encode()),
        _RELATIONS: archive.read(_RELATIONS).replace(b"</Relationships>", relation.encode()),
    }
