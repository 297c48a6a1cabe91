"""A thousand answers of the user functions, against IronCalc on a thousand cells in the same run (the peer).

Run with `make bench`. Prints the median of several runs and the ratio to the peer.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from xltco.functions import CATALOGUE, Function
from xltco.functions.calculate import Grid, calculate
from xltco.functions.hosts.native_engine import answer_in_ironcalc

RUNS, CELLS = 5, 1000
ARGUMENTS = {
    "BREAKEVEN": (1.21, 150, 10, None, 1000),
    "SAVINGS_NPV": (0.5, 1.21, 150, 10, 36, 0.02, 0.1, 1000),
}


def _median_seconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _each(function: Function, cells: Sequence[Sequence[Any]]) -> list[Grid]:
    return [calculate(function, arguments) for arguments in cells]


def main() -> None:
    """Time each function as cells of IronCalc, as one list, and one by one."""
    for name, rest in ARGUMENTS.items():
        function = CATALOGUE[name]
        firsts = [1.0 + step for step in range(CELLS)]
        typed = ",".join("" if value is None else str(value) for value in rest)
        calls = [(f"{name}({first},{typed})", 1, 1) for first in firsts]
        cells = [(first, *rest) for first in firsts]
        ways: dict[str, Callable[[], object]] = {
            "IronCalc, cells (peer)": partial(answer_in_ironcalc, calls),
            "one list": partial(calculate, function, ([[first] for first in firsts], *rest)),
            "one by one": partial(_each, function, cells),
        }
        times = {way: _median_seconds(work) for way, work in ways.items()}
        base = times["IronCalc, cells (peer)"]
        for way, seconds in times.items():
            print(f"{name:<12} {way:<24} {seconds:7.3f} s   {seconds / base:5.2f} x peer")


if __name__ == "__main__":
    main()
