"""Beside the decision path (METHOD 11.3, 11.4): the capability and moat quadrant, and the lock-in spectrum."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import MANAGED, SERVED, line, total
from xltco.model.texts import excel_text, text


@line(
    unit="text",
    source="METHOD 11.3",
    label="Quadrant",
    excel=f"=IF({{decision_data_moat}}>={{high_rating}},IF({{decision_differentiation}}>={{high_rating}},"
    f"{excel_text('quadrant.moat')},{excel_text('quadrant.data_asset')}),IF({{decision_differentiation}}>="
    f"{{high_rating}},{excel_text('quadrant.experience_edge')},{excel_text('quadrant.commodity')}))",
)
def decision_quadrant(decision_data_moat: Array, high_rating: Array, decision_differentiation: Array) -> Array:
    """Where the workload stands in the capability and moat matrix."""
    data, capability = decision_data_moat >= high_rating, decision_differentiation >= high_rating
    with_data = np.where(capability, text("quadrant.moat"), text("quadrant.data_asset"))
    without = np.where(capability, text("quadrant.experience_edge"), text("quadrant.commodity"))
    return np.where(data, with_data, without)


@line(
    unit="rating",
    source="METHOD 11.4",
    label="Lock-in of the API side",
    excel="=AVERAGE({decision_lock_in_price_changes},{decision_lock_in_model_deprecation},"
    "{decision_lock_in_data_residency})",
)
def api_lock_in_rating(
    decision_lock_in_price_changes: Array,
    decision_lock_in_model_deprecation: Array,
    decision_lock_in_data_residency: Array,
) -> Array:
    """Mean of the three ratings of the API's lock-in."""
    ratings = (decision_lock_in_price_changes, decision_lock_in_model_deprecation, decision_lock_in_data_residency)
    return np.asarray(np.mean(ratings, axis=0))


@line(
    unit="rating",
    source="METHOD 11.4",
    label="Lock-in of the self-hosted side",
    excel="=AVERAGE({decision_lock_in_infrastructure_debt},{decision_lock_in_talent_churn},"
    "{decision_lock_in_hardware_availability})",
)
def hosted_lock_in_rating(
    decision_lock_in_infrastructure_debt: Array,
    decision_lock_in_talent_churn: Array,
    decision_lock_in_hardware_availability: Array,
) -> Array:
    """Mean of the three ratings of the self-hosted lock-in."""
    infrastructure, talent = decision_lock_in_infrastructure_debt, decision_lock_in_talent_churn
    return np.asarray(np.mean([infrastructure, talent, decision_lock_in_hardware_availability], axis=0))


@line(
    unit="currency",
    source="METHOD 11.4",
    label="Cost of lock-in over the horizon",
    for_each=(*MANAGED, *SERVED),
    excel="=SUM({strategy_lock_in.all})",
)
def strategy_lock_in_cost(strategy_lock_in: Array) -> Array:
    """What the model counts for the strategy's lock-in; months served by the API before go-live are not in it."""
    return total(strategy_lock_in)
