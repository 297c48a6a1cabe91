"""A function of the catalogue as plain data, for `--json`."""

from __future__ import annotations

import datetime
from typing import Any

from xltco.functions import Function
from xltco.functions.hosts.native import formula


def as_data(function: Function) -> dict[str, Any]:
    """Everything that the catalogue says of a function."""
    return {
        "name": function.name,
        "syntax": function.syntax,
        "summary": function.summary,
        "details": " ".join(function.details.split()),
        "category": function.category,
        "unit": function.unit.name,
        "columns": [{"title": column.title, "unit": column.unit.name} for column in function.columns],
        "arguments": [
            {
                "name": argument.name,
                "help": argument.help,
                "unit": argument.unit.name,
                "kind": argument.kind,
                "required": argument.required,
                "default": None if argument.required else argument.default,
                "at_least": argument.at_least,
                "at_most": argument.at_most,
                "choices": list(argument.choices),
            }
            for argument in function.arguments
        ],
        "examples": [
            {"arguments": [_plain(value) for value in e.arguments], "value": e.value, "source": e.source}
            for e in function.examples
        ],
        "lambda": formula(function) if function.native else None,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value
