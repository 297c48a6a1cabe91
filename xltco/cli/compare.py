"""`xltco compare`: every strategy of a scenario side by side, break-even and recommendation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xltco.cli.show import console, money, month, print_json, tokens
from xltco.scenario.stated import CASES

if TYPE_CHECKING:
    from xltco.engine import Evaluation
    from xltco.scenario import Scenario

_RESULTS = ("tco", "npv", "cost_per_1m_tokens", "crossover_month", "payback_month", "savings_npv")
_BREAK_EVEN = {"fine_tune": "Break-even of fine-tuning", "self_host": "Break-even", "own": "Break-even of owning"}

_LAST_RULE = 6

_EPILOG = """
\b
Examples:
  xltco compare samples/enterprise.toml
  xltco compare samples/enterprise.toml --case low --json

\b
Warnings and cautions stand below the table and are no failure (docs/codes.md).
Exit codes: 0 done, 2 bad input.
"""


@click.command(epilog=_EPILOG)
@click.argument("scenario", type=click.Path())
@click.option("--case", type=click.Choice(CASES), default="base", show_default=True, help="Which case to compare.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, unrounded.")
def command(scenario: str, case: str, as_json: bool) -> None:
    """Compare the strategies of a SCENARIO file and recommend one."""
    from xltco.cli.notes import notes_on
    from xltco.cli.results import as_data
    from xltco.engine import evaluate
    from xltco.scenario import load

    stated = load(scenario)
    compared = stated.case(case)
    result = evaluate(compared)
    notes = notes_on(stated, result)
    if as_json:
        print_json(as_data(compared, result, notes))
        return
    _print(compared, result)
    notes.print()


def _print(scenario: Scenario, result: Evaluation) -> None:
    from rich.table import Table
    from rich.text import Text

    from xltco.model import STRATEGIES

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
    """What the scenario says, in sentences: break-even, recommendation with its money, and how the rules came out."""
    lines = []
    for strategy, what in _BREAK_EVEN.items():
        if f"{strategy}_break_even_tokens" in result:
            volume = result.scalar(f"{strategy}_break_even_tokens")
            lines.append(f"{what}: {tokens(volume)}" + (" a month" if volume is not None else ""))
    lines.append(f"Recommendation: {_recommendation(result)} {result.scalar('decision_reason')}")
    lines.append(f"Rules: {_rules(result)}.")
    return lines


def _recommendation(result: Evaluation) -> str:
    """The strategy, its phase and rule, and what it costs or saves, with the currency."""
    from xltco.cli.results import recommended
    from xltco.model import STRATEGIES

    name = recommended(result)
    where = f"(phase {result.scalar('decision_phase'):.0f}, rule {result.scalar('decision_rule'):.0f})"
    if name is None:
        return f"none {where}."
    money = f"; it costs {result.scalar('decision_money_text')}" if name in result.present.strategies else ""
    return f"{STRATEGIES[name]} {where}{money}."


def _rules(result: Evaluation) -> str:
    """How each rule came out, up to the one that decides; those after it are not asked."""
    decides = int(result.scalar("decision_rule"))
    outcomes = [f"{rule} {result.scalar(f'rule_{rule}_text')}" for rule in range(1, decides + 1)]
    if decides < _LAST_RULE:
        later = f"{decides + 1} to {_LAST_RULE}" if decides + 1 < _LAST_RULE else f"{_LAST_RULE}"
        outcomes.append(f"{later} {result.scalar(f'rule_{_LAST_RULE}_text')}")
    return "; ".join(outcomes)
