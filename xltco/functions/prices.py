"""Look-ups in the catalogue of dated prices."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Any

from xltco.catalog import Price, instance_prices, model_prices, price_on
from xltco.functions.arguments import Amount, AsOf, InstanceName, ModelName, Texts, own
from xltco.functions.check import day_of
from xltco.functions.function import Example, function

if TYPE_CHECKING:
    from xltco.functions.lines import Lines

CATEGORY = "Catalogue"


def _kinds(prices: tuple[Price, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(price.kind for price in prices))


ModelKind = Annotated[
    Texts | None, own("What is priced.", "text", kind="choice", default="input", choices=_kinds(model_prices()))
]
Commitment = Annotated[
    Texts | None,
    own("What was committed to.", "text", kind="choice", default="on_demand", choices=_kinds(instance_prices())),
]


@function(
    "MODEL_PRICE",
    category=CATEGORY,
    unit="currency_per_1m_tokens",
    native=(),
    examples=(
        Example(("gpt-4o-mini",), 0.15, "genai-prices 0.2.3, October 2026"),
        Example(("Llama-3.1-8B", "output"), 0.05, "genai-prices 0.2.3: Novita is the cheapest of three"),
        Example(
            ("gpt-4o-mini", "input", datetime.date(2026, 1, 1)), "#N/A", "the catalogue knows no price of that day"
        ),
        Example(("gpt-4o-mini", "cheapest"), "#VALUE!", "no such kind of price"),
    ),
)
def model_price(lines: Lines, model: ModelName, kind: ModelKind = None, as_of: AsOf = None) -> Amount:
    """The catalogue's price of a model per 1M tokens in US dollars, on a date; #N/A where it knows none.

    Of several providers the cheapest. The catalogue ships with the package and never asks the network: see its dates.
    """
    return _looked_up(model_prices(), model, kind, as_of)


@function(
    "INSTANCE_PRICE",
    category=CATEGORY,
    unit="currency_per_hour",
    native=(),
    examples=(
        Example(("g5.2xlarge",), 1.212, "AWS on demand, November 2026"),
        Example(("ND96isr H100 v5", "3_years"), 43.16, "Lenovo LP2368, 23 December 2025"),
        Example(("g5.2xlarge", "3_years"), "#N/A", "no reserved price was found"),
    ),
)
def instance_price(lines: Lines, instance: InstanceName, commitment: Commitment = None, as_of: AsOf = None) -> Amount:
    """The catalogue's price of an instance per hour in US dollars, on a date; #N/A where it knows none.

    Of several providers the cheapest. The catalogue ships with the package and never asks the network: see its dates.
    """
    return _looked_up(instance_prices(), instance, commitment, as_of)


def _looked_up(prices: tuple[Price, ...], *columns: Any) -> Amount:
    """The amounts for a column of names, one of kinds and one of days."""
    import numpy as np

    rows = zip(*(np.asarray(column)[:, 0].tolist() for column in columns), strict=True)
    found = [price_on(prices, name, kind, day_of(day)) for name, kind, day in rows]
    return np.array([[np.nan if price is None else price.amount] for price in found])
