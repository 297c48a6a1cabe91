"""Which steps of the staircase lead above buy's bill (METHOD 10.4): the first and the last of a run without gaps.

A step is named after the units that are full before it. Positions of crossings are counted in units: n on the tread of
n units, n + 1/2 at the step from n to n + 1.
"""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import BREAK_EVEN, line


@line(
    unit="instances",
    source="METHOD 10.4",
    label="Units, full, after which one more is dearer",
    for_each=BREAK_EVEN,
    excel="=IF({strategy_step_pays},{strategy_break_even_instances},"
    "IF(OR({strategy_unit_capacity}=0,{strategy_step_is_level}),{strategy_min_units},MAX({strategy_min_units},"
    "INT(({strategy_net_base_cost}+{strategy_step_cost})/{strategy_step_margin}*(1+{relative_tolerance}))+1)))",
)
def strategy_first_dear_step(
    strategy_step_pays: Array,
    strategy_break_even_instances: Array,
    strategy_unit_capacity: Array,
    strategy_step_is_level: Array,
    strategy_min_units: Array,
    strategy_net_base_cost: Array,
    strategy_step_cost: Array,
    strategy_step_margin: Array,
    relative_tolerance: Array,
) -> Array:
    """The fewest units, from n* on, whose next step leads above buy's bill, if a step does."""
    opening = (strategy_net_base_cost + strategy_step_cost) / strategy_step_margin
    falling = np.maximum(strategy_min_units, np.floor(opening * (1 + relative_tolerance)) + 1)
    flat = (strategy_unit_capacity == 0) | strategy_step_is_level
    later = np.where(flat, strategy_min_units, falling)
    return np.where(strategy_step_pays, strategy_break_even_instances, later)


@line(
    unit="instances",
    source="METHOD 10.4",
    label="Last units that pay when full",
    for_each=BREAK_EVEN,
    excel="=IF({strategy_step_pays},{strategy_last_dear_instances}-1,IF({strategy_unit_capacity}=0,0,"
    "IF({strategy_step_is_level},{strategy_min_units},"
    "INT({strategy_net_base_cost}/{strategy_step_margin}*(1+{relative_tolerance})))))",
)
def strategy_last_dear_step(
    strategy_step_pays: Array,
    strategy_last_dear_instances: Array,
    strategy_unit_capacity: Array,
    strategy_step_is_level: Array,
    strategy_min_units: Array,
    strategy_net_base_cost: Array,
    strategy_step_margin: Array,
    relative_tolerance: Array,
) -> Array:
    """The most units, no dearer than buy when full, whose next step leads above buy's bill."""
    falling = np.floor(strategy_net_base_cost / strategy_step_margin * (1 + relative_tolerance))
    limited = np.where(strategy_step_is_level, strategy_min_units, falling)
    later = np.where(strategy_unit_capacity == 0, 0, limited)
    return np.where(strategy_step_pays, strategy_last_dear_instances - 1, later)


@line(
    unit="number",
    source="METHOD 10.4",
    label="Position of the second crossing",
    for_each=BREAK_EVEN,
    excel="={strategy_first_dear_step}"
    "+IF(AND({strategy_net_token_rate}<0,{strategy_first_dear_step}>{strategy_last_dear_step}),0,1/{halves})",
)
def strategy_second_crossing_units(
    strategy_first_dear_step: Array, strategy_net_token_rate: Array, strategy_last_dear_step: Array, halves: Array
) -> Array:
    """Where the side changes after V*, if it does: at a step, or on a tread where its own tokens are dearer."""
    on_tread = (strategy_net_token_rate < 0) & (strategy_first_dear_step > strategy_last_dear_step)
    return strategy_first_dear_step + np.where(on_tread, 0, 1 / halves)


@line(
    unit="number",
    source="METHOD 10.4",
    label="Position of the last crossing",
    for_each=BREAK_EVEN,
    excel="=IF({strategy_net_token_rate}<0,{strategy_second_crossing_units},IF(OR({strategy_unit_capacity}=0,"
    "AND(NOT({strategy_step_pays}),{strategy_step_is_level},{strategy_stays_level})),0,"
    "IF({strategy_step_pays},{strategy_last_dear_instances},"
    "IF({strategy_step_is_level},NA(),{strategy_last_dear_step}+1/{halves}))))",
)
def strategy_last_crossing_units(
    strategy_net_token_rate: Array,
    strategy_second_crossing_units: Array,
    strategy_unit_capacity: Array,
    strategy_step_pays: Array,
    strategy_last_dear_instances: Array,
    strategy_step_is_level: Array,
    strategy_stays_level: Array,
    strategy_last_dear_step: Array,
    halves: Array,
) -> Array:
    """Where the side changes for the last time; 0 where V* is the last, #N/A where it goes on for ever."""
    level = np.where(strategy_stays_level, 0, np.nan)
    limited = np.where(strategy_step_is_level, level, strategy_last_dear_step + 1 / halves)
    limited = np.where(strategy_step_pays, strategy_last_dear_instances, limited)
    dearer_tokens = strategy_net_token_rate < 0
    return np.where(dearer_tokens, strategy_second_crossing_units, np.where(strategy_unit_capacity == 0, 0, limited))
