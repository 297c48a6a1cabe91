"""The LAMBDA names evaluated in IronCalc, the one engine at hand that knows them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from xltco.errors import EngineMissingError
from xltco.functions.hosts.native import native_functions, stored

Found = float | bool | str | None
_APART = 2


def answer_in_ironcalc(calls: Sequence[tuple[str, int, int]]) -> list[list[list[Found]]]:
    """What each call answers, a grid of so many rows and columns: numbers, texts, and errors as their text.

    A call is its formula without the sign of equality. EngineMissingError where IronCalc is not installed.
    """
    try:
        import ironcalc
    except ImportError:
        raise EngineMissingError(
            "the package ironcalc, which calculates the functions of a workbook, is not installed: pip install ironcalc"
        ) from None
    workbook = Workbook()
    for function in native_functions():
        workbook.defined_names[function.name] = DefinedName(function.name, attr_text=stored(function))
    with tempfile.TemporaryDirectory(prefix="xltco-") as folder:
        path = Path(folder) / "functions.xlsx"
        workbook.save(path)
        model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    rows = []
    row = 1
    for formula, height, _ in calls:
        model.set_user_input(0, row, 1, f"={formula}")
        rows.append(row)
        row += height + _APART
    model.evaluate()
    return [
        [[model.get_cell_value(0, top + r, 1 + c) for c in range(width)] for r in range(height)]
        for top, (_, height, width) in zip(rows, calls, strict=True)
    ]
