"""What several tests ask of the whole register: its sets of strategies, and its exceptions with their reasons."""

from __future__ import annotations

from itertools import combinations

from xltco.lines import Line
from xltco.model import STRATEGIES

# Every set of strategies that a scenario may hold: what is built needs the API before and instances after.
SUBSETS = [
    subset
    for size in range(1, len(STRATEGIES) + 1)
    for subset in combinations(STRATEGIES, size)
    if "build" not in subset or {"buy", "self_host"} <= set(subset)
]

# Inputs that no line of the model reads, and why.
READ_BY_NO_LINE = {
    "self_host_instance": "a name for the reader",
    "own_instance": "a name for the reader",
    "own_overhead_rate": "accepted with self_host's keys; METHOD 13 says that it finds nothing to be a share of",
}


def is_a_check(line: Line) -> bool:
    """Whether a line only checks others or the ranges of inputs: it says nothing of an input's use."""
    return line.source.startswith("METHOD 12") or line.python.__module__.startswith("xltco.model.checks")
