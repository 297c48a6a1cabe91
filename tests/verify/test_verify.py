"""The verifier: independent engines confirm every cell, and planted errors of every kind are found."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support import SAMPLES, SEED, Run, scenario_of, with_inputs
from tests.verify.opened import Change, Opened, changed
from xltco.errors import EngineFailedError, ScenarioError, WorkbookError
from xltco.libreoffice import convert
from xltco.scenario import load
from xltco.spreadsheet.engines.known import Engine, engines
from xltco.verify import verify
from xltco.workbook.template import load_template
from xltco.workbook.writer import build

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


def _state(dotted: str, value: object, case: str = "base") -> Change:
    def change(opened: Opened) -> None:
        opened.stated(dotted, case).value = value

    return change


def _select(case: str) -> Change:
    def change(opened: Opened) -> None:
        opened.fact("case_selected").value = case

    return change


def _edit(name: str, old: str, new: str, index: int = 0) -> Change:
    def change(opened: Opened) -> None:
        cell = opened.cell(name, index)
        edited = re.sub(old, new, str(cell.value), count=1)
        assert edited != cell.value, cell.value
        cell.value = edited

    return change


@pytest.fixture(scope="session")
def boundary_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three instances exactly full, go-live in month 2: where `>` for `>=` shows."""
    folder = tmp_path_factory.mktemp("boundary")
    return build(scenario_of(BOUNDARY), folder / "boundary.xlsx", template=load_template("one-page"))


@pytest.fixture(scope="session")
def cases_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All strategies and the three cases, in a small template."""
    path = tmp_path_factory.mktemp("cases") / "cases.xlsx"
    return build(load(SAMPLES / "enterprise.toml"), path, template=load_template("one-page"))


def test_every_engine_confirms_every_cell_whatever_the_inputs(
    enterprise_workbook: Path, all_engines: list[Engine]
) -> None:
    report = verify(enterprise_workbook, all_engines)
    assert report.mismatches == []
    compared = [*report.engines, *report.changed, *([report.cached] if report.cached else [])]
    assert {result.cells_compared for result in compared} == {report.formula_cells}
    assert [result.engine for result in report.changed] == [
        f"{name}, every input changed, set {number}, case {case}"
        for name in ("formualizer", "ironcalc")
        for number, case in ((1, "low"), (2, "high"))
    ]
    assert all(result.largest_relative_difference < 1e-9 for result in report.engines)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_state("workload.monthly_tokens", 9e10), id="more tokens"),
        pytest.param(_state("horizon.months", 1), id="one month"),
        pytest.param(_state("self_host.tokens_per_second", 0), id="capacity not modelled"),
        pytest.param(_state("decision.product_market_fit", None), id="fit not stated"),
        pytest.param(_state("buy.blended_price_per_1m", 0.3), id="one price for all tokens"),
        pytest.param(_select("low"), id="the low case"),
        pytest.param(_select("high"), id="the high case"),
    ],
)
def test_everything_follows_a_change_inside_the_file(
    cases_workbook: Path, tmp_path: Path, change: Change, formualizer: Engine
) -> None:
    path = changed(cases_workbook, tmp_path / "changed.xlsx", change)
    report = verify(path, [formualizer], change_inputs=False)
    assert report.mismatches == []
    assert report.cached is None, "a file that was not recalculated holds no values to trust"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_edit("self_host_total", r"\+", "-", index=3), id="sign"),
        pytest.param(_edit("self_host_labor_cost_rate", r"\*labor_hourly_rate", "/labor_hourly_rate"), id="operator"),
        pytest.param(_edit("self_host_in_service", ">=", ">", index=2), id="boundary"),
        pytest.param(_edit("self_host_units", "MAX", "SUM", index=4), id="function"),
        pytest.param(_edit("wage_factor", r"\^", "*", index=14), id="power"),
        pytest.param(_edit("self_host_cumulative", r"=G", "=F", index=2), id="shifted reference"),
    ],
)
def test_a_planted_error_is_found(boundary_workbook: Path, tmp_path: Path, change: Change, formualizer: Engine) -> None:
    path = changed(boundary_workbook, tmp_path / "planted.xlsx", change)
    assert verify(path, [formualizer]).mismatches != []


def test_the_workbook_for_planted_errors_is_right_before_they_are_planted(
    boundary_workbook: Path, formualizer: Engine
) -> None:
    assert verify(boundary_workbook, [formualizer]).is_equal


def test_a_circular_formula_is_a_difference_and_no_crash(
    seed_workbook: Path, tmp_path: Path, each_engine: Engine
) -> None:
    def change(opened: Opened) -> None:
        cell = opened.cell("self_host_cumulative", 2)
        cell.value = f"{cell.value}+{cell.coordinate}"

    path = changed(seed_workbook, tmp_path / "circular.xlsx", change)
    report = verify(path, [each_engine], change_inputs=False)
    assert report.engines[0].mismatches != ()


def test_a_formula_replaced_by_its_value_is_found(seed_workbook: Path, tmp_path: Path, formualizer: Engine) -> None:
    def change(opened: Opened) -> None:
        opened.cell("self_host_compute", 7).value = 883.3

    path = changed(seed_workbook, tmp_path / "hard.xlsx", change)
    assert "holds no formula" in {m.reason for m in verify(path, [formualizer]).mismatches}


def test_a_formula_without_a_key_is_a_failure_and_a_link_is_not(
    seed_workbook: Path, tmp_path: Path, formualizer: Engine
) -> None:
    def change(opened: Opened) -> None:
        sheet = opened.sheet("Comparison")
        sheet["M90"], sheet["M91"] = "=1+1", "=self_host_tco"

    report = verify(changed(seed_workbook, tmp_path / "stray.xlsx", change), [formualizer], change_inputs=False)
    assert [(m.sheet, m.cell, m.reason) for m in report.mismatches] == [
        ("Comparison", "M90", "belongs to no line of the model")
    ]


def test_a_changed_constant_and_a_changed_month_are_found(
    seed_workbook: Path, tmp_path: Path, formualizer: Engine
) -> None:
    def change(opened: Opened) -> None:
        opened.cell("months_per_year").value = 13
        opened.cell("month", 5).value = 6

    found = {m.reason for m in verify(changed(seed_workbook, tmp_path / "a.xlsx", change), [formualizer]).mismatches}
    assert {"is not the method's constant", "is out of order"} <= found


def test_a_planted_wrong_cached_value_is_found_and_no_engine_trusts_it(
    seed_workbook: Path, tmp_path: Path, each_engine: Engine
) -> None:
    title, row, column = Opened.homes_of(seed_workbook)["", "self_host_tco"][0]
    planted = tmp_path / "cache.xlsx"
    place = f"{chr(64 + column)}{row}".encode()
    with zipfile.ZipFile(seed_workbook) as old, zipfile.ZipFile(planted, "w", zipfile.ZIP_DEFLATED) as new:
        part = Opened.part_of(seed_workbook, title)
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                data, count = re.subn(rb'(<c r="' + place + rb'"[^>]*><f>[^<]*</f><v>)[^<]*', rb"\g<1>42", data)
                assert count == 1
            new.writestr(name, data)
    report = verify(planted, [each_engine], change_inputs=False)
    assert {(m.engine, m.label, m.found) for m in report.mismatches} == {("cached", "TCO", 42.0)}
    assert report.engines[0].mismatches == (), "the engine recalculated instead of trusting the file"


def test_the_mapping_survives_a_sheet_that_was_renamed(
    seed_workbook: Path, tmp_path: Path, formualizer: Engine
) -> None:
    target = tmp_path / "renamed.xlsx"
    with zipfile.ZipFile(seed_workbook) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
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


def test_a_wrong_input_in_the_file_is_named_by_sheet_and_cell(seed_workbook: Path, tmp_path: Path) -> None:
    path = changed(seed_workbook, tmp_path / "w.xlsx", _state("workload.input_share", 1.5))
    with pytest.raises(ScenarioError, match=r"Inputs!C\d+ \(workload.input_share\): must be a number, 0 to 1"):
        verify(path, [])


def test_months_beyond_the_timeline_say_how_to_get_more(seed_workbook: Path, tmp_path: Path) -> None:
    path = changed(seed_workbook, tmp_path / "m.xlsx", _state("horizon.months", 48))
    with pytest.raises(ScenarioError, match=r"\(horizon.months\).* ends with month 36; .*`xltco build --timeline 48`"):
        verify(path, [])


def test_a_case_that_is_none_of_the_three_is_an_error(cases_workbook: Path, tmp_path: Path) -> None:
    path = changed(cases_workbook, tmp_path / "c.xlsx", _select("best"))
    with pytest.raises(ScenarioError, match="the case must be low, base or high"):
        verify(path, [])


def test_verifying_changes_nothing_in_the_file(seed_workbook: Path, tmp_path: Path, each_engine: Engine) -> None:
    copy = tmp_path / "copy.xlsx"
    shutil.copy(seed_workbook, copy)
    before = copy.read_bytes()
    verify(copy, [each_engine], change_inputs=False)
    assert copy.read_bytes() == before
    assert list(tmp_path.iterdir()) == [copy]


def test_a_file_with_a_comment_still_verifies_in_ironcalc(seed_workbook: Path, tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    def change(opened: Opened) -> None:
        opened.sheet("Comparison")["B1"].comment = Comment("Looks right.", "Auditor")

    path = changed(seed_workbook, tmp_path / "comment.xlsx", change)
    report = verify(path, [engines()["ironcalc"]], change_inputs=False)
    assert report.engines[0].mismatches == ()


def test_a_formula_that_kills_an_engine_verifies_nothing(seed_workbook: Path, tmp_path: Path, xltco: Run) -> None:
    def change(opened: Opened) -> None:
        opened.cell("self_host_cumulative", 2).value = f"={'(' * 4_000}1{')' * 4_000}"

    path = changed(seed_workbook, tmp_path / "deep.xlsx", change)
    with pytest.raises(EngineFailedError, match="NOT VERIFIED: ironcalc died"):
        verify(path, [engines()["ironcalc"]])
    done = xltco("verify", path, "--engine", "ironcalc")
    assert (done.code, "NOT VERIFIED: ironcalc died" in done.err) == (2, True)


def test_a_workbook_that_libreoffice_saved_verifies_like_the_one_we_wrote(
    cases_workbook: Path, tmp_path: Path, libreoffice: Engine, formualizer: Engine
) -> None:
    saved = convert(cases_workbook, tmp_path, "xlsx")
    report = verify(saved, [formualizer], change_inputs=False)
    assert report.engines[0].mismatches == report.structure == ()
    assert report.scenario == load(SAMPLES / "enterprise.toml").model_copy(update={"sources": {}})


def test_drawn_cases_hold_in_both_embedded_engines(seed_workbook: Path, xltco: Run) -> None:
    done = xltco("verify", seed_workbook, "--cases", 12, "--seed", 5, "--json")
    assert (done.code, done.data["cases_done"], done.data["failures"]) == (0, 12, [])
    assert done.data["engines"] == ["formualizer", "ironcalc"]


def test_a_failing_case_is_named_and_is_the_same_again(seed_workbook: Path, tmp_path: Path, xltco: Run) -> None:
    def change(opened: Opened) -> None:
        cell = opened.cell("self_host_tco")
        cell.value = f"{cell.value}*IF(horizon_months=1,2,1)"

    path = changed(seed_workbook, tmp_path / "latent.xlsx", change)
    all_cases = xltco("verify", path, "--cases", 10, "--engine", "formualizer", "--json")
    assert all_cases.code == 1
    (failure,) = [f for f in all_cases.data["failures"] if f["kind"] == "one month"]
    assert failure["again"].endswith(f"--cases 1 --seed 1 --first {failure['number']}")
    again = xltco("verify", path, *failure["again"].split()[3:], "--json")
    assert again.data["failures"] == [failure]


@pytest.mark.parametrize("count", [0, -1, 1_000_000])
def test_a_count_of_cases_out_of_bounds_is_one_message(seed_workbook: Path, xltco: Run, count: int) -> None:
    done = xltco("verify", seed_workbook, "--cases", count)
    assert (done.code, done.err.strip()) == (2, "error: --cases must be a whole number, 1 to 100,000")


@pytest.mark.parametrize("option", ["--seed", "--first"])
def test_what_chooses_among_cases_asks_how_many(seed_workbook: Path, xltco: Run, option: str) -> None:
    done = xltco("verify", seed_workbook, option, 3)
    assert (done.code, "say how many with --cases" in done.err) == (2, True)


def test_ctrl_c_says_how_far_it_came_and_how_to_go_on(seed_workbook: Path) -> None:
    command = [sys.executable, "-m", "xltco", "verify", str(seed_workbook), "--cases", "9000", "--engine", "ironcalc"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert process.stderr is not None
    process.stderr.read(60)
    os.kill(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 130
    assert re.search(rb"INTERRUPTED after case (\d+); go on with: .*--cases \d+ --seed 1 --first \d+", out)
