"""`xltco breakeven`: the seed's calculator, with the staircase of instances where a throughput is given."""

from __future__ import annotations

from typing import Any

import click

from xltco.cli.show import money, print_json, tokens
from xltco.engine import evaluate
from xltco.scenario import validated

_OPTIONS = {
    "buy.blended_price_per_1m": "--api-price",
    "self_host.instance_hourly": "--instance-hourly",
    "labor.hourly_rate": "--labor-rate",
    "self_host.labor_hours_per_month": "--labor-hours",
    "horizon.hours_per_month": "--hours-per-month",
    "self_host.min_instances": "--min-instances",
    "self_host.tokens_per_second": "--tokens-per-second",
    "self_host.target_utilization": "--target-utilization",
    "workload.peak_to_average": "--peak-to-average",
}
_WANTED = ("self_host_fixed_monthly", "self_host_break_even_tokens", "self_host_always_above_tokens")

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
    if compute_monthly is not None and hours_per_month > 0:
        instance_hourly = compute_monthly / hours_per_month
    raw: dict[str, Any] = {
        "horizon": {"hours_per_month": hours_per_month},
        "workload": {"monthly_tokens": 0.0, "peak_to_average": peak_to_average},
        "labor": {"hourly_rate": labor_rate},
        "buy": {"blended_price_per_1m": api_price},
        "self_host": {
            "instance_hourly": instance_hourly,
            "labor_hours_per_month": labor_hours,
            "min_instances": min_instances,
            "tokens_per_second": tokens_per_second,
            "target_utilization": target_utilization,
        },
    }
    options = _OPTIONS if compute_monthly is None else _OPTIONS | {"self_host.instance_hourly": "--compute-monthly"}
    result = evaluate(validated(raw, lambda key: options.get(key, key)), wanted=_WANTED)
    fixed, first, always = (result.scalar(name) for name in _WANTED)
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
