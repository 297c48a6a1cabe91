"""Horizon break-even (METHOD 10.6): the smallest month-1 volume at which self-hosting's NPV is at most buy's.

With month-1 volume V the difference of the NPVs is A + sum over months of U[m]*N(V*g[m]) - V*S: U is what an instance
costs in the month, g the growth, S what a month-1 token is worth in avoided API bills, A everything else. It is
linear between the volumes at which some month needs one more instance, and jumps up there.

The sheet climbs to the smallest root: with the instances of the volume reached so far, the volume that would pay for
them is never above the answer, so it is the next volume, until it stays the same. `horizon_walk` finds it another way.
"""

from __future__ import annotations

import numpy as np

from xltco.model.register import cleared, line, total, whole


@line(
    unit="currency",
    axis="month",
    source="METHOD 10.6",
    label="NPV of one instance in the month, U",
    excel="=({self_host_hardware_per_instance}*{self_host_price_factor}"
    "+{self_host_labor_hours_per_extra_instance}*{labor_hourly_rate}*{wage_factor})"
    "*{discount_factor}*{self_host_in_service}",
)
def self_host_step_npv(
    self_host_hardware_per_instance,
    self_host_price_factor,
    self_host_labor_hours_per_extra_instance,
    labor_hourly_rate,
    wage_factor,
    discount_factor,
    self_host_in_service,
):
    """What one instance costs in the month, discounted; 0 before go-live."""
    labor = self_host_labor_hours_per_extra_instance * labor_hourly_rate * wage_factor
    hardware = self_host_hardware_per_instance * self_host_price_factor
    return (hardware + labor) * discount_factor * self_host_in_service


@line(
    unit="currency_per_token",
    axis="month",
    source="METHOD 10.6",
    label="NPV of the API's bill per month-1 token",
    excel="={buy_price_per_token}*{buy_price_factor}*{growth_factor}*{discount_factor}*{self_host_in_service}",
)
def self_host_avoided_bill(
    buy_price_per_token, buy_price_factor, growth_factor, discount_factor, self_host_in_service
):  # fmt: skip
    """What each token of month 1 saves of the API's bill in the month, growth included, discounted."""
    return buy_price_per_token * buy_price_factor * growth_factor * discount_factor * self_host_in_service


@line(
    unit="currency",
    axis="month",
    source="METHOD 10.6",
    label="NPV of all other differences",
    excel="=({self_host_one_time}-{buy_one_time}"
    "+(({self_host_base_labor_hours}-{self_host_min_instances}*{self_host_labor_hours_per_extra_instance})"
    "*{labor_hourly_rate}*{wage_factor}-{buy_platform_fee}-{buy_labor}-{buy_lock_in})*{self_host_in_service}"
    "+{self_host_risk}+{self_host_compliance}+{self_host_lock_in}+{self_host_refresh})*{discount_factor}",
)
def self_host_other_npv(
    self_host_one_time,
    buy_one_time,
    self_host_base_labor_hours,
    self_host_min_instances,
    self_host_labor_hours_per_extra_instance,
    labor_hourly_rate,
    wage_factor,
    buy_platform_fee,
    buy_labor,
    buy_lock_in,
    self_host_in_service,
    self_host_risk,
    self_host_compliance,
    self_host_lock_in,
    self_host_refresh,
    discount_factor,
):
    """What self-hosting costs more than buying in the month, beside instances and tokens, discounted."""
    hours = self_host_base_labor_hours - self_host_min_instances * self_host_labor_hours_per_extra_instance
    avoided = (buy_platform_fee + buy_labor + buy_lock_in) * self_host_in_service
    labor = hours * labor_hourly_rate * wage_factor * self_host_in_service
    expected = self_host_risk + self_host_compliance + self_host_lock_in + self_host_refresh
    return (self_host_one_time - buy_one_time + labor + expected - avoided) * discount_factor


@line(
    unit="instances_per_token",
    axis="month",
    source="METHOD 10.6",
    label="Instances per month-1 token",
    excel="=IF({self_host_instance_capacity}=0,0,{growth_factor}/{self_host_instance_capacity}*{self_host_in_service})",
)
def self_host_load_per_token(self_host_instance_capacity, growth_factor, self_host_in_service):
    """The part of an instance that each token of month 1 fills in the month."""
    return np.where(self_host_instance_capacity == 0, 0, growth_factor / self_host_instance_capacity) * (
        self_host_in_service
    )


@line(
    unit="currency_per_token", source="METHOD 10.6", label="Avoided bill, S", excel="=SUM({self_host_avoided_bill.all})"
)
def self_host_total_avoided_bill(self_host_avoided_bill):
    """NPV of the API's bill that a token of month 1 saves over the horizon."""
    return total(self_host_avoided_bill)


@line(
    unit="currency_per_token",
    source="METHOD 10.6",
    label="Capacity cost, R",
    excel="=SUMPRODUCT({self_host_step_npv.all}*{self_host_load_per_token.all})",
)
def self_host_total_load_cost(self_host_step_npv, self_host_load_per_token):
    """NPV of the instances that a token of month 1 fills over the horizon, idle capacity left out."""
    return total(self_host_step_npv * self_host_load_per_token)


@line(unit="currency", source="METHOD 10.6", label="Other differences, A", excel="=SUM({self_host_other_npv.all})")
def self_host_total_other(self_host_other_npv):
    """NPV of everything that follows neither instances nor tokens."""
    return total(self_host_other_npv)


@line(
    unit="currency",
    source="METHOD 10.6",
    label="NPV of the fewest instances and all else",
    excel="=IF(ABS({self_host_total_other}+{self_host_min_instances}*SUM({self_host_step_npv.all}))"
    "<={self_host_min_instances}*SUM({self_host_step_npv.all})*{relative_tolerance},0,"
    "{self_host_total_other}+{self_host_min_instances}*SUM({self_host_step_npv.all}))",
)
def self_host_least_npv(self_host_total_other, self_host_min_instances, self_host_step_npv, relative_tolerance):
    """What self-hosting costs more than buying when there is nothing to serve."""
    instances = self_host_min_instances * total(self_host_step_npv)
    return cleared(self_host_total_other + instances, instances, relative_tolerance)


@line(
    unit="tokens",
    source="METHOD 10.6",
    label="Where the search begins",
    excel="=IF({self_host_total_avoided_bill}=0,0,MAX({self_host_least_npv}/{self_host_total_avoided_bill},"
    "IF({self_host_total_avoided_bill}>{self_host_total_load_cost}*(1+{check_tolerance}),"
    "{self_host_total_other}/({self_host_total_avoided_bill}-{self_host_total_load_cost}),0),0))",
)
def self_host_search_start(
    self_host_total_avoided_bill, self_host_least_npv, self_host_total_load_cost, check_tolerance, self_host_total_other
):
    """A volume that the answer can't be below: the fewest instances must pay, and so must capacity without idling."""
    for_fewest = self_host_least_npv / self_host_total_avoided_bill
    pays = self_host_total_avoided_bill > self_host_total_load_cost * (1 + check_tolerance)
    gain = self_host_total_avoided_bill - self_host_total_load_cost
    for_capacity = np.where(pays, self_host_total_other / gain, 0)
    start = np.maximum(np.maximum(for_fewest, for_capacity), 0)
    return np.where(self_host_total_avoided_bill == 0, 0, start)


@line(
    unit="instances",
    axis="month",
    source="METHOD 10.6",
    label="Instances where the search begins",
    excel="=MAX({self_host_min_instances},"
    "-INT(-{self_host_search_start}*{self_host_load_per_token}*(1-{relative_tolerance})))",
)
def self_host_start_instances(
    self_host_min_instances, self_host_search_start, self_host_load_per_token, relative_tolerance
):
    """Instances that the month needs at the volume where the search begins."""
    needed = whole(self_host_search_start * self_host_load_per_token, relative_tolerance)
    return np.maximum(self_host_min_instances, needed)


@line(
    unit="currency",
    source="METHOD 10.6",
    label="NPV of those instances and all else",
    excel="=IF(ABS({self_host_total_other}+SUMPRODUCT({self_host_start_instances.all}*{self_host_step_npv.all}))"
    "<=SUMPRODUCT({self_host_start_instances.all}*{self_host_step_npv.all})*{relative_tolerance},0,"
    "{self_host_total_other}+SUMPRODUCT({self_host_start_instances.all}*{self_host_step_npv.all}))",
)
def self_host_start_npv(self_host_total_other, self_host_start_instances, self_host_step_npv, relative_tolerance):
    """What self-hosting costs more than buying, beside tokens, with the instances where the search begins."""
    instances = total(self_host_start_instances * self_host_step_npv)
    return cleared(self_host_total_other + instances, instances, relative_tolerance)


@line(
    unit="tokens",
    axis="step",
    source="METHOD 10.6",
    label="Search for the horizon break-even",
    excel="=IF({self_host_total_avoided_bill}=0,0,MAX({self_host_search_start},{self_host_horizon_search.prev},"
    "({self_host_start_npv}+SUMPRODUCT((MAX({self_host_search_start},{self_host_horizon_search.prev})"
    "*{self_host_load_per_token.all}*(1-{relative_tolerance})>{self_host_start_instances.all}+{step_number.all}-1)"
    "*{self_host_step_npv.all}))/{self_host_total_avoided_bill}))",
)
def self_host_horizon_search(
    self_host_total_avoided_bill,
    self_host_search_start,
    self_host_start_npv,
    self_host_load_per_token,
    relative_tolerance,
    self_host_start_instances,
    step_number,
    self_host_step_npv,
):
    """The volume that pays for the instances of the volume before; it rises until it is the answer.

    Instances above those of the start are counted one step number at a time, as Excel counts them.
    """
    cases = np.broadcast(self_host_start_npv, self_host_total_avoided_bill).shape[0]
    reached = np.broadcast_to(self_host_search_start, (cases, 1))
    found = np.zeros((cases, step_number.shape[-1]))
    for number in range(found.shape[-1]):
        load = whole(reached * self_host_load_per_token, relative_tolerance)
        added = np.clip(load - self_host_start_instances, 0, found.shape[-1])
        pays = (self_host_start_npv + total(added * self_host_step_npv)) / self_host_total_avoided_bill
        reached = np.maximum(reached, pays)
        found[..., number : number + 1] = np.where(self_host_total_avoided_bill == 0, 0, reached)
    return found


@line(
    unit="tokens",
    source="METHOD 10.6",
    label="Volume reached by the search",
    excel="=MAX({self_host_horizon_search.all})",
)
def self_host_search_end(self_host_horizon_search):
    """The last volume of the search."""
    return self_host_horizon_search.max(axis=-1, keepdims=True)


@line(
    unit="boolean",
    source="METHOD 10.6",
    label="It never pays",
    excel="=IF({self_host_total_avoided_bill}=0,{self_host_least_npv}>0,"
    "AND({self_host_total_avoided_bill}<={self_host_total_load_cost}*(1+{check_tolerance}),"
    "{self_host_total_other}-{self_host_search_end}*({self_host_total_avoided_bill}-{self_host_total_load_cost})>0))",
)
def self_host_horizon_never(
    self_host_total_avoided_bill,
    self_host_least_npv,
    self_host_total_load_cost,
    check_tolerance,
    self_host_total_other,
    self_host_search_end,
):
    """Whether no volume at all pays over the horizon: capacity costs more than the API, and nothing makes up for it."""
    dear = self_host_total_avoided_bill <= self_host_total_load_cost * (1 + check_tolerance)
    gain = self_host_total_avoided_bill - self_host_total_load_cost
    hopeless = dear & (self_host_total_other - self_host_search_end * gain > 0)
    return np.where(self_host_total_avoided_bill == 0, self_host_least_npv > 0, hopeless)


@line(
    unit="boolean",
    source="METHOD 10.6",
    label="The search has settled",
    excel="=OR({self_host_horizon_never},AND(SUMPRODUCT(({self_host_horizon_search.all}={self_host_search_end})*1)>1,"
    "SUMPRODUCT(({self_host_search_end}*{self_host_load_per_token.all}*(1-{relative_tolerance})"
    ">{self_host_start_instances.all}+{last_step_number})*1)=0))",
)
def self_host_search_settled(
    self_host_horizon_never,
    self_host_horizon_search,
    self_host_search_end,
    self_host_load_per_token,
    relative_tolerance,
    self_host_start_instances,
    last_step_number,
):
    """Whether the last steps found the same volume, with no month's instances beyond those that a step can count."""
    repeats = total((self_host_horizon_search == self_host_search_end).astype(float))
    load = self_host_search_end * self_host_load_per_token * (1 - relative_tolerance)
    beyond = total((load > self_host_start_instances + last_step_number).astype(float))
    return self_host_horizon_never | ((repeats > 1) & (beyond == 0))


@line(
    unit="tokens",
    source="METHOD 10.6",
    label="Horizon break-even tokens in month 1",
    excel="=IF(OR({self_host_horizon_never},NOT({self_host_search_settled})),NA(),{self_host_search_end})",
)
def self_host_horizon_break_even_tokens(self_host_horizon_never, self_host_search_settled, self_host_search_end):
    """The smallest month-1 volume at which self-hosting's NPV over the horizon is at most buy's.

    #N/A when no volume is, and when the search has not settled, which a check then says.
    """
    return np.where(self_host_horizon_never | ~self_host_search_settled, np.nan, self_host_search_end)
