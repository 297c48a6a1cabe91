"""The simulation (METHOD 14.4): what self-hosting saves in each draw.

A draw multiplies the parts of the savings by its factors. Units above the fewest of any draw are counted with operators
alone, since no engine rounds up inside a sum.
"""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.results.present_values import declare
from xltco.model.sensitivity.simulation_parts import (
    FIXED,
    FIXED_REST,
    SOURCE,
    TOKENS,
    TOKENS_REST,
    UNIT_REST,
    UNIT_ROWS,
    at_draw,
    drawn,
)

_LOAD = "{factor_load}*{draw_planned_load.all}"
_COUNTED = f"({_LOAD}>{{draw_start_units.all}}+{{count_number.all}}-1)"
_AVERAGED = f"({_LOAD}>{{draw_most_counted.all}})*({_LOAD}-{{draw_most_counted.all}}+1/{{halves}})"


def _factors_of(parts: dict[str, str]) -> list[str]:
    """The names of the factors by which the parts are multiplied, and of the draws that choose them."""
    return [name for driver in parts for name in (f"factor_{driver}", f"draw_{driver}")]


def _multiplied(rest: Array, parts: dict[str, str], read: dict[str, Array]) -> Array:
    """The rest and each part times the draw's factor of its driver."""
    found = rest
    for driver, part in parts.items():
        found = found + drawn(read[f"factor_{driver}"], read[f"draw_{driver}"]) * read[part]
    return found


def _units_npv(
    draw_peak_load: Array,
    factor_load: Array,
    draw_planned_load: Array,
    draw_start_units: Array,
    count_number: Array,
    draw_counts: Array,
    draw_most_counted: Array,
    halves: Array,
    **read: Array,
) -> Array:
    """What the draw's units above the fewest cost, discounted: counted up to a point, and averaged above it."""
    load = factor_load[:, :, None] * draw_planned_load[:, None, :]
    most, beyond = count_number.max(axis=-1)[..., None, None], load - draw_most_counted[:, None, :]
    counted = np.clip(np.ceil(load) - draw_start_units[:, None, :], 0, most)
    averaged = np.where(beyond > 0, beyond + 1 / halves[..., None], 0) * (most / draw_counts[..., None])
    worth = {row: ((counted + averaged) @ read[row][..., None])[..., 0] for row in (*UNIT_ROWS.values(), UNIT_REST)}
    return np.where(draw_peak_load == 0, 0, _multiplied(worth[UNIT_REST], UNIT_ROWS, read | worth))


_NAMED = (
    "draw_peak_load",
    "factor_load",
    "draw_planned_load",
    "draw_start_units",
    "count_number",
    "draw_counts",
    "draw_most_counted",
)
declare(
    "draw_units_npv",
    label="NPV of the units above the fewest",
    meaning="What the draw's units above the fewest cost, discounted: counted up to a point, and averaged above it.",
    unit="currency",
    axis="draw",
    source=SOURCE,
    # Each of the counts takes its share of what is averaged, so that one sum holds both.
    # Without a capacity nothing is counted, and no engine need try.
    excel=f"=IF({{draw_peak_load}}=0,0,SUMPRODUCT(({_COUNTED}+{_AVERAGED}/{{draw_counts}})*("
    + "".join(f"{at_draw(driver)}*{{{row}.all}}+" for driver, row in UNIT_ROWS.items())
    + f"{{{UNIT_REST}.all}})))",
    python=_units_npv,
    reads={name: name for name in (*_NAMED, "halves", *_factors_of(UNIT_ROWS), *UNIT_ROWS.values(), UNIT_REST)},
)


def _draw_savings(factor_volume: Array, draw_volume: Array, units: Array, **read: Array) -> Array:
    """Buy's NPV less self-hosting's with the drivers of the draw."""
    tokens = drawn(factor_volume, draw_volume) * _multiplied(read[TOKENS_REST], TOKENS, read)
    return tokens - _multiplied(read[FIXED_REST], FIXED, read) - units


def _multiplied_excel(rest: str, parts: dict[str, str]) -> str:
    return f"({{{rest}}}" + "".join(f"+{at_draw(driver)}*{{{part}}}" for driver, part in parts.items()) + ")"


declare(
    "draw_savings",
    label="Savings against buy, NPV",
    meaning="Buy's NPV less self-hosting's with the drivers of the draw.",
    unit="currency",
    axis="draw",
    source=SOURCE,
    excel=f"={at_draw('volume')}*{_multiplied_excel(TOKENS_REST, TOKENS)}"
    f"-{_multiplied_excel(FIXED_REST, FIXED)}-{{draw_units_npv}}",
    python=_draw_savings,
    reads={"units": "draw_units_npv"}
    | {name: name for name in ("factor_volume", "draw_volume")}
    | {name: name for name in (TOKENS_REST, *TOKENS.values(), *_factors_of(TOKENS))}
    | {name: name for name in (FIXED_REST, *FIXED.values(), *_factors_of(FIXED))},
)
