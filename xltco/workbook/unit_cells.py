"""The units beside the rows of a section; on a reader's sheet money names the currency, and follows it."""

from __future__ import annotations

from collections.abc import Mapping

from xltco.spreadsheet.sheet import Sheet
from xltco.units import Unit
from xltco.workbook.place import UNIT
from xltco.workbook.styles import Look

_CURRENCY = "currency"
# A link to an empty cell is 0, which says nothing to a reader.
TEXT_OR_NOTHING = "0;-0;;@"


def put_units(sheet: Sheet, units: Mapping[int, Unit], look: Look, *, name_currency: bool) -> None:
    """The units by row. Where the currency is named, money is a link to it, with the rest of the unit as its format."""
    money = [row for row, unit in units.items() if unit.label.partition(" ")[0] == _CURRENCY]
    # A text between two equal formulas would look like one typed over a third.
    is_linked = name_currency and len(money) == sum(money[0] <= row <= money[-1] for row in units) if money else False
    for row, unit in units.items():
        if is_linked and row in money:
            rest = unit.label.removeprefix(_CURRENCY)
            shown = f'{TEXT_OR_NOTHING}"{rest}"' if rest else TEXT_OR_NOTHING
            sheet.formula(row, UNIT, "=scenario_currency", look.quiet.with_(number_format=shown))
        else:
            sheet.put(row, UNIT, "" if unit.name == "text" else unit.label, look.quiet)
