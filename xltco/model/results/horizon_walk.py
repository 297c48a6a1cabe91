"""The horizon break-even once more, by walking every jump of the staircase (METHOD 10.6): exact up to its cap on jumps.

The workbook's search takes a fixed number of steps; this one sorts the volumes at which some month needs one more
instance and looks for the first segment that ends where self-hosting has paid. Where both have an answer they agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from xltco.lines import Array
from xltco.model.register import whole

NEEDS = (
    "self_host_total_other",
    "self_host_least_npv",
    "self_host_total_avoided_bill",
    "self_host_total_load_cost",
    "self_host_step_npv",
    "self_host_load_per_token",
)
FIRST_JUMPS, MOST_JUMPS = 1_000, 20_000_000


@dataclass(frozen=True)
class _Stairs:
    """One case: NPVs of an instance by month, its load per month-1 token, and everything else."""

    load: Array
    step_npv: Array
    fewest: float
    other: float
    bill: float
    tolerance: float


def first_paying_volume(values: Mapping[str, Array], case: int = 0) -> float | None:
    """Smallest month-1 volume (tokens) at which self_host's NPV is at most buy's; None when there is none.

    `values` holds the lines NEEDS and what they read. After MOST_JUMPS jumps without an answer it is called never:
    capacity then costs the API's price to a millionth.
    """
    other, least, bill, capacity_cost = (_scalar(values[name], case) for name in NEEDS[:4])
    if least <= 0:
        return 0.0
    gain = bill - capacity_cost
    if abs(gain) <= capacity_cost * values["check_tolerance"].item():
        gain = 0.0
    if bill <= 0 or (gain <= 0 and other > 0):
        return None
    step_npv, load = (_row(values[name], case) for name in NEEDS[4:])
    stairs = _Stairs(
        load[load > 0],
        step_npv[load > 0],
        _scalar(values["self_host_min_instances"], case),
        other,
        bill,
        values["relative_tolerance"].item(),
    )
    if not stairs.load.size:
        return least / bill
    return _walk(stairs, *_bounds(other, least, bill, gain))


def _scalar(array: Array, case: int) -> float:
    return float(_row(array, case)[0])


def _row(array: Array, case: int) -> Array:
    return np.asarray(array[case if array.shape[0] > 1 else 0])


def _bounds(other: float, least: float, bill: float, gain: float) -> tuple[float, float]:
    """Volumes between which the first root must lie: capacity without idling at best, an idle instance at worst."""
    if gain > 0:
        return max(least / bill, other / gain), 2 * least / gain
    return least / bill, other / gain if gain < 0 else np.inf


def _walk(stairs: _Stairs, start: float, end: float) -> float | None:
    """Windows of jumps, each twice as many as the last, until one holds the answer."""
    jumps, walked = FIRST_JUMPS, 0
    while start <= end and walked < MOST_JUMPS:
        stop = start + jumps / stairs.load.sum()
        found = _paid_between(stairs, start, stop)
        if found is not None:
            return found
        start, walked, jumps = stop, walked + jumps, min(2 * jumps, 1_000_000)
    return None


def _paid_between(stairs: _Stairs, start: float, stop: float) -> float | None:
    """The first root in a window: costs before each jump, against the API's bill at the jump."""
    first = np.maximum(stairs.fewest, whole(start * stairs.load, np.asarray(stairs.tolerance)))
    counts = np.maximum(np.floor(stop * stairs.load) - first + 1, 0).astype(int)
    months = np.repeat(np.arange(stairs.load.size), counts)
    nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    jumps = (first[months] + nth) / stairs.load[months]
    order = np.argsort(jumps, kind="stable")
    rises = np.concatenate([[0.0], np.cumsum(stairs.step_npv[months[order]])])
    costs = stairs.other + (first * stairs.step_npv).sum() + rises
    paid = costs <= stairs.bill * np.append(jumps[order], stop) * (1 + stairs.tolerance)
    return float(costs[np.argmax(paid)] / stairs.bill) if paid.any() else None
