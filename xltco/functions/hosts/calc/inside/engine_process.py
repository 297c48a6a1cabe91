"""The other end of xltco's worker: starts it when the first cell asks, keeps it, and starts it again when it ends.

Runs inside LibreOffice's own Python as well as in xltco's tests, so it uses the standard library only.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
import time
from typing import IO, Any

PROTOCOL = 1
# An environment variable that says which Python has xltco, where the one that the extension knows has moved.
PYTHON_VARIABLE = "XLTCO_PYTHON"
_REMEDY = (
    "Make the extension anew with 'xltco addin build-oxt' and install it again, or name a Python that has xltco in the "
    f"environment variable {PYTHON_VARIABLE}."
)
_SECONDS_TO_ANSWER = 120
_SECONDS_BEFORE_NEXT_START = 5
_NO_WINDOW = 0x08000000  # Windows: no console window beside Calc
# LibreOffice's own settings for Python, UNO and libraries must not reach another Python.
_DROPPED = ("PYTHON", "URE_", "UNO_", "LD_LIBRARY_PATH", "DYLD_")


class EngineProblem(Exception):  # noqa: N818 - it is told to the user of a sheet, in which an error is something else
    """There is no xltco that could answer: what is at fault and, for the user of a sheet, what to do."""

    def __init__(self, fault: str, remedy: str = "") -> None:
        self.fault = fault
        super().__init__(f"{fault}. {remedy}" if remedy else fault)


class EngineProcess:
    """The worker process. `command` starts it; `signatures` is the sum that it must state, None for any."""

    def __init__(self, command: list[str], signatures: str | None = None) -> None:
        self._command = command
        self._signatures = signatures
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._errors: IO[bytes] | None = None
        self._hello: dict[str, Any] = {}
        self._fault = ""
        self._failed_at = float("-inf")

    @property
    def python(self) -> str:
        """The interpreter that is asked."""
        return os.environ.get(PYTHON_VARIABLE) or self._command[0]

    def hello(self) -> dict[str, Any]:
        """Who answers: the worker's version and signatures. EngineProblem when nobody does."""
        with self._lock:
            self._running()
            return self._hello

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The worker's answer. One that has ended since the last call is started once more.

        EngineProblem where there is none.
        """
        line = json.dumps(request) + "\n"
        with self._lock:
            if self._process is not None:
                answer = _exchanged(self._process, line)
                if answer is not None:
                    return _without_problem(answer)
                self._end()
            answer = _exchanged(self._running(), line)
            if answer is None:
                raise self._failed("ended before it answered")
            return _without_problem(answer)

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None:
            return self._process
        if time.monotonic() - self._failed_at < _SECONDS_BEFORE_NEXT_START:
            # A sheet of a thousand cells must not start a thousand processes that all fail.
            raise EngineProblem(self._fault, _REMEDY)
        self._process = process = self._started()
        hello = _next_line(process)
        if hello is None:
            raise self._failed("can't run xltco")
        if hello.get("protocol") != PROTOCOL or self._signatures not in (None, hello.get("signatures")):
            raise self._failed(f"has xltco {hello.get('xltco')}, which has other functions than this extension")
        self._hello = hello
        return process

    def _started(self) -> subprocess.Popen[str]:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the worker has ended
        environment = {key: value for key, value in os.environ.items() if not key.upper().startswith(_DROPPED)}
        try:
            return subprocess.Popen(  # noqa: S603 - the interpreter that the extension was made for
                [self.python, *self._command[1:]],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                encoding="ascii",
                env=environment,
                creationflags=_NO_WINDOW if os.name == "nt" else 0,
            )
        except OSError as error:
            raise self._failed(f"can't be started ({error.strerror or error})") from None

    def _failed(self, what: str) -> EngineProblem:
        said = self._end()
        self._failed_at = time.monotonic()
        self._fault = f"The Python at {self.python} {what}{said and f' ({said})'}"
        return EngineProblem(self._fault, _REMEDY)

    def _end(self) -> str:
        """End the worker if it still runs; the last line on its error stream."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()
        errors, self._errors = self._errors, None
        if errors is None:
            return ""
        with errors:
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")[:300]


def _exchanged(process: subprocess.Popen[str], line: str) -> dict[str, Any] | None:
    """The answer to one request; None when the worker has ended."""
    assert process.stdin
    try:
        process.stdin.write(line)
        process.stdin.flush()
    except OSError:
        return None
    return _next_line(process)


def _next_line(process: subprocess.Popen[str]) -> dict[str, Any] | None:
    """What the worker says next; None when it says nothing for too long, or nothing that can be read."""
    assert process.stdout
    watch = threading.Timer(_SECONDS_TO_ANSWER, process.kill)
    watch.daemon = True
    watch.start()
    try:
        said = json.loads(process.stdout.readline())
    except (OSError, ValueError):
        return None
    finally:
        watch.cancel()
    return said if isinstance(said, dict) else None


def _without_problem(answer: dict[str, Any]) -> dict[str, Any]:
    if "problem" in answer:
        raise EngineProblem(answer["problem"])
    return answer
