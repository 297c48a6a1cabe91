"""A workbook in the making, and the file that it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field

from xltco.spreadsheet.book_parts import file_parts
from xltco.spreadsheet.package import packed
from xltco.spreadsheet.sheet import Sheet
from xltco.spreadsheet.values import Values

_FORBIDDEN_IN_TITLES = frozenset("[]:*?/\\")
_MOST_OF_A_TITLE = 31
# Excel refuses the whole file for one more.
_MOST_OF_A_COMMENT = 255


@dataclass(frozen=True)
class Name:
    """A defined name: what it refers to, without a sign of equality, and what Excel tells of it."""

    text: str
    comment: str = ""

    def __post_init__(self) -> None:
        if len(self.comment) > _MOST_OF_A_COMMENT:
            raise ValueError(f"the comment of a name has {len(self.comment)} characters, and Excel takes 255")


@dataclass
class Properties:
    """What a file says of itself."""

    title: str = ""
    subject: str = ""
    creator: str = ""
    description: str = ""
    keywords: str = ""
    application: str = "Microsoft Excel Compatible / xltco"


@dataclass
class Book:
    """Sheets in their order, names of the whole workbook, properties; with `vba` it has macros and is an .xlsm."""

    sheets: list[Sheet] = field(default_factory=list)
    names: dict[str, Name] = field(default_factory=dict)
    properties: Properties = field(default_factory=Properties)
    custom: dict[str, int | str] = field(default_factory=dict)
    # A VBA project as another workbook holds it, and the name by which it knows this workbook.
    vba: bytes | None = None
    code_name: str = ""

    def sheet(self, title: str) -> Sheet:
        """Another sheet, behind those that are there."""
        taken = any(sheet.title.lower() == title.lower() for sheet in self.sheets)
        if taken or not 0 < len(title) <= _MOST_OF_A_TITLE or _FORBIDDEN_IN_TITLES & set(title):
            raise ValueError(f"{title!r} is no title for a new sheet: it is taken, too long, or has a forbidden sign")
        self.sheets.append(Sheet(title))
        return self.sheets[-1]

    def __getitem__(self, title: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.title == title)

    def content(self, values: Values | None = None, *, level: int = 6) -> bytes:
        """The file. Given `values`, cells and charts carry what an engine found; it is asked again on opening.

        Equal books give equal bytes. A `level` of 0 packs nothing and is fastest, for an engine that reads it at once.
        """
        return packed(file_parts(self, values), level)
