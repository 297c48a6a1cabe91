"""A copy of a workbook with other values in some of its cells; everything else stays byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from xltco.errors import WorkbookError
from xltco.spreadsheet.address import address, column_number
from xltco.spreadsheet.reader import read_workbook
from xltco.spreadsheet.values import Value
from xltco.spreadsheet.xml import number, text_element

_CELL = re.compile(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>.*?</c>)', re.DOTALL)
_STYLE = re.compile(r' s="\d+"')


def with_values(path: str | Path, values: Mapping[tuple[str, int, int], Value]) -> bytes:
    """The file's content with these values in cells, told by sheet, row and column; None empties a cell."""
    workbook = read_workbook(path)
    by_sheet: dict[str, dict[int, dict[int, Value]]] = defaultdict(lambda: defaultdict(dict))
    for (sheet, row, column), value in values.items():
        by_sheet[workbook.sheets[sheet].part][row][column] = value
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in workbook.parts.items():
            changed = _changed(data.decode(), by_sheet[name], path).encode() if name in by_sheet else data
            archive.writestr(name, changed)
    return result.getvalue()


def _changed(text: str, rows: Mapping[int, Mapping[int, Value]], path: str | Path) -> str:
    for row, values in rows.items():
        found = re.search(rf'<row r="{row}"(?: [^>]*?)?(?:/>|>(.*?)</row>)', text, re.DOTALL)
        if found is None:
            raise WorkbookError(f"{path}: has no row {row} to put a value into")
        opening = found[0].partition(">")[0].rstrip("/")
        text = f"{text[: found.start()]}{opening}>{_row(row, found[1] or '', values)}</row>{text[found.end() :]}"
    return text


def _row(row: int, inside: str, values: Mapping[int, Value]) -> str:
    cells = {column_number(match[1]): match[0] for match in _CELL.finditer(inside)}
    for column, value in values.items():
        style = _STYLE.search(cells.get(column, "").partition(">")[0])
        cells[column] = _cell(address(row, column), style[0] if style else "", value)
    return "".join(cells[column] for column in sorted(cells))


def _cell(place: str, style: str, value: Value) -> str:
    if value is None:
        return f'<c r="{place}"{style}/>'
    if isinstance(value, bool):
        return f'<c r="{place}"{style} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}"{style} t="inlineStr"><is>{text_element("t", value)}</is></c>'
    return f'<c r="{place}"{style}><v>{number(value)}</v></c>'
