"""The draws of the simulation (METHOD 14.4): stored ones, turned into drivers by formulas.

A driver takes one of PARTS factors, the middles of equally likely parts of its distribution; a draw names the part of
each driver. Draws are numbers of the method, so nothing is volatile: the same inputs give the same percentiles.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from xltco.lines import Array
from xltco.model.register import line, numbers

DRAWS_FILE = Path(__file__).with_name("draws.csv")
DRIVEN = [{"each": name} for name in ("volume", "api_price", "instance_hourly", "throughput", "labor")]
_HOSTING = ("self_host_savings_npv",)


@line(unit="number", axis="part", source="METHOD 14.4", label="Part", excel=None, stands_with=_HOSTING)
def part_number() -> Array:
    """The number of an equally likely part of each driver's distribution; the sheet holds the numbers."""
    return numbers("part")


@line(
    unit="share",
    axis="part",
    source="METHOD 14.4",
    label="Middle of the part",
    excel="=({part_number}-1/{halves})/MAX({part_number.all})",
)
def part_middle(part_number: Array, halves: Array) -> Array:
    """Where the middle of the part lies on the scale from 0, the least factor, to 1, the greatest."""
    return (part_number - 1 / halves) / part_number.max(axis=-1, keepdims=True)


@cache
def _stored() -> dict[str, Array]:
    """The columns of the file of draws."""
    names = DRAWS_FILE.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    columns = np.loadtxt(DRAWS_FILE, delimiter=",", skiprows=1, unpack=True)
    return {name: column[None, :] for name, column in zip(names, columns, strict=True)}


def _draws_of(name: str) -> None:
    def draw() -> Array:
        return _stored()[draw.__name__].copy()

    words = name.replace("_", " ").replace("api", "API")
    draw.__name__ = f"draw_{name}"
    draw.__doc__ = f"""The part of the {words}'s distribution that the draw takes, each part equally often.

    The sheet holds the numbers.
    """
    label = f"Part of the {words}"
    line(unit="number", axis="draw", source="METHOD 14.4", label=label, excel=None, stands_with=_HOSTING)(draw)


for _member in DRIVEN:
    _draws_of(_member["each"])


@line(
    for_each=DRIVEN,
    unit="factor",
    source="METHOD 14.4",
    label="Least factor of the each",
    excel="=1+{direction_down}*{sensitivity_each_down}",
)
def least_each(direction_down: Array, sensitivity_each_down: Array) -> Array:
    """Where the triangle of the each begins."""
    return 1 + direction_down * sensitivity_each_down


@line(
    for_each=DRIVEN,
    unit="factor",
    source="METHOD 14.4",
    label="Greatest factor of the each",
    excel="=1+{direction_up}*{sensitivity_each_up}",
)
def greatest_each(direction_up: Array, sensitivity_each_up: Array) -> Array:
    """Where the triangle of the each ends."""
    return 1 + direction_up * sensitivity_each_up


@line(
    for_each=DRIVEN,
    unit="share",
    source="METHOD 14.4",
    label="Share of draws with the each below its base",
    excel="=IF({greatest_each}=1,IF({least_each}=1,0,1),(1-{least_each})/({greatest_each}-{least_each}))",
)
def below_base_each(greatest_each: Array, least_each: Array) -> Array:
    """Where the triangle of the each has its peak, the base, on the scale of the parts."""
    one_sided = np.where(least_each == 1, 0, 1)
    return np.where(greatest_each == 1, one_sided, (1 - least_each) / (greatest_each - least_each))


@line(
    for_each=DRIVEN,
    unit="factor",
    axis="part",
    source="METHOD 14.4",
    label="Factor of the each",
    excel="=IF({part_middle}<{below_base_each},"
    "{least_each}+(1-{least_each})*({part_middle}/{below_base_each})^(1/{halves}),"
    "{greatest_each}+(1-{greatest_each})*((1-{part_middle})/(1-{below_base_each}))^(1/{halves}))",
)
def factor_each(
    part_middle: Array, below_base_each: Array, least_each: Array, halves: Array, greatest_each: Array
) -> Array:
    """What the each is multiplied by: the part's middle through the inverse of a triangular distribution, mode at 1."""
    below = least_each + (1 - least_each) * (part_middle / below_base_each) ** (1 / halves)
    above = greatest_each + (1 - greatest_each) * ((1 - part_middle) / (1 - below_base_each)) ** (1 / halves)
    return np.where(part_middle < below_base_each, below, above)
