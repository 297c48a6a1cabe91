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


def quantity(
    unit: str,
    description: str,
    *,
    default: Any = PydanticUndefined,
    at_least: float | None = 0,
    at_most: float | None = MOST_MONEY,
    above: float | None = None,
) -> Any:
    """A number with its unit and bounds; without a default it must be given (None: it may be left out)."""
    low = {"gt": above} if above is not None else {"ge": at_least}
    return Field(default, description=description, json_schema_extra={"unit": unit}, le=at_most, **low)


def money(description: str, *, unit: str = "currency", default: Any = 0.0) -> Any:
    """An amount or price, never negative."""
    return quantity(unit, description, default=default)


def share(description: str, *, default: Any = 0.0, above: float | None = None) -> Any:
    """A fraction from 0 to 1; `above=0` excludes zero."""
    return quantity("share", description, default=default, at_most=1, above=above)


def rate(description: str, *, default: Any = 0.0, at_least: float = -0.99, at_most: float = 10) -> Any:
    """A rate of change as a fraction; -1 and less would leave nothing to compound."""
    return quantity("rate", description, default=default, at_least=at_least, at_most=at_most)


def spread(description: str, *, default: float, at_most: float = 10) -> Any:
    """How far a driver may lie from its base, as a share of it; the default is a guess that its reader must replace."""
    return quantity("share", f"{description}, as a share; a placeholder to replace.", default=default, at_most=at_most)


def flag(description: str, *, default: bool) -> Any:
    return Field(default, description=description, json_schema_extra={"unit": "boolean"})


def word(description: str, *, default: str = "") -> Any:
    """A text or, on a Literal, a choice."""
    return Field(default, description=description, max_length=200, json_schema_extra={"unit": "text"})


def choice(description: str, *, default: str) -> Any:
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
        )


def _kind(info: FieldInfo) -> str:
    if get_origin(info.annotation) is Literal:
        return "choice"
    kinds: dict[Any, str] = {bool: "boolean", int: "integer", str: "text"}
    return kinds.get(info.annotation, "number")


def _bound(info: FieldInfo, name: str) -> float | None:
    return next((getattr(m, name) for m in info.metadata if getattr(m, name, None) is not None), None)
