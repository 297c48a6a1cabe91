"""Sensitivity (METHOD 14): what the tornado, the grids and the simulation share.

All three ask what self-hosting saves against buying when a driver is another. Its NPV has the separable form of 10.6,
V*S - A - sum of U[m]*N(load[m]), so a moved driver scales a part of it, or changes the instances of the months.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from xltco.lines import Array, PythonEntry
from xltco.model.register import MODEL, line, total

Member = Mapping[str, str]


def line_for_each(
    members: Iterable[Member], *, excel: str, label: str, **facts: Any
) -> Callable[[PythonEntry], PythonEntry]:
    """Declare one line for each member of a family. In names, label and meaning its keys stand for its words."""

    def declare(function: PythonEntry) -> PythonEntry:
        for member in members:
            declared = line(excel=_filled(excel, member), label=_in_words(label, member), **facts)
            declared(_member(function, member))
        return function

    return declare


def _member(function: PythonEntry, member: Member) -> PythonEntry:
    """The entry under the member's name, reading the member's lines."""
    names = {_filled(name, member): name for name in inspect.signature(function).parameters}

    def entry(**values: Array) -> Array:
        return function(**{names[name]: value for name, value in values.items()})

    entry.__name__ = _filled(function.__name__, member)
    entry.__doc__ = _in_words(function.__doc__ or "", member)
    parameters = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
    entry.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return entry


def _filled(text: str, member: Member) -> str:
    for key, word in member.items():
        text = text.replace(key, word)
    return text


def _in_words(text: str, member: Member) -> str:
    return _filled(text, {key: word.replace("_", " ").replace("api", "API") for key, word in member.items()})


def numbers(axis: str) -> Array:
    """1, 2, 3 and so on along the axis."""
    return np.arange(1, MODEL.axes[axis].length + 1, dtype=float)[None, :]


def picked(series: Array, number: Array) -> Array:
    """The cells of a series that the numbers name, the first being 1: INDEX in Excel."""
    cases = np.arange(series.shape[0])[:, None]
    return series[cases, np.asarray(number, dtype=int) - 1]  # type: ignore[no-any-return]


def counted(load: Array, fewest: Array) -> Array:
    """Instances for a load in instances, never below the fewest."""
    return np.maximum(np.ceil(load), fewest)


@line(
    unit="currency",
    axis="month",
    source="METHOD 14.1",
    label="NPV of one instance's hardware",
    excel="={self_host_hardware_per_instance}*{self_host_price_factor}*{discount_factor}*{self_host_in_service}",
)
def self_host_hardware_npv(
    self_host_hardware_per_instance, self_host_price_factor, discount_factor, self_host_in_service
):  # fmt: skip
    """What renting one instance costs in the month, discounted; 0 before go-live."""
    return self_host_hardware_per_instance * self_host_price_factor * discount_factor * self_host_in_service


@line(
    unit="currency",
    axis="month",
    source="METHOD 14.1",
    label="NPV of one instance's labor",
    excel="={self_host_labor_hours_per_extra_instance}*{labor_hourly_rate}*{wage_factor}*{discount_factor}"
    "*{self_host_in_service}",
)
def self_host_extra_labor_npv(
    self_host_labor_hours_per_extra_instance, labor_hourly_rate, wage_factor, discount_factor, self_host_in_service
):
    """What the labor that follows the instances costs for one of them in the month, discounted."""
    hours = self_host_labor_hours_per_extra_instance * self_host_in_service
    return hours * labor_hourly_rate * wage_factor * discount_factor


@line(
    unit="currency",
    source="METHOD 14.1",
    label="NPV of base labor above buy's",
    excel="=SUMPRODUCT((({self_host_base_labor_hours}"
    "-{self_host_min_instances}*{self_host_labor_hours_per_extra_instance})"
    "*{labor_hourly_rate}*{wage_factor.all}-{buy_labor.all})*{self_host_in_service.all}*{discount_factor.all})",
)
def self_host_labor_npv(
    self_host_base_labor_hours,
    self_host_min_instances,
    self_host_labor_hours_per_extra_instance,
    labor_hourly_rate,
    wage_factor,
    buy_labor,
    self_host_in_service,
    discount_factor,
):
    """The part of A that follows the labor rate: hours beside those of the instances, less the hours around the API."""
    hours = self_host_base_labor_hours - self_host_min_instances * self_host_labor_hours_per_extra_instance
    labor = hours * labor_hourly_rate * wage_factor - buy_labor
    return total(labor * self_host_in_service * discount_factor)


@line(
    unit="instances",
    axis="month",
    source="METHOD 14.1",
    label="Instances that the tokens fill",
    excel="={workload_monthly_tokens}*{self_host_load_per_token}*(1-{relative_tolerance})",
)
def self_host_load(workload_monthly_tokens, self_host_load_per_token, relative_tolerance):
    """How many instances the month's tokens fill, not yet rounded up; 0 where capacity is not modelled."""
    return workload_monthly_tokens * self_host_load_per_token * (1 - relative_tolerance)
