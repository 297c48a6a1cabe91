"""The frame of every sheet: heading, link to the contents, page set-up, header and footer."""

from __future__ import annotations

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from xltco.keys import HEADING, Entry, list_key
from xltco.workbook import styles
from xltco.workbook.cells import put_text
from xltco.workbook.draft import Draft
from xltco.workbook.layout import HEADING_LINES, SheetPlan
from xltco.workbook.place import KEY, KEY_ROW, LABEL, SOURCE, UNIT, VALUES
from xltco.workbook.styles import Look
from xltco.workbook.unit_cells import TEXT_OR_NOTHING

MARGIN_INCHES = 0.5
NEVER = "#N/A means never, or nothing to say."
_TITLE_HEIGHT = 24


def write_heading(sheet: Worksheet, plan: SheetPlan, draft: Draft) -> None:
    """Title, scenario, case, currency and the one total of the checks."""
    look, layout = draft.look, draft.layout
    put_text(sheet.cell(1, LABEL), plan.title, look.title_font)
    link_to_contents(sheet, draft)
    put_key(sheet, KEY_ROW, HEADING, look)
    if plan.case:
        put_key(sheet, 1, list_key("case", [plan.case]), look)
    _write_links(sheet, 2, {LABEL: "scenario_name", VALUES + 1: "scenario_currency"}, plan, draft)
    put_text(sheet.cell(2, VALUES), "Currency", look.quiet_font).alignment = styles.RIGHT
    if layout.has_cases:
        put_text(sheet.cell(2, UNIT), "Case", look.quiet_font).alignment = styles.RIGHT
        case = plan.case or "case_selected"
        links = {LABEL: "scenario_name", SOURCE: case, VALUES + 1: "scenario_currency"}
        _write_links(sheet, 2, links, plan, draft)
    for name in HEADING_LINES:
        put_text(sheet.cell(3, UNIT), "Checks failed", look.quiet_font).alignment = styles.RIGHT
        _write_links(sheet, 3, {SOURCE: name}, plan, draft)
        failed = sheet.cell(3, SOURCE)
        failed.number_format = "0"
        rule = Rule("expression", dxf=styles.FAILED, formula=[f"{failed.coordinate}>0"])
        sheet.conditional_formatting.add(failed.coordinate, rule)
    put_text(sheet.cell(3, LABEL), NEVER, look.quiet_font)


def _write_links(sheet: Worksheet, row: int, links: dict[int, str], plan: SheetPlan, draft: Draft) -> None:
    """Links in a row of the heading, and the key that states them."""
    for column, name in links.items():
        cell = sheet.cell(row, column, draft.layout.link(name, plan.title))
        cell.font, cell.number_format, cell.alignment = draft.look.link_font, TEXT_OR_NOTHING, styles.LEFT
    entries = [Entry(links.get(column, ""), is_link=column in links) for column in range(LABEL, max(links) + 1)]
    put_key(sheet, row, list_key("heading", entries), draft.look)


def put_key(sheet: Worksheet, row: int, key: str, look: Look) -> None:
    """A key at the left edge, small and clipped."""
    put_text(sheet.cell(row, KEY), key, look.key_font).alignment = styles.CLIPPED


def link_to_contents(sheet: Worksheet, draft: Draft, column: int = UNIT) -> None:
    """A way back to the list of sheets, in a first row high enough for the title."""
    sheet.row_dimensions[1].height = _TITLE_HEIGHT
    contents = draft.contents
    if contents is not None and contents != sheet.title:
        link(sheet, 1, column, "Contents", contents, "A1", draft.look)


def link(sheet: Worksheet, row: int, column: int, text: str, to_sheet: str, to_cell: str, look: Look) -> Cell:
    """A hyperlink to a cell of this workbook."""
    cell = put_text(sheet.cell(row, column), text, look.hyperlink_font)
    place = f"{quote_sheetname(to_sheet)}!{to_cell}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place, display=text)
    cell.font = look.hyperlink_font
    return cell


def set_page(
    sheet: Worksheet,
    draft: Draft,
    *,
    title_rows: str = "",
    title_columns: str = "",
    scale: int = 0,
    one_page: bool = False,
    portrait: bool = False,
) -> None:
    """Headings repeated, header and footer; fit to one page's width (and height), or to a scale in percent."""
    sheet.page_setup.orientation = "portrait" if portrait else "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    if scale:
        sheet.page_setup.scale = scale
    else:
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 1 if one_page else 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    if title_rows:
        sheet.print_title_rows = title_rows
    if title_columns:
        sheet.print_title_cols = title_columns
    margins = sheet.page_margins
    margins.left = margins.right = MARGIN_INCHES
    margins.top = margins.bottom = 0.75
    margins.header = margins.footer = 0.3
    sheet.oddHeader.left.text = _as_header(draft.look.theme.organisation)  # type: ignore[union-attr]
    sheet.oddHeader.right.text = _as_header(draft.scenario.name)  # type: ignore[union-attr]
    sheet.oddFooter.left.text = _as_header(draft.layout.template.title)  # type: ignore[union-attr]
    sheet.oddFooter.right.text = "&A, page &P of &N"  # type: ignore[union-attr]


def _as_header(text: str) -> str | None:
    """A user's text in a header: `&` begins a code there, so it is doubled; Excel holds at most 255 characters."""
    return " ".join(text.split()).replace("&", "&&")[:80] or None
