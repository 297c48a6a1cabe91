"""What a workbook of Excel has of classic xlwings: macros, a sheet of settings, and names that are native functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from xltco.errors import WorkbookError
from xltco.functions import CATALOGUE
from xltco.functions.hosts.xlwings_settings import NAME, Settings

_LARGEST_UNPACKED_BYTES = 500_000_000
# Far more settings than xlwings has: a sheet may claim a million rows.
_MOST_SETTINGS = 1_000


@dataclass(frozen=True)
class MacroWorkbook:
    """`settings` are those of its sheet xlwings.conf, which are heard before any file."""

    path: Path
    has_macros: bool
    settings: Settings | None
    native_functions: list[str]


def read_macro_workbook(path: Path) -> MacroWorkbook:
    """Look into a workbook; WorkbookError where it is none."""
    try:
        # Opened here, because openpyxl leaves a damaged file open.
        with path.open("rb") as file, ZipFile(file) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > _LARGEST_UNPACKED_BYTES:
                raise WorkbookError(f"{path}: unpacks to {size:,} bytes; it was not opened")
            return _read(path, file, has_macros="xl/vbaProject.bin" in archive.namelist())
    except WorkbookError:
        raise
    except FileNotFoundError:
        raise WorkbookError(f"{path}: there is no such workbook") from None
    except Exception as error:  # openpyxl raises a dozen kinds on damaged files
        raise WorkbookError(f"{path}: is not an Excel workbook (.xlsm or .xlsx): {error}") from None


def _read(path: Path, file: IO[bytes], *, has_macros: bool) -> MacroWorkbook:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True)
    rows = None
    if NAME in book.sheetnames:
        rows = list(book[NAME].iter_rows(max_row=_MOST_SETTINGS, max_col=2, values_only=True))
    return MacroWorkbook(path, has_macros, _sheet(path, rows), [n for n in book.defined_names if n in CATALOGUE])


def _sheet(path: Path, rows: Sequence[Sequence[object]] | None) -> Settings | None:
    if rows is None:
        return None
    lines = []
    for row in rows:
        if not row or row[0] in (None, ""):
            break  # VBA reads down to the first empty cell
        lines.append(f'"{row[0]}","{row[1] if len(row) > 1 and row[1] is not None else ""}"')
    return Settings(path / NAME, tuple(lines), exists=True)
