"""How many checks failed (METHOD 12): of each strategy, of none, and in all; a check that is declared is counted."""

from __future__ import annotations

from functools import reduce

import numpy as np

from xltco.lines import Array, Line
from xltco.model.checks.check import SOURCE, all_checks
from xltco.model.register import COMPARED, MODEL, line
from xltco.model.texts import excel_text, text
from xltco.model.views.wording import excel_whole, whole_number
from xltco.units import unit_named


def _failures(**passed: Array) -> Array:
    """How many are not TRUE."""
    return reduce(np.add, [1.0 - check for check in passed.values()])


def _added(**counts: Array) -> Array:
    return reduce(np.add, counts.values())


def _declare_count(name: str, label: str, meaning: str, excel: str, reads: list[str], strategy: str | None) -> None:
    MODEL.add(
        Line(
            name=name,
            label=label,
            unit=unit_named("count"),
            axis="scalar",
            meaning=meaning,
            source=SOURCE,
            excel=excel,
            python=_failures if name != "checks_failed" else _added,
            reads={read: read for read in reads},
            strategy=strategy,
            template=name.replace(f"{strategy}_", "strategy_", 1) if strategy else name,
            when_absent=0,
        )
    )


_COUNTS = []
for _strategy in (*COMPARED, None):
    _checks = [item.name for item in all_checks(_strategy)]
    _name = f"{_strategy}_checks_failed" if _strategy else "shared_checks_failed"
    _declare_count(
        _name,
        "Checks failed",
        "How many of the checks above failed.",
        "=" + "+".join(f"IF({{{check}}},0,1)" for check in _checks),
        _checks,
        _strategy,
    )
    _COUNTS.append(_name)
_declare_count(
    "checks_failed",
    "Checks failed in all",
    "The one total: 0 when every check of the workbook passed.",
    "=" + "+".join(f"{{{count}}}" for count in _COUNTS),
    _COUNTS,
    None,
)


@line(
    unit="text",
    source="METHOD 12",
    label="Checks",
    excel=f"=IF({{checks_failed}}=0,{excel_text('checks.passed')},IF({{checks_failed}}=1,{excel_text('checks.one')},"
    f"{excel_text('checks.many', count=excel_whole('{checks_failed}'))}))",
)
def checks_sentence(checks_failed: Array) -> Array:
    """Whether every check of the workbook passed, or how many did not."""
    many = text("checks.many", count=whole_number(checks_failed))
    some = np.where(checks_failed == 1, text("checks.one"), many)
    return np.where(checks_failed == 0, text("checks.passed"), some)
