"""The zip around a workbook's parts, written the same every time."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


def packed(parts: Mapping[str, bytes], level: int = 6) -> bytes:
    """The zip of the parts in their order, without a clock; at level 0 nothing is compressed."""
    buffer = io.BytesIO()
    method = ZIP_DEFLATED if level else ZIP_STORED
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            info = ZipInfo(name)
            info.create_system = 0  # the same on every system
            archive.writestr(info, content, method, level or None)
    return buffer.getvalue()
