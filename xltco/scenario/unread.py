"""Inputs that are stated and that nothing reads, because another input keeps them out of the model.

An input counts as stated when its value is not the default: a workbook states every cell, and a default that is
repeated misleads nobody. What is read in one case is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xltco.scenario.models import Table
from xltco.scenario.scenario import Scenario
from xltco.scenario.stated import CASES, inputs_by_table

Unread = tuple[str, Any, str]
Reason = tuple[str, str]

# Two inputs that count only as a product: each of them is unread while the other is 0.
_PAIRS = (
    ("annual_migration_probability", "migration_cost"),
    ("annual_incident_probability", "incident_cost"),
    ("annual_attrition_probability", "replacement_cost"),
    ("model_refresh_cost", "model_refresh_interval_months"),
    ("training_tokens", "training_price_per_1m"),
    ("node_power_kw", "electricity_price_per_kwh"),
)
_LIST_PRICES = (
    "input_price_per_1m",
    "cached_input_price_per_1m",
    "cache_write_price_per_1m",
    "output_price_per_1m",
)


def unread_inputs(scenario: Scenario) -> Iterator[Unread]:
    """Each input that is stated and read in no case: its key, its value and why nothing reads it."""
    unread: dict[str, tuple[Any, str]] = {}
    read: set[str] = set()
    for name in CASES if scenario.cases else ("base",):
        case = scenario.case(name)
        reasons = dict(_reasons(case))
        for key, value in _stated(case):
            if key in reasons:
                unread.setdefault(key, (value, reasons[key]))
            else:
                read.add(key)
    order = [item.dotted for items in inputs_by_table().values() for item in items]
    for key in sorted(unread.keys() - read, key=order.index):
        yield (key, *unread[key])


def _stated(case: Scenario) -> Iterator[tuple[str, Any]]:
    yield from ((item.dotted, value) for item, value in case.values() if value != item.default)


def _reasons(case: Scenario) -> Iterator[Reason]:
    """The keys that nothing reads in this case, with the reason; the first reason of a key is the one that is told."""
    found: dict[str, str] = {}
    for table in ("buy", "fine_tune", "self_host", "own"):
        stated: Any = getattr(case, table)
        if stated is None:
            continue
        rules = [_of_pairs(stated)]
        rules += [_of_a_price(stated, case)] if table in ("buy", "fine_tune") else [_of_hosting(stated)]
        rules += [_of_fine_tuning(stated)] if table == "fine_tune" else []
        rules += [_of_owning(stated)] if table == "own" else []
        for key, why in (pair for rule in rules for pair in rule):
            found.setdefault(f"{table}.{key}", why)
    for key, why in _of_the_workload(case):
        found.setdefault(key, why)
    yield from found.items()


def _of_pairs(stated: Table) -> Iterator[Reason]:
    for one, other in _PAIRS:
        if one in type(stated).model_fields:
            for key, needed in ((one, other), (other, one)):
                if getattr(stated, needed) == 0:
                    yield key, f"{needed} is 0: state it too"


def _of_a_price(stated: Any, case: Scenario) -> Iterator[Reason]:
    if stated.blended_price_per_1m is not None:
        for key in _LIST_PRICES:
            yield key, "blended_price_per_1m stands in for it: take one of the two out"
    for price, share in (
        ("cached_input_price_per_1m", "cached_input_share"),
        ("cache_write_price_per_1m", "cache_write_share"),
        ("batch_discount", "batch_share"),
    ):
        if getattr(case.workload, share) == 0:
            yield price, f"workload.{share} is 0: state it too"


def _of_fine_tuning(stated: Any) -> Iterator[Reason]:
    training = stated.training_tokens * stated.training_price_per_1m
    if training == 0:
        for key in ("epochs", "runs_per_refresh"):
            yield key, "training costs nothing: state training_tokens and training_price_per_1m"
    if training * stated.epochs * stated.runs_per_refresh == 0 and stated.evaluation_cost_per_refresh == 0:
        yield "refresh_interval_months", "a refresh costs nothing: state training or evaluation_cost_per_refresh"
    if stated.endpoint_hourly == 0:
        why = "endpoint_hourly is 0: a capacity without a price"
        for key in ("endpoint_tokens_per_second", "endpoint_target_utilization", "min_endpoints"):
            yield key, f"{why}; state the price too"


def _of_hosting(stated: Any) -> Iterator[Reason]:
    # target_utilization and peak_to_average are read even so: by the caution that names the throughput asked for.
    if stated.tokens_per_second == 0 and stated.spare_instances == 0:
        why = "without tokens_per_second and spare_instances no instance is above the fewest: state one of them"
        yield "labor_hours_per_extra_instance", why
    if stated.active_share == 1:
        yield "autoscaling_labor_hours_per_month", "active_share is 1, so nothing scales to zero"


def _of_owning(stated: Any) -> Iterator[Reason]:
    yield "overhead_rate", "own rents no compute that it could be a share of: use colocation_per_node_month"
    if stated.node_power_kw * stated.electricity_price_per_kwh == 0:
        yield "pue", "power costs nothing: state node_power_kw and electricity_price_per_kwh"


def _of_the_workload(case: Scenario) -> Iterator[Reason]:
    managed: list[Any] = [stated for stated in (case.buy, case.fine_tune) if stated is not None]
    listed = [stated for stated in managed if stated.blended_price_per_1m is None]
    for key in ("cached_input_share", "cache_write_share"):
        if not listed:
            yield f"workload.{key}", "no strategy has a price of its own for input: a blended price is for all tokens"
    if not listed and (case.fine_tune is None or case.fine_tune.input_token_reduction == 0):
        yield "workload.input_share", "no strategy has prices of its own for input and output"
    if not managed:
        yield "workload.batch_share", "no strategy is billed by an API"
    has_endpoint = case.fine_tune is not None and case.fine_tune.endpoint_hourly > 0
    if case.self_host is None and case.own is None and not has_endpoint:
        yield "workload.peak_to_average", "no strategy has units of its own: an API carries every peak"
    if case.workload.revenue_per_1m_tokens == 0:
        yield "workload.gross_margin_floor", "workload.revenue_per_1m_tokens is 0, so there is no margin: state it too"
    if case.workload.revenue_per_1m_tokens == 0 or case.workload.gross_margin_floor == 0:
        yield (
            "decision.margin_mandate",
            "it asks for revenue and a floor: state revenue_per_1m_tokens and gross_margin_floor",
        )
    if not case.finance.capitalize_setup and not case.finance.include_one_time:
        yield "finance.amortization_months", "nothing is spread: capitalize_setup and include_one_time are false"
