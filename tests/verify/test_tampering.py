"""What values can't show: a workbook that is right for today's inputs only, or that lies about what stands where."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from tests.verify.opened import Change, Opened, changed, reasons
from xltco.spreadsheet.engines.known import Engine
from xltco.verify import verify


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
