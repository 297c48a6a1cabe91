"""Lines that go down an axis: columns, and grids whose columns have a heading of their own."""

from __future__ import annotations

from openpyxl.formatting.rule import ColorScaleRule, Rule
from openpyxl.styles import Border, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xltco.lines import Input, Line
from xltco.scenario.dates import FIRST_DATED_MONTH
from xltco.workbook import styles
from xltco.workbook.blocks import ColumnsBlock, GridBlock
from xltco.workbook.cells import put_text, put_value
from xltco.workbook.draft import Draft
from xltco.workbook.input_cells import style_input, validate_input
from xltco.workbook.layout import SheetPlan
from xltco.workbook.place import LABEL, VALUES, Place
from xltco.workbook.rows import grey_never, write_line

# Orange for a loss, blue for a gain: colour-blind readers can tell them apart.
_LOSS, _NOTHING, _GAIN = "F4B183", "FFFFFF", "9DC3E6"
_EDGE = Side(style="thin", color="000000")


def write_columns(sheet: Worksheet, block: ColumnsBlock, plan: SheetPlan, draft: Draft) -> None:
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


def _write_column_heading(sheet: Worksheet, block: ColumnsBlock, draft: Draft) -> None:
    register, look = draft.layout.present.register, draft.look
    for column, name in enumerate(block.names, start=VALUES):
        item = register[name]
        strategy = getattr(item, "strategy", None)
        title = f"{register.strategies[strategy]}: {item.label}" if strategy else item.label
        put_text(sheet.cell(block.row + 1, column), title, look.header_font).fill = look.header_fill
        unit = put_text(sheet.cell(block.row + 2, column), item.unit.label, look.quiet_font)
        side = styles.WRAPPED if item.unit.name == "text" else styles.WRAPPED_RIGHT
        sheet.cell(block.row + 1, column).alignment = unit.alignment = side
    sheet.row_dimensions[block.row + 1].height = 45
    sheet.row_dimensions[block.row + 2].height = 30
    # The row before the first value stays empty, so that "the one before" is 0 there; it need not be high.
    sheet.row_dimensions[block.row + 3].height = 4


def _write_grid_heading(sheet: Worksheet, block: GridBlock, plan: SheetPlan, draft: Draft) -> None:
    """The first column holds the rows' values; the columns' values stand above, linked; colours follow the sign."""
    look, layout = draft.look, draft.layout
    rows = layout.present.register[block.names[0]]
    put_text(sheet.cell(block.row + 1, LABEL), f"Rows: {rows.label} ({rows.unit.label})", look.quiet_font)
    put_text(sheet.cell(block.row + 2, VALUES), rows.label, look.header_font).fill = look.header_fill
    sheet.cell(block.row + 2, VALUES).alignment = styles.WRAPPED
    for column, name in enumerate(block.headings, start=VALUES + 1):
        unit = layout.present.register[name].unit
        cell = sheet.cell(block.row + 2, column, layout.link(name, plan.title))
        cell.font, cell.fill, cell.alignment = look.header_font, look.header_fill, styles.RIGHT
        cell.number_format = look.number_format(unit)
    columns = layout.present.register[block.headings[0]]
    text = (
        f"Columns: {columns.label.replace(' of column 1', '')} ({columns.unit.label}). Lines part savings from losses."
    )
    put_text(sheet.cell(block.row + 1, VALUES + 1), text, look.quiet_font)
    _shade_grid(sheet, block, layout.places[block.names[1]])


def _shade_grid(sheet: Worksheet, block: GridBlock, first: Place) -> None:
    """Colours by size around 0, and a line between cells of different sign: the break-even contour."""
    left, right = get_column_letter(first.column), get_column_letter(first.column + len(block.names) - 2)
    top, bottom = first.row, first.row + first.axis.length - 1
    second = get_column_letter(first.column + 1)
    for start, edge in ((f"{left}{top + 1}", Border(top=_EDGE)), (f"{second}{top}", Border(left=_EDGE))):
        formula = f"({start}>0)<>({left}{top}>0)"
        rule = Rule("expression", dxf=DifferentialStyle(border=edge), formula=[formula])
        sheet.conditional_formatting.add(f"{start}:{right}{bottom}", rule)
    scale = ColorScaleRule("min", None, _LOSS, "num", 0, _NOTHING, "max", None, _GAIN)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(f"{left}{top}:{right}{bottom}", scale)


def _write_actuals(sheet: Worksheet, place: Place, item: Input, draft: Draft) -> None:
    """The past months that the scenario states, and empty rows for those to come."""
    values = [getattr(actual, item.key) for actual in draft.scenario.actuals]
    numbered = item.key == "month" and min(values, default=FIRST_DATED_MONTH) < FIRST_DATED_MONTH
    for index in range(place.axis.length):
        cell = put_value(sheet.cell(*place.cell(index)), values[index] if index < len(values) else None)
        style_input(cell, draft.look)
        cell.number_format = "0" if numbered else draft.look.number_format(item.unit)
    validate_input(sheet, f"{place.address()}:{place.address(place.axis.length - 1)}", item)
