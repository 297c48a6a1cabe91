"""Workbook templates: which sheets, in which order, with which lines. TOML data; a company may bring its own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from xltco.errors import XltcoError
from xltco.resources import folder


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Section(_Part):
    """A block of lines that lie the same way."""

    title: str
    kind: Literal["list", "table", "months", "columns"]
    lines: tuple[str, ...]
    totals: tuple[str, ...] = ()
    axis: str = "month"
    only: str = ""


class Sheet(_Part):
    """One sheet, or one for each strategy of the scenario."""

    title: Annotated[str, Field(min_length=1, max_length=31, pattern=r"^[^\[\]:*?/\\']+$")]
    kind: Literal["inputs", "sections"] = "sections"
    for_each_strategy: bool = False
    sections: tuple[Section, ...] = ()


class Template(_Part):
    """A whole workbook."""

    title: str
    sheets: tuple[Sheet, ...]

    @model_validator(mode="after")
    def _has_one_input_sheet_and_no_title_twice(self) -> Self:
        titles = [sheet.title.lower() for sheet in self.sheets]
        if len(set(titles)) < len(titles):
            raise ValueError("two sheets have the same title")
        if [sheet.kind for sheet in self.sheets].count("inputs") != 1:
            raise ValueError('exactly one sheet must have kind = "inputs"')
        return self


def load_template(name_or_path: str = "full") -> Template:
    """The template of that name, or in that file; XltcoError says what is wrong with it."""
    path = Path(name_or_path)
    if path.suffix != ".toml":
        path = folder("workbook_templates") / f"{name_or_path}.toml"
    try:
        return Template.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        known = ", ".join(sorted(p.stem for p in folder("workbook_templates").glob("*.toml")))
        raise XltcoError(f"{name_or_path}: there is no such template; known are {known}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise XltcoError(f"{path}: is not a readable template: {error}") from None
    except ValidationError as errors:
        first = errors.errors()[0]
        where = "".join(f".{part}" for part in first["loc"])
        raise XltcoError(f"{path}{where and ': ' + where[1:]}: {first['msg'].removeprefix('Value error, ')}") from None
