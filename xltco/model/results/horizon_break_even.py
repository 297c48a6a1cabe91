"""Horizon break-even (METHOD 10.6): the smallest month-1 volume at which self-hosting's NPV is at most buy's.

With month-1 volume V the difference of the NPVs is A + sum over months of U[m]*N(V*g[m]) - V*S: U is what a unit
costs in the month, g the growth, S what a month-1 token is worth in avoided API bills, A everything else. It is
linear between the volumes at which some month needs one more unit, and jumps up there.

Without growth all months need the same units, and the staircase has its closed form. With growth the sheet climbs to
the smallest root: with the units of the volume reached so far, the volume that would pay for them is never above the
answer, so it is the next volume, until it stays the same. Mostly a few steps suffice, so the later ones are computed
only where the first have not settled. `horizon_walk` finds the answer another way. A search that has not reached it
says "not settled", which is not never.
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from xltco.lines import NOT_SETTLED, Array
from xltco.model.register import cleared, line, numbers, total, whole
from xltco.model.results.present_values import UNIT_RATES, declare


def _unit_npv(**read: Array) -> Array:
    """What one unit costs in the month, discounted; 0 before go-live."""
    rates = [read[rate] * read[index] if index else read[rate] for index, rate in UNIT_RATES.items()]
    return reduce(np.add, rates) * read["discount_factor"] * read["self_host_in_service"]


_NAMES = [*UNIT_RATES.values(), *(index for index in UNIT_RATES if index), "discount_factor", "self_host_in_service"]
declare(
    "self_host_step_npv",
    label="NPV of one unit in the month, U",
    meaning="What one unit costs in the month, discounted; 0 before go-live.",
    unit="currency",
    axis="month",
    excel="=("
    + "+".join(f"{{{rate}}}" + (f"*{{{index}}}" if index else "") for index, rate in UNIT_RATES.items())
    + ")*{discount_factor}*{self_host_in_service}",
    python=_unit_npv,
    reads={name: name for name in _NAMES},
)


@line(
    unit="instances_per_token",
    axis="month",
    source="METHOD 10.6",
    label="Units per month-1 token",
    excel="=IF({self_host_unit_capacity}=0,0,{growth_factor}/{self_host_unit_capacity}*{self_host_in_service})",
)
def self_host_load_per_token(
    self_host_unit_capacity: Array, growth_factor: Array, self_host_in_service: Array
) -> Array:
    """The part of a unit that each token of month 1 fills in the month."""
    load = growth_factor / self_host_unit_capacity * self_host_in_service
    return np.where(self_host_unit_capacity == 0, 0, load)


@line(unit="currency", source="METHOD 10.6", label="NPV of one unit", excel="=SUM({self_host_step_npv.all})")
def self_host_total_step_npv(self_host_step_npv: Array) -> Array:
    """What one unit costs over the horizon, discounted."""
    return total(self_host_step_npv)


@line(
    unit="currency",
    source="METHOD 10.6",
    label="Other differences, A",
    excel="={self_host_total_rest}+{self_host_spare_units}*{self_host_total_step_npv}",
)
def self_host_total_other(
    self_host_total_rest: Array, self_host_spare_units: Array, self_host_total_step_npv: Array
) -> Array:
    """NPV of everything that follows neither tokens nor the units that they need: the spare units are in it."""
    return self_host_total_rest + self_host_spare_units * self_host_total_step_npv


@line(
    unit="currency_per_token",
    source="METHOD 10.6",
    label="Capacity cost, R",
    excel="=SUMPRODUCT({self_host_step_npv.all}*{self_host_load_per_token.all})",
)
def self_host_total_load_cost(self_host_step_npv: Array, self_host_load_per_token: Array) -> Array:
    """NPV of the units that a token of month 1 fills over the horizon, idle capacity left out."""
    return total(self_host_step_npv * self_host_load_per_token)


@line(
    unit="currency",
    source="METHOD 10.6",
    label="NPV of the fewest units and all else",
    excel="=IF(ABS({self_host_total_other}+{self_host_min_units}*{self_host_total_step_npv})"
    "<={self_host_min_units}*{self_host_total_step_npv}*{relative_tolerance},0,"
    "{self_host_total_other}+{self_host_min_units}*{self_host_total_step_npv})",
)
def self_host_least_npv(
    self_host_total_other: Array, self_host_min_units: Array, self_host_total_step_npv: Array, relative_tolerance: Array
) -> Array:
    """What self-hosting costs more than buying when there is nothing to serve."""
    fewest = self_host_min_units * self_host_total_step_npv
    return cleared(self_host_total_other + fewest, fewest, relative_tolerance)


@line(
    unit="boolean",
    source="METHOD 10.6",
    label="Capacity without idling pays",
    excel="={self_host_total_avoided_bill}>{self_host_total_load_cost}*(1+{check_tolerance})",
)
def self_host_capacity_pays(
    self_host_total_avoided_bill: Array, self_host_total_load_cost: Array, check_tolerance: Array
) -> Array:
    """Whether the API bills more for a token than the unit that it fills costs."""
    return self_host_total_avoided_bill > self_host_total_load_cost * (1 + check_tolerance)


@line(
    unit="instances",
    source="METHOD 10.6",
    label="Units at the answer without growth",
    excel="=IF(AND({self_host_capacity_pays},{self_host_unit_capacity}>0),MAX({self_host_min_units},-INT(-{self_host_total_other}"
    "/(({self_host_total_avoided_bill}-{self_host_total_load_cost})*{self_host_unit_capacity})"
    "*(1-{relative_tolerance}))),{self_host_min_units})",
)
def self_host_level_units(
    self_host_capacity_pays: Array,
    self_host_min_units: Array,
    self_host_total_other: Array,
    self_host_total_avoided_bill: Array,
    self_host_total_load_cost: Array,
    self_host_unit_capacity: Array,
    relative_tolerance: Array,
) -> Array:
    """The closed form of 10.3 over the horizon: what is fixed, over what a full unit saves, rounded up."""
    saved = (self_host_total_avoided_bill - self_host_total_load_cost) * self_host_unit_capacity
    counted = np.maximum(self_host_min_units, whole(self_host_total_other / saved, relative_tolerance))
    return np.where(self_host_capacity_pays & (saved > 0), counted, self_host_min_units)


@line(
    unit="tokens",
    source="METHOD 10.6",
    label="Where the search begins",
    excel="=IF({self_host_total_avoided_bill}<=0,0,MAX({self_host_least_npv}/{self_host_total_avoided_bill},"
    "IF({self_host_capacity_pays},IF({workload_monthly_growth_rate}=0,"
    "({self_host_total_other}+{self_host_level_units}*{self_host_total_step_npv})/{self_host_total_avoided_bill},"
    "{self_host_total_other}/({self_host_total_avoided_bill}-{self_host_total_load_cost})),0),0))",
)
def self_host_search_start(
    self_host_total_avoided_bill: Array,
    self_host_least_npv: Array,
    self_host_capacity_pays: Array,
    workload_monthly_growth_rate: Array,
    self_host_total_other: Array,
    self_host_level_units: Array,
    self_host_total_step_npv: Array,
    self_host_total_load_cost: Array,
) -> Array:
    """A volume that the answer can't be below: the fewest units must pay, and so must capacity without idling."""
    for_fewest = self_host_least_npv / self_host_total_avoided_bill
    level = self_host_total_other + self_host_level_units * self_host_total_step_npv
    gain = self_host_total_avoided_bill - self_host_total_load_cost
    without_idling = np.where(
        workload_monthly_growth_rate == 0, level / self_host_total_avoided_bill, self_host_total_other / gain
    )
    start = np.maximum(np.maximum(for_fewest, np.where(self_host_capacity_pays, without_idling, 0)), 0)
    return np.where(self_host_total_avoided_bill <= 0, 0, start)


@line(
    unit="instances",
    axis="month",
    source="METHOD 10.6",
    label="Units where the search begins",
    excel="=MAX({self_host_min_units},-INT(-{self_host_search_start}*{self_host_load_per_token}*(1-{relative_tolerance})))",
)
def self_host_start_units(
    self_host_min_units: Array,
    self_host_search_start: Array,
    self_host_load_per_token: Array,
    relative_tolerance: Array,
) -> Array:
    """Units that the month needs at the volume where the search begins."""
    needed = whole(self_host_search_start * self_host_load_per_token, relative_tolerance)
    return np.maximum(self_host_min_units, needed)


@line(
    unit="currency",
    source="METHOD 10.6",
    label="NPV of those units",
    excel="=SUMPRODUCT({self_host_start_units.all}*{self_host_step_npv.all})",
)
def self_host_start_units_npv(self_host_start_units: Array, self_host_step_npv: Array) -> Array:
    """What the units where the search begins cost over the horizon, discounted."""
    return total(self_host_start_units * self_host_step_npv)


@line(
    unit="currency",
    source="METHOD 10.6",
    label="NPV of those units and all else",
    excel="=IF(ABS({self_host_total_other}+{self_host_start_units_npv})"
    "<={self_host_start_units_npv}*{relative_tolerance},0,{self_host_total_other}+{self_host_start_units_npv})",
)
def self_host_start_npv(
    self_host_total_other: Array, self_host_start_units_npv: Array, relative_tolerance: Array
) -> Array:
    """What self-hosting costs more than buying, beside tokens, with the units where the search begins."""
    units = self_host_start_units_npv
    return cleared(self_host_total_other + units, units, relative_tolerance)


@line(
    unit="number",
    axis="unit_above",
    source="METHOD 10.6",
    label="Unit above the start",
    excel=None,
    stands_with=("self_host_savings_npv",),
)
def unit_above_number() -> Array:
    """The number of a unit above those where the search begins; each is counted by itself."""
    return numbers("unit_above")


@line(unit="number", source="METHOD 10.6", label="Units above the start", excel="=MAX({unit_above_number.all})")
def most_units_above(unit_above_number: Array) -> Array:
    """How many units above those of the start a step can count."""
    return unit_above_number.max(axis=-1, keepdims=True)


def _climb(least: str, volume: str) -> str:
    """A step of the search as a formula: the volume that pays for the units of the step before, or of `least`."""
    reached = f"{{{least}}},{{{volume}.prev}}"
    return (
        f"MAX({reached},({{self_host_start_npv}}+SUMPRODUCT((MAX({reached})*{{self_host_load_per_token.all}}"
        "*(1-{relative_tolerance})>{self_host_start_units.all}+{unit_above_number.all}-1)"
        "*{self_host_step_npv.all}))/{self_host_total_avoided_bill})"
    )


def _climbed(
    reached: Array,
    steps: int,
    self_host_total_avoided_bill: Array,
    self_host_start_npv: Array,
    self_host_load_per_token: Array,
    relative_tolerance: Array,
    self_host_start_units: Array,
    unit_above_number: Array,
    self_host_step_npv: Array,
) -> Array:
    """The volumes of so many steps of the search; what no longer changes is repeated.

    Units above those of the start are counted one number at a time, as Excel counts them.
    """
    most = unit_above_number.shape[-1]
    found: list[Array] = []
    while len(found) < steps:
        load = whole(reached * self_host_load_per_token, relative_tolerance)
        added = np.clip(load - self_host_start_units, 0, most)
        pays = (self_host_start_npv + total(added * self_host_step_npv)) / self_host_total_avoided_bill
        before, reached = reached, np.where(self_host_total_avoided_bill <= 0, 0, np.maximum(reached, pays))
        found += [reached] * (steps - len(found) if (reached == before).all() else 1)
    return np.concatenate(found, axis=-1)


@line(
    unit="tokens",
    axis="step",
    source="METHOD 10.6",
    label="Search for the horizon break-even",
    excel="=IF({self_host_total_avoided_bill}<=0,0,"
    + _climb("self_host_search_start", "self_host_horizon_search")
    + ")",
)
def self_host_horizon_search(
    axis_length: int,
    self_host_total_avoided_bill: Array,
    self_host_search_start: Array,
    self_host_start_npv: Array,
    self_host_load_per_token: Array,
    relative_tolerance: Array,
    self_host_start_units: Array,
    unit_above_number: Array,
    self_host_step_npv: Array,
) -> Array:
    """The volume that pays for the units of the volume before; it rises until it is the answer."""
    return _climbed(
        self_host_search_start,
        axis_length,
        self_host_total_avoided_bill,
        self_host_start_npv,
        self_host_load_per_token,
        relative_tolerance,
        self_host_start_units,
        unit_above_number,
        self_host_step_npv,
    )


@line(
    unit="tokens",
    source="METHOD 10.6",
    label="Volume reached by the first steps",
    excel="=MAX({self_host_horizon_search.all})",
)
def self_host_early_end(self_host_horizon_search: Array) -> Array:
    """The last volume of the first steps of the search."""
    return self_host_horizon_search.max(axis=-1, keepdims=True)


@line(
    unit="boolean",
    source="METHOD 10.6",
    label="The first steps have settled",
    excel="=SUMPRODUCT(({self_host_horizon_search.all}={self_host_early_end})*1)>1",
)
def self_host_search_settles_early(self_host_horizon_search: Array, self_host_early_end: Array) -> Array:
    """Whether the last of the first steps found the same volume: then every later step finds it too."""
    return total((self_host_horizon_search == self_host_early_end).astype(float)) > 1


@line(
    unit="tokens",
    axis="late_step",
    source="METHOD 10.6",
    label="Search, later steps",
    excel="=IF({self_host_search_settles_early},{self_host_early_end},"
    + _climb("self_host_early_end", "self_host_late_search")
    + ")",
)
def self_host_late_search(
    axis_length: int,
    self_host_search_settles_early: Array,
    self_host_early_end: Array,
    self_host_total_avoided_bill: Array,
    self_host_start_npv: Array,
    self_host_load_per_token: Array,
    relative_tolerance: Array,
    self_host_start_units: Array,
    unit_above_number: Array,
    self_host_step_npv: Array,
) -> Array:
    """The search goes on from where its first steps end, unless these have settled."""
    climbed = _climbed(
        self_host_early_end,
        axis_length,
        self_host_total_avoided_bill,
        self_host_start_npv,
        self_host_load_per_token,
        relative_tolerance,
        self_host_start_units,
        unit_above_number,
        self_host_step_npv,
    )
    return np.where(self_host_search_settles_early, self_host_early_end, climbed)


@line(
    unit="tokens",
    source="METHOD 10.6",
    label="Volume reached by the search",
    excel="=MAX({self_host_late_search.all})",
)
def self_host_search_end(self_host_late_search: Array) -> Array:
    """The last volume of the search."""
    return self_host_late_search.max(axis=-1, keepdims=True)


@line(
    unit="boolean",
    source="METHOD 10.6",
    label="It never pays",
    excel="=IF({self_host_total_avoided_bill}<=0,{self_host_least_npv}>0,AND(NOT({self_host_capacity_pays}),"
    "{self_host_total_other}-{self_host_search_end}*({self_host_total_avoided_bill}-{self_host_total_load_cost})>0))",
)
def self_host_horizon_never(
    self_host_total_avoided_bill: Array,
    self_host_least_npv: Array,
    self_host_capacity_pays: Array,
    self_host_total_other: Array,
    self_host_search_end: Array,
    self_host_total_load_cost: Array,
) -> Array:
    """Whether no volume at all pays over the horizon: capacity costs more than the API, and nothing makes up for it."""
    gain = self_host_total_avoided_bill - self_host_total_load_cost
    hopeless = ~self_host_capacity_pays & (self_host_total_other - self_host_search_end * gain > 0)
    return np.where(self_host_total_avoided_bill <= 0, self_host_least_npv > 0, hopeless)


@line(
    unit="boolean",
    source="METHOD 10.6",
    label="The search has settled",
    excel="=OR({self_host_horizon_never},AND(SUMPRODUCT(({self_host_late_search.all}={self_host_search_end})*1)>1,"
    "SUMPRODUCT(({self_host_search_end}*{self_host_load_per_token.all}*(1-{relative_tolerance})"
    ">{self_host_start_units.all}+{most_units_above})*1)=0))",
)
def self_host_search_settled(
    self_host_horizon_never: Array,
    self_host_late_search: Array,
    self_host_search_end: Array,
    self_host_load_per_token: Array,
    relative_tolerance: Array,
    self_host_start_units: Array,
    most_units_above: Array,
) -> Array:
    """Whether the last steps found the same volume, with no month's units beyond those that a step can count."""
    repeats = total((self_host_late_search == self_host_search_end).astype(float))
    load = self_host_search_end * self_host_load_per_token * (1 - relative_tolerance)
    most = self_host_start_units + most_units_above
    return self_host_horizon_never | ((repeats > 1) & (total((load > most).astype(float)) == 0))


@line(
    unit="tokens",
    source="METHOD 10.6",
    label="Horizon break-even tokens in month 1",
    excel=f'=IF({{self_host_horizon_never}},NA(),IF({{self_host_search_settled}},{{self_host_search_end}},"{NOT_SETTLED}"))',
)
def self_host_horizon_break_even_tokens(
    self_host_horizon_never: Array, self_host_search_settled: Array, self_host_search_end: Array
) -> Array:
    """The smallest month-1 volume at which self-hosting's NPV over the horizon is at most buy's; #N/A when none is.

    "not settled" (infinity in Python) where the search has not reached the answer, which `xltco compare` has.
    """
    reached = np.where(self_host_search_settled, self_host_search_end, np.inf)
    return np.where(self_host_horizon_never, np.nan, reached)
