"""What every strategy shares, with the bracketed defaults ("Inputs", "Conventions")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Table = dict[str, Any]
Lines = dict[str, list[float]]


def num(table: Table, key: str, default: float | None = None) -> float:
    """One numeric input with its bracketed default ("Inputs")."""
    value = table.get(key)
    if value is None:
        value = default
    if value is None:
        raise ValueError(f"{key} is required")
    return float(value)


@dataclass(frozen=True)
class Common:
    """Horizon, workload, labor and finance ("Inputs"); `tokens` are those of months 0 to H."""

    months: int
    discount_rate: float
    hours: float
    tokens: list[float]
    growth: float
    input_share: float
    cached_share: float
    written_share: float
    batch_share: float
    peak: float
    revenue_per_1m: float
    margin_floor: float
    rate: float
    wage: float
    amortization: int
    capitalize: bool
    include_one_time: bool


def read_common(scenario: Table) -> Common:
    """Read the shared tables with their defaults ("Inputs")."""
    horizon, work = scenario.get("horizon", {}), scenario["workload"]
    labor, finance = scenario.get("labor", {}), scenario.get("finance", {})
    months, volume = int(num(horizon, "months", 36)), num(work, "monthly_tokens")
    growth = num(work, "monthly_growth_rate", 0)
    return Common(
        months=months,
        discount_rate=num(horizon, "annual_discount_rate", 0),
        hours=num(horizon, "hours_per_month", 730),
        tokens=[0.0] + [volume * (1 + growth) ** (m - 1) for m in range(1, months + 1)],
        growth=growth,
        input_share=num(work, "input_share", 0.75),
        cached_share=num(work, "cached_input_share", 0),
        written_share=num(work, "cache_write_share", 0),
        batch_share=num(work, "batch_share", 0),
        peak=num(work, "peak_to_average", 1),
        revenue_per_1m=num(work, "revenue_per_1m_tokens", 0),
        margin_floor=num(work, "gross_margin_floor", 0),
        rate=num(labor, "hourly_rate", 150),
        wage=num(labor, "annual_wage_inflation", 0),
        amortization=int(num(finance, "amortization_months", 36)),
        capitalize=bool(finance.get("capitalize_setup", True)),
        include_one_time=bool(finance.get("include_one_time", False)),
    )


def escalator(rate: float, month: int) -> float:
    """f(r, m), "Conventions"."""
    return float((1 + rate) ** ((month - 1) / 12))


def discount(common: Common, month: int) -> float:
    """DF(m), "Conventions"."""
    return float((1 + common.discount_rate) ** (-month / 12))


def zeros(common: Common) -> list[float]:
    """A line of months 0 to H."""
    return [0.0] * (common.months + 1)


def service(common: Common, start: int) -> range:
    """The months in service, from `start` to H."""
    return range(start, common.months + 1)
