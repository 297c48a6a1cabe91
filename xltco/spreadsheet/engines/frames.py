"""What a session and its child say to each other: a length, a message as JSON, and numbers packed beside it."""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Iterable
from typing import Any, BinaryIO

_LENGTHS = struct.Struct("<II")
MOST_BYTES = 1_000_000_000
# What a cell holds: a number, a truth value (1 or 0), the number of a text (an error is a text), nothing.
NUMBER, BOOLEAN, TEXT, EMPTY = range(4)
Message = dict[str, Any]


def send(stream: BinaryIO, message: Message, data: bytes = b"") -> None:
    """Write one message with its numbers."""
    text = json.dumps(message, separators=(",", ":")).encode()
    stream.write(_LENGTHS.pack(len(text), len(data)) + text)
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[Message, bytes] | None:
    """The next message with its numbers; None where the other side is gone."""
    head = _exactly(stream, _LENGTHS.size)
    if head is None:
        return None
    text_length, data_length = _LENGTHS.unpack(head)
    if text_length + data_length > MOST_BYTES:
        return None
    text, data = _exactly(stream, text_length), _exactly(stream, data_length)
    return None if text is None or data is None else (json.loads(text), data)


def _exactly(stream: BinaryIO, length: int) -> bytes | None:
    data = stream.read(length)
    return data if len(data) == length else None


def packed(values: Iterable[Any], count: int) -> tuple[list[str], bytes]:
    """The texts among the values, each once, and the values: a code for each, then a double for each."""
    codes, numbers = bytearray(count), array("d", bytes(8 * count))
    texts: dict[str, int] = {}
    for index, value in enumerate(values):
        kind = type(value)
        if kind is float:
            numbers[index] = value
        elif kind is str:
            codes[index] = TEXT
            numbers[index] = texts.setdefault(value, len(texts))
        elif kind is bool:
            codes[index] = BOOLEAN
            numbers[index] = value
        elif value is None:
            codes[index] = EMPTY
        elif kind is int:
            numbers[index] = value
        else:
            codes[index] = TEXT
            numbers[index] = texts.setdefault(str(value), len(texts))
    return list(texts), bytes(codes) + numbers.tobytes()
