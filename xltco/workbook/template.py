"""Workbook templates: which sheets, in which order, with which lines, charts and look. TOML data; a company may bring
its own, and an error in it is told with its line."""

from __future__ import annotations

import locale
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from xltco.errors import XltcoError
from xltco.resources import folder
from xltco.scenario.messages import nearest

_TITLE, _COLOUR = r"^[^\[\]:*?/\\']+$", r"^[0-9A-Fa-f]{6}$"
Title = Annotated[str, Field(min_length=1, max_length=31, pattern=_TITLE)]
Colour = Annotated[str, Field(pattern=_COLOUR)]
Text = Annotated[str, Field(max_length=2000)]
# A bracket or a quote that is opened is closed: Excel does not open a file with a broken format.
_FORMAT = r'^(\[[^\]]*\]|"[^"]*"|\\.|[^\["\\])+$'
Format = Annotated[str, Field(max_length=250, pattern=_FORMAT)]
_IN_WORDS = {
    _TITLE: "must be a sheet's name, without any of [ ] : * ? / \\ '",
    _COLOUR: "must be a colour of six hexadecimal digits, such as 1F3864, without #",
    _FORMAT: "must be an Excel number format that closes its quotation marks and brackets",
}
_MOST_LOGO_BYTES = 1_000_000


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Theme(_Part):
    """How a workbook looks. Colours are RRGGBB; `logo` is a picture file beside the template."""

    organisation: Annotated[str, Field(max_length=80)] = ""
    logo: str = ""
    font: Annotated[str, Field(min_length=1, max_length=31)] = "Calibri"
    primary: Colour = "1F3864"
    # The palette of Okabe and Ito, which colour-blind readers can tell apart; one colour a strategy, in order.
    strategies: Annotated[tuple[Colour, ...], Field(min_length=5, max_length=5)] = (
        "0072B2",
        "E69F00",
        "009E73",
        "CC79A7",
        "D55E00",
    )
    money: Literal["units", "thousands", "millions"] = "units"
    tokens: Literal["plain", "words"] = "plain"
    currency_symbol: bool = False
    language: str = ""

    @field_validator("language")
    @classmethod
    def _is_known(cls, tag: str) -> str:
        if tag and tag.replace("-", "_") not in locale.windows_locale.values():
            raise ValueError("must be a language and a country such as en-US, de-DE or hi-IN")
        return tag


class Series(_Part):
    """One row of points of a chart: a line along an axis, or single `points`, or the title alone as a `label` at one.

    `strategy_` in a name makes one series for each strategy. `x` is the line of the horizontal axis.
    """

    line: str
    x: str = ""
    title: Annotated[str, Field(max_length=80)] = ""
    points: bool = False
    label: bool = False
    colour: Colour | None = None


class Chart(_Part):
    """A native Excel chart of lines that the workbook holds."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Literal["scatter", "bar", "column", "stacked"] = "scatter"
    series: Annotated[tuple[Series, ...], Field(min_length=1)]
    x_title: str = ""
    y_title: str = ""
    x_format: Format = "General"
    y_format: Format = "General"
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    cross: tuple[float, float] | None = None
    first: Annotated[int, Field(ge=0)] = 0
    width_cm: Annotated[float, Field(ge=4, le=40)] = 15.0
    height_cm: Annotated[float, Field(ge=3, le=30)] = 7.5


class Section(_Part):
    """A block of lines that lie the same way, or of charts, or of plain text."""

    title: str
    kind: Literal["list", "table", "costs", "months", "quarters", "years", "columns", "grid", "cases", "charts", "text"]
    lines: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    axis: str = "month"
    only: str = ""
    # Of a cost table beside the sheets of strategies: which ones it has side by side, where not all.
    strategies: tuple[str, ...] = ()
    links: bool = False
    group: bool = False
    new_page: bool = False
    # Whether the lines have defined names, which people type in formulas of their own.
    named: bool = False
    printed: bool = True
    headings: tuple[str, ...] = ()
    shade: bool = False
    charts: tuple[Chart, ...] = ()
    text: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _holds_what_its_kind_shows(self) -> Self:
        shown = {"charts": self.charts, "text": self.text}.get(self.kind, self.lines)
        if not shown and self.kind != "costs":
            word = self.kind if self.kind in ("charts", "text") else "lines"
            raise ValueError(f'a section of kind = "{self.kind}" needs {word}')
        return self


class Sheet(_Part):
    """One sheet, or one for each strategy of the scenario, or one for each case that is not selected."""

    title: Title
    purpose: Annotated[str, Field(max_length=200)] = ""
    kind: Literal["inputs", "sections", "contents", "method", "functions", "case"] = "sections"
    for_each_strategy: bool = False
    sections: tuple[Section, ...] = ()
    lines: tuple[str, ...] = ()
    show_method: bool = True
    printed: bool = True
    one_page: bool = False
    portrait: bool = False

    @model_validator(mode="after")
    def _has_a_title_for_each(self) -> Self:
        for mark, repeats, key in (
            ("{strategy}", self.for_each_strategy, "for_each_strategy = true"),
            ("{case}", self.kind == "case", 'kind = "case"'),
        ):
            if repeats != (mark in self.title):
                raise ValueError(f"a sheet with {key}, and no other, has {mark} in its title")
        return self


class Template(_Part):
    """A whole workbook. `workings` names the template whose sheets hold what the shown lines are calculated from."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    theme: Theme = Theme()
    workings: str = ""
    sheets: Annotated[tuple[Sheet, ...], Field(min_length=1)]
    # The template's own file: its logo lies beside it, and errors name it.
    path: Path = Path()

    @model_validator(mode="after")
    def _has_one_input_sheet_and_no_title_twice(self) -> Self:
        titles = [sheet.title.lower() for sheet in self.sheets]
        twice = next((title for number, title in enumerate(titles) if title in titles[:number]), None)
        if twice:
            raise ValueError(f"two sheets have the same title, capital or small: {twice}")
        if [sheet.kind for sheet in self.sheets].count("inputs") != 1:
            raise ValueError('exactly one sheet must have kind = "inputs"')
        return self

    @property
    def logo(self) -> Path | None:
        """The picture's file, if the theme has one."""
        return self.path.parent / self.theme.logo if self.theme.logo else None

    def where(self, text: str) -> str:
        """The file and the line in which it first names a text, for an error's place."""
        lines = self.path.read_text(encoding="utf-8-sig").splitlines() if self.path.is_file() else []
        number = next((n for n, line in enumerate(lines, start=1) if f'"{text}"' in line), None)
        return f"{self.path}, line {number}" if number else str(self.path)


def template_names() -> list[str]:
    """The templates that come with xltco."""
    return sorted(path.stem for path in folder("workbook_templates").glob("*.toml"))


def load_template(name_or_path: str = "full") -> Template:
    """The template of that name, or in that file; XltcoError says what is wrong with it, and in which line."""
    path = Path(name_or_path)
    if path.suffix != ".toml":
        path = folder("workbook_templates") / f"{name_or_path}.toml"
    try:
        text = path.read_text(encoding="utf-8-sig")
        template = Template.model_validate(tomllib.loads(text) | {"path": path})
    except FileNotFoundError:
        raise XltcoError(
            f"{name_or_path}: there is no such template; known are {', '.join(template_names())}"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise XltcoError(f"{path}: is not a readable template: {error}") from None
    except ValidationError as errors:
        first = errors.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        line = line_of(text, first["loc"])
        raise XltcoError(f"{path}, line {line}{where and f' ({where})'}: {_in_words(first)}") from None
    _require_logo(template, path)
    return template


def _in_words(error: Any) -> str:
    """What pydantic found wrong with a key, in the words of a template."""
    location = error["loc"]
    if error["type"] == "missing":
        return "is missing"
    if error["type"] == "extra_forbidden":
        return "is not known" + nearest(str(location[-1]), _keys_beside(location))
    if error["type"] == "string_pattern_mismatch":
        return f"{_IN_WORDS[error['ctx']['pattern']]} (found {error['input']!r})"
    return str(error["msg"]).removeprefix("Value error, ")


def _keys_beside(location: tuple[Any, ...]) -> list[str]:
    """The keys that the table may have in which a key stands."""
    part: type[BaseModel] = Template
    for key in location[:-1]:
        if isinstance(key, str):
            part = _part_in(part.model_fields[key].annotation) or part
    return [key for key in part.model_fields if key != "path"]


def _part_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((part for inner in get_args(annotation) if (part := _part_in(inner))), None)


def _require_logo(template: Template, path: Path) -> None:
    logo = template.logo
    if logo is None:
        return
    if logo.suffix.lower() not in (".png", ".jpg", ".jpeg"):
        raise XltcoError(f"{path} (theme.logo): {logo.name} must be a .png or .jpg picture")
    if not logo.is_file():
        raise XltcoError(f"{path} (theme.logo): there is no picture {logo}; put it beside the template")
    if logo.stat().st_size > _MOST_LOGO_BYTES:
        raise XltcoError(f"{path} (theme.logo): {logo.name} is larger than {_MOST_LOGO_BYTES:,} bytes; make it smaller")


def line_of(text: str, location: tuple[Any, ...]) -> int:
    """The line of a TOML text where a key of nested tables stands; that of the nearest table where it is not found."""
    tables = {".".join(str(part) for part in location[:depth]) for depth in range(1, len(location) + 1)}
    counts: dict[str, int] = {}
    best, depth, inside = 1, 0, not any(isinstance(part, int) for part in location[:1])
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[(\[?)([\w.]+)\]", line)
        if header:
            here = _numbered(header[2], bool(header[1]), counts)
            inside = here in tables and here.count(".") + 1 >= depth
            if inside:
                best, depth = number, here.count(".") + 1
        elif inside and (key := re.match(r"\s*([\w-]+)\s*=", line)) and key[1] == _key_at(location, depth):
            return number
    return best


def _numbered(header: str, repeats: bool, counts: dict[str, int]) -> str:
    """A header's place with the number of each repeated table in it: sheets.2.sections.0."""
    parts = header.split(".")
    here = ""
    for position, part in enumerate(parts):
        here = f"{here}.{part}" if here else part
        if position == len(parts) - 1 and repeats:
            counts[here] = counts.get(here, -1) + 1
            for deeper in [name for name in counts if name.startswith(f"{here}.")]:
                del counts[deeper]
        if here in counts:
            here = f"{here}.{counts[here]}"
    return here


def _key_at(location: tuple[Any, ...], depth: int) -> str:
    return str(location[depth]) if depth < len(location) else ""
