"""A small workbook with everything that the writer can write."""

from __future__ import annotations

import datetime
import struct
import zlib

from xltco.spreadsheet.address import Area
from xltco.spreadsheet.book import Book, Name
from xltco.spreadsheet.chart import Axis, Chart, Series, Stroke
from xltco.spreadsheet.conditions import ColorScale, Condition
from xltco.spreadsheet.drawing import Anchor, Picture
from xltco.spreadsheet.page import text_in_header
from xltco.spreadsheet.sheet import Link, Sheet
from xltco.spreadsheet.style import PLAIN, Border, Difference, Edge, Font, Style
from xltco.spreadsheet.validation import Validation
from xltco.spreadsheet.values import ErrorCode, Values

DATA, OTHER = "Data & more", "It's other"
TEXTS = (
    "=1+1",
    "+1",
    "-1",
    "@A1",
    "  both ends  ",
    "two\nlines",
    '<b> & "quotes"',
    "_x0041_",
    "#N/A",
    "TRUE",
    "007",
    "é漢字😀",
)
TWICE = "_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)"
VALUES: Values = {
    (DATA, 1, 3): 0.1 + 0.2,
    (DATA, 2, 3): "a < b",
    (DATA, 3, 3): True,
    (DATA, 4, 3): ErrorCode("#N/A"),
    (DATA, 5, 3): 84.0,
    (OTHER, 1, 1): 1.0,
    (OTHER, 1, 2): 4.0,
    (OTHER, 1, 3): "beside",
}


def sample_book() -> Book:
    book = Book()
    _fill_data(book.sheet(DATA))
    _fill_other(book.sheet(OTHER))
    book.names["first"] = Name(f"{Area(DATA, 1, 1, 1, 1)}")
    book.names["TWICE"] = Name(TWICE, "The double of a number.")
    book.properties.title, book.properties.creator = "A <title>", "Somebody"
    book.custom |= {"count": 12, "program": "1 & 2"}
    return book


def _fill_data(sheet: Sheet) -> None:
    for row, text in enumerate(TEXTS, start=1):
        sheet.put(row, 2, text)
    sheet.put(1, 1, 42, PLAIN.with_(number_format="#,##0.00"))
    sheet.put(2, 1, 0.1 + 0.2, PLAIN.with_(number_format='[>=1000]"k"0;0'))
    sheet.put(3, 1, True)
    sheet.put(4, 1, datetime.date(2026, 11, 24), PLAIN.with_(number_format="yyyy-mm-dd"))
    sheet.put(5, 1, datetime.datetime(2026, 11, 24, 12), PLAIN.with_(number_format="yyyy-mm-dd hh:mm"))
    sheet.put(6, 1, None, PLAIN.with_(fill="FFFFCC", locked=False))
    sheet.error(7, 1, "#NUM!")
    sheet.put(8, 1, "looks", _look())
    for row, formula in enumerate(("=0.1+0.2", '="a < "&"b"', "=1<2", "=NA()", "=A1*2"), start=1):
        sheet.formula(row, 3, formula)
    sheet.widths |= {1: 20, 2: 20, 3: 12.5}
    sheet.heights |= {1: 24, 20: 30}
    sheet.outline |= {3: 1, 4: 1}
    sheet.freeze = (2, 2)
    sheet.conditions += [
        Condition("A1:A3", "A1>1", Difference(color="9C0006", bold=True, fill="FFC7CE")),
        Condition("C1:C5", "C1<>0", Difference(border=Border(top=Edge("thin", "000000")))),
        ColorScale("A1:A2", "F4B183", "FFFFFF", "9DC3E6"),
    ]
    sheet.validations += [
        Validation(
            "A1:A2", "decimal", "0", "1000", title="Number", prompt="Allowed: 0 to 1000.", error="Enter a number."
        ),
        Validation("B1", "list", '"low,base,high"', title="Case", prompt='"Choose"\none.'),
        Validation("B2", "textLength", "200", operator="lessThanOrEqual"),
    ]
    sheet.links.append(Link(2, 2, "'It''s other'!A1", "+1"))
    sheet.protected, sheet.tab_color = True, "1F3864"
    sheet.print_area = "A1:C9,A10:C12"
    _set_page(sheet)


def _look() -> Style:
    edge = Edge("hair", "7F7F7F")
    return PLAIN.with_(
        font=Font("Arial", 9, "0000FF", bold=True, italic=True, underline=True),
        border=Border(left=edge, bottom=Edge("thin", "1F3864")),
        horizontal="right",
        vertical="top",
        wrap=True,
        indent=1,
    )


def _set_page(sheet: Sheet) -> None:
    page = sheet.page
    page.orientation, page.fit, page.title_rows, page.title_columns = "landscape", (1, 0), "1:3", "A:B"
    page.left = page.right = 0.5
    page.header_left, page.footer_right = text_in_header("Smith & Sons"), "&A, page &P of &N"
    page.row_breaks.append(5)
    page.column_breaks.append(2)


def _fill_other(sheet: Sheet) -> None:
    sheet.call(1, 1, "=TWICE(0.5)", 1, 1)
    sheet.call(1, 2, "=TWICE(2)", 2, 2)
    sheet.restyle(2, 2, PLAIN.with_(number_format="0.0"))
    across, values = Area(DATA, 1, 2, 5, 2), Area(DATA, 1, 1, 5, 1)
    line = Series("Line", values, Area(DATA, 1, 3, 5, 3), stroke=Stroke("0072B2", 22_000, "dash"))
    points = Series("Points", values, values, fill="D55E00", shape="diamond")
    at = Anchor(4, 1, 72_000, 5_000_000, 3_000_000)
    sheet.charts.append(Chart("scatter", "Lines & points", at, [line, points, Series("Only words", values, values)]))
    sheet.charts[0].x = Axis("Across", '#,##0.0,,,"bn"', least=0, greatest=50, crosses=12.5)
    bars = [Series(f"Bar {n}", values, across, fill="009E73", stroke=Stroke("404040", 6350)) for n in (1, 2)]
    for kind in ("bar", "column", "stacked"):
        sheet.charts.append(
            Chart(kind, kind, at, bars, Axis(reversed=True), Axis("Up", crosses="max", grid_lines=True))
        )
    sheet.pictures.append(Picture(_dot(), "png", Anchor(1, 8, 0, 95_250, 95_250), "A dot"))


def _dot() -> bytes:
    """A PNG of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
