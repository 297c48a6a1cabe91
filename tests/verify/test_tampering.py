"""What values can't show: a workbook that is right for today's inputs only, or that lies about what stands where."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from tests.support import SAMPLES
from tests.verify.opened import Change, Opened, changed, reasons
from xltco.errors import XltcoError
from xltco.scenario import load
from xltco.scenario.stated import actual_inputs
from xltco.spreadsheet.engines.known import Engine
from xltco.verify import verify
from xltco.verify.cells import FormulaCell
from xltco.verify.reads import operands
from xltco.workbook.writer import build


def _constants(opened: Opened) -> None:
    for index in range(37):
        opened.cell("self_host_labor", index).value = "=1500" if index else "=0"


def _other_month(opened: Opened) -> None:
    opened.cell("buy_usage", 30).value = "=0"


def _neutral_factor(opened: Opened) -> None:
    cell = opened.cell("self_host_compute_cost_rate")
    cell.value = cell.value.replace("*(1-self_host_commitment_discount)", "")


def _labels(opened: Opened) -> None:
    tco, npv = opened.cell("buy_tco"), opened.cell("buy_npv")
    sheet = opened.sheet("Comparison")
    sheet.cell(tco.row, 2).value, sheet.cell(npv.row, 2).value = "NPV of the cost", "TCO"


def _headings(opened: Opened) -> None:
    cell = opened.cell("buy_tco")
    sheet = opened.sheet("Comparison")
    sheet.cell(cell.row - 1, cell.column).value = "Self-host"


def _names(opened: Opened) -> None:
    names = opened.workbook.defined_names
    one, other = names["self_host_setup_cost"], names["self_host_incident_cost"]
    one.attr_text, other.attr_text = other.attr_text, one.attr_text


def _key(opened: Opened) -> None:
    cell = opened.cell("self_host_savings_npv")
    opened.sheet(cell.parent.title).cell(cell.row, 1).value = None


def _call(opened: Opened) -> None:
    calls = [cell.value for row in opened.sheet("Functions").iter_rows() for cell in row]
    table = next(call for call in calls if isinstance(call, ArrayFormula) and ":" in call.ref)
    table.ref = table.ref.partition(":")[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_constants, "does not read"),
        (_other_month, "is another formula than the rest of its row"),
        (_neutral_factor, "does not read self_host_commitment_discount"),
        (_labels, "stands beside the label 'NPV of the cost', not 'TCO'"),
        (_headings, "stands below Self-host, not Buy"),
        (_names, "the name self_host_setup_cost points at"),
        (_key, "names of the model and holds"),
        (_call, "not the size of its answer"),
    ],
)
def test_it_is_found(seed_workbook: Path, tmp_path: Path, formualizer: Engine, change: Change, said: str) -> None:
    path = changed(seed_workbook, tmp_path / "tampered.xlsx", change)
    assert said in reasons(verify(path, [formualizer], change_inputs=False))


def test_an_operator_that_makes_no_difference_today_is_found_by_changing_the_inputs(
    seed_workbook: Path, tmp_path: Path, formualizer: Engine
) -> None:
    def change(opened: Opened) -> None:
        cell = opened.cell("self_host_compute_cost_rate")
        cell.value = cell.value.replace("*(1-self_host_commitment_discount)", "/(1-self_host_commitment_discount)")

    path = changed(seed_workbook, tmp_path / "latent.xlsx", change)
    report = verify(path, [formualizer])
    assert report.engines[0].mismatches == (), "today's values do not show it"
    assert all(result.mismatches for result in report.changed)


@pytest.fixture(scope="module")
def cases_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three cases side by side, the other two on sheets of their own, past months, and every strategy."""
    path = tmp_path_factory.mktemp("cases") / "cases.xlsx"
    return build(load(SAMPLES / "enterprise.toml"), path)


def test_a_sheet_of_a_case_that_reads_another_case_is_found(
    cases_file: Path, tmp_path: Path, formualizer: Engine
) -> None:
    def change(opened: Opened) -> None:
        for index in range(len(opened.homes["other_1", "self_host_total"])):
            whole = opened.cell("self_host_total", index, "other_1")
            own, selected = (opened.cell("self_host_compute", index, case) for case in ("other_1", ""))
            other = f"'{selected.parent.title}'!{selected.coordinate}"
            edited = re.sub(rf"\b{own.coordinate}\b", other, whole.value, count=1)
            assert edited != whole.value
            whole.value = edited

    path = changed(cases_file, tmp_path / "other_case.xlsx", change)
    report = verify(path, [formualizer], change_inputs=False)
    assert "reads selected self_host_compute and does not read self_host_compute" in reasons(report)


def _past(opened: Opened, key: str, index: int) -> Any:
    sheet, row, column = opened.inputs.actuals[key][index]
    return opened.sheet(sheet).cell(row, column)


def test_a_gap_in_the_past_months_and_a_note_in_their_last_row_are_followed(
    cases_file: Path, tmp_path: Path, formualizer: Engine
) -> None:
    def change(opened: Opened) -> None:
        for item in actual_inputs():
            _past(opened, item.name, 1).value = None
        _past(opened, "actual_month", -1).value, _past(opened, "actual_tokens", -1).value = 99, 1e9
        _past(opened, "actual_api_spend", -1).value = 700
        last = _past(opened, "actual_api_spend", -1)
        opened.sheet(last.parent.title).cell(last.row, 40).value = "the last row"

    path = changed(cases_file, tmp_path / "gap.xlsx", change)
    report = verify(path, [formualizer], change_inputs=False)
    assert report.mismatches == []
    assert 1e9 in [actual.tokens for actual in report.scenario.actuals]
    assert len(report.scenario.actuals) == len(load(SAMPLES / "enterprise.toml").actuals)


def test_a_source_flag_that_was_typed_over_is_found(seed_workbook: Path, tmp_path: Path, formualizer: Engine) -> None:
    def change(opened: Opened) -> None:
        rows = opened.inputs.rows
        sheet, row, _ = rows.active["workload.monthly_tokens"]
        opened.sheet(sheet).cell(row, rows.flag_column).value = "current"

    path = changed(seed_workbook, tmp_path / "flag.xlsx", change)
    assert "holds no formula" in reasons(verify(path, [formualizer], change_inputs=False))


def _input_key(dotted: str, text: str | None) -> Change:
    def change(opened: Opened) -> None:
        rows = opened.inputs.rows
        sheet, row, _ = rows.active[dotted]
        opened.sheet(sheet).cell(row, rows.key_column).value = text

    return change


def _month(index: int, value: object) -> Change:
    def change(opened: Opened) -> None:
        opened.cell("month", index).value = value

    return change


def _state(dotted: str, value: object) -> Change:
    def change(opened: Opened) -> None:
        opened.stated(dotted).value = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            _input_key("self_host.instance_hourly", None),
            r"Inputs: no row has the key self_host\.instance_hourly; write",
        ),
        (_input_key("self_host.instance_hourly", "hourly"), r"[A-Z]\d+ holds 'hourly', which is no key"),
        (_input_key("self_host.instance_hourly", "workload.monthly_tokens"), "monthly_tokens stands there twice"),
        (_month(3, "three"), r"Timeline![A-Z]+\d+: must be the number of the month, 3 \(found 'three'\)"),
        (_month(0, None), r"Timeline![A-Z]+\d+: must be the number of the month, 0"),
        (_state("workload.monthly_growth_rate", None), r"Inputs![A-Z]\d+ \(.*\): the cell is empty: must be a number"),
        (
            _state("self_host.instance_hourly", "many"),
            r"Inputs![A-Z]\d+ \(self_host.instance_hourly\): must be a number",
        ),
    ],
)
def test_a_file_that_can_not_be_read_right_is_one_message_that_names_the_cell(
    seed_workbook: Path, tmp_path: Path, change: Change, said: str
) -> None:
    path = changed(seed_workbook, tmp_path / "bad.xlsx", change)
    with pytest.raises(XltcoError, match=said):
        verify(path, [])


def test_a_key_that_nobody_knows_is_named_before_what_follows_from_it(
    seed_workbook: Path, tmp_path: Path, formualizer: Engine
) -> None:
    def change(opened: Opened) -> None:
        cell = opened.cell("self_host_labor")
        opened.sheet(cell.parent.title).cell(cell.row, 1).value = "self_host_labour"

    path = changed(seed_workbook, tmp_path / "key.xlsx", change)
    first = verify(path, [formualizer], change_inputs=False).structure[0]
    assert (first.sheet, "the key 'self_host_labour', which is no name" in first.reason) == ("Self-host", True)


def test_a_function_with_a_dot_in_its_name_is_no_name_that_is_read() -> None:
    cell = FormulaCell(("Simulation", 7, 6), "", "=_xlfn.PERCENTILE.INC(Draws!$L$1:$L$9,low.share)", None)
    assert [(sheet, name) for sheet, _, name in operands(cell)] == [("Draws", ""), ("Simulation", "low.share")]
