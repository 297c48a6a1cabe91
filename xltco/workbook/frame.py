"""The frame of every sheet: heading, link to the contents, page set-up, header and footer."""

from __future__ import annotations

from xltco.keys import HEADING, Entry, list_key
from xltco.spreadsheet.address import address, quoted
from xltco.spreadsheet.conditions import Condition
from xltco.spreadsheet.page import text_in_header
from xltco.spreadsheet.sheet import Link, Sheet
from xltco.workbook import styles
from xltco.workbook.draft import Draft
from xltco.workbook.layout import HEADING_LINES, SheetPlan
from xltco.workbook.place import KEY, KEY_ROW, LABEL, SOURCE, UNIT, VALUES
from xltco.workbook.styles import Look
from xltco.workbook.unit_cells import TEXT_OR_NOTHING

MARGIN_INCHES = 0.5
NEVER = "#N/A means never, or nothing to say."
_TITLE_HEIGHT = 24


def write_heading(sheet: Sheet, plan: SheetPlan, draft: Draft) -> None:
    """Title, scenario, case, currency and the one total of the checks."""
    look, layout = draft.look, draft.layout
    sheet.put(1, LABEL, plan.title, look.title)
    link_to_contents(sheet, draft)
    put_key(sheet, KEY_ROW, HEADING, look)
    if plan.case:
        put_key(sheet, 1, list_key("case", [plan.case]), look)
    links = {LABEL: "scenario_name", VALUES + 1: "scenario_currency"}
    if layout.has_cases:
        links[SOURCE] = plan.case or "case_selected"
        sheet.put(2, UNIT, "Case", look.quiet.with_(**styles.RIGHT))
    _write_links(sheet, 2, links, plan, draft)
    sheet.put(2, VALUES, "Currency", look.quiet.with_(**styles.RIGHT))
    for name in HEADING_LINES:
        sheet.put(3, UNIT, "Checks failed", look.quiet.with_(**styles.RIGHT))
        _write_links(sheet, 3, {SOURCE: name}, plan, draft)
        sheet.restyle(3, SOURCE, sheet.style_at(3, SOURCE).with_(number_format="0"))
        failed = address(3, SOURCE)
        sheet.conditions.append(Condition(failed, f"{failed}>0", styles.FAILED))
    sheet.put(3, LABEL, NEVER, look.quiet)


def _write_links(sheet: Sheet, row: int, links: dict[int, str], plan: SheetPlan, draft: Draft) -> None:
    """Links in a row of the heading, and the key that states them."""
    style = draft.look.link.with_(number_format=TEXT_OR_NOTHING, **styles.LEFT)
    for column, name in links.items():
        # What follows a word that is set to the right keeps a distance from it.
        sheet.formula(row, column, draft.layout.link(name, plan.title), style.with_(indent=int(column != LABEL)))
    entries = [Entry(links.get(column, ""), is_link=column in links) for column in range(LABEL, max(links) + 1)]
    put_key(sheet, row, list_key("heading", entries), draft.look)


def put_key(sheet: Sheet, row: int, key: str, look: Look) -> None:
    """A key at the left edge, small and clipped."""
    sheet.put(row, KEY, key, look.key.with_(**styles.CLIPPED))


def link_to_contents(sheet: Sheet, draft: Draft, column: int = UNIT) -> None:
    """A way back to the list of sheets, in a first row high enough for the title."""
    sheet.heights[1] = _TITLE_HEIGHT
    contents = draft.contents
    if contents is not None and contents != sheet.title:
        link(sheet, 1, column, "Contents", contents, "A1", draft.look)


def link(sheet: Sheet, row: int, column: int, text: str, to_sheet: str, to_cell: str, look: Look) -> None:
    """A hyperlink to a cell of this workbook."""
    sheet.put(row, column, text, look.hyperlink)
    sheet.links.append(Link(row, column, f"{quoted(to_sheet)}!{to_cell}", text))


def set_page(
    sheet: Sheet,
    draft: Draft,
    *,
    title_rows: str = "",
    title_columns: str = "",
    scale: int = 0,
    one_page: bool = False,
    portrait: bool = False,
) -> None:
    """Headings repeated, header and footer; fit to one page's width (and height), or to a scale in percent."""
    page = sheet.page
    page.orientation = "portrait" if portrait else "landscape"
    page.scale, page.fit = scale, None if scale else (1, 1 if one_page else 0)
    page.title_rows, page.title_columns = title_rows, title_columns
    page.left = page.right = MARGIN_INCHES
    page.header_left = text_in_header(draft.look.theme.organisation)
    page.header_right = text_in_header(draft.scenario.name)
    page.footer_left = text_in_header(draft.layout.template.title)
    page.footer_right = "&A, page &P of &N"
