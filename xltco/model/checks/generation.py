"""Results at generation against the live ones (METHOD 12): a difference is information, never a failure."""

from __future__ import annotations

from functools import reduce

import numpy as np

from xltco.lines import Array, Line, Recorded
from xltco.model.register import BREAK_EVEN, COMPARED, MODEL, is_given, line
from xltco.model.texts import excel_text, text
from xltco.units import unit_named

# Each result with the strategies that have it.
RECORDED = {"tco": COMPARED, "npv": COMPARED, "break_even_tokens": BREAK_EVEN}

for _result, _strategies in RECORDED.items():
    for _strategy in _strategies:
        _line = MODEL.lines[f"{_strategy}_{_result}"]
        MODEL.add(Recorded(of=_line.name, strategy=_strategy, unit=_line.unit, title=_line.label))


def _as_recorded(result: str) -> str:
    recorded, live = f"{{strategy_recorded_{result}}}", f"{{strategy_{result}}}"
    close = f"ABS({live}-{recorded})<={{check_tolerance}}*(ABS({recorded})+1)"
    was_never = f"NOT(ISNUMBER({live}))"
    return f'=IF({recorded}="",TRUE,IF(ISNUMBER({recorded}),IF(ISNUMBER({live}),{close},FALSE),{was_never}))'


def _same(live: Array, recorded: Array, check_tolerance: Array) -> Array:
    """Whether a result is the recorded one: NaN stands for nothing recorded, infinity for a recorded "never"."""
    was_never = np.isinf(recorded)
    close = np.abs(live - recorded) <= check_tolerance * (np.abs(recorded) + 1)
    return ~is_given(recorded) | np.where(was_never, ~is_given(live), close & is_given(live))


@line(
    unit="boolean",
    source="METHOD 12",
    label="TCO is as generated",
    for_each=RECORDED["tco"],
    when_absent=True,
    excel=_as_recorded("tco"),
)
def strategy_tco_as_recorded(strategy_recorded_tco: Array, strategy_tco: Array, check_tolerance: Array) -> Array:
    """Whether the TCO is still the one that the workbook was written with; TRUE where none was recorded."""
    return _same(strategy_tco, strategy_recorded_tco, check_tolerance)


@line(
    unit="boolean",
    source="METHOD 12",
    label="NPV is as generated",
    for_each=RECORDED["npv"],
    when_absent=True,
    excel=_as_recorded("npv"),
)
def strategy_npv_as_recorded(strategy_recorded_npv: Array, strategy_npv: Array, check_tolerance: Array) -> Array:
    """Whether the NPV is still the one that the workbook was written with; TRUE where none was recorded."""
    return _same(strategy_npv, strategy_recorded_npv, check_tolerance)


@line(
    unit="boolean",
    source="METHOD 12",
    label="Break-even is as generated",
    for_each=RECORDED["break_even_tokens"],
    when_absent=True,
    excel=_as_recorded("break_even_tokens"),
)
def strategy_break_even_tokens_as_recorded(
    strategy_recorded_break_even_tokens: Array, strategy_break_even_tokens: Array, check_tolerance: Array
) -> Array:
    """Whether V* is still the one that the workbook was written with; TRUE where none was recorded."""
    return _same(strategy_break_even_tokens, strategy_recorded_break_even_tokens, check_tolerance)


_SAME = [f"{strategy}_{result}_as_recorded" for result, strategies in RECORDED.items() for strategy in strategies]


def _as_generated(**same: Array) -> Array:
    """Whether every recorded result is still the same."""
    return np.where(reduce(np.logical_and, same.values()), text("recorded.same"), text("recorded.changed"))


MODEL.add(
    Line(
        name="results_as_recorded",
        label="Results",
        unit=unit_named("text"),
        axis="scalar",
        meaning="Whether every recorded result is still the same.",
        source="METHOD 12",
        excel="=IF(AND("
        + ",".join(f"{{{name}}}" for name in _SAME)
        + f"),{excel_text('recorded.same')},{excel_text('recorded.changed')})",
        python=_as_generated,
        reads={name: name for name in _SAME},
        template="results_as_recorded",
    )
)
