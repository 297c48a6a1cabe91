"""formualizer, a spreadsheet engine in Rust, from a wheel (MIT)."""

from __future__ import annotations

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

    def prepare(self, places: list[Place]) -> None:
        """Say which cells will be asked for."""
        self.places = places

    def set(self, place: Place, value: Any) -> None:
        """Put a value into a cell."""
        self.workbook.set_value(*place, value)

    def evaluate(self) -> None:
        """Recalculate."""
        self.workbook.evaluate_all()

    def values(self) -> list[Any]:
        """What the cells hold."""
        get = self.workbook.get_value
        found = [get(*place) for place in self.places]
        return [_error(value) if type(value) is dict else value for value in found]


def _error(value: dict[str, Any]) -> str:
    return ERRORS.get(str(value.get("kind")), f"#{value.get('kind', 'ERROR')}!")
