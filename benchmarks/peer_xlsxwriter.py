"""The peer of `xltco build`: XlsxWriter writes the same cells, values, formats, names and charts.

python benchmarks/peer_xlsxwriter.py FILE WORKBOOK     # FILE is what benchmarks.neutral wrote
"""

from __future__ import annotations

import marshal
import sys
from pathlib import Path
from typing import Any

import xlsxwriter


def write(book: dict[str, Any], path: str) -> None:
    """Write the workbook."""
    workbook = xlsxwriter.Workbook(path)
    formats = [workbook.add_format(style) for style in book["styles"]]
    for sheet in book["sheets"]:
        worksheet = workbook.add_worksheet(sheet["title"])
        for letter, width in sheet["widths"]:
            worksheet.set_column(f"{letter}:{letter}", width)
        for row, column, kind, content, value, style in sheet["cells"]:
            _put(worksheet, row, column, kind, content, value, formats[style])
    for name, text in book["names"]:
        workbook.define_name(name, f"={text}")
    if book["charts"]:
        worksheet = workbook.add_worksheet("Charts of the peer")
        for number, chart in enumerate(book["charts"]):
            _draw(workbook, worksheet, 20 * number, chart)
    workbook.close()


def _put(worksheet: Any, row: int, column: int, kind: str, content: Any, value: Any, style: Any) -> None:
    if kind == "formula":
        worksheet.write_formula(row, column, content, style, "" if value is None else value)
    elif kind.startswith("array"):
        worksheet.write_dynamic_array_formula(kind.split()[1], content, style, "" if value is None else value)
    elif content is None:
        worksheet.write_blank(row, column, None, style)
    elif isinstance(content, bool):
        worksheet.write_boolean(row, column, content, style)
    elif isinstance(content, str):
        worksheet.write_string(row, column, content, style)
    else:
        worksheet.write_number(row, column, content, style)


def _draw(workbook: Any, worksheet: Any, row: int, chart: dict[str, Any]) -> None:
    drawn = workbook.add_chart({"type": chart["kind"]})
    for series in chart["series"]:
        drawn.add_series(series)
    if chart["series"]:
        worksheet.insert_chart(row, 0, drawn)


if __name__ == "__main__":
    # The quickest to read, so that reading counts for nothing; the same run wrote it.
    write(marshal.loads(Path(sys.argv[1]).read_bytes()), sys.argv[2])  # noqa: S302
