"""The catalogue as a page of Markdown: docs/functions/reference.md is this text, and a test holds it to it."""

from __future__ import annotations

from collections.abc import Iterator

from xltco.functions import CATALOGUE
from xltco.functions.errors import MEANINGS
from xltco.functions.function import Function
from xltco.functions.hosts.native import call

_INTRODUCTION = """# The functions

Written by `xltco functions list --markdown` from the catalogue in `xltco/functions/`; a test holds the page to it.

Arguments in [brackets] may be left out; an empty cell or text counts as left out too. A range for an argument gives
an answer for each of its cells; a column and a row give a table. Errors are the same in every host that can show them:

{meanings}

The first wrong argument decides. An argument that is itself an error of the sheet comes back as it is. Names in Excel
with an add-in: `XLTCO.BREAKEVEN` (Office.js), `XLTCO_BREAKEVEN` (xlwings); everywhere else `BREAKEVEN`.
"""


def reference() -> str:
    """The whole page."""
    meanings = "\n".join(["| value | when |", "|---|---|", *(f"| `{code}` | {m} |" for code, m in MEANINGS.items())])
    return "\n".join(
        [
            _INTRODUCTION.replace("{meanings}", meanings),
            *(line for function in CATALOGUE.values() for line in _entry(function)),
        ]
    )


def _entry(function: Function) -> Iterator[str]:
    yield f"## {function.name}\n\n{function.summary}\n\n{' '.join(function.details.split())}\n"
    yield f"```\n={function.syntax}\n```\n"
    answers = ", ".join(f"{c.title} ({c.unit.label})" for c in function.columns) or function.unit.label
    yield f"Category: {function.category}. Answers: {answers}.\n"
    if function.arguments:
        yield "| argument | what it is | allowed |\n|---|---|---|"
        for argument in function.arguments:
            yield f"| `{argument.name}` | {argument.description} | {argument.allowed} |"
        yield ""
    if not function.native:
        yield "It needs the price lists of the package: it is in the add-ins and in Python, not in a workbook alone.\n"
    yield "| example | answer | where that comes from |\n|---|---|---|"
    for example in function.examples:
        value = f"{len(example.value)} rows" if function.is_table else f"{example.value}"
        yield f"| `={call(function, example.arguments)}` | {value} | {example.source} |"
    yield ""
