"""Two-way grids of the NPV savings (METHOD 14.3): API price by volume, instance price by throughput.

Both grids move by the same factors. A volume times f and a throughput divided by f fill the same instances, so nine
rows of instances serve both.
"""

from __future__ import annotations

from itertools import pairwise

from xltco.model.register import GRID_STEPS, line, total
from xltco.model.sensitivity.shared import counted, line_for_each, numbers, picked

STEPS = [{"each": str(step)} for step in range(1, GRID_STEPS + 1)]
LATER_STEPS = [{"each": later["each"], "previous": step["each"]} for step, later in pairwise(STEPS)]


def _of_the_row(excel: str) -> str:
    """The formula of the row: of nine products the one whose step is the row's number."""
    return "=" + "+".join(f"({{grid_number}}={{grid_step_each}})*{excel}".replace("each", s["each"]) for s in STEPS)


@line(unit="number", axis="grid_row", source="METHOD 14.3", label="Row of a grid", excel=None)
def grid_number(self_host_savings_npv=None):
    """The number of a grid's row; the one in the middle holds the base.

    The sheet holds the numbers. The savings are named so that the numbers go where there are none to vary.
    """
    return numbers("grid_row")


@line(
    unit="factor",
    axis="grid_row",
    source="METHOD 14.3",
    label="Factor of the row",
    excel="=(1+{sensitivity_grid_step})^({grid_number}-AVERAGE({grid_number.all}))",
)
def grid_factor(sensitivity_grid_step, grid_number):
    """What the row's driver is multiplied by: equal ratios, 1 in the middle, never 0."""
    return (1 + sensitivity_grid_step) ** (grid_number - grid_number.mean(axis=-1, keepdims=True))


@line(unit="number", source="METHOD 14.3", label="Step 1", excel="=INDEX({grid_number.all},1)")
def grid_step_1(grid_number):
    """The number of the first row and column."""
    return grid_number[..., :1]


@line_for_each(
    LATER_STEPS, unit="number", source="METHOD 14.3", label="Step each", excel="={grid_step_previous}+1"
)  # fmt: skip
def grid_step_each(grid_step_previous):
    """The number of row and column each."""
    return grid_step_previous + 1


@line(unit="factor", source="METHOD 14.3", label="Factor of column 1", excel="=INDEX({grid_factor.all},1)")
def grid_factor_1(grid_factor):
    """What the driver of column 1 is multiplied by."""
    return grid_factor[..., :1]


@line_for_each(
    LATER_STEPS,
    unit="factor",
    source="METHOD 14.3",
    label="Factor of column each",
    excel="={grid_factor_previous}*(1+{sensitivity_grid_step})",
)
def grid_factor_each(grid_factor_previous, sensitivity_grid_step):
    """What the driver of column each is multiplied by."""
    return grid_factor_previous * (1 + sensitivity_grid_step)


@line(
    unit="tokens",
    axis="grid_row",
    source="METHOD 14.3",
    label="Tokens of month 1",
    excel="={workload_monthly_tokens}*{grid_factor}",
)
def grid_volume(workload_monthly_tokens, grid_factor):
    """The volume of the row, heading the rows of the grid of API price by volume."""
    return workload_monthly_tokens * grid_factor


@line(
    unit="tokens_per_second",
    axis="grid_row",
    source="METHOD 14.3",
    label="Tokens per second of an instance",
    excel="={self_host_tokens_per_second}*{grid_factor}",
)
def grid_throughput(self_host_tokens_per_second, grid_factor):
    """The throughput of the row, heading the rows of the other grid; 0 where capacity is not modelled."""
    return self_host_tokens_per_second * grid_factor


@line_for_each(
    STEPS,
    unit="currency_per_1m_tokens",
    source="METHOD 14.3",
    label="API price of column each, after discounts",
    excel="={buy_price_per_token}*{tokens_per_million}*{grid_factor_each}",
)
def grid_api_price_each(buy_price_per_token, tokens_per_million, grid_factor_each):
    """The effective price of a million tokens that heads column each."""
    return buy_price_per_token * tokens_per_million * grid_factor_each


@line_for_each(
    STEPS,
    unit="currency_per_hour",
    source="METHOD 14.3",
    label="Instance hourly price of column each",
    excel="={self_host_instance_hourly}*{grid_factor_each}",
)
def grid_hourly_each(self_host_instance_hourly, grid_factor_each):
    """The on-demand price of an instance that heads column each."""
    return self_host_instance_hourly * grid_factor_each


@line_for_each(
    STEPS,
    unit="instances",
    axis="month",
    source="METHOD 14.3",
    label="Instances at the load of row each",
    excel="=MAX({self_host_min_instances},-INT(-{self_host_load}*{grid_factor_each}))*{self_host_in_service}",
)
def grid_instances_each(self_host_min_instances, self_host_load, grid_factor_each, self_host_in_service):
    """Instances of the month when the load is that of row each: its volume, or the base's at a lower throughput."""
    return counted(self_host_load * grid_factor_each, self_host_min_instances) * self_host_in_service


@line(
    unit="currency",
    axis="grid_row",
    source="METHOD 14.3",
    label="NPV of hardware at the row's load",
    excel=_of_the_row("SUMPRODUCT({grid_instances_each.all}*{self_host_hardware_npv.all})"),
)
def grid_hardware_npv(
    grid_number,
    self_host_hardware_npv,
    grid_step_1,
    grid_step_2,
    grid_step_3,
    grid_step_4,
    grid_step_5,
    grid_step_6,
    grid_step_7,
    grid_step_8,
    grid_step_9,
    grid_instances_1,
    grid_instances_2,
    grid_instances_3,
    grid_instances_4,
    grid_instances_5,
    grid_instances_6,
    grid_instances_7,
    grid_instances_8,
    grid_instances_9,
):
    """What the instances of the row cost over the horizon, discounted."""
    steps = (grid_step_1, grid_step_2, grid_step_3, grid_step_4, grid_step_5, grid_step_6, grid_step_7, grid_step_8)
    few = (grid_instances_1, grid_instances_2, grid_instances_3, grid_instances_4)
    many = (grid_instances_5, grid_instances_6, grid_instances_7, grid_instances_8, grid_instances_9)
    rows = zip((*steps, grid_step_9), few + many, strict=True)
    return sum((grid_number == step) * total(instances * self_host_hardware_npv) for step, instances in rows)


@line(
    unit="currency",
    axis="grid_row",
    source="METHOD 14.3",
    label="NPV of instances' labor at the row's load",
    excel=_of_the_row("SUMPRODUCT({grid_instances_each.all}*{self_host_extra_labor_npv.all})"),
)
def grid_labor_npv(
    grid_number,
    self_host_extra_labor_npv,
    grid_step_1,
    grid_step_2,
    grid_step_3,
    grid_step_4,
    grid_step_5,
    grid_step_6,
    grid_step_7,
    grid_step_8,
    grid_step_9,
    grid_instances_1,
    grid_instances_2,
    grid_instances_3,
    grid_instances_4,
    grid_instances_5,
    grid_instances_6,
    grid_instances_7,
    grid_instances_8,
    grid_instances_9,
):
    """What the labor that follows the row's instances costs over the horizon, discounted."""
    steps = (grid_step_1, grid_step_2, grid_step_3, grid_step_4, grid_step_5, grid_step_6, grid_step_7, grid_step_8)
    few = (grid_instances_1, grid_instances_2, grid_instances_3, grid_instances_4)
    many = (grid_instances_5, grid_instances_6, grid_instances_7, grid_instances_8, grid_instances_9)
    rows = zip((*steps, grid_step_9), few + many, strict=True)
    return sum((grid_number == step) * total(instances * self_host_extra_labor_npv) for step, instances in rows)


@line(
    unit="number",
    axis="grid_row",
    source="METHOD 14.3",
    label="Row with the throughput's load",
    excel="=MAX({grid_number.all})+1-{grid_number}",
)
def grid_mirror(grid_number):
    """The row whose volume fills the instances that the base's volume fills at this row's throughput."""
    return grid_number.max(axis=-1, keepdims=True) + 1 - grid_number


@line(
    unit="currency",
    axis="grid_row",
    source="METHOD 14.3",
    label="NPV of hardware at the throughput",
    excel="=INDEX({grid_hardware_npv.all},{grid_mirror})",
)
def grid_throughput_hardware_npv(grid_hardware_npv, grid_mirror):
    """What the base's instances cost at the row's throughput, discounted."""
    return picked(grid_hardware_npv, grid_mirror)


@line(
    unit="currency",
    axis="grid_row",
    source="METHOD 14.3",
    label="NPV of instances' labor at the throughput",
    excel="=INDEX({grid_labor_npv.all},{grid_mirror})",
)
def grid_throughput_labor_npv(grid_labor_npv, grid_mirror):
    """What the labor that follows the instances costs at the row's throughput, discounted."""
    return picked(grid_labor_npv, grid_mirror)


@line_for_each(
    STEPS,
    unit="currency",
    axis="grid_row",
    source="METHOD 14.3",
    label="Savings, NPV, at the API price of column each",
    excel="={grid_volume}*{self_host_total_avoided_bill}*{grid_factor_each}"
    "-{self_host_total_other}-{grid_hardware_npv}-{grid_labor_npv}",
)
def self_host_price_volume_savings_each(
    grid_volume,
    self_host_total_avoided_bill,
    grid_factor_each,
    self_host_total_other,
    grid_hardware_npv,
    grid_labor_npv,
):
    """Buy's NPV less self-hosting's at the row's volume and the API price of column each."""
    avoided = grid_volume * self_host_total_avoided_bill * grid_factor_each
    return avoided - self_host_total_other - (grid_hardware_npv + grid_labor_npv)


@line_for_each(
    STEPS,
    unit="currency",
    axis="grid_row",
    source="METHOD 14.3",
    label="Savings, NPV, at the instance price of column each",
    excel="={workload_monthly_tokens}*{self_host_total_avoided_bill}-{self_host_total_other}"
    "-{grid_throughput_hardware_npv}*{grid_factor_each}-{grid_throughput_labor_npv}",
)
def self_host_hourly_throughput_savings_each(
    workload_monthly_tokens,
    self_host_total_avoided_bill,
    self_host_total_other,
    grid_throughput_hardware_npv,
    grid_factor_each,
    grid_throughput_labor_npv,
):
    """Buy's NPV less self-hosting's at the row's throughput and the instance price of column each."""
    instances = grid_throughput_hardware_npv * grid_factor_each + grid_throughput_labor_npv
    return workload_monthly_tokens * self_host_total_avoided_bill - (self_host_total_other + instances)
