"""Tornado (METHOD 14.2): what moving one driver alone does to the NPV savings and to the break-even volume.

The lines between a driver and the components of the savings, and between it and V*, are entered again with the moved
value. Each change is a sum of the changes of its terms, so that no digits are lost between two large NPVs.
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from xltco.lines import Array
from xltco.model.register import DRIVERS, MODEL, line
from xltco.model.results.present_values import TERMS, declare
from xltco.model.sensitivity.drivers import DRIVEN, WAYS
from xltco.model.sensitivity.shared import COMPONENTS, term_excel, term_value

SOURCE = "METHOD 14.2"
BREAK_EVEN = "self_host_break_even_tokens"
# Where each driver leads, down and up: the line that now stands for V*.
MOVED_BREAK_EVENS: dict[tuple[str, str], str] = {}


def _changed_terms(names: dict[str, str]) -> list[tuple[tuple[str, ...], tuple[str, ...], int]]:
    """The terms of the savings that read a moved value: as moved, as planned, and their sign in the savings."""
    found = []
    for place, term in enumerate(TERMS):
        moved = tuple(names.get(name, name) for name in term)
        if moved != term:
            found.append((moved, term, -1 if place else 1))
    return found


def _difference_excel(new: tuple[str, ...], old: tuple[str, ...]) -> str:
    """A term as moved less the same as planned, in Excel: factors that both have stand once."""
    same = [name for name, other in zip(new, old, strict=True) if name == other]
    moved = [pair for pair in zip(new, old, strict=True) if pair[0] != pair[1]]
    ours, theirs = (term_excel(names) for names in zip(*moved, strict=True))
    return "*".join([*(term_excel((name,)) for name in same), f"({ours}-{theirs})"])


def _declare_change(driver: str, way: str) -> None:
    """Enter the driver's lines again, and declare what its move does to the savings."""
    ending = f"{driver}_{way}"
    moved = {DRIVEN[driver]: f"moved_{ending}"}
    names = MODEL.reentered((*COMPONENTS, BREAK_EVEN), moved, ending) | moved
    MOVED_BREAK_EVENS[driver, way] = names[BREAK_EVEN]
    terms = _changed_terms(names)

    def change(**read: Array) -> Array:
        parts = [sign * (term_value(new, read) - term_value(old, read)) for new, old, sign in terms]
        return reduce(np.add, parts)

    excel = "".join(f"{'+' if s > 0 else '-'}{_difference_excel(new, old)}" for new, old, s in terms)
    declare(
        f"savings_by_{ending}",
        label=f"Savings with the {driver.replace('_', ' ').replace('api', 'API')} {way}, change",
        meaning=f"What moving the {driver.replace('_', ' ').replace('api', 'API')} {way} does to the NPV savings.",
        unit="currency",
        source=SOURCE,
        excel=f"={excel.removeprefix('+')}",
        python=change,
        reads={name: name for new, old, _ in terms for name in (*new, *old)},
    )


for _way in WAYS:
    for _driver in DRIVERS:
        _declare_change(_driver, _way["way"])


def _of_the_driver(tests: list[tuple[str, str]]) -> str:
    """V* with the row's driver moved: asked in two halves, so that few IF stand inside each other."""

    def asked(some: list[tuple[str, str]]) -> str:
        return "".join(f"IF({flag}=1,{name}," for flag, name in some) + f"{{{BREAK_EVEN}}}" + ")" * len(some)

    half = len(tests) // 2
    flags = "+".join(flag for flag, _ in tests[:half])
    return f"IF({flags}=1,{asked(tests[:half])},{asked(tests[half:])})"


def _savings_change(**read: Array) -> Array:
    """What moving each driver, alone, does to buy's NPV less self-hosting's."""
    names = iter(read)
    pairs = [(read[flag], read[change]) for flag, change in zip(names, names, strict=True)]
    return reduce(np.add, [flag * change for flag, change in pairs])


def _break_even_change(planned: Array, **read: Array) -> Array:
    """What moving each driver, alone, does to V*: pairs of the driver's row and the V* that it leads to."""
    names = iter(read)
    found = planned
    for flag, moved in zip(names, names, strict=True):
        found = np.where(read[flag] == 1, read[moved], found)
    return found - planned


for _named in (way["way"] for way in WAYS):
    _flags = {driver: (f"moves_{driver}", f"savings_by_{driver}_{_named}") for driver in DRIVERS}
    declare(
        f"savings_change_{_named}",
        label=f"Change of the NPV savings, driver {_named}",
        meaning=f"What moving each driver {_named}, alone, does to buy's NPV less self-hosting's.",
        unit="currency",
        axis="driver",
        source=SOURCE,
        excel="=" + "+".join(f"{{{flag}}}*{{{change}}}" for flag, change in _flags.values()),
        python=_savings_change,
        reads={name: name for pair in _flags.values() for name in pair},
    )
    _moved = {d: name for (d, w), name in MOVED_BREAK_EVENS.items() if w == _named and name != BREAK_EVEN}
    _tests = [(f"{{moves_{driver}}}", f"{{{name}}}") for driver, name in _moved.items()]
    declare(
        f"break_even_change_{_named}",
        label=f"Change of break-even tokens, driver {_named}",
        meaning=f"What moving each driver {_named}, alone, does to V*; #N/A where one of the two is never.",
        unit="tokens",
        axis="driver",
        source=SOURCE,
        excel=f"={_of_the_driver(_tests)}-{{{BREAK_EVEN}}}",
        python=_break_even_change,
        reads={"planned": BREAK_EVEN}
        | {name: name for driver, moved in _moved.items() for name in (f"moves_{driver}", moved)},
    )


@line(
    unit="currency",
    axis="driver",
    source=SOURCE,
    label="Swing of the NPV savings",
    excel="=MAX({savings_change_down},{savings_change_up},0)-MIN({savings_change_down},{savings_change_up},0)",
)
def savings_swing(savings_change_down: Array, savings_change_up: Array) -> Array:
    """From the lowest to the highest of the three: moved down, not moved, moved up."""
    highest = np.maximum(np.maximum(savings_change_down, savings_change_up), 0)
    return highest - np.minimum(np.minimum(savings_change_down, savings_change_up), 0)
