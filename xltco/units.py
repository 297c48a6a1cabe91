"""The closed set of units. Each owns its number format, its label and its physical dimension.

The currency itself is an input, so labels say "currency" and headings name it. `dimension` is a pint expression; the
unit test of the register runs every Python entry on quantities of these dimensions. Amounts of one month are plain
amounts (a month is a period, not a dimension), so "tokens a month" and "tokens" share one dimension.
"""

from __future__ import annotations

from dataclasses import dataclass

from xltco.errors import DefinitionError


@dataclass(frozen=True)
class Unit:
    """One unit: `name` in declarations, `label` beside a number, `number_format` in Excel, `dimension` for pint.

    `noise` is how far from 0 two engines may be apart: the difference of two large amounts is nothing but rounding.
    """

    name: str
    label: str
    number_format: str
    dimension: str
    noise: float = 1e-12


# A millionth of a currency unit or of a token.
_AMOUNT_NOISE = 1e-6
# The IRR is found by halving an interval: its last digits are the width of the last halvings.
_SEARCH_NOISE = 1e-7
_PER_TOKEN_NOISE = 1e-18

_MONEY = "#,##0.00;[Red]-#,##0.00"
_SMALL_MONEY = "#,##0.0000;[Red]-#,##0.0000"
_COUNT = "#,##0"

UNITS: dict[str, Unit] = {
    unit.name: unit
    for unit in (
        Unit("currency", "currency", _MONEY, "currency", _AMOUNT_NOISE),
        Unit("currency_per_1m_tokens", "currency per 1M tokens", _SMALL_MONEY, "currency/price_unit"),
        Unit("currency_per_token", "currency per token", "0.000000E+00", "currency/token", _PER_TOKEN_NOISE),
        Unit("currency_per_hour", "currency per hour", _SMALL_MONEY, "currency/hour"),
        Unit("currency_per_kwh", "currency per kWh", _SMALL_MONEY, "currency/kilowatt/hour"),
        Unit("currency_per_node", "currency per node", _MONEY, "currency"),
        Unit("tokens", "tokens", _COUNT, "token", _AMOUNT_NOISE),
        Unit("tokens_per_second", "tokens per second", "#,##0.0", "token/second"),
        Unit("hours", "hours", "#,##0.00", "hour"),
        Unit("months", "months", "0", "dimensionless"),
        Unit("month", "month", "0", "dimensionless"),
        Unit("date", "month (first day)", "yyyy-mm", "dimensionless"),
        Unit("rate", "rate", "0.00%", "dimensionless"),
        Unit("irr", "rate per year", "0.00%", "dimensionless", _SEARCH_NOISE),
        Unit("interval_share", "share of the interval", "0.000000", "dimensionless", _SEARCH_NOISE),
        Unit("share", "share", "0.00%", "dimensionless"),
        Unit("factor", "factor", "0.0000", "dimensionless"),
        Unit("days", "days", _COUNT, "dimensionless"),
        Unit("years", "years", "0.0000", "dimensionless"),
        Unit("flag", "1 = yes", "0", "dimensionless"),
        # LibreOffice shows a truth value as 1 unless the format says otherwise; Excel shows it the same with either.
        Unit("boolean", "TRUE or FALSE", '"TRUE";"TRUE";"FALSE"', "dimensionless"),
        Unit("instances", "instances", _COUNT, "dimensionless"),
        Unit("instances_per_token", "instances per token", "0.000000E+00", "1/token", _PER_TOKEN_NOISE),
        Unit("count", "number", _COUNT, "dimensionless"),
        Unit("number", "number", "General", "dimensionless"),
        Unit("rating", "1 to 5", "0.0", "dimensionless"),
        Unit("kilowatts", "kW", "#,##0.00", "kilowatt"),
        Unit("flops", "floating-point operations", "0.000E+00", "flop"),
        Unit("teraflops", "TFLOP per second", "#,##0.0", "teraflop/second"),
        Unit("parameters", "parameters", _COUNT, "parameter"),
        Unit("text", "text", "@", "dimensionless"),
        # Units of the named unit factors (the model's constants).
        Unit("tokens_per_price_unit", "tokens per priced unit", _COUNT, "token/price_unit"),
        Unit("seconds_per_hour", "seconds per hour", _COUNT, "second/hour"),
        Unit("flops_per_teraflop", "FLOP per TFLOP", "0E+00", "flop/teraflop"),
        Unit("flops_per_parameter_token", "FLOP per parameter and token", "0", "flop/parameter/token"),
    )
}


def unit_named(name: str) -> Unit:
    """The unit of that name; DefinitionError when the closed set does not hold it."""
    try:
        return UNITS[name]
    except KeyError:
        raise DefinitionError(f"unknown unit {name!r}: the closed set is {', '.join(UNITS)}") from None
