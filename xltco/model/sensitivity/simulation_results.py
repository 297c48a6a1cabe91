"""What the simulation says (METHOD 14.4): mean, percentiles, the chance that self-hosting pays, a histogram."""

from __future__ import annotations

from functools import reduce

import numpy as np

from xltco.lines import Array
from xltco.model.register import before, line, numbers, total
from xltco.model.results.present_values import declare
from xltco.model.sensitivity.simulation_parts import FIXED, FIXED_REST, TOKENS, TOKENS_REST, UNIT_REST, UNIT_ROWS

PERCENTILES = (
    {"each": "p10", "which": "low", "number": "10%"},
    {"each": "p50", "which": "middle", "number": "50%"},
    {"each": "p90", "which": "high", "number": "90%"},
)


@line(unit="count", source="METHOD 14.4", label="Draws", excel="=COUNT({draw_savings.all})")
def simulated_draws(draw_savings: Array) -> Array:
    """How many draws there are."""
    return np.full((draw_savings.shape[0], 1), float(draw_savings.shape[-1]))


@line(
    unit="currency", source="METHOD 14.4", label="Savings, NPV: mean of the draws", excel="=AVERAGE({draw_savings.all})"
)
def simulated_mean(draw_savings: Array) -> Array:
    """What self-hosting saves on average over the draws."""
    return draw_savings.mean(axis=-1, keepdims=True)


@line(
    for_each=PERCENTILES,
    unit="currency",
    source="METHOD 14.4",
    label="Savings, NPV: each of the draws",
    excel="=PERCENTILE({draw_savings.all},{which_percentile})",
)
def simulated_each(draw_savings: Array, which_percentile: Array) -> Array:
    """The savings that number of the draws stay below, between two draws in proportion."""
    ordered = np.sort(draw_savings, axis=-1)
    place = float(which_percentile[0, 0]) * (ordered.shape[-1] - 1)
    low = int(place)
    left, right = ordered[:, low : low + 1], ordered[:, low + 1 : low + 2]
    return left + (place - low) * (right - left)


@line(
    unit="share",
    source="METHOD 14.4",
    label="Probability that self-hosting pays",
    excel='=COUNTIF({draw_savings.all},">0")/{simulated_draws}',
)
def simulated_probability(draw_savings: Array, simulated_draws: Array) -> Array:
    """The share of the draws in which self-hosting has the lower NPV."""
    return total((draw_savings > 0).astype(float)) / simulated_draws


@line(
    unit="currency", source="METHOD 14.4", label="Savings, NPV: lowest of the draws", excel="=MIN({draw_savings.all})"
)
def simulated_lowest(draw_savings: Array) -> Array:
    """What self-hosting saves in the worst draw."""
    return draw_savings.min(axis=-1, keepdims=True)


@line(
    unit="currency", source="METHOD 14.4", label="Savings, NPV: highest of the draws", excel="=MAX({draw_savings.all})"
)
def simulated_highest(draw_savings: Array) -> Array:
    """What self-hosting saves in the best draw."""
    return draw_savings.max(axis=-1, keepdims=True)


_SAVED, _PAID = (TOKENS_REST, *TOKENS.values()), (FIXED_REST, *FIXED.values())
_ROWS = (UNIT_REST, *UNIT_ROWS.values())


def _base(load: Array, start: Array, counts: Array, **read: Array) -> Array:
    """The parts of the savings with every factor 1, and the counted units above the fewest."""
    units = (load[:, None, :] > start[:, None, :] + counts[:, :, None] - 1).sum(axis=1)
    saved, paid = (reduce(np.add, [read[name] for name in names]) for names in (_SAVED, _PAID))
    return saved - paid - total(units * reduce(np.add, [read[row] for row in _ROWS]))


declare(
    "simulated_base",
    label="Savings of a draw with every factor 1",
    meaning="What the simulation makes of the base; only units that it counts, so exact up to those.",
    unit="currency",
    source="METHOD 14.4",
    excel="=" + "+".join(f"{{{name}}}" for name in _SAVED) + "".join(f"-{{{name}}}" for name in _PAID) + "-SUMPRODUCT("
    "({draw_planned_load.all}>{draw_start_units.all}+{count_number.all}-1)*("
    + "+".join(f"{{{row}.all}}" for row in _ROWS)
    + "))",
    python=_base,
    reads={"load": "draw_planned_load", "start": "draw_start_units", "counts": "count_number"}
    | {name: name for name in (*_SAVED, *_PAID, *_ROWS)},
)


@line(
    unit="boolean",
    source="METHOD 14.4",
    label="The simulation agrees with the model",
    when_absent=True,
    excel="=OR(SUMPRODUCT(({draw_planned_load.all}>{draw_most_counted.all})*1)>0,"
    "ABS({simulated_base}-{self_host_savings_npv})<={check_tolerance}*({buy_npv}+{self_host_npv}))",
)
def check_simulation(
    draw_planned_load: Array,
    draw_most_counted: Array,
    simulated_base: Array,
    self_host_savings_npv: Array,
    check_tolerance: Array,
    buy_npv: Array,
    self_host_npv: Array,
) -> Array:
    """With every factor 1 the simulation finds the model's savings; not asked where units are averaged."""
    averaged = (draw_planned_load > draw_most_counted).any(axis=-1, keepdims=True)
    close = np.abs(simulated_base - self_host_savings_npv) <= check_tolerance * (buy_npv + self_host_npv)
    return averaged | close


@line(
    unit="number",
    axis="bin",
    source="METHOD 14.4",
    label="Bin of the histogram",
    excel=None,
    stands_with=("self_host_savings_npv",),
)
def bin_number() -> Array:
    """The number of a bin.

    The sheet holds the numbers.
    """
    return numbers("bin")


@line(
    unit="currency",
    source="METHOD 14.4",
    label="Width of a bin",
    excel="=({simulated_highest}-{simulated_lowest})/MAX({bin_number.all})",
)
def bin_width(simulated_highest: Array, simulated_lowest: Array, bin_number: Array) -> Array:
    """The bins share the range of the savings evenly; 0 where all draws save the same."""
    return (simulated_highest - simulated_lowest) / bin_number.max(axis=-1, keepdims=True)


@line(
    unit="currency",
    axis="bin",
    source="METHOD 14.4",
    label="Upper edge",
    excel="={simulated_lowest}+{bin_number}*{bin_width}",
)
def bin_high(simulated_lowest: Array, bin_number: Array, bin_width: Array) -> Array:
    """The most savings that the bin holds."""
    return simulated_lowest + bin_number * bin_width


@line(
    unit="currency",
    axis="bin",
    source="METHOD 14.4",
    label="Lower edge",
    excel="={simulated_lowest}+({bin_number}-1)*{bin_width}",
)
def bin_low(simulated_lowest: Array, bin_number: Array, bin_width: Array) -> Array:
    """The bin holds savings above this; the first bin the lowest too."""
    return simulated_lowest + (bin_number - 1) * bin_width


@line(
    unit="currency",
    axis="bin",
    source="METHOD 14.4",
    label="Middle of the bin",
    excel="=({bin_low}+{bin_high})/{halves}",
)
def bin_mid(bin_low: Array, bin_high: Array, halves: Array) -> Array:
    """Where a chart puts the bin."""
    return (bin_low + bin_high) / halves


@line(
    unit="count",
    axis="bin",
    source="METHOD 14.4",
    label="Draws up to the bin",
    excel="=SUMPRODUCT(({draw_savings.all}<={bin_high}+{bin_width}*{check_tolerance})*1)",
)
def bin_cumulative_count(draw_savings: Array, bin_high: Array, bin_width: Array, check_tolerance: Array) -> Array:
    """Draws that save at most the upper edge; the highest draw counts whatever the last digit of the last edge."""
    edges = bin_high + bin_width * check_tolerance
    return (draw_savings[:, None, :] <= edges[:, :, None]).sum(axis=-1).astype(float)


@line(
    unit="count",
    axis="bin",
    source="METHOD 14.4",
    label="Draws in the bin",
    excel="={bin_cumulative_count}-{bin_cumulative_count.prev}",
)
def bin_count(bin_cumulative_count: Array) -> Array:
    """How many draws the bin holds."""
    return bin_cumulative_count - before(bin_cumulative_count)


@line(
    unit="share",
    axis="bin",
    source="METHOD 14.4",
    label="Share of the draws in the bin",
    excel="={bin_count}/{simulated_draws}",
)
def bin_share(bin_count: Array, simulated_draws: Array) -> Array:
    """The bin's draws among all."""
    return bin_count / simulated_draws


@line(
    unit="share",
    axis="bin",
    source="METHOD 14.4",
    label="Share of the draws up to the bin",
    excel="={bin_cumulative_count}/{simulated_draws}",
)
def bin_cumulative_share(bin_cumulative_count: Array, simulated_draws: Array) -> Array:
    """The chance that the savings are at most the upper edge."""
    return bin_cumulative_count / simulated_draws
