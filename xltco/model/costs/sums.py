"""Every item is declared: the totals and the steady state that follow from the list (METHOD 5.0)."""

from __future__ import annotations

from xltco.model.costs.steady_state import declare_steady_state
from xltco.model.costs.totals import declare_total, declare_totals_over_the_horizon
from xltco.model.register import SERVED

for _strategy in ("fine_tune", *SERVED):
    declare_total(_strategy)
declare_totals_over_the_horizon()
declare_steady_state()
