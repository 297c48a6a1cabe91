"""Makes a tree of a formula: a Pratt parser with Excel's rules of precedence.

From the loosest to the tightest: comparisons, + and -, * and /, ^, a sign. Operators of one level go from the left, ^
too, and a sign binds tighter than ^: -2^2 is 4.
"""

from __future__ import annotations

from functools import cache

from xltco.errors import DefinitionError
from xltco.functions.errors import CellError
from xltco.functions.evaluator.nodes import Binary, Call, Constant, Lambda, Name, Node, Signed
from xltco.functions.evaluator.tokens import Token, tokens_of

_LEVELS = (("=", "<>", "<", "<=", ">", ">="), ("+", "-"), ("*", "/"), ("^",))
_BINDING = {sign: level for level, signs in enumerate(_LEVELS, start=1) for sign in signs}
_TIGHTEST = len(_LEVELS) + 1
_TRUTHS = {"TRUE": True, "FALSE": False}


@cache
def parsed(formula: str) -> Node:
    """The tree of a formula; DefinitionError where it breaks the grammar."""
    parser = _Parser(formula)
    node = parser.expression(0)
    parser.require("end", "")
    return node


class _Parser:
    """Reads the tokens of one formula from left to right."""

    def __init__(self, formula: str) -> None:
        self._formula = formula
        self._tokens = list(tokens_of(formula))
        self._place = 0

    def expression(self, binding: int) -> Node:
        """What stands here, as far as operators bind tighter than that."""
        left = self._operand(self._next())
        while (level := _BINDING.get(self._ahead.text, 0)) > binding and self._ahead.kind == "sign":
            sign = self._next().text
            left = Binary(sign, left, self.expression(level))
        return left

    def require(self, kind: str, text: str) -> None:
        """Read this very token."""
        found = self._next()
        if found != (kind, text):
            raise DefinitionError(f"{self._formula!r}: {text or 'its end'} is missing before {found.text!r}")

    @property
    def _ahead(self) -> Token:
        return self._tokens[self._place]

    def _next(self) -> Token:
        token = self._ahead
        self._place = min(self._place + 1, len(self._tokens) - 1)
        return token

    def _takes(self, sign: str) -> bool:
        """Whether the sign stands here; then it is read."""
        is_here = self._ahead == ("sign", sign)
        if is_here:
            self._next()
        return is_here

    def _operand(self, token: Token) -> Node:
        kind, text = token
        if kind == "number":
            return Constant(float(text))
        if kind == "text":
            return Constant(text)
        if kind == "error":
            return Constant(CellError(text))
        if kind == "name":
            return self._named(text)
        if text in ("-", "+"):
            return Signed(text, self.expression(_TIGHTEST))
        if text == "(":
            inner = self.expression(0)
            self.require("sign", ")")
            return inner
        if text == "{":
            return self._rows()
        raise DefinitionError(f"{self._formula!r}: {text or 'its end'} where a value was expected")

    def _named(self, name: str) -> Node:
        """A call, a lambda, TRUE or FALSE, or the name of a value."""
        if not self._takes("("):
            return Constant(_TRUTHS[name]) if name in _TRUTHS else Name(name)
        arguments = self._arguments()
        if name != "LAMBDA":
            return Call(name, arguments)
        *parameters, body = arguments
        if body is None or not all(isinstance(parameter, Name) for parameter in parameters):
            raise DefinitionError(f"{self._formula!r}: LAMBDA takes names and, last, a formula")
        return Lambda(tuple(p.name for p in parameters if isinstance(p, Name)), body)

    def _arguments(self) -> tuple[Node | None, ...]:
        """Those of a call up to its closing parenthesis; None for one that is left out."""
        if self._takes(")"):
            return ()
        found: list[Node | None] = []
        while True:
            is_left_out = self._ahead in (("sign", ","), ("sign", ")"))
            found.append(None if is_left_out else self.expression(0))
            if self._takes(")"):
                return tuple(found)
            self.require("sign", ",")

    def _rows(self) -> Node:
        """The constants of an array, {1,2;3,4}."""
        rows: list[list[object]] = [[]]
        while True:
            item = self.expression(0)
            if not isinstance(item, Constant):
                raise DefinitionError(f"{self._formula!r}: an array in braces holds constants")
            rows[-1].append(item.content)
            if self._takes("}"):
                return Constant(rows)
            if self._takes(";"):
                rows.append([])
            else:
                self.require("sign", ",")
