"""Text as XML holds it: escaped, and refused where XML cannot hold it at all."""

from __future__ import annotations

import re

from xltco.errors import OutputError

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"

_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel reads these five signs and a line below as the character of that number, so it writes such a text escaped.
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """Text for between tags. OutputError for characters that no XML can hold."""
    if not text.isprintable():
        _require_possible(text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def attribute(text: str) -> str:
    """Text for between double quotes; line breaks and tabs stay what they are."""
    text = escaped(text).replace('"', "&quot;")
    return text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;")


def cell_text(text: str) -> str:
    """A cell's text: as `escaped`, and nothing in it is taken for one of Excel's own escapes."""
    if "_x" in text:
        text = _LIKE_AN_ESCAPE.sub("_x005F_", text)
    return escaped(text)


def text_element(tag: str, text: str) -> str:
    """The tag around a cell's text, with a mark where a reader could drop spaces at its ends or line breaks."""
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<{tag}{keep}>{cell_text(text)}</{tag}>"


def number(value: float) -> str:
    """The shortest text that reads back as the same number."""
    if type(value) is int:
        return str(value)
    text = repr(float(value))
    if text[-2:] == ".0":
        return text[:-2]
    if text in ("nan", "inf", "-inf"):
        raise OutputError(f"a cell cannot hold the number {text}")
    return text


def _require_possible(text: str) -> None:
    found = _IMPOSSIBLE.search(text)
    if found:
        code = f"U+{ord(found[0]):04X}"
        raise OutputError(
            f"a workbook cannot hold the character {code} (place {found.start() + 1} of a text): remove it"
        )
