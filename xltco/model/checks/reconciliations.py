"""Checks (METHOD 12): the model's own reconciliations. TRUE passed; one total counts the others."""

from __future__ import annotations

from functools import reduce

import numpy as np

from xltco.lines import Array, Line
from xltco.model.checks.check import SOURCE, check
from xltco.model.costs.items import CATEGORIES
from xltco.model.register import BREAK_EVEN, COMPARED, MODEL, SERVED, total
from xltco.units import unit_named


@check(
    label="Tokens add up to the geometric sum",
    excel="=ABS({total_tokens}-IF({workload_monthly_growth_rate}=0,{workload_monthly_tokens}*{horizon_months},"
    "{workload_monthly_tokens}*((1+{workload_monthly_growth_rate})^{horizon_months}-1)"
    "/IF({workload_monthly_growth_rate}=0,1,{workload_monthly_growth_rate})))"
    "<={check_tolerance}*({total_tokens}+1)",
)
def check_tokens(
    total_tokens: Array,
    workload_monthly_growth_rate: Array,
    workload_monthly_tokens: Array,
    horizon_months: Array,
    check_tolerance: Array,
) -> Array:
    """The sum of the months equals the closed form."""
    growth = np.where(workload_monthly_growth_rate == 0, 1, workload_monthly_growth_rate)
    months = np.where(workload_monthly_growth_rate == 0, horizon_months, ((1 + growth) ** horizon_months - 1) / growth)
    return np.abs(total_tokens - workload_monthly_tokens * months) <= check_tolerance * (total_tokens + 1)


@check(
    label="Cumulative ends at the TCO",
    for_each=COMPARED,
    excel="=ABS(SUMPRODUCT({strategy_cumulative.all}*{last_month.all})-{strategy_tco})<={strategy_slack}",
)
def strategy_check_cumulative(
    strategy_cumulative: Array, last_month: Array, strategy_tco: Array, strategy_slack: Array
) -> Array:
    """The running sum of the months and their total agree."""
    return np.abs(total(strategy_cumulative * last_month) - strategy_tco) <= strategy_slack


@check(
    label="P&L view and balance add up to the cash view",
    for_each=tuple(name for name in COMPARED if name != "own"),
    excel="=ABS({strategy_pnl_total}+{strategy_unamortized}-{strategy_tco})<={strategy_slack}",
)
def strategy_check_pnl(
    strategy_pnl_total: Array, strategy_unamortized: Array, strategy_tco: Array, strategy_slack: Array
) -> Array:
    """What the accounts show and what they still carry is what was paid."""
    gap = np.abs(strategy_pnl_total + strategy_unamortized - strategy_tco)
    return gap <= strategy_slack


@check(
    label="P&L view and balance add up to the cash view",
    # Not ABS(... + IF(...)), in which formualizer finds no value.
    excel="=IF({finance_capitalize_setup},ABS({own_pnl_total}+{own_unamortized}-{own_tco}+{own_terminal_value_total}),"
    "ABS({own_pnl_total}+{own_unamortized}-{own_tco}))<={own_slack}",
)
def own_check_pnl(
    own_pnl_total: Array,
    own_unamortized: Array,
    own_tco: Array,
    finance_capitalize_setup: Array,
    own_terminal_value_total: Array,
    own_slack: Array,
) -> Array:
    """What the accounts show and still carry is what was paid, beside the terminal value: the balance stands for it."""
    taken_back = np.where(finance_capitalize_setup, own_terminal_value_total, 0)
    gap = np.abs(own_pnl_total + own_unamortized - own_tco + taken_back)
    return gap <= own_slack


def _categories_add_up(slack: Array, tco: Array, **categories: Array) -> Array:
    """The totals of the categories are the TCO: no item is counted twice or forgotten."""
    return np.abs(reduce(np.add, categories.values()) - tco) <= slack


for _strategy in COMPARED:
    _totals = [f"{_strategy}_{category}_category_total" for category in CATEGORIES]
    MODEL.add(
        Line(
            name=f"{_strategy}_check_categories",
            label="Categories add up to the TCO",
            unit=unit_named("boolean"),
            axis="scalar",
            meaning="The totals of the categories are the TCO: no item is counted twice or forgotten.",
            source=SOURCE,
            excel=f"=ABS({'+'.join(f'{{{name}}}' for name in _totals)}-{{{_strategy}_tco}})<={{{_strategy}_slack}}",
            python=_categories_add_up,
            reads={"slack": f"{_strategy}_slack", "tco": f"{_strategy}_tco"} | {name: name for name in _totals},
            strategy=_strategy,
            template="strategy_check_categories",
            when_absent=True,
        )
    )


@check(
    label="Undiscounted, the NPV is the TCO",
    for_each=COMPARED,
    excel="=OR({horizon_annual_discount_rate}<>0,ABS({strategy_npv}-{strategy_tco})<={strategy_slack})",
)
def strategy_check_npv(
    horizon_annual_discount_rate: Array, strategy_npv: Array, strategy_tco: Array, strategy_slack: Array
) -> Array:
    """At a discount rate of 0 both sums agree."""
    close = np.abs(strategy_npv - strategy_tco) <= strategy_slack
    return (horizon_annual_discount_rate != 0) | close


@check(
    label="Units carry the tokens",
    for_each=("fine_tune", *SERVED),
    excel="=OR({strategy_unit_capacity}=0,SUMPRODUCT({strategy_in_service.all}"
    "*({strategy_units.all}*{strategy_unit_capacity}*(1+{check_tolerance})<{tokens.all}))=0)",
)
def strategy_check_capacity(
    strategy_unit_capacity: Array,
    strategy_in_service: Array,
    strategy_units: Array,
    check_tolerance: Array,
    tokens: Array,
) -> Array:
    """In every month in service the capacity is at least the tokens, where capacity is modelled."""
    short = strategy_units * strategy_unit_capacity * (1 + check_tolerance) < tokens
    return (strategy_unit_capacity == 0) | (total(strategy_in_service * short) == 0)


@check(
    label="At break-even both bills agree",
    for_each=BREAK_EVEN,
    excel="=IF(ISNUMBER({strategy_break_even_tokens}),IF(AND({strategy_break_even_tokens}>0,"
    "{strategy_net_token_rate}>0),ABS({strategy_break_even_bill}"
    "-{strategy_net_token_rate}*{strategy_break_even_tokens})"
    "<={check_tolerance}*({strategy_break_even_bill}+{strategy_base_noise}+1),TRUE),TRUE)",
)
def strategy_check_break_even(
    strategy_break_even_tokens: Array,
    strategy_net_token_rate: Array,
    strategy_break_even_bill: Array,
    check_tolerance: Array,
    strategy_base_noise: Array,
) -> Array:
    """At V* the units and fixed costs cost what the API bills; nothing to check where V* is never or 0."""
    gap = np.abs(strategy_break_even_bill - strategy_net_token_rate * strategy_break_even_tokens)
    close = gap <= check_tolerance * (strategy_break_even_bill + strategy_base_noise + 1)
    asked = (strategy_break_even_tokens > 0) & (strategy_net_token_rate > 0)
    return close | ~asked
