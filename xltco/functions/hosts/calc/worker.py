"""Answers the extension's calls: one JSON request a line on standard input, one JSON answer a line on standard output.

`python -m xltco.functions.hosts.calc.worker`; the other end is `inside/engine_process.py`. It first says who answers:
{"protocol": 1, "xltco": "0.1.0", "signatures": "..."}. A request is {"function": "BREAKEVEN", "arguments": [...]},
each argument a cell or rows of cells; a cell is a number, a text or null. The answer is {"cells": rows of cells}, where
an error is {"error": "#NUM!", "message": "..."}; or {"problem": text}. It ends when its input ends.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any

import xltco
from xltco.functions import CATALOGUE, CellError
from xltco.functions.calculate import calculate
from xltco.functions.hosts.calc.inside.engine_process import PROTOCOL
from xltco.functions.hosts.calc.names import signatures


def main() -> None:
    """Serve until the input ends."""
    answers = _own_output()
    _say(answers, {"protocol": PROTOCOL, "xltco": xltco.__version__, "signatures": signatures()})
    for line in sys.stdin.buffer:
        _say(answers, answered(json.loads(line)))


def answered(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to one request; {"problem": text} where there can't be one."""
    function = CATALOGUE.get(str(request["function"]).upper())
    if function is None:
        return {"problem": f"xltco {xltco.__version__} has no function {request['function']}"}
    try:
        cells = calculate(function, request["arguments"])
    except Exception as error:  # a mistake in the program must not end the answers to other cells
        return {"problem": f"{function.name} failed: {type(error).__name__}: {error}"}
    return {"cells": [[_shown(cell) for cell in row] for row in cells]}


def _shown(cell: Any) -> Any:
    return {"error": cell.code, "message": cell.message} if isinstance(cell, CellError) else cell


def _own_output() -> io.TextIOWrapper:
    """Standard output for the answers alone: whatever else prints lands on the error stream."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii", newline="\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _say(answers: io.TextIOWrapper, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
