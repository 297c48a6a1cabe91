"""Beside the decision path (METHOD 11.3, 11.4): the capability and moat quadrant, and the lock-in spectrum."""

from __future__ import annotations

import numpy as np

from xltco.model.register import MANAGED, SERVED, line, total

_QUADRANTS = (
    "commodity: buy, never build custom",
    "data asset: fine-tune",
    "experience edge: buy, and engineer around it",
    "moat: self-host or build may be earned",
)


@line(
    unit="text",
    source="METHOD 11.3",
    label="Quadrant",
    excel=f"=IF({{decision_data_moat}}>={{high_rating}},IF({{decision_differentiation}}>={{high_rating}},"
    f'"{_QUADRANTS[3]}","{_QUADRANTS[1]}"),'
    f'IF({{decision_differentiation}}>={{high_rating}},"{_QUADRANTS[2]}","{_QUADRANTS[0]}"))',
)
def decision_quadrant(decision_data_moat, high_rating, decision_differentiation):
    """Where the workload stands in the capability and moat matrix."""
    data, capability = decision_data_moat >= high_rating, decision_differentiation >= high_rating
    return np.where(
        capability, np.where(data, _QUADRANTS[3], _QUADRANTS[2]), np.where(data, _QUADRANTS[1], _QUADRANTS[0])
    )


@line(
    unit="rating",
    source="METHOD 11.4",
    label="Lock-in of the API side",
    excel="=AVERAGE({decision_lock_in_price_changes},{decision_lock_in_model_deprecation},"
    "{decision_lock_in_data_residency})",
)
def api_lock_in_rating(
    decision_lock_in_price_changes, decision_lock_in_model_deprecation, decision_lock_in_data_residency
):
    """Mean of the three ratings of the API's lock-in."""
    ratings = (decision_lock_in_price_changes, decision_lock_in_model_deprecation, decision_lock_in_data_residency)
    return sum(ratings) / len(ratings)


@line(
    unit="rating",
    source="METHOD 11.4",
    label="Lock-in of the self-hosted side",
    excel="=AVERAGE({decision_lock_in_infrastructure_debt},{decision_lock_in_talent_churn},"
    "{decision_lock_in_hardware_availability})",
)
def hosted_lock_in_rating(
    decision_lock_in_infrastructure_debt, decision_lock_in_talent_churn, decision_lock_in_hardware_availability
):
    """Mean of the three ratings of the self-hosted lock-in."""
    infrastructure, talent = decision_lock_in_infrastructure_debt, decision_lock_in_talent_churn
    return np.mean([infrastructure, talent, decision_lock_in_hardware_availability], axis=0)


@line(
    unit="currency",
    source="METHOD 11.4",
    label="Cost of lock-in over the horizon",
    for_each=(*MANAGED, *SERVED),
    excel="=SUM({strategy_lock_in.all})",
)
def strategy_lock_in_cost(strategy_lock_in):
    """What the model counts for the strategy's lock-in; months served by the API before go-live are not in it."""
    return total(strategy_lock_in)
