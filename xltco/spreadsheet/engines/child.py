"""The process of one engine: `python -m xltco.spreadsheet.engines.child NAME BYTES` answers a session until it ends.

It imports the standard library and its engine, nothing else, and takes no more memory than it was given.
"""

from __future__ import annotations

import os
import signal
import sys
from array import array
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO, Protocol

from xltco.spreadsheet.engines.frames import Message, packed, receive, send

Place = tuple[str, int, int]


class Book(Protocol):
    """A workbook that an engine has loaded; cells are told by sheet, row and column."""

    def prepare(self, places: list[Place]) -> None:
        """Say which cells will be asked for."""

    def set(self, place: Place, value: Any) -> None:
        """Put a value into a cell; None empties it."""

    def evaluate(self) -> None:
        """Recalculate every formula, whatever the file has cached."""

    def values(self) -> list[Any]:
        """What the cells hold that were asked for."""


def main() -> None:
    """Answer until the session ends."""
    _limit_memory(int(sys.argv[2]))
    answers = _private_output()
    book: Book | None = None
    questions: SimpleQueue[tuple[Message, bytes]] = SimpleQueue()
    Thread(target=_collect, args=(sys.stdin.buffer, questions), daemon=True).start()
    while True:
        message, data = questions.get()
        try:
            if message["do"] == "load":
                book = _loaded(sys.argv[1], message, data)
                send(answers, {})
            else:
                assert book is not None
                send(answers, *_evaluated(book, message))
        except MemoryError:
            send(answers, {"failed": "memory"})
        except ImportError as error:
            # With too little memory the engine's own library can't be mapped; that says nothing about the file.
            send(answers, {"failed": f"the engine could not be started: {error}"})
        except Exception as error:
            send(answers, {"refused": str(error) or type(error).__name__})
        except BaseException as error:
            # What Rust calls a panic is no Exception here.
            send(answers, {"failed": f"{type(error).__name__}: {error}"})


def _collect(stream: BinaryIO, questions: SimpleQueue[tuple[Message, bytes]]) -> None:
    """Read questions as they come: a session that asks ahead must never wait for a child that waits for it.

    Where the session is gone nobody waits for answers, so the child ends at once, with whatever it started.
    """
    while (asked := receive(stream)) is not None:
        questions.put(asked)
    if os.name != "nt" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _loaded(name: str, message: Message, data: bytes) -> Book:
    numbers = array("i", data)
    titles = message["sheets"]
    places = [(titles[numbers[i]], numbers[i + 1], numbers[i + 2]) for i in range(0, len(numbers), 3)]
    book = _opened(name, message["path"])
    book.prepare(places)
    return book


def _opened(name: str, path: str) -> Book:
    if name == "formualizer":
        from xltco.spreadsheet.engines.formualizer_book import FormualizerBook

        return FormualizerBook(path)
    if name == "ironcalc":
        from xltco.spreadsheet.engines.ironcalc_book import IronCalcBook

        return IronCalcBook(path)
    from xltco.spreadsheet.engines.libreoffice_book import LibreOfficeBook

    return LibreOfficeBook(path)


def _evaluated(book: Book, message: Message) -> tuple[Message, bytes]:
    for sheet, row, column, value in message["set"]:
        book.set((sheet, row, column), value)
    book.evaluate()
    values = book.values()
    texts, data = packed(values, len(values))
    return {"texts": texts}, data


def _limit_memory(most_bytes: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    except (ImportError, ValueError, OSError):
        return  # Windows and macOS have no such limit; the time limit still holds.


def _private_output() -> BinaryIO:
    """The pipe to the session; what an engine prints goes to the error stream instead."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


if __name__ == "__main__":
    main()
