"""Numbers as words (METHOD 15.5): "1.20 m", "never", "month 7", each as an Excel text and as its Python twin.

Engines round ties apart: 2.675 is stored a little below what it says. Every number is therefore nudged away from 0 by
a relative 1e-12 before it is rounded, so that a tie always rounds away from 0. It is rounded to a number before it
becomes a text, and 0 is added, so that no engine writes -0.00.

An amount in words takes two lines: its scale (1, a thousand, a million or a billion), and the short text over it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from xltco.lines import Array, PythonEntry
from xltco.model.register import BREAK_EVEN, CHALLENGERS, MODEL, STRATEGIES, is_given, line
from xltco.model.texts import TEXTS, excel_text, quoted, text

# The named constants of the Excel texts, again as numbers: a text is written one at a time.
_NUDGE = 1 + 1e-12
_THOUSAND = 1e3
_SCALES = {1e9: "number.billion", 1e6: "number.million", _THOUSAND: "number.thousand"}
_SIZE_READS = ("billion", "million", "thousand", "halves")
_SCALE_READS = ("billion", "million", "thousand", "halves", "relative_tolerance")


def excel_fixed(expression: str, decimals: str) -> str:
    """An Excel text of a number with so many decimals: `0`, `1` or `{halves}`, which is 2."""
    return f"FIXED(ROUND({expression}*(1+{{relative_tolerance}}),{decimals})+0,{decimals})"


def excel_whole(expression: str) -> str:
    """An Excel text of a whole number, which needs no nudge."""
    return f"FIXED({expression},0)"


def excel_size(name: str) -> str:
    """An amount without its sign, with what forgives binary noise."""
    return f"ABS({name})*(1+{{relative_tolerance}})"


def excel_scale(name: str) -> str:
    """The scale in which an amount of that size is told: 1, a thousand, a million or a billion."""
    chain = "1"
    for scale, below in (("thousand", ""), ("million", "/{thousand}"), ("billion", "/{million}")):
        reached = f"ROUND({name}{below},{{halves}})>={{thousand}}"
        chain = f"IF({reached},{{{scale}}},{chain})"
    return chain


def excel_amount(name: str, scale: str, never: str = "number.never") -> str:
    """An Excel text of an amount in its scale; the words of the key `never` where it is #N/A."""
    unit = '""'
    for word in ("thousand", "million", "billion"):
        unit = f"IF({scale}={{{word}}},{quoted(_unit(f'number.{word}'))},{unit})"
    return f"IF(ISNUMBER({name}),{excel_fixed(f'{name}/{scale}', '{halves}')}&{unit},{excel_text(never)})"


def excel_percent(expression: str) -> str:
    """An Excel text of a share in percent, with one decimal."""
    return excel_text("number.percent", number=excel_fixed(expression + "*{hundred}", "1"))


def excel_title(name: str) -> str:
    """The title of the strategy whose name is given: self_host is Self-host; of none, the word for it."""
    named = [f'{name}="{strategy}"' for strategy in STRATEGIES]
    titles_of_one = "&".join(
        f'IF({test},{quoted(title)},"")' for test, title in zip(named, STRATEGIES.values(), strict=True)
    )
    return f"IF(OR({','.join(named)}),{titles_of_one},{excel_text('strategy.none')})"


def _unit(key: str) -> str:
    """What follows the number in an amount of that scale."""
    return TEXTS[key].removeprefix("{number}")


def rounded(value: float, decimals: int) -> float:
    """The number as a text with so many decimals shows it."""
    return float(f"{value * _NUDGE:.{decimals}f}") + 0.0


def fixed_text(value: float, decimals: int) -> str:
    """A number with so many decimals, thousands apart."""
    return f"{rounded(value, decimals):,.{decimals}f}"


def scale_of(value: float) -> float:
    """The scale in which an amount is told: what would read 1,000.00 k reads 1.00 m."""
    return next((scale for scale in _SCALES if rounded(abs(value) / (scale / _THOUSAND), 2) >= _THOUSAND), 1.0)


def _scale_of_size(size: float) -> float:
    """The scale for an amount of that size, which holds the nudge already."""
    told = (scale for scale in _SCALES if float(f"{size / (scale / _THOUSAND):.2f}") >= _THOUSAND)
    return next(told, 1.0)


def amount_text(value: float, never: str = "number.never") -> str:
    """An amount in thousands, millions or billions; the words of the key `never` where it is NaN."""
    if np.isnan(value):
        return TEXTS[never]
    scale = scale_of(value)
    number = fixed_text(value / scale, 2)
    return number + (_unit(_SCALES[scale]) if scale in _SCALES else "")


def texts(values: Array, write: Any, *options: Any) -> Array:
    """Each number of an array as a text."""
    written = [write(float(value), *options) for value in values.ravel()]
    return np.array(written, dtype=str).reshape(values.shape)


def fixed(values: Array, decimals: int) -> Array:
    """Numbers with so many decimals; NaN reads as 0, for a text that is not shown then."""
    return texts(np.where(is_given(values), values, 0), fixed_text, decimals)


def whole_number(values: Array) -> Array:
    """Whole numbers, thousands apart; NaN reads as 0, for a text that is not shown then."""
    return texts(np.where(is_given(values), values, 0), "{:,.0f}".format)


def percent(values: Array, hundred: Array, tolerance: Array) -> Array:
    """Shares in percent, with one decimal; NaN reads as 0, for a text that is not shown then."""
    nudged = np.where(is_given(values), values, 0) * hundred * (1 + tolerance)
    return text("number.percent", number=texts(nudged, _one_decimal))


def _one_decimal(value: float) -> str:
    return f"{float(f'{value:.1f}') + 0.0:,.1f}"


def titles(names: Array) -> Array:
    """The titles of the strategies with these names."""
    return np.select([names == name for name in STRATEGIES], list(STRATEGIES.values()), TEXTS["strategy.none"])


def entry(name: str, meaning: str, reads: Sequence[str], python: Callable[..., Array]) -> PythonEntry:
    """A Python entry for a line whose names are made up of parts: called with what it reads, in that order."""

    def run(**values: Array) -> Array:
        return python(*(values[read] for read in reads))

    run.__name__, run.__doc__ = name, meaning
    parameters = [inspect.Parameter(read, inspect.Parameter.KEYWORD_ONLY) for read in reads]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return run


def tell_amount(
    name: str, of: str, label: str, *, for_each: Sequence[str] = (), never: str = "number.never", unsigned: bool = False
) -> None:
    """Declare `<name>_size`, `_scale` and `_text`: the amount `of` as a person says it, unsigned if asked."""

    def said(values: Array, *_: Array) -> Array:
        return texts(np.abs(values) if unsigned else values, amount_text, never)

    def size(values: Array, tolerance: Array) -> Array:
        nudged: Array = np.abs(values) * (1 + tolerance)
        return nudged

    def scale(sizes: Array, *_: Array) -> Array:
        return np.where(is_given(sizes), [[_scale_of_size(float(s)) for s in row] for row in sizes], np.nan)

    amount, own, sized = f"{{{of}}}", f"{name}_scale", f"{name}_size"
    unit = MODEL[MODEL.named(of, {"strategy": for_each[0]} if for_each else {})].unit.name
    shown = f"ABS({amount})" if unsigned else amount
    common = {"source": "METHOD 15.5", "for_each": for_each}
    nudged = f"=ABS({amount})*(1+{{relative_tolerance}})"
    line(unit=unit, label=f"{label}: size", excel=nudged, **common)(  # type: ignore[arg-type]
        entry(
            sized,
            f"{label}: without its sign, and above what binary noise takes off.",
            (of, "relative_tolerance"),
            size,
        )
    )
    line(unit="number", label=f"{label}: scale", excel="=" + excel_scale(f"{{{sized}}}"), **common)(  # type: ignore[arg-type]
        entry(own, f"{label}: the scale in which it is told.", (sized, *_SIZE_READS), scale)
    )
    line(unit="text", label=label, excel="=" + excel_amount(shown, f"{{{own}}}", never), **common)(  # type: ignore[arg-type]
        entry(f"{name}_text", f"{label}, as a person says it.", (of, own, *_SCALE_READS), said)
    )


tell_amount(
    "strategy_break_even", "strategy_break_even_tokens", "Break-even tokens per month, in words", for_each=BREAK_EVEN
)
tell_amount(
    "strategy_always_above", "strategy_always_above_tokens", "Always cheaper above, in words", for_each=BREAK_EVEN
)


def _month_text(value: float) -> str:
    month = TEXTS["number.month"]
    return TEXTS["number.never"] if np.isnan(value) else month.format(month=fixed_text(value, 0))


def _excel_month(name: str) -> str:
    return f"=IF(ISNUMBER({name}),{excel_text('number.month', month=excel_whole(name))},{excel_text('number.never')})"


@line(
    unit="text",
    source="METHOD 15.5",
    label="Crossover, in words",
    for_each=CHALLENGERS,
    excel=_excel_month("{strategy_crossover_month}"),
)
def strategy_crossover_text(strategy_crossover_month: Array) -> Array:
    """The crossover month as a person says it, or never."""
    return texts(strategy_crossover_month, _month_text)


@line(
    unit="text",
    source="METHOD 15.5",
    label="Payback, in words",
    for_each=CHALLENGERS,
    excel=_excel_month("{strategy_payback_month}"),
)
def strategy_payback_text(strategy_payback_month: Array) -> Array:
    """The payback month as a person says it, or never."""
    return texts(strategy_payback_month, _month_text)
