"""One look at the whole register: what every line must keep to."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from xltco.lines import Line, references
from xltco.model import MODEL, STRATEGIES
from xltco.workbook.layout import Layout
from xltco.workbook.template import load_template

LINES = list(MODEL.lines.values())
WITH_EXCEL = [line for line in LINES if line.excel]
# Functions on which Excel 2016, LibreOffice 7.4, Gnumeric, IronCalc and formualizer agree.
SAFE_FUNCTIONS = {
    *("ABS", "AND", "AVERAGE", "CHOOSE", "COUNT", "COUNTIF", "EXP", "FIXED", "IF", "INDEX", "INT", "ISNUMBER"),
    *("LARGE", "LN", "MATCH", "MAX", "MIN", "MOD", "NA", "NOT", "OR", "PERCENTILE", "RANK", "ROUND", "SIGN", "SMALL"),
    *("SUM", "SUMIF", "SUMPRODUCT"),
}
ELEMENTWISE_UNSAFE = ("IF(", "MAX(", "MIN(", "INT(", "MOD(", "ABS(")
TEXT = re.compile(r'"[^"]*"')

by_name = pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
by_formula = pytest.mark.parametrize("line", WITH_EXCEL, ids=lambda line: line.name)


@by_name
def test_a_line_says_what_it_means_in_a_sentence(line: Line) -> None:
    assert line.meaning[0].isupper() or line.meaning[0].isdigit()
    assert line.meaning.rstrip().endswith((".", '".'))
    assert re.fullmatch(r"METHOD \d+(\.\d+)?(, \d+(\.\d+)?)*", line.source)
    assert 0 < len(line.label) <= 60


@by_name
def test_a_name_is_legal_in_excel(line: Line) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]{2,60}", line.name)
    assert not re.fullmatch(r"[a-z]{1,3}\d+|r\d*c\d*|true|false", line.name)


@by_formula
def test_a_formula_uses_only_functions_that_every_engine_knows(line: Line) -> None:
    used = set(re.findall(r"([A-Z][A-Z0-9.]*)\(", TEXT.sub("", line.excel or "")))
    assert used <= SAFE_FUNCTIONS


@by_formula
def test_a_formula_holds_no_number_but_0_and_1(line: Line) -> None:
    bare = TEXT.sub("", re.sub(r"\{[^}]*\}", "", line.excel or ""))
    assert set(re.findall(r"\d+\.?\d*", bare)) <= {"0", "1"}


@by_formula
def test_a_formula_is_short_enough_for_a_person_and_for_excel(line: Line) -> None:
    assert len(line.excel or "") <= 900
    assert all(len(text) - 2 <= 255 for text in TEXT.findall(line.excel or ""))


@by_formula
def test_functions_that_engines_do_not_map_over_arrays_read_no_rows_inside_sumproduct(line: Line) -> None:
    for inner in re.findall(r"SUMPRODUCT\((.*)\)", line.excel or ""):
        for function in ELEMENTWISE_UNSAFE:
            for argument in re.findall(re.escape(function) + r"([^()]*(?:\([^()]*\)[^()]*)*)\)", inner):
                assert ".all}" not in argument, f"{function} over a row"


@by_formula
def test_a_line_refers_along_its_own_axis_or_to_scalars_or_to_whole_rows(line: Line) -> None:
    for name, part in re.findall(r"\{([a-z][a-z0-9_]*)(?:\.(prev|all))?\}", line.excel or ""):
        if name != "strategy" and part != "all":
            assert MODEL[name].axis in ("scalar", line.axis)


def test_every_input_is_used_by_a_line_or_says_why_not() -> None:
    using = [line for line in LINES if line.source != "METHOD 12"]  # a check of ranges reads every input
    used = {name for line in using for name in references(line.excel or "")} | {
        name for line in using for name in line.needs
    }
    unused = set(MODEL.inputs) - used
    assert unused == {
        "self_host_instance",  # a name for the reader
        "own_instance",
        "own_overhead_rate",  # accepted with self_host's keys; METHOD 13 says that it finds nothing to be a share of
    }


def test_every_constant_is_used() -> None:
    used = {name for line in LINES for name in line.needs}
    # The flags beside the inputs' sources read this one; they are no lines of the model.
    assert set(MODEL.constants) - used == {"stale_after_days"}


SUBSETS = [
    subset
    for size in range(1, 6)
    for subset in combinations(STRATEGIES, size)
    if "build" not in subset or {"buy", "self_host"} <= set(subset)
]


@pytest.mark.parametrize("strategies", SUBSETS, ids="+".join)
def test_any_set_of_strategies_stands_by_itself(strategies: tuple[str, ...]) -> None:
    present = MODEL.present(strategies)
    layout = Layout(load_template(), present)
    assert [sheet.title for sheet in layout.sheets if sheet.title == "Workings"] == [], "the template places every line"
    for line in present.lines.values():
        assert line.strategy in (None, *strategies)
        if line.excel:
            assert "{" not in layout.formula(line, 0)
    for name in ("decision_rule", "decision_strategy", "decision_reason", "checks_failed"):
        assert name in present.lines
