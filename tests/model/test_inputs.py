"""Every input counts: another value of it changes some line. One that changes none would be asked for show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random
from typing import Any

import numpy as np

from tests.conventions import READ_BY_NO_LINE, is_a_check
from tests.offenders import require_none
from tests.random_scenarios import plausible, random_scenario
from tests.support import scenario_of, with_inputs
from xltco.engine import evaluate
from xltco.errors import ScenarioError
from xltco.lines import Array, Input
from xltco.model import MODEL, STRATEGIES
from xltco.scenario import Scenario
from xltco.scenario.stated import CURRENCY

# An input may be at rest in one scenario (a discount on a share of nothing), but not in all of these.
SCENARIOS = 40
# How many other values of an input are tried in each.
VALUES = 2
# So many variants of a scenario are cases of one evaluation, which bounds the memory.
CASES = 32
LINES = [name for name, line in MODEL.lines.items() if not is_a_check(line)]
Variant = tuple[str, Scenario]


def _scenarios_with_every_strategy() -> Iterator[dict[str, Any]]:
    """Random scenarios in which each input has a table; where no month is past, three are made up."""
    drawn = (random_scenario(seed) for seed in range(100_000))
    past = [{"month": month, "tokens": 1e9 * month, "api_spend": 500.0} for month in (1, 2, 3)]
    return ({"actuals": past} | raw for raw in drawn if set(STRATEGIES) <= set(raw))


def _other_values(item: Input, stated: Any) -> list[Any]:
    """Some other values of an input, as plausible as those of random scenarios."""
    if item is CURRENCY:
        return [code for code in ("EUR", "JPY") if code != stated]
    rng = Random(item.name)
    drawn = [plausible(rng, item) for _ in range(20)]
    return list(dict.fromkeys(value for value in drawn if value != stated))[:VALUES]


def _with(raw: dict[str, Any], item: Input, value: Any) -> dict[str, Any]:
    """The tables with another value of one input; of past months, in the last."""
    if item is CURRENCY:
        return raw | {item.key: value}
    if item.axis == "scalar":
        return with_inputs(raw, **{item.table: {item.key: value}})
    *before, last = sorted(raw["actuals"], key=lambda row: row["month"])
    return raw | {"actuals": [*before, last | {item.key: value}]}


def _stated(scenario: Scenario, item: Input) -> Any:
    if item is CURRENCY:
        return scenario.currency
    return getattr(scenario.actuals[-1] if item.axis != "scalar" else getattr(scenario, item.table), item.key)


def _variants(raw: dict[str, Any], items: Iterable[Input]) -> Iterator[Variant]:
    """The scenario with each input changed alone, where rules between inputs allow the change."""
    base = scenario_of(raw)
    for item in items:
        for value in _other_values(item, _stated(base, item)):
            try:
                yield item.name, scenario_of(_with(raw, item, value))
            except ScenarioError:
                continue


def _differs(values: Array) -> Array:
    """In which cases a line is not as in the first; "never" is as "never"."""
    same = (values == values[:1]) | ((values != values) & (values[:1] != values[:1]))
    return np.asarray(~same.all(axis=1))


def _that_change_a_line(raw: dict[str, Any], items: Iterable[Input]) -> set[str]:
    base, changing = scenario_of(raw), set()
    variants = _variants(raw, items)
    while some := list(islice(variants, CASES)):
        found = evaluate(base, *(scenario for _, scenario in some), wanted=LINES)
        of_cases = [found.values[name] for name in LINES if len(found.values[name]) > 1]
        moved = np.any([_differs(values)[1:] for values in of_cases], axis=0)
        changing |= {name for (name, _), has_moved in zip(some, moved, strict=True) if has_moved}
    return changing


def _that_change_nothing() -> set[str]:
    left = dict(MODEL.inputs)
    for raw in islice(_scenarios_with_every_strategy(), SCENARIOS):
        # What no line reads needs no more trials.
        if set(left) <= set(READ_BY_NO_LINE):
            break
        for name in _that_change_a_line(raw, left.values()):
            del left[name]
    return set(left)


def test_every_input_changes_a_line_or_says_why_not() -> None:
    idle, known = _that_change_nothing(), set(READ_BY_NO_LINE)
    require_none(
        [f"{name}: no other value of it changes a line" for name in sorted(idle - known)]
        + [f"{name}: changes a line, so it is no exception" for name in sorted(known - idle)]
    )
