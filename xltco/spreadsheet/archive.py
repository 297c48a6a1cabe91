"""The zip archive of a workbook, read whole and with bounds: what it says of itself is held against what is in it."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from xltco.errors import WorkbookError

LARGEST_UNPACKED_BYTES = 150_000_000
MOST_PARTS = 10_000
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_LOCAL_SIGNATURE = b"PK\x03\x04"
_OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED, _SIZES_FOLLOW = 0x1, 0x8


def read_parts(path: str | Path) -> dict[str, bytes]:
    """Every part of the file by its name; WorkbookError says why it can't be read, or is not to be trusted."""
    try:
        with Path(path).open("rb") as file, zipfile.ZipFile(file) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _require_bounds(path, infos)
            _require_unique(path, infos)
            return {info.filename.lstrip("/"): _unpacked(path, file, info) for info in infos}
    except WorkbookError:
        raise
    except FileNotFoundError:
        raise WorkbookError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise WorkbookError(f"{path}: is a folder; name a workbook") from None
    except PermissionError:
        raise WorkbookError(f"{path}: can't be read: permission denied") from None
    except zipfile.BadZipFile:
        raise WorkbookError(f"{path}: is not a readable .xlsx workbook ({_looks_like(Path(path))})") from None
    except Exception:  # zipfile and zlib raise a dozen kinds on damaged archives
        raise WorkbookError(f"{path}: is not a readable .xlsx workbook (it is damaged: take a fresh copy)") from None


def _looks_like(path: Path) -> str:
    """What a file that is no zip archive seems to be."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        return "the file is empty"
    if start.startswith(_LOCAL_SIGNATURE):
        return "it is cut off or damaged: take a fresh copy"
    if start == _OLD_FORMAT:
        return "it is an old .xls, or encrypted with a password: save it as .xlsx without one"
    return "it is another kind of file: save it as .xlsx"


def part_named(parts: Mapping[str, bytes], name: str) -> bytes | None:
    """A part by its name, capital or small; None where the file has none."""
    if name in parts:
        return parts[name]
    wanted = name.lower()
    return next((data for other, data in parts.items() if other.lower() == wanted), None)


def _require_bounds(path: str | Path, infos: list[zipfile.ZipInfo]) -> None:
    size = sum(info.file_size for info in infos)
    if size > LARGEST_UNPACKED_BYTES or len(infos) > MOST_PARTS:
        raise WorkbookError(
            f"{path}: unpacks to {size:,} bytes in {len(infos):,} parts, more than any workbook of a model; "
            "it was not opened"
        )


def _require_unique(path: str | Path, infos: Iterable[zipfile.ZipInfo]) -> None:
    """Programs differ in which of two entries of one name they read, so such a file is two workbooks in one."""
    seen: set[str] = set()
    for info in infos:
        name = info.filename.lstrip("/").lower()
        if name in seen:
            raise WorkbookError(f"{path}: holds the part {info.filename} twice; it was not opened")
        seen.add(name)


def _unpacked(path: str | Path, file: BinaryIO, info: zipfile.ZipInfo) -> bytes:
    """A part, unpacked no further than its stated size; WorkbookError where that or its check sum is not the truth."""
    file.seek(info.header_offset)
    signature, _, flags, method, _, _, _, packed, size, name_length, extra_length = _LOCAL_HEADER.unpack(
        file.read(_LOCAL_HEADER.size)
    )
    name = file.read(name_length)
    file.seek(extra_length, 1)
    if flags & _ENCRYPTED or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise WorkbookError(f"{path}: {info.filename} is encrypted, or packed in a way that no workbook is")
    stated = packed in (info.compress_size, 0xFFFFFFFF) and size in (info.file_size, 0xFFFFFFFF)
    is_same = signature == _LOCAL_SIGNATURE and name == info.orig_filename.encode(_encoding(info), "replace")
    data = _inflated(file.read(info.compress_size), method, info.file_size)
    if not is_same or not (stated or flags & _SIZES_FOLLOW) or data is None or zlib.crc32(data) != info.CRC:
        raise WorkbookError(
            f"{path}: the directory of the file does not tell the truth about {info.filename}; it was not opened"
        )
    return data


def _encoding(info: zipfile.ZipInfo) -> str:
    return "utf-8" if info.flag_bits & 0x800 else "cp437"


def _inflated(packed: bytes, method: int, size: int) -> bytes | None:
    """The bytes of a part if there are exactly so many."""
    if method == zipfile.ZIP_STORED:
        return packed if len(packed) == size else None
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    data = inflater.decompress(packed, size + 1)
    return data if len(data) == size and inflater.eof and not inflater.unused_data else None
