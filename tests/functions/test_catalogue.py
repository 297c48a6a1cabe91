"""The catalogue: what a declaration holds, the worked examples, and errors; in Python."""

from __future__ import annotations

import datetime
import math
from typing import Any

import numpy as np
import pytest

import xltco
from tests.support import ROOT
from xltco.functions import CATALOGUE, CellError, FunctionError
from xltco.functions.calculate import calculate
from xltco.functions.function import Example, Function
from xltco.functions.reference import reference
from xltco.units import UNITS

NAMED = [
    "BREAKEVEN",
    "BREAKEVEN_ALWAYS",
    "BREAKEVEN_PRICE",
    "BREAKEVEN_HOURS",
    "BREAKEVEN_MONTH",
    "INSTANCES_NEEDED",
    "UTILIZATION",
    "BLENDED_PRICE",
    "API_COST",
    "SELFHOST_COST",
    "OWN_COST",
    "FINETUNE_COST",
    "PRETRAIN_COST",
    "COST_PER_1M",
    "TCO",
    "TCO_NPV",
    "SAVINGS_NPV",
    "PROJECTION",
    "COST_CURVE",
    "RECOMMEND",
    "MODEL_PRICE",
    "INSTANCE_PRICE",
    "XLTCO_VERSION",
]
FUNCTIONS = list(CATALOGUE.values())
EXAMPLES = [(function, example) for function in FUNCTIONS for example in function.examples]
SEED = (0.50, 1.21, 150.0, 10.0)

functions = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)


def is_close(found: object, expected: Any) -> bool:
    """The same value: 1e-12 relative for numbers, the same text or error value otherwise."""
    if isinstance(found, CellError):
        return bool(found.code == expected)
    if isinstance(expected, str):
        return found == expected
    return isinstance(found, float) and math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-9)


def test_the_catalogue_holds_the_functions_of_the_product() -> None:
    assert set(NAMED) <= set(CATALOGUE)


@functions
def test_a_function_is_declared_whole(function: Function) -> None:
    assert 0 < len(function.summary) <= 255
    assert function.details
    assert function.unit in UNITS.values()
    assert function.category
    assert len(function.examples) >= (2 if function.arguments else 1)
    assert all(example.source for example in function.examples)
    for argument in function.arguments:
        assert argument.help
        assert len(argument.description) <= 255
    optional = [argument.required for argument in function.arguments]
    assert optional == sorted(optional, reverse=True), "required arguments come first"


@functions
def test_a_function_is_public_under_its_name_in_lower_case(function: Function) -> None:
    assert function.python_name == function.name.lower()
    assert function.python_name in xltco.__all__
    assert getattr(xltco, function.python_name).__doc__.startswith(function.summary)


def test_help_shows_no_serial_number_for_a_date() -> None:
    description = CATALOGUE["MODEL_PRICE"].arguments[-1].description
    assert description == "The date whose price is asked for; left out, the latest."


def test_the_seeds_argument_order() -> None:
    names = [argument.name for argument in CATALOGUE["BREAKEVEN"].arguments]
    assert names[:4] == ["api_price_per_1m", "instance_hourly", "labor_rate", "labor_hours"]
    assert names[4:] == [
        "hours_per_month",
        "tokens_per_second",
        "target_utilization",
        "peak_to_average",
        "min_instances",
    ]
    assert [argument.default for argument in CATALOGUE["BREAKEVEN"].arguments[4:]] == [730.0, 0.0, 1.0, 1.0, 1]


@pytest.mark.parametrize(("function", "example"), EXAMPLES, ids=lambda item: getattr(item, "name", ""))
def test_a_worked_example_in_cells(function: Function, example: Example) -> None:
    cells = calculate(function, example.arguments)
    if not function.is_table:
        assert is_close(cells[0][0], example.value), (cells, example)
        return
    assert cells[0] == [column.title for column in function.columns]
    assert len(cells) == 1 + len(example.value)
    for found, expected in zip(cells[1:], example.value, strict=True):
        assert all(is_close(a, b) for a, b in zip(found, expected, strict=True)), (found, expected)


@pytest.mark.parametrize(("function", "example"), EXAMPLES, ids=lambda item: getattr(item, "name", ""))
def test_a_worked_example_in_python(function: Function, example: Example) -> None:
    call = getattr(xltco, function.python_name)
    if example.value in ("#NUM!", "#VALUE!"):
        with pytest.raises(FunctionError) as caught:
            call(*example.arguments)
        assert caught.value.code == example.value
    elif function.is_table:
        assert [tuple(row.values()) for row in call(*example.arguments)] == [
            pytest.approx(row, rel=1e-12) for row in example.value
        ]
    else:
        found = call(*example.arguments)
        assert found is None if example.value == "#N/A" else is_close(found, example.value)


class _Series:
    """What can be an array and is none, as pandas has it."""

    def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
        return np.array([1e9, 2e9])


@pytest.mark.parametrize(
    "volumes", [[1e9, 2e9], (1e9, 2e9), range(10**9, 2 * 10**9 + 1, 10**9), np.array([1e9, 2e9]), _Series()]
)
def test_every_sequence_of_python_is_a_column(volumes: Any) -> None:
    assert xltco.api_cost(volumes, 1).tolist() == [1000.0, 2000.0]  # type: ignore[union-attr]


def test_help_tells_each_argument_and_dir_each_function() -> None:
    assert "hours_per_month: Hours that a month is billed for (hours). Left out: 730." in str(xltco.breakeven.__doc__)
    assert set(xltco.__all__) <= set(dir(xltco))


def test_a_text_in_place_of_a_number_is_quoted() -> None:
    with pytest.raises(FunctionError, match=r'must be a number, 0 to 1e\+15 \(found "0.5"\)'):
        xltco.breakeven("0.5", 1.21, 150, 10)  # type: ignore[arg-type]


def test_a_column_of_volumes_gives_a_column_of_answers() -> None:
    cells = calculate(CATALOGUE["SELFHOST_COST"], [[[1e9], [2e9], [3e9]], 1, 100, 10, None, 1000])
    assert cells == [[1730.0], [1730.0], [2460.0]]


def test_a_column_and_a_row_give_a_table() -> None:
    cells = calculate(CATALOGUE["API_COST"], [[[1e9], [2e9]], [[1, 2, 3]]])
    assert cells == [[1000.0, 2000.0, 3000.0], [2000.0, 4000.0, 6000.0]]


def test_each_element_has_its_own_error() -> None:
    cells = calculate(CATALOGUE["API_COST"], [[[1e9], [-1], ["x"], [None], [True], ["#DIV/0!"]], 1])
    codes = [cell.code for [cell] in cells[1:] if isinstance(cell, CellError)]
    assert cells[0] == [1000.0]
    assert codes == ["#NUM!", "#VALUE!", "#VALUE!", "#VALUE!", "#DIV/0!"]


def test_beyond_the_end_of_a_shorter_list_stands_na() -> None:
    cells = calculate(CATALOGUE["API_COST"], [[[1e9], [2e9], [3e9]], [[1], [2]]])
    assert cells[:2] == [[1000.0], [4000.0]]
    assert isinstance(cells[2][0], CellError)
    assert cells[2][0].code == "#N/A"


@pytest.mark.parametrize("empty", [None, ""])
def test_an_empty_cell_is_left_out(empty: object) -> None:
    assert calculate(CATALOGUE["BREAKEVEN"], [*SEED, empty]) == calculate(CATALOGUE["BREAKEVEN"], SEED)


def test_the_first_wrong_argument_decides_and_is_named() -> None:
    for wrong in (-1, -1.0):
        [[cell]] = calculate(CATALOGUE["BREAKEVEN"], (0.5, wrong, "much", 10))
        assert isinstance(cell, CellError)
        assert cell.code == "#NUM!"
        assert cell.message == "instance_hourly must be a number, 0 to 1e+15 (found -1)"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, 1e16, 1e-13])
def test_a_number_outside_what_the_model_takes_is_num(value: float) -> None:
    [[cell]] = calculate(CATALOGUE["BREAKEVEN"], (value, 1, 100, 10))
    assert isinstance(cell, CellError)
    assert cell.code == "#NUM!"


@pytest.mark.parametrize("function", [f for f in FUNCTIONS if f.is_table], ids=lambda function: function.name)
def test_a_table_takes_one_cell_for_each_argument(function: Function) -> None:
    first = function.examples[0].arguments
    [[cell]] = calculate(function, ([[first[0]], [first[0]]], *first[1:]))
    assert isinstance(cell, CellError)
    assert cell.code == "#VALUE!"


def test_too_many_arguments_and_too_many_cells_are_refused() -> None:
    for arguments in ((1,), ([[0.5]] * 100_001, 1, 100, 10)):
        function = CATALOGUE["XLTCO_VERSION" if len(arguments) == 1 else "BREAKEVEN"]
        [[cell]] = calculate(function, arguments)
        assert isinstance(cell, CellError)
        assert cell.code == "#VALUE!"


def test_many_elements_are_the_same_as_one_by_one() -> None:
    volumes = np.linspace(0, 2e10, 4001)
    together = xltco.breakeven_price(volumes, 1, 100, 10, None, 1000)
    assert isinstance(together, np.ndarray)
    alone = [xltco.breakeven_price(float(volume), 1, 100, 10, None, 1000) for volume in volumes[::400]]
    assert [None if math.isnan(value) else value for value in together[::400]] == alone


def test_arrays_in_python_have_nan_for_no_answer_and_raise_for_a_wrong_element() -> None:
    prices = xltco.breakeven([0.1, 1.0], 1, 100, 10, tokens_per_second=1000)
    assert isinstance(prices, np.ndarray)
    assert np.isnan(prices[0])
    assert prices[1] == 1.73e9
    with pytest.raises(FunctionError, match="api_price_per_1m"):
        xltco.breakeven([0.1, -1.0], 1, 100, 10)


@pytest.mark.parametrize("prices", [[], [[]], [[[0.5]]], [[[0.5, 1.0]]], np.ones((2, 2, 2)), [[1.0], [1.0, 2.0]]])
def test_what_is_no_full_range_is_a_wrong_type(prices: Any) -> None:
    with pytest.raises(FunctionError, match="a full range of cells") as raised:
        xltco.api_cost(1e6, prices)
    assert raised.value.code == "#VALUE!"


def test_python_says_what_is_missing_like_any_function() -> None:
    with pytest.raises(TypeError, match="labor_hours"):
        xltco.breakeven(0.5, 1.21, 150)  # type: ignore[call-arg]


def test_a_date_may_be_a_date_or_a_serial_number() -> None:
    assert xltco.model_price("gpt-4o", "output", datetime.date(2026, 10, 14)) == 10
    assert xltco.model_price("gpt-4o", "output", 46309) == 10  # 14 October 2026
    assert xltco.model_price("gpt-4o", "output", 46308) is None


def test_a_date_of_numpy_is_a_date() -> None:
    assert xltco.model_price("gpt-4o-mini", as_of=np.datetime64("2026-11-01")) == 0.15


def test_lenovos_unit_costs() -> None:
    """Lenovo LP2368 prints 0.11 and 0.89 for 1M tokens at 30,576 tokens a second."""
    own, cloud = (xltco.cost_per_1m(hourly, 30_576) for hourly in (12.08, 98.32))
    assert (round(float(str(own)), 2), round(float(str(cloud)), 2)) == (0.11, 0.89)


def test_a_measured_h100() -> None:
    """vllm-cost-meter (arXiv 2606.11690): an H100 at 6.98 an hour with 5,265.1 tokens/s costs 0.3683 per 1M."""
    assert round(float(str(xltco.cost_per_1m(6.98, 5265.1))), 4) == 0.3683


def test_the_reference_page_is_what_the_catalogue_says() -> None:
    """Out of date: `xltco functions list --markdown > docs/functions/reference.md`."""
    page = (ROOT / "docs" / "functions" / "reference.md").read_text(encoding="utf-8")
    assert page == reference()
