"""Time: months, flags, discount factor and escalators (METHOD 1)."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import line, numbers, numbers_from_0


@line(unit="month", axis="month", source="METHOD 1.1", excel=None)
def month(axis_length: int) -> Array:
    """The month's number: 0 holds what is paid before service, 1 to the horizon are service."""
    return numbers_from_0(axis_length)


@line(unit="number", axis="halving", source="METHOD 9.5", excel="={halving_number.prev}+1")
def halving_number() -> Array:
    """The number of a halving in the search for the IRR."""
    return numbers("halving")


@line(unit="flag", axis="month", source="METHOD 1.1", excel="=IF(AND({month}>=1,{month}<={horizon_months}),1,0)")
def service_month(month: Array, horizon_months: Array) -> Array:
    """1 in the months of service that the horizon holds."""
    return np.where((month >= 1) & (month <= horizon_months), 1.0, 0.0)


@line(unit="flag", axis="month", source="METHOD 1.1", excel="=IF({month}=0,1,0)")
def launch_month(month: Array) -> Array:
    """1 in month 0, where one-time costs are paid."""
    return np.where(month == 0, 1.0, 0.0)


@line(unit="flag", axis="month", source="METHOD 1.1", excel="=IF({month}={horizon_months},1,0)")
def last_month(month: Array, horizon_months: Array) -> Array:
    """1 in the last month of the horizon."""
    return np.where(month == horizon_months, 1.0, 0.0)


@line(
    unit="factor",
    axis="month",
    source="METHOD 1.2",
    excel="=(1+{horizon_annual_discount_rate})^(-{month}/{months_per_year})",
)
def discount_factor(horizon_annual_discount_rate: Array, month: Array, months_per_year: Array) -> Array:
    """What one unit of money paid in the month is worth in month 0."""
    return (1 + horizon_annual_discount_rate) ** (-month / months_per_year)


@line(unit="years", axis="month", source="METHOD 1.3", excel="=({month}-1)/{months_per_year}")
def price_age(month: Array, months_per_year: Array) -> Array:
    """Years since month 1, whose prices are today's."""
    return (month - 1) / months_per_year


@line(unit="factor", axis="month", source="METHOD 1.3", excel="=(1+{labor_annual_wage_inflation})^{price_age}")
def wage_factor(labor_annual_wage_inflation: Array, price_age: Array) -> Array:
    """An hour's cost in the month over its cost in month 1."""
    return (1 + labor_annual_wage_inflation) ** price_age


@line(
    unit="factor",
    axis="month",
    source="METHOD 1.3",
    label="Price factor",
    for_each=("buy", "fine_tune", "self_host"),
    excel="=(1+{strategy_annual_price_change})^{price_age}",
)
def strategy_price_factor(strategy_annual_price_change: Array, price_age: Array) -> Array:
    """The price in the month over the price in month 1."""
    return (1 + strategy_annual_price_change) ** price_age
