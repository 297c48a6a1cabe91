"""The closed forms of break-even, V_always and all crossings against a scan of the staircase, tread by tread."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest

from xltco.lines import Array
from xltco.model import MODEL
from xltco.model.register import CROSSINGS

ROOMS = tuple(f"xltco.model.results.{room}" for room in ("break_even", "always_above", "crossing_steps", "crossings"))
# The lines themselves, without those that sensitivity enters again.
LINES = [
    line
    for line in MODEL.lines.values()
    if line.python.__module__ in ROOMS and line.name == line.python.__name__.replace("strategy_", "self_host_", 1)
]
# So many units of a level staircase show whether its crossings go on for ever.
LEVEL_UNITS = 60


@dataclass(frozen=True)
class Stairs:
    """One staircase against one line, exact: a unit's cost and capacity, prices per token, fixed costs."""

    step: Fraction
    base: Fraction
    buy_base: Fraction
    price: Fraction
    token: Fraction
    fewest: int
    spare: int
    capacity: int

    @property
    def saved(self) -> Fraction:
        """What a token saves, p."""
        return self.price - self.token

    @property
    def fixed(self) -> Fraction:
        """What the strategy costs beside tokens and needed units, less buy's fixed costs, F."""
        return self.base - self.buy_base + self.spare * self.step

    @property
    def farthest(self) -> int:
        """Units beyond which a full tread stays on one side, level staircases aside."""
        margin = abs(self.saved * self.capacity - self.step)
        if not self.capacity:
            return self.fewest
        return self.fewest + (int((abs(self.fixed) + self.step) / margin) + 3 if margin else LEVEL_UNITS)

    def above(self, units: int, volume: Fraction) -> Fraction:
        """What a month of that volume on so many units costs more than buy."""
        return units * self.step + self.fixed - self.saved * volume

    def units(self, volume: Fraction) -> int:
        """Units that the volume needs."""
        return max(self.fewest, -(-volume // self.capacity)) if self.capacity else self.fewest

    def pays(self, volume: Fraction) -> bool:
        """Whether the strategy costs no more than buy at the volume."""
        return self.above(self.units(volume), volume) <= 0


@dataclass(frozen=True)
class Answers:
    """What the scan found: crossings from V* on, V_always, and whether they go on for ever."""

    crossings: list[Fraction]
    always: Fraction | None
    endless: bool


def _volumes(stairs: Stairs) -> list[Fraction]:
    """Every volume at which anything can change: 0, each step, and where a tread would meet buy's bill."""
    treads = range(stairs.fewest, stairs.farthest + 1)
    found = {Fraction(0), *(Fraction(n * stairs.capacity) for n in treads)}
    if stairs.saved:
        found |= {(n * stairs.step + stairs.fixed) / stairs.saved for n in treads}
    last = stairs.farthest * stairs.capacity
    return sorted(volume for volume in found if volume >= 0 and (not stairs.capacity or volume <= last))


@cache
def scanned(stairs: Stairs) -> Answers:
    """Walk up the volumes; the side is asked at each, between each and the next, and beyond the last.

    A tread that meets buy's bill at its very end changes the side there and, with the step, back: twice.
    """
    volumes = _volumes(stairs)
    crossings: list[Fraction] = []
    before = False
    for volume, following in zip(volumes, [*volumes[1:], volumes[-1] + 1], strict=True):
        here, after = stairs.pays(volume), stairs.pays((volume + following) / 2)
        crossings += [volume] * ((here != before) + (after != here))
        before = after
    if not stairs.capacity or not crossings:
        return Answers(crossings, crossings[-1] if crossings and before else None, False)
    # On a level staircase the last tread is as every later one.
    level = stairs.saved * stairs.capacity == stairs.step
    last = Fraction(stairs.farthest * stairs.capacity)
    endless = level and crossings[-1] >= last - stairs.capacity and len(crossings) > 2 * CROSSINGS
    pays_for_good = before and stairs.saved * stairs.capacity >= stairs.step and not endless
    return Answers(crossings, crossings[-1] if pays_for_good else None, endless)


def stairs_of(amounts: tuple[int, int, int], prices: tuple[int, int], units: tuple[int, int, int]) -> Stairs:
    """The staircase of whole numbers: step, base and buy's base; both prices; fewest, spare and capacity."""
    step, base, buy_base = map(Fraction, amounts)
    price, token = map(Fraction, prices)
    return Stairs(step, base, buy_base, price, token, *units)


def drawn(seed: int, count: int) -> Iterator[Stairs]:
    """Staircases of small whole numbers, so that treads and steps often meet buy's bill exactly."""
    draw = random.Random(seed)
    for _ in range(count):
        yield Stairs(
            step=Fraction(draw.choice([0, 1, 2, 3, 5, 6, 10, 12, 60])),
            base=Fraction(draw.choice([0, 0, 1, 4, 12, 13, 30, 100])),
            buy_base=Fraction(draw.choice([0, 0, 2, 6, 20, 50, 75, 130])),
            price=Fraction(draw.choice([0, 1, 2, 3, 4, 6, 9, 12]), draw.choice([1, 2, 3, 10])),
            token=Fraction(draw.choice([0, 0, 0, 1, 2, 6]), draw.choice([1, 2, 10])),
            fewest=draw.choice([1, 1, 1, 2, 3, 7]),
            spare=draw.choice([0, 0, 1, 2]),
            capacity=draw.choice([0, 1, 2, 3, 5, 10, 20, 60]),
        )


def plain(seed: int, count: int) -> Iterator[Stairs]:
    """Staircases as scenarios have them: amounts in cents, prices per 1M tokens, billions of tokens."""
    draw = random.Random(seed)

    def cents(most: int) -> Fraction:
        return Fraction(draw.randint(0, most * 100), 100)

    for _ in range(count):
        step, capacity = cents(5000) + 1, draw.randint(1, 40) * 10**8
        price = step / capacity * Fraction(draw.randint(1, 400), 100)
        yield Stairs(
            step=step,
            base=cents(20_000),
            buy_base=cents(20_000) * draw.choice([0, 0, 1, 3]),
            price=price,
            token=price * Fraction(draw.choice([0, 0, 10, 91]), 70),
            fewest=draw.randint(1, 6),
            spare=draw.choice([0, 0, 1]),
            capacity=capacity * draw.choice([0, 1, 1, 1]),
        )


def edges() -> Iterator[Stairs]:
    """Every staircase of a few numbers: F = 0, p*C = I, p = 0, p < 0, nothing to pay at all."""
    for step, base, buy_base, price, token, fewest, capacity in product(
        (0, 2, 3), (0, 2, 6), (0, 2, 4, 9), (0, 1, 2), (0, 1), (1, 3), (0, 1, 2, 3)
    ):
        yield stairs_of((step, base, buy_base), (price, token), (fewest, step % 2, capacity))


def calculated(cases: list[Stairs], scale: float = 1.0) -> Mapping[str, Array]:
    """The lines of break-even for the staircases as cases of one evaluation; `scale` times every amount of money."""

    def column(*values: float | Fraction) -> Array:
        return np.array([float(value) for value in values])[:, None]

    values: dict[str, Array] = {
        "self_host_step_cost": column(*(float(case.step) * scale for case in cases)),
        "self_host_base_cost": column(*(float(case.base) * scale for case in cases)),
        "buy_base_cost": column(*(float(case.buy_base) * scale for case in cases)),
        "buy_token_rate": column(*(float(case.price) * scale for case in cases)),
        "self_host_token_rate": column(*(float(case.token) * scale for case in cases)),
        "self_host_min_units": column(*(case.fewest for case in cases)),
        "self_host_spare_units": column(*(case.spare for case in cases)),
        "self_host_unit_capacity": column(*(case.capacity for case in cases)),
        "finance_include_one_time": np.array([[False]]),
        "self_host_upfront": column(0),
        "buy_upfront": column(0),
        "finance_amortization_months": column(36),
        "workload_monthly_tokens": column(1),
    }
    values |= {name: column(constant.value) for name, constant in MODEL.constants.items()}
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for line in LINES:
            values[line.name] = line.python(**line.arguments(values, 1))
    return values


def _difference(stairs: Stairs, values: Mapping[str, Array], case: int) -> str | None:
    """What the lines say otherwise than the scan, in words; None where they agree."""
    truth = scanned(stairs)
    listed, left = truth.crossings[:CROSSINGS], max(len(truth.crossings) - CROSSINGS, 0)
    expected: dict[str, list[Fraction | int | None]] = {
        "self_host_break_even_tokens": [listed[0] if listed else None],
        "self_host_always_above_tokens": [truth.always],
        "self_host_crossings": [*listed, *[None] * (CROSSINGS - len(listed))],
        "self_host_crossings_left_out": [None if truth.endless else left],
    }
    for name, wanted in expected.items():
        found = values[name][case]
        numbers = np.array([np.nan if value is None else float(value) for value in wanted])
        if not np.allclose(found, numbers, rtol=1e-9, atol=1e-9, equal_nan=True):
            return f"{name}: {found[:6]} instead of {numbers[:6]} for {stairs}"
    return None


def _offenders(cases: list[Stairs], scale: float = 1.0) -> list[str]:
    values = calculated(cases, scale)
    found = (_difference(stairs, values, case) for case, stairs in enumerate(cases))
    return [difference for difference in found if difference]


@pytest.mark.parametrize("count", [500, pytest.param(3000, marks=pytest.mark.slow)])
def test_break_even_always_above_and_all_crossings_are_those_of_a_scan(count: int) -> None:
    cases = [*drawn(1, count), *edges()]
    offenders = _offenders(cases) + _offenders(cases[: count // 2], scale=0.1) + _offenders([*plain(3, count // 2)])
    assert not offenders, "\n".join([f"{len(offenders)} staircases", *offenders[:20]])


def test_units_at_a_crossing_say_which_tread_or_step_it_is() -> None:
    cases = [stairs for stairs in drawn(2, 800) if stairs.capacity]
    values = calculated(cases)
    for case, stairs in enumerate(cases):
        positions = values["self_host_crossing_units"][case, 1:]
        for units in positions[~np.isnan(positions)]:
            full = int(units)
            step = Fraction(full * stairs.capacity)
            volume = step if units > full else (full * stairs.step + stairs.fixed) / stairs.saved
            assert step - stairs.capacity <= volume <= step or full == stairs.fewest, stairs
            assert np.isclose(values["self_host_crossings"][case], float(volume)).any(), stairs


def test_the_picture_of_the_method_crosses_at_2_8_and_3_0_and_3_4() -> None:
    stairs = stairs_of((600, 1000, 0), (1000, 0), (1, 0, 1))
    values = calculated([stairs])
    assert np.allclose(values["self_host_crossings"][0][:3], [2.8, 3.0, 3.4], rtol=1e-12)
    assert np.isnan(values["self_host_crossings"][0][3:]).all()
    assert values["self_host_crossing_units"][0][:3].tolist() == [3, 3.5, 4]
