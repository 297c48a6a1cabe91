"""formualizer, a spreadsheet engine in Rust, from a wheel (MIT)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import formualizer

ERRORS = {
    "Na": "#N/A",
    "Div": "#DIV/0!",
    "Value": "#VALUE!",
    "Num": "#NUM!",
    "Name": "#NAME?",
    "Ref": "#REF!",
    "Null": "#NULL!",
}
Place = tuple[str, int, int]


class FormualizerBook:
    """A workbook in formualizer: after a change it recalculates what depends on it."""

    def __init__(self, path: str) -> None:
        self.workbook = formualizer.load_workbook(path)
        self.workbook.set_temporal_egress("serial")
        self.places: list[Place] = []
        self.pending: dict[Place, Any] = {}

    def prepare(self, places: list[Place]) -> None:
        """Say which cells will be asked for."""
        self.places = places

    def set(self, place: Place, value: Any) -> None:
        """Put a value into a cell, with all others when the book is evaluated."""
        self.pending[place] = value

    def evaluate(self) -> None:
        """Recalculate."""
        for (sheet, row, column), values in _runs(self.pending):
            # One by one each value would have all that follows from it marked anew, which takes as long as evaluating.
            self.workbook.set_values_batch(sheet, row, column, [[value] for value in values])
        self.pending = {}
        self.workbook.evaluate_all()

    def values(self) -> list[Any]:
        """What the cells hold."""
        get = self.workbook.get_value
        found = [get(*place) for place in self.places]
        return [_error(value) if type(value) is dict else value for value in found]


def _runs(values: dict[Place, Any]) -> Iterator[tuple[Place, list[Any]]]:
    """The values of cells that stand below each other, by the first of them."""
    places = sorted(values, key=lambda place: (place[0], place[2], place[1]))
    begin = 0
    for end in range(1, len(places) + 1):
        sheet, row, column = places[end - 1]
        if end == len(places) or places[end] != (sheet, row + 1, column):
            yield places[begin], [values[place] for place in places[begin:end]]
            begin = end


def _error(value: dict[str, Any]) -> str:
    return ERRORS.get(str(value.get("kind")), f"#{value.get('kind', 'ERROR')}!")
