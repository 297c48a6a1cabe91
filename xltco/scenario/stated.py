"""What a scenario may state, under the names by which the register knows it: light, without pydantic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from xltco.inputs import Input
from xltco.scenario.fields import Inputs, inputs_of
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

STRATEGY_TABLES: dict[str, type[Inputs]] = {
    "buy": Buy,
    "fine_tune": FineTune,
    "self_host": SelfHost,
    "own": Own,
    "build": Build,
}
TABLES: dict[str, type[Inputs]] = {
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


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, Input]:
    return {item.name: item for items in inputs_by_table().values() for item in items}


def input_named(name: str) -> Input:
    """The scalar input that the register knows by that name."""
    return _by_name()[name]
