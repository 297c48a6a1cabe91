"""Cautions on single strategies (METHOD 11.7): capacity and units that their costs take for granted."""

from __future__ import annotations

from functools import partial

import numpy as np

from xltco.lines import Array
from xltco.model.register import BREAK_EVEN, CHALLENGERS, HOSTED, SERVED, STRATEGIES, is_given, line, total
from xltco.model.texts import excel_text, quoted, text
from xltco.model.views.wording import entry, excel_whole, tell_amount, whole_number

# What scales the throughput of a unit down to what is planned, utilization first.
_PLANNED = {
    ("fine_tune",): ("strategy_endpoint_target_utilization",),
    HOSTED: ("strategy_target_utilization", "strategy_active_share"),
}


def _asked_rate(volume: Array, units: Array, peak: Array, *over: Array) -> Array:
    """Tokens per second of one saturated unit, where so many units serve the month's volume."""
    rate = volume / units * peak
    for part in over:
        rate = rate / part
    return rate


@line(unit="boolean", source="METHOD 11.7", label="Is served by units", excel="={fine_tune_endpoint_hourly}>0")
def fine_tune_has_units(fine_tune_endpoint_hourly: Array) -> Array:
    """Whether a dedicated endpoint is billed; without one the tuned model is priced by the token alone."""
    return fine_tune_endpoint_hourly > 0


@line(
    unit="boolean",
    source="METHOD 11.7",
    label="Is served by units",
    for_each=SERVED,
    excel="={strategy_min_units}>0",
)
def strategy_has_units(strategy_min_units: Array) -> Array:
    """Whether instances or nodes serve the tokens: always, for at least one runs."""
    return strategy_min_units > 0


_ASKED = ("strategy_break_even_tokens", "strategy_min_units", "workload_peak_to_average")
_SECONDS = ("seconds_per_hour", "horizon_hours_per_month")
for _strategies, _shares in _PLANNED.items():
    line(
        unit="tokens_per_second",
        source="METHOD 11.7",
        label="Throughput that break-even asks of a unit",
        for_each=_strategies,
        excel="={strategy_break_even_tokens}/{strategy_min_units}*{workload_peak_to_average}"
        + "".join(f"/{{{name}}}" for name in (*_SECONDS, *_shares)),
    )(
        entry(
            "strategy_asked_tokens_per_second",
            "Tokens per second, saturated, that break-even asks of each of the fewest units; never where it is never.",
            (*_ASKED, *_SECONDS, *_shares),
            _asked_rate,
        )
    )


tell_amount("strategy_asked_rate", "strategy_asked_tokens_per_second", "That throughput, in words", for_each=BREAK_EVEN)


def _asked_of_capacity(title: str, units: Array, rate: Array) -> Array:
    """What a break-even volume asks of the fewest units, whose capacity nobody stated."""
    return text("caution.capacity_not_modelled", strategy=title, rate=rate, units=whole_number(units))


def _capacity_at_any_volume(title: str, units: Array) -> Array:
    """How far a strategy that breaks even at any volume does so, its capacity not being stated."""
    return text("caution.capacity_at_any_volume", strategy=title, units=whole_number(units))


def strategy_capacity_caution(
    strategy_unit_capacity: Array,
    strategy_has_units: Array,
    strategy_break_even_tokens: Array,
    strategy_capacity_asked_text: Array,
    strategy_capacity_any_text: Array,
) -> Array:
    """Capacity is not modelled for a strategy that breaks even: what that asks of its fewest units; else nothing."""
    asked = np.where(strategy_break_even_tokens > 0, strategy_capacity_asked_text, strategy_capacity_any_text)
    silent = (strategy_unit_capacity > 0) | ~strategy_has_units | ~is_given(strategy_break_even_tokens)
    return np.where(silent, "", asked)


@line(
    unit="instances",
    source="METHOD 11.7",
    label="Units of month 1",
    for_each=CHALLENGERS,
    excel="={strategy_month_1_instances}+{strategy_spare_units}",
)
def strategy_first_units(strategy_month_1_instances: Array, strategy_spare_units: Array) -> Array:
    """Units that the volume of month 1 takes, spares included."""
    return strategy_month_1_instances + strategy_spare_units


@line(
    unit="count",
    source="METHOD 11.7",
    label="Months that need more units than month 1",
    for_each=CHALLENGERS,
    excel="=SUMPRODUCT({service_month.all}*({strategy_units.all}>{strategy_first_units}))",
)
def strategy_months_of_more(service_month: Array, strategy_units: Array, strategy_first_units: Array) -> Array:
    """Months of the plan that need more units than the volume of month 1 asks: tokens rise then, so the last ones."""
    return total(service_month * (strategy_units > strategy_first_units))


@line(
    unit="month",
    source="METHOD 11.7",
    label="First of those months",
    for_each=CHALLENGERS,
    excel="={horizon_months}-{strategy_months_of_more}+1",
)
def strategy_more_units_month(horizon_months: Array, strategy_months_of_more: Array) -> Array:
    """The first month that needs more units than month 1; the one after the horizon where none does."""
    return horizon_months - strategy_months_of_more + 1


@line(
    unit="instances",
    source="METHOD 11.7",
    label="Units of the first of those months",
    for_each=CHALLENGERS,
    excel="=SUMPRODUCT(({month.all}={strategy_more_units_month})*{strategy_units.all})",
)
def strategy_more_units(month: Array, strategy_more_units_month: Array, strategy_units: Array) -> Array:
    """Units of the first month that needs more than month 1; 0 where none does."""
    return total((month == strategy_more_units_month) * strategy_units)


def strategy_more_units_caution(
    strategy: str,
    strategy_has_units: Array,
    strategy_months_of_more: Array,
    strategy_more_units: Array,
    strategy_more_units_month: Array,
    strategy_first_units: Array,
) -> Array:
    """The first month of the plan that needs more units than month 1, and how many; nothing where none does."""
    told = text(
        "caution.more_units_needed",
        strategy=STRATEGIES[strategy],
        units=whole_number(strategy_more_units),
        month=whole_number(strategy_more_units_month),
        first=whole_number(strategy_first_units),
    )
    return np.where(strategy_has_units & (strategy_months_of_more > 0), told, "")


def _more_units_excel(title: str) -> str:
    told = excel_text(
        "caution.more_units_needed",
        strategy=title,
        units=excel_whole("{strategy_more_units}"),
        month=excel_whole("{strategy_more_units_month}"),
        first=excel_whole("{strategy_first_units}"),
    )
    return f'=IF(AND({{strategy_has_units}},{{strategy_months_of_more}}>0),{told},"")'


def _told_if_default(title: str, has_units: Array, capacity: Array, peak: Array, utilization: Array) -> Array:
    """The caution where capacity is modelled while units are planned at full utilization and without peaks."""
    is_default = has_units & (capacity > 0) & (peak == 1) & (utilization == 1)
    return np.where(is_default, text("caution.utilization_and_peak_default", strategy=title), "")


def _defaults_excel(title: str, utilization: str) -> str:
    told = excel_text("caution.utilization_and_peak_default", strategy=title)
    modelled = "{strategy_has_units},{strategy_unit_capacity}>0"
    return f'=IF(AND({modelled},{{workload_peak_to_average}}=1,{{{utilization}}}=1),{told},"")'


for _strategies, (_utilization, *_) in _PLANNED.items():
    for _strategy in _strategies:
        line(
            unit="text",
            source="METHOD 11.7",
            label="Caution: utilization and peak",
            for_each=(_strategy,),
            excel=_defaults_excel(quoted(STRATEGIES[_strategy]), _utilization),
        )(
            entry(
                "strategy_defaults_caution",
                "Capacity is modelled with utilization and peak both left at their defaults; else nothing.",
                ("strategy_has_units", "strategy_unit_capacity", "workload_peak_to_average", _utilization),
                partial(_told_if_default, STRATEGIES[_strategy]),
            )
        )
for _strategy in BREAK_EVEN:
    _title = quoted(STRATEGIES[_strategy])
    _pieces = {"strategy": _title, "units": excel_whole("{strategy_min_units}")}
    line(
        unit="text",
        source="METHOD 11.7",
        label="What break-even asks of the fewest units",
        for_each=(_strategy,),
        excel="=" + excel_text("caution.capacity_not_modelled", rate="{strategy_asked_rate_text}", **_pieces),
    )(
        entry(
            "strategy_capacity_asked_text",
            "What the break-even volume asks of each of the fewest units, in words.",
            ("strategy_min_units", "strategy_asked_rate_text"),
            partial(_asked_of_capacity, STRATEGIES[_strategy]),
        )
    )
    line(
        unit="text",
        source="METHOD 11.7",
        label="How far the fewest units go",
        for_each=(_strategy,),
        excel="=" + excel_text("caution.capacity_at_any_volume", **_pieces),
    )(
        entry(
            "strategy_capacity_any_text",
            "How far a strategy that breaks even at any volume does so, in words.",
            ("strategy_min_units",),
            partial(_capacity_at_any_volume, STRATEGIES[_strategy]),
        )
    )
line(
    unit="text",
    source="METHOD 11.7",
    label="Caution: capacity not modelled",
    for_each=BREAK_EVEN,
    excel="=IF(AND({strategy_unit_capacity}=0,{strategy_has_units},ISNUMBER({strategy_break_even_tokens})),"
    'IF({strategy_break_even_tokens}>0,{strategy_capacity_asked_text},{strategy_capacity_any_text}),"")',
)(strategy_capacity_caution)
for _strategy in CHALLENGERS:
    line(
        unit="text",
        source="METHOD 11.7",
        label="Caution: more units needed",
        for_each=(_strategy,),
        excel=_more_units_excel(quoted(STRATEGIES[_strategy])),
    )(strategy_more_units_caution)
