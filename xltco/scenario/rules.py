"""Rules between inputs, asked of the raw tables so that every problem is told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xltco.scenario.stated import STRATEGY_TABLES

Rule = tuple[str, str]
_HAIR = 1e-12


def broken_rules(data: Mapping[str, Any]) -> Iterator[Rule]:
    """The key and the message of each rule that the tables break."""
    given = {name for name in STRATEGY_TABLES if isinstance(data.get(name), Mapping)}
    if not given:
        yield "buy", f"no strategy is present: add at least one of the tables {', '.join(STRATEGY_TABLES)}"
    if "build" in given:
        for needed, why in (
            ("self_host", "a model that was built is served like self_host"),
            ("buy", "the managed API serves until the model is built"),
        ):
            if needed not in given:
                yield "build", f"needs the table [{needed}] too, because {why}: add [{needed}] or take [build] out"
    yield from _shares_of_the_input(data.get("workload"))
    for name in sorted(given & {"buy", "fine_tune"}):
        yield from _prices(name, data[name])
    for name in sorted(given & {"self_host", "own"}) if "buy" not in given else ():
        if _number(data[name].get("go_live_month"), 1) > 1:
            yield (
                f"{name}.go_live_month",
                "above 1 needs the table [buy], because the managed API serves until go-live: add [buy] or use 1",
            )


def _shares_of_the_input(workload: object) -> Iterator[Rule]:
    if not isinstance(workload, Mapping):
        return
    cached, written = (_number(workload.get(key), 0) for key in ("cached_input_share", "cache_write_share"))
    # Two decimal fractions that sum to 1 may sum to a hair above it in binary.
    if cached + written > 1 + _HAIR and cached <= 1 and written <= 1:
        yield (
            "workload.cache_write_share",
            f"and workload.cached_input_share are shares of the same input: {written:g} and {cached:g} sum to "
            f"{cached + written:g}, and at most 1 is allowed",
        )


def _prices(name: str, table: Mapping[str, Any]) -> Iterator[Rule]:
    if table.get("blended_price_per_1m") is not None:
        return
    for key in ("input_price_per_1m", "output_price_per_1m"):
        if table.get(key) is None:
            yield (
                f"{name}.{key}",
                "is missing: give input_price_per_1m and output_price_per_1m, or blended_price_per_1m alone",
            )


def _number(value: object, otherwise: float) -> float:
    return value if isinstance(value, int | float) else otherwise
