"""The tables of a scenario as pydantic checks them, made from their declarations."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from xltco.scenario.fields import Declared, Inputs, declared_in, not_tiny


class Table(BaseModel):
    """A table of a scenario: immutable, strict about types, finite numbers only, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, defer_build=True)


def printable(text: str) -> str:
    """The text; ValueError when it holds characters that XML does not allow."""
    if any(unicodedata.category(c) in ("Cc", "Cs", "Cn") and c not in "\n\t" for c in text):
        raise ValueError("must not hold control characters")
    return text


Text = Annotated[str, Field(max_length=2000), AfterValidator(printable)]
_NUMBER = Annotated[float, AfterValidator(not_tiny)]
_KINDS: dict[Any, Any] = {float: _NUMBER, float | None: _NUMBER | None, str: Text}


def model_of(declared: type[Inputs]) -> type[Table]:
    """The pydantic model of a table that is declared."""
    fields: dict[str, Any] = {
        key: (_KINDS.get(kind, kind), _field(facts)) for key, kind, facts in declared_in(declared)
    }
    return create_model(declared.__name__, __base__=Table, __doc__=declared.__doc__, **fields)


def as_declared(model: Any) -> Any:
    """A table with every default: they need no check, and without one pydantic has nothing to build for it."""
    return model.model_construct()


def _field(facts: Declared) -> Any:
    return Field(
        facts.default,
        description=facts.description,
        ge=facts.at_least,
        gt=facts.above,
        le=facts.at_most,
        max_length=facts.most_characters,
    )
