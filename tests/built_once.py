"""Files that take long to make, made once a test run, whichever of its workers asks first."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

# More than any of them takes, also on a machine with much else to do.
_PATIENCE = 60


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    own = factory.getbasetemp()
    # xdist gives each worker a folder of its own in that of the run.
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


def built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> Path:
    """The file of that name; the first to ask builds it, others wait. Where the first failed, each tries itself."""
    path = shared_folder(factory) / "built" / name
    path.parent.mkdir(exist_ok=True)
    claim, failed = (path.with_name(f"{name}.{word}") for word in ("claimed", "failed"))
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        until = time.monotonic() + _PATIENCE
        while not path.exists() and not failed.exists() and time.monotonic() < until:
            time.sleep(0.05)
        if path.exists():
            return path
    begun = path.with_name(f"begun-{os.getpid()}-{name}")
    try:
        build(begun)
    except BaseException:
        failed.touch()
        raise
    begun.replace(path)
    return path
