"""Classic xlwings: the VBA that it writes, what it tells Excel of each function, and its own way of a call."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.functions.classic_excel import LEFT_OUT, Area, Excel, classic_excel
from tests.functions.corpus import differences, examples, random_calls
from xltco.functions import CATALOGUE, CellError, Function

MODULE = "xltco.functions.hosts.xlwings_classic"
FUNCTIONS = list(CATALOGUE.values())
SEED = (0.5, 1.21, 150.0, 10.0)
# What VBA takes for itself (Microsoft, VBA language specification 3.3.5.2): no argument may be called so.
VBA_WORDS = set(
    re.findall(
        r"\w+",
        """abs access addressof alias and any append array as attribute base binary boolean byref byte byval call case
    cbool cbyte ccur cdate cdbl cdec cint circle clng clnglng clngptr close compare const csng cstr currency
    cvar cverr date debug declare decimal defbool defbyte defcur defdate defdbl defint deflng defobj defsng
    defstr defvar dim do doevents double each else elseif empty end endif enum eqv erase error event exit
    explicit false fix for friend function get global go gosub goto if imp implements in input inputb int
    integer is lbound len lenb let lib like line lock long longlong longptr loop lset me mid midb mod module
    name new next not nothing null object on open option optional or output paramarray preserve print private
    property pset public put raiseevent random read redim rem resume return rset scale seek select set sgn
    shared single spc static step stop string sub tab text then time to true type typeof ubound unlock until
    variant vb_attribute wend while width with withevents write xor""",
    )
)

functions = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)


@pytest.fixture(scope="module")
def excel() -> Iterator[Excel]:
    with classic_excel(MODULE) as excel:
        yield excel


def name_of(function: Function) -> str:
    return "XLTCO_ADDIN_VERSION" if function.name == "XLTCO_VERSION" else f"XLTCO_{function.name}"


@functions
def test_the_vba_function_has_the_arguments_in_their_order_and_the_right_ones_optional(
    excel: Excel, function: Function
) -> None:
    name = name_of(function)
    found = re.search(rf"^Function {name}\((.*)\)$", excel.vba(), re.MULTILINE)
    assert found
    expected = [a.name if a.required else f"Optional {a.name}" for a in function.arguments]
    assert [part for part in found[1].split(", ") if part] == expected
    handed_over = ", ".join(argument.name for argument in function.arguments)
    call = f'{name} = XLPy.CallUDF("{MODULE}", "{name}", Array({handed_over}), ThisWorkbook, Application.Caller)'
    assert call in excel.vba()


def test_vba_has_exactly_the_catalogue_and_each_name_once(excel: Excel) -> None:
    written = re.findall(r"^Function (\w+)\(", excel.vba(), re.MULTILINE)
    assert sorted(written) == sorted(name_of(function) for function in FUNCTIONS)
    assert not set(written) & set(CATALOGUE), "a name must not be a native function of the workbook as well"
    assert max(map(len, excel.vba().splitlines())) <= 1023, "VBA takes no longer line"


@functions
def test_no_argument_is_called_as_vba_or_xlwings_calls_something(function: Function) -> None:
    names = {argument.name for argument in function.arguments}
    assert not names & (VBA_WORDS | {"caller", "failed", name_of(function).lower()})


def test_excel_is_told_each_functions_help_and_category(excel: Excel) -> None:
    told = excel.help()
    assert set(told) == {name_of(function) for function in FUNCTIONS}
    for function in FUNCTIONS:
        facts = told[name_of(function)]
        assert facts["Description"] == function.summary
        assert facts["Category"] == f"xltco: {function.category}"
        assert (facts["ArgumentDescriptions"] or []) == [argument.description for argument in function.arguments]
        assert all(len(text) <= 255 for text in (facts["Description"], *(facts["ArgumentDescriptions"] or ())))


def test_the_worked_examples(excel: Excel) -> None:
    for call in examples():
        assert differences(excel.call(name_of(call.function), call.arguments), call.answer) == [], str(call)


@functions
def test_random_calls(excel: Excel, function: Function) -> None:
    for call in random_calls(function, 25 if function.is_table else 150):
        assert differences(excel.call(name_of(function), call.arguments), call.answer) == [], str(call)


def test_a_column_gives_a_column_and_a_row_a_row(excel: Excel) -> None:
    assert excel.call("XLTCO_API_COST", ([[1e9], [2e9], [3e9]], 1)) == [[1000.0], [2000.0], [3000.0]]
    assert excel.call("XLTCO_API_COST", ([[1e9, 2e9]], 1)) == [[1000.0, 2000.0]]
    assert excel.call("XLTCO_API_COST", ([[1e9], [2e9]], [[1, 2, 3]])) == [[1e3, 2e3, 3e3], [2e3, 4e3, 6e3]]


def test_a_table_spills_under_its_heading(excel: Excel) -> None:
    function = CATALOGUE["PROJECTION"]
    found = excel.call("XLTCO_PROJECTION", function.examples[0].arguments)
    assert found[0] == [column.title for column in function.columns]
    assert len(found) > 2


@pytest.mark.parametrize("empty", [LEFT_OUT, None, ""], ids=["left out", "an empty cell", "an empty text"])
def test_what_is_left_out_has_its_default(excel: Excel, empty: object) -> None:
    assert excel.call("XLTCO_BREAKEVEN", (*SEED, empty, 1000)) == excel.call("XLTCO_BREAKEVEN", (*SEED, 730, 1000))


def test_a_cell_shows_the_error_with_its_message_as_text(excel: Excel) -> None:
    [[never]] = excel.call("XLTCO_BREAKEVEN", (0.1, 1, 100, 10, None, 1000))
    assert never == CellError("#N/A", "there is no answer")
    [[wrong]] = excel.call("XLTCO_BREAKEVEN", (0.5, -1, 150, 10))
    assert str(wrong) == "#NUM! instance_hourly must be a number, 0 to 1e+15 (found -1)"


@pytest.mark.parametrize(
    "code", ["#N/A", "#NUM!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#REF!", "#SPILL!", "#CALC!"]
)
def test_an_error_of_the_sheet_comes_back_as_it_is(excel: Excel, code: str) -> None:
    assert excel.call("XLTCO_BREAKEVEN", (0.5, code, 150, 10))[0][0].code == code


def test_a_functions_error_goes_through_another_function(excel: Excel) -> None:
    [[error]] = excel.call("XLTCO_SELFHOST_COST", ("#N/A there is no answer", 1, 100, 10))
    assert error == CellError("#N/A", "there is no answer")


def test_a_price_in_a_currency_format_keeps_all_its_decimals(excel: Excel) -> None:
    price = Area([[0.15625]], currency=True)
    assert float(price.Value) == 0.1562, "what Excel's Value makes of it"
    assert excel.call("XLTCO_API_COST", (1e9, price)) == [[156.25]]


def test_a_date_is_a_number_whatever_its_format(excel: Excel) -> None:
    assert excel.call("XLTCO_MODEL_PRICE", ("gpt-4o", "output", 46309.0)) == [[10.0]]


def test_an_array_constant_is_a_row(excel: Excel) -> None:
    assert excel.server.CallUDF(MODULE, "XLTCO_API_COST", [(1e9, 2e9), 1.0], None, None) == [1000.0, 2000.0]


def test_bare_names_are_the_catalogues_own() -> None:
    with classic_excel("xltco.functions.hosts.xlwings_bare") as excel:
        written = re.findall(r"^Function (\w+)\(", excel.vba(), re.MULTILINE)
        assert sorted(written) == sorted(CATALOGUE)
        assert excel.call("BREAKEVEN", SEED) == [[pytest.approx(4_766_600_000, rel=1e-12)]]
