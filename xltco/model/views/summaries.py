"""Years and quarters (METHOD 15.1): the monthly lines again, summed over each year and, for totals, each quarter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xltco.lines import Array, Line
from xltco.model.register import COMPARED, MODEL, line, numbers_from_0


@line(unit="number", axis="year", source="METHOD 15.1", label="Year", excel=None)
def year_number(axis_length: int) -> Array:
    """The year's number: year 0 holds month 0, year 1 the months 1 to 12."""
    return numbers_from_0(axis_length)


@line(unit="number", axis="quarter", source="METHOD 15.1", label="Quarter", excel=None)
def quarter_number(axis_length: int) -> Array:
    """The quarter's number: quarter 0 holds month 0, quarter 1 the months 1 to 3."""
    return numbers_from_0(axis_length)


@line(
    unit="number",
    axis="month",
    source="METHOD 15.1",
    label="Year of the month",
    excel="=-INT(-{month}/{months_per_year})",
)
def month_year(month: Array, months_per_year: Array) -> Array:
    """The year that the month belongs to."""
    return np.ceil(month / months_per_year)


@line(
    unit="number",
    axis="month",
    source="METHOD 15.1",
    label="Quarter of the month",
    excel="=-INT(-{month}/{months_per_quarter})",
)
def month_quarter(month: Array, months_per_quarter: Array) -> Array:
    """The quarter that the month belongs to."""
    return np.ceil(month / months_per_quarter)


def sum_by_period(period: Array, month_period: Array, amounts: Array) -> Array:
    """The sum of a monthly line over the months of each period."""
    return (amounts[:, None, :] * (month_period[:, None, :] == period[:, :, None])).sum(axis=-1)


# By year: the items of each strategy, what they add up to, the accounts. By quarter: only the totals.
_TOTALS = ("total", "savings", "amortization", "depreciation", "pnl")


def _summed(strategies: Sequence[str], kinds: Sequence[str]) -> list[str]:
    names = [f"{strategy}_{kind}" for strategy in strategies for kind in kinds]
    return [name for name in names if name in MODEL.lines]


BY_YEAR = [MODEL.lines[n] for n in ("tokens", "revenue", *(c.name for c in MODEL.costs), *_summed(COMPARED, _TOTALS))]
BY_QUARTER = [MODEL.lines[name] for name in ("tokens", *_summed(COMPARED, ("total", "pnl")))]


def _declare_sums(item: Line, period: str) -> None:
    """The same line again on the axis of years or quarters."""
    MODEL.add(
        Line(
            name=f"{item.name}_by_{period}",
            label=item.label,
            unit=item.unit,
            axis=period,
            meaning=f"Sum over the months of each {period}. {item.meaning}",
            source="METHOD 15.1",
            excel=f"=SUMIF({{month_{period}.all}},{{{period}_number}},{{{item.name}.all}})",
            python=sum_by_period,
            reads={"period": f"{period}_number", "month_period": f"month_{period}", "amounts": item.name},
            strategy=item.strategy,
            template=f"{item.template}_by_{period}",
        )
    )


for _item in BY_YEAR:
    _declare_sums(_item, "year")
for _item in BY_QUARTER:
    _declare_sums(_item, "quarter")


@line(
    unit="currency",
    axis="year",
    source="METHOD 15.1",
    label="Cumulative at the end of the year",
    for_each=COMPARED,
    excel="={strategy_year_end_cumulative.prev}+{strategy_total_by_year}",
)
def strategy_year_end_cumulative(strategy_total_by_year: Array) -> Array:
    """Everything paid from month 0 to the end of the year."""
    return np.cumsum(strategy_total_by_year, axis=-1)


@line(
    unit="currency_per_1m_tokens",
    axis="year",
    source="METHOD 15.1",
    label="Cost per 1M tokens in the year",
    for_each=COMPARED,
    excel="=IF({tokens_by_year}>0,{strategy_total_by_year}/{tokens_by_year}*{tokens_per_million},NA())",
)
def strategy_unit_cost_by_year(
    tokens_by_year: Array, strategy_total_by_year: Array, tokens_per_million: Array
) -> Array:
    """The year's cost over its tokens; none in a year without tokens, such as year 0."""
    unit_cost = strategy_total_by_year / tokens_by_year * tokens_per_million
    return np.where(tokens_by_year > 0, unit_cost, np.nan)
