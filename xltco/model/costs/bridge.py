"""What a strategy pays until its go-live, while the managed API serves (METHOD 5.2): all of buy's items."""

from __future__ import annotations

from xltco.lines import Array, Line
from xltco.model.costs.items import ONE_TIME
from xltco.model.costs.totals import declare_total, summed
from xltco.model.register import MODEL, line
from xltco.units import unit_named

declare_total("buy")


@line(
    unit="currency",
    axis="month",
    source="METHOD 5.2",
    label="What a month of bridging costs",
    when_absent=0,
    excel="={buy_total}*{service_month}",
)
def bridge_cost(buy_total: Array, service_month: Array) -> Array:
    """What another strategy pays in a month before its go-live, while the managed API serves."""
    return buy_total * service_month


_ONCE = [str(item.rate) for item in MODEL.costs_of("buy") if item.behavior == ONE_TIME.name]
MODEL.add(
    Line(
        name="bridge_one_time_cost",
        label="One-time cost of bridging",
        unit=unit_named("currency"),
        axis="scalar",
        meaning="What the managed API costs once, which a strategy that bridges pays too.",
        source="METHOD 5.2",
        excel="=" + "+".join(f"{{{rate}}}" for rate in _ONCE),
        python=summed,
        reads={rate: rate for rate in _ONCE},
        template="bridge_one_time_cost",
        when_absent=0,
    )
)
