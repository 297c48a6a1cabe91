"""The functions in a workbook: names, the sheet with live examples, marked cells, and a book of functions alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from tests.support import SAMPLES, Run
from xltco.functions import CATALOGUE
from xltco.functions.hosts.native import native_functions, stored
from xltco.lint import lint
from xltco.scenario import load
from xltco.spreadsheet.engines.known import Engine
from xltco.spreadsheet.reader import Workbook as FileRead
from xltco.spreadsheet.reader import read_workbook
from xltco.verify import verify
from xltco.verify.calls import all_expected, calls_in
from xltco.verify.cells import FormulaCell
from xltco.verify.reader import read
from xltco.verify.structure import _other_functions
from xltco.workbook.function_book import function_workbook
from xltco.workbook.place import VALUES
from xltco.workbook.template import load_template, template_names
from xltco.workbook.writer import build

HERE = ("Sheet", 1, 1)


@pytest.fixture(scope="module")
def functions_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("functions") / "functions.xlsx"
    path.write_bytes(function_workbook())
    return path


@pytest.fixture
def empty(tmp_path: Path) -> FileRead:
    """A workbook of one empty sheet."""
    path = tmp_path / "empty.xlsx"
    Workbook().save(path)
    return read_workbook(path)


def _reasons(path: Path, engine: Engine) -> str:
    return " ".join(d.reason for d in verify(path, [engine], change_inputs=False).mismatches)


def test_every_template_has_the_functions() -> None:
    for name in template_names():
        assert [sheet.kind for sheet in load_template(name).sheets].count("functions") == 1


def test_every_native_function_is_a_name_with_its_summary(seed_workbook: Path) -> None:
    names = load_workbook(seed_workbook).defined_names
    for function in native_functions():
        assert names[function.name].attr_text == stored(function)
        assert names[function.name].comment == function.summary


def test_calls_are_marked_as_dynamic_and_hold_their_values(functions_only: Path) -> None:
    with zipfile.ZipFile(functions_only) as archive:
        assert b"XLDAPR" in archive.read("xl/metadata.xml")
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    calls = [function for function in native_functions() for _ in function.examples]
    assert 0 < sheet.count(' cm="1"') <= len(calls)
    assert sheet.count('t="array"') == sheet.count(' cm="1"')
    assert "#NAME?" not in sheet


def test_live_beside_expected(functions_only: Path) -> None:
    formulas, values = load_workbook(functions_only), load_workbook(functions_only, data_only=True)["Functions"]
    compared = 0
    for row, [cell] in enumerate(formulas["Functions"].iter_rows(min_col=VALUES, max_col=VALUES), start=1):
        if isinstance(cell.value, ArrayFormula) and ":" not in cell.value.ref:
            live, expected = (values.cell(row, column).value for column in (VALUES, VALUES + 1))
            assert live == (pytest.approx(expected, rel=1e-12) if isinstance(expected, int | float) else expected)
            compared += 1
    assert compared > 50


def test_every_function_has_its_help(functions_only: Path) -> None:
    sheet = load_workbook(functions_only)["Functions"]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    for function in CATALOGUE.values():
        assert {function.name, function.syntax, function.summary} <= texts
        assert {argument.description for argument in function.arguments} <= texts


def test_lint_finds_nothing(functions_only: Path) -> None:
    assert lint(functions_only).findings == []


def test_a_call_without_its_mark_is_found(functions_only: Path, tmp_path: Path) -> None:
    path = tmp_path / "unmarked.xlsx"
    load_workbook(functions_only).save(path)  # openpyxl drops the mark
    assert "call-unmarked" in {finding.rule.id for finding in lint(path).findings}


def test_verify_compares_the_calls(seed_workbook: Path, formualizer: Engine) -> None:
    report = verify(seed_workbook, [formualizer], change_inputs=False)
    assert report.is_equal
    live, cached = report.calls
    assert live.cells_compared == cached.cells_compared > 60


def test_a_changed_argument_changes_what_is_expected(seed_workbook: Path, tmp_path: Path, formualizer: Engine) -> None:
    workbook = load_workbook(seed_workbook)
    sheet = workbook["Functions"]
    place = next(
        c for row in sheet.iter_rows(min_col=VALUES, max_col=VALUES) for c in row if isinstance(c.value, ArrayFormula)
    )
    sheet.cell(place.row, VALUES + 3).value = 0.25
    path = tmp_path / "changed.xlsx"
    workbook.save(path)
    assert verify(path, [formualizer], change_inputs=False).is_equal


def test_a_wrong_lambda_is_found_twice(seed_workbook: Path, tmp_path: Path, formualizer: Engine) -> None:
    workbook = load_workbook(seed_workbook)
    name = workbook.defined_names["API_COST"]
    name.attr_text = str(name.attr_text).replace("+_xlpm.monthly_platform_fee", "-_xlpm.monthly_platform_fee")
    path = tmp_path / "wrong.xlsx"
    workbook.save(path)
    report = verify(path, [formualizer], change_inputs=False)
    assert "is not the function of that name" in _reasons(path, formualizer)
    assert report.calls[0].mismatches


@pytest.mark.parametrize("of_one_sheet", [False, True])
def test_a_wrong_lambda_under_a_name_that_excel_takes_for_the_same_is_found(
    seed_workbook: Path, tmp_path: Path, *, of_one_sheet: bool
) -> None:
    workbook = load_workbook(seed_workbook)
    wrong = DefinedName("Api_Cost", attr_text="_xlfn.LAMBDA(_xlpm.x,42)")
    (workbook["Functions"] if of_one_sheet else workbook).defined_names[wrong.name] = wrong
    path = tmp_path / "wrong.xlsx"
    workbook.save(path)
    found = _other_functions(read(path))
    assert [difference.cell for difference in found] == ["Api_Cost"]


@pytest.mark.parametrize(
    "formula",
    [
        "=BREAKEVEN)",
        "=BREAKEVEN(1}",
        '=BREAKEVEN("a)',
        "=BREAKEVEN(A99999999)",
        "=BREAKEVEN(A1:A2)",
        "=BREAKEVEN(Other!A1)",
        "=BREAKEVEN(A1:A1)",
        "=BREAKEVEN(price)",
        "=TCO(1)+1",
        "=",
    ],
)
def test_a_formula_that_is_no_readable_call_is_none(empty: FileRead, formula: str) -> None:
    assert not list(calls_in(empty, [FormulaCell(HERE, "", formula, None)]))


@pytest.mark.parametrize("area", ["", "nowhere", "A1:A2000000"])
def test_a_call_whose_area_can_not_be_is_read_in_its_own_cell(empty: FileRead, area: str) -> None:
    (call,) = calls_in(empty, [FormulaCell(HERE, "", "=API_COST(1000000,2)", None, area)])
    assert all_expected([call]) == {HERE: 2.0}


def test_a_wrong_cached_value_of_a_call_is_found(functions_only: Path, seed_workbook: Path, tmp_path: Path) -> None:
    path = tmp_path / "stale.xlsx"
    with zipfile.ZipFile(seed_workbook) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            if b'cm="1"' in data:
                data = data.replace(b"</f><v>2370</v>", b"</f><v>42</v>")
            target.writestr(part, data)
    report = verify(path, [], change_inputs=False)
    assert [difference.found for difference in report.calls[1].mismatches] == [42.0]


def test_without_functions_there_are_no_names_and_no_sheet(tmp_path: Path, formualizer: Engine) -> None:
    path = build(
        load(SAMPLES / "seed-code.toml"), tmp_path / "x.xlsx", template=load_template("one-page"), functions=False
    )
    workbook = load_workbook(path)
    assert "Functions" not in workbook.sheetnames
    assert "BREAKEVEN" not in workbook.defined_names
    assert verify(path, [formualizer], change_inputs=False).is_equal


def test_export_writes_the_book_and_never_over_another(xltco: Run, tmp_path: Path) -> None:
    path = tmp_path / "functions.xlsx"
    assert xltco("functions", "export", "--names", "-o", path).code == 0
    assert load_workbook(path).sheetnames == ["Functions"]
    again = xltco("functions", "export", "--names", "-o", path)
    assert again.code == 2
    assert "--force" in again.err


def test_show_tells_of_an_unknown_function(xltco: Run) -> None:
    done = xltco("functions", "show", "BREAK_EVEN")
    assert done.code == 2
    assert "BREAKEVEN" in done.err


def test_list_and_show_as_json(xltco: Run) -> None:
    assert '"name": "BREAKEVEN"' in xltco("functions", "list", "--json").out
    assert '"lambda": "LAMBDA(' in xltco("functions", "show", "breakeven", "--json").out
    assert xltco("functions", "show", "breakeven", "--formula").out.startswith("=LAMBDA(")
