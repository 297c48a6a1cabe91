"""The samples that ship: each loads, evaluates, and answers what its head comment says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from xltco.engine import Evaluation, evaluate
from xltco.scenario import Scenario, load, loads

SAMPLES = Path(__file__).parent.parent / "samples"
FILES = sorted(SAMPLES.glob("*.toml"))
CASES = ("low", "base", "high")
STRATEGIES = ("buy", "fine_tune", "self_host", "own", "build")


def sample(name: str) -> Scenario:
    return load(SAMPLES / f"{name}.toml")


def case(name: str, which: str = "base") -> Evaluation:
    return evaluate(sample(name).case(which))


def with_values(scenario: Scenario, table: str, **values: Any) -> Scenario:
    return scenario.model_copy(update={table: getattr(scenario, table).model_copy(update=values)})


def head(path: Path) -> str:
    """The comment with which a file begins, as one line of text."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    return " ".join(" ".join(lines).split())


def version_1() -> Scenario:
    """Enterprise as version 1 could state it: one endpoint as large as the mean of the fleet, and no capacity."""
    means = {"endpoint_hourly = { value = 3.99": "endpoint_hourly = { value = 16.758"}
    means["[cases.low]"] = '[cases.low]\n"fine_tune.endpoint_hourly" = 8.379'
    means["[cases.high]"] = '[cases.high]\n"fine_tune.endpoint_hourly" = 17.556'
    text = (SAMPLES / "enterprise.toml").read_text(encoding="utf-8")
    text = "\n".join(line for line in text.splitlines() if "endpoint_t" not in line)
    for now, then in means.items():
        text = text.replace(now, then)
    return loads(text)


def billions(tokens: float) -> str:
    return f"{tokens / 1e9:.2f}"


def millions(amount: float) -> str:
    return f"{amount / 1e6:.2f}"


def assert_says(name: str, *claims: str) -> None:
    text = head(SAMPLES / f"{name}.toml")
    missing = [claim for claim in claims if claim not in text]
    assert not missing, f"{name}.toml does not say {missing} in its head comment"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestEverySample:
    def test_evaluates_in_every_case_without_a_failed_check(self, path: Path) -> None:
        scenario = load(path)
        for which in CASES:
            result = evaluate(scenario.case(which))
            assert result.scalar("checks_failed") == 0
            for strategy in scenario.strategies:
                assert result.scalar(f"{strategy}_npv") > 0

    def test_head_comment_says_what_it_teaches_and_answers(self, path: Path) -> None:
        text = head(path)
        for word in ("Teaches:", "Look at:", "Answer:"):
            assert word in text
        assert ". " in text

    def test_is_named_described_and_listed(self, path: Path) -> None:
        scenario = load(path)
        assert scenario.name != Scenario.model_fields["name"].default
        assert scenario.description
        assert f"[{path.name}]({path.name})" in (SAMPLES / "README.md").read_text(encoding="utf-8")

    def test_every_noted_value_has_a_source_or_says_that_it_is_assumed(self, path: Path) -> None:
        for key, source in load(path).sources.items():
            assert source.source or source.note, key

    def test_every_price_and_throughput_is_noted(self, path: Path) -> None:
        scenario = load(path)
        for table, content in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for key in content if isinstance(content, dict) and table in STRATEGIES else ():
                if "price" in key or "hourly" in key or key == "tokens_per_second":
                    assert f"{table}.{key}" in scenario.sources


def test_readme_lists_no_file_that_is_not_there() -> None:
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert text.count(".toml](") == len(FILES)


@pytest.mark.parametrize(
    ("name", "tokens", "monthly"), [("seed-code", 4_766_600_000, 2_383.30), ("seed-text", 4_740_000_000, 2_370.00)]
)
def test_seed_gives_its_published_figure(name: str, tokens: float, monthly: float) -> None:
    result = case(name)
    assert result.scalar("self_host_break_even_tokens") == pytest.approx(tokens, rel=1e-12)
    assert result.scalar("self_host_always_above_tokens") == pytest.approx(tokens, rel=1e-12)
    assert result.scalar("self_host_fixed_monthly") == pytest.approx(monthly, rel=1e-12)
    assert (result.scalar("decision_rule"), result.scalar("decision_strategy")) == (6, "buy")
    assert_says(name, f"{tokens:,} tokens a month ({billions(tokens)} billion)", "says buy (rule 6)")


def test_seeds_differ_in_the_hardware_alone() -> None:
    code, text = sample("seed-code"), sample("seed-text")
    assert code.self_host is not None
    assert text.self_host is not None
    assert code.self_host.instance_hourly * 730 == pytest.approx(883.30, rel=1e-12)
    assert text.self_host.instance_hourly * 730 == pytest.approx(870, rel=1e-12)
    same = with_values(text, "self_host", instance=code.self_host.instance, instance_hourly=1.21)
    ours, theirs = evaluate(code), evaluate(same)
    assert ours.scalar("self_host_break_even_tokens") == theirs.scalar("self_host_break_even_tokens")
    assert ours.scalar("self_host_npv") == theirs.scalar("self_host_npv")


class TestEnterprise:
    def test_has_all_five_strategies_three_cases_and_actuals(self) -> None:
        scenario = sample("enterprise")
        assert scenario.strategies == STRATEGIES
        assert set(scenario.cases) == {"low", "high"}
        assert len(scenario.actuals) >= 6
        assert scenario.decision.product_market_fit

    def test_each_case_ends_in_another_phase(self) -> None:
        results = [case("enterprise", which) for which in CASES]
        assert [result.scalar("decision_rule") for result in results] == [6, 5, 4]
        assert [result.scalar("decision_strategy") for result in results] == ["buy", "fine_tune", "self_host"]
        assert [result.scalar("decision_phase") for result in results] == [1, 2, 3]
        assert_says("enterprise", "low buy, phase 1, rule 6", "base fine_tune, phase 2, rule 5")
        assert_says("enterprise", "high self_host, phase 3, rule 4")

    @pytest.mark.parametrize("strategy", ["buy", "fine_tune", "self_host", "own", "build"])
    def test_cases_differ_for_every_strategy(self, strategy: str) -> None:
        npvs = {case("enterprise", which).scalar(f"{strategy}_npv") for which in CASES}
        assert len(npvs) == 3

    def test_month_1_lies_on_the_staircase(self) -> None:
        result = case("enterprise")
        first, always = (result.scalar(f"self_host_{name}_tokens") for name in ("break_even", "always_above"))
        month_1 = sample("enterprise").workload.monthly_tokens
        assert first < month_1 < always
        assert result.scalar("self_host_break_even_instances") == 2
        assert_says("enterprise", f"breaks even at {billions(first)} billion", f"only above {billions(always)} billion")
        assert_says("enterprise", f"Month 1 has {billions(month_1)}.")

    def test_run_rate_falls_short_in_two_of_three_months(self) -> None:
        result = case("enterprise")
        assert result.scalar("self_host_actuals_below") == 2
        assert result.scalar("self_host_npv") < result.scalar("buy_npv")
        assert_says("enterprise", f"are {billions(result.scalar('self_host_mandate_tokens'))} billion")

    def test_only_the_endpoint_holds_the_margin_floor(self) -> None:
        result = case("enterprise")
        holding = [name for name in STRATEGIES if result.scalar(f"{name}_holds_margin_floor")]
        assert holding == ["fine_tune"]

    def test_says_the_npvs(self) -> None:
        base, high = case("enterprise"), case("enterprise", "high")
        tuned, hosted, bought = (
            millions(base.scalar(f"{name}_npv")) for name in ("fine_tune", "self_host", "buy")
        )  # fmt: skip
        assert_says("enterprise", f"NPV of {tuned} million against {hosted} hosted and {bought} with the API")
        volume = billions(high.scalar("self_host_break_even_tokens"))
        hosted, bought = (millions(high.scalar(f"{name}_npv")) for name in ("self_host", "buy"))
        assert_says("enterprise", f"falls to {volume} billion, NPV to {hosted} million against {bought}.")

    def test_owning_and_building_cost_more_than_the_answer_in_every_case(self) -> None:
        for which in CASES:
            result = case("enterprise", which)
            recommended = result.scalar("decision_npv")
            assert recommended < result.scalar("own_npv") < result.scalar("build_npv")

    @pytest.mark.parametrize("which", CASES)
    def test_as_many_endpoints_as_hosted_instances_serve_the_tokens(self, which: str) -> None:
        scenario = sample("enterprise").case(which)
        at_once = evaluate(with_values(scenario, "self_host", go_live_month=1))
        months = slice(1, scenario.horizon.months + 1)
        assert at_once.series("fine_tune_units")[months] == at_once.series("self_host_units")[months]

    def test_says_how_many_endpoints_run_and_where_they_and_owning_break_even(self) -> None:
        result = case("enterprise")
        endpoints = result.series("fine_tune_units")
        assert (endpoints[1], endpoints[36]) == (3, 6)
        assert_says("enterprise", "(three in month 1, six in month 36)")
        assert_says(
            "enterprise", f"they break even at {billions(result.scalar('fine_tune_break_even_tokens'))} billion"
        )
        assert_says("enterprise", f"owning breaks even at {billions(result.scalar('own_break_even_tokens'))} billion")

    def test_the_file_of_version_1_loads_and_ends_as_it_did(self) -> None:
        result = evaluate(version_1())
        assert result.scalar("fine_tune_npv") == pytest.approx(714_870.6397289466, rel=1e-12)
        assert result.scalar("self_host_npv") == pytest.approx(808_505.3501673688, rel=1e-12)
        assert (result.scalar("decision_rule"), result.scalar("decision_strategy")) == (5, "fine_tune")

    def test_actuals_were_billed_at_about_the_price_of_today(self) -> None:
        price = case("enterprise").scalar("buy_usage_cost_rate")
        for actual in sample("enterprise").actuals:
            assert actual.api_spend == pytest.approx(actual.tokens * price, rel=0.02)


class TestAirGapped:
    def test_rule_1_decides_for_phase_3_below_break_even(self) -> None:
        scenario, result = sample("air-gapped"), case("air-gapped")
        assert {"self_host", "own"} <= set(scenario.strategies)
        assert (result.scalar("decision_rule"), result.scalar("decision_phase")) == (1, 3)
        assert result.scalar("decision_strategy") == "own"
        for strategy in ("self_host", "own"):
            assert scenario.workload.monthly_tokens < result.scalar(f"{strategy}_break_even_tokens") / 10

    def test_says_its_figures(self) -> None:
        result = case("air-gapped")
        owned, rented = (billions(result.scalar(f"{name}_break_even_tokens")) for name in ("own", "self_host"))
        assert_says("air-gapped", f"break-even is at {owned} billion owned, {rented} rented")
        own, rent, buy = (millions(result.scalar(f"{name}_npv")) for name in ("own", "self_host", "buy"))
        assert_says("air-gapped", f"NPV of {own} million over five years, renting {rent}", f"allowed, {buy}")
        assert result.scalar("buy_price_of_choosing") is None
        dearer = result.scalar("own_npv") - result.scalar("buy_npv")
        assert_says("air-gapped", f"the prohibition costs {millions(dearer)} million")

    def test_without_the_prohibition_the_api_wins(self) -> None:
        allowed = with_values(sample("air-gapped"), "decision", third_party_processing_prohibited=False)
        result = evaluate(allowed)
        assert (result.scalar("decision_rule"), result.scalar("decision_strategy")) == (6, "buy")

    @pytest.mark.parametrize(("terminal_value", "answer"), [("residual", "self_host"), ("book", "own")])
    def test_over_three_years_renting_wins_where_the_hardware_is_then_worth_nothing(
        self, terminal_value: str, answer: str
    ) -> None:
        short = with_values(sample("air-gapped"), "horizon", months=36)
        result = evaluate(with_values(short, "own", terminal_value=terminal_value))
        assert (result.scalar("decision_rule"), result.scalar("decision_strategy")) == (1, answer)


class TestNeverPays:
    @pytest.mark.parametrize("which", CASES)
    def test_break_even_is_never(self, which: str) -> None:
        result = case("never-pays", which)
        assert result.scalar("self_host_break_even_tokens") is None
        assert result.scalar("self_host_always_above_tokens") is None
        assert result.scalar("self_host_horizon_break_even_tokens") is None
        assert result.scalar("self_host_step_pays") is False
        assert result.scalar("self_host_step_margin") < 0
        assert result.scalar("decision_strategy") == "buy"

    @pytest.mark.parametrize("tokens", [1e6, 1e9, 1e12, 1e15, 1e18])
    def test_no_volume_pays(self, tokens: float) -> None:
        kindest = with_values(sample("never-pays").case("high"), "workload", monthly_tokens=tokens)
        result = evaluate(kindest)
        assert result.scalar("self_host_break_even_api_price") > result.scalar("buy_usage_cost_rate") * 1e6

    def test_says_what_a_full_instance_costs_per_token(self) -> None:
        full = []
        for which in CASES:
            result = case("never-pays", which)
            full.append(result.scalar("self_host_step_cost") / result.scalar("self_host_unit_capacity") * 1e6)
        low, base, high = full
        price = case("never-pays").scalar("buy_usage_cost_rate") * 1e6
        assert_says("never-pays", f"costs {base:.4f} per 1M tokens", f"at {price:.4f}", f"above it: {high:.4f}")
        assert 8 < low / price < 9

    def test_at_the_dearer_host_only_the_high_case_breaks_even(self) -> None:
        results = [
            evaluate(
                with_values(sample("never-pays").case(which), "buy", input_price_per_1m=0.05, output_price_per_1m=0.08)
            )
            for which in CASES
        ]
        broken_even = [result.scalar("self_host_break_even_tokens") is not None for result in results]
        assert broken_even == [False, False, True]


class TestPageOfVersion2:
    """docs/version-2.md: what it says of version 2 is what the model says."""

    PAGE = (SAMPLES.parent / "docs" / "version-2.md").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("name", "which", "result", "line", "form"),
        [
            ("air-gapped", "base", "own: break-even, billion tokens", "own_break_even_tokens", "billion"),
            ("air-gapped", "base", "own: NPV", "own_npv", "money"),
            ("enterprise", "low", "own: NPV", "own_npv", "money"),
            ("enterprise", "base", "own: NPV", "own_npv", "money"),
            ("enterprise", "base", "own: TCO", "own_tco", "money"),
            ("enterprise", "base", "own: P&L", "own_pnl_total", "money"),
            ("enterprise", "base", "own: unamortized", "own_unamortized", "money"),
            ("enterprise", "base", "own: IRR", "own_irr", "percent"),
            ("enterprise", "base", "own: break-even, billion tokens", "own_break_even_tokens", "billion"),
            ("enterprise", "high", "own: NPV", "own_npv", "money"),
            ("enterprise", "high", "own: IRR", "own_irr", "percent"),
        ],
    )
    def test_says_the_samples_numbers(self, name: str, which: str, result: str, line: str, form: str) -> None:
        value = case(name, which).scalar(line)
        shown = {"billion": f"{value / 1e9:.3f}", "money": f"{value:,.2f}", "percent": f"{value:.1%}"}[form]
        [row] = [row for row in self.PAGE.splitlines() if row.startswith(f"| `{name}` | {which} | {result} |")]
        assert row.split(" | ")[-1] == f"{shown} |"

    @pytest.mark.parametrize("which", CASES)
    def test_says_what_endpoints_as_many_as_needed_change(self, which: str) -> None:
        before, after = evaluate(version_1().case(which)), case("enterprise", which)
        volume = after.scalar("fine_tune_break_even_tokens") / 1e9
        npvs = (result.scalar("fine_tune_npv") for result in (before, after))
        assert f"| {which} | " + " | ".join(f"{npv:,.2f}" for npv in npvs) + f" | {volume:.3f} |" in self.PAGE

    def test_says_what_an_endpoint_serves(self) -> None:
        scenario = sample("enterprise")
        for tokens, endpoints, bill in ((24.5e9, 3, "8,738.10"), (2_450e9, 211, "614,579.70")):
            result = evaluate(with_values(scenario, "workload", monthly_tokens=tokens))
            assert result.series("fine_tune_units")[1] == endpoints
            assert f"{result.series('fine_tune_endpoint')[1]:,.2f}" == bill
            assert bill in self.PAGE

    def test_says_what_a_node_costs_a_month(self) -> None:
        for name in ("air-gapped", "enterprise"):
            assert f"{case(name).scalar('own_capital_charge'):,.2f}" in self.PAGE

    def test_says_an_irr_that_version_1_did_not_show(self) -> None:
        result = evaluate(
            loads(
                "workload.monthly_tokens = 7e9\nbuy.blended_price_per_1m = 0.5\nbuy.annual_price_change = -0.2\n"
                "self_host.instance_hourly = 1.21\nself_host.setup_cost = 5000\n"
            )
        )
        assert result.scalar("self_host_irr_is_unique") == 0
        irr, mirr = (f"{result.scalar(f'self_host_{name}'):.1%}" for name in ("irr", "mirr"))
        assert f"says {irr}, not unique, and a MIRR of {mirr}" in self.PAGE
