"""What floats over the cells of a sheet: charts and pictures, each at its place and of its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xltco.spreadsheet.xml import CHART, DECLARATION, DRAWING, RELATIONS, attribute

EMU_PER_CM, EMU_PER_PIXEL = 360_000, 9_525
_SHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


@dataclass(frozen=True)
class Anchor:
    """The cell in which it begins, how far from that cell's left, and its size; in EMU."""

    row: int
    column: int
    left: int
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """The bytes of a PNG, JPEG or GIF file."""

    content: bytes
    kind: str
    anchor: Anchor
    description: str = ""


def drawing_xml(anchors: Sequence[Anchor], descriptions: Sequence[str | None]) -> str:
    """A frame for each anchor, with the relations rId1, rId2, ...: a chart, or a picture where it has a description."""
    frames = (
        _anchored(number, anchor, description)
        for number, (anchor, description) in enumerate(zip(anchors, descriptions, strict=True), start=1)
    )
    spaces = f'xmlns:xdr="{_SHEET_DRAWING}" xmlns:a="{DRAWING}" xmlns:r="{RELATIONS}"'
    return f"{DECLARATION}<xdr:wsDr {spaces}>{''.join(frames)}</xdr:wsDr>"


def _anchored(number: int, anchor: Anchor, description: str | None) -> str:
    place = (
        f"<xdr:col>{anchor.column - 1}</xdr:col><xdr:colOff>{anchor.left}</xdr:colOff>"
        f"<xdr:row>{anchor.row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    )
    size = f'cx="{anchor.width}" cy="{anchor.height}"'
    frame = _chart_frame(number) if description is None else _picture_frame(number, size, description)
    return (
        f"<xdr:oneCellAnchor><xdr:from>{place}</xdr:from><xdr:ext {size}/>{frame}<xdr:clientData/></xdr:oneCellAnchor>"
    )


def _chart_frame(number: int) -> str:
    return (
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number + 1}" name="Chart {number}"/>'
        '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="rId{number}"/></a:graphicData>'
        "</a:graphic></xdr:graphicFrame>"
    )


def _picture_frame(number: int, size: str, description: str) -> str:
    told = f'id="{number + 1}" name="Picture {number}" descr="{attribute(description)}"'
    return (
        f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr {told}/><xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr>'
        f'</xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId{number}"/>'
        "<a:stretch><a:fillRect/></a:stretch></xdr:blipFill>"
        f'<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
    )
