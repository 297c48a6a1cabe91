"""The unit beside a number: where it is money it names the currency of the input sheet, and follows it."""

from __future__ import annotations

from typing import Any

from openpyxl.cell.cell import Cell

from xltco.units import Unit
from xltco.workbook.cells import put_text
from xltco.workbook.styles import Look

_CURRENCY = "currency"
# A link to an empty cell is 0, which says nothing to a reader.
TEXT_OR_NOTHING = "0;-0;;@"


def put_unit(cell: Any, unit: Unit, look: Look) -> Cell:
    """The unit's label; a link to the currency, with the rest of the unit in its number format, where it is money."""
    word, space, rest = unit.label.partition(" ")
    if word != _CURRENCY:
        return put_text(cell, unit.label, look.quiet_font)
    cell.value, cell.font = "=scenario_currency", look.quiet_font
    cell.number_format = f'{TEXT_OR_NOTHING}"{space}{rest}"' if rest else TEXT_OR_NOTHING
    return cell  # type: ignore[no-any-return]
