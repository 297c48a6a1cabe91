"""The parts of a formula's tree; each knows its value, given the values of the names that it reads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from xltco.errors import DefinitionError
from xltco.functions.evaluator import library
from xltco.functions.evaluator.operators import OPERATORS, negative

Names = Mapping[str, Any]


class Node(ABC):
    """A part of a formula."""

    @abstractmethod
    def value(self, names: Names) -> Any:
        """Its value; an error is a value too."""


class Constant(Node):
    """A number, a text, a truth value, an error, or an array of these."""

    def __init__(self, content: Any) -> None:
        self.content = content

    def value(self, names: Names) -> Any:
        """What it is."""
        return self.content


class Name(Node):
    """The name of an argument, of a step or of a parameter."""

    def __init__(self, name: str) -> None:
        self.name = name

    def value(self, names: Names) -> Any:
        """What the name stands for."""
        if self.name not in names:
            raise DefinitionError(f"{self.name}: a formula reads it, and nothing before it has that name")
        return names[self.name]


class Signed(Node):
    """A value with its sign; + leaves it as it is."""

    def __init__(self, sign: str, operand: Node) -> None:
        self._sign, self._operand = sign, operand

    def value(self, names: Names) -> Any:
        """The value, or its negative."""
        found = self._operand.value(names)
        return negative(found) if self._sign == "-" else found


class Binary(Node):
    """Two values and the operator between them."""

    def __init__(self, sign: str, left: Node, right: Node) -> None:
        self._compute, self._left, self._right = OPERATORS[sign], left, right

    def value(self, names: Names) -> Any:
        """What the operator makes of the two, element by element where they are lists."""
        return self._compute(self._left.value(names), self._right.value(names))


class Lambda(Node):
    """A function without a name; its value is a Python function of as many values."""

    def __init__(self, parameters: tuple[str, ...], body: Node) -> None:
        self._parameters, self._body = parameters, body

    def value(self, names: Names) -> Any:
        """The function, which sees the names that stand around it."""
        return lambda *given: self._body.value({**names, **dict(zip(self._parameters, given, strict=True))})


class Call(Node):
    """A call of one of Excel's functions, or of the catalogue's. An argument that is left out is None."""

    def __init__(self, name: str, arguments: tuple[Node | None, ...]) -> None:
        self._arguments = arguments
        self._is_lazy = name in library.LAZY
        self._function = library.function_named(name)

    def value(self, names: Names) -> Any:
        """What the function answers; IF and IFERROR ask only for what they need."""
        if self._is_lazy:
            return self._function(*(_asked(argument, names) for argument in self._arguments))
        return self._function(*(argument and argument.value(names) for argument in self._arguments))


def _asked(argument: Node | None, names: Names) -> Callable[[], Any] | None:
    """What gives the argument's value when it is called."""
    return None if argument is None else lambda: argument.value(names)
