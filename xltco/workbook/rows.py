"""Lines that lie in rows: lists, tables by strategy, months, quarters and years, and the three cases side by side."""

from __future__ import annotations

from collections.abc import Iterator

from xltco.keys import OTHERS
from xltco.lines import Input, Item, Line, Recorded
from xltco.spreadsheet.address import letter
from xltco.spreadsheet.conditions import Condition
from xltco.spreadsheet.sheet import Sheet
from xltco.spreadsheet.style import Style
from xltco.workbook import styles
from xltco.workbook.block import INDEX_LINES, Block
from xltco.workbook.draft import Draft
from xltco.workbook.layout import SheetPlan
from xltco.workbook.place import LABEL, SOURCE, UNIT, VALUES, Place
from xltco.workbook.selection import SHEET_FACTS, member_name
from xltco.workbook.unit_cells import TEXT_OR_NOTHING, put_units

_FACT_FORMATS = {"scenario_as_of": "yyyy-mm-dd;;", "stale_sources": "0"}
_HEADINGS = {"month": '"Month "0', "quarter": '"Quarter "0;;"Start"', "year": '"Year "0;;"Start"'}


def write_rows(sheet: Sheet, block: Block, plan: SheetPlan, draft: Draft) -> None:
    """One line a row, or one pattern a row with a column for each strategy."""
    _write_heading(sheet, block, plan, draft)
    units = {}
    for row, name in enumerate(block.names, start=block.first_row):
        if name in SHEET_FACTS:
            sheet.put(row, LABEL, SHEET_FACTS[name], draft.look.formula)
            _write_link(sheet, row, VALUES, name, plan, draft)
            continue
        names = [member_name(name, strategy) for strategy in block.columns] or [name]
        items = [_item_here(member, row, block, plan, draft) for member in names]
        shown = next(item for item in items if item is not None)
        _write_labels(sheet, row, shown, plan, draft)
        units[row] = shown.unit
        if block.section.links and not block.columns:
            _label_link(sheet, row, shown, draft)
        for column, item in enumerate(items, start=VALUES):
            if item is not None:
                _write_item(sheet, row, column, item, block, plan, draft)
    put_units(sheet, units, draft.look, name_currency=not plan.sheet.show_method)
    if block.section.shade:
        _shade_failures(sheet, block)
    if block.section.kind == "list" and any(unit.name == "text" for unit in units.values()):
        _grey_labels_of_nothing(sheet, block)
    if block.columns and block.names:
        grey_never(sheet, block.first_row, len(block.names), len(block.columns))


def _write_item(sheet: Sheet, row: int, column: int, item: Item, block: Block, plan: SheetPlan, draft: Draft) -> None:
    """The line itself, or a link to where it stands."""
    if block.across and block.section.links:
        _link_series(sheet, row, item, draft)
    elif block.section.links:
        _write_link(sheet, row, column, item.name, plan, draft, in_table=bool(block.columns))
    else:
        write_line(sheet, item, plan, draft, is_total=block.is_total(item.name, _strategy(item)))
        if block.columns:
            sheet.restyle(row, column, sheet.style_at(row, column).with_(**styles.RIGHT))


def _item_here(name: str, row: int, block: Block, plan: SheetPlan, draft: Draft) -> Item | None:
    """What a row shows of that name: nothing where another sheet holds it and this one does not link."""
    place = draft.layout.places.get(draft.layout.key(name, plan.case))
    if not block.holds or (place is not None and (place.sheet, place.row) == (plan.title, row)):
        return draft.layout.present.get(name)
    return None


def write_cases(sheet: Sheet, block: Block, plan: SheetPlan, draft: Draft) -> None:
    """The three cases side by side: each cell shows the model's line, or that of the sheet which has the case."""
    look, row = draft.look, block.row + 1
    for column, case in enumerate(block.columns, start=VALUES):
        sheet.put(row, column, case, look.header.with_(**styles.RIGHT))
    _fill_heading(sheet, row, draft)
    units = {}
    for row, name in enumerate(block.names, start=block.first_row):
        item = draft.layout.present.register[name]
        title = draft.layout.present.register.strategies.get(_strategy(item), "")
        sheet.put(row, LABEL, f"{title}: {item.label}" if title else item.label, look.formula)
        units[row] = item.unit
        style = look.link.with_(number_format=look.number_format(item.unit), **styles.RIGHT)
        for column, formula in enumerate(_of_each_case(name, block, plan, draft), start=VALUES):
            sheet.formula(row, column, formula, style)
    put_units(sheet, units, look, name_currency=not plan.sheet.show_method)


def _of_each_case(name: str, block: Block, plan: SheetPlan, draft: Draft) -> Iterator[str]:
    """The selected case is the model itself, the other two stand on their sheets, in the order of the heading."""
    selected, *others = (draft.layout.link(name, plan.title, case=case).removeprefix("=") for case in ("", *OTHERS))
    for column, _ in enumerate(block.columns, start=VALUES):
        case = f"{letter(column)}${block.row + 1}"
        yield f"=IF({case}=case_selected,{selected},IF({case}={OTHERS[0]},{others[0]},{others[1]}))"


def write_line(sheet: Sheet, item: Item, plan: SheetPlan, draft: Draft, *, is_total: bool = False) -> None:
    """All cells of a line, or the one cell that a case has for an input of its own."""
    layout = draft.layout
    place = layout.places[layout.key(item.name, plan.case)]
    style = _style_of(item, place, draft, is_total=is_total)
    if isinstance(item, Recorded):
        sheet.put(*place.cell(), _recorded(item, draft), style)
    elif not isinstance(item, Line):
        sheet.formula(*place.cell(), _input_of_case(item.name, plan.case, draft), style)
    elif item.excel:
        for index, formula in enumerate(layout.formulas(item, plan.case)):
            sheet.formula(*place.cell(index), formula, style)
    else:
        # A line without an Excel entry is data of the method: the sheet holds its numbers.
        for index, value in enumerate(item.python(**item.arguments({}, place.axis.length))[0].tolist()):
            sheet.put(*place.cell(index), value, style)


def _style_of(item: Item, place: Place, draft: Draft, *, is_total: bool) -> Style:
    look = draft.look
    style = (look.total if is_total else look.formula).with_(number_format=look.number_format(item.unit))
    if item.unit.name in ("boolean", "text"):
        style = style.with_(**styles.RIGHT if item.unit.name == "boolean" else styles.LEFT)
    return style.with_(border=look.total_border) if is_total and place.axis.length > 1 else style


def _recorded(item: Recorded, draft: Draft) -> float | str | None:
    """The result at generation, "never" where there was none; nothing where the writer was not told."""
    if item.of not in draft.recorded:
        return None
    value = draft.recorded[item.of]
    return "never" if value is None else value


def _input_of_case(name: str, case: str, draft: Draft) -> str:
    """An input in a case of its own: its cell on the input sheet, or base where that is empty."""
    layout, place = draft.layout, draft.layout.places[name]
    stated = layout.input_columns.stated
    first, base, last = (f"'{place.sheet}'!${letter(stated[c])}${place.row}" for c in stated)
    return picked(f"{first}:{last.partition('!')[2]}", base, f"{case}_number")


def picked(cases: str, base: str, number: str) -> str:
    """The value of the case with that number, or base where it has none, or an empty text where neither has one."""
    chosen = f"INDEX({cases},1,{number})"
    return f'=IF({chosen}<>"",{chosen},IF({base}<>"",{base},""))'


def _write_labels(sheet: Sheet, row: int, item: Item, plan: SheetPlan, draft: Draft) -> None:
    look = draft.look
    sheet.put(row, LABEL, item.dotted if isinstance(item, Input) else item.label, look.formula)
    if plan.sheet.show_method and isinstance(item, Line):
        sheet.put(row, SOURCE, item.source, look.quiet)


def _label_link(sheet: Sheet, row: int, item: Item, draft: Draft) -> None:
    """A link may stand far from its strategy's sheet, so its label names the strategy."""
    title = draft.layout.present.register.strategies.get(_strategy(item), "")
    if title:
        sheet.put(row, LABEL, f"{title}: {item.label}", draft.look.formula)


def _link_series(sheet: Sheet, row: int, item: Item, draft: Draft) -> None:
    """A line along an axis, cell by cell in the same columns as on its own sheet."""
    style = draft.look.link.with_(number_format=draft.look.number_format(item.unit))
    _put_links(sheet, row, draft.layout.places[item.name], style)


def _put_links(sheet: Sheet, row: int, place: Place, style: Style) -> None:
    for index in range(place.axis.length):
        sheet.formula(row, VALUES + index, f"='{place.sheet}'!{place.address(index)}", style)


def _write_link(
    sheet: Sheet, row: int, column: int, name: str, plan: SheetPlan, draft: Draft, *, in_table: bool = False
) -> None:
    look = draft.look
    item = draft.layout.present.register.get(name)
    if item is None:
        style = look.link.with_(number_format=_FACT_FORMATS.get(name, TEXT_OR_NOTHING), **styles.LEFT)
    else:
        side = styles.RIGHT if in_table or item.unit.name != "text" else styles.LEFT
        style = look.link.with_(number_format=look.number_format(item.unit), **side)
    sheet.formula(row, column, draft.layout.link(name, plan.title), style)


def _write_heading(sheet: Sheet, block: Block, plan: SheetPlan, draft: Draft) -> None:
    row, head = block.row + 1, draft.look.header.with_(**styles.RIGHT)
    if block.across:
        place = draft.layout.places[INDEX_LINES[block.across]]
        _put_links(sheet, row, place, head.with_(number_format=_HEADINGS[block.across]))
        _fill_heading(sheet, row, draft, method=plan.sheet.show_method)
        _grey_beyond_horizon(sheet, block, place.axis.length)
    elif block.columns:
        for column, strategy in enumerate(block.columns, start=VALUES):
            sheet.put(row, column, draft.layout.present.register.strategies[strategy], head)
        _fill_heading(sheet, row, draft, method=plan.sheet.show_method)


def _fill_heading(sheet: Sheet, row: int, draft: Draft, *, method: bool = False) -> None:
    for column, text in ((LABEL, "Line"), (UNIT, "Unit"), (SOURCE, "Method" if method else ""), (SOURCE + 1, "")):
        sheet.put(row, column, text, draft.look.header)


def _grey_beyond_horizon(sheet: Sheet, block: Block, length: int) -> None:
    """Periods after the horizon hold nothing: they are there for a longer one."""
    first, last = letter(VALUES), letter(VALUES + length - 1)
    months = {"month": "", "quarter": "*months_per_quarter", "year": "*months_per_year"}[block.across]
    periods = {"month": "", "quarter": "-months_per_quarter", "year": "-months_per_year"}[block.across]
    formula = f"{first}${block.row + 1}{months}{periods}>=horizon_months+{0 if periods else 1}"
    area = f"{first}{block.first_row}:{last}{block.first_row + len(block.names) - 1}"
    sheet.conditions.append(Condition(area, formula, styles.GREYED))


def grey_never(sheet: Sheet, first_row: int, rows: int, columns: int) -> None:
    """#N/A is an answer, never, and not a fault: it steps back."""
    first, last = f"{letter(VALUES)}{first_row}", letter(VALUES + columns - 1)
    sheet.conditions.append(Condition(f"{first}:{last}{first_row + rows - 1}", f"ISNA({first})", styles.GREYED))


def _grey_labels_of_nothing(sheet: Sheet, block: Block) -> None:
    """A caution or another text that is empty has nothing to say: its label steps back."""
    label, value = letter(LABEL), f"${letter(VALUES)}{block.first_row}"
    area = f"{label}{block.first_row}:{label}{block.first_row + len(block.names) - 1}"
    sheet.conditions.append(Condition(area, f'{value}=""', styles.GREYED))


def _shade_failures(sheet: Sheet, block: Block) -> None:
    last = letter(VALUES + max(len(block.columns), 1) - 1)
    first = f"{letter(VALUES)}{block.first_row}"
    area = f"{first}:{last}{block.first_row + len(block.names) - 1}"
    sheet.conditions.append(Condition(area, f"AND(ISLOGICAL({first}),NOT({first}))", styles.FAILED))


def _strategy(item: Item) -> str:
    return getattr(item, "strategy", None) or ""
