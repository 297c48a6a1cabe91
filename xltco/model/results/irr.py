"""The internal rate of return of the savings against buy (METHOD 9.5), by halving the interval of possible rates."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import CHALLENGERS, line, total


@line(
    unit="factor",
    source="METHOD 9.5",
    label="Log of the lowest monthly rate",
    excel="=LN(1+{lowest_annual_rate})/{months_per_year}",
)
def lowest_log_rate(lowest_annual_rate, months_per_year):
    """Where the search for the IRR begins, as a continuous rate per month."""
    return np.log(1 + lowest_annual_rate) / months_per_year


@line(
    unit="factor",
    source="METHOD 9.5",
    label="Log of the highest monthly rate",
    excel="=LN(1+{highest_annual_rate})/{months_per_year}",
)
def highest_log_rate(highest_annual_rate, months_per_year):
    """Where the search for the IRR ends, as a continuous rate per month."""
    return np.log(1 + highest_annual_rate) / months_per_year


@line(
    unit="factor",
    axis="halving",
    source="METHOD 9.5",
    label="Width of the halving",
    excel="=({highest_log_rate}-{lowest_log_rate})/{halves}^{halving_number}",
)
def halving_width(highest_log_rate, lowest_log_rate, halves, halving_number):
    """Half of what was left of the interval."""
    return (highest_log_rate - lowest_log_rate) / halves**halving_number


def _worth(savings: Array, month: Array, log_rate: Array) -> Array:
    """NPV of a series at a continuous rate per month."""
    return total(savings * np.exp(-log_rate * month))


@line(
    unit="number",
    source="METHOD 9.5",
    label="Sign of the savings at the lowest rate",
    for_each=CHALLENGERS,
    excel="=SIGN(SUMPRODUCT({strategy_savings.all}*EXP({lowest_log_rate})^(-{month.all})))",
)
def strategy_sign_at_lowest_rate(strategy_savings, lowest_log_rate, month):
    """Whether the savings are worth having (1) or not (-1) at the lowest rate."""
    return np.sign(_worth(strategy_savings, month, lowest_log_rate))


@line(
    unit="number",
    source="METHOD 9.5",
    label="Sign of the savings at the highest rate",
    for_each=CHALLENGERS,
    excel="=SIGN(SUMPRODUCT({strategy_savings.all}*EXP({highest_log_rate})^(-{month.all})))",
)
def strategy_sign_at_highest_rate(strategy_savings, highest_log_rate, month):
    """Whether the savings are worth having (1) or not (-1) at the highest rate."""
    return np.sign(_worth(strategy_savings, month, highest_log_rate))


@line(
    unit="log_rate",
    axis="halving",
    source="METHOD 9.5",
    label="IRR search",
    for_each=CHALLENGERS,
    excel="={strategy_irr_search.prev}+IF(SIGN(SUMPRODUCT({strategy_savings.all}"
    "*EXP({lowest_log_rate}+{strategy_irr_search.prev}+{halving_width})^(-{month.all})))"
    "={strategy_sign_at_lowest_rate},{halving_width},0)",
)
def strategy_irr_search(strategy_savings, lowest_log_rate, halving_width, month, strategy_sign_at_lowest_rate):
    """How far above the lowest rate the savings still have their sign, closer with each halving."""
    found = np.zeros((strategy_savings.shape[0], halving_width.shape[-1]))
    reached = np.zeros((strategy_savings.shape[0], 1))
    for number in range(found.shape[-1]):
        width = halving_width[..., number : number + 1]
        sign = np.sign(_worth(strategy_savings, month, lowest_log_rate + reached + width))
        reached = reached + np.where(sign == strategy_sign_at_lowest_rate, width, 0)
        found[..., number : number + 1] = reached
    return found


@line(
    unit="irr",
    source="METHOD 9.5",
    label="IRR of the savings, annual",
    for_each=CHALLENGERS,
    excel="=IF({strategy_sign_at_lowest_rate}*{strategy_sign_at_highest_rate}=-1,"
    "EXP(({lowest_log_rate}+MAX({strategy_irr_search.all}))*{months_per_year})-1,NA())",
)
def strategy_irr(
    strategy_sign_at_lowest_rate,
    strategy_sign_at_highest_rate,
    lowest_log_rate,
    strategy_irr_search,
    months_per_year,
):
    """Annual rate at which the savings against buy are worth nothing; #N/A where there is none."""
    exists = strategy_sign_at_lowest_rate * strategy_sign_at_highest_rate == -1
    monthly = lowest_log_rate + strategy_irr_search.max(axis=-1, keepdims=True)
    return np.where(exists, np.exp(monthly * months_per_year) - 1, np.nan)
