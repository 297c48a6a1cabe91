"""Every crossing of the two bills (METHOD 10.4): where the cheaper side changes, from V* up to V_always.

From one count of units on, each full tread of the staircase ends with a step above buy's bill, and each new tread sinks
below it again. So the crossings after V* are half a unit apart: n on the tread of n units, at (n*I + F)/p, and n + 1/2
at the step from n to n + 1, at n*C. Equality counts as no dearer: a tread that meets buy's bill at its very end changes
the side there, and with the step back.
"""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import BREAK_EVEN, CROSSINGS, is_given, line


@line(
    unit="count",
    source="METHOD 10.4",
    label="Crossings",
    for_each=BREAK_EVEN,
    excel="=IF(ISNUMBER({strategy_break_even_tokens}),"
    "1+MAX(0,({strategy_last_crossing_units}-{strategy_second_crossing_units})*{halves}+1),0)",
)
def strategy_crossing_count(
    strategy_break_even_tokens: Array,
    strategy_last_crossing_units: Array,
    strategy_second_crossing_units: Array,
    halves: Array,
) -> Array:
    """How often the cheaper side changes, V* included; #N/A where it goes on for ever."""
    later = (strategy_last_crossing_units - strategy_second_crossing_units) * halves + 1
    return np.where(is_given(strategy_break_even_tokens), 1 + np.maximum(later, 0), 0)


@line(unit="number", axis="crossing", source="METHOD 10.4", label="Crossing", excel=None)
def crossing_number() -> Array:
    """The number of a crossing, from 0 for V*."""
    return np.arange(CROSSINGS, dtype=float)[None, :]


@line(
    unit="count",
    source="METHOD 10.4",
    label="Crossings listed",
    for_each=BREAK_EVEN,
    excel="=MIN(IF(ISNUMBER({strategy_crossing_count}),{strategy_crossing_count},MAX({crossing_number.all})+1),"
    "MAX({crossing_number.all})+1)",
)
def strategy_crossings_listed(strategy_crossing_count: Array, crossing_number: Array) -> Array:
    """How many of the crossings the list holds: all, or as many as it has places."""
    return np.fmin(strategy_crossing_count, crossing_number.shape[-1])


@line(
    unit="count",
    source="METHOD 10.4",
    label="Crossings left out",
    for_each=BREAK_EVEN,
    excel="={strategy_crossing_count}-{strategy_crossings_listed}",
)
def strategy_crossings_left_out(strategy_crossing_count: Array, strategy_crossings_listed: Array) -> Array:
    """How many crossings lie beyond the list; #N/A where they go on for ever."""
    return strategy_crossing_count - strategy_crossings_listed


@line(
    unit="number",
    axis="crossing",
    source="METHOD 10.4",
    label="Units at the crossing",
    for_each=BREAK_EVEN,
    excel="=IF({crossing_number}>={strategy_crossings_listed},NA(),IF({crossing_number}=0,"
    "{strategy_break_even_instances},{strategy_second_crossing_units}+({crossing_number}-1)/{halves}))",
)
def strategy_crossing_units(
    crossing_number: Array,
    strategy_crossings_listed: Array,
    strategy_break_even_instances: Array,
    strategy_second_crossing_units: Array,
    halves: Array,
) -> Array:
    """Units that serve the crossing's volume; a half at a step, where the next unit opens; #N/A beyond the last."""
    later = strategy_second_crossing_units + (crossing_number - 1) / halves
    units = np.where(crossing_number == 0, strategy_break_even_instances, later)
    return np.where(crossing_number < strategy_crossings_listed, units, np.nan)


@line(
    unit="tokens",
    axis="crossing",
    source="METHOD 10.4",
    label="Crossing, tokens per month",
    for_each=BREAK_EVEN,
    excel="=IF({crossing_number}=0,{strategy_break_even_tokens},"
    "IF({strategy_crossing_units}=INT({strategy_crossing_units}),"
    "MAX(({strategy_crossing_units}*{strategy_step_cost}+{strategy_net_base_cost})/{strategy_net_token_rate},0),"
    "INT({strategy_crossing_units})*{strategy_unit_capacity}))",
)
def strategy_crossings(
    crossing_number: Array,
    strategy_break_even_tokens: Array,
    strategy_crossing_units: Array,
    strategy_step_cost: Array,
    strategy_net_base_cost: Array,
    strategy_net_token_rate: Array,
    strategy_unit_capacity: Array,
) -> Array:
    """The volumes at which the cheaper side changes, rising: V* first, V_always last where there is one."""
    full = np.floor(strategy_crossing_units)
    on_tread = (strategy_crossing_units * strategy_step_cost + strategy_net_base_cost) / strategy_net_token_rate
    later = np.where(strategy_crossing_units == full, np.maximum(on_tread, 0) + 0.0, full * strategy_unit_capacity)
    return np.where(crossing_number == 0, strategy_break_even_tokens, later)
