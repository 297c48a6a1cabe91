"""Macros in a workbook: a VBA project that somebody else wrote, and the sheet of settings that it reads.

Its modules of documents (ThisWorkbook, Sheet1, Sheet2) need sheets that answer to these code names.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from zipfile import ZipFile

from openpyxl import Workbook

from xltco.workbook.parts import with_parts

_PROJECT = "xl/vbaProject.bin"
_TYPES, _RELATIONS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_TYPE = b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
_RELATION = (
    b'<Relationship Id="rIdVba" Target="vbaProject.bin" '
    b'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/>'
)
_WIDTHS = {"A": 22, "B": 60}


@dataclass(frozen=True)
class Macros:
    """`template` is a workbook that has them; `settings` fill the sheet `title`, keys in column A and values in B."""

    template: bytes
    title: str
    settings: Mapping[str, str]


def add_settings(workbook: Workbook, macros: Macros) -> None:
    """Add the sheet of settings as the last one, and the code names; the workbook is not saved yet."""
    sheet = workbook.create_sheet(macros.title)
    for row, pair in enumerate(macros.settings.items(), start=1):
        for column, text in enumerate(pair, start=1):
            sheet.cell(row, column, text).data_type = "s"  # text, also when it begins with =
    for column_name, width in _WIDTHS.items():
        sheet.column_dimensions[column_name].width = width
    workbook.code_name = "ThisWorkbook"
    for code_name, titled in (("Sheet1", workbook.worksheets[0]), ("Sheet2", sheet)):
        titled.sheet_properties.codeName = code_name


def with_project(content: bytes, macros: Macros) -> bytes:
    """The finished workbook with the VBA project: last, for engines that fill in values refuse workbooks with one."""
    with ZipFile(io.BytesIO(content)) as archive, ZipFile(io.BytesIO(macros.template)) as template:
        types = archive.read(_TYPES).replace(_PLAIN, _WITH_MACROS).replace(b"</Types>", _TYPE + b"</Types>")
        relations = archive.read(_RELATIONS).replace(b"</Relationships>", _RELATION + b"</Relationships>")
        return with_parts(archive, {_TYPES: types, _RELATIONS: relations, _PROJECT: template.read(_PROJECT)})
