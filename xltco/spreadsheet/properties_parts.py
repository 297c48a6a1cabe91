"""The parts in which a file says what it is: title, author, keywords, and properties of its program's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xltco.spreadsheet.xml import DECLARATION, attribute, escaped

if TYPE_CHECKING:
    from xltco.spreadsheet.book import Properties

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
# The set to which properties of a program's own belong; numbers below 2 are taken.
_SET, _FIRST = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}", 2


def core_xml(properties: Properties) -> str:
    """Title, subject, creator, keywords and description; no dates, so that equal workbooks are equal files."""
    texts = {
        "dc:title": properties.title,
        "dc:subject": properties.subject,
        "dc:creator": properties.creator,
        "cp:keywords": properties.keywords,
        "dc:description": properties.description,
    }
    items = "".join(f"<{tag}>{escaped(text)}</{tag}>" for tag, text in texts.items() if text)
    spaces = f'xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f"{DECLARATION}<cp:coreProperties {spaces}>{items}</cp:coreProperties>"


def application_xml(properties: Properties) -> str:
    """The program that wrote the file."""
    name = f"<Application>{escaped(properties.application)}</Application>"
    return f'{DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties">{name}</Properties>'


def custom_xml(custom: Mapping[str, int | str]) -> str:
    """Whole numbers and texts by name."""
    items = "".join(
        f'<property fmtid="{_SET}" pid="{number}" name="{attribute(name)}">{_typed(value)}</property>'
        for number, (name, value) in enumerate(custom.items(), start=_FIRST)
    )
    spaces = f'xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes"'
    return f"{DECLARATION}<Properties {spaces}>{items}</Properties>"


def _typed(value: int | str) -> str:
    return f"<vt:i4>{value}</vt:i4>" if isinstance(value, int) else f"<vt:lpwstr>{escaped(value)}</vt:lpwstr>"
