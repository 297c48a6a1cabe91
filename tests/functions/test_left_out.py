"""What the functions leave out: a native entry is written by hand, so a cost item that it does not count must be 0.

The Python entries read the model and so count every item; the LAMBDAs count those named here. A function has no
argument for the others: each must be 0 where the model's own input is left at its default.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from tests.functions.corpus import plausible
from xltco.functions import CATALOGUE, Function
from xltco.functions.check import checked
from xltco.functions.lines import Lines
from xltco.lines import Cost
from xltco.model import MODEL
from xltco.model.costs.steady_state import in_fixed, in_step, in_token

CASES = 25


def everything(item: Cost) -> bool:
    """All that is paid over the months."""
    return True


def a_month(item: Cost) -> bool:
    """What a month of the steady state is made of."""
    return bool(in_token(item) or in_step(item) or in_fixed(item))


def a_unit(item: Cost) -> bool:
    """What a unit adds to a month."""
    return in_step(item) is not None


def a_token(item: Cost) -> bool:
    """What a token adds."""
    return in_token(item) is not None


def once(item: Cost) -> bool:
    """What is paid in month 0."""
    return item.behavior == "one_time"


def until_go_live(item: Cost) -> bool:
    """What building a model takes, before anything is served."""
    return once(item) or item.quantity == "build_building_month"


@dataclass(frozen=True)
class Claim:
    """The costs that a function answers for, `of` these strategies, and those of them that its LAMBDA counts."""

    of: tuple[str, ...]
    takes: Callable[[Cost], bool]
    counted: frozenset[str]

    def left_out(self) -> list[Cost]:
        """The items that the function answers for and does not count."""
        return [c for c in MODEL.costs if c.strategy in self.of and self.takes(c) and c.name not in self.counted]


def claim(takes: Callable[[Cost], bool], *counted: str) -> Claim:
    """A claim on the strategies of the items that are counted."""
    of = dict.fromkeys(strategy for name in counted for strategy in MODEL.strategies if name.startswith(f"{strategy}_"))
    return Claim(tuple(of), takes, frozenset(counted))


_HOSTING = ("self_host_compute", "self_host_labor")
_MONTH = claim(a_month, "buy_usage", *_HOSTING)
_MONTHS = claim(everything, "buy_usage", *_HOSTING, "self_host_one_time")
# None: the answer is no cost of the model.
CLAIMS: dict[str, Claim | None] = {
    "BREAKEVEN": _MONTH,
    "BREAKEVEN_ALWAYS": _MONTH,
    "BREAKEVEN_PRICE": _MONTH,
    "BREAKEVEN_HOURS": _MONTH,
    "BLENDED_PRICE": claim(a_token, "buy_usage"),
    "API_COST": claim(a_month, "buy_usage", "buy_platform_fee"),
    "INSTANCES_NEEDED": None,
    "UTILIZATION": None,
    "COST_PER_1M": claim(a_unit, "self_host_compute"),
    "SELFHOST_COST": claim(a_month, *_HOSTING),
    "OWN_COST": claim(a_month, "own_nodes", "own_power", "own_colocation", "own_maintenance", "own_labor"),
    "FINETUNE_COST": claim(once, "fine_tune_training", "fine_tune_data_preparation"),
    "PRETRAIN_COST": claim(until_go_live, "build_training_compute", "build_team", "build_data"),
    "TCO": _MONTHS,
    "TCO_NPV": _MONTHS,
    "SAVINGS_NPV": _MONTHS,
    "BREAKEVEN_MONTH": _MONTHS,
    "PROJECTION": _MONTHS,
    "COST_CURVE": _MONTH,
    "RECOMMEND": _MONTHS,
    "MODEL_PRICE": None,
    "INSTANCE_PRICE": None,
    "XLTCO_VERSION": None,
}


def lines_of(function: Function) -> Lines:
    """The model on plausible arguments of the function, so many cases; every other input at its default."""
    chance = random.Random(function.name)
    stated = {
        argument.states: np.array([[checked(argument, plausible(argument, chance))] for _ in range(CASES)])
        for argument in function.arguments
        if argument.states
    }
    stand_ins = [MODEL.stands_in[strategy] for strategy in function.strategies if strategy in MODEL.stands_in]
    return Lines(stated, (*function.strategies, *stand_ins))


def offenders() -> list[str]:
    """Each item that a function leaves out although it costs something; one without a rate by its months."""
    found = []
    for name, told in CLAIMS.items():
        lines = lines_of(CATALOGUE[name])
        for item in told.left_out() if told else ():
            rate = item.rate or item.name
            if not (lines[rate] == 0).all():
                found.append(f"{name} leaves out {item.name}, but {rate} is {lines[rate].max():g} with its arguments")
    return found


def test_every_function_says_which_costs_it_counts() -> None:
    assert list(CLAIMS) == list(CATALOGUE)
    claimed = {name: told for name, told in CLAIMS.items() if told}
    items = {item.name: item for item in MODEL.costs}
    assert {c for told in claimed.values() for c in told.counted} <= set(items)
    for name, told in claimed.items():
        assert all(told.takes(items[counted]) for counted in told.counted), name
        assert set(told.of) <= set(CATALOGUE[name].strategies), name


def test_what_a_function_leaves_out_is_zero_without_its_argument() -> None:
    assert offenders() == []


@pytest.mark.parametrize(
    ("item", "some"),
    [
        (Cost("self_host", "guard", "Guards", "labor", "step", rate="labor_hourly_rate"), {"BREAKEVEN", "COST_PER_1M"}),
        (Cost("buy", "tax", "Tax", "usage", "variable", rate="one_hourly_price"), {"BLENDED_PRICE", "API_COST"}),
        (Cost("build", "party", "Party", "one_time", "one_time", rate="one_hourly_price"), {"PRETRAIN_COST"}),
    ],
    ids=["step", "variable", "one-time"],
)
def test_a_new_cost_that_is_not_zero_by_default_is_found(
    item: Cost, some: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a newcomer adds to the list, with a rate that stands without any argument."""
    monkeypatch.setattr(MODEL, "costs", [*MODEL.costs, item])
    asked = {name for name, told in CLAIMS.items() if told and item.strategy in told.of and told.takes(item)}
    assert {text.split()[0] for text in offenders()} == asked
    assert some <= asked
