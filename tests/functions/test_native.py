"""The LAMBDA names: stored as Excel stores them, and evaluated for real in IronCalc."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import ironcalc
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook.defined_name import DefinedName

from tests.functions.corpus import Call, differences, examples, random_calls
from xltco.functions import CATALOGUE, Function
from xltco.functions.calculate import Grid, calculate
from xltco.functions.hosts.native import MOST_CHARACTERS, call, canonical, formula, native_functions, stored
from xltco.functions.hosts.native_engine import answer_in_ironcalc
from xltco.lint.functions import BUILT_IN
from xltco.model import MODEL

NATIVE = native_functions()
natives = pytest.mark.parametrize("function", NATIVE, ids=lambda function: function.name)


def _answers(calls: Sequence[Call]) -> list[Grid]:
    """What IronCalc answers to each call, as many cells as the catalogue's own answer has."""
    sizes = [(len(c.answer), len(c.answer[0])) for c in calls]
    texts = [call(c.function, c.arguments) for c in calls]
    found: Any = answer_in_ironcalc([(text, *size) for text, size in zip(texts, sizes, strict=True)])
    return cast(list[Grid], found)


def _different(calls: Sequence[Call]) -> list[str]:
    pairs = zip(calls, _answers(calls), strict=True)
    return [f"{one}: {told}" for one, answer in pairs for told in differences(answer, one.answer)]


def test_all_but_the_price_lists_are_native() -> None:
    assert set(CATALOGUE) - {function.name for function in NATIVE} == {"MODEL_PRICE", "INSTANCE_PRICE"}


@natives
def test_the_examples_in_ironcalc(function: Function) -> None:
    calls = list(examples([function]))
    assert len(calls) >= 1
    assert _different(calls) == []


@natives
def test_random_arguments_in_ironcalc(function: Function) -> None:
    assert _different(list(random_calls(function, 10 if function.is_table else 60))) == []


@pytest.mark.slow
@natives
def test_many_random_arguments_in_ironcalc(function: Function) -> None:
    assert _different(list(random_calls(function, 20 if function.is_table else 250, seed=1))) == []


InSheet = Callable[..., Grid]


@pytest.fixture(scope="session")
def names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of the names alone."""
    workbook = Workbook()
    for function in NATIVE:
        workbook.defined_names[function.name] = DefinedName(function.name, attr_text=stored(function))
    path = tmp_path_factory.mktemp("names") / "names.xlsx"
    workbook.save(path)
    return path


@pytest.fixture
def in_sheet(names: Path) -> InSheet:
    """What a formula answers in a sheet that holds some cells: a grid of so many rows and columns."""

    def typed(text: str, cells: dict[str, Any], height: int = 1, width: int = 1) -> Grid:
        model = ironcalc.load_from_xlsx(str(names), "en", "UTC", "en")
        for place, value in cells.items():
            row, column = coordinate_to_tuple(place)
            model.set_user_input(0, row, column, value if isinstance(value, str) else repr(value))
        model.set_user_input(0, 1, 10, f"={text}")
        model.evaluate()
        return [[model.get_cell_value(0, r, 10 + c) or 0.0 for c in range(width)] for r in range(1, height + 1)]

    return typed


def test_ranges_go_element_by_element_and_each_has_its_own_error(in_sheet: InSheet) -> None:
    cells = {"A1": 1e9, "A2": 3e9, "A3": "much", "A5": -1, "B1": 1}
    found = in_sheet("SELFHOST_COST(A1:A5,B1,100,10,,1000)", cells, 5, 1)
    column = [[cells.get(f"A{row}")] for row in range(1, 6)]
    assert differences(found, calculate(CATALOGUE["SELFHOST_COST"], (column, 1, 100, 10, None, 1000))) == []
    assert [row[0] for row in found] == [1730, 2460, "#VALUE!", "#VALUE!", "#NUM!"]


def test_a_column_and_a_row_give_a_table(in_sheet: InSheet) -> None:
    cells = {"A1": 1e9, "A2": 2e9, "B1": 1, "C1": 2, "D1": 3}
    assert in_sheet("API_COST(A1:A2,B1:D1)", cells, 2, 3) == [[1000, 2000, 3000], [2000, 4000, 6000]]


def test_beyond_the_end_of_a_shorter_list_stands_na(in_sheet: InSheet) -> None:
    cells = {"A1": 1e9, "A2": 2e9, "A3": 3e9, "B1": 1, "B2": 2}
    assert in_sheet("API_COST(A1:A3,B1:B2)", cells, 3, 1) == [[1000], [4000], ["#N/A"]]


def test_an_empty_cell_or_text_counts_as_left_out(in_sheet: InSheet) -> None:
    cells = {"A1": 0.5, "A2": 1.21, "A3": 150, "A4": 10, "B1": '=""'}
    for last in ("", ",", ",Z1", ",B1"):
        assert in_sheet(f"BREAKEVEN(A1,A2,A3,A4{last})", cells) == [[pytest.approx(4_766_600_000)]]


def test_an_error_of_the_sheet_comes_back(in_sheet: InSheet) -> None:
    assert in_sheet("API_COST(A1,1)", {"A1": "=1/0"}) == [["#DIV/0!"]]


def test_one_function_inside_another(in_sheet: InSheet) -> None:
    text = "BREAKEVEN(BLENDED_PRICE(0.15,0.6),1.21,150,10)"
    assert in_sheet(text, {}) == [[pytest.approx(2383.30 / 0.2625e-6, rel=1e-12)]]


@natives
def test_excel_takes_the_definition(function: Function) -> None:
    text = stored(function)
    assert len(text) <= MOST_CHARACTERS
    assert len(function.summary) <= 255
    assert text.startswith("_xlfn.LAMBDA(")
    assert "[" not in text
    assert function.name not in BUILT_IN
    for later in ("LET", "ISOMITTED", "MAKEARRAY", "SEQUENCE", "XMATCH", "VSTACK", "HSTACK", "SCAN", "LAMBDA"):
        assert not re.search(rf"(?<![.\w]){later}\(", text), f"{later} lacks its prefix"
    bare = re.sub(r"\{[^}]*\}", "", re.sub(r'"[^"]*"', "", text))
    for word in re.findall(r"(?<![.\w])[a-z][a-z0-9_]*", bare):
        pytest.fail(f"{word} lacks its prefix")


@natives
def test_optional_parameters_are_marked_where_they_are_declared_alone(function: Function) -> None:
    text = stored(function)
    optional = [argument.name for argument in function.arguments if not argument.required]
    assert re.findall(r"_xlop\.(\w+)", text) == optional


def test_own_names_are_none_of_the_model_and_no_cells() -> None:
    """IronCalc takes a name of the workbook before one of LET, and Excel takes A1 and R1C1 for cells."""
    model = {*MODEL.inputs, *MODEL.constants, *MODEL.recorded, *MODEL.lines}
    for function in NATIVE:
        own = set(re.findall(r"(?<![.\w])[a-z][a-z0-9_]*", re.sub(r'"[^"]*"', "", formula(function))))
        assert not own & model
        assert not {name for name in own if re.fullmatch(r"[a-z]{1,3}\d+|r\d*c?\d*|c\d*", name)}


def test_ironcalc_reads_and_writes_the_very_text(names: Path, tmp_path: Path) -> None:
    ironcalc.load_from_xlsx(str(names), "en", "UTC", "en").save_to_xlsx(str(tmp_path / "saved.xlsx"))
    saved = load_workbook(tmp_path / "saved.xlsx").defined_names
    for function in NATIVE:
        assert canonical(str(saved[function.name].attr_text)) == canonical(stored(function))
