"""One look at the whole register: what every line must keep to. A failure lists all the lines that do not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from tests.conventions import READ_BY_NO_LINE, SUBSETS, is_a_check
from tests.offenders import require_none
from xltco.lines import Line, references
from xltco.model import MODEL
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
MOST_OF_A_FORMULA, MOST_OF_A_LABEL, MOST_OF_A_TEXT = 900, 60, 255
TEXT = re.compile(r'"[^"]*"')


def _entry(line: Line) -> str:
    return line.excel or ""


def _wrong_in_words(line: Line) -> Iterator[str]:
    if not (line.meaning[0].isupper() or line.meaning[0].isdigit()):
        yield f"{line.name}: its meaning begins with neither a capital nor a digit"
    if not line.meaning.rstrip().endswith((".", '".')):
        yield f"{line.name}: its meaning does not end with a full stop"
    if not re.fullmatch(r"METHOD \d+(\.\d+)?(, \d+(\.\d+)?)*", line.source):
        yield f"{line.name}: its source {line.source!r} names no section as METHOD 1.2 does"
    if not 0 < len(line.label) <= MOST_OF_A_LABEL:
        yield f"{line.name}: its label has {len(line.label)} characters, and 1 to {MOST_OF_A_LABEL} are allowed"


def test_a_line_says_what_it_means_in_a_sentence() -> None:
    require_none(problem for line in LINES for problem in _wrong_in_words(line))


def test_a_name_is_legal_in_excel() -> None:
    for_a_cell = r"[a-z]{1,3}\d+|r\d*c\d*|true|false"
    require_none(
        f"{line.name}: is no name that Excel takes"
        for line in LINES
        if not re.fullmatch(r"[a-z][a-z0-9_]{2,60}", line.name) or re.fullmatch(for_a_cell, line.name)
    )


def test_a_formula_uses_only_functions_that_every_engine_knows() -> None:
    used = {line.name: set(re.findall(r"([A-Z][A-Z0-9.]*)\(", TEXT.sub("", _entry(line)))) for line in WITH_EXCEL}
    require_none(
        f"{name}: calls {', '.join(sorted(found - SAFE_FUNCTIONS))}"
        for name, found in used.items()
        if found - SAFE_FUNCTIONS
    )


def test_a_formula_holds_no_number_but_0_and_1() -> None:
    bare = {line.name: TEXT.sub("", re.sub(r"\{[^}]*\}", "", _entry(line))) for line in WITH_EXCEL}
    typed = {name: set(re.findall(r"\d+\.?\d*", text)) - {"0", "1"} for name, text in bare.items()}
    require_none(
        f"{name}: {', '.join(sorted(found))} typed in, where a named constant belongs"
        for name, found in typed.items()
        if found
    )


def _too_long(line: Line) -> Iterator[str]:
    if len(_entry(line)) > MOST_OF_A_FORMULA:
        yield f"{line.name}: its entry has {len(_entry(line))} characters, and {MOST_OF_A_FORMULA} are allowed"
    for text in TEXT.findall(_entry(line)):
        if len(text) - 2 > MOST_OF_A_TEXT:
            yield f"{line.name}: Excel takes no text of {len(text) - 2} characters: {text[:40]}..."


def test_a_formula_is_short_enough_for_a_person_and_for_excel() -> None:
    require_none(problem for line in WITH_EXCEL for problem in _too_long(line))


def _rows_that_are_not_mapped(line: Line) -> Iterator[str]:
    for inner in re.findall(r"SUMPRODUCT\((.*)\)", _entry(line)):
        for function in ELEMENTWISE_UNSAFE:
            for argument in re.findall(re.escape(function) + r"([^()]*(?:\([^()]*\)[^()]*)*)\)", inner):
                if ".all}" in argument:
                    yield f"{line.name}: {function}{argument}) reads a row inside SUMPRODUCT"


def test_functions_that_engines_do_not_map_over_arrays_read_no_rows_inside_sumproduct() -> None:
    require_none(problem for line in WITH_EXCEL for problem in _rows_that_are_not_mapped(line))


def _read_across_axes(line: Line) -> Iterator[str]:
    for name, part in re.findall(r"\{([a-z][a-z0-9_]*)(?:\.(prev|all))?\}", _entry(line)):
        if name != "strategy" and part != "all" and MODEL[name].axis not in ("scalar", line.axis):
            yield f"{line.name}: runs along {line.axis} and reads one cell of {name}, along {MODEL[name].axis}"


def test_a_line_refers_along_its_own_axis_or_to_scalars_or_to_whole_rows() -> None:
    require_none(problem for line in WITH_EXCEL for problem in _read_across_axes(line))


CONSTANTS_OF_NO_LINE = {"stale_after_days": "the flags beside the inputs' sources read it"}


def _unread(names: Collection[str], lines: Iterable[Line], known: Mapping[str, str]) -> Iterator[str]:
    read = {name for line in lines for name in line.needs | references(_entry(line))}
    yield from (f"{name}: no line reads it" for name in names if name not in read and name not in known)
    yield from (f"{name}: is read now, so it is no exception ({why})" for name, why in known.items() if name in read)
    yield from (
        f"{name}: is an exception that is not there ({why})" for name, why in known.items() if name not in names
    )


def test_every_input_is_read_by_a_line_or_says_why_not() -> None:
    # A check of ranges reads every input, which says nothing of its use.
    using = [line for line in LINES if not is_a_check(line)]
    require_none(_unread(MODEL.inputs, using, READ_BY_NO_LINE))


def test_every_constant_is_read_by_a_line_or_says_why_not() -> None:
    require_none(_unread(MODEL.constants, LINES, CONSTANTS_OF_NO_LINE))


ALWAYS_THERE = ("decision_rule", "decision_strategy", "decision_reason", "checks_failed")


def _standing_badly(strategies: tuple[str, ...]) -> Iterator[str]:
    present = MODEL.present(strategies)
    layout = Layout(load_template(), present)
    alone = "+".join(strategies)
    for line in present.lines.values():
        if line.strategy not in (None, *strategies):
            yield f"{line.name}: stands with {alone}, though it belongs to {line.strategy}"
        # What the template has no place for is another test's: tests/workbook/test_template.py.
        if line.excel and line.name in layout.places and "{" in layout.formula(line, 0):
            yield f"{line.name}: its formula keeps a reference that finds nothing with {alone}"
    for name in ALWAYS_THERE:
        if name not in present.lines:
            yield f"{name}: is missing with {alone}"


def test_any_set_of_strategies_stands_by_itself() -> None:
    require_none(problem for strategies in SUBSETS for problem in _standing_badly(strategies))
