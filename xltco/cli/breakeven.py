"""`xltco breakeven`: the seed's calculator, with the staircase of instances where a throughput is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

from xltco.cli.show import money, print_json, tokens
from xltco.errors import ScenarioError
from xltco.functions.break_even import breakeven, breakeven_always
from xltco.functions.check import checked
from xltco.functions.errors import CellError
from xltco.functions.evaluator.evaluate import evaluated
from xltco.functions.function import Function, record_of
from xltco.functions.monthly_cost import selfhost_cost
from xltco.scenario.stated import input_named

# Where each argument of the function comes from.
_OPTIONS = {
    "api_price_per_1m": "--api-price",
    "instance_hourly": "--instance-hourly",
    "labor_rate": "--labor-rate",
    "labor_hours": "--labor-hours",
    "hours_per_month": "--hours-per-month",
    "min_instances": "--min-instances",
    "tokens_per_second": "--tokens-per-second",
    "target_utilization": "--target-utilization",
    "peak_to_average": "--peak-to-average",
}

_EPILOG = """
\b
Examples:
  xltco breakeven --api-price 0.50 --instance-hourly 1.21 --labor-rate 150 --labor-hours 10
  xltco breakeven --api-price 0.50 --compute-monthly 870
  xltco breakeven --api-price 0.60 --instance-hourly 6.98 --tokens-per-second 15795 \\
      --target-utilization 0.6 --peak-to-average 2.5 --json
"""


@click.command(epilog=_EPILOG)
@click.option("--api-price", type=float, required=True, help="API price per 1M tokens, input and output blended.")
@click.option("--instance-hourly", type=float, help="Price of one instance per hour.")
@click.option("--compute-monthly", type=float, help="Compute of one instance per month, in place of --instance-hourly.")
@click.option("--labor-rate", type=float, default=150.0, show_default=True, help="Cost of an engineer's hour.")
@click.option("--labor-hours", type=float, default=10.0, show_default=True, help="Engineering hours per month.")
@click.option(
    "--hours-per-month", type=float, default=730.0, show_default=True, help="Hours that a month is billed for."
)
@click.option("--min-instances", type=int, default=1, show_default=True, help="Fewest instances that run.")
@click.option(
    "--tokens-per-second", type=float, default=0.0, help="One saturated instance, input plus output. 0: unlimited."
)
@click.option(
    "--target-utilization", type=float, default=1.0, show_default=True, help="Planned share of the throughput."
)
@click.option("--peak-to-average", type=float, default=1.0, show_default=True, help="Busiest hour over average load.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, unrounded.")
def command(
    api_price: float,
    instance_hourly: float | None,
    compute_monthly: float | None,
    labor_rate: float,
    labor_hours: float,
    hours_per_month: float,
    min_instances: int,
    tokens_per_second: float,
    target_utilization: float,
    peak_to_average: float,
    as_json: bool,
) -> None:
    """The monthly token volume at which self-hosting becomes cheaper than an API."""
    if instance_hourly is None and compute_monthly is None:
        raise click.UsageError("give --instance-hourly, or --compute-monthly in its place")
    if instance_hourly is not None and compute_monthly is not None:
        raise click.UsageError("--compute-monthly stands in the place of --instance-hourly: give one of them")
    options = _OPTIONS
    if instance_hourly is None and compute_monthly is not None:
        # Hours of 0 and less are told below.
        instance_hourly = compute_monthly / hours_per_month if hours_per_month > 0 else compute_monthly
        options = _OPTIONS | {"instance_hourly": "--compute-monthly"}
    values = {
        "api_price_per_1m": api_price,
        "instance_hourly": instance_hourly,
        "labor_rate": labor_rate,
        "labor_hours": labor_hours,
        "hours_per_month": hours_per_month,
        "min_instances": min_instances,
        "tokens_per_second": tokens_per_second,
        "target_utilization": target_utilization,
        "peak_to_average": peak_to_average,
    }
    _require_allowed(record_of(breakeven), values, options)
    # Of what hosting costs, this much is there without a single token.
    fixed = _answer(selfhost_cost, values | {"monthly_tokens": 0.0})
    first, always = _answer(breakeven, values), _answer(breakeven_always, values)
    if as_json:
        print_json(
            {
                "self_host_monthly_fixed": fixed,
                "break_even_tokens_monthly": first,
                "break_even_billions": None if first is None else first / 1e9,
                "always_above_tokens_monthly": always,
            }
        )
        return
    click.echo(f"Self-hosting costs at least {money(fixed)} a month, whatever the volume.")
    click.echo(f"Break-even: {tokens(first)}" + (" a month" if first is not None else ""))
    if first is None:
        dearer = "A full instance costs more per token than the API" if tokens_per_second else "The API costs nothing"
        click.echo(f"{dearer}, so no volume makes it pay.")
    elif always is None:
        click.echo("It pays only for a while: with more instances the API is cheaper again.")
    elif always > first:
        click.echo(f"Between there and {tokens(always)} each new instance can make the API cheaper again for a while.")


def _require_allowed(function: Function, values: Mapping[str, Any], options: Mapping[str, str]) -> None:
    """ScenarioError names every option whose value the function does not take."""
    wrong = [a for a in function.arguments if isinstance(checked(a, values[a.name]), CellError)]
    if wrong:
        from xltco.scenario.messages import wrong_value

        inputs = {argument.name: input_named(str(argument.states)) for argument in wrong}
        raise ScenarioError([wrong_value(options[name], item, values[name]) for name, item in inputs.items()])


def _answer(call: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """What the function's native entry answers; None where there is no answer."""
    function = record_of(call)
    [[answer]] = evaluated(function, [values[argument.name] for argument in function.arguments])
    return None if isinstance(answer, CellError) else answer
