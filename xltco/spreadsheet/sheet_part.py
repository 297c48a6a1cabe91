"""The part of a file that holds a sheet, with the values that an engine found beside its formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from xltco.spreadsheet.address import absolute, address, letter, quoted
from xltco.spreadsheet.conditions import conditions_xml
from xltco.spreadsheet.page import page_xml
from xltco.spreadsheet.sheet import COVERED, DEFAULT_WIDTH, Cell, Formula, Link, Sheet
from xltco.spreadsheet.styles_part import Styles
from xltco.spreadsheet.validation import validations_xml
from xltco.spreadsheet.values import ErrorCode, Value, Values
from xltco.spreadsheet.xml import DECLARATION, MAIN, RELATIONS, attribute, cell_text, escaped, number, text_element

_PROTECTION = (
    '<sheetProtection sheet="1" objects="0" scenarios="0" formatCells="0" formatColumns="0" formatRows="0" '
    'selectLockedCells="0" selectUnlockedCells="0"/>'
)
_NO_VALUES: Values = {}


def sheet_xml(sheet: Sheet, styles: Styles, values: Values | None, *, drawing: str = "", selected: bool = False) -> str:
    """The whole part; `drawing` is the relation's id of charts and pictures."""
    parts = (
        f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">',
        _properties(sheet),
        f'<dimension ref="A1:{address(sheet.last_row or 1, sheet.last_column or 1)}"/>',
        _view(sheet, selected),
        _columns(sheet),
        "<sheetData>",
        *_rows(sheet, styles.index, _NO_VALUES if values is None else values),
        "</sheetData>",
        _PROTECTION if sheet.protected else "",
        conditions_xml(sheet.conditions, styles.difference),
        validations_xml(sheet.validations),
        _links(sheet.links),
        page_xml(sheet.page),
        f'<drawing r:id="{drawing}"/>' if drawing else "",
        "</worksheet>",
    )
    return "".join(parts)


def print_names(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The names by which a workbook knows what of the sheet is printed, with what they refer to."""
    here = f"{quoted(sheet.title)}!"
    if sheet.print_area:
        yield "_xlnm.Print_Area", ",".join(here + absolute(area) for area in sheet.print_area.split(","))
    titles = [title for title in (sheet.page.title_columns, sheet.page.title_rows) if title]
    if titles:
        yield "_xlnm.Print_Titles", ",".join(here + absolute(title) for title in titles)


def _properties(sheet: Sheet) -> str:
    code = f' codeName="{attribute(sheet.code_name)}"' if sheet.code_name else ""
    inside = f'<tabColor rgb="FF{sheet.tab_color}"/>' if sheet.tab_color else ""
    inside += '<outlinePr summaryBelow="0"/>' if sheet.outline else ""
    inside += '<pageSetUpPr fitToPage="1"/>' if sheet.page.fit else ""
    return f"<sheetPr{code}>{inside}</sheetPr>" if code or inside else ""


def _view(sheet: Sheet, selected: bool) -> str:
    flags = ("" if sheet.grid_lines else ' showGridLines="0"') + (' tabSelected="1"' if selected else "")
    levels = max(sheet.outline.values(), default=0)
    rows = f' outlineLevelRow="{levels}"' if levels else ""
    return (
        f'<sheetViews><sheetView{flags} workbookViewId="0">{_pane(sheet.freeze)}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultColWidth="{number(DEFAULT_WIDTH)}" defaultRowHeight="15"{rows}/>'
    )


def _pane(freeze: tuple[int, int] | None) -> str:
    if freeze is None or freeze == (1, 1):
        return ""
    row, column = freeze
    across, down = (f' xSplit="{column - 1}"' if column > 1 else ""), (f' ySplit="{row - 1}"' if row > 1 else "")
    names = {(True, True): "bottomRight", (True, False): "topRight", (False, True): "bottomLeft"}
    active = names[bool(across), bool(down)]
    panes = ("topRight", "bottomLeft", "bottomRight") if active == "bottomRight" else (active,)
    place = address(row, column)
    pane = f'<pane{across}{down} topLeftCell="{place}" activePane="{active}" state="frozen"/>'
    chosen = f' activeCell="{place}" sqref="{place}"'
    return pane + "".join(f'<selection pane="{name}"{chosen if name == active else ""}/>' for name in panes)


def _columns(sheet: Sheet) -> str:
    """Neighbours of the same width are told together."""
    runs: list[tuple[int, int, float]] = []
    for column, width in sorted(sheet.widths.items()):
        if runs and runs[-1][1] == column - 1 and runs[-1][2] == width:
            runs[-1] = (runs[-1][0], column, width)
        else:
            runs.append((column, column, width))
    items = "".join(f'<col min="{a}" max="{b}" width="{number(w)}" customWidth="1"/>' for a, b, w in runs)
    return f"<cols>{items}</cols>" if items else ""


def _rows(sheet: Sheet, index: Callable[..., int], values: Values) -> Iterator[str]:
    # By identity first: the styles of a sheet are few objects, and comparing them takes longer than writing a cell.
    known: dict[int, int] = {}
    title, get = sheet.title, values.get
    for row in sorted(sheet.rows.keys() | sheet.heights.keys() | sheet.outline.keys()):
        parts = [_row_start(row, sheet.heights, sheet.outline)]
        cells = sheet.rows.get(row, {})
        for column in sorted(cells):
            cell = cells[column]
            style = known.get(id(cell.style))
            if style is None:
                style = known[id(cell.style)] = index(cell.style)
            place = f'<c r="{letter(column)}{row}" s="{style}"' if style else f'<c r="{letter(column)}{row}"'
            if type(cell.value) is Formula:
                found = get((title, row, column)) if values else None
                parts.append(_formula(place, cell, found))
            elif cell.spill:
                parts.append(_found(place, "", get((title, row, column))))
            else:
                parts.append(_value(place, cell.value))
        parts.append("</row>")
        yield "".join(parts)


def _row_start(row: int, heights: Mapping[int, float], outline: Mapping[int, int]) -> str:
    height = f' ht="{number(heights[row])}" customHeight="1"' if row in heights else ""
    level = f' outlineLevel="{outline[row]}"' if outline.get(row) else ""
    return f'<row r="{row}"{height}{level}>'


def _formula(place: str, cell: Cell, found: Value) -> str:
    """The formula with what an engine found for it, if it did."""
    text = escaped(str(cell.value))
    if cell.spill and cell.spill != COVERED:
        place, formula = f'{place} cm="1"', f'<f t="array" ref="{cell.spill}">{text}</f>'
    else:
        formula = f"<f>{text}</f>"
    return _found(place, formula, found)


def _found(place: str, formula: str, found: Value) -> str:
    """The cell with what an engine found for its own formula, or for that of a call which fills it."""
    kind = type(found)
    if kind is float or kind is int:
        return f"{place}>{formula}<v>{number(found)}</v></c>"  # type: ignore[arg-type]
    if found is None:
        return f"{place}>{formula}</c>"
    if kind is bool:
        return f'{place} t="b">{formula}<v>{found:d}</v></c>'
    if kind is ErrorCode:
        return f'{place} t="e">{formula}<v>{found}</v></c>'
    if isinstance(found, str):
        return f'{place} t="str">{formula}{text_element("v", found)}</c>'
    return f"{place}>{formula}<v>{number(found)}</v></c>"


def _value(place: str, value: Value) -> str:
    if value is None:
        return f"{place}/>"
    if isinstance(value, ErrorCode):
        return f'{place} t="e"><v>{cell_text(value)}</v></c>'
    if isinstance(value, str):
        return f'{place} t="inlineStr"><is>{text_element("t", value)}</is></c>'
    if isinstance(value, bool):
        return f'{place} t="b"><v>{value:d}</v></c>'
    return f"{place}><v>{number(value)}</v></c>"


def _links(links: list[Link]) -> str:
    if not links:
        return ""
    items = (
        f'<hyperlink ref="{address(link.row, link.column)}" location="{attribute(link.place)}" '
        f'display="{attribute(link.text)}"/>'
        for link in links
    )
    return f"<hyperlinks>{''.join(items)}</hyperlinks>"
