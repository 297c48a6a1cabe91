"""A cost that a newcomer adds, as one declaration in one place, is right everywhere at once.

A copy of the package gets the declaration at the end of a module. What the copy then finds is held against plain loops
that add the new cost to the reference's totals: months, break-even, horizon break-even, tornado. Its workbook is built
and verified in an engine.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests import reference_model as reference
from tests.offenders import require_none
from tests.support import ROOT, with_inputs

RELATIVE = 1e-9

Raw = dict[str, Any]
RAW: Raw = {
    "horizon": {"months": 24, "annual_discount_rate": 0.08},
    "workload": {"monthly_tokens": 5e9, "monthly_growth_rate": 0.05, "peak_to_average": 1.5},
    "labor": {"hourly_rate": 120, "annual_wage_inflation": 0.04},
    "buy": {"blended_price_per_1m": 9, "annual_price_change": -0.1, "monthly_platform_fee": 900},
    "self_host": {
        "instance_hourly": 3.5,
        "annual_price_change": -0.06,
        "tokens_per_second": 900,
        "target_utilization": 0.7,
        "min_instances": 2,
        "spare_instances": 1,
        "labor_hours_per_month": 30,
        "labor_hours_per_extra_instance": 1.5,
        "setup_cost": 20_000,
        "go_live_month": 3,
        "model_refresh_cost": 4_000,
        "model_refresh_interval_months": 5,
    },
    "sensitivity": {"driver_change": 0.3, "rate_change": 0.04},
}

DECLARATION = '''

from xltco.model.costs.items import {used}


@cost(
    "self_host",
    behavior={behavior},
    {index}category="{category}",
    label="Added",
    source="METHOD 6.3",
    excel="={rate}",
)
def strategy_added_cost_rate({reads}):
    """A cost that was added."""
    return {python}
'''
SCRIPT = """
import json, sys
from xltco.engine import evaluate
from xltco.model import MODEL
from xltco.model.results.horizon_walk import first_paying_volume
from xltco.scenario import validated
from xltco.verify import verify
from xltco.spreadsheet.engines.known import chosen
from xltco.workbook.template import load_template
from xltco.workbook.writer import build

raw, book, template = json.loads(sys.argv[1]), sys.argv[2], load_template(sys.argv[3])
scenario = validated(raw, lambda key: key)
found = evaluate(scenario)
# The user functions know nothing of a cost that they have no argument for, so they are left out.
report = verify(build(scenario, book, template=template, functions=False), chosen("formualizer"), change_inputs=False)
print(json.dumps({
    "lines": {name: found.series(name) for name in found.values if MODEL[name].axis in ("scalar", "month", "driver")},
    "walk": first_paying_volume(found.values),
    "items": [cost.key for cost in MODEL.costs_of("self_host")],
    "mismatches": [repr(mismatch) for mismatch in report.mismatches][:20],
}))
"""


@dataclass(frozen=True)
class Added:
    """A new cost: as its author declares it, and its rate, index and months in plain Python."""

    behavior: str
    category: str
    excel: str
    python: str
    reads: str
    rate: Callable[[Raw], float]
    yearly: Callable[[Raw], float] = lambda raw: 0.0
    index: str = ""
    every: str = ""
    template: str = "one-page"

    @property
    def text(self) -> str:
        index = f"index={self.index},\n    " if self.index else ""
        every = f'every="{self.every}",\n    ' if self.every else ""
        used = ", ".join(sorted({self.behavior, self.index or self.behavior, "cost"}))
        facts = {"behavior": self.behavior, "category": self.category, "rate": self.excel, "reads": self.reads}
        return DECLARATION.format(used=used, index=index + every, python=self.python, **facts)

    def months(self, raw: Raw, tokens: list[float], units: list[float]) -> list[float]:
        """What it costs in months 0 to H."""
        return [self.rate(raw) * self.quantity(raw, m, tokens, units) * self.at(raw, m) for m in range(len(tokens))]

    def quantity(self, raw: Raw, m: int, tokens: list[float], units: list[float]) -> float:
        since = m - raw["self_host"]["go_live_month"]
        if since < 0:
            return 0.0
        every = raw["self_host"]["model_refresh_interval_months"]
        due = float(since > 0 and since % every == 0)
        return {"VARIABLE": tokens[m], "STEP": units[m], "FIXED": 1.0, "PERIODIC": due}[self.behavior]

    def at(self, raw: Raw, m: int) -> float:
        return float((1 + self.yearly(raw)) ** ((m - 1) / 12))

    def on(self, raw: Raw, steps: reference.Steps) -> reference.Steps:
        """The steady state with it: p, I and F, of which F holds the spare unit."""
        rate, hosting = self.rate(raw), raw["self_host"]
        if self.behavior == "VARIABLE":
            return replace(steps, price=steps.price - rate)
        if self.behavior == "STEP":
            return replace(steps, unit=steps.unit + rate, fixed=steps.fixed + hosting["spare_instances"] * rate)
        spread = hosting["model_refresh_interval_months"] if self.behavior == "PERIODIC" else 1
        return replace(steps, fixed=steps.fixed + rate / spread)


ADDED = [
    Added(
        behavior="VARIABLE",
        category="usage",
        excel="{strategy_instance_hourly}/{tokens_per_million}",
        python="strategy_instance_hourly / tokens_per_million",
        reads="strategy_instance_hourly, tokens_per_million",
        rate=lambda raw: raw["self_host"]["instance_hourly"] / 1e6,
        template="full",
    ),
    Added(
        behavior="STEP",
        category="labor",
        excel="{labor_hourly_rate}",
        python="labor_hourly_rate",
        reads="labor_hourly_rate",
        rate=lambda raw: float(raw["labor"]["hourly_rate"]),
        index="WAGE",
        yearly=lambda raw: float(raw["labor"]["annual_wage_inflation"]),
    ),
    Added(
        behavior="FIXED",
        category="compute",
        excel="{strategy_instance_hourly}*{horizon_hours_per_month}",
        python="strategy_instance_hourly * horizon_hours_per_month",
        reads="strategy_instance_hourly, horizon_hours_per_month",
        rate=lambda raw: raw["self_host"]["instance_hourly"] * 730,
        index="PRICE",
        yearly=lambda raw: float(raw["self_host"]["annual_price_change"]),
    ),
    Added(
        behavior="PERIODIC",
        category="risk_and_compliance",
        excel="{labor_hourly_rate}*{strategy_labor_hours_per_month}",
        python="labor_hourly_rate * strategy_labor_hours_per_month",
        reads="labor_hourly_rate, strategy_labor_hours_per_month",
        rate=lambda raw: float(raw["labor"]["hourly_rate"] * raw["self_host"]["labor_hours_per_month"]),
        every="strategy_model_refresh_interval_months",
    ),
]


class BruteForce:
    """A scenario by plain loops, with the added cost put onto self_host's total of each month."""

    def __init__(self, added: Added, raw: Raw) -> None:
        self.added, self.raw, self.common = added, raw, reference.read_common(raw)
        self.results = reference.all_strategies(self.common, raw)
        hosting = self.results["self_host"]
        self.extra = added.months(raw, self.common.tokens, hosting["lines"]["units"])
        self.total = [a + b for a, b in zip(hosting["monthly_total"], self.extra, strict=True)]

    def worth(self, months: list[float]) -> float:
        rate = 1 + self.common.discount_rate
        return math.fsum(value * rate ** (-m / 12) for m, value in enumerate(months))

    @property
    def savings(self) -> float:
        return self.worth(self.results["buy"]["monthly_total"]) - self.worth(self.total)

    @property
    def break_even(self) -> float | None:
        steps = reference.step_function(self.raw, "self_host")
        assert steps is not None
        return reference.walk_break_even(self.added.on(self.raw, steps))


def _moved(driver: str, sign: int) -> Raw:
    """The scenario with a driver of the tornado where it is moved to."""
    tables = {
        "volume": ("workload", "monthly_tokens"),
        "api_price": ("buy", "blended_price_per_1m"),
        "instance_hourly": ("self_host", "instance_hourly"),
        "throughput": ("self_host", "tokens_per_second"),
        "labor_rate": ("labor", "hourly_rate"),
        "labor_hours": ("self_host", "labor_hours_per_month"),
        "setup_cost": ("self_host", "setup_cost"),
    }
    rates = {
        "growth": ("workload", "monthly_growth_rate", 12),
        "api_price_change": ("buy", "annual_price_change", 1),
        "discount_rate": ("horizon", "annual_discount_rate", 1),
    }
    if driver in tables:
        table, key = tables[driver]
        value = RAW[table][key] * (1 + sign * RAW["sensitivity"]["driver_change"])
    else:
        table, key, parts = rates[driver]
        value = RAW[table][key] + sign * RAW["sensitivity"]["rate_change"] / parts
    return with_inputs(RAW, **{table: {key: value}})


DRIVERS = (
    *("volume", "growth", "api_price", "api_price_change", "instance_hourly"),
    *("throughput", "labor_rate", "labor_hours", "setup_cost", "discount_rate"),
)


def _grown(tmp_path: Path, added: Added) -> dict[str, Any]:
    """What a copy of the package with the declaration at the end of a module finds."""
    for name in ("xltco", "workbook_templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    with (tmp_path / "xltco" / "model" / "costs" / "hosting.py").open("a", encoding="utf-8") as module:
        module.write(added.text)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(RAW), str(tmp_path / "added.xlsx"), added.template],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _differing(what: str, found: float | None, expected: float | None, scale: float = 0.0) -> Iterator[str]:
    if found is None or expected is None or abs(found - expected) > RELATIVE * (abs(expected) + scale):
        yield f"{what}: {found}, by plain loops {expected}"


def _wrong(added: Added, found: dict[str, Any]) -> Iterator[str]:
    lines, plain = found["lines"], BruteForce(added, RAW)
    for m, (extra, total) in enumerate(zip(plain.extra, plain.total, strict=True)):
        yield from _differing(f"item in month {m}", lines["self_host_added"][m], extra)
        yield from _differing(f"total of month {m}", lines["self_host_total"][m], total)
    yield from _differing("total of the item", lines["self_host_added_total"][0], math.fsum(plain.extra))
    category = plain.results["self_host"]["costs_by_category"][added.category] + math.fsum(plain.extra)
    yield from _differing("category", lines[f"self_host_{added.category}_category_total"][0], category)
    yield from _differing("V*", lines["self_host_break_even_tokens"][0], plain.break_even)
    scale = plain.worth(plain.total)
    yield from _differing("savings", lines["self_host_savings_npv"][0], plain.savings, scale)
    yield from _wrong_horizon(added, lines["self_host_horizon_break_even_tokens"][0], found["walk"])
    for sign, way in ((-1, "down"), (1, "up")):
        for number, driver in enumerate(DRIVERS):
            moved = BruteForce(added, _moved(driver, sign))
            saved = lines[f"savings_change_{way}"][number]
            yield from _differing(f"{driver} {way}, savings", saved, moved.savings - plain.savings, scale)
            if moved.break_even is not None and plain.break_even is not None:
                change = moved.break_even - plain.break_even
                volume = lines[f"break_even_change_{way}"][number]
                yield from _differing(f"{driver} {way}, V*", volume, change, plain.break_even)
    if lines["checks_failed"] != [0]:
        yield f"{lines['checks_failed']} checks fail"


def _wrong_horizon(added: Added, sheet: Any, walked: float | None) -> Iterator[str]:
    """Savings are 0 at the volume, and below 0 at every volume before it at which some month fills its units.

    Between two of those the savings only rise with the volume, so that none before it pays.
    """
    if not isinstance(sheet, float) or walked is None:
        yield f"horizon break-even: {sheet} on the sheet, {walked} by the walk"
        return
    yield from _differing("horizon break-even of sheet and walk", sheet, walked)
    at = BruteForce(added, with_inputs(RAW, workload={"monthly_tokens": sheet}))
    if abs(at.savings) > RELATIVE * at.worth(at.total):
        yield f"horizon break-even: savings of {at.savings} at {sheet}"
    for volume in _fullest(sheet):
        if volume < sheet * (1 - RELATIVE) and _dearer(added, volume) <= 0:
            yield f"horizon break-even: {volume} pays too, and {sheet} is told"


def _fullest(end: float) -> Iterator[float]:
    """Month-1 volumes up to `end` at which some month of service fills its units."""
    plan = reference.read_plan(reference.read_common(RAW), RAW)
    assert plan.capacity is not None
    for row in plan.rows:
        for units in range(plan.minimum, math.ceil(end * row.growth / plan.capacity)):
            yield units * plan.capacity / row.growth


def _dearer(added: Added, volume: float) -> float:
    """What self_host costs more than buy by NPV at a month-1 volume, with the added cost."""
    common = reference.read_common(with_inputs(RAW, workload={"monthly_tokens": volume}))
    plan, spare = reference.read_plan(common, RAW), RAW["self_host"]["spare_instances"]
    units = [float(reference.count_units(v, plan.capacity, plan.minimum) + spare) for v in common.tokens]
    extra = added.months(RAW, common.tokens, units)
    discounted = (value * (1 + common.discount_rate) ** (-m / 12) for m, value in enumerate(extra))
    return reference.plan_gap(plan, volume)[0] + math.fsum(discounted)


@pytest.mark.parametrize("added", ADDED, ids=lambda added: added.behavior.lower())
def test_a_cost_that_is_declared_once_is_right_everywhere(added: Added, tmp_path: Path) -> None:
    found = _grown(tmp_path, added)
    assert "added" in found["items"]
    require_none(_wrong(added, found))
    require_none(found["mismatches"])
    with zipfile.ZipFile(tmp_path / "added.xlsx") as book:
        assert any(b">Added<" in book.read(part) for part in book.namelist())
