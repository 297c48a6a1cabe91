"""The volume above which the strategy never costs more again (METHOD 10.4): V_always."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import BREAK_EVEN, line, whole


@line(
    unit="instances",
    source="METHOD 10.4",
    label="Last units that open above buy's bill",
    for_each=BREAK_EVEN,
    excel="=IF({strategy_step_pays},-INT(-({strategy_net_base_cost}"
    "+{strategy_net_token_rate}*{strategy_unit_capacity})/{strategy_step_margin}*(1-{relative_tolerance}))-1,NA())",
)
def strategy_last_dear_instances(
    strategy_step_pays: Array,
    strategy_net_base_cost: Array,
    strategy_net_token_rate: Array,
    strategy_unit_capacity: Array,
    strategy_step_margin: Array,
    relative_tolerance: Array,
) -> Array:
    """The last count of units whose first token costs more than with buy, n_last; #N/A where a step never pays."""
    bill = strategy_net_base_cost + strategy_net_token_rate * strategy_unit_capacity
    return np.where(strategy_step_pays, whole(bill / strategy_step_margin, relative_tolerance) - 1, np.nan)


@line(
    unit="boolean",
    source="METHOD 10.4",
    label="A full unit costs what its tokens save",
    for_each=BREAK_EVEN,
    excel="=ABS({strategy_step_margin})<={strategy_step_cost}*{relative_tolerance}",
)
def strategy_step_is_level(strategy_step_margin: Array, strategy_step_cost: Array, relative_tolerance: Array) -> Array:
    """Whether p*C equals I, so that both bills rise alike."""
    return np.abs(strategy_step_margin) <= strategy_step_cost * relative_tolerance


@line(
    unit="boolean",
    source="METHOD 10.4",
    label="The staircase stays level below buy's bill",
    for_each=BREAK_EVEN,
    excel="=AND({strategy_step_is_level},{strategy_step_cost}+{strategy_net_base_cost}"
    "<={strategy_step_cost}*{relative_tolerance}+{strategy_base_noise})",
)
def strategy_stays_level(
    strategy_step_is_level: Array,
    strategy_step_cost: Array,
    strategy_net_base_cost: Array,
    relative_tolerance: Array,
    strategy_base_noise: Array,
) -> Array:
    """Whether both bills rise alike and one more unit opens no dearer than buy (METHOD 13.1)."""
    noise = strategy_step_cost * relative_tolerance + strategy_base_noise
    return strategy_step_is_level & (strategy_step_cost + strategy_net_base_cost <= noise)


@line(
    unit="tokens",
    source="METHOD 10.4",
    label="Volume that pays for the last dear units",
    for_each=BREAK_EVEN,
    excel="=IF({strategy_step_pays},IF({strategy_last_dear_instances}>={strategy_min_units},"
    "({strategy_last_dear_instances}*{strategy_step_cost}+{strategy_net_base_cost})/{strategy_net_token_rate},0),0)",
)
def strategy_last_dear_tokens(
    strategy_step_pays: Array,
    strategy_last_dear_instances: Array,
    strategy_min_units: Array,
    strategy_step_cost: Array,
    strategy_net_base_cost: Array,
    strategy_net_token_rate: Array,
) -> Array:
    """The volume at which the bills agree with the last number of units that opens dearer; 0 where there is none."""
    last_crossing = strategy_last_dear_instances * strategy_step_cost + strategy_net_base_cost
    is_dear = strategy_step_pays & (strategy_last_dear_instances >= strategy_min_units)
    return np.where(is_dear, last_crossing / strategy_net_token_rate, 0)


@line(
    unit="tokens",
    source="METHOD 10.4",
    label="Always cheaper above, V_always",
    for_each=BREAK_EVEN,
    excel="=IF({strategy_net_token_rate}<0,NA(),IF({strategy_unit_capacity}=0,{strategy_break_even_tokens},"
    "IF({strategy_step_pays},MAX({strategy_last_dear_tokens},{strategy_break_even_tokens}),"
    "IF({strategy_stays_level},{strategy_break_even_tokens},NA()))))",
)
def strategy_always_above_tokens(
    strategy_net_token_rate: Array,
    strategy_unit_capacity: Array,
    strategy_break_even_tokens: Array,
    strategy_step_pays: Array,
    strategy_last_dear_tokens: Array,
    strategy_stays_level: Array,
) -> Array:
    """The monthly volume above which the strategy never costs more again; #N/A when there is none."""
    paying = np.maximum(strategy_last_dear_tokens, strategy_break_even_tokens)
    limited = np.where(strategy_step_pays, paying, np.where(strategy_stays_level, strategy_break_even_tokens, np.nan))
    above = np.where(strategy_unit_capacity == 0, strategy_break_even_tokens, limited)
    return np.where(strategy_net_token_rate < 0, np.nan, above)
