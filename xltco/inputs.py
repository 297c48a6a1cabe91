"""An input of the model: a value that a person states. Light, because every command asks what may be stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xltco.units import Unit

_ABBREVIATIONS = {
    word.lower(): word for word in ("API", "FTE", "FLOPs", "NPV", "PUE", "TCO", "TFLOPS", "kW", "kWh", "1M")
}


@dataclass(frozen=True)
class Input:
    """A value that a person states. `table` and `key` are its place in a scenario; `name` is used everywhere else.

    A number has its bounds and, inside them, the range in which it is `plausible`: random scenarios draw from that.
    """

    table: str
    key: str
    unit: Unit
    description: str
    axis: str = "scalar"
    kind: str = "number"
    default: Any = None
    required: bool = False
    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None
    choices: tuple[str, ...] = ()
    plausible: tuple[float, float] | None = None

    @property
    def name(self) -> str:
        """Its one name in the register: the table, then the key."""
        return f"{self.table}_{self.key}"

    @property
    def dotted(self) -> str:
        """Its key in a scenario file: `buy.batch_discount`."""
        return f"{self.table}.{self.key}"

    @property
    def label(self) -> str:
        """Its key as people write it."""
        return in_words(self.key)

    @property
    def allowed(self) -> str:
        """What the input may hold, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.kind in ("boolean", "text"):
            return {"boolean": "true or false", "text": "a text"}[self.kind]
        noun = "a whole number" if self.kind == "integer" else "a number"
        most = _plain(self.at_most)
        if self.above is not None:
            return f"{noun} above {_plain(self.above)} and at most {most}"
        return f"{noun}, {_plain(self.at_least)} to {most}"


def in_words(name: str) -> str:
    """A name as people write it: spaces, one capital, and abbreviations as they are."""
    words = name.replace("_", " ").capitalize().split()
    return " ".join(_ABBREVIATIONS.get(word.lower(), word) for word in words)


def spoken(name: str) -> str:
    """A name inside a sentence: spaces, and abbreviations as they are."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in name.split("_"))


def _plain(bound: float | None) -> str:
    """A bound as people write it."""
    return "" if bound is None else f"{bound:,.0f}" if float(bound).is_integer() else f"{bound:g}"
