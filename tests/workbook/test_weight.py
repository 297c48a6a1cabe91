"""A workbook is as light as its question: cells, names, months, cases and lengths of formulas."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.offenders import require_none
from tests.support import SAMPLES, SEED, scenario_of, with_inputs
from tests.workbook.keyed import cell, homes
from xltco.errors import XltcoError
from xltco.scenario import Scenario, load
from xltco.workbook.template import load_template, template_names
from xltco.workbook.writer import workbook_bytes

LONGEST_FORMULA = 255
# Formula cells, and defined names with those of print areas and titles, at most.
MOST = {
    ("seed-code", "full"): (9_000, 350),
    ("enterprise", "full"): (24_000, 700),
    ("enterprise", "one-page"): (7_000, 700),
    ("enterprise", "input-request"): (1_500, 700),
}


def _opened(scenario: Scenario, template: str = "full", **options: Any) -> Workbook:
    return load_workbook(io.BytesIO(workbook_bytes(scenario, load_template(template), **options)))


def _formulas(workbook: Workbook) -> Iterator[tuple[str, str, str]]:
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for c in row:
                if c.data_type == "f" and c.value is not None:
                    yield sheet.title, c.coordinate, str(getattr(c.value, "text", c.value))


def _names(workbook: Workbook) -> int:
    printed = sum(bool(s.print_area) + bool(s.print_title_rows or s.print_title_cols) for s in workbook.worksheets)
    return len(workbook.defined_names) + printed


@pytest.mark.parametrize(("sample", "template"), MOST)
def test_a_workbook_has_few_cells_and_names(sample: str, template: str) -> None:
    workbook = _opened(load(SAMPLES / f"{sample}.toml"), template)
    most_cells, most_names = MOST[sample, template]
    assert len(list(_formulas(workbook))) <= most_cells
    assert _names(workbook) <= most_names


@pytest.mark.parametrize("template", template_names())
def test_no_formula_of_the_model_is_long(template: str) -> None:
    for sample in ("enterprise", "air-gapped"):
        require_none(
            f"{sample}, {sheet}!{place}: {len(formula)} characters: {formula[:60]}"
            for sheet, place, formula in _formulas(_opened(load(SAMPLES / f"{sample}.toml"), template))
            if len(formula) > LONGEST_FORMULA and sheet != "Functions"
        )


def _months(workbook: Workbook) -> int:
    return len(homes(workbook)["", "month"]) - 1


def test_the_timeline_is_as_long_as_the_longest_horizon_of_the_cases() -> None:
    assert _months(_opened(scenario_of(with_inputs(SEED, horizon={"months": 7})))) == 7
    assert _months(_opened(scenario_of(SEED | {"cases": {"high": {"horizon.months": 48}}}))) == 48


def test_a_longer_timeline_is_there_on_demand_and_says_so() -> None:
    workbook = _opened(scenario_of(SEED), timeline=60)
    assert _months(workbook) == 60
    validations = workbook["Inputs"].data_validations.dataValidation
    place = cell(workbook, "horizon_months").coordinate
    (horizon,) = [v for v in validations if place in v.sqref]
    assert (horizon.formula1, horizon.formula2) == ("1", "60")
    assert "room for 60 months" in str(horizon.error)
    assert "--timeline" in str(horizon.error)


def test_a_timeline_shorter_than_a_case_is_refused() -> None:
    scenario = scenario_of(SEED | {"cases": {"high": {"horizon.months": 48}}})
    with pytest.raises(XltcoError, match="--timeline 47: is shorter than the horizon of 48 months; give 48 to 120"):
        _opened(scenario, timeline=47)


def test_cases_are_there_where_they_are_stated_or_asked_for() -> None:
    alone = _opened(scenario_of(SEED), "input-request")
    header = next(row for row in alone["Inputs"].iter_rows(values_only=True) if "Key" in row)
    assert header[:4] == ("Input", "Unit", "Value", "Source")
    assert "case_selected" not in alone.defined_names
    asked = _opened(scenario_of(SEED), with_cases=True)
    assert {"Other case 1", "Other case 2"} <= set(asked.sheetnames)
    assert ("other_2", "self_host_npv") in homes(asked)


def test_a_check_comes_with_what_it_checks() -> None:
    lean, full = (homes(_opened(load(SAMPLES / "seed-code.toml"), name)) for name in ("one-page", "full"))
    assert ("", "check_simulation") in full
    assert ("", "check_simulation") not in lean
    assert ("", "buy_check_amounts") in lean
    assert ("", "buy_check_years") in full
    assert ("", "buy_check_years") not in lean
    assert not [name for _, name in lean if name.startswith("draw_")]
