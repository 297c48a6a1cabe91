"""A workbook as plain data, for a peer to write the same: cells with values and formats, names, widths, charts.

python -m benchmarks.neutral WORKBOOK FILE
"""

from __future__ import annotations

import marshal
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

_KINDS = {"bar": "bar", "line": "line", "scatter": "scatter", "area": "area", "pie": "pie", "doughnut": "doughnut"}


def neutral(path: Path) -> dict[str, Any]:
    """What is in the workbook."""
    formulas, values = load_workbook(path), load_workbook(path, data_only=True)
    styles: dict[tuple[Any, ...], int] = {}
    sheets = []
    for sheet in formulas.worksheets:
        known = values[sheet.title]
        cells = [
            (*_cell(cell, known), styles.setdefault(_style(cell), len(styles)))
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None or cell.has_style
        ]
        widths = [(letter, dimension.width) for letter, dimension in sheet.column_dimensions.items()]
        sheets.append({"title": sheet.title, "cells": cells, "widths": widths})
    names = [(name, defined.attr_text) for name, defined in formulas.defined_names.items()]
    return {"sheets": sheets, "styles": [dict(style) for style in styles], "names": names, "charts": _charts(path)}


def _cell(cell: Any, values: Any) -> tuple[Any, ...]:
    """Place from 0, kind and content of a cell, and the value that it shows."""
    return (cell.row - 1, cell.column - 1, *_content(cell.value), _plain(values.cell(cell.row, cell.column).value))


def _content(value: Any) -> tuple[str, Any]:
    """The kind of a cell and what is typed into it."""
    if isinstance(value, ArrayFormula):
        return f"array {value.ref}", value.text
    if isinstance(value, str) and value.startswith("="):
        return "formula", value
    return "value", _plain(value)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _style(cell: Any) -> tuple[Any, ...]:
    """A style as the options of XlsxWriter's add_format."""
    found = {
        "num_format": cell.number_format,
        "font_name": cell.font.name,
        "font_size": cell.font.sz,
        "bold": bool(cell.font.b),
        "italic": bool(cell.font.i),
        "font_color": _color(cell.font.color),
        "bg_color": _color(cell.fill.fgColor) if cell.fill.fill_type == "solid" else None,
        "align": cell.alignment.horizontal,
        "valign": "vcenter" if cell.alignment.vertical == "center" else cell.alignment.vertical,
        "text_wrap": bool(cell.alignment.wrap_text),
        "indent": int(cell.alignment.indent or 0),
        "bottom": 1 if cell.border.bottom and cell.border.bottom.style else 0,
        "top": 1 if cell.border.top and cell.border.top.style else 0,
        "locked": bool(cell.protection.locked),
    }
    return tuple((key, value) for key, value in found.items() if value is not None)


def _color(color: Any) -> str | None:
    rgb = getattr(color, "rgb", None)
    return f"#{rgb[-6:]}" if isinstance(rgb, str) else None


def _charts(path: Path) -> list[dict[str, Any]]:
    """Kind and ranges of each chart; they stand one below the other, on a sheet of their own."""
    found = []
    with zipfile.ZipFile(path) as book:
        for name in sorted(n for n in book.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", n)):
            text = book.read(name).decode("utf-8")
            kind = next((kind for kind in _KINDS if f"{kind}Chart" in text), "line")
            series = [_ranges(part) for part in re.findall(r"<(?:c:)?ser>.*?</(?:c:)?ser>", text, re.DOTALL)]
            found.append({"kind": _KINDS[kind], "series": [ranges for ranges in series if "values" in ranges]})
    return found


def _ranges(series: str) -> dict[str, str]:
    tags = {"categories": ("cat", "xVal"), "values": ("val", "yVal"), "name": ("tx",)}
    found = {}
    for key, names in tags.items():
        text = re.search(rf"<(?:c:)?(?:{'|'.join(names)})>.*?<(?:c:)?f>(.*?)</(?:c:)?f>", series, re.DOTALL)
        if text:
            found[key] = "=" + text[1].replace("&apos;", "'").replace("&amp;", "&")
    return found


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(marshal.dumps(neutral(Path(sys.argv[1]))))
