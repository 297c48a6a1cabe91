"""Demand: tokens and what they earn (METHOD 2)."""

from __future__ import annotations

from xltco.lines import Array
from xltco.model.register import line, total


@line(
    unit="factor",
    axis="month",
    source="METHOD 2.1",
    excel="=(1+{workload_monthly_growth_rate})^({month}-1)*{service_month}",
)
def growth_factor(workload_monthly_growth_rate: Array, month: Array, service_month: Array) -> Array:
    """The month's tokens over those of month 1."""
    return (1 + workload_monthly_growth_rate) ** (month - 1) * service_month


@line(unit="tokens", axis="month", source="METHOD 2.1", excel="={workload_monthly_tokens}*{growth_factor}")
def tokens(workload_monthly_tokens: Array, growth_factor: Array) -> Array:
    """Tokens processed in the month, input plus output."""
    return workload_monthly_tokens * growth_factor


@line(
    unit="currency",
    axis="month",
    source="METHOD 2.2",
    excel="={tokens}*{workload_revenue_per_1m_tokens}/{tokens_per_million}",
)
def revenue(tokens: Array, workload_revenue_per_1m_tokens: Array, tokens_per_million: Array) -> Array:
    """What the month's tokens earn."""
    return tokens * workload_revenue_per_1m_tokens / tokens_per_million


@line(unit="tokens", source="METHOD 2.1", excel="=SUM({tokens.all})")
def total_tokens(tokens: Array) -> Array:
    """Tokens over the whole horizon."""
    return total(tokens)


@line(unit="currency", source="METHOD 2.2", excel="=SUM({revenue.all})")
def total_revenue(revenue: Array) -> Array:
    """Revenue over the whole horizon."""
    return total(revenue)
