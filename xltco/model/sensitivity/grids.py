"""Two-way grids of the NPV savings (METHOD 14.3): API price by volume, instance price by throughput.

Both grids move by the same factors. A volume times f and a throughput divided by f fill the same units, so nine rows of
units serve both: those of the base's volume at the throughput divided by the row's factor.
"""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

import numpy as np

from xltco.lines import Array
from xltco.model.register import GRID_STEPS, MODEL, line, numbers
from xltco.model.results.present_values import BILL, REST, UNIT_RATES, declare, short, units
from xltco.model.sensitivity.shared import picked

SOURCE = "METHOD 14.3"
STEPS = [{"each": str(step)} for step in range(1, GRID_STEPS + 1)]
LATER_STEPS = [{"each": later["each"], "previous": step["each"]} for step, later in pairwise(STEPS)]


@line(
    unit="number",
    axis="grid_row",
    source=SOURCE,
    label="Row of a grid",
    excel=None,
    stands_with=("self_host_savings_npv",),
)
def grid_number() -> Array:
    """The number of a grid's row; the one in the middle holds the base. The sheet holds the numbers."""
    return numbers("grid_row")


@line(
    unit="factor",
    axis="grid_row",
    source=SOURCE,
    label="Factor of the row",
    excel="=(1+{sensitivity_grid_step})^({grid_number}-AVERAGE({grid_number.all}))",
)
def grid_factor(sensitivity_grid_step: Array, grid_number: Array) -> Array:
    """What the row's driver is multiplied by: equal ratios, 1 in the middle, never 0."""
    return (1 + sensitivity_grid_step) ** (grid_number - grid_number.mean(axis=-1, keepdims=True))


@line(unit="factor", source=SOURCE, label="Factor of column 1", excel="=INDEX({grid_factor.all},1)")
def grid_factor_1(grid_factor: Array) -> Array:
    """What the driver of column 1 is multiplied by."""
    return grid_factor[..., :1]


@line(
    unit="factor",
    source=SOURCE,
    label="Factor of column each",
    for_each=LATER_STEPS,
    excel="={grid_factor_previous}*(1+{sensitivity_grid_step})",
)
def grid_factor_each(grid_factor_previous: Array, sensitivity_grid_step: Array) -> Array:
    """What the driver of column each is multiplied by."""
    return grid_factor_previous * (1 + sensitivity_grid_step)


@line(
    unit="tokens",
    axis="grid_row",
    source=SOURCE,
    label="Tokens of month 1",
    excel="={workload_monthly_tokens}*{grid_factor}",
)
def grid_volume(workload_monthly_tokens: Array, grid_factor: Array) -> Array:
    """The volume of the row, heading the rows of the grid of API price by volume."""
    return workload_monthly_tokens * grid_factor


@line(
    unit="tokens_per_second",
    axis="grid_row",
    source=SOURCE,
    label="Tokens per second of an instance",
    excel="={self_host_tokens_per_second}*{grid_factor}",
)
def grid_throughput(self_host_tokens_per_second: Array, grid_factor: Array) -> Array:
    """The throughput of the row, heading the rows of the other grid; 0 where capacity is not modelled."""
    return self_host_tokens_per_second * grid_factor


@line(
    unit="tokens_per_second",
    source=SOURCE,
    label="Throughput that fills the units of row each",
    for_each=STEPS,
    excel="={self_host_tokens_per_second}/{grid_factor_each}",
)
def grid_slower_each(self_host_tokens_per_second: Array, grid_factor_each: Array) -> Array:
    """The throughput at which the base's volume fills the units of row each."""
    return self_host_tokens_per_second / grid_factor_each


@line(
    unit="currency_per_1m_tokens",
    source=SOURCE,
    label="API list price of column each",
    for_each=STEPS,
    excel="={buy_list_price}*{grid_factor_each}",
)
def grid_list_price_each(buy_list_price: Array, grid_factor_each: Array) -> Array:
    """The list price of a million tokens in column each."""
    return buy_list_price * grid_factor_each


@line(
    unit="currency_per_hour",
    source=SOURCE,
    label="Instance hourly price of column each",
    for_each=STEPS,
    excel="={self_host_instance_hourly}*{grid_factor_each}",
)
def grid_hourly_each(self_host_instance_hourly: Array, grid_factor_each: Array) -> Array:
    """The on-demand price of an instance that heads column each."""
    return self_host_instance_hourly * grid_factor_each


# The components of the savings with the row's throughput, the column's API price, the column's hourly price.
_UNITS = {index: units(index) for index in UNIT_RATES}
_steps = [step["each"] for step in STEPS]
_MONEY = (BILL, REST, *UNIT_RATES.values())
_ROWS = {
    s: MODEL.reentered(_UNITS.values(), {"self_host_tokens_per_second": f"grid_slower_{s}"}, f"row_{s}") for s in _steps
}
_PRICES = {
    s: MODEL.reentered((*_MONEY, "buy_usage_cost_rate"), {"buy_list_price": f"grid_list_price_{s}"}, f"price_{s}")
    for s in _steps
}
_HOURLY = {s: MODEL.reentered(_MONEY, {"self_host_instance_hourly": f"grid_hourly_{s}"}, f"hourly_{s}") for s in _steps}


@line(
    unit="currency_per_1m_tokens",
    source=SOURCE,
    label="API price of column each, after discounts",
    for_each=STEPS,
    excel="={buy_usage_cost_rate_price_each}*{tokens_per_million}",
)
def grid_api_price_each(buy_usage_cost_rate_price_each: Array, tokens_per_million: Array) -> Array:
    """The effective price of a million tokens that heads column each."""
    return buy_usage_cost_rate_price_each * tokens_per_million


@line(unit="number", source=SOURCE, label="Step 1", excel="=INDEX({grid_number.all},1)")
def grid_step_1(grid_number: Array) -> Array:
    """The number of the first row."""
    return grid_number[..., :1]


@line(unit="number", source=SOURCE, label="Step each", for_each=LATER_STEPS, excel="={grid_step_previous}+1")
def grid_step_each(grid_step_previous: Array) -> Array:
    """The number of row each."""
    return grid_step_previous + 1


@line(
    unit="number",
    axis="grid_row",
    source=SOURCE,
    label="Row with the throughput's units",
    excel="=MAX({grid_number.all})+1-{grid_number}",
)
def grid_mirror(grid_number: Array) -> Array:
    """The row whose volume fills the units that the base's volume fills at this row's throughput."""
    return grid_number.max(axis=-1, keepdims=True) + 1 - grid_number


def _of_the_row(grid_number: Array, **read: Array) -> Array:
    """The value that belongs to each row of the grid: of nine, the one whose step is the row's number."""
    names = iter(read)
    parts = [(grid_number == read[step]) * read[row] for step, row in zip(names, names, strict=True)]
    return reduce(np.add, parts)


def _at_throughput(rows: Array, grid_mirror: Array) -> Array:
    """The units of the row whose volume fills as many."""
    return picked(rows, np.broadcast_to(grid_mirror, rows.shape))


def _declare_units(index: str | None, planned: str) -> tuple[str, str]:
    """The present units of each row, in both grids."""
    rows = {step: _ROWS[step][planned] for step in _steps}
    pairs = [(f"grid_step_{step}", row) for step, row in rows.items()]
    by_volume = declare(
        f"grid_units_{short(index)}",
        label=f"Present units of the row, {short(index)} index",
        meaning="The units that the row's volume needs over the horizon, at the months' price index, discounted.",
        unit="instances",
        axis="grid_row",
        source=SOURCE,
        excel="=" + "+".join(f"({{grid_number}}={{{step}}})*{{{row}}}" for step, row in pairs),
        python=_of_the_row,
        reads={"grid_number": "grid_number"} | {name: name for pair in pairs for name in pair},
    )
    by_throughput = declare(
        f"grid_throughput_units_{short(index)}",
        label=f"Present units at the throughput, {short(index)} index",
        meaning="The units that the base's volume needs at the row's throughput over the horizon, discounted.",
        unit="instances",
        axis="grid_row",
        source=SOURCE,
        excel=f"=INDEX({{{by_volume}.all}},{{grid_mirror}})",
        python=_at_throughput,
        reads={"rows": by_volume, "grid_mirror": "grid_mirror"},
    )
    return by_volume, by_throughput


_BY_ROW = {index: _declare_units(index, planned) for index, planned in _UNITS.items()}


def _savings(volume: Array, bill: Array, rest: Array, **units_and_rates: Array) -> Array:
    """Buy's NPV less self-hosting's with the components of the row and the column."""
    names = iter(units_and_rates)
    pairs = zip(names, names, strict=True)
    hosted = [units_and_rates[one] * units_and_rates[other] for one, other in pairs]
    return volume * bill - (rest + reduce(np.add, hosted))


def _declare_savings(name: str, label: str, volume: str, money: dict[str, str], side: int) -> None:
    """One column of a grid: the savings in each of its rows."""
    pairs = [(money[rate], _BY_ROW[index][side]) for index, rate in UNIT_RATES.items()]
    declare(
        name,
        label=label,
        meaning="Buy's NPV less self-hosting's at the row's and the column's value.",
        unit="currency",
        axis="grid_row",
        source=SOURCE,
        excel=f"={{{volume}}}*{{{money[BILL]}}}-({{{money[REST]}}}"
        + "".join(f"+{{{rate}}}*{{{row}}}" for rate, row in pairs)
        + ")",
        python=_savings,
        reads={"volume": volume, "bill": money[BILL], "rest": money[REST]}
        | {f"{name}@{row}": name for rate, row in pairs for name in (rate, row)},
    )


for _step in _steps:
    _declare_savings(
        f"self_host_price_volume_savings_{_step}",
        f"Savings, NPV, at the API price of column {_step}",
        "grid_volume",
        _PRICES[_step],
        0,
    )
    _declare_savings(
        f"self_host_hourly_throughput_savings_{_step}",
        f"Savings, NPV, at the instance price of column {_step}",
        "workload_monthly_tokens",
        _HOURLY[_step],
        1,
    )
