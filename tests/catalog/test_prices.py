"""The price lists: which row holds on a day, and what every row must have."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest

from xltco.catalog import Price, instance_prices, model_prices, price_on

SPRING, SUMMER, AUTUMN = (datetime.date(2026, month, 1) for month in (4, 7, 10))
SHIPPED = (*model_prices(), *instance_prices())


def _price(provider: str, amount: float, as_of: datetime.date) -> Price:
    return Price("Small", "input", provider, amount, "USD", as_of, "made up", "")


HISTORY = (
    _price("Dear", 3.0, SPRING),
    _price("Cheap", 1.0, SPRING),
    _price("Cheap", 4.0, AUTUMN),
    _price("Dear", 2.0, SUMMER),
)


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (SPRING - datetime.timedelta(days=1), None),
        (SPRING, 1.0),
        (AUTUMN - datetime.timedelta(days=1), 1.0),
        (AUTUMN, 2.0),
    ],
)
def test_the_latest_row_of_each_provider_holds_and_the_cheapest_answers(
    day: datetime.date, amount: float | None
) -> None:
    found = price_on(HISTORY, "SMALL", "input", day)
    assert (found and found.amount) == amount


def test_another_name_or_kind_has_no_price() -> None:
    assert price_on(HISTORY, "Smal", "input", AUTUMN) is None
    assert price_on(HISTORY, "Small", "output", AUTUMN) is None


def test_every_shipped_row_has_a_price_in_dollars_and_a_source() -> None:
    # MODEL_PRICE and INSTANCE_PRICE say dollars, and the cheapest is found by amount alone.
    assert {price.currency for price in SHIPPED} == {"USD"}
    assert all(price.amount > 0 and price.source and price.provider for price in SHIPPED)


def test_no_shipped_row_stands_twice() -> None:
    rows = Counter((p.name.casefold(), p.kind, p.provider, p.as_of) for p in SHIPPED)
    assert [row for row, times in rows.items() if times > 1] == []
