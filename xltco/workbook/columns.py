"""Lines that go down an axis: columns, and grids whose columns have a heading of their own."""

from __future__ import annotations

from xltco.lines import Input, Line
from xltco.scenario.dates import FIRST_DATED_MONTH
from xltco.spreadsheet.address import letter
from xltco.spreadsheet.conditions import ColorScale, Condition
from xltco.spreadsheet.sheet import Sheet
from xltco.spreadsheet.style import Border, Difference, Edge
from xltco.workbook import styles
from xltco.workbook.column_blocks import ColumnsBlock, GridBlock
from xltco.workbook.draft import Draft
from xltco.workbook.input_cells import validate_input
from xltco.workbook.layout import SheetPlan
from xltco.workbook.place import LABEL, VALUES, Place
from xltco.workbook.rows import grey_never, write_line

# Orange for a loss, blue for a gain: colour-blind readers can tell them apart.
_LOSS, _NOTHING, _GAIN = "F4B183", "FFFFFF", "9DC3E6"
_EDGE = Edge("thin", "000000")
# By how much narrower a column is for a heading, in digits' widths: bold, and broken between long words.
_BOLD = 2


def write_columns(sheet: Sheet, block: ColumnsBlock, plan: SheetPlan, draft: Draft) -> None:
    """One line a column, going down its axis."""
    if isinstance(block, GridBlock):
        _write_grid_heading(sheet, block, plan, draft)
    else:
        _write_column_heading(sheet, block, draft)
    for name in block.names:
        item = draft.layout.present.get(name)
        if isinstance(item, Line):
            write_line(sheet, item, plan, draft)
        elif isinstance(item, Input):
            _write_actuals(sheet, draft.layout.places[name], item, draft)
    grey_never(sheet, block.first_row, block.axis.length, block.width)


def _write_column_heading(sheet: Sheet, block: ColumnsBlock, draft: Draft) -> None:
    register, look = draft.layout.present.register, draft.look
    lines = units = 1
    for column, name in enumerate(block.names, start=VALUES):
        item, room = register[name], sheet.width(column) - _BOLD
        strategy = getattr(item, "strategy", None)
        title = f"{register.strategies[strategy]}: {item.label}" if strategy else item.label
        side = styles.WRAPPED if item.unit.name == "text" else styles.WRAPPED_RIGHT
        sheet.put(block.row + 1, column, title, look.header.with_(**side))
        sheet.put(block.row + 2, column, item.unit.label, look.quiet.with_(**side))
        lines = max(lines, styles.lines_of(title, room))
        units = max(units, styles.lines_of(item.unit.label, room))
    # The row before the first value stays empty, so that "the one before" is 0 there; it need not be high.
    rows = {block.row + 1: lines * styles.ROW_HEIGHT, block.row + 2: units * styles.ROW_HEIGHT, block.row + 3: 4}
    sheet.heights |= rows


def _write_grid_heading(sheet: Sheet, block: GridBlock, plan: SheetPlan, draft: Draft) -> None:
    """The first column holds the rows' values; the columns' values stand above, linked; colours follow the sign."""
    look, layout = draft.look, draft.layout
    rows = layout.present.register[block.names[0]]
    sheet.put(block.row + 1, LABEL, f"Rows: {rows.label} ({rows.unit.label})", look.quiet)
    sheet.put(block.row + 2, VALUES, rows.label, look.header.with_(**styles.WRAPPED))
    for column, name in enumerate(block.headings, start=VALUES + 1):
        shown = look.number_format(layout.present.register[name].unit)
        style = look.header.with_(number_format=shown, **styles.RIGHT)
        sheet.formula(block.row + 2, column, layout.link(name, plan.title), style)
    columns = layout.present.register[block.headings[0]]
    text = (
        f"Columns: {columns.label.replace(' of column 1', '')} ({columns.unit.label}). Lines part savings from losses."
    )
    sheet.put(block.row + 1, VALUES + 1, text, look.quiet)
    _shade_grid(sheet, block, layout.places[block.names[1]])


def _shade_grid(sheet: Sheet, block: GridBlock, first: Place) -> None:
    """Colours by size around 0, and a line between cells of different sign: the break-even contour."""
    left, right = letter(first.column), letter(first.column + len(block.names) - 2)
    top, bottom = first.row, first.row + first.axis.length - 1
    second = letter(first.column + 1)
    for start, edge in ((f"{left}{top + 1}", Border(top=_EDGE)), (f"{second}{top}", Border(left=_EDGE))):
        formula = f"({start}>0)<>({left}{top}>0)"
        sheet.conditions.append(Condition(f"{start}:{right}{bottom}", formula, Difference(border=edge)))
    sheet.conditions.append(ColorScale(f"{left}{top}:{right}{bottom}", _LOSS, _NOTHING, _GAIN))


def _write_actuals(sheet: Sheet, place: Place, item: Input, draft: Draft) -> None:
    """The past months that the scenario states, and empty rows for those to come."""
    values = [getattr(actual, item.key) for actual in draft.scenario.actuals]
    numbered = item.key == "month" and min(values, default=FIRST_DATED_MONTH) < FIRST_DATED_MONTH
    style = draft.look.input.with_(number_format="0" if numbered else draft.look.number_format(item.unit))
    for index in range(place.axis.length):
        sheet.put(*place.cell(index), values[index] if index < len(values) else None, style)
    validate_input(sheet, f"{place.address()}:{place.address(place.axis.length - 1)}", item)
