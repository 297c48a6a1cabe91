"""Protection that a reader may switch off again: formulas are locked, inputs stay open, and there is no password.

It guards against slips, not against people: whoever wants to change a formula can, and `xltco verify` finds it.
"""

from __future__ import annotations

from openpyxl import Workbook


def protect(workbook: Workbook) -> None:
    """Lock every cell but the inputs; selecting, formatting, outlining and widths stay free."""
    for sheet in workbook.worksheets:
        protection = sheet.protection
        protection.enable()
        # Excel's flags say what is locked.
        protection.formatCells = protection.formatColumns = protection.formatRows = False
        protection.selectLockedCells = protection.selectUnlockedCells = False
        protection.objects = protection.scenarios = False
