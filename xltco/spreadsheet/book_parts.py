"""All parts of a workbook's file, and how they refer to each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xltco.spreadsheet.chart_cache import ChartCache
from xltco.spreadsheet.chart_part import chart_xml
from xltco.spreadsheet.drawing import drawing_xml
from xltco.spreadsheet.properties_parts import application_xml, core_xml, custom_xml
from xltco.spreadsheet.relations import Relations, types_xml
from xltco.spreadsheet.sheet import Sheet
from xltco.spreadsheet.sheet_part import print_names, sheet_xml
from xltco.spreadsheet.styles_part import Styles
from xltco.spreadsheet.theme import theme_xml
from xltco.spreadsheet.values import Values
from xltco.spreadsheet.xml import DECLARATION, MAIN, RELATIONS, attribute, escaped

if TYPE_CHECKING:
    from xltco.spreadsheet.book import Book

# What the mark `cm` on a call's cell means: its answer may spill.
_METADATA = f"""{DECLARATION}<metadata xmlns="{MAIN}" \
xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">\
<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" \
pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" assign="1" coerce="1" \
cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst>\
<ext uri="{{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}}"><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext>\
</extLst></bk></futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>"""

Parts = dict[str, bytes]


def file_parts(book: Book, values: Values | None) -> Parts:
    """The parts by their names, in the order in which they are packed."""
    styles, parts, workbook = Styles(), {}, Relations()
    cache = ChartCache({sheet.title: sheet for sheet in book.sheets}, values)
    floating = _Floating(cache)
    for number, sheet in enumerate(book.sheets, start=1):
        workbook.add("worksheet", f"worksheets/sheet{number}.xml")
        drawing = floating.add(sheet)
        if drawing:
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = Relations([("drawing", f"../{drawing}")]).xml()
        part = sheet_xml(sheet, styles, values, drawing="rId1" if drawing else "", selected=number == 1)
        parts[f"xl/worksheets/sheet{number}.xml"] = part.encode()
    workbook.add("theme", "theme/theme1.xml")
    workbook.add("styles", "styles.xml")
    parts |= floating.parts
    parts |= {"xl/theme/theme1.xml": theme_xml().encode(), "xl/styles.xml": styles.xml().encode()}
    if any(cell.spill for sheet in book.sheets for cells in sheet.rows.values() for cell in cells.values()):
        workbook.add("sheetMetadata", "metadata.xml")
        parts["xl/metadata.xml"] = _METADATA.encode()
    if book.vba is not None:
        workbook.add("vbaProject", "vbaProject.bin")
        parts["xl/vbaProject.bin"] = book.vba
    parts["docProps/core.xml"] = core_xml(book.properties).encode()
    parts["docProps/app.xml"] = application_xml(book.properties).encode()
    root = [("officeDocument", "xl/workbook.xml"), ("core", "docProps/core.xml"), ("extended", "docProps/app.xml")]
    if book.custom:
        root.append(("custom", "docProps/custom.xml"))
        parts["docProps/custom.xml"] = custom_xml(book.custom).encode()
    names = ["xl/workbook.xml", *(name for name in parts if not name.endswith(".rels"))]
    return {
        "[Content_Types].xml": types_xml(names, has_macros=book.vba is not None),
        "_rels/.rels": Relations(root).xml(),
        "xl/workbook.xml": workbook_xml(book).encode(),
        "xl/_rels/workbook.xml.rels": workbook.xml(),
        **parts,
    }


def workbook_xml(book: Book) -> str:
    """The list of sheets and names; every program is asked to calculate when it opens the file."""
    code = f' codeName="{attribute(book.code_name)}"' if book.code_name else ""
    sheets = "".join(
        f'<sheet name="{attribute(sheet.title)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(book.sheets, start=1)
    )
    names = "".join(_names(book))
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr{code}/>'
        f'<bookViews><workbookView activeTab="0"/></bookViews><sheets>{sheets}</sheets>'
        f"{f'<definedNames>{names}</definedNames>' if names else ''}"
        '<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
    )


def _names(book: Book) -> Iterator[str]:
    for name, held in book.names.items():
        comment = f' comment="{attribute(held.comment)}"' if held.comment else ""
        yield f'<definedName name="{attribute(name)}"{comment}>{escaped(held.text)}</definedName>'
    for number, sheet in enumerate(book.sheets):
        for name, text in print_names(sheet):
            yield f'<definedName name="{name}" localSheetId="{number}">{escaped(text)}</definedName>'


class _Floating:
    """Charts and pictures of all sheets, numbered through the workbook."""

    def __init__(self, cache: ChartCache) -> None:
        self.parts: Parts = {}
        self._cache = cache
        self._drawings = self._charts = self._pictures = 0

    def add(self, sheet: Sheet) -> str:
        """The part with what floats over the sheet, or nothing."""
        if not sheet.charts and not sheet.pictures:
            return ""
        relations = Relations()
        for chart in sheet.charts:
            self._charts += 1
            relations.add("chart", f"../charts/chart{self._charts}.xml")
            self.parts[f"xl/charts/chart{self._charts}.xml"] = chart_xml(chart, self._cache).encode()
        for picture in sheet.pictures:
            self._pictures += 1
            name = f"image{self._pictures}.{picture.kind}"
            relations.add("image", f"../media/{name}")
            self.parts[f"xl/media/{name}"] = picture.content
        self._drawings += 1
        name = f"drawings/drawing{self._drawings}.xml"
        anchors = [chart.anchor for chart in sheet.charts] + [picture.anchor for picture in sheet.pictures]
        told = [None for _ in sheet.charts] + [picture.description for picture in sheet.pictures]
        self.parts[f"xl/{name}"] = drawing_xml(anchors, told).encode()
        self.parts[f"xl/drawings/_rels/drawing{self._drawings}.xml.rels"] = relations.xml()
        return name
