"""A user function: one declaration that every host presents, its arithmetic entered twice.

The Python entry is the decorated function; it reads the lines of the model on its arguments, as arrays of shape
(cases, 1). The native entry is a spreadsheet formula on the same argument names, from which the LAMBDA is made. Names,
types, units, defaults, bounds and help stand in the signature (`arguments.py`) and the docstring, and nowhere else.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from xltco.errors import DefinitionError
from xltco.functions.arguments import Argument
from xltco.units import Unit, unit_named

if TYPE_CHECKING:
    from xltco.functions.lines import Lines

P = ParamSpec("P")
R = TypeVar("R")
MOST_SUMMARY = 255


@dataclass(frozen=True)
class Example:
    """A call whose answer is known from outside the code. None among the arguments: left out.

    `value` is a number, a text, an error value such as "#N/A" or, of a table, its rows below the heading that
    `rows_from` counts from 0. `source` says where the value comes from.
    """

    arguments: tuple[Any, ...]
    value: Any
    source: str
    rows_from: int = 0


@dataclass(frozen=True)
class Column:
    """A column of a table that a function spills."""

    title: str
    unit: Unit


@dataclass(frozen=True)
class Function:
    """One user function. `columns` are those of the table that it spills, if it does."""

    name: str
    summary: str
    details: str
    category: str
    arguments: tuple[Argument, ...]
    unit: Unit
    native: tuple[str, ...]
    python_name: str
    body: Callable[..., Any]
    examples: tuple[Example, ...]
    strategies: tuple[str, ...]
    columns: tuple[Column, ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether it answers with columns instead of one value."""
        return bool(self.columns)

    @property
    def required(self) -> int:
        """How many arguments must be given."""
        return sum(argument.required for argument in self.arguments)

    @property
    def syntax(self) -> str:
        """The call as help shows it: optional arguments in brackets."""
        shown = (a.name if a.required else f"[{a.name}]" for a in self.arguments)
        return f"{self.name}({', '.join(shown)})"

    @property
    def steps(self) -> Iterator[tuple[str, str]]:
        """The steps of the native entry before the last, each with its name; DefinitionError where one has none."""
        for step in self.native[:-1]:
            name, separator, formula = step.partition(" = ")
            if not separator or not name.isidentifier():
                raise DefinitionError(f"{self.name}: a step of the native entry is `name = formula`, not {step!r}")
            yield name, self._with_heading(formula)

    @property
    def last_step(self) -> str:
        """The formula of the native entry's result."""
        return self._with_heading(self.native[-1])

    def _with_heading(self, formula: str) -> str:
        titles = ",".join(f'"{column.title}"' for column in self.columns)
        return formula.replace("{heading}", f"{{{titles}}}")

    def compute(self, values: Mapping[str, Any]) -> Any:
        """The Python entry on checked arguments: arrays of shape (cases, 1) by argument name."""
        from xltco.functions.lines import Lines

        stated = {a.states: values[a.name] for a in self.arguments if a.states}
        return self.body(Lines(stated, self.strategies), **values)


# What the modules that were imported have declared; all of it is `xltco.functions.CATALOGUE`.
DECLARED: dict[str, Function] = {}


def function(
    name: str,
    *,
    category: str,
    unit: str,
    native: tuple[str, ...],
    examples: tuple[Example, ...],
    strategies: tuple[str, ...] = ("buy", "self_host"),
    columns: tuple[tuple[str, str], ...] = (),
) -> Callable[[Callable[Concatenate[Lines, P], R]], Callable[P, R]]:
    """Declare a user function under its Excel name; the decorated function is its Python entry.

    `native` is the native entry: steps "name = formula" and, last, the formula of the result; empty where a workbook
    can't hold the function by itself. `strategies` are those whose inputs the model is given.
    DefinitionError: a name twice, no summary, one over 255 characters, an argument that is no Argument.
    """

    def declare(body: Callable[Concatenate[Lines, P], R]) -> Callable[P, R]:
        text = inspect.cleandoc(body.__doc__ or "")
        summary, _, details = text.partition("\n")
        if name in DECLARED or not summary or len(summary) > MOST_SUMMARY:
            raise DefinitionError(f"{name}: declared twice, or its docstring's first line is not 1 to 255 characters")
        signature = inspect.signature(body)
        own = list(signature.parameters.values())[1:]
        record = DECLARED[name] = Function(
            name=name,
            summary=summary,
            details=details.strip(),
            category=category,
            arguments=_arguments(body, own),
            unit=unit_named(unit),
            native=native,
            python_name=body.__name__,
            body=body,
            examples=examples,
            strategies=strategies,
            columns=tuple(Column(title, unit_named(of)) for title, of in columns),
        )
        public = signature.replace(parameters=own)

        @functools.wraps(body)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            from xltco.functions.calculate import answer

            return answer(record, public.bind(*args, **kwargs).arguments)  # type: ignore[return-value, no-any-return, unused-ignore]

        call.__signature__ = public  # type: ignore[attr-defined]
        call.__annotations__ = {name: hint for name, hint in body.__annotations__.items() if name != "lines"}
        call.__doc__ = _help(record, text)
        return call

    return declare


def record_of(call: Callable[..., Any]) -> Function:
    """The declaration of a public function."""
    return next(function for function in DECLARED.values() if function.python_name == call.__name__)


def _help(record: Function, text: str) -> str:
    """The docstring with every argument: what it is, its unit, its default and what is allowed."""
    lines = [f"    {a.name}: {a.description}\n        {a.allowed}" for a in record.arguments]
    return "\n".join([text, "", "Arguments:", *lines]) if lines else text


def _arguments(body: Callable[..., Any], parameters: list[inspect.Parameter]) -> tuple[Argument, ...]:
    found = []
    for parameter in parameters:
        # The annotation is the name of a type of arguments.py; no other is evaluated, for that would load NumPy.
        kind = body.__globals__.get(parameter.annotation)
        marks = [mark for mark in getattr(kind, "__metadata__", ()) if isinstance(mark, Argument)]
        if len(marks) != 1:
            raise DefinitionError(f"{body.__name__}: the parameter {parameter.name} is no argument of arguments.py")
        found.append(marks[0].called(parameter.name, optional=parameter.default is None))
    return tuple(found)
