"""The extension in a real LibreOffice: installed into a new profile, formulas typed, values and errors read.

What Calc can't do as other hosts do is here too, so that docs/functions/libreoffice.md stays true.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import xltco
from tests.functions.calc_session import Calc, Cells, installed, python_with_uno, unopkg
from tests.functions.corpus import Call, differences, examples, random_calls
from xltco.functions import CATALOGUE, CellError
from xltco.functions.errors import SHEET_ERRORS
from xltco.functions.hosts.calc.inside.engine_process import PYTHON_VARIABLE
from xltco.functions.hosts.calc.names import EXTENSION, WHY

SEED = "0.5;1.21;150;10"


@pytest.fixture(scope="module")
def python() -> str:
    return python_with_uno()


@pytest.fixture(scope="module")
def running(python: str) -> Iterator[Calc]:
    with installed() as profile:
        calc = Calc(python, profile)
        yield calc
        calc.close()


@pytest.fixture
def calc(running: Calc) -> Calc:
    """The one Calc of all tests, with an empty document."""
    running("new_document")
    return running


# A call as a formula, and what Calc shows as the catalogue says it


def formula(call: Call) -> str:
    return f"={call.function.name}({';'.join(_typed(value) for value in call.arguments)})"


def _typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f"{str(value).upper()}()"
    if value in SHEET_ERRORS:
        return str(value)
    return repr(value) if isinstance(value, int | float) else '"' + value.replace('"', '""') + '"'


def shown(cells: list[list[Any]]) -> list[list[Any]]:
    return [[CellError(cell["error"]) if isinstance(cell, dict) else cell for cell in row] for row in cells]


def can_be_told_apart(call: Call) -> bool:
    """Calc hands TRUE over as 1: as a number it can't be told apart from one."""
    kinds = [argument.kind for argument in call.function.arguments]
    return not any(isinstance(v, bool) and kind != "boolean" for v, kind in zip(call.arguments, kinds, strict=False))


def wrong(calc: Calc, calls: list[Call]) -> list[str]:
    """What Calc shows otherwise than the catalogue: single answers in cells, tables in array formulas."""
    calls = [call for call in calls if can_be_told_apart(call)]
    single = [call for call in calls if not call.function.is_table]
    cells = calc("evaluate", formulas=[formula(call) for call in single]) if single else []
    found = [(call, shown([[cell]])) for call, cell in zip(single, cells, strict=True)]
    for call in (call for call in calls if call.function.is_table):
        rows, columns = len(call.answer), len(call.answer[0])
        table = shown(calc.array(formula(call), rows + 1, columns, []))
        # Below a table Calc shows #N/A; an error of one cell fills the whole area.
        assert rows == 1 or table.pop() == [CellError("#N/A")] * columns, str(call)
        found.append((call, table[:rows]))
    return [f"{call}: {difference}" for call, cells in found for difference in differences(cells, call.answer)]


# What a user does


def test_the_functions_work_when_typed(calc: Calc) -> None:
    assert calc.cell(f"=BREAKEVEN({SEED})") == pytest.approx(4_766_600_000, rel=1e-12)
    assert calc.cell("=XLTCO_VERSION()") == xltco.__version__


def test_the_worked_examples(calc: Calc) -> None:
    assert not wrong(calc, list(examples()))


@pytest.mark.slow
def test_random_calls(calc: Calc) -> None:
    calls = [
        call
        for function in CATALOGUE.values()
        for call in random_calls(function, 40 if function.is_table else 150, seed=5)
    ]
    assert not wrong(calc, calls)


def test_every_name_is_new_to_calc_and_has_its_help(calc: Calc) -> None:
    descriptions = calc("descriptions")
    for name in [*CATALOGUE, WHY]:
        assert [d["category"] for d in descriptions[name]] == [11], f"{name} is a name of Calc's own"
    for function in CATALOGUE.values():
        [shown_by_wizard] = descriptions[function.name]
        assert shown_by_wizard["description"] == function.summary
        arguments = shown_by_wizard["arguments"]
        assert [name for name, _, _ in arguments] == [argument.name for argument in function.arguments]
        for (_, text, is_optional), argument in zip(arguments, function.arguments, strict=True):
            assert text.startswith(argument.description)
            assert is_optional


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=IFERROR(BREAKEVEN(0.5;-1;150;10);7)", 7),
        ("=IFNA(BREAKEVEN(0.1;1;100;10;;1000);8)", 8),
        ("=ISERR(BREAKEVEN(0.5;-1;150;10))", 1),
        (f'=IF(BREAKEVEN({SEED})>5;"more";"less")', "more"),
        (f"=ROUND(BREAKEVEN({SEED})/10^6;1)", 4766.6),
        ('="v"&XLTCO_VERSION()&"!"', f"v{xltco.__version__}!"),
        ("=SUMPRODUCT({1;2;3}*API_COST(1000000;1))", 6),
        ("=MATCH(API_COST(2000000;1);{1;2;3};0)", 2),
        (f"=API_COST(BREAKEVEN({SEED});0.5)", 2383.3),
        ("=INDEX(COST_CURVE(1;1;100;10;1000000);1;1)", "Tokens"),
    ],
)
def test_answers_go_into_other_formulas(calc: Calc, formula: str, expected: Any) -> None:
    found = calc.cell(formula)
    assert found == (pytest.approx(expected, rel=1e-12) if isinstance(expected, float) else expected)


def test_a_column_of_volumes_gives_a_column_of_answers(calc: Calc) -> None:
    volumes: Cells = [[1e9], [2e9], [3e9], [None], [-1], ["much"], ["5"]]
    found = shown(calc.array("=SELFHOST_COST(A1:A7;1;100;10;;1000)", 7, 1, volumes))
    codes = ["#VALUE!", "#NUM!", "#VALUE!", "#VALUE!"]
    assert found == [[1730], [1730], [2460], *[[CellError(code)] for code in codes]]


def test_a_column_and_a_row_give_a_table(calc: Calc) -> None:
    found = calc.array("=API_COST(A1:A2;B1:D1)", 2, 3, [[1e9, 1, 2, 3], [2e9]])
    assert found == [[1000, 2000, 3000], [2000, 4000, 6000]]


def test_why_says_what_a_cell_can_not(calc: Calc) -> None:
    assert calc.cell('=XLTCO_WHY("BREAKEVEN";0.5;-1;150;10)') == (
        "#NUM! instance_hourly must be a number, 0 to 1e+15 (found -1)"
    )
    assert calc.cell(f'=XLTCO_WHY("BREAKEVEN";{SEED})') == "there is no error"
    assert "has no function NOTHING" in calc.cell('=XLTCO_WHY("NOTHING")')
    assert calc.cell("=XLTCO_WHY()") == f"xltco {xltco.__version__} answers, run by {sys.executable}"


# What Calc can't tell, or shows its own way


def test_true_is_one(calc: Calc) -> None:
    assert calc.cell("=API_COST(1000000;TRUE())") == 1


def test_one_empty_cell_is_zero_and_in_a_range_it_is_left_out(calc: Calc) -> None:
    """Calc hands a reference to one empty cell over as 0, as it does to its own functions."""
    assert calc.cell(f"=BREAKEVEN({SEED};F1)") == {"error": "#NUM!"}
    assert calc.cell(f"=BREAKEVEN({SEED};F1:F1)") == pytest.approx(4_766_600_000, rel=1e-12)


def test_an_error_in_a_range_is_an_error_of_the_call(calc: Calc) -> None:
    values: Cells = [[1e9], ["=1/0"], [2e9]]
    assert calc.array("=API_COST(A1:A3;1)", 3, 1, values) == [[{"error": "Err:504"}]] * 3
    found = calc.array('=API_COST(IF(ISERROR(A1:A3);"";A1:A3);1)', 3, 1, values)
    assert found == [[1000], [{"error": "#VALUE!"}], [2000]]


def test_too_many_arguments_are_calcs_own_error(calc: Calc) -> None:
    assert calc.cell("=XLTCO_VERSION(1)") == {"error": "Err:504"}


def test_a_plain_cell_shows_the_first_of_many(calc: Calc) -> None:
    assert calc.cell("=API_COST(F1:F2;1)", [[1e9], [2e9]]) == 1000


# What can happen


def test_a_worker_that_is_ended_is_started_again(calc: Calc) -> None:
    assert calc.cell(f"=BREAKEVEN({SEED})") == pytest.approx(4_766_600_000, rel=1e-12)
    [worker] = calc("workers")
    os.kill(worker, 9)
    assert calc("recalculate") == pytest.approx(4_766_600_000, rel=1e-12)
    assert calc("workers") not in ([], [worker])


def test_a_saved_document_keeps_its_functions(calc: Calc, tmp_path: Path) -> None:
    formulas = [f"=BREAKEVEN({SEED})", "=BREAKEVEN(0.1;1;100;10;;1000)", "=XLTCO_VERSION()"]
    shown_before = calc("evaluate", formulas=formulas)
    path = tmp_path / "saved.ods"
    calc("save", path=str(path), kind="calc8")
    found = calc("reopen", path=str(path))
    assert [cell for _, cell in found] == shown_before
    assert all(
        typed.startswith(f"={name}(")
        for (typed, _), name in zip(found, ["BREAKEVEN", "BREAKEVEN", "XLTCO_VERSION"], strict=True)
    )


@pytest.mark.slow
def test_without_its_python_cells_say_so_and_removed_it_is_gone(python: str) -> None:
    with installed() as profile:
        calc = Calc(python, profile, **{PYTHON_VARIABLE: "/gone/python"})
        started = time.monotonic()
        cells = calc("evaluate", formulas=[f"=BREAKEVEN({SEED})"] * 50)
        assert cells == [{"error": "Err:530"}] * 50
        assert time.monotonic() - started < 5
        assert "/gone/python can't be started (No such file or directory)" in calc.cell("=XLTCO_WHY()")
        calc.close()
        assert EXTENSION in unopkg(profile, "list")
        unopkg(profile, "remove", EXTENSION)
        assert EXTENSION not in unopkg(profile, "list")
        calc = Calc(python, profile)
        assert calc.cell(f"=BREAKEVEN({SEED})") == {"error": "#NAME?"}
        calc.close()
