"""Writing files: whole or not at all, and never over something unasked."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from xltco.errors import OutputError


def require_writable(path: Path, suffix: str, *, force: bool) -> None:
    """OutputError, before any work is done, when `path` can't take a file of that kind or already holds one."""
    if path.suffix.lower() != suffix:
        raise OutputError(f"{path}: the output's name must end in {suffix}")
    try:
        if not path.parent.is_dir():
            raise OutputError(f"{path}: there is no folder {path.parent}; make it first")
        if path.is_dir():
            raise OutputError(f"{path}: is a folder; name a file")
        if path.exists() and not force:
            raise OutputError(f"{path}: is there already; use --force to overwrite it, or another name")
    except OSError as error:
        raise OutputError(f"{path}: can't be written ({error.strerror or error})") from None


def write_atomically(path: Path, content: bytes) -> None:
    """The file is whole or not there: written beside its place, then moved."""
    temporary = ""
    path = path.resolve()  # what a link points at is written, and the link stays
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = file.name
            file.write(content)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise OutputError(
            f"{path}: can't be written ({error.strerror or error}); is it open in another program?"
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
