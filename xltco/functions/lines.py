"""What a function reads of the model: its lines, with the function's arguments stated as inputs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from xltco.engine import evaluate_values
from xltco.lines import Array, Input, Present, full
from xltco.model import MODEL


class Lines:
    """The model's lines on a function's arguments: `lines["buy_npv"]` is an array of shape (cases, axis length)."""

    def __init__(self, stated: Mapping[str, Array], strategies: tuple[str, ...]) -> None:
        self._stated = dict(stated)
        self._strategies = strategies
        self._present = _present(strategies)
        self._inputs = _defaults(self._present) | self._stated
        self._values: dict[str, Array] = {}

    def stating(self, **more: Array) -> Lines:
        """The lines with more inputs stated, or others in their place."""
        return Lines(self._stated | more, self._strategies)

    def __getitem__(self, name: str) -> Array:
        """The values of one input, constant or line; "never" is NaN."""
        if name in self._inputs:
            return self._inputs[name]
        if name in MODEL.constants:
            return full(MODEL.constants[name].value, 1)
        if name not in self._values:
            self._values |= evaluate_values(self._present, self._inputs, (name,)).values
        return self._values[name]

    @staticmethod
    def shared(amount: Array, over: Array) -> Array:
        """The amount over what it is shared by; NaN, no answer, where that is 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(over > 0, amount / over, np.nan)


@lru_cache
def _present(strategies: tuple[str, ...]) -> Present:
    return MODEL.present(strategies)


def _defaults(present: Present) -> dict[str, Array]:
    """Every input as it is when nobody states it; one without a default is NaN."""
    return {item.name: _default(item) for item in present.inputs.values()}


def _default(item: Input) -> Array:
    if item.axis != "scalar":
        return np.full((1, MODEL.axes[item.axis].length), np.nan)
    return full(np.nan if item.default is None else item.default, 1)
