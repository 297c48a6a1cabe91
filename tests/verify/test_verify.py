"""The verifier: independent engines confirm every cell, and planted errors of every kind are found."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.random_scenarios import random_scenario
from tests.support import SAMPLES, SEED, scenario_of, with_inputs
from xltco.errors import EngineMissingError, ScenarioError, WorkbookError
from xltco.libreoffice import convert
from xltco.scenario import load
from xltco.verify import verify
from xltco.verify.engines import Engine, chosen, engines
from xltco.verify.report import Report
from xltco.workbook.template import load_template
from xltco.workbook.writer import build

Change = Callable[[Workbook], None]


def _changed(source: Path, target: Path, change: Change) -> Path:
    """A copy with something changed in it, saved as a person's spreadsheet would: without cached values."""
    workbook = load_workbook(source)
    change(workbook)
    workbook.save(target)
    return target


def _find(workbook: Workbook, name: str, index: int = 0) -> tuple[str, int, int]:
    sheet, _, area = str(workbook.defined_names[name].attr_text).replace("$", "").rpartition("!")
    sheet = sheet.strip("'")
    cell = workbook[sheet][area.split(":")[0]]
    return sheet, cell.row, cell.column + index


def _set_input(workbook: Workbook, name: str, value: object, column: int = 4) -> None:
    sheet, row, _ = _find(workbook, name)
    workbook[sheet].cell(row, column).value = value  # type: ignore[assignment]


def _cells(report: Report) -> set[str]:
    return {f"{m.sheet}!{m.cell}" for m in report.mismatches}


def test_each_engine_confirms_every_cell_of_the_enterprise_sample(
    enterprise_workbook: Path, each_engine: Engine
) -> None:
    report = verify(enterprise_workbook, [each_engine], change_inputs=False)
    result = report.engines[0]
    assert report.mismatches == []
    assert result.cells_compared == report.formula_cells > 17_000
    assert 0 < result.largest_relative_difference < 1e-9
    assert report.cached is not None
    assert report.cached.cells_compared == report.formula_cells


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda w: _set_input(w, "workload_monthly_tokens", 9e10), id="more tokens"),
        pytest.param(lambda w: _set_input(w, "horizon_months", 120), id="the longest horizon"),
        pytest.param(lambda w: _set_input(w, "horizon_months", 1), id="one month"),
        pytest.param(lambda w: _set_input(w, "self_host_tokens_per_second", 0), id="capacity not modelled"),
        pytest.param(lambda w: _set_input(w, "decision_product_market_fit", False), id="no product-market fit"),
        pytest.param(lambda w: _set_input(w, "decision_product_market_fit", None), id="fit not stated"),
        pytest.param(lambda w: _set_input(w, "buy_blended_price_per_1m", 0.3), id="one price for all tokens"),
        pytest.param(lambda w: _set_input(w, "finance_capitalize_setup", False), id="nothing capitalised"),
        pytest.param(lambda w: _set_input(w, "finance_include_one_time", True), id="one-time costs in break-even"),
        pytest.param(lambda w: _set_input(w, "case_selected", "low", column=6), id="the low case"),
        pytest.param(lambda w: _set_input(w, "case_selected", "high", column=6), id="the high case"),
    ],
)
def test_everything_follows_a_change_inside_the_file(
    enterprise_workbook: Path, tmp_path: Path, change: Change, formualizer: Engine
) -> None:
    changed = _changed(enterprise_workbook, tmp_path / "changed.xlsx", change)
    report = verify(changed, [formualizer], change_inputs=False)
    assert report.mismatches == []
    assert report.cached is None, "a file that was not recalculated holds no values to trust"


def _edit_formula(name: str, old: str, new: str, index: int = 0) -> Change:
    def change(workbook: Workbook) -> None:
        sheet, row, column = _find(workbook, name, index)
        cell = workbook[sheet].cell(row, column)
        assert old in str(cell.value), cell.value
        cell.value = str(cell.value).replace(old, new, 1)

    return change


BOUNDARY = with_inputs(
    SEED,
    workload={"monthly_tokens": 3_153_600_000.0, "peak_to_average": 1.0},
    self_host={
        "tokens_per_second": 400.0,
        "go_live_month": 2,
        "setup_cost": 100.0,
        "labor_hours_per_extra_instance": 1.0,
        "overhead_rate": 0.1,
    },
)


@pytest.fixture(scope="session")
def boundary_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three instances exactly full, go-live in month 2: where `>` for `>=` shows."""
    return build(
        scenario_of(BOUNDARY), tmp_path_factory.mktemp("boundary") / "boundary.xlsx", template=load_template("one-page")
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_edit_formula("self_host_total", "+", "-", index=3), id="sign"),
        pytest.param(
            _edit_formula("self_host_labor_cost_rate", "*labor_hourly_rate", "/labor_hourly_rate"), id="operator"
        ),
        pytest.param(_edit_formula("self_host_in_service", ">=", ">", index=2), id="boundary"),
        pytest.param(
            _edit_formula("self_host_units", "(1-relative_tolerance)", "(1+relative_tolerance)", index=2),
            id="rounding on the step",
        ),
        pytest.param(_edit_formula("buy_usage", "buy_usage_cost_rate", "buy_list_price", index=1), id="reference"),
        pytest.param(_edit_formula("self_host_npv", "discount_factor", "service_month"), id="another row"),
        pytest.param(_edit_formula("self_host_cumulative", "F", "E", index=2), id="shifted reference"),
        pytest.param(_edit_formula("self_host_units", "MAX(", "SUM(", index=4), id="function"),
        pytest.param(_edit_formula("wage_factor", "^", "*", index=14), id="power"),
    ],
)
def test_a_planted_error_is_found(boundary_workbook: Path, tmp_path: Path, change: Change, formualizer: Engine) -> None:
    report = verify(_changed(boundary_workbook, tmp_path / "planted.xlsx", change), [formualizer], change_inputs=False)
    assert report.engines[0].mismatches != ()


def test_the_workbook_for_planted_errors_is_right_before_they_are_planted(
    boundary_workbook: Path, each_engine: Engine
) -> None:
    assert verify(boundary_workbook, [each_engine], change_inputs=False).is_equal


def test_a_circular_formula_is_a_difference_and_no_crash(
    seed_workbook: Path, tmp_path: Path, each_engine: Engine
) -> None:
    change = _edit_formula("self_host_cumulative", "F", "G", index=2)
    report = verify(_changed(seed_workbook, tmp_path / "circular.xlsx", change), [each_engine])
    assert report.engines[0].mismatches != ()


def test_a_formula_replaced_by_its_value_is_found(seed_workbook: Path, tmp_path: Path, formualizer: Engine) -> None:
    def change(workbook: Workbook) -> None:
        sheet, row, column = _find(workbook, "self_host_compute", 7)
        workbook[sheet].cell(row, column).value = 883.3

    report = verify(_changed(seed_workbook, tmp_path / "hard.xlsx", change), [formualizer], change_inputs=False)
    assert [m.reason for m in report.mismatches] == ["holds no formula"]


def test_a_formula_that_belongs_to_no_line_is_a_failure(
    seed_workbook: Path, tmp_path: Path, formualizer: Engine
) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Comparison"]["K30"] = "=1+1"

    report = verify(_changed(seed_workbook, tmp_path / "stray.xlsx", change), [formualizer], change_inputs=False)
    assert [(m.sheet, m.cell, m.reason) for m in report.mismatches] == [
        ("Comparison", "K30", "belongs to no line of the model")
    ]


def test_a_link_to_a_line_belongs_to_that_line(seed_workbook: Path, tmp_path: Path, formualizer: Engine) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Comparison"]["K30"] = "=self_host_tco"

    assert verify(_changed(seed_workbook, tmp_path / "link.xlsx", change), [formualizer]).is_equal


def test_a_changed_constant_of_the_method_is_found(seed_workbook: Path, tmp_path: Path, formualizer: Engine) -> None:
    change: Change = lambda w: _set_input(w, "months_per_year", 13, column=6)  # noqa: E731 - a change, as elsewhere
    report = verify(_changed(seed_workbook, tmp_path / "thirteen.xlsx", change), [formualizer], change_inputs=False)
    assert "is not the method's constant" in {m.reason for m in report.mismatches}


def test_a_changed_month_number_is_found(seed_workbook: Path, tmp_path: Path, formualizer: Engine) -> None:
    def change(workbook: Workbook) -> None:
        sheet, row, column = _find(workbook, "month", 5)
        workbook[sheet].cell(row, column).value = 6

    report = verify(_changed(seed_workbook, tmp_path / "month.xlsx", change), [formualizer], change_inputs=False)
    assert "is out of order" in {m.reason for m in report.mismatches}


def _with_planted_cache(source: Path, target: Path, value: bytes) -> Path:
    """A wrong value beside a right formula, as a tampered or stale file has it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(<f>SUM\(self_host_total\)</f><v *>)[^<]*", rb"\g<1>" + value, data)
            new.writestr(part, data)
    return target


def test_a_planted_wrong_cached_value_is_found_and_no_engine_trusts_it(
    seed_workbook: Path, tmp_path: Path, each_engine: Engine
) -> None:
    planted = _with_planted_cache(seed_workbook, tmp_path / "cache.xlsx", b"42")
    report = verify(planted, [each_engine], change_inputs=False)
    assert [(m.engine, m.label, m.found) for m in report.mismatches] == [("cached", "TCO", 42.0)]
    assert report.engines[0].mismatches == (), "the engine recalculated instead of trusting the file"


def test_the_report_names_sheet_cell_label_formula_expected_and_found(
    seed_workbook: Path, tmp_path: Path, formualizer: Engine
) -> None:
    changed = _changed(seed_workbook, tmp_path / "r.xlsx", _edit_formula("self_host_tco", "SUM", "MAX"))
    first = verify(changed, [formualizer], change_inputs=False).as_json()["mismatches"][0]
    assert first["sheet"] == "Comparison"
    assert first["label"] == "TCO"
    assert first["formula"] == "=MAX(self_host_total)"
    assert first["expected"] == pytest.approx(2383.3 * 36)
    assert first["found"] == pytest.approx(2383.3)


def test_the_mapping_survives_a_sheet_that_was_renamed_and_rows_that_moved(
    seed_workbook: Path, tmp_path: Path, formualizer: Engine
) -> None:
    target = tmp_path / "renamed.xlsx"
    with zipfile.ZipFile(seed_workbook) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = (
                old.read(part).replace(b"Self-host'!", b"Own GPUs'!").replace(b'name="Self-host"', b'name="Own GPUs"')
            )
            new.writestr(part, data)
    assert verify(target, [formualizer], change_inputs=False).is_equal


def test_a_workbook_of_somebody_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    Workbook().save(path)
    with pytest.raises(WorkbookError, match="is not a workbook of xltco"):
        verify(path, [])


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"PK\x03\x04broken"), ("b.xlsx", b""), ("c.xlsx", b"\x00" * 99)]
)
def test_a_damaged_file_gets_one_clear_error(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match="is not a readable"):
        verify(path, [])


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 301_000_000)
    with pytest.raises(WorkbookError, match="it was not opened"):
        verify(path, [])


def test_a_workbook_with_entities_is_refused(seed_workbook: Path, tmp_path: Path) -> None:
    path = tmp_path / "entities.xlsx"
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(seed_workbook) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part, bomb + data if part.filename == "xl/workbook.xml" else data)
    with pytest.raises(WorkbookError):
        verify(path, [])


def test_a_wrong_input_in_the_file_is_named_by_sheet_and_cell(seed_workbook: Path, tmp_path: Path) -> None:
    changed = _changed(seed_workbook, tmp_path / "w.xlsx", lambda w: _set_input(w, "workload_input_share", 1.5))
    with pytest.raises(ScenarioError, match=r"Inputs!D\d+ \(workload.input_share\): must be a number, 0 to 1"):
        verify(changed, [])


def test_a_case_that_is_none_of_the_three_is_an_error(seed_workbook: Path, tmp_path: Path) -> None:
    changed = _changed(seed_workbook, tmp_path / "c.xlsx", lambda w: _set_input(w, "case_selected", "best", column=6))
    with pytest.raises(WorkbookError, match="the case must be low, base or high"):
        verify(changed, [])


def test_a_missing_engine_is_never_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xltco.verify.engines.ironcalc_engine.IronCalcEngine.available", lambda _: False)
    for asked in (None, "ironcalc", "all"):
        with pytest.raises(EngineMissingError, match="NOT VERIFIED"):
            chosen(asked)


def test_verifying_changes_nothing_in_the_file(seed_workbook: Path, tmp_path: Path, each_engine: Engine) -> None:
    copy = tmp_path / "copy.xlsx"
    shutil.copy(seed_workbook, copy)
    before = copy.read_bytes()
    verify(copy, [each_engine], change_inputs=False)
    assert copy.read_bytes() == before
    assert list(tmp_path.iterdir()) == [copy]


def test_a_file_with_a_comment_still_verifies_in_ironcalc(seed_workbook: Path, tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    def change(workbook: Workbook) -> None:
        workbook["Comparison"]["A1"].comment = Comment("Looks right.", "Auditor")

    commented = _changed(seed_workbook, tmp_path / "comment.xlsx", change)
    assert verify(commented, [engines()["ironcalc"]]).is_equal


@pytest.mark.slow
@pytest.mark.parametrize("case", ["low", "high"])
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_sample_is_confirmed_in_the_other_cases(
    path: Path, case: str, tmp_path: Path, formualizer: Engine
) -> None:
    """The case that is shown at first is asked of all engines, in every template, in workbook/test_sweep.py."""
    built = build(load(path), tmp_path / "sample.xlsx", template=load_template("one-page"))
    shown = _changed(built, tmp_path / "case.xlsx", lambda w: _set_input(w, "case_selected", case, column=6))
    report = verify(shown, [formualizer], change_inputs=False)
    assert report.mismatches == []
    assert {result.cells_compared for result in report.engines} == {report.formula_cells}


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "template"), [*((seed, "one-page") for seed in range(500, 516)), (516, "full")])
def test_random_scenarios_are_confirmed_by_the_embedded_engines(seed: int, template: str, tmp_path: Path) -> None:
    scenario = scenario_of(random_scenario(seed))
    built = build(scenario, tmp_path / "random.xlsx", template=load_template(template))
    assert verify(built, [engines()["formualizer"], engines()["ironcalc"]]).mismatches == []


def test_the_file_is_read_from_bytes_that_any_zip_tool_wrote(
    seed_workbook: Path, tmp_path: Path, formualizer: Engine
) -> None:
    target = tmp_path / "stored.xlsx"
    with zipfile.ZipFile(io.BytesIO(seed_workbook.read_bytes())) as old, zipfile.ZipFile(target, "w") as new:
        for part in reversed(old.infolist()):
            new.writestr(part.filename, old.read(part))
    assert verify(target, [formualizer], change_inputs=False).is_equal


def test_a_workbook_that_libreoffice_saved_verifies_like_the_one_we_wrote(
    enterprise_workbook: Path, tmp_path: Path, all_engines: list[Engine]
) -> None:
    saved = convert(enterprise_workbook, tmp_path, "xlsx")
    report = verify(saved, all_engines)
    assert report.mismatches == []
    assert report.scenario == load(SAMPLES / "enterprise.toml").model_copy(update={"sources": {}})
