"""One engine with one workbook: loaded once in a child process, then asked again and again with other inputs.

Questions may be asked ahead: each is answered in turn while the caller does something else, so that several engines
work beside each other. A child that dies, takes too long or wants too much memory is EngineFailedError; an engine that
refuses the file is RecalculationError.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, cast

from xltco.errors import EngineFailedError, RecalculationError
from xltco.spreadsheet.engines.frames import BOOLEAN, EMPTY, NUMBER, Message, receive, send
from xltco.spreadsheet.values import Value

_ROOT = Path(__file__).parents[3]
_MOST_SAID = 300
# Sheet, row and column of a cell, and those with a value to put there.
Place = tuple[str, int, int]
Change = tuple[str, int, int, Value]


@dataclass(frozen=True)
class Found:
    """What an engine found in the cells that it was asked for: a code for each, and a double for each."""

    codes: bytes
    numbers: bytes
    texts: list[str]

    def values(self) -> list[Value]:
        """The values one by one; an error is the text of its code."""
        return [self._value(code, number) for code, number in zip(self.codes, array("d", self.numbers), strict=True)]

    def split(self, count: int) -> tuple[Found, Found]:
        """What was found in the first so many cells, and in the others."""
        first = Found(self.codes[:count], self.numbers[: 8 * count], self.texts)
        return first, Found(self.codes[count:], self.numbers[8 * count :], self.texts)

    def _value(self, code: int, number: float) -> Value:
        if code == NUMBER:
            return number
        return bool(number) if code == BOOLEAN else None if code == EMPTY else self.texts[int(number)]


@dataclass(frozen=True)
class Limits:
    """How long an engine may take for one answer, and how much memory it may have."""

    seconds: float
    bytes: int


class Session:
    """A child process that holds a workbook; use it in a `with`, which ends the child whatever happens."""

    def __init__(self, engine: str, path: str | Path, places: Sequence[Place], limits: Limits) -> None:
        self.engine, self.limits = engine, limits
        self._count = len(places)
        self._waiting: list[str] = []
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the session
        self._process = _started(engine, limits.bytes, self._errors)
        self._timed_out = False
        titles = list(dict.fromkeys(sheet for sheet, _, _ in places))
        number = {title: index for index, title in enumerate(titles)}
        packed = array("i", [part for sheet, row, column in places for part in (number[sheet], row, column)])
        load = {"do": "load", "path": str(Path(path).resolve()), "sheets": titles}
        self._ask("load the file", load, packed.tobytes())

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, changes: Iterable[Change] = ()) -> None:
        """Put these values into cells and recalculate; `answer` brings the result."""
        self._ask("recalculate", {"do": "evaluate", "set": list(changes)})

    def answer(self) -> Found:
        """The result of the oldest question that has none yet."""
        while self._waiting[0] == "load the file":
            self._receive()
        message, data = self._receive()
        return Found(data[: self._count], data[self._count :], message["texts"])

    def close(self) -> None:
        """End the child and whatever it started."""
        _kill(self._process)
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _ask(self, doing: str, message: Message, data: bytes = b"") -> None:
        self._waiting.append(doing)
        # A child that is gone is told of by `answer`, which knows why.
        with contextlib.suppress(OSError):
            send(cast("BinaryIO", self._process.stdin), message, data)

    def _receive(self) -> tuple[Message, bytes]:
        doing = self._waiting.pop(0)
        watch = threading.Timer(self.limits.seconds, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            answered = receive(cast("BinaryIO", self._process.stdout))
        finally:
            watch.cancel()
        if answered is None:
            raise EngineFailedError(self._why(doing))
        if "refused" in answered[0]:
            raise RecalculationError(f"{self.engine} could not {doing}: {answered[0]['refused'][:_MOST_SAID]}")
        if "failed" in answered[0]:
            raise EngineFailedError(self._told(doing, answered[0]["failed"]))
        return answered

    def _give_up(self) -> None:
        self._timed_out = True
        _kill(self._process)

    def _why(self, doing: str) -> str:
        code = self._process.wait()
        if self._timed_out:
            return _not_verified(self.engine, f"did not {doing} within {self.limits.seconds:g} seconds and was ended")
        self._errors.seek(0)
        said = self._errors.read().decode(errors="replace").strip()
        if "memory" in said.lower():
            return self._told(doing, "memory")
        ended = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        told = f" It said: {said[-_MOST_SAID:]}" if said else ""
        return _not_verified(self.engine, f"died when it was to {doing} ({ended}).{told}")

    def _told(self, doing: str, failure: str) -> str:
        if failure == "memory":
            room = self.limits.bytes // 1_000_000
            return _not_verified(self.engine, f"wanted more than {room:,} MB of memory to {doing} and was ended")
        return _not_verified(self.engine, f"broke off when it was to {doing}: {failure[:_MOST_SAID]}")


def _not_verified(engine: str, what: str) -> str:
    return f"NOT VERIFIED: {engine} {what}"


def _started(engine: str, most_bytes: int, errors: Any) -> subprocess.Popen[bytes]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("URE_")}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_ROOT), environment.get("PYTHONPATH"))))
    # More threads do not make these files faster, and each reserves memory that the limit would count.
    environment |= {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    command = [sys.executable, "-P", "-m", "xltco.spreadsheet.engines.child", engine, str(most_bytes)]
    try:
        # A session of its own: Ctrl-C reaches the caller alone, which then ends the child with all that it started.
        return subprocess.Popen(  # noqa: S603 - our own interpreter, with no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise EngineFailedError(_not_verified(engine, f"could not be started ({error.strerror or error})")) from None


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None and os.name == "nt":
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
