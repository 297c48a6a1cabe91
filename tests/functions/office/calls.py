"""The corpus as requests of the endpoint, and its answers as grids again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.functions.corpus import Call, differences
from xltco.functions.calculate import Grid
from xltco.functions.errors import CellError


def request(calls: Sequence[Call]) -> dict[str, Any]:
    return {"calls": [{"function": call.function.name, "arguments": list(call.arguments)} for call in calls]}


def grid(answer: list[list[Any]]) -> Grid:
    """A grid of an answer; an error in it is an object."""
    return [
        [CellError(cell["error"], cell.get("message", "")) if isinstance(cell, dict) else cell for cell in row]
        for row in answer
    ]


def disagreements(calls: Sequence[Call], answers: Sequence[Any]) -> list[str]:
    """Calls whose answer is not the catalogue's."""
    assert len(answers) == len(calls)
    return [
        f"{call}: {difference}"
        for call, answer in zip(calls, answers, strict=True)
        for difference in differences(grid(answer), call.answer)
    ]
