"""How one input is declared: bounds, unit and description, for everybody who asks. models.py makes pydantic of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from xltco.inputs import Input
from xltco.units import unit_named

MOST_MONEY = 1e15
# Nearer to 0 than this a number is a slip, and quotients would leave the range of doubles.
LEAST_MAGNITUDE = 1e-12
MUST_BE_GIVEN: Any = ...

Text = str
Number = float
Range = tuple[float, float]


class Inputs:
    """A table of a scenario, declared: its annotations are the kinds of its keys, its values say the rest of them."""


@dataclass(frozen=True)
class Declared:
    """What is declared of one key."""

    description: str
    unit: str
    default: Any
    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None
    plausible: Range | None = None
    most_characters: int | None = None


def not_tiny(value: Any) -> Any:
    """The value; ValueError when it is a number that is nearer to 0 than a model can take."""
    if isinstance(value, float) and 0 < abs(value) < LEAST_MAGNITUDE:
        raise ValueError(f"must be 0 or at least {LEAST_MAGNITUDE:g} from it")
    return value


# What amounts and prices commonly are, by unit: from the least to the most that a scenario would state.
_PLAUSIBLE_MONEY: dict[str, Range] = {
    "currency": (100.0, 200_000.0),
    "currency_per_1m_tokens": (0.05, 20.0),
    "currency_per_hour": (0.3, 100.0),
    "currency_per_kwh": (0.04, 0.4),
    "currency_per_node": (3_000.0, 400_000.0),
}


def quantity(
    unit: str,
    description: str,
    *,
    plausible: Range,
    default: Any = MUST_BE_GIVEN,
    at_least: float | None = 0,
    at_most: float | None = MOST_MONEY,
    above: float | None = None,
) -> Any:
    """A number with its unit, its bounds and the plausible range inside them, from which random scenarios draw.

    Without a default it must be given; with the default None it may be left out.
    """
    lowest = at_least if above is None else None
    return Declared(description, unit, default, lowest, at_most, above, plausible)


def money(description: str, *, unit: str = "currency", default: Any = 0.0, plausible: Range | None = None) -> Any:
    """An amount or price, never negative."""
    return quantity(unit, description, default=default, plausible=plausible or _PLAUSIBLE_MONEY[unit])


def share(description: str, *, default: Any = 0.0, above: float | None = None, plausible: Range | None = None) -> Any:
    """A fraction from 0 to 1; `above=0` excludes zero."""
    usual = (0.0, 1.0) if above is None else (0.1, 1.0)
    return quantity("share", description, default=default, at_most=1, above=above, plausible=plausible or usual)


def rate(
    description: str,
    *,
    default: Any = 0.0,
    at_least: float = -0.99,
    at_most: float = 2,
    plausible: Range = (-0.3, 0.15),
) -> Any:
    """A rate of change as a fraction; -1 and less would leave nothing to compound, and above 2 it is a percentage."""
    return quantity("rate", description, default=default, at_least=at_least, at_most=at_most, plausible=plausible)


def rating(description: str, *, default: int) -> Any:
    """A judgement from 1 to 5."""
    return quantity("rating", description, default=default, at_least=1, at_most=5, plausible=(1, 5))


def spread(description: str, *, default: float, at_most: float = 10) -> Any:
    """How far a driver may lie from its base, as a share of it; the default is a guess that its reader must replace."""
    text = f"{description}, as a share; a placeholder to replace."
    return quantity("share", text, default=default, at_most=at_most, plausible=(0.0, 0.6))


def flag(description: str, *, default: bool | None) -> Any:
    """A truth value; with the default None it may be left out, and is then neither."""
    return Declared(description, "boolean", default)


def word(description: str, *, default: str = "") -> Any:
    """A text or, on a Literal, a choice."""
    return Declared(description, "text", default, most_characters=200)


def choice(description: str, *, default: str) -> Any:
    """One of the words of a Literal."""
    return Declared(description, "text", default)


def declared_in(table: type[Inputs]) -> Iterator[tuple[str, Any, Declared]]:
    """Each key of a table with its type and what is declared of it; keys that it shares with others come first."""
    for owner in reversed(table.__mro__):
        for key, kind in vars(owner).get("__annotations__", {}).items():
            yield key, kind, getattr(table, key)


def inputs_of(table: str, declared: type[Inputs], axis: str = "scalar") -> Iterator[Input]:
    """The register's inputs of one table, from its declaration."""
    for key, kind, facts in declared_in(declared):
        required = facts.default is MUST_BE_GIVEN
        yield Input(
            table=table,
            key=key,
            unit=unit_named(facts.unit),
            description=facts.description,
            axis=axis,
            kind=_kind(kind),
            default=None if required else facts.default,
            required=required,
            at_least=facts.at_least,
            at_most=facts.at_most,
            above=facts.above,
            choices=get_args(kind) if get_origin(kind) is Literal else (),
            plausible=facts.plausible,
        )


def _kind(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return "choice"
    kinds: dict[Any, str] = {bool: "boolean", bool | None: "boolean", int: "integer", str: "text"}
    return kinds.get(kind, "number")
