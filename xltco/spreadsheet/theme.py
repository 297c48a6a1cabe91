"""The theme that a file's default font and the texts of its charts come from: Office's colours, Calibri and Cambria."""

from __future__ import annotations

from xltco.spreadsheet.xml import DECLARATION, DRAWING

_COLORS = {
    "dk1": '<a:sysClr val="windowText" lastClr="000000"/>',
    "lt1": '<a:sysClr val="window" lastClr="FFFFFF"/>',
    "dk2": '<a:srgbClr val="1F497D"/>',
    "lt2": '<a:srgbClr val="EEECE1"/>',
    "accent1": '<a:srgbClr val="4F81BD"/>',
    "accent2": '<a:srgbClr val="C0504D"/>',
    "accent3": '<a:srgbClr val="9BBB59"/>',
    "accent4": '<a:srgbClr val="8064A2"/>',
    "accent5": '<a:srgbClr val="4BACC6"/>',
    "accent6": '<a:srgbClr val="F79646"/>',
    "hlink": '<a:srgbClr val="0000FF"/>',
    "folHlink": '<a:srgbClr val="800080"/>',
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_xml() -> str:
    """The whole part. The schema asks for three of each kind of style."""
    colors = "".join(f"<a:{name}>{color}</a:{name}>" for name, color in _COLORS.items())
    fonts = "".join(
        f'<a:{use}Font><a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/></a:{use}Font>'
        for use, font in (("major", "Cambria"), ("minor", "Calibri"))
    )
    styles = (
        f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
    )
    return (
        f'{DECLARATION}<a:theme xmlns:a="{DRAWING}" name="Office"><a:themeElements>'
        f'<a:clrScheme name="Office">{colors}</a:clrScheme><a:fontScheme name="Office">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="Office">{styles}</a:fmtScheme></a:themeElements></a:theme>'
    )
