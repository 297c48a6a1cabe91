"""Numbers as words (METHOD 15.5): "1.20 m", "never", "month 7", each as an Excel text and as its Python twin.

Engines round ties apart: 2.675 is stored a little below what it says. Every number is therefore nudged away from 0 by
a relative 1e-12 before it is rounded, so that a tie always rounds away from 0. It is rounded to a number before it
becomes a text, and 0 is added, so that no engine writes -0.00.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

import numpy as np

from xltco.lines import Array
from xltco.model.register import CHALLENGERS, HOSTED, STRATEGIES, line

NEVER = "never"
# The named constants of the Excel texts, again as numbers: a text is written one at a time.
_NUDGE = 1 + 1e-12
_SCALES = ((1e9, " bn"), (1e6, " m"), (1e3, " k"))


def excel_fixed(expression: str, decimals: str) -> str:
    """An Excel text of a number with so many decimals: `0`, `1` or `{halves}`, which is 2."""
    return f"FIXED(ROUND({expression}*(1+{{relative_tolerance}}),{decimals})+0,{decimals})"


def excel_amount(name: str, never: str = NEVER) -> str:
    """An Excel text of an amount in thousands, millions or billions; `never` where it is #N/A."""
    steps = (("billion", "million", " bn"), ("million", "thousand", " m"))
    text = f"IF(ISNUMBER({name}),"
    for scale, below, word in steps:
        text += (
            f"IF(ROUND(ABS({name})/{{{below}}}*(1+{{relative_tolerance}}),{{halves}})>={{thousand}},"
            f'{excel_fixed(f"{name}/{{{scale}}}", "{halves}")}&"{word}",'
        )
    text += f"IF(ROUND(ABS({name})*(1+{{relative_tolerance}}),{{halves}})>={{thousand}},"
    text += f'{excel_fixed(f"{name}/{{thousand}}", "{halves}")}&" k",{excel_fixed(name, "{halves}")})))'
    return text + f',"{never}")'


def excel_percent(expression: str) -> str:
    """An Excel text of a share in percent, with one decimal."""
    return excel_fixed(expression + "*{hundred}", "1") + '&"%"'


def excel_title(name: str) -> str:
    """The title of the strategy whose name is given: self_host is Self-host."""
    *others, (_, last) = STRATEGIES.items()
    chain = "".join(f'IF({name}="{strategy}","{title}",' for strategy, title in others)
    return f'{chain}"{last}"' + ")" * len(others)


def rounded(value: float, decimals: int) -> float:
    """The number as a text with so many decimals shows it."""
    return float(f"{value * _NUDGE:.{decimals}f}") + 0.0


def fixed_text(value: float, decimals: int) -> str:
    """A number with so many decimals, thousands apart."""
    return f"{rounded(value, decimals):,.{decimals}f}"


def amount_text(value: float, never: str = NEVER) -> str:
    """An amount in thousands, millions or billions: what would read 1,000.00 k reads 1.00 m."""
    if np.isnan(value):
        return never
    for scale, word in _SCALES:
        if rounded(abs(value) / (scale / 1e3), 2) >= 1e3:
            return fixed_text(value / scale, 2) + word
    return fixed_text(value, 2)


def texts(values: Array, write: Any, *options: Any) -> Array:
    """Each number of an array as a text."""
    written = [write(float(value), *options) for value in values.ravel()]
    return np.array(written, dtype=str).reshape(values.shape)


def fixed(values: Array, decimals: int) -> Array:
    return texts(values, fixed_text, decimals)


def amount(values: Array, never: str = NEVER) -> Array:
    return texts(values, amount_text, never)


def percent(values: Array) -> Array:
    return joined(texts(values * 100, fixed_text, 1), "%")


def titles(names: Array) -> Array:
    return np.select([names == name for name in STRATEGIES], list(STRATEGIES.values()), "")


def joined(*parts: Array | str) -> Array:
    """The parts of a sentence in a row."""
    together: Iterable[Any] = map(np.asarray, parts)
    return np.asarray(reduce(np.strings.add, together))


def _month_text(value: float) -> str:
    return NEVER if np.isnan(value) else f"month {fixed_text(value, 0)}"


@line(
    unit="text",
    source="METHOD 15.5",
    label="Break-even tokens per month, in words",
    for_each=HOSTED,
    excel="=" + excel_amount("{strategy_break_even_tokens}"),
)
def strategy_break_even_text(
    strategy_break_even_tokens, billion, million, thousand, halves, relative_tolerance
):  # fmt: skip
    """V* as a person says it, or never."""
    return amount(strategy_break_even_tokens)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Always cheaper above, in words",
    for_each=HOSTED,
    excel="=" + excel_amount("{strategy_always_above_tokens}"),
)
def strategy_always_above_text(
    strategy_always_above_tokens, billion, million, thousand, halves, relative_tolerance
):  # fmt: skip
    """V_always as a person says it, or never."""
    return amount(strategy_always_above_tokens)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Crossover, in words",
    for_each=CHALLENGERS,
    excel='=IF(ISNUMBER({strategy_crossover_month}),"month "&'
    + excel_fixed("{strategy_crossover_month}", "0")
    + ',"never")',
)
def strategy_crossover_text(strategy_crossover_month, relative_tolerance):
    """The crossover month as a person says it, or never."""
    return texts(strategy_crossover_month, _month_text)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Payback, in words",
    for_each=CHALLENGERS,
    excel='=IF(ISNUMBER({strategy_payback_month}),"month "&'
    + excel_fixed("{strategy_payback_month}", "0")
    + ',"never")',
)
def strategy_payback_text(strategy_payback_month, relative_tolerance):
    """The payback month as a person says it, or never."""
    return texts(strategy_payback_month, _month_text)
