"""What values can't show: a workbook that is right for today's inputs only, or that lies about what stands where."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.formula import ArrayFormula

from tests.support import SAMPLES
from xltco.errors import ScenarioError, WorkbookError
from xltco.scenario import load
from xltco.verify import verify
from xltco.verify.engines import Engine
from xltco.verify.file import named_cells
from xltco.verify.report import Report
from xltco.workbook.template import load_template
from xltco.workbook.writer import build

Change = Callable[[Workbook], None]


@pytest.fixture
def reported(seed_workbook: Path, tmp_path: Path, formualizer: Engine) -> Callable[[Change], Report]:
    """The report on a changed copy of the seed's workbook."""

    def report(change: Change, *, change_inputs: bool = False) -> Report:
        workbook = load_workbook(seed_workbook)
        change(workbook)
        path = tmp_path / "tampered.xlsx"
        workbook.save(path)
        return verify(path, [formualizer], change_inputs=change_inputs)

    return report


def _cell(workbook: Workbook, name: str, index: int = 0) -> Any:
    sheet, cell = named_cells(workbook, name)[index]
    return workbook[sheet][cell]


def _reasons(report: Report) -> str:
    assert not report.is_equal
    return "\n".join(f"{m.sheet}!{m.cell} {m.reason}" for m in report.mismatches)


def test_a_row_of_constants_dressed_as_formulas_is_found(reported: Callable[[Change], Report]) -> None:
    def change(workbook: Workbook) -> None:
        for index in range(121):
            _cell(workbook, "self_host_labor", index).value = "=1500" if 0 < index <= 36 else "=0"

    assert "does not read" in _reasons(reported(change))


def test_months_beyond_the_horizon_are_held_to_the_same_formula(reported: Callable[[Change], Report]) -> None:
    def change(workbook: Workbook) -> None:
        _cell(workbook, "buy_usage", 100).value = "=0"

    assert "is another formula than the rest of its row" in _reasons(reported(change))


def test_a_factor_that_is_neutral_today_may_not_be_left_out(reported: Callable[[Change], Report]) -> None:
    def change(workbook: Workbook) -> None:
        cell = _cell(workbook, "self_host_compute_cost_rate")
        cell.value = cell.value.replace("*(1-self_host_commitment_discount)", "")

    assert "does not read self_host_commitment_discount" in _reasons(reported(change))


def test_an_operator_that_makes_no_difference_today_is_found_by_changing_the_inputs(
    seed_workbook: Path, tmp_path: Path, formualizer: Engine
) -> None:
    workbook = load_workbook(seed_workbook)
    cell = _cell(workbook, "self_host_compute_cost_rate")
    cell.value = cell.value.replace("*(1-self_host_commitment_discount)", "/(1-self_host_commitment_discount)")
    path = tmp_path / "latent.xlsx"
    workbook.save(path)
    assert verify(path, [formualizer], change_inputs=False).is_equal, "today's values do not show it"
    report = verify(path, [formualizer])
    assert {m.label for m in report.mismatches} >= {"Compute", "Total", "TCO"}
    assert {m.engine for m in report.mismatches} == {
        "formualizer, case low with every input changed",
        "formualizer, case high with every input changed",
    }


@pytest.mark.parametrize("formula", [24.5e9, "=D18", "=24500000000"])
def test_the_active_cell_of_an_input_must_pick_the_case(reported: Callable[[Change], Report], formula: object) -> None:
    def change(workbook: Workbook) -> None:
        cell = _cell(workbook, "workload_monthly_growth_rate")
        cell.value = formula

    assert f"{'holds no formula' if isinstance(formula, float) else 'does not pick the case'}" in _reasons(
        reported(change)
    )


def test_the_case_number_must_follow_the_selector(reported: Callable[[Change], Report]) -> None:
    def change(workbook: Workbook) -> None:
        _cell(workbook, "case_number").value = 2

    assert "holds no formula" in _reasons(reported(change))


def test_a_name_that_points_at_another_inputs_row_is_refused(reported: Callable[[Change], Report]) -> None:
    def change(workbook: Workbook) -> None:
        names = workbook.defined_names
        one, other = names["self_host_setup_cost"], names["self_host_incident_cost"]
        one.attr_text, other.attr_text = other.attr_text, one.attr_text

    with pytest.raises(ScenarioError, match="points at a row that is not that of self_host"):
        reported(change)


def test_swapped_case_headings_are_found_by_trying_the_other_cases(
    enterprise_workbook: Path, tmp_path: Path, formualizer: Engine
) -> None:
    workbook = load_workbook(enterprise_workbook)
    sheet = workbook["Inputs"]
    sheet["C14"], sheet["E14"] = "high", "low"
    path = tmp_path / "swapped.xlsx"
    workbook.save(path)
    assert not verify(path, [formualizer]).is_equal


def test_a_blanked_result_is_not_taken_for_zero(reported: Callable[[Change], Report]) -> None:
    def change(workbook: Workbook) -> None:
        _cell(workbook, "checks_failed").value = '=""'

    report = reported(change)
    assert "checks_failed" in {m.label.replace(" ", "_").lower()[:13] for m in report.mismatches}


def test_labels_and_strategy_headings_must_be_their_own(reported: Callable[[Change], Report]) -> None:
    def swap_labels(workbook: Workbook) -> None:
        tco, npv = _cell(workbook, "buy_tco"), _cell(workbook, "buy_npv")
        sheet = workbook["Comparison"]
        sheet.cell(tco.row, 1).value, sheet.cell(npv.row, 1).value = "NPV of the cost", "TCO"

    def swap_headings(workbook: Workbook) -> None:
        row = _cell(workbook, "buy_tco").row - 1
        sheet = workbook["Comparison"]
        sheet.cell(row, 5).value, sheet.cell(row, 6).value = "Self-host", "Buy"

    assert "stands beside the label 'NPV of the cost', not 'TCO'" in _reasons(reported(swap_labels))
    assert "stands below Self-host, not Buy" in _reasons(reported(swap_headings))


def test_a_month_heading_must_show_its_own_column(reported: Callable[[Change], Report]) -> None:
    def change(workbook: Workbook) -> None:
        row = _cell(workbook, "buy_usage").row
        heading = next(r for r in range(row, 0, -1) if workbook["Buy"].cell(r, 1).value == "Line")
        workbook["Buy"].cell(heading, 6).value = f"='Timeline'!H{_cell(workbook, 'month').row}"

    assert "of another column or row than its own" in _reasons(reported(change))


def test_a_deleted_name_of_a_line_is_found(reported: Callable[[Change], Report]) -> None:
    def change(workbook: Workbook) -> None:
        del workbook.defined_names["self_host_savings_npv"]

    assert re.search(r"written with \d+ names of the model and holds", _reasons(reported(change)))


@pytest.mark.parametrize("area", [None, "'Actuals'!$F$8:$F$12", "'Actuals'!$A$1:$XFD$40000"])
def test_a_broken_name_of_the_past_months_is_a_clear_error(
    reported: Callable[[Change], Report], area: str | None
) -> None:
    def change(workbook: Workbook) -> None:
        if area is None:
            del workbook.defined_names["actual_tokens"]
        else:
            workbook.defined_names["actual_tokens"].attr_text = area

    with pytest.raises(WorkbookError, match="the name actual_tokens must cover 60 cells"):
        reported(change)


def test_past_months_may_stand_in_any_order_and_with_gaps(
    enterprise_workbook: Path, tmp_path: Path, formualizer: Engine
) -> None:
    workbook = load_workbook(enterprise_workbook)
    months, tokens = named_cells(workbook, "actual_month"), named_cells(workbook, "actual_tokens")
    stated = [row for row in range(60) if workbook["Actuals"][months[row][1]].value is not None]
    for cells in (months, tokens, named_cells(workbook, "actual_api_spend")):
        held = [workbook["Actuals"][cells[row][1]].value for row in stated]
        for row in stated:
            workbook["Actuals"][cells[row][1]].value = None
        for position, value in enumerate(reversed(held)):
            workbook["Actuals"][cells[2 * position + 1][1]].value = value
    path = tmp_path / "reversed.xlsx"
    workbook.save(path)
    report = verify(path, [formualizer])
    assert report.mismatches == []
    assert report.scenario.actuals == load(SAMPLES / "enterprise.toml").actuals


@pytest.mark.parametrize(
    ("name", "column", "value", "said"),
    [
        ("buy_negotiated_discount", 4, None, r"Inputs!D\d+ \(buy.negotiated_discount\): must be a number, 0 to 1"),
        ("buy_blended_price_per_1m", 4, "=0.25*2", "type the value itself, not a formula"),
        ("scenario_as_of", 6, 20261109, r"Inputs!F\d+ \(as_of\): must be a date such as 2026-01-31"),
        ("scenario_as_of", 6, "9.11.2026", "must be a date such as 2026-01-31"),
        ("actual_tokens", 6, "many", r"Actuals!F\d+ \(actuals.1.tokens\): must be a number"),
    ],
)
def test_a_wrong_input_is_named_by_its_cell(
    reported: Callable[[Change], Report], name: str, column: int, value: object, said: str
) -> None:
    def change(workbook: Workbook) -> None:
        cell = _cell(workbook, name)
        changed = cell.parent.cell(cell.row, column)
        changed.value = value
        changed.number_format = "General"
        if name == "actual_tokens":
            _cell(workbook, "actual_month").value = 46235

    with pytest.raises(ScenarioError, match=said):
        reported(change)


def test_a_note_in_the_last_row_and_a_chart_sheet_in_front_do_no_harm(
    seed_workbook: Path, tmp_path: Path, each_engine: Engine
) -> None:
    workbook = load_workbook(seed_workbook)
    workbook["Comparison"]["DZ1048576"] = "a note"
    chart = BarChart()
    chart.add_data(Reference(workbook["Comparison"], min_col=5, min_row=6, max_row=8))
    workbook.create_chartsheet("Chart", 0).add_chart(chart)
    path = tmp_path / "far.xlsx"
    workbook.save(path)
    assert verify(path, [each_engine], change_inputs=False).mismatches == []


@pytest.fixture(scope="module")
def cases_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with sheets for the three cases."""
    path = tmp_path_factory.mktemp("cases") / "cases.xlsx"
    return build(load(SAMPLES / "seed-code.toml"), path, template=load_template("board"))


def _stolen(workbook: Workbook) -> None:
    """A case reads the selected case's line instead of its own."""
    cell = _cell(workbook, "high_case_buy_npv")
    cell.value = cell.value.replace("high_case_buy_total", "buy_total")


def _borrowed(workbook: Workbook) -> None:
    cell = _cell(workbook, "low_case_buy_npv")
    cell.value = cell.value.replace("low_case_buy_total", "base_case_buy_total")


def _other_row(workbook: Workbook) -> None:
    other = _cell(workbook, "high_case_buy_monthly_platform_fee").value
    _cell(workbook, "high_case_buy_labor_hours_per_month").value = other


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_stolen, "reads selected buy_total"),
        (_borrowed, "reads base_case_buy_total"),
        (_other_row, "does not pick the case from its own row"),
    ],
)
def test_a_case_reads_its_own_cells_alone(
    cases_workbook: Path, tmp_path: Path, formualizer: Engine, change: Change, said: str
) -> None:
    workbook = load_workbook(cases_workbook)
    change(workbook)
    path = tmp_path / "tampered.xlsx"
    workbook.save(path)
    assert said in _reasons(verify(path, [formualizer], change_inputs=False))


def test_a_formula_that_needs_capacity_is_tried_with_one(tmp_path: Path, formualizer: Engine) -> None:
    """The seed models no capacity, so the row is #N/A there, whatever is added to it."""
    path = tmp_path / "tampered.xlsx"
    build(load(SAMPLES / "seed-code.toml"), path, template=load_template("break-even"))
    workbook = load_workbook(path)
    cell = _cell(workbook, "self_host_break_even_utilization")
    cell.value = f"{cell.value}+1"
    workbook.save(path)
    assert cell.coordinate in {found.cell for found in verify(path, [formualizer]).mismatches}


def test_a_call_whose_area_was_cut_is_found(seed_workbook: Path, tmp_path: Path, formualizer: Engine) -> None:
    workbook = load_workbook(seed_workbook)
    calls = [cell.value for row in workbook["Functions"].iter_rows() for cell in row]
    table = next(call for call in calls if isinstance(call, ArrayFormula) and ":" in call.ref)
    table.ref = table.ref.partition(":")[0]
    path = tmp_path / "cut.xlsx"
    workbook.save(path)
    assert "not the size of its answer" in _reasons(verify(path, [formualizer], change_inputs=False))
