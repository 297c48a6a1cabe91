"""A whole scenario, and the names under which the register knows its inputs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from xltco.lines import Input
from xltco.scenario.fields import Table, Text, inputs_of
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
from xltco.units import unit_named

STRATEGY_TABLES: dict[str, type[Table]] = {
    "buy": Buy,
    "fine_tune": FineTune,
    "self_host": SelfHost,
    "own": Own,
    "build": Build,
}
TABLES: dict[str, type[Table]] = {
    "horizon": Horizon,
    "workload": Workload,
    "labor": Labor,
    **STRATEGY_TABLES,
    "finance": Finance,
    "sensitivity": Sensitivity,
    "decision": Decision,
}
CASES = ("low", "base", "high")
# What a scenario says of itself, beside its inputs.
META_KEYS = ("name", "description", "currency", "prepared_by", "as_of")
# The one of them that lines read: sentences name it beside their amounts. It stands with the others, in no table.
CURRENCY = Input("scenario", "currency", unit_named("text"), "Currency of every amount.", kind="text", default="USD")
MOST_ACTUALS = 60


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
    horizon: Horizon = Horizon()
    workload: Workload
    labor: Labor = Labor()
    buy: Buy | None = None
    fine_tune: FineTune | None = None
    self_host: SelfHost | None = None
    own: Own | None = None
    build: Build | None = None
    finance: Finance = Finance()
    sensitivity: Sensitivity = Sensitivity()
    decision: Decision = Decision()
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


@lru_cache(maxsize=1)
def inputs_by_table() -> Mapping[str, tuple[Input, ...]]:
    """Every scalar input of the model by its table."""
    return {table: tuple(inputs_of(table, model)) for table, model in TABLES.items()}


@lru_cache(maxsize=1)
def actual_inputs() -> tuple[Input, ...]:
    """The columns of the table of past months."""
    return tuple(inputs_of("actual", Actual, axis="actual"))


def all_inputs() -> Iterator[Input]:
    """Everything that lines may read of a scenario."""
    yield CURRENCY
    for inputs in inputs_by_table().values():
        yield from inputs
    yield from actual_inputs()
