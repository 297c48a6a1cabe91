"""The third witness: a plain-loop program, written from the model's definition alone, must find the same.

Scenarios are drawn from the inputs' plausible ranges and from their bounds; a failure lists every disagreement.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from tests.offenders import require_none
from tests.random_scenarios import boundary_scenario, random_scenario
from tests.reference_model import evaluate as reference
from tests.reference_model import step_function
from tests.support import scenario_of
from xltco.cli.notes import notes_on
from xltco.cli.results import as_data
from xltco.engine import Evaluation, evaluate
from xltco.lines import NOT_SETTLED
from xltco.model import MODEL

RELATIVE = 1e-9
# METHOD 9.5: the IRR is found by halving, and the last interval may be 1e-9 of 1 + rate wide.
IRR_RELATIVE, IRR_WIDTH = 1e-7, 1e-9
# Two sums of the same amounts differ by binary noise of the amounts, however small the sum is.
NOISE = 1e-12
# At the bounds prices of 1e9 meet others of 1: a difference below this part of its amounts has lost its digits.
DROWNED = 1e-5
# A check forgives 1e-9 of the result; where its amounts are larger than this many times the result, noise fails it.
LOPSIDED = 1e5

BLOCKS = {"self_host": "break_even", "own": "break_even_own", "fine_tune": "break_even_fine_tune"}
VOLUMES = ("tokens_monthly", "always_above_tokens_monthly", "horizon_tokens_monthly")
STEADY = ("token_rate", "base_cost", "step_cost")

Raw = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """One result as both programs have it; `scale` is the size of the amounts that were added up to it."""

    what: str
    found: Any
    expected: Any
    scale: float = 0.0
    relative: float = RELATIVE

    def agrees(self) -> bool:
        if isinstance(self.found, int | float) and isinstance(self.expected, int | float):
            largest = max(abs(self.found), abs(self.expected))
            return abs(self.found - self.expected) <= self.relative * largest + NOISE * self.scale
        return type(self.found) is type(self.expected) and self.found == self.expected


@dataclass(frozen=True)
class Both:
    """A scenario in both programs: the engine's lines and what `--json` makes of them, and the reference's results."""

    raw: Raw
    lines: Evaluation
    data: Raw
    expected: Raw

    @classmethod
    def of(cls, raw: Raw) -> Both:
        scenario = scenario_of(raw)
        lines = evaluate(scenario)
        return cls(raw, lines, as_data(scenario, lines, notes_on(scenario, lines)), reference(raw))

    def size(self, name: str) -> float:
        """All that a strategy pays and takes back over the horizon."""
        lines = self.expected["strategies"][name]["lines"] if name in self.expected["strategies"] else {}
        return math.fsum(abs(value) for values in lines.values() for value in values)


def _pairs(both: Both) -> Iterator[Pair]:
    for name, expected in both.expected["strategies"].items():
        yield from _months(both, name, expected)
        yield from _results(both, name, expected)
        if name != "buy":
            yield from _against_buy(both, name, expected)
    for name, block in BLOCKS.items():
        if "buy" in both.raw and name in both.raw:
            yield from _break_even(both, name, both.data[block], both.expected[block])
    yield from _decision(both)


def _row(both: Both, line: str, expected: Sequence[float], scale: float) -> Iterator[Pair]:
    """The first month that differs, or none."""
    found = both.lines.series(line)[: len(expected)]
    pairs = [Pair(f"{line} of month {m}", *values, scale) for m, values in enumerate(zip(found, expected, strict=True))]
    yield from [pair for pair in pairs if not pair.agrees()][:1]


def _months(both: Both, name: str, expected: Raw) -> Iterator[Pair]:
    scale = both.size(name)
    for row, key in (("total", "monthly_total"), ("cumulative", "cumulative"), ("pnl", "pnl")):
        yield from _row(both, f"{name}_{row}", expected[key], scale)
    items = {item.key: item.name for item in MODEL.costs_of(name)}
    yield Pair(f"items of {name} beyond the reference's", sorted(items.keys() - expected["lines"].keys()), [])
    for key, values in expected["lines"].items():
        yield from _row(both, items.get(key, f"{name}_{key}"), values, 0)
    for item in both.data["strategies"][name]["cost_items"]:
        yield Pair(f"{item['name']} of {name}", item["total"], sum(expected["lines"][item["name"]]), scale)


def _results(both: Both, name: str, expected: Raw) -> Iterator[Pair]:
    found, scale = both.data["strategies"][name], both.size(name)
    for key in ("tco", "npv", "unamortized"):
        yield Pair(f"{name} {key}", found[key], expected[key], scale)
    for key in ("cost_per_1m_tokens", "levelized_cost_per_1m_tokens"):
        yield Pair(f"{name} {key}", found[key], expected[key])
    for category, total in expected["costs_by_category"].items():
        yield Pair(f"{name} {category}", found["costs_by_category"][category], total, scale)
    yield Pair(f"{name} gross margin", found["gross_margin"], expected["gross_margin"], 1)
    yield Pair(f"{name} holds the floor", found["holds_margin_floor"], expected["holds_floor"])
    for key in STEADY:
        if f"{name}_{key}" in MODEL.lines and key in expected:
            rates = 0 if key == "token_rate" else sum(abs(both.lines.scalar(rate)) for rate in _rates(name))
            yield Pair(f"{name} {key}", both.lines.scalar(f"{name}_{key}"), expected[key], rates)


def _rates(name: str) -> list[str]:
    return [item.rate for item in MODEL.costs_of(name) if item.rate]


def _against_buy(both: Both, name: str, expected: Raw) -> Iterator[Pair]:
    found, scale = both.data["strategies"][name], both.size(name) + both.size("buy")
    for key in ("savings_npv", "savings_nominal"):
        yield Pair(f"{name} {key}", found[key], expected[key], scale)
    for key in ("crossover_month", "payback_month"):
        yield Pair(f"{name} {key}", found[key], expected[key])
    if not _is_drowned(both, name, expected):
        yield Pair(f"{name} irr", found["irr"], expected["irr_annual"], IRR_WIDTH / NOISE, IRR_RELATIVE)
        yield Pair(f"{name} irr is unique", found["irr_is_unique"], expected["irr_is_unique"])
        yield Pair(f"{name} mirr", found["mirr"], expected["mirr"], 1)


def _is_drowned(both: Both, name: str, expected: Raw) -> bool:
    """Whether what is saved is so small a part of what is paid that a rate of it is mostly noise."""
    if "buy" not in both.raw:
        return False
    months = zip(both.expected["strategies"]["buy"]["monthly_total"], expected["monthly_total"], strict=True)
    saved = [abs(theirs - mine) for theirs, mine in months]
    return bool(max(saved) < DROWNED * (both.size(name) + both.size("buy")))


def _break_even(both: Both, name: str, found: Raw, expected: Raw) -> Iterator[Pair]:
    steps = step_function(both.raw, name)
    assert steps is not None
    # How fast the difference of the two bills rises or falls: by the price, or where that is 0 by the steps.
    slope = abs(steps.price) or (steps.unit / steps.capacity if steps.capacity else 0.0)
    # Both programs forgive, each on its side.
    scale = 2 * steps.size / slope if slope else 0.0
    for key in (*VOLUMES, "look_again_month", "crossings_left_out"):
        if key in expected:
            yield Pair(f"{name} {key}", found[key], expected[key], scale if key in VOLUMES else 0.0)
    yield Pair(f"{name} look again margin", found["look_again_margin"], expected["look_again_margin"], 1)
    yield from _drivers(both, name, found, expected)
    crossings = found["crossings"], expected["crossings"]
    yield Pair(f"number of {name} crossings", *map(len, crossings))
    for number, values in enumerate(zip(*crossings, strict=False)):
        yield Pair(f"{name} crossing {number}", *values, scale)
    sheet = both.lines.scalar(f"{name}_horizon_break_even_tokens")
    if name == "self_host" and sheet != NOT_SETTLED:
        yield Pair("self_host horizon break-even on the sheet", sheet, expected["horizon_tokens_monthly"], scale)


def _drivers(both: Both, name: str, found: Raw, expected: Raw) -> Iterator[Pair]:
    """Break-even in other drivers; one within noise of 0 is 0 to one program and never to the other."""
    steps = step_function(both.raw, name)
    assert steps is not None
    units = both.lines.scalar(f"{name}_month_1_instances")
    size = steps.size + units * steps.unit
    scales = {
        "api_price_per_1m": size / max(both.raw["workload"]["monthly_tokens"], 1) * 1e6,
        "instance_hourly": size / both.lines.scalar("horizon_hours_per_month"),
        "labor_hours_per_month": size / (both.lines.scalar("labor_hourly_rate") or 1),
        "utilization": 1.0,
    }
    for key, scale in scales.items():
        if key in expected:
            mine, theirs = (_cleared(block[key], NOISE * scale) for block in (found, expected))
            if {mine, theirs} != {None, 0.0}:
                yield Pair(f"{name} {key}", mine, theirs, scale)


def _cleared(value: float | None, noise: float) -> float | None:
    return 0.0 if value is not None and value <= noise else value


def _is_lopsided(both: Both) -> bool:
    """Whether some strategy pays and takes back, or counts and takes out, far more than it costs in the end."""
    for name, results in both.expected["strategies"].items():
        steps = step_function(both.raw, name) if name in BLOCKS else None
        largest = max(both.size(name), steps.minimum * steps.unit if steps else 0)
        if largest > LOPSIDED * min(abs(results["tco"]), abs(results["npv"])):
            return True
    return False


def _decision(both: Both) -> Iterator[Pair]:
    found, expected = both.data["decision"], both.expected["decision"]
    for key in ("phase", "strategy", "rule", "rules"):
        yield Pair(f"decision {key}", found[key], expected[key])
    yield Pair("quadrant", found["quadrant"].startswith(expected["quadrant"]), True)
    chosen = both.expected["price_of_choosing"]
    for name in both.expected["strategies"]:
        price, scale = both.lines.scalar(f"{name}_price_of_choosing"), sum(both.size(name) for name in both.raw)
        if name != expected["strategy"]:
            yield Pair(f"price of choosing {name}", price, chosen.get(name), scale)
    cautions = [caution["code"] for caution in both.data["cautions"] if caution["code"] != "check_failed"]
    yield Pair("cautions", list(dict.fromkeys(cautions)), both.expected["cautions"])
    if not _is_lopsided(both):
        yield Pair("failed checks", both.data["failed_checks"], [])


def _disagreements(raw: Raw, where: str) -> Iterator[str]:
    for pair in _pairs(Both.of(raw)):
        if not pair.agrees():
            yield f"{where}: {pair.what} is {pair.found!r}, by the reference {pair.expected!r}"


def _random(seeds: range) -> Iterator[str]:
    for seed in seeds:
        yield from _disagreements(random_scenario(seed), f"random {seed}")


def _at_the_bounds(seeds: range) -> Iterator[str]:
    for seed in seeds:
        yield from _disagreements(boundary_scenario(seed), f"boundary {seed}")


@pytest.mark.parametrize("block", range(2))
def test_random_scenarios_agree_with_the_plain_loops(block: int) -> None:
    require_none(_random(range(block * 40, block * 40 + 40)))


def test_scenarios_at_the_bounds_of_the_inputs_agree_with_the_plain_loops() -> None:
    require_none(_at_the_bounds(range(40)))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_many_more_scenarios_agree_with_the_plain_loops(block: int) -> None:
    seeds = range(1000 + block * 60, 1060 + block * 60)
    require_none([*_random(seeds), *_at_the_bounds(seeds)])
