"""The evaluator of native entries: Excel's rules, and every native entry against its Python entry."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.corpus import Call, differences, examples, random_calls
from xltco.errors import DefinitionError
from xltco.functions import CATALOGUE, CellError, Function
from xltco.functions.evaluator.evaluate import evaluated
from xltco.functions.evaluator.grammar import parsed

NATIVE = [function for function in CATALOGUE.values() if function.native]
natives = pytest.mark.parametrize("function", NATIVE, ids=lambda function: function.name)
SEED = (0.50, 1.21, 150.0, 10.0)


def value_of(formula: str, **names: Any) -> Any:
    """What a formula answers; an error as its code."""
    return _plain(parsed(formula).value(names))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [[_plain(cell) for cell in row] for row in value]
    return value.code if isinstance(value, CellError) else value


def _different(calls: list[Call]) -> list[str]:
    found = ((call, differences(evaluated(call.function, call.arguments), call.answer)) for call in calls)
    return [f"{call}: {told}" for call, all_told in found for told in all_told]


@natives
def test_the_examples_answer_as_the_python_entry_does(function: Function) -> None:
    assert _different(list(examples([function]))) == []


@natives
def test_random_calls_answer_as_the_python_entry_does(function: Function) -> None:
    assert _different(list(random_calls(function, 20 if function.is_table else 100, seed=2))) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ([[1e9], [3e9], ["much"], [None], [-1]], 1, 100, 10, None, 1000),
        ([[1e9], [2e9]], [[1, 2, 3]], 100, 10),
        ([[1e9], [2e9], [3e9]], [[1], [2]], 100, 10),
        ([[0.5]] * 100_001, 1, 100, 10),
        ((1e9, 2e9), 1, 100, 10),
    ],
)
def test_lists_answer_as_the_python_entry_does(arguments: tuple[Any, ...]) -> None:
    assert _different([Call(CATALOGUE["SELFHOST_COST"], arguments)]) == []


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("-2^2", 4),  # a sign binds tighter than ^
        ("2^3^2", 64),  # ^ goes from the left
        ("2^-1", 0.5),
        ("0-2^2", -4),
        ("1-2-3", -4),
        ("12/2/3", 2),
        ("1+2*3^2", 19),
        ("(1+2)*3", 9),
        ("1+1=2", True),
        ("2>1+2", False),
        ('"buy"="BUY"', True),
        ('"a""b"', 'a"b'),
        ('"5">4', True),  # every text stands behind every number
        ("TRUE>9", True),
        ("TRUE+1", 2),
        ('"a"+1', "#VALUE!"),
        ("1/0", "#DIV/0!"),
        ("0^0", "#NUM!"),
        ("0^-1", "#DIV/0!"),
        ("(-8)^0.5", "#NUM!"),
        ("10^300*10^300", "#NUM!"),
        ("10^400", "#NUM!"),
        ("#N/A+1/0", "#N/A"),  # the first error wins
        ("1/0+#N/A", "#DIV/0!"),
        ("-INT(-2.1)", 3),
        ("INT(-2.1)", -3),
    ],
)
def test_excels_rules_of_arithmetic(formula: str, value: Any) -> None:
    assert value_of(formula) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("IF(TRUE,1,missing)", 1),
        ("IF(0,missing,2)", 2),
        ("IF(FALSE,1)", False),
        ("IF(NA(),1,2)", "#N/A"),
        ('IF("yes",1,2)', "#VALUE!"),
        ("IFERROR(7,missing)", 7),
        ("IFERROR(1/0,7)", 7),
        ("IF(SEQUENCE(3)>1,SEQUENCE(3)*10,0)", [[0], [20], [30]]),
    ],
)
def test_if_and_iferror_ask_only_for_what_they_need(formula: str, value: Any) -> None:
    assert value_of(formula) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SEQUENCE(2,2,5,10)", [[5, 15], [25, 35]]),
        ("SEQUENCE(2)+{10,20}", [[11, 21], [12, 22]]),
        ("SEQUENCE(3)+{1;2}", [[2], [4], ["#N/A"]]),
        ("SUM({1,2;3,4})", 10),
        ('SUM({1,"a",TRUE})', 1),  # in a list, texts and truth values do not count
        ('SUM(1,"a")', "#VALUE!"),
        ("MAX({1,5},3)", 5),
        ("MIN(4,2)", 2),
        ("MAX(1,NA())", "#N/A"),
        ("AND(1,TRUE,{1,0})", False),
        ("OR(0,NA())", "#N/A"),
        ("NOT({0,1})", [[True, False]]),
        ('ISNUMBER({1,"a",#N/A})', [[True, False, False]]),
        ("ABS(-3)", 3),
        ("SCAN(1,{1,2;3,4},LAMBDA(a,b,a+b))", [[2, 4], [7, 11]]),
        ("XMATCH(TRUE,{1,2,3}>1)", 2),
        ("XMATCH(9,{1,2})", "#N/A"),
        ("HSTACK({1;2},3)", [[1, 3], [2, "#N/A"]]),
        ("VSTACK({1,2},3)", [[1, 2], [3, "#N/A"]]),
        ("SUM(API_COST(1000000000,{1,2}))", 3000),
        ("API_COST(1000000000,2,)", 2000),
    ],
)
def test_functions_of_lists(formula: str, value: Any) -> None:
    assert value_of(formula) == value


@pytest.mark.parametrize(
    "formula", ["1+", "(1", "MAX(1", "1 2", '"a', "{1,a}", "OFFSET(1,2)", "1§2", "nobody", "LAMBDA(1,2)"]
)
def test_what_breaks_the_grammar_or_is_not_known_is_a_mistake_in_the_program(formula: str) -> None:
    with pytest.raises(DefinitionError):
        value_of(formula)


def test_a_function_without_native_entry_is_refused() -> None:
    with pytest.raises(DefinitionError, match="MODEL_PRICE has no native entry"):
        evaluated(CATALOGUE["MODEL_PRICE"], ("gpt-4o",))


def test_the_first_wrong_argument_decides_and_is_named() -> None:
    [[cell]] = evaluated(CATALOGUE["BREAKEVEN"], (0.5, -1, "much", 10))
    assert isinstance(cell, CellError)
    assert (cell.code, cell.message) == ("#NUM!", "instance_hourly must be a number, 0 to 1e+15 (found -1)")
    [[cell]] = evaluated(CATALOGUE["BREAKEVEN"], (*SEED, 1, 2, 1, 1, 1, 1))
    assert isinstance(cell, CellError)
    assert cell.message == "BREAKEVEN takes at most 9 arguments"
