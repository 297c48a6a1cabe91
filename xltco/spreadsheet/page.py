"""How a sheet is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from xltco.spreadsheet.xml import escaped, number

A4 = 9
# Excel cuts nothing: it repairs a file whose header or footer is longer.
MOST_OF_A_HEADER = 255


@dataclass
class Page:
    """Fitted to pages across and down (0 for as many as it takes), or to a scale in percent; margins in inches.

    `title_rows` such as 1:3 and `title_columns` such as A:D are repeated on every page. In headers and footers `&`
    begins a code; `text_in_header` doubles those of a text. A break stands after the row or column of its number.
    """

    orientation: Literal["portrait", "landscape"] = "portrait"
    paper: int = A4
    fit: tuple[int, int] | None = None
    scale: int = 0
    title_rows: str = ""
    title_columns: str = ""
    left: float = 0.7
    right: float = 0.7
    top: float = 0.75
    bottom: float = 0.75
    header_margin: float = 0.3
    footer_margin: float = 0.3
    header_left: str = ""
    header_right: str = ""
    footer_left: str = ""
    footer_right: str = ""
    row_breaks: list[int] = field(default_factory=list)
    column_breaks: list[int] = field(default_factory=list)


def text_in_header(text: str, most: int = 80) -> str:
    """A text as a header shows it, in one line and no longer than `most`."""
    return " ".join(text.split()).replace("&", "&&")[:most]


def page_xml(page: Page) -> str:
    """Margins, page set-up, header and footer, breaks: in the order that the schema asks for."""
    margins = {"left": page.left, "right": page.right, "top": page.top, "bottom": page.bottom}
    margins |= {"header": page.header_margin, "footer": page.footer_margin}
    size = "".join(f' {name}="{number(inches)}"' for name, inches in margins.items())
    scale = f' scale="{page.scale}"' if page.scale and not page.fit else ""
    fit = f' fitToWidth="{page.fit[0]}" fitToHeight="{page.fit[1]}"' if page.fit else ""
    setup = f'<pageSetup paperSize="{page.paper}"{scale}{fit} orientation="{page.orientation}"/>'
    breaks = _breaks("row", page.row_breaks, 16_383) + _breaks("col", page.column_breaks, 1_048_575)
    return f"<pageMargins{size}/>{setup}{_headers(page)}{breaks}"


def _headers(page: Page) -> str:
    header = _sides(page.header_left, page.header_right)
    footer = _sides(page.footer_left, page.footer_right)
    if not header and not footer:
        return ""
    parts = (
        f"<odd{kind}>{escaped(text)}</odd{kind}>" for kind, text in (("Header", header), ("Footer", footer)) if text
    )
    return f"<headerFooter>{''.join(parts)}</headerFooter>"


def _sides(left: str, right: str) -> str:
    text = (f"&L{left}" if left else "") + (f"&R{right}" if right else "")
    if len(text) > MOST_OF_A_HEADER:
        raise ValueError(f"a header or footer has {len(text)} characters, and Excel takes {MOST_OF_A_HEADER}")
    return text


def _breaks(kind: str, places: list[int], last: int) -> str:
    if not places:
        return ""
    items = "".join(f'<brk id="{place}" max="{last}" man="1"/>' for place in sorted(set(places)))
    count = len(set(places))
    return f'<{kind}Breaks count="{count}" manualBreakCount="{count}">{items}</{kind}Breaks>'
