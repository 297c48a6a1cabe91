"""The drivers of the tornado (METHOD 14.1): their names, the value that each replaces, and where it is moved to."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import DRIVERS, line, numbers

WAYS = ({"way": "down"}, {"way": "up"})
# The line or input that the driver's moved value stands in for.
DRIVEN = {
    "volume": "workload_monthly_tokens",
    "growth": "workload_monthly_growth_rate",
    "api_price": "buy_list_price",
    "api_price_change": "buy_annual_price_change",
    "instance_hourly": "self_host_instance_hourly",
    "throughput": "self_host_tokens_per_second",
    "labor_rate": "labor_hourly_rate",
    "labor_hours": "self_host_labor_hours_per_month",
    "setup_cost": "self_host_setup_cost",
    "discount_rate": "horizon_annual_discount_rate",
}
_HOSTING = ("self_host_savings_npv",)


@line(unit="number", axis="driver", source="METHOD 14.1", label="Driver", excel=None, stands_with=_HOSTING)
def driver_number() -> Array:
    """The number of a driver, and of a place in the sorted tornado; the sheet holds the numbers."""
    return numbers("driver")


@line(unit="text", axis="driver", source="METHOD 14.1", label="Name of the driver", excel=None, stands_with=_HOSTING)
def driver_label() -> Array:
    """The driver in words; the sheet holds the texts."""
    return np.array([list(DRIVERS.values())])


def _row_of(name: str) -> None:
    def moves() -> Array:
        return np.array([[1.0 if driver == name else 0.0 for driver in DRIVERS]])

    words = name.replace("_", " ").replace("api", "API")
    moves.__name__ = f"moves_{name}"
    moves.__doc__ = f"1 in the row of the driver {words}; the sheet holds the numbers."
    label = f"Moves the {words}"
    line(unit="flag", axis="driver", source="METHOD 14.1", label=label, excel=None, stands_with=_HOSTING)(moves)


for _name in DRIVERS:
    _row_of(_name)


@line(unit="number", source="METHOD 14.1", label="Direction down", excel=None, stands_with=_HOSTING)
def direction_down() -> Array:
    """Minus 1: drivers are moved down; the sheet holds the number."""
    return np.array([[-1.0]])


@line(unit="number", source="METHOD 14.1", label="Direction up", excel=None, stands_with=_HOSTING)
def direction_up() -> Array:
    """Plus 1: drivers are moved up; the sheet holds the number."""
    return np.array([[1.0]])


@line(
    unit="factor",
    source="METHOD 14.1",
    label="Factor of a driver, way",
    for_each=WAYS,
    excel="=1+{direction_way}*{sensitivity_driver_change}",
)
def driver_factor_way(direction_way: Array, sensitivity_driver_change: Array) -> Array:
    """What a driver that is no rate is multiplied by when it is moved way."""
    return 1 + direction_way * sensitivity_driver_change


def _declare_moved(driver: str, unit: str, label: str) -> None:
    """An amount moved by the stated share."""

    @line(
        unit=unit,
        source="METHOD 14.1",
        label=f"{label}, way",
        for_each=[{"which": driver, "amount": DRIVEN[driver], **way} for way in WAYS],
        excel="={amount}*{driver_factor_way}",
    )
    def moved_which_way(amount: Array, driver_factor_way: Array) -> Array:
        """The which moved way by the stated share."""
        return amount * driver_factor_way


for _driver, _unit, _label in (
    ("volume", "tokens", "Tokens of month 1"),
    ("api_price", "currency_per_1m_tokens", "API list price"),
    ("instance_hourly", "currency_per_hour", "Instance hourly price"),
    ("throughput", "tokens_per_second", "Tokens per second of an instance"),
    ("labor_rate", "currency_per_hour", "Labor rate"),
    ("labor_hours", "hours", "Labor hours of self-hosting"),
    ("setup_cost", "currency", "Setup cost"),
):
    _declare_moved(_driver, _unit, _label)


@line(
    unit="rate",
    source="METHOD 14.1",
    label="Monthly growth rate, way",
    for_each=WAYS,
    excel="=MAX({workload_monthly_growth_rate}+{direction_way}*{sensitivity_rate_change}/{months_per_year},"
    "{lowest_rate_of_change})",
)
def moved_growth_way(
    workload_monthly_growth_rate: Array,
    direction_way: Array,
    sensitivity_rate_change: Array,
    months_per_year: Array,
    lowest_rate_of_change: Array,
) -> Array:
    """Growth moved way: by a twelfth of the points per year, since it is a rate per month."""
    moved = workload_monthly_growth_rate + direction_way * sensitivity_rate_change / months_per_year
    return np.maximum(moved, lowest_rate_of_change)


@line(
    unit="rate",
    source="METHOD 14.1",
    label="Annual change of the API price, way",
    for_each=WAYS,
    excel="=MAX({buy_annual_price_change}+{direction_way}*{sensitivity_rate_change},{lowest_rate_of_change})",
)
def moved_api_price_change_way(
    buy_annual_price_change: Array, direction_way: Array, sensitivity_rate_change: Array, lowest_rate_of_change: Array
) -> Array:
    """The yearly change of the API price moved way."""
    return np.maximum(buy_annual_price_change + direction_way * sensitivity_rate_change, lowest_rate_of_change)


@line(
    unit="rate",
    source="METHOD 14.1",
    label="Annual discount rate, way",
    for_each=WAYS,
    excel="=MAX({horizon_annual_discount_rate}+{direction_way}*{sensitivity_rate_change},0)",
)
def moved_discount_rate_way(
    horizon_annual_discount_rate: Array, direction_way: Array, sensitivity_rate_change: Array
) -> Array:
    """The discount rate moved way, but not below 0."""
    return np.maximum(horizon_annual_discount_rate + direction_way * sensitivity_rate_change, 0)
