"""What things are called on Calc's side: UNO names have no underscores, so BREAKEVEN_PRICE is `breakevenPrice`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from xltco.functions import CATALOGUE, Function

# The extension and, inside it, the service whose methods are the functions and the interface that declares them.
EXTENSION = "org.xltco.calc"
SERVICE = f"{EXTENSION}.Functions"
INTERFACE = f"{EXTENSION}.XFunctions"

# Answers for a call the message that a cell can't show; the one function that only Calc has.
WHY = "XLTCO_WHY"
WHY_SUMMARY = "Says why a function of xltco shows an error. Without arguments: which xltco answers."
WHY_ARGUMENTS = (
    ("function", 'The function\'s name in quotation marks, such as "BREAKEVEN".'),
    ("arguments", "The arguments of the call, as they stand in it."),
)


def uno_name(name: str) -> str:
    """The name of a function or argument as UNO takes it."""
    first, *rest = name.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)


def signatures(functions: Iterable[Function] | None = None) -> str:
    """A short sum of every function's name and arguments: whether an extension and an xltco mean the same calls."""
    shapes = [[f.name, [a.name for a in f.arguments]] for f in functions or CATALOGUE.values()]
    return hashlib.sha256(json.dumps(shapes).encode()).hexdigest()[:16]
