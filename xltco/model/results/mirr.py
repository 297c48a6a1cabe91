"""The modified internal rate of return of the savings against buy (METHOD 9.5): gains grow at the discount rate."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import CHALLENGERS, line, total


@line(
    unit="currency",
    source="METHOD 9.5",
    label="Months that cost less than buy's, NPV",
    for_each=CHALLENGERS,
    excel="=SUMPRODUCT({strategy_savings.all}*({strategy_savings.all}>0)*{discount_factor.all})",
)
def strategy_gains_npv(strategy_savings: Array, discount_factor: Array) -> Array:
    """What the months that cost less than buy's save, discounted."""
    return total(np.maximum(strategy_savings, 0) * discount_factor)


@line(
    unit="currency",
    source="METHOD 9.5",
    label="Months that cost more than buy's, NPV",
    for_each=CHALLENGERS,
    excel="=-SUMPRODUCT({strategy_savings.all}*({strategy_savings.all}<0)*{discount_factor.all})",
)
def strategy_outlays_npv(strategy_savings: Array, discount_factor: Array) -> Array:
    """What the months that cost more than buy's cost more, discounted (positive)."""
    return total(np.maximum(-strategy_savings, 0) * discount_factor)


@line(
    unit="rate",
    source="METHOD 9.5",
    label="MIRR of the savings, annual",
    for_each=CHALLENGERS,
    excel="=IF(AND({strategy_gains_npv}>0,{strategy_outlays_npv}>0),({strategy_gains_npv}/{strategy_outlays_npv})"
    "^({months_per_year}/{horizon_months})*(1+{horizon_annual_discount_rate})-1,NA())",
)
def strategy_mirr(
    strategy_gains_npv: Array,
    strategy_outlays_npv: Array,
    months_per_year: Array,
    horizon_months: Array,
    horizon_annual_discount_rate: Array,
) -> Array:
    """Annual growth from the outlays to the gains, put by at the discount rate until the last month.

    Gains that grow to month H are worth their NPV times (1 + rate)^(H/12), so the rate stands outside the root. None
    where the months do not have both signs.
    """
    years = horizon_months / months_per_year
    growth = (strategy_gains_npv / strategy_outlays_npv) ** (1 / years) * (1 + horizon_annual_discount_rate)
    return np.where((strategy_gains_npv > 0) & (strategy_outlays_npv > 0), growth - 1, np.nan)
