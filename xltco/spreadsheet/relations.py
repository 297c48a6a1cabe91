"""How the parts of a file refer to each other, and what kind of content each is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xltco.spreadsheet.xml import DECLARATION, RELATIONS, attribute

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = {
    "core": f"{_PACKAGE}/relationships/metadata/core-properties",
    "extended": f"{RELATIONS}/extended-properties",
    "custom": f"{RELATIONS}/custom-properties",
    "vbaProject": "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_BOOK = f"{_OFFICE}.spreadsheetml.sheet.main+xml"
_BOOK_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
# By the beginning of a part's name.
_TYPES = {
    "xl/worksheets/": f"{_OFFICE}.spreadsheetml.worksheet+xml",
    "xl/styles": f"{_OFFICE}.spreadsheetml.styles+xml",
    "xl/metadata": f"{_OFFICE}.spreadsheetml.sheetMetadata+xml",
    "xl/theme/": f"{_OFFICE}.theme+xml",
    "xl/drawings/": f"{_OFFICE}.drawing+xml",
    "xl/charts/": f"{_OFFICE}.drawingml.chart+xml",
    "docProps/core": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app": f"{_OFFICE}.extended-properties+xml",
    "docProps/custom": f"{_OFFICE}.custom-properties+xml",
}
# By the end of a part's name.
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "bin": "application/vnd.ms-office.vbaProject",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
}


class Relations:
    """The relations of one part; the first is rId1."""

    def __init__(self, items: Iterable[tuple[str, str]] = ()) -> None:
        self._items = list(items)

    def add(self, kind: str, target: str) -> None:
        """One more, to a part named as seen from this one."""
        self._items.append((kind, target))

    def xml(self) -> bytes:
        """The part that holds them."""
        items = "".join(
            f'<Relationship Id="rId{n}" Type="{_KINDS.get(kind, f"{RELATIONS}/{kind}")}" Target="{attribute(target)}"/>'
            for n, (kind, target) in enumerate(self._items, start=1)
        )
        return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'.encode()


def types_xml(names: Sequence[str], *, has_macros: bool) -> bytes:
    """The list of what each part is."""
    ends = dict.fromkeys(["rels", "xml", *(name.rpartition(".")[2] for name in names)])
    defaults = "".join(f'<Default Extension="{end}" ContentType="{_DEFAULTS[end]}"/>' for end in ends)
    types = {"xl/workbook.xml": _BOOK_WITH_MACROS if has_macros else _BOOK, **_TYPES}
    stated = ((name, next((t for start, t in types.items() if name.startswith(start)), "")) for name in names)
    items = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in stated if kind)
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{defaults}{items}</Types>'.encode()
