"""What a workbook of Excel has of classic xlwings: macros, a sheet of settings, and names that are native functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from xltco.errors import WorkbookError
from xltco.functions.function import CATALOGUE
from xltco.functions.hosts.xlwings_settings import NAME, Settings

_LARGEST_UNPACKED_BYTES = 500_000_000


@dataclass(frozen=True)
class MacroWorkbook:
    """`settings` are those of its sheet xlwings.conf, which are heard before any file."""

    path: Path
    has_macros: bool
    settings: Settings | None
    native_functions: list[str]


def read_macro_workbook(path: Path) -> MacroWorkbook:
    """Look into a workbook; WorkbookError where it is none."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > _LARGEST_UNPACKED_BYTES:
            raise WorkbookError(f"{path}: unpacks to {size:,} bytes; it was not opened")
        book = load_workbook(path, read_only=True, keep_vba=True)
    except FileNotFoundError:
        raise WorkbookError(f"{path}: there is no such workbook") from None
    except (OSError, BadZipFile, KeyError, ValueError, InvalidFileException) as error:
        raise WorkbookError(f"{path}: is not an Excel workbook (.xlsm or .xlsx): {error}") from None
    try:
        rows = [row[:2] for row in book[NAME].iter_rows(values_only=True)] if NAME in book.sheetnames else None
        has_macros = bool(book.vba_archive and "xl/vbaProject.bin" in book.vba_archive.namelist())
        return MacroWorkbook(path, has_macros, _sheet(path, rows), [n for n in book.defined_names if n in CATALOGUE])
    finally:
        if book.vba_archive:
            book.vba_archive.close()
        book.close()


def _sheet(path: Path, rows: Sequence[Sequence[object]] | None) -> Settings | None:
    if rows is None:
        return None
    lines = []
    for row in rows:
        if not row or row[0] in (None, ""):
            break  # VBA reads down to the first empty cell
        lines.append(f'"{row[0]}","{row[1] if len(row) > 1 and row[1] is not None else ""}"')
    return Settings(path / NAME, tuple(lines), exists=True)
