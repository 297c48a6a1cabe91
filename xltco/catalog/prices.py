"""Rows of the price lists, and which of them holds on a date."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Price:
    """What something cost on a day. `kind` is what is priced of it: input tokens, an hour on demand.

    `amount` is per 1M tokens for a model, per hour for an instance, in `currency`. `as_of` is the day it was read.
    """

    name: str
    kind: str
    provider: str
    amount: float
    currency: str
    as_of: datetime.date
    source: str
    note: str


@lru_cache(maxsize=1)
def model_prices() -> tuple[Price, ...]:
    """Prices of models per 1M tokens."""
    return _read("models.csv")


@lru_cache(maxsize=1)
def instance_prices() -> tuple[Price, ...]:
    """Prices of instances per hour."""
    return _read("instances.csv")


def price_on(prices: Iterable[Price], name: str, kind: str, day: datetime.date) -> Price | None:
    """The price that holds on a day, of the provider that is cheapest then; None where the list knows none.

    Of each provider the latest row on or before the day holds. Names are compared without regard to case.
    """
    latest: dict[str, Price] = {}
    for row in prices:
        if row.name.casefold() == name.casefold() and row.kind == kind and row.as_of <= day:
            known = latest.get(row.provider)
            latest[row.provider] = row if known is None or row.as_of >= known.as_of else known
    return min(latest.values(), key=lambda row: row.amount, default=None)


def _read(file: str) -> tuple[Price, ...]:
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    return tuple(
        Price(
            **{key: row[key] for key in ("name", "kind", "provider", "currency", "source", "note")},
            amount=float(row["amount"]),
            as_of=datetime.date.fromisoformat(row["as_of"]),
        )
        for row in csv.DictReader(text.splitlines())
    )
