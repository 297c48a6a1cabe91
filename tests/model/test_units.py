"""Dimensional analysis: every Python entry on quantities, and the whole model under a change of each base unit.

The first half runs each entry on pint quantities of the declared dimensions: adding tokens to money raises, and the
result must have the dimension of its line. The second half needs no pint and so reaches the searches too: whoever
counts tokens in dozens, hours in half hours or money in another currency must find the same costs in those units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pint
import pytest

from tests.offenders import require_none
from tests.random_scenarios import random_scenario
from tests.support import scenario_of
from xltco.engine import Evaluation, evaluate, evaluate_values
from xltco.lines import Array, Constant, Line, full
from xltco.model import MODEL
from xltco.units import UNITS, Unit

# Hour beside second and teraflop beside flop are dimensions of their own, so that a forgotten 3600 or 1e12 shows.
BASE_UNITS = ("currency", "token", "price_unit", "parameter", "flop", "teraflop", "hour", "second", "kilowatt")


def _registry() -> Any:
    registry: Any = pint.UnitRegistry(None)
    for name in BASE_UNITS:
        registry.define(f"{name} = [{name}]")
    return registry


REGISTRY = _registry()

_ONE_OF_A_UNIT = "forgives one unit of the amount (METHOD 12), a bare 1 beside a quantity"
_IN_WORDS = "an amount in words has no unit"
NO_PINT: Mapping[str, str] = {
    "check_tokens": _ONE_OF_A_UNIT,
    "strategy_check_break_even": _ONE_OF_A_UNIT,
    "self_host_horizon_break_even_tokens": "a bare infinity says that the search has not settled",
    "own_sales": "numpy.take_along_axis, which pint does not implement",
    "decision_npv": "numpy.select, which pint does not implement",
    "strategy_tco_as_recorded": _ONE_OF_A_UNIT,
    "strategy_npv_as_recorded": _ONE_OF_A_UNIT,
    "strategy_break_even_tokens_as_recorded": _ONE_OF_A_UNIT,
    # Thousands, millions or billions: the words that the amount is written in.
    "strategy_asked_rate_scale": _IN_WORDS,
    "strategy_break_even_scale": _IN_WORDS,
    "strategy_always_above_scale": _IN_WORDS,
    "plan_volume_scale": _IN_WORDS,
    "decision_savings_scale": _IN_WORDS,
    "decision_npv_scale": _IN_WORDS,
    "alternative_price_scale": _IN_WORDS,
    "alternative_npv_scale": _IN_WORDS,
    "simulated_p10_scale": _IN_WORDS,
    "simulated_p90_scale": _IN_WORDS,
    "strategy_asked_rate_text": _IN_WORDS,
    "strategy_break_even_text": _IN_WORDS,
    "strategy_always_above_text": _IN_WORDS,
    "plan_volume_text": _IN_WORDS,
    "decision_savings_text": _IN_WORDS,
    "decision_npv_text": _IN_WORDS,
    "alternative_price_text": _IN_WORDS,
    "alternative_npv_text": _IN_WORDS,
    "simulated_p10_text": _IN_WORDS,
    "simulated_p90_text": _IN_WORDS,
}
PINT_CANNOT = (pint.DimensionalityError, pint.UnitStrippedWarning, TypeError)
LINES = list(MODEL.lines.values())
ON_PINT = [line for line in LINES if line.template not in NO_PINT]
OFF_PINT = [line for line in LINES if line.template in NO_PINT]


class _NumpyThatKeepsUnits:
    """NumPy, but asarray hands a quantity back as it is instead of stripping its unit."""

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    def asarray(self, value: Any) -> Any:
        return value


@pytest.fixture(autouse=True)
def sums_that_keep_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """`total` and `whole`, which most entries use, end in asarray; nothing else is replaced."""
    monkeypatch.setattr("xltco.model.register.np", _NumpyThatKeepsUnits())


def _dimension(unit: Unit) -> Any:
    return REGISTRY.parse_units(unit.dimension).dimensionality


def _powers(unit: Unit) -> dict[str, float]:
    """The base units of a unit with their powers: currency_per_token is currency 1, token -1."""
    return {name.strip("[]"): float(power) for name, power in _dimension(unit).items()}


def _sample(name: str) -> Any:
    """A small positive value of that name in its declared unit; what has no dimension is a plain array."""
    item = MODEL[name]
    if item.unit.name == "text":
        return np.array([["behavior"]])
    if isinstance(item, Constant):
        numbers: Array = full(item.value, 1)
    else:
        length = MODEL.axes[item.axis].length
        numbers = np.linspace(0.25, 0.75, length)[None, :] if length > 1 else full(0.5, 1)
    if item.unit.name == "boolean":
        return numbers > 0
    return REGISTRY.Quantity(numbers, item.unit.dimension) if _dimension(item.unit) else numbers


def _run(line: Line) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        values = {name: _sample(name) for name in line.needs}
        return line.python(**line.arguments(values, MODEL.axes[line.axis].length))


def test_a_unit_is_made_of_the_base_units() -> None:
    require_none(
        f"{unit.name}: is made of {', '.join(sorted(set(_powers(unit)) - set(BASE_UNITS)))}, which is no base unit"
        for unit in UNITS.values()
        if not set(_powers(unit)) <= set(BASE_UNITS)
    )


def test_amounts_of_different_dimensions_do_not_mix() -> None:
    names = ("buy_total", "tokens", "labor_hourly_rate", "buy_token_rate", "buy_list_price", "seconds_per_hour")
    for one in names:
        for other in names:
            if one != other:
                with pytest.raises(pint.DimensionalityError):
                    _sample(one) + _sample(other)


def _wrong_in_dimension(line: Line) -> Iterator[str]:
    try:
        found = _run(line)
    except Exception as error:  # whatever one line raises, the others are told as well
        yield f"{line.name}: {type(error).__name__}: {error}"
        return
    if not line.needs and not np.any(found):
        return  # a sum of nothing, such as a category without items, is 0 of any unit
    dimension = getattr(found, "dimensionality", REGISTRY.dimensionless.dimensionality)
    if dimension != _dimension(line.unit):
        yield f"{line.name}: comes out in {dimension}, and {line.unit.name} is {_dimension(line.unit)}"


def test_a_line_has_the_dimension_that_it_declares() -> None:
    require_none(problem for line in ON_PINT for problem in _wrong_in_dimension(line))


def _followed_after_all(line: Line) -> Iterator[str]:
    try:
        _run(line)
    except PINT_CANNOT:
        return
    yield f"{line.name}: pint follows it, so it is no exception ({NO_PINT[line.template]})"


def test_only_a_line_that_pint_cannot_follow_is_left_to_the_change_of_units() -> None:
    require_none(problem for line in OFF_PINT for problem in _followed_after_all(line))
    templates = {line.template for line in LINES}
    require_none(f"{name}: is no line, so it is no exception" for name in NO_PINT if name not in templates)


# A power of two changes no digit of a binary number, so a change of units by it must agree bit for bit: no tolerance.
FACTOR = 16.0
SEEDS = range(40)


def _batches() -> dict[str, list[Any]]:
    """The scenarios of the seeds by their strategies: those of one kind are cases of one evaluation."""
    batches: dict[str, list[Any]] = {}
    for seed in SEEDS:
        scenario = scenario_of(random_scenario(seed))
        batches.setdefault("+".join(scenario.strategies), []).append(scenario)
    return batches


BATCHES = _batches()


@cache
def _stated(strategies: str) -> Evaluation:
    return evaluate(*BATCHES[strategies])


def _in_other_units(values: Array, unit: Unit, factors: Mapping[str, float]) -> Array:
    scale = float(np.prod([factors.get(name, 1.0) ** power for name, power in _powers(unit).items()]))
    return values if scale == 1 else values * scale


def _lines_in_words() -> set[str]:
    """Texts that name an amount, and those that repeat them: in other units they rightly read otherwise."""
    found: set[str] = set()
    for line in LINES:
        if NO_PINT.get(line.template) == _IN_WORDS or (line.unit.name == "text" and line.needs & found):
            found.add(line.name)
    return found


IN_WORDS = _lines_in_words()


def _in_the_wrong_units(strategies: str, factors: Mapping[str, float]) -> Iterator[str]:
    """Inputs and constants in other units must give every line in those units, and nothing else."""
    stated = _stated(strategies)
    names = [name for name in stated.values if name not in MODEL.lines]
    inputs = {name: _in_other_units(stated.values[name], MODEL[name].unit, factors) for name in names}
    found = evaluate_values(stated.present, inputs)
    for name, line in stated.present.lines.items():
        if name in IN_WORDS:
            continue
        expected = _in_other_units(stated.values[name], line.unit, factors)
        same = (found.values[name] == expected) | ((found.values[name] != found.values[name]) & (expected != expected))
        if not same.all():
            yield f"{name}: does not follow its unit, {line.unit.dimension}, with {strategies} and {_told(factors)}"


def _told(factors: Mapping[str, float]) -> str:
    return "all base units changed" if len(factors) > 1 else f"another unit of {', '.join(factors)}"


def _require_the_same_in(factors: Mapping[str, float]) -> None:
    require_none(problem for strategies in BATCHES for problem in _in_the_wrong_units(strategies, factors))


def test_the_batches_hold_every_line() -> None:
    drawn = {name for batch in BATCHES.values() for name in MODEL.present(batch[0].strategies).lines}
    require_none(f"{name}: stands in no scenario that is drawn" for name in MODEL.lines if name not in drawn)


def test_a_currency_changeover_scales_every_amount_of_money_and_nothing_else() -> None:
    _require_the_same_in({"currency": FACTOR})


@pytest.mark.parametrize("unit", [name for name in BASE_UNITS if name != "currency"])
def test_results_follow_a_change_of_a_base_unit(unit: str) -> None:
    _require_the_same_in({unit: FACTOR})


def test_results_follow_a_change_of_all_base_units_at_once() -> None:
    _require_the_same_in({name: 2.0**power for power, name in enumerate(BASE_UNITS, start=-4)})
