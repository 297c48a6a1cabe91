"""`xltco compare`: every strategy of a scenario side by side, break-even and recommendation."""

from __future__ import annotations

from typing import Any

import click

from xltco.cli.show import console, money, month, print_json, tokens
from xltco.engine import Evaluation, evaluate
from xltco.model import STRATEGIES
from xltco.model.results.horizon_walk import first_paying_volume
from xltco.scenario import Scenario, load
from xltco.scenario.scenario import CASES

_RESULTS = ("tco", "npv", "cost_per_1m_tokens", "crossover_month", "payback_month", "savings_npv")
_MORE = ("savings_nominal", "irr", "gross_margin", "holds_margin_floor", "pnl_total", "unamortized")
_MONTHS = ("crossover_month", "payback_month")
_BREAK_EVEN = {
    "tokens_monthly": "break_even_tokens",
    "always_above_tokens_monthly": "always_above_tokens",
    "horizon_tokens_monthly": "horizon_break_even_tokens",
    "api_price_per_1m": "break_even_api_price",
    "instance_hourly": "break_even_instance_hourly",
    "labor_hours_per_month": "break_even_labor_hours",
    "utilization": "break_even_utilization",
}

_EPILOG = """
\b
Examples:
  xltco compare samples/enterprise.toml
  xltco compare samples/enterprise.toml --case low --json
"""


@click.command(epilog=_EPILOG)
@click.argument("scenario", type=click.Path())
@click.option("--case", type=click.Choice(CASES), default="base", show_default=True, help="Which case to compare.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, unrounded.")
def command(scenario: str, case: str, as_json: bool) -> None:
    """Compare the strategies of a SCENARIO file and recommend one."""
    stated = load(scenario).case(case)
    result = evaluate(stated)
    if as_json:
        print_json(as_data(stated, result))
    else:
        _print(stated, result)


def as_data(scenario: Scenario, result: Evaluation) -> dict[str, Any]:
    """Everything the command knows, for scripts: unrounded, null for never."""
    return {
        "name": scenario.name,
        "currency": scenario.currency,
        "strategies": {name: _strategy(scenario, result, name) for name in scenario.strategies},
        "break_even": _break_even(result, "self_host"),
        "break_even_own": _break_even(result, "own"),
        "decision": {
            "phase": int(result.scalar("decision_phase")),
            "strategy": result.scalar("decision_strategy"),
            "reason": result.scalar("decision_reason"),
            "rule": int(result.scalar("decision_rule")),
            "rules": {str(number): bool(result.scalar(f"rule_{number}_holds")) for number in range(1, 6)},
            "quadrant": result.scalar("decision_quadrant"),
        },
        "checks_failed": int(result.scalar("checks_failed")),
    }


def _strategy(scenario: Scenario, result: Evaluation, name: str) -> dict[str, Any]:
    months = scenario.horizon.months + 1
    data: dict[str, Any] = {"monthly_total": result.series(f"{name}_total")[:months]}
    data |= {key: result.scalar(f"{name}_{key}") for key in _RESULTS + _MORE}
    for key in _MONTHS:
        data[key] = None if data[key] is None else int(data[key])
    return data


def _break_even(result: Evaluation, strategy: str) -> dict[str, Any]:
    found = {key: result.scalar(f"{strategy}_{line}") for key, line in _BREAK_EVEN.items()}
    if f"{strategy}_horizon_break_even_tokens" in result:
        found["horizon_tokens_monthly"] = first_paying_volume(result.values)
    return found


def _print(scenario: Scenario, result: Evaluation) -> None:
    from rich.table import Table
    from rich.text import Text

    caption = Text(f"{scenario.horizon.months} months, amounts in {scenario.currency}")
    table = Table(title=Text(scenario.name), caption=caption)
    table.add_column("Strategy")
    for heading in ("TCO", "NPV", "per 1M tokens", "NPV saved against buy", "Crossover", "Payback"):
        table.add_column(heading, justify="right")
    for name in scenario.strategies:
        is_buy = name == "buy"
        value = {key: result.scalar(f"{name}_{key}") for key in _RESULTS}
        table.add_row(
            STRATEGIES[name],
            money(value["tco"]),
            money(value["npv"]),
            money(value["cost_per_1m_tokens"]),
            "-" if is_buy else money(value["savings_npv"]),
            "-" if is_buy else month(value["crossover_month"]),
            "-" if is_buy else month(value["payback_month"]),
        )
    console().print(table)
    for line in headline(result):
        click.echo(line)


def headline(result: Evaluation) -> list[str]:
    """What the scenario says, in sentences: break-even and recommendation."""
    lines = []
    for strategy in ("self_host", "own"):
        if f"{strategy}_break_even_tokens" in result:
            volume = result.scalar(f"{strategy}_break_even_tokens")
            what = "Break-even" if strategy == "self_host" else "Break-even of owning"
            lines.append(f"{what}: {tokens(volume)}" + (" a month" if volume is not None else ""))
    name = STRATEGIES[result.scalar("decision_strategy")]
    phase, rule = result.scalar("decision_phase"), result.scalar("decision_rule")
    lines.append(f"Recommendation: {name} (phase {phase:.0f}, rule {rule:.0f}). {result.scalar('decision_reason')}")
    return lines
