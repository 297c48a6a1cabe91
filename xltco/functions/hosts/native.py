"""Native Excel: each function as a LAMBDA, the definition of a defined name (Excel 365 and 2024).

The checks of the arguments are written from their declaration; the arithmetic is the function's native entry. As a
person reads it (`formula`) and as a file stores it (`stored`), with Excel's prefixes.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from xltco.errors import DefinitionError
from xltco.functions import CATALOGUE
from xltco.functions.arguments import LEAST, Argument
from xltco.functions.check import serial_of
from xltco.functions.errors import SHEET_ERRORS
from xltco.functions.function import Function

# Excel refuses a definition of 8,192 characters (measured: the longest accepted was 7,992).
MOST_CHARACTERS = 7_992
# With more arguments than this their names alone would take too much of that.
_MANY = 20
# One element of an argument; x itself where it is one cell. TYPE is 64 for the array of one that another call answers.
# Beyond the end of a list stands #N/A, as in Excel's own arithmetic of lists.
_PICK = (
    "LAMBDA(x,IF(tall(x)*wide(x)>1,IF(OR(AND(tall(x)>1,i>tall(x)),AND(wide(x)>1,j>wide(x))),#N/A,"
    "INDEX(x,IF(tall(x)=1,1,i),IF(wide(x)=1,1,j))),IF(TYPE(x)=64,INDEX(x,1,1),x)))"
)
# Rows and columns of an argument. What is no range has one of each, whatever ROWS says of a text or an error.
_SIZES = [("tall", "LAMBDA(x,IFERROR(ROWS(x),1))"), ("wide", "LAMBDA(x,IFERROR(COLUMNS(x),1))")]
_ERROR = "IF(ISERROR(x),x,#VALUE!)"
# By kind: the name of the check, what it takes beside the value, and the check.
_CHECKS = {
    "number": (
        "number",
        "low,high",
        f"IF(ISNUMBER(x),IF(AND(x>=low,x<=high,OR(x=0,ABS(x)>={LEAST:.12f})),x,#NUM!),{_ERROR})",
    ),
    "integer": ("whole", "low,high", f"IF(ISNUMBER(x),IF(AND(x>=low,x<=high,x=INT(x)),x,#NUM!),{_ERROR})"),
    "boolean": ("flag", "", f"IF(ISLOGICAL(x),x,IF(ISNUMBER(x),IF(OR(x=0,x=1),x=1,#NUM!),{_ERROR}))"),
    "choice": ("word", "words", f"IF(ISTEXT(x),IF(ISNUMBER(XMATCH(x,words)),LOWER(x),#VALUE!),{_ERROR})"),
}
# Functions that a file stores with a prefix, because they came after Excel 2007.
_FUTURE = ("LET", "LAMBDA", "ISOMITTED", "SEQUENCE", "MAKEARRAY", "SCAN", "HSTACK", "VSTACK", "XMATCH")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
# A text between quotes, or a whole word with the bracket of a call behind it.
_PIECE = re.compile(r'"(?:[^"]|"")*"|(?<![A-Za-z0-9_.])[A-Za-z_][A-Za-z0-9_.]*\(?')


def native_functions() -> list[Function]:
    """The functions that a workbook can hold by itself."""
    return [function for function in CATALOGUE.values() if function.native]


def formula(function: Function) -> str:
    """The LAMBDA as Excel's Name Manager shows it: optional parameters in brackets, no prefixes."""
    if not function.arguments:
        return f"LAMBDA({function.native[-1]})"
    parameters = [a.name if a.required else f"[{a.name}]" for a in function.arguments]
    return f"LAMBDA({','.join(parameters)},{_table(function) if function.is_table else _mapped(function)})"


def stored(function: Function) -> str:
    """The LAMBDA as a file stores it; DefinitionError where Excel would refuse its length."""
    text = _prefixed(formula(function))
    if len(text) > MOST_CHARACTERS:
        raise DefinitionError(f"{function.name}: the LAMBDA has {len(text)} characters, over {MOST_CHARACTERS}")
    return text


def canonical(formula: str) -> str:
    """A formula however a program saves it.

    LibreOffice writes functions that it doesn't know small and TRUE as TRUE(), and each program numbers in its own way.
    """
    text = formula.casefold().replace("true()", "true").replace("false()", "false")
    return _NUMBER.sub(lambda match: repr(float(match[0])), text)


def call(function: Function, arguments: Sequence[Any]) -> str:
    """The call as a person types it into a cell, without the sign of equality: `BREAKEVEN(0.5,1.21,150,10)`."""
    given = ["" if argument is None else _typed(argument) for argument in arguments]
    return f"{function.name}({','.join(given).rstrip(',')})"


def _typed(argument: Any) -> str:
    if isinstance(argument, datetime.date):
        return _number(serial_of(argument))
    if isinstance(argument, str) and argument not in SHEET_ERRORS:
        return _text(argument)
    return str(argument).upper() if isinstance(argument, bool | str) else _number(argument)


def _mapped(function: Function) -> str:
    """One answer for each element of the longest arguments."""
    given = [_given(function, argument) for argument in function.arguments]
    height, width = (f"MAX({','.join(f'{of}({x})' for x in given)})" for of in ("tall", "wide"))
    return _let([*_defaults(function), *_SIZES], f"MAKEARRAY({height},{width},LAMBDA(i,j,{_checked(function)}))")


def _table(function: Function) -> str:
    """One table from arguments of one cell each; #VALUE! for a list."""
    given = [_given(function, argument) for argument in function.arguments]
    one = "*".join(f"tall({x})*wide({x})" for x in given)
    return _let([*_defaults(function), *_SIZES, ("i", "1"), ("j", "1")], f"IF({one}=1,{_checked(function)},#VALUE!)")


def _defaults(function: Function) -> list[tuple[str, str]]:
    """What is left out as the empty text, which counts like an empty cell."""
    return [(_given(function, a), f'IF(ISOMITTED({a.name}),"",{a.name})') for a in function.arguments if not a.required]


def _checked(function: Function) -> str:
    """The result on checked values of the element i, j: the first argument that is wrong decides the error."""
    steps = [(_value(function, argument), _check(function, argument)) for argument in function.arguments]
    together = "&".join(_value(function, argument) for argument in function.arguments)
    return _let(
        [("pick", _PICK), *_checks(function), *steps, ("sound", together)],
        f"IF(ISERROR(sound),sound,{_result(function)})",
    )


def _checks(function: Function) -> Iterator[tuple[str, str]]:
    """The checks that the function's arguments need; `number_or` has a default for an empty cell."""
    for kind, (name, extra, text) in _CHECKS.items():
        if any(argument.kind == kind for argument in function.arguments):
            yield name, f"LAMBDA({_list('x', extra)},{text})"
        if any(argument.kind == kind and not argument.required for argument in function.arguments):
            yield (
                f"{name}_or",
                f"LAMBDA({_list('x', 'default', extra)},IF(LEN(x)=0,default,{name}({_list('x', extra)})))",
            )


def _check(function: Function, argument: Argument) -> str:
    """The call that checks an argument."""
    if argument.kind == "boolean":
        allowed = ""
    elif argument.kind == "choice":
        allowed = f"{{{','.join(_text(choice) for choice in argument.choices)}}}"
    else:
        allowed = f"{_number(argument.at_least)},{_number(argument.at_most)}"
    name, picked = _CHECKS[argument.kind][0], f"pick({_given(function, argument)})"
    if argument.required:
        return f"{name}({_list(picked, allowed)})"
    return f"{name}_or({_list(picked, _literal(argument), allowed)})"


def _list(*items: str) -> str:
    return ",".join(item for item in items if item)


def _result(function: Function) -> str:
    """The native entry, its steps as LET names, its arguments as the checked values."""
    renamed = {argument.name: _value(function, argument) for argument in function.arguments}
    steps = [(name, _renamed(formula, renamed)) for name, formula in function.steps]
    return _let(steps, _renamed(function.last_step, renamed))


def _renamed(text: str, names: dict[str, str]) -> str:
    """The formula with other names for its operands, texts in quotes left alone."""
    parts = text.split('"')
    parts[::2] = [_WORD.sub(lambda m: names.get(m[0], m[0]), part) for part in parts[::2]]
    return '"'.join(parts)


def _given(function: Function, argument: Argument) -> str:
    """The name of an argument once what was left out is an empty text: a parameter itself can't be named again."""
    return argument.name if argument.required else f"g_{function.arguments.index(argument) + 1}"


def _value(function: Function, argument: Argument) -> str:
    """The name of an argument's checked value of one element: its own, or where those would be too long its number."""
    many = len(function.arguments) > _MANY
    return f"v_{function.arguments.index(argument) + 1}" if many else f"{argument.name}_"


def _literal(argument: Argument) -> str:
    default = argument.default
    if default is None:
        return '""'
    if isinstance(default, bool):
        return str(default).upper()
    return _number(default) if isinstance(default, int | float) else _text(default)


def _number(value: float) -> str:
    """The number as a formula holds it, without an exponent."""
    return str(int(value)) if float(value).is_integer() else f"{Decimal(repr(value)):f}"


def _text(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _let(steps: list[tuple[str, str]], result: str) -> str:
    return f"LET({','.join(f'{name},{text}' for name, text in steps)},{result})" if steps else result


def _prefixed(text: str) -> str:
    """The formula as a file has it: `_xlfn.` before later functions, `_xlpm.` and `_xlop.` before names of its own.

    An optional parameter is `_xlop.` where it is declared and `_xlpm.` where it is used.
    """
    bare = re.sub(r"\[([a-z][a-z0-9_]*)\]", r"_xlop.\1", text)
    return _PIECE.sub(lambda match: _piece(match[0]), bare)


def _piece(text: str) -> str:
    """A text as it is; a name, or the beginning of a call, with the prefix that a file wants."""
    name = text.removesuffix("(")
    if name != text and name in _FUTURE:
        return f"_xlfn.{text}"
    return f"_xlpm.{text}" if _WORD.fullmatch(name) else text
