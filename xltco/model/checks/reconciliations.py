"""Checks (METHOD 12): the model's own reconciliations. TRUE passed; one total counts the others."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import COMPARED, HOSTED, SERVED, is_given, line, total
from xltco.model.views.wording import excel_fixed, fixed, joined


@line(
    unit="boolean",
    source="METHOD 12",
    label="Tokens add up to the geometric sum",
    excel="=ABS({total_tokens}-IF({workload_monthly_growth_rate}=0,{workload_monthly_tokens}*{horizon_months},"
    "{workload_monthly_tokens}*((1+{workload_monthly_growth_rate})^{horizon_months}-1)"
    "/IF({workload_monthly_growth_rate}=0,1,{workload_monthly_growth_rate})))"
    "<={check_tolerance}*({total_tokens}+1)",
)
def check_tokens(total_tokens, workload_monthly_growth_rate, workload_monthly_tokens, horizon_months, check_tolerance):
    """The sum of the months equals the closed form."""
    growth = np.where(workload_monthly_growth_rate == 0, 1, workload_monthly_growth_rate)
    months = np.where(workload_monthly_growth_rate == 0, horizon_months, ((1 + growth) ** horizon_months - 1) / growth)
    return np.abs(total_tokens - workload_monthly_tokens * months) <= check_tolerance * (total_tokens + 1)


@line(
    unit="boolean",
    source="METHOD 12",
    label="Cumulative ends at the TCO",
    for_each=COMPARED,
    excel="=ABS(SUMPRODUCT({strategy_cumulative.all}*{last_month.all})-{strategy_tco})"
    "<={check_tolerance}*(ABS({strategy_tco})+1)",
)
def strategy_check_cumulative(strategy_cumulative, last_month, strategy_tco, check_tolerance):
    """The running sum of the months and their total agree."""
    return np.abs(total(strategy_cumulative * last_month) - strategy_tco) <= check_tolerance * (
        np.abs(strategy_tco) + 1
    )


@line(
    unit="boolean",
    source="METHOD 12",
    label="P&L view and balance add up to the cash view",
    for_each=COMPARED,
    excel="=ABS({strategy_pnl_total}+{strategy_unamortized}-{strategy_tco})<={check_tolerance}*(ABS({strategy_tco})+1)",
)
def strategy_check_pnl(strategy_pnl_total, strategy_unamortized, strategy_tco, check_tolerance):
    """What the accounts show and what they still carry is what was paid."""
    gap = np.abs(strategy_pnl_total + strategy_unamortized - strategy_tco)
    return gap <= check_tolerance * (np.abs(strategy_tco) + 1)


@line(
    unit="boolean",
    source="METHOD 12",
    label="Undiscounted, the NPV is the TCO",
    for_each=COMPARED,
    excel="=OR({horizon_annual_discount_rate}<>0,"
    "ABS({strategy_npv}-{strategy_tco})<={check_tolerance}*(ABS({strategy_tco})+1))",
)
def strategy_check_npv(horizon_annual_discount_rate, strategy_npv, strategy_tco, check_tolerance):
    """At a discount rate of 0 both sums agree."""
    close = np.abs(strategy_npv - strategy_tco) <= check_tolerance * (np.abs(strategy_tco) + 1)
    return (horizon_annual_discount_rate != 0) | close


@line(
    unit="boolean",
    source="METHOD 12",
    label="Instances carry the tokens",
    for_each=SERVED,
    excel="=OR({strategy_instance_capacity}=0,SUMPRODUCT({strategy_in_service.all}"
    "*({strategy_instances.all}*{strategy_instance_capacity}*(1+{check_tolerance})<{tokens.all}))=0)",
)
def strategy_check_capacity(
    strategy_instance_capacity, strategy_in_service, strategy_instances, check_tolerance, tokens
):  # fmt: skip
    """In every month in service the capacity is at least the tokens, where capacity is modelled."""
    short = strategy_instances * strategy_instance_capacity * (1 + check_tolerance) < tokens
    return (strategy_instance_capacity == 0) | (total(strategy_in_service * short) == 0)


@line(
    unit="boolean",
    source="METHOD 12",
    label="At break-even both bills agree",
    for_each=HOSTED,
    excel="=IF(ISNUMBER({strategy_break_even_tokens}),IF({strategy_break_even_tokens}>0,"
    "ABS({strategy_break_even_instances}*{strategy_step_cost}+{strategy_net_base_cost}"
    "-{buy_price_per_token}*{strategy_break_even_tokens})"
    "<={check_tolerance}*({strategy_break_even_instances}*{strategy_step_cost}+ABS({strategy_net_base_cost})+1),"
    "TRUE),TRUE)",
)
def strategy_check_break_even(
    strategy_break_even_tokens,
    strategy_break_even_instances,
    strategy_step_cost,
    strategy_net_base_cost,
    buy_price_per_token,
    check_tolerance,
):
    """At V* the instances and fixed costs cost what the API bills; nothing to check where V* is never or 0."""
    hosting = strategy_break_even_instances * strategy_step_cost
    gap = np.abs(hosting + strategy_net_base_cost - buy_price_per_token * strategy_break_even_tokens)
    close = gap <= check_tolerance * (hosting + np.abs(strategy_net_base_cost) + 1)
    return close | ~is_given(strategy_break_even_tokens) | (strategy_break_even_tokens <= 0)


@line(
    unit="boolean",
    source="METHOD 12",
    label="The search for the horizon break-even settled",
    when_absent=True,
    excel="={self_host_search_settled}",
)
def check_horizon_search(self_host_search_settled):
    """The last steps of the search agree."""
    return self_host_search_settled


def _failures(*passed: Array) -> Array:
    return sum((1.0 - p for p in passed), np.zeros((1, 1)))


@line(
    unit="count",
    source="METHOD 12",
    label="Checks failed",
    for_each=COMPARED,
    when_absent=0,
    excel="=IF({strategy_check_cumulative},0,1)+IF({strategy_check_pnl},0,1)+IF({strategy_check_npv},0,1)"
    "+IF({strategy_check_years},0,1)+IF({strategy_check_quarters},0,1)+IF({strategy_check_savings},0,1)"
    "+IF({strategy_check_sign},0,1)+IF({strategy_check_inputs},0,1)+IF({strategy_check_shares},0,1)",
)
def strategy_checks_failed(
    strategy_check_cumulative,
    strategy_check_pnl,
    strategy_check_npv,
    strategy_check_years,
    strategy_check_quarters,
    strategy_check_savings,
    strategy_check_sign,
    strategy_check_inputs,
    strategy_check_shares,
):
    """How many of the strategy's checks failed."""
    sums = _failures(strategy_check_cumulative, strategy_check_pnl, strategy_check_npv)
    views = _failures(strategy_check_years, strategy_check_quarters, strategy_check_savings)
    return sums + views + _failures(strategy_check_sign, strategy_check_inputs, strategy_check_shares)


@line(
    unit="count",
    source="METHOD 12",
    label="Capacity checks failed",
    for_each=SERVED,
    when_absent=0,
    excel="=IF({strategy_check_capacity},0,1)",
)
def strategy_capacity_checks_failed(strategy_check_capacity):
    """1 when the instances do not carry the tokens."""
    return _failures(strategy_check_capacity)


@line(
    unit="count",
    source="METHOD 12",
    label="Break-even checks failed",
    for_each=HOSTED,
    when_absent=0,
    excel="=IF({strategy_check_break_even},0,1)",
)
def strategy_break_even_checks_failed(strategy_check_break_even):
    """1 when the bills at break-even disagree."""
    return _failures(strategy_check_break_even)


@line(
    unit="count",
    source="METHOD 12",
    label="Checks failed in all",
    excel="=IF({check_tokens},0,1)+IF({check_horizon_search},0,1)+IF({check_simulation},0,1)+{input_checks_failed}"
    "+{buy_checks_failed}+{fine_tune_checks_failed}+{self_host_checks_failed}+{own_checks_failed}"
    "+{build_checks_failed}+{self_host_capacity_checks_failed}+{own_capacity_checks_failed}"
    "+{build_capacity_checks_failed}+{self_host_break_even_checks_failed}+{own_break_even_checks_failed}",
)
def checks_failed(
    check_tokens,
    check_horizon_search,
    check_simulation,
    input_checks_failed,
    buy_checks_failed,
    fine_tune_checks_failed,
    self_host_checks_failed,
    own_checks_failed,
    build_checks_failed,
    self_host_capacity_checks_failed,
    own_capacity_checks_failed,
    build_capacity_checks_failed,
    self_host_break_even_checks_failed,
    own_break_even_checks_failed,
):
    """The one total: 0 when every check of the workbook passed."""
    managed = buy_checks_failed + fine_tune_checks_failed
    served = self_host_checks_failed + own_checks_failed + build_checks_failed
    capacity = self_host_capacity_checks_failed + own_capacity_checks_failed + build_capacity_checks_failed
    break_even = self_host_break_even_checks_failed + own_break_even_checks_failed
    whole = _failures(check_tokens, check_horizon_search, check_simulation) + input_checks_failed
    return whole + managed + served + capacity + break_even


_ALL_PASSED, _SEE = "All checks passed.", ": see Checks."


@line(
    unit="text",
    source="METHOD 12",
    label="Checks",
    excel=f'=IF({{checks_failed}}=0,"{_ALL_PASSED}",{excel_fixed("{checks_failed}", "0")}'
    f'&IF({{checks_failed}}=1," check"," checks")&" failed{_SEE}")',
)
def checks_sentence(checks_failed, relative_tolerance):
    """Whether every check of the workbook passed, or how many did not."""
    noun = np.where(checks_failed == 1, " check", " checks")
    return np.where(checks_failed == 0, _ALL_PASSED, joined(fixed(checks_failed, 0), noun, " failed", _SEE))
