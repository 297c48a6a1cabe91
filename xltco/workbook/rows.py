"""Lines that lie in rows: lists, tables by strategy, months, quarters and years, and the three cases side by side."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xltco.keys import OTHERS
from xltco.lines import Input, Item, Line, Recorded
from xltco.workbook import styles
from xltco.workbook.blocks import INDEX_LINES, Block
from xltco.workbook.cells import put_text, put_value, style_as
from xltco.workbook.draft import Draft
from xltco.workbook.layout import SheetPlan
from xltco.workbook.place import LABEL, SOURCE, UNIT, VALUES, Place
from xltco.workbook.selection import SHEET_FACTS, member_name
from xltco.workbook.unit_cells import TEXT_OR_NOTHING, put_units

_FACT_FORMATS = {"scenario_as_of": "yyyy-mm-dd;;", "stale_sources": "0"}
_HEADINGS = {"month": '"Month "0', "quarter": '"Quarter "0;;"Start"', "year": '"Year "0;;"Start"'}


def write_rows(sheet: Worksheet, block: Block, plan: SheetPlan, draft: Draft) -> None:
    """One line a row, or one pattern a row with a column for each strategy."""
    _write_heading(sheet, block, plan, draft)
    units = {}
    for row, name in enumerate(block.names, start=block.first_row):
        if name in SHEET_FACTS:
            put_text(sheet.cell(row, LABEL), SHEET_FACTS[name], draft.look.formula_font)
            _write_link(sheet.cell(row, VALUES), name, plan, draft)
            continue
        names = [member_name(name, strategy) for strategy in block.columns] or [name]
        items = [_item_here(member, row, block, plan, draft) for member in names]
        shown = next(item for item in items if item is not None)
        _write_labels(sheet, row, shown, plan, draft)
        units[row] = shown.unit
        if block.section.links and not block.columns:
            _label_link(sheet, row, shown, draft)
        for column, item in enumerate(items, start=VALUES):
            if item is None:
                continue
            if block.across and block.section.links:
                _link_series(sheet, row, item, draft)
            elif block.section.links:
                _write_link(sheet.cell(row, column), item.name, plan, draft, in_table=bool(block.columns))
            else:
                write_line(sheet, item, plan, draft, is_total=block.is_total(item.name, _strategy(item)))
                if block.columns:
                    sheet.cell(row, column).alignment = styles.RIGHT
    put_units(sheet, units, draft.look, name_currency=not plan.sheet.show_method)
    if block.section.shade:
        _shade_failures(sheet, block)
    if block.section.kind == "list" and any(unit.name == "text" for unit in units.values()):
        _grey_labels_of_nothing(sheet, block)
    if block.columns and block.names:
        grey_never(sheet, block.first_row, len(block.names), len(block.columns))


def _item_here(name: str, row: int, block: Block, plan: SheetPlan, draft: Draft) -> Item | None:
    """What a row shows of that name: nothing where another sheet holds it and this one does not link."""
    place = draft.layout.places.get(draft.layout.key(name, plan.case))
    if not block.holds or (place is not None and (place.sheet, place.row) == (plan.title, row)):
        return draft.layout.present.get(name)
    return None


def write_cases(sheet: Worksheet, block: Block, plan: SheetPlan, draft: Draft) -> None:
    """The three cases side by side: each cell shows the model's line, or that of the sheet which has the case."""
    look, row = draft.look, block.row + 1
    for column, case in enumerate(block.columns, start=VALUES):
        _head(sheet.cell(row, column), case, draft)
    _fill_heading(sheet, row, draft)
    units = {}
    for row, name in enumerate(block.names, start=block.first_row):
        item = draft.layout.present.register[name]
        title = draft.layout.present.register.strategies.get(_strategy(item), "")
        put_text(sheet.cell(row, LABEL), f"{title}: {item.label}" if title else item.label, look.formula_font)
        units[row] = item.unit
        for column, formula in enumerate(_of_each_case(name, block, plan, draft), start=VALUES):
            cell = sheet.cell(row, column, formula)
            cell.font, cell.number_format = look.link_font, look.number_format(item.unit)
            cell.alignment = styles.RIGHT
    put_units(sheet, units, look, name_currency=not plan.sheet.show_method)


def _of_each_case(name: str, block: Block, plan: SheetPlan, draft: Draft) -> Iterator[str]:
    """The selected case is the model itself, the other two stand on their sheets, in the order of the heading."""
    selected, *others = (draft.layout.link(name, plan.title, case=case).removeprefix("=") for case in ("", *OTHERS))
    for column, _ in enumerate(block.columns, start=VALUES):
        case = f"{get_column_letter(column)}${block.row + 1}"
        yield f"=IF({case}=case_selected,{selected},IF({case}={OTHERS[0]},{others[0]},{others[1]}))"


def write_line(sheet: Worksheet, item: Item, plan: SheetPlan, draft: Draft, *, is_total: bool = False) -> None:
    """All cells of a line, or the one cell that a case has for an input of its own."""
    layout = draft.layout
    place = layout.places[layout.key(item.name, plan.case)]
    # A line without an Excel entry is data of the method: the sheet holds its numbers.
    data = None
    if isinstance(item, Line) and not item.excel:
        data = item.python(**item.arguments({}, place.axis.length))[0]
    for index in range(place.axis.length):
        cell: Cell = sheet.cell(*place.cell(index))  # type: ignore[assignment]
        if isinstance(item, Recorded):
            _write_recorded(cell, item, draft)
        elif not isinstance(item, Line):
            cell.value = _input_of_case(item.name, plan.case, draft)
        elif data is not None:
            put_value(cell, data[index].item())
        else:
            cell.value = layout.formula(item, index, plan.case)
        if index:
            style_as(cell, sheet.cell(*place.cell()))
        else:
            _style_line(cell, item, place, draft, is_total=is_total)


def _style_line(cell: Cell, item: Item, place: Place, draft: Draft, *, is_total: bool) -> None:
    look = draft.look
    cell.number_format = look.number_format(item.unit)
    cell.font = look.total_font if is_total else look.formula_font
    if item.unit.name in ("boolean", "text"):
        cell.alignment = styles.RIGHT if item.unit.name == "boolean" else styles.LEFT
    if is_total and place.axis.length > 1:
        cell.border = look.total_border


def _write_recorded(cell: Cell, item: Recorded, draft: Draft) -> None:
    """The result at generation, "never" where there was none; nothing where the writer was not told."""
    if item.of in draft.recorded:
        value = draft.recorded[item.of]
        put_value(cell, "never" if value is None else value)


def _input_of_case(name: str, case: str, draft: Draft) -> str:
    """An input in a case of its own: its cell on the input sheet, or base where that is empty."""
    layout, place = draft.layout, draft.layout.places[name]
    stated = layout.input_columns.stated
    first, base, last = (f"'{place.sheet}'!${get_column_letter(stated[c])}${place.row}" for c in stated)
    return picked(f"{first}:{last.partition('!')[2]}", base, f"{case}_number")


def picked(cases: str, base: str, number: str) -> str:
    """The value of the case with that number, or base where it has none, or an empty text where neither has one."""
    chosen = f"INDEX({cases},1,{number})"
    return f'=IF({chosen}<>"",{chosen},IF({base}<>"",{base},""))'


def _write_labels(sheet: Worksheet, row: int, item: Item, plan: SheetPlan, draft: Draft) -> None:
    look = draft.look
    put_text(sheet.cell(row, LABEL), item.dotted if isinstance(item, Input) else item.label, look.formula_font)
    if plan.sheet.show_method and isinstance(item, Line):
        put_text(sheet.cell(row, SOURCE), item.source, look.quiet_font)


def _label_link(sheet: Worksheet, row: int, item: Item, draft: Draft) -> None:
    """A link may stand far from its strategy's sheet, so its label names the strategy."""
    title = draft.layout.present.register.strategies.get(_strategy(item), "")
    if title:
        put_text(sheet.cell(row, LABEL), f"{title}: {item.label}", draft.look.formula_font)


def _link_series(sheet: Worksheet, row: int, item: Item, draft: Draft) -> None:
    """A line along an axis, cell by cell in the same columns as on its own sheet."""
    place = draft.layout.places[item.name]
    for index in range(place.axis.length):
        cell = sheet.cell(row, VALUES + index, f"='{place.sheet}'!{place.address(index)}")
        if index:
            style_as(cell, sheet.cell(row, VALUES))
        else:
            cell.font, cell.number_format = draft.look.link_font, draft.look.number_format(item.unit)


def _write_link(cell: object, name: str, plan: SheetPlan, draft: Draft, *, in_table: bool = False) -> None:
    assert isinstance(cell, Cell)
    cell.value = draft.layout.link(name, plan.title)
    cell.font = draft.look.link_font
    item = draft.layout.present.register.get(name)
    if item is None:
        cell.alignment = styles.LEFT
        cell.number_format = _FACT_FORMATS.get(name, TEXT_OR_NOTHING)
        return
    cell.number_format = draft.look.number_format(item.unit)
    cell.alignment = styles.RIGHT if in_table or item.unit.name != "text" else styles.LEFT


def _write_heading(sheet: Worksheet, block: Block, plan: SheetPlan, draft: Draft) -> None:
    row, look = block.row + 1, draft.look
    if block.across:
        place = draft.layout.places[INDEX_LINES[block.across]]
        for index in range(place.axis.length):
            cell = sheet.cell(row, VALUES + index, f"='{place.sheet}'!{place.address(index)}")
            if index:
                style_as(cell, sheet.cell(row, VALUES))
                continue
            cell.font, cell.fill, cell.number_format = look.header_font, look.header_fill, _HEADINGS[block.across]
            cell.alignment = styles.RIGHT
        _fill_heading(sheet, row, draft, method=plan.sheet.show_method)
        _grey_beyond_horizon(sheet, block, place.axis.length)
    elif block.columns:
        for column, strategy in enumerate(block.columns, start=VALUES):
            _head(sheet.cell(row, column), draft.layout.present.register.strategies[strategy], draft)
        _fill_heading(sheet, row, draft, method=plan.sheet.show_method)


def _head(cell: object, text: str, draft: Draft) -> None:
    head = put_text(cell, text, draft.look.header_font)
    head.fill, head.alignment = draft.look.header_fill, styles.RIGHT


def _fill_heading(sheet: Worksheet, row: int, draft: Draft, *, method: bool = False) -> None:
    for column, text in ((LABEL, "Line"), (UNIT, "Unit"), (SOURCE, "Method" if method else ""), (SOURCE + 1, "")):
        put_text(sheet.cell(row, column), text, draft.look.header_font).fill = draft.look.header_fill


def _grey_beyond_horizon(sheet: Worksheet, block: Block, length: int) -> None:
    """Periods after the horizon hold nothing: they are there for a longer one."""
    first, last = get_column_letter(VALUES), get_column_letter(VALUES + length - 1)
    months = {"month": "", "quarter": "*months_per_quarter", "year": "*months_per_year"}[block.across]
    periods = {"month": "", "quarter": "-months_per_quarter", "year": "-months_per_year"}[block.across]
    formula = f"{first}${block.row + 1}{months}{periods}>=horizon_months+{0 if periods else 1}"
    area = f"{first}{block.first_row}:{last}{block.first_row + len(block.names) - 1}"
    sheet.conditional_formatting.add(area, Rule("expression", dxf=styles.GREYED, formula=[formula]))


def grey_never(sheet: Worksheet, first_row: int, rows: int, columns: int) -> None:
    """#N/A is an answer, never, and not a fault: it steps back."""
    first, last = f"{get_column_letter(VALUES)}{first_row}", get_column_letter(VALUES + columns - 1)
    rule = Rule("expression", dxf=styles.GREYED, formula=[f"ISNA({first})"])
    sheet.conditional_formatting.add(f"{first}:{last}{first_row + rows - 1}", rule)


def _grey_labels_of_nothing(sheet: Worksheet, block: Block) -> None:
    """A caution or another text that is empty has nothing to say: its label steps back."""
    label, value = (f"${get_column_letter(column)}{block.first_row}" for column in (LABEL, VALUES))
    area = f"{label.lstrip('$')}:{get_column_letter(LABEL)}{block.first_row + len(block.names) - 1}"
    rule = Rule("expression", dxf=styles.GREYED, formula=[f'{value}=""'])
    sheet.conditional_formatting.add(area, rule)


def _shade_failures(sheet: Worksheet, block: Block) -> None:
    last = get_column_letter(VALUES + max(len(block.columns), 1) - 1)
    first = f"{get_column_letter(VALUES)}{block.first_row}"
    area = f"{first}:{last}{block.first_row + len(block.names) - 1}"
    rule = Rule("expression", dxf=styles.FAILED, formula=[f"AND(ISLOGICAL({first}),NOT({first}))"])
    sheet.conditional_formatting.add(area, rule)


def _strategy(item: Item) -> str:
    return getattr(item, "strategy", None) or ""
