"""The proxy in a real browser, called as Excel calls custom functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.functions.corpus import Call, examples, random_calls
from tests.functions.office.calls import disagreements
from xltco.functions import CATALOGUE
from xltco.functions.hosts.office.limits import MOST_CALLS
from xltco.functions.hosts.office.metadata import identifier


def in_excel(page: Page, calls: Sequence[tuple[str, Sequence[Any]]]) -> Any:
    """The answers to calls that a recalculation sends at once: id and arguments, each rows of cells or null."""
    return page.evaluate("calls => Promise.all(calls.map(([id, args]) => inExcel(id, args)))", list(calls))


def as_excel_calls(call: Call) -> tuple[str, list[Any]]:
    """Excel hands over a cell as rows of one cell, and null for every argument that is left out."""
    given = [None if value is None else [[value]] for value in call.arguments]
    left_out: list[Any] = [None] * (len(call.function.arguments) - len(given))
    return identifier(call.function), given + left_out


@pytest.fixture
def requests(page: Page) -> list[str]:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/calculate") else None)
    return sent


def test_every_function_is_offered_to_excel(page: Page) -> None:
    ids = page.evaluate("[...associated.keys()]")
    assert ids == [identifier(function) for function in CATALOGUE.values()]


def test_the_worked_examples(page: Page) -> None:
    calls = list(examples())
    assert disagreements(calls, in_excel(page, [as_excel_calls(call) for call in calls])) == []


def test_random_calls(page: Page) -> None:
    calls = [call for function in CATALOGUE.values() for call in random_calls(function, 12, seed=6)]
    assert disagreements(calls, in_excel(page, [as_excel_calls(call) for call in calls])) == []


def test_an_error_alone_is_thrown_with_code_and_message(page: Page) -> None:
    thrown = page.evaluate(
        """associated.get("BREAKEVEN")([[0.5]], [[-1]], [[150]], [[10]]).catch(
            (error) => [error instanceof CustomFunctions.Error, error.code, error.message])"""
    )
    assert thrown == [True, "#NUM!", "instance_hourly must be a number, 0 to 1e+15 (found -1)"]


def test_a_column_answers_a_column_and_a_table_spills(page: Page) -> None:
    column = [[1e9], [-1], [2e9]]
    plan = [[[value]] for value in (2e9, 1, 1, 100, 2.7, 2, 0.5, 240)]
    costs, table = in_excel(page, [("API.COST", [column, [[1]], None]), ("PROJECTION", plan)])
    assert [costs[0], costs[2]] == [[1000], [2000]]
    assert costs[1][0]["error"] == "#NUM!"
    assert table[0][:2] == ["Month", "Tokens"]
    assert table[3] == [2, 3e9, 3000, 1, 1000, 5000, 2240, 2760]


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("null", "#VALUE!"),
        ('""', "#VALUE!"),
        ('{ type: "Empty", basicType: "Empty", basicValue: "" }', "#VALUE!"),
        ('{ type: "Error", basicType: "Error", basicValue: "#DIV/0!" }', "#DIV/0!"),
        ('new CustomFunctions.Error("#NULL!")', "#NULL!"),
        ('{ type: "FormattedNumber", basicType: "Double", basicValue: 1e9, numberFormat: "0" }', 1000),
        # Excel lets a function return only some errors: another comes back as #VALUE! that names it.
        ('{ type: "Error", basicType: "Error", basicValue: "#REF!" }', "#VALUE!"),
    ],
)
def test_cells_as_excel_may_hand_them_over(page: Page, cell: str, answer: Any) -> None:
    [[found]] = page.evaluate(f'inExcel("API.COST", [[[{cell}]], [[1]], null])')
    assert (found["error"] if isinstance(found, dict) else found) == answer
    if "#REF!" in cell:
        assert found["message"].startswith("#REF! ")


def test_an_empty_cell_is_left_out(page: Page) -> None:
    empty = [[{"type": "Empty", "basicType": "Empty", "basicValue": ""}]]
    seed = [[[0.50]], [[1.21]], [[150]], [[10]]]
    assert in_excel(page, [("BREAKEVEN", [*seed, empty])]) == in_excel(page, [("BREAKEVEN", seed)])


def test_a_recalculation_is_few_requests(page: Page, requests: list[str]) -> None:
    volumes = [float(index) * 1e6 for index in range(2 * MOST_CALLS + 1)]
    answers = in_excel(page, [("API.COST", [[[volume]], [[2]], None]) for volume in volumes])
    assert answers == [[[volume * 2 / 1e6]] for volume in volumes]
    assert len(requests) == 3


def test_answers_that_are_too_large_together_come_in_parts(
    page: Page, requests: list[str], expected_problems: list[str]
) -> None:
    curve = [[[value]] for value in (1, 1, 1, 1, 1e9, 1001)]
    expected_problems.append("413")
    answers = page.evaluate(
        """async (curve) => (await Promise.all(Array(56).fill(0).map(() => inExcel("COST.CURVE", curve))))
            .map((grid) => grid.length)""",
        curve,
    )
    assert answers == [1002] * 56
    assert len(requests) == 3


def test_without_a_server_every_cell_says_what_to_do(page: Page, expected_problems: list[str]) -> None:
    page.route("**/calculate", lambda route: route.abort())
    [[[cell]]] = in_excel(page, [("XLTCO.VERSION", [])])
    assert cell == {"error": "#N/A", "message": "xltco does not answer: start it with xltco addin serve --tls"}
    expected_problems.append("net::ERR_FAILED")


def test_a_refusal_is_told(page: Page, expected_problems: list[str]) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=403, json={"error": "not you"})

    page.route("**/calculate", refuse)
    [[[cell]]] = in_excel(page, [("XLTCO.VERSION", [])])
    assert cell == {"error": "#VALUE!", "message": "not you"}
    expected_problems.append("403")
