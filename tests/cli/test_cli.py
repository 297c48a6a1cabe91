"""The command line as a user runs it: what it prints, its JSON, its exit codes; bad input never ends in a traceback."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.random_scenarios import boundary_scenario, random_scenario
from tests.support import ROOT, SAMPLES, Run, scenario_of
from xltco.cli.compare import headline
from xltco.cli.main import COMMANDS
from xltco.cli.notes import notes_on
from xltco.cli.results import as_data
from xltco.engine import evaluate
from xltco.libreoffice import INSTALL
from xltco.scenario import load
from xltco.spreadsheet.engines.known import Engine

SEED_FILE = str(SAMPLES / "seed-code.toml")
SEED_ARGUMENTS = ["--api-price", "0.50", "--instance-hourly", "1.21", "--labor-rate", "150", "--labor-hours", "10"]


def test_breakeven_finds_the_seeds_4_77_billion(xltco: Run) -> None:
    done = xltco("breakeven", *SEED_ARGUMENTS)
    assert done.code == 0
    assert "Break-even: 4.77 billion tokens a month" in done.out
    data = xltco("breakeven", *SEED_ARGUMENTS, "--json").data
    assert data["self_host_monthly_fixed"] == pytest.approx(2383.30, rel=1e-12)
    assert data["break_even_tokens_monthly"] == pytest.approx(4_766_600_000, rel=1e-12)
    assert data["break_even_billions"] == pytest.approx(4.7666, rel=1e-12)
    assert data["always_above_tokens_monthly"] == data["break_even_tokens_monthly"]


def test_breakeven_finds_the_seeds_4_74_billion_with_870_a_month(xltco: Run) -> None:
    seeds = ["--api-price", "0.50", "--labor-rate", "150", "--labor-hours", "10"]
    data = xltco("breakeven", *seeds, "--compute-monthly", "870", "--json").data
    assert data["self_host_monthly_fixed"] == pytest.approx(2370, rel=1e-12)
    assert data["break_even_tokens_monthly"] == pytest.approx(4_740_000_000, rel=1e-12)


def test_breakeven_with_capacity_shows_both_ends_of_the_staircase(xltco: Run) -> None:
    # By hand: C = 1000*3600*730 = 2.628e9 tokens, p*C = 1314, I = 883.30, F = 1500; n* = ceil(1500/430.70) = 4,
    # V* = (4*883.30 + 1500)/5e-7 = 10,066,400,000; n_last = ceil((1500 + 1314)/430.70) - 1 = 6,
    # V_always = (6*883.30 + 1500)/5e-7 = 13,599,600,000.
    data = xltco("breakeven", *SEED_ARGUMENTS, "--tokens-per-second", "1000", "--json").data
    assert data["break_even_tokens_monthly"] == pytest.approx(10_066_400_000, rel=1e-12)
    assert data["always_above_tokens_monthly"] == pytest.approx(13_599_600_000, rel=1e-12)
    assert "can make the API cheaper again" in xltco("breakeven", *SEED_ARGUMENTS, "--tokens-per-second", "1000").out


def test_breakeven_that_never_comes_is_null_and_said(xltco: Run) -> None:
    arguments = (*SEED_ARGUMENTS, "--tokens-per-second", "100")
    data = xltco("breakeven", *arguments, "--json").data
    assert data["break_even_tokens_monthly"] is None
    assert data["break_even_billions"] is None
    assert "Break-even: never" in xltco("breakeven", *arguments).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--api-price", "nan", "--instance-hourly", "1"], "--api-price: must be a number, 0 to"),
        (["--api-price", "-1", "--instance-hourly", "1"], "--api-price: must be a number, 0 to"),
        (["--api-price", "1", "--instance-hourly", "inf"], "--instance-hourly: must be a number"),
        ([*SEED_ARGUMENTS, "--compute-monthly", "870"], "give one of them"),
        (["--api-price", "1", "--compute-monthly", "-870"], "--compute-monthly: must be a number"),
        (["--api-price", "1", "--instance-hourly", "1", "--hours-per-month", "0"], "--hours-per-month: must be"),
        (
            ["--api-price", "1", "--instance-hourly", "1", "--target-utilization", "1.5"],
            "--target-utilization: must be",
        ),
        (["--api-price", "x", "--instance-hourly", "1"], "not a valid float"),
        (["--api-price", "1"], "give --instance-hourly"),
        (["--instance-hourly", "1"], "Missing option '--api-price'"),
    ],
)
def test_breakeven_names_the_option_that_is_wrong(xltco: Run, arguments: list[str], said: str) -> None:
    done = xltco("breakeven", *arguments)
    assert done.code == 2
    assert said in done.err
    assert done.out == ""


def test_compare_prints_a_table_and_the_recommendation(xltco: Run) -> None:
    done = xltco("compare", SAMPLES / "enterprise.toml")
    assert done.code == 0
    for word in ("Buy", "Fine-tune", "Self-host", "Own", "Build", "Break-even:", "Recommendation:"):
        assert word in done.out


def test_compare_as_json_has_the_agreed_keys(xltco: Run) -> None:
    data = xltco("compare", SAMPLES / "enterprise.toml", "--json").data
    assert set(data["strategies"]) == {"buy", "fine_tune", "self_host", "own", "build"}
    for results in data["strategies"].values():
        assert {
            "monthly_total",
            "tco",
            "npv",
            "cost_per_1m_tokens",
            "crossover_month",
            "payback_month",
            "savings_npv",
        } <= set(results)
        assert len(results["monthly_total"]) == load(SAMPLES / "enterprise.toml").horizon.months + 1
        assert sum(results["monthly_total"]) == pytest.approx(results["tco"])
    assert {
        "tokens_monthly",
        "always_above_tokens_monthly",
        "horizon_tokens_monthly",
        "api_price_per_1m",
        "instance_hourly",
        "labor_hours_per_month",
    } <= set(data["break_even"])
    assert {"phase", "strategy", "reason", "rule"} <= set(data["decision"])
    assert data["decision"]["rules"] == {"1": False, "2": False, "3": False, "4": False, "5": True}
    for month in ("crossover_month", "payback_month"):
        assert isinstance(data["strategies"]["fine_tune"][month], int)


def test_compare_states_every_cost_once_and_the_sums_are_the_total(xltco: Run) -> None:
    strategies = xltco("compare", SAMPLES / "enterprise.toml", "--json").data["strategies"]
    for results in strategies.values():
        items = results["cost_items"]
        assert {key for item in items for key in item} == {"name", "category", "behavior", "rate", "total"}
        assert sum(item["total"] for item in items) == pytest.approx(results["tco"], rel=1e-12)
        for category, total in results["costs_by_category"].items():
            named = [item["total"] for item in items if item["category"] == category]
            assert sum(named) == pytest.approx(total, rel=1e-12)
    compute = {item["name"]: item for item in strategies["self_host"]["cost_items"]}["compute"]
    assert (compute["category"], compute["behavior"]) == ("compute", "step")
    assert compute["rate"] == pytest.approx(3.85 * 730, rel=1e-12)
    bridge = {item["name"]: item for item in strategies["self_host"]["cost_items"]}["bridge"]
    assert (bridge["category"], bridge["behavior"], bridge["rate"]) == ("usage", "bridge", None)


def test_compare_lists_every_crossing_of_each_break_even(xltco: Run) -> None:
    data = xltco("compare", SAMPLES / "enterprise.toml", "--json").data
    for name in ("break_even", "break_even_own", "break_even_fine_tune"):
        found = data[name]
        assert found["crossings"] == sorted(found["crossings"])
        assert (found["crossings"][0], found["crossings"][-1]) == (
            found["tokens_monthly"],
            found["always_above_tokens_monthly"],
        )
        assert found["crossings_left_out"] == 0
    assert [round(volume / 1e9, 2) for volume in data["break_even"]["crossings"]] == [19.14, 23.25, 25.3]
    assert data["break_even"]["look_again_month"] == 3
    assert data["break_even_own"]["instance_hourly"] is None


def test_compare_says_what_the_recommendation_costs_or_saves(xltco: Run) -> None:
    saved = xltco("compare", SAMPLES / "enterprise.toml").out
    assert "Recommendation: Fine-tune (phase 2, rule 5); it costs 113.11 k USD less than buy (NPV). The bought" in saved
    assert "Break-even of fine-tuning: 9.75 billion tokens a month" in saved
    dearer = xltco("compare", SAMPLES / "air-gapped.toml").out
    assert "Own (phase 3, rule 1); it costs 993.06 k USD more than buy (NPV)." in dearer
    assert "Rules: 1 decides; 2 to 6 not asked." in dearer
    assert "Rules: 1 does not hold;" in xltco("compare", SEED_FILE).out


def test_a_rule_that_names_buy_without_buy_recommends_nothing(xltco: Run, tmp_path: Path) -> None:
    path = tmp_path / "hosted.toml"
    path.write_text("workload.monthly_tokens = 1e9\nself_host.instance_hourly = 1.21\n", encoding="utf-8")
    done = xltco("compare", path)
    assert done.code == 0
    assert "Recommendation: none (phase 1, rule 2). " in done.out
    data = xltco("compare", path, "--json").data
    assert data["decision"]["strategy"] is None
    assert "[buy]" in data["decision"]["reason"]
    assert data["decision"]["rules"] == {"1": False, "2": True, "3": None, "4": None, "5": None}
    assert {caution["code"] for caution in data["cautions"]} == {"buy_absent", "fit_not_stated"}
    assert data["break_even"]["tokens_monthly"] is None
    assert data["break_even"]["crossings"] == []


def _numbers(data: object) -> Iterator[float]:
    if isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _numbers(value)
    elif isinstance(data, float):
        yield data


@pytest.mark.parametrize("make", [random_scenario, boundary_scenario])
def test_json_of_any_scenario_is_finite_and_its_rules_and_sums_agree(make: Callable[[int], dict[str, Any]]) -> None:
    for seed in range(40):
        scenario = scenario_of(make(seed))
        result = evaluate(scenario)
        data = as_data(scenario, result, notes_on(scenario, result))
        assert all(math.isfinite(number) for number in _numbers(data))
        rule = data["decision"]["rule"]
        expected = {str(n): None if n > rule else n == rule for n in range(1, 6)}
        assert data["decision"]["rules"] == expected
        for results in data["strategies"].values():
            totals = [item["total"] for item in results["cost_items"]]
            assert sum(totals) == pytest.approx(results["tco"], abs=1e-9 * sum(map(abs, totals)))
        assert all(isinstance(line, str) for line in headline(result))


def test_every_key_of_the_json_is_documented(xltco: Run) -> None:
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    data = xltco("compare", SAMPLES / "enterprise.toml", "--json").data
    results = data["strategies"]["own"]
    blocks = [data, results, data["break_even"], data["decision"], results["cost_items"][0]]
    keys = {key for block in [*blocks, results["costs_by_category"]] for key in block}
    keys |= {item["behavior"] for strategy in data["strategies"].values() for item in strategy["cost_items"]}
    assert sorted(key for key in keys if f"`{key}`" not in page) == []


def test_compare_shows_the_other_cases(xltco: Run) -> None:
    found = {
        case: xltco("compare", SAMPLES / "enterprise.toml", "--case", case, "--json").data for case in ("low", "high")
    }
    assert found["low"]["strategies"]["buy"]["tco"] < found["high"]["strategies"]["buy"]["tco"]


def test_build_then_verify(xltco: Run, tmp_path: Path) -> None:
    path = tmp_path / "seed.xlsx"
    done = xltco("build", SEED_FILE, "-o", path)
    assert done.code == 0
    assert "Break-even: 4.77 billion tokens a month" in done.out
    again = xltco("build", SEED_FILE, "-o", path)
    assert again.code == 2
    assert "--force" in again.err
    verified = xltco("verify", path, "--engine", "formualizer")
    assert verified.code == 0
    assert "VERIFIED" in verified.out


def test_build_prints_the_workbook_too(xltco: Run, tmp_path: Path, libreoffice: Engine) -> None:
    done = xltco("build", SEED_FILE, "-o", tmp_path / "seed [1].xlsx", "--pdf", "--json")
    assert done.code == 0
    assert done.data["pdf"] == str(tmp_path / "seed [1].pdf")
    assert (tmp_path / "seed [1].pdf").read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["seed [1].pdf", "seed [1].xlsx"]


def test_build_without_pdf_says_null(xltco: Run, tmp_path: Path) -> None:
    assert xltco("build", SEED_FILE, "-o", tmp_path / "seed.xlsx", "--json").data["pdf"] is None
    assert [path.name for path in tmp_path.iterdir()] == ["seed.xlsx"]


def test_pdf_without_libreoffice_says_what_to_install_and_writes_nothing(
    xltco: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xltco.libreoffice.program", lambda: None)
    done = xltco("build", SEED_FILE, "-o", tmp_path / "seed.xlsx", "--pdf")
    assert done.code == 2
    assert done.err == f"error: --pdf needs LibreOffice, which is not installed: {INSTALL}\n"
    assert list(tmp_path.iterdir()) == []


def test_pdf_never_overwrites_unasked(xltco: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xltco.libreoffice.program", lambda: "soffice")
    monkeypatch.setattr("xltco.libreoffice.as_pdf", lambda *given: b"%PDF-new")
    pdf = tmp_path / "seed.pdf"
    pdf.write_bytes(b"mine")
    done = xltco("build", SEED_FILE, "-o", tmp_path / "seed.xlsx", "--pdf")
    assert done.code == 2
    assert f"{pdf}: is there already; use --force" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["seed.pdf"]
    assert pdf.read_bytes() == b"mine"
    assert xltco("build", SEED_FILE, "-o", tmp_path / "seed.xlsx", "--pdf", "--force").code == 0
    assert pdf.read_bytes() == b"%PDF-new"


def test_the_workbook_stays_when_printing_fails(xltco: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xltco.libreoffice.program", lambda: str(tmp_path / "no soffice here"))
    path = tmp_path / "seed.xlsx"
    done = xltco("build", SEED_FILE, "-o", path, "--pdf")
    assert done.code == 2
    assert f"{path} is written, but {tmp_path / 'seed.pdf'} is not: " in done.err
    assert "LibreOffice could not be started" in done.err
    assert [file.name for file in tmp_path.iterdir()] == ["seed.xlsx"]
    assert "Inputs" in load_workbook(path, read_only=True).sheetnames


def test_verify_exits_with_1_and_tells_where_when_something_differs(
    xltco: Run, seed_workbook: Path, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.xlsx"
    workbook = load_workbook(seed_workbook)
    workbook["Comparison"]["F6"] = "=SUM(self_host_total)+1"
    workbook.save(path)
    done = xltco("verify", path, "--engine", "formualizer")
    assert done.code == 1
    assert "DIFFERENT" in done.out
    assert "Comparison!F6" in done.out
    data = xltco("verify", path, "--engine", "formualizer", "--json").data
    assert data["equal"] is False
    assert "Comparison" in {mismatch["sheet"] for mismatch in data["mismatches"]}


def test_verify_refuses_a_workbook_of_somebody_else(xltco: Run, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    Workbook().save(path)
    done = xltco("verify", path)
    assert done.code == 2
    assert "is not a workbook of xltco" in done.err


def test_explain_shows_the_formula_with_names_then_with_numbers(xltco: Run) -> None:
    done = xltco("explain", SEED_FILE, "self_host_compute", "--month", "3")
    assert done.code == 0
    assert "=self_host_compute_cost_rate*self_host_units*self_host_price_factor" in done.out
    assert "=883.3*1*1" in done.out
    assert "883.3 USD" in done.out
    data = xltco("explain", SEED_FILE, "self_host_break_even_tokens", "--json").data
    assert data["value"] == pytest.approx(4_766_600_000, rel=1e-12)
    assert "self_host_net_token_rate" in {feed["name"] for feed in data["feeds"]}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("self_host_compote", "did you mean self_host_compute"),
        ("own_total", "the scenario lacks the inputs of this line"),
        ("self_host_instance_hourly", "is an input or a constant"),
        ("zzz", "is not a line of the model"),
    ],
)
def test_explain_helps_with_a_name_that_is_no_line(xltco: Run, line: str, said: str) -> None:
    done = xltco("explain", SEED_FILE, line)
    assert done.code == 2
    assert said in done.err


def test_explain_refuses_a_month_outside_the_timeline(xltco: Run) -> None:
    done = xltco("explain", SEED_FILE, "self_host_compute", "--month", "37")
    assert done.code == 2
    assert "give 0 to 36" in done.err


@pytest.mark.parametrize("sample", sorted(path.stem for path in SAMPLES.glob("*.toml")))
def test_new_writes_a_commented_scenario_that_says_the_same(xltco: Run, tmp_path: Path, sample: str) -> None:
    path = tmp_path / "mine.toml"
    assert xltco("new", path, "--sample", sample).code == 0
    assert load(path) == load(SAMPLES / f"{sample}.toml")
    again = xltco("new", path)
    assert again.code == 2
    assert "is there already" in again.err


def test_new_lists_the_samples_when_there_is_no_such_one(xltco: Run, tmp_path: Path) -> None:
    done = xltco("new", tmp_path / "mine.toml", "--sample", "../README")
    assert done.code == 2
    assert "known are air-gapped, enterprise" in done.err


def _bad_files(folder: Path) -> dict[str, Path]:
    empty, binary = folder / "empty.toml", folder / "binary.toml"
    empty.write_bytes(b"")
    binary.write_bytes(bytes(range(256)) * 20)
    many = folder / "many.toml"
    many.write_text("horizon.months = 121\nworkload.monthly_tokens = -1\nbuy.blended_price_per_1m = nan\n", "utf-8")
    return {"empty": empty, "binary": binary, "missing": folder / "none.toml", "many": many, "folder": folder}


@pytest.mark.parametrize("kind", ["empty", "binary", "missing", "many", "folder"])
@pytest.mark.parametrize("command", ["compare", "build", "explain"])
def test_a_bad_scenario_is_one_clear_error_and_nothing_is_written(
    xltco: Run, tmp_path: Path, command: str, kind: str
) -> None:
    path = _bad_files(tmp_path)[kind]
    rest = {"compare": (), "build": ("-o", tmp_path / "out.xlsx"), "explain": ("buy_total",)}[command]
    done = xltco(command, path, *rest)
    assert done.code == 2
    assert done.err.startswith("error: ")
    assert str(path) in done.err
    assert done.out == ""
    assert not (tmp_path / "out.xlsx").exists()
    if kind == "many":
        assert len(done.err.splitlines()) == 3


def test_an_output_folder_that_does_not_exist_is_an_error(xltco: Run, tmp_path: Path) -> None:
    done = xltco("build", SEED_FILE, "-o", tmp_path / "none" / "out.xlsx")
    assert done.code == 2
    assert "there is no folder" in done.err


@pytest.mark.parametrize("command", [*COMMANDS, None])
def test_help_tells_what_it_does_with_examples(xltco: Run, command: str | None) -> None:
    done = xltco(*([command] if command else []), "--help")
    assert done.code == 0
    assert "Usage:" in done.out
    if command:
        assert "Examples:" in done.out


@pytest.mark.parametrize("name", ["[/red]", "Łódź 日本", "a\nb", "=1+1", "x" * 2000])
def test_a_name_is_printed_as_it_is_whatever_it_holds(xltco: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / "[odd] name.toml"
    text = f"name = {json.dumps(name)}\nworkload.monthly_tokens = 1e9\nbuy.blended_price_per_1m = 0.5\n"
    path.write_text(text, encoding="utf-8")
    assert xltco("compare", path).code == 0
    assert xltco("compare", path, "--json").data["name"] == name
    assert xltco("build", path, "-o", tmp_path / "[odd].xlsx").code == 0
    assert xltco("verify", tmp_path / "[odd].xlsx", "--engine", "formualizer").code == 0


def test_output_in_an_old_code_page_is_escaped_and_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "scenario.toml"
    path.write_text('name = "Łódź"\nworkload.monthly_tokens = 1e9\nbuy.blended_price_per_1m = 0.5\n', encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    command = [sys.executable, "-m", "xltco", "compare", str(path)]
    done = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert b"Recommendation" in done.stdout


@pytest.mark.parametrize("price", ["1e-300", "1e-13"])
def test_a_number_that_is_all_but_zero_is_refused(xltco: Run, price: str) -> None:
    done = xltco("breakeven", "--api-price", price, "--instance-hourly", "1e15")
    assert done.code == 2
    assert "must be 0 or at least 1e-12 from it" in done.err


def test_a_name_that_no_file_system_takes_is_one_clear_error(xltco: Run, tmp_path: Path) -> None:
    done = xltco("new", tmp_path / ("n" * 300 + ".toml"))
    assert done.code == 2
    assert done.err.startswith("error: ")


def test_an_unknown_command_exits_with_2(xltco: Run) -> None:
    assert xltco("brakeven").code == 2


def test_the_module_runs_as_a_program_without_colour_or_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "xltco", "compare", str(tmp_path / "none.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert "\x1b" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(shutil.which("head") is None, reason="needs a shell with head")
def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"'{sys.executable}' -m xltco compare '{SAMPLES / 'enterprise.toml'}' --json | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert done.stderr == ""
