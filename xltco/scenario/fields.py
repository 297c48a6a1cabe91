"""How one input is declared: its bounds for pydantic, its unit and description for everybody else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from xltco.lines import Input
from xltco.units import unit_named

MOST_MONEY = 1e15


# Nearer to 0 than this a number is a slip, and quotients would leave the range of doubles.
LEAST_MAGNITUDE = 1e-12


class Table(BaseModel):
    """A table of a scenario: immutable, strict about types, finite numbers only, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def printable(text: str) -> str:
    """The text; ValueError when it holds characters that XML does not allow."""
    if any(unicodedata.category(c) in ("Cc", "Cs", "Cn") and c not in "\n\t" for c in text):
        raise ValueError("must not hold control characters")
    return text


def _not_tiny(value: Any) -> Any:
    if isinstance(value, float) and 0 < abs(value) < LEAST_MAGNITUDE:
        raise ValueError(f"must be 0 or at least {LEAST_MAGNITUDE:g} from it")
    return value


Text = Annotated[str, Field(max_length=2000), AfterValidator(printable)]
Number = Annotated[float, AfterValidator(_not_tiny)]


Range = tuple[float, float]

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
    default: Any = PydanticUndefined,
    at_least: float | None = 0,
    at_most: float | None = MOST_MONEY,
    above: float | None = None,
) -> Any:
    """A number with its unit, its bounds and the plausible range inside them, from which random scenarios draw.

    Without a default it must be given; with the default None it may be left out.
    """
    low = {"gt": above} if above is not None else {"ge": at_least}
    extra: dict[str, Any] = {"unit": unit, "plausible": list(plausible)}
    return Field(default, description=description, json_schema_extra=extra, le=at_most, **low)


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
    return Field(default, description=description, json_schema_extra={"unit": "boolean"})


def word(description: str, *, default: str = "") -> Any:
    """A text or, on a Literal, a choice."""
    return Field(default, description=description, max_length=200, json_schema_extra={"unit": "text"})


def choice(description: str, *, default: str) -> Any:
    """One of the words of a Literal."""
    return Field(default, description=description, json_schema_extra={"unit": "text"})


def inputs_of(table: str, model: type[Table], axis: str = "scalar") -> Iterator[Input]:
    """The register's inputs of one table, from the pydantic declaration."""
    for key, info in model.model_fields.items():
        extra = info.json_schema_extra
        assert isinstance(extra, dict)
        yield Input(
            table=table,
            key=key,
            unit=unit_named(str(extra["unit"])),
            description=info.description or "",
            axis=axis,
            kind=_kind(info),
            default=None if info.default is PydanticUndefined else info.default,
            required=info.is_required(),
            at_least=_bound(info, "ge"),
            at_most=_bound(info, "le"),
            above=_bound(info, "gt"),
            choices=get_args(info.annotation) if get_origin(info.annotation) is Literal else (),
            plausible=_range(extra.get("plausible")),
        )


def _kind(info: FieldInfo) -> str:
    if get_origin(info.annotation) is Literal:
        return "choice"
    kinds: dict[Any, str] = {bool: "boolean", bool | None: "boolean", int: "integer", str: "text"}
    return kinds.get(info.annotation, "number")


def _range(stated: Any) -> Range | None:
    return (float(stated[0]), float(stated[1])) if stated else None


def _bound(info: FieldInfo, name: str) -> float | None:
    return next((getattr(m, name) for m in info.metadata if getattr(m, name, None) is not None), None)
