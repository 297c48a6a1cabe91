"""The LAMBDA names evaluated in IronCalc, the one engine at hand that knows them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from xltco.errors import EngineMissingError
from xltco.functions.hosts.native import native_functions, stored
from xltco.spreadsheet.book import Book, Name

Found = float | bool | str | None
_APART = 2


def answer_in_ironcalc(
    calls: Sequence[tuple[str, int, int]], definitions: Mapping[str, str] | None = None
) -> list[list[list[Found]]]:
    """What each call answers, a grid of so many rows and columns: numbers, texts, and errors as their text.

    A call is its formula without the sign of equality. `definitions` are stored LAMBDAs by name, the catalogue's own
    by default. EngineMissingError where IronCalc is not installed.
    """
    try:
        import ironcalc
    except ImportError:
        raise EngineMissingError(
            "the package ironcalc, which calculates the functions of a workbook, is not installed: pip install ironcalc"
        ) from None
    if definitions is None:
        definitions = {function.name: stored(function) for function in native_functions()}
    book = Book()
    book.sheet("Calls")
    book.names |= {name: Name(text) for name, text in definitions.items()}
    with tempfile.TemporaryDirectory(prefix="xltco-") as folder:
        path = Path(folder) / "functions.xlsx"
        path.write_bytes(book.content(level=0))
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
