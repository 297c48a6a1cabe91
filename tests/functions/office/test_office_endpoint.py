"""The endpoint: the catalogue's answers, and a clear refusal of anything else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.functions.corpus import Call, examples, random_calls
from tests.functions.office.calls import disagreements, request
from xltco.functions import CATALOGUE, Function
from xltco.functions.calculate import calculate
from xltco.functions.hosts.office.limits import MOST_BYTES, MOST_CALLS

OWN = "http://localhost:8765"
JSON = {"Content-Type": "application/json"}
CALL = {"function": "BREAKEVEN", "arguments": [0.50, 1.21, 150, 10]}
functions = pytest.mark.parametrize("function", CATALOGUE.values(), ids=lambda function: function.name)


def asked(client: TestClient, *calls: Any) -> Any:
    response = client.post("/calculate", json={"calls": calls})
    assert response.status_code == 200, response.text
    return response.json()["results"]


def test_the_worked_examples(client: TestClient) -> None:
    calls = list(examples())
    assert disagreements(calls, asked(client, *request(calls)["calls"])) == []


@functions
def test_random_calls(client: TestClient, function: Function) -> None:
    """Some two hundred of each function, in one request: single cells are calculated together there."""
    calls: Sequence[Call] = list(random_calls(function, 40 if function.is_table else 200, seed=4))
    assert disagreements(calls, asked(client, *request(calls)["calls"])) == []


def test_calls_of_several_functions_answer_in_their_order(client: TestClient) -> None:
    calls = [call for function in CATALOGUE.values() for call in random_calls(function, 3, seed=5)]
    calls = calls[::2] + calls[1::2]
    assert disagreements(calls, asked(client, *request(calls)["calls"])) == []


def test_a_column_answers_a_column_with_an_error_in_its_own_cell(client: TestClient) -> None:
    volumes = [[1e9], [-1], ["x"], [None], ["#DIV/0!"], [2e9]]
    [answer] = asked(client, {"function": "API_COST", "arguments": [volumes, 1]})
    assert answer[0] == [1000]
    assert [row[0]["error"] for row in answer[1:5]] == ["#NUM!", "#VALUE!", "#VALUE!", "#DIV/0!"]
    assert answer[1][0]["message"].startswith("monthly_tokens must be a number, 0 to ")
    assert answer[5] == [2000]


def test_numbers_arrive_and_leave_with_all_their_digits(client: TestClient) -> None:
    price = 0.1 + 0.2
    [[[answer]]] = asked(client, {"function": "BREAKEVEN_PRICE", "arguments": [1e15 / 3, price, 150, 10]})
    assert [[answer]] == calculate(CATALOGUE["BREAKEVEN_PRICE"], [1e15 / 3, price, 150, 10])


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ("", 400, "the body: Invalid JSON"),
        ("{", 400, "the body: Invalid JSON"),
        ("[" * 100_000, 400, "recursion limit"),
        ('{"calls":' + "[" * 100_000, 400, "recursion limit"),
        ("5", 400, "object"),
        ("{}", 400, "calls: Field required"),
        ('{"calls": {}}', 400, "calls: "),
        ('{"calls": [{"function": "BREAKEVEN"}]}', 400, "calls.0.arguments: Field required"),
        ('{"calls": [{"function": 5, "arguments": []}]}', 400, "calls.0.function: "),
        ('{"calls": [{"function": "SHELL", "arguments": []}]}', 400, "calls.0.function: there is no function 'SHELL'"),
        ('{"calls": [{"function": "__class__", "arguments": []}]}', 400, "there is no function"),
        ('{"calls": [{"function": "API_COST", "arguments": [[[[1]]]]}]}', 400, "calls.0.arguments.0: must be a cell"),
        ('{"calls": [{"function": "API_COST", "arguments": [{}, 1]}]}', 400, "calls.0.arguments.0: must be a cell"),
        ('{"calls": [{"function": "API_COST", "arguments": [1, NaN]}]}', 400, "calls.0.arguments.1: must be a cell"),
        ('{"calls": [{"function": "API_COST", "arguments": [1e999, 1]}]}', 400, "calls.0.arguments.0: must be a cell"),
        ('{"calls": [{"function": "API_COST", "arguments": [' + "9" * 5000 + ", 1]}]}", 400, "number out of range"),
        ('{"calls": [{"function": "API_COST", "arguments": [1, 1], "then": 1}]}', 400, "calls.0: Extra inputs"),
        (json.dumps({"calls": [CALL] * (MOST_CALLS + 1)}), 413, "calls: List should have at most 1000 items"),
        (json.dumps({"calls": [{"function": "API_COST", "arguments": [[[1]] * 50_001, 1]}] * 2}), 413, "100,000 cells"),
        # Few arguments can ask for a large answer: a column and a row make a table.
        (json.dumps({"calls": [{"function": "API_COST", "arguments": [[[1]] * 1000, [[1] * 101]]}]}), 413, "cells"),
        (json.dumps({"calls": [{"function": "COST_CURVE", "arguments": [1, 1, 1, 1, 1, 1001]}] * 60}), 413, "answer"),
        (" " * (MOST_BYTES + 1), 413, "8,000,000 bytes"),
    ],
    ids=lambda value: str(value)[:40] or "empty",
)
def test_a_bad_request_is_refused_clearly(client: TestClient, body: str, status: int, message: str) -> None:
    response = client.post("/calculate", content=body, headers=JSON)
    assert response.status_code == status
    assert message in response.json()["error"]


def test_a_body_without_length_is_cut_off_too(client: TestClient) -> None:
    response = client.post("/calculate", content=(b" " * 1_000_000 for _ in range(9)), headers=JSON)
    assert response.status_code == 413


def test_a_form_of_another_site_is_no_request(client: TestClient) -> None:
    response = client.post("/calculate", content=json.dumps({"calls": [CALL]}), headers={"Content-Type": "text/plain"})
    assert response.status_code == 415


@pytest.mark.parametrize("origin", [OWN, "http://127.0.0.1:8765", None])
def test_its_own_page_and_scripts_may_ask(client: TestClient, origin: str | None) -> None:
    response = client.post("/calculate", json={"calls": [CALL]}, headers={"Origin": origin} if origin else {})
    assert response.json()["results"] == [[[pytest.approx(4_766_600_000, rel=1e-12)]]]
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://localhost:8765"},  # another scheme is another origin
        {"Origin": "http://localhost:3000"},
        {"Origin": "http://localhost:8765.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_pages_of_others_may_not_ask(client: TestClient, headers: dict[str, str]) -> None:
    response = client.post("/calculate", json={"calls": [CALL]}, headers=headers)
    assert response.status_code == 403
    assert "may not use these functions" in response.json()["error"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "localhost", "localhost:80", "", "localhost:8765."]
)
@pytest.mark.parametrize("path", ["/", "/catalogue.json", "/static/pane.js"])
def test_a_name_that_only_points_here_is_refused(client: TestClient, host: str, path: str) -> None:
    """DNS rebinding: the page's own name leads to this machine."""
    response = client.get(path, headers={"Host": host})
    assert response.status_code == 421
    assert "is not a name of this server" in response.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/calculate", 405),
        ("POST", "/catalogue.json", 405),
        ("OPTIONS", "/calculate", 405),
        ("GET", "/nothing", 404),
        ("GET", "/icon-33.png", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("GET", "/static/..%2f..%2fapp.py", 404),
    ],
)
def test_other_paths_and_methods(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.json()["error"]


def test_excel_on_the_web_may_read_the_metadata_and_nobody_the_endpoint(client: TestClient) -> None:
    asking = {"Origin": "https://excel.example", "Access-Control-Request-Method": "GET"}
    metadata, endpoint = (client.options(path, headers=asking) for path in ("/functions.json", "/calculate"))
    assert (metadata.status_code, metadata.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert not [name for name in endpoint.headers if name.lower().startswith("access-control")]


def test_pages_are_protected_and_never_stale(client: TestClient) -> None:
    response = client.get("/")
    assert "object-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert client.get("/health").json()["status"] == "ok"
