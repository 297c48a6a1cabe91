"""Every test has a time limit, and what a test that reaches it was waiting for ends with it.

pytest-timeout raises in the test after the seconds that pyproject.toml states, or those of the test's own mark. A test
that waits for a child process would go on waiting in `with Popen(...)`, whose end waits for the child: so the children
are ended first, with all that they started themselves.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest


def children_of(process: int) -> list[int]:
    """The processes below one, nearest first; none on a system without /proc."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    found, new = [], [process]
    while new:
        new = [child for child, parent in parents.items() if parent in new]
        found += new
    return found


def end_children() -> None:
    """End all that this process has started, and what that has started."""
    for child in children_of(os.getpid()):
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


@pytest.hookimpl(wrapper=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> Iterator[None]:
    """Ends the children before the plugin raises; where there is no such signal, the plugin ends this process."""
    result = yield
    if hasattr(signal, "SIGALRM") and callable(raises := signal.getsignal(signal.SIGALRM)):

        def at_the_limit(number: int, frame: FrameType | None) -> None:
            end_children()
            raises(number, frame)

        signal.signal(signal.SIGALRM, at_the_limit)
    return result


def let_interrupts_through() -> None:
    """A background job ignores Ctrl+C, and what it starts would too: tests that press it would wait for ever."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
