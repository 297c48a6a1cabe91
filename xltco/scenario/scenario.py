"""A whole scenario as pydantic checks it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from xltco.inputs import Input
from xltco.scenario import tables as declared
from xltco.scenario.models import Table, Text, as_declared, model_of
from xltco.scenario.stated import CASES, MOST_ACTUALS, STRATEGY_TABLES, TABLES, inputs_by_table

if TYPE_CHECKING:
    from xltco.scenario.tables import (
        Actual,
        Build,
        Buy,
        Decision,
        Finance,
        FineTune,
        Horizon,
        Labor,
        Own,
        SelfHost,
        Sensitivity,
        Workload,
    )
else:
    Actual = model_of(declared.Actual)
    Build = model_of(declared.Build)
    Buy = model_of(declared.Buy)
    Decision = model_of(declared.Decision)
    Finance = model_of(declared.Finance)
    FineTune = model_of(declared.FineTune)
    Horizon = model_of(declared.Horizon)
    Labor = model_of(declared.Labor)
    Own = model_of(declared.Own)
    SelfHost = model_of(declared.SelfHost)
    Sensitivity = model_of(declared.Sensitivity)
    Workload = model_of(declared.Workload)


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """Every ISO 4217 code, from the Unicode CLDR data that Babel ships."""
    from babel.core import get_global

    return frozenset(get_global("all_currencies"))


def _known_currency(code: str) -> str:
    if code not in currency_codes():
        raise ValueError("must be an ISO 4217 currency code such as USD, EUR or INR")
    return code


class Source(Table):
    """Where a value comes from."""

    source: Text = ""
    as_of: datetime.date | None = None
    note: Text = ""


class Scenario(Table):
    """What a person states. `cases` holds, for low and high, the values that differ, by dotted key."""

    name: Text = "Untitled scenario"
    description: Text = ""
    currency: Annotated[str, AfterValidator(_known_currency)] = "USD"
    prepared_by: Text = ""
    as_of: datetime.date | None = None
    horizon: Horizon = as_declared(Horizon)
    workload: Workload
    labor: Labor = as_declared(Labor)
    buy: Buy | None = None
    fine_tune: FineTune | None = None
    self_host: SelfHost | None = None
    own: Own | None = None
    build: Build | None = None
    finance: Finance = as_declared(Finance)
    sensitivity: Sensitivity = as_declared(Sensitivity)
    decision: Decision = as_declared(Decision)
    actuals: Annotated[tuple[Actual, ...], Field(max_length=MOST_ACTUALS, strict=False)] = ()
    cases: dict[str, dict[str, Any]] = Field(default_factory=dict)
    sources: dict[str, Source] = Field(default_factory=dict)

    @property
    def strategies(self) -> tuple[str, ...]:
        """The strategies whose inputs are present, in the model's order."""
        return tuple(name for name in STRATEGY_TABLES if getattr(self, name) is not None)

    @property
    def longest_horizon(self) -> int:
        """The months of the case that looks furthest ahead."""
        return max(self.case(name).horizon.months for name in CASES)

    def case(self, name: str) -> Scenario:
        """The scenario of one case: base, or base with that case's values in place."""
        overrides = self.cases.get(name, {})
        tables: dict[str, BaseModel] = {}
        for dotted, value in overrides.items():
            table, key = dotted.split(".", 1)
            current = tables.get(table, getattr(self, table))
            tables[table] = current.model_copy(update={key: value})
        return self.model_copy(update=tables)

    def values(self) -> Iterator[tuple[Input, Any]]:
        """Each scalar input of the present tables with its value."""
        for table in TABLES:
            stated = getattr(self, table)
            if stated is not None:
                for item in inputs_by_table()[table]:
                    yield item, getattr(stated, item.key)
