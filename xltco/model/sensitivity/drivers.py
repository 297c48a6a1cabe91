"""The drivers of the tornado (METHOD 14.1): their names, and where each is moved to, down and up."""

from __future__ import annotations

import numpy as np

from xltco.model.register import DRIVERS, line
from xltco.model.sensitivity.shared import counted, line_for_each, numbers

WAYS = ({"way": "down"}, {"way": "up"})


@line(unit="number", axis="driver", source="METHOD 14.1", label="Driver", excel=None)
def driver_number(self_host_savings_npv=None):
    """The number of a driver, and of a place in the sorted tornado.

    The sheet holds the numbers. The savings are named so that the numbers go where there are none to vary.
    """
    return numbers("driver")


@line(unit="text", axis="driver", source="METHOD 14.1", label="Name of the driver", excel=None)
def driver_label(self_host_savings_npv=None):
    """The driver in words.

    The sheet holds the texts. The savings are named so that the texts go where there are none to vary.
    """
    return np.array([list(DRIVERS.values())])


def _row_of(name: str) -> None:
    def moves(self_host_savings_npv=None):
        return np.array([[1.0 if driver == name else 0.0 for driver in DRIVERS]])

    moves.__name__ = f"moves_{name}"
    moves.__doc__ = f"""1 in the row of the driver {name.replace("_", " ").replace("api", "API")}.

    The sheet holds the numbers. The savings are named so that the numbers go where there are none to vary.
    """
    label = f"Moves the {name.replace('_', ' ').replace('api', 'API')}"
    line(unit="flag", axis="driver", source="METHOD 14.1", label=label, excel=None)(moves)


for _name in DRIVERS:
    _row_of(_name)


@line(unit="number", source="METHOD 14.1", label="Direction down", excel=None)
def direction_down(self_host_savings_npv=None):
    """Minus 1: drivers are moved down.

    The sheet holds the number. The savings are named so that it goes where there are none to vary.
    """
    return np.array([[-1.0]])


@line(unit="number", source="METHOD 14.1", label="Direction up", excel=None)
def direction_up(self_host_savings_npv=None):
    """Plus 1: drivers are moved up.

    The sheet holds the number. The savings are named so that it goes where there are none to vary.
    """
    return np.array([[1.0]])


@line_for_each(
    WAYS,
    unit="share",
    source="METHOD 14.1",
    label="Move of a driver, way",
    excel="={direction_way}*{sensitivity_driver_change}",
)
def driver_move_way(direction_way, sensitivity_driver_change):
    """The share by which a driver that is no rate is moved way."""
    return direction_way * sensitivity_driver_change


@line_for_each(
    WAYS,
    unit="rate",
    source="METHOD 14.1",
    label="Monthly growth rate, way",
    excel="=MAX({workload_monthly_growth_rate}+{direction_way}*{sensitivity_rate_change}/{months_per_year},"
    "{lowest_rate_of_change})",
)
def moved_growth_way(
    workload_monthly_growth_rate, direction_way, sensitivity_rate_change, months_per_year, lowest_rate_of_change
):
    """Growth moved way: by a twelfth of the points per year, since it is a rate per month."""
    moved = workload_monthly_growth_rate + direction_way * sensitivity_rate_change / months_per_year
    return np.maximum(moved, lowest_rate_of_change)


@line_for_each(
    WAYS,
    unit="rate",
    source="METHOD 14.1",
    label="Annual change of the API price, way",
    excel="=MAX({buy_annual_price_change}+{direction_way}*{sensitivity_rate_change},{lowest_rate_of_change})",
)
def moved_api_price_change_way(buy_annual_price_change, direction_way, sensitivity_rate_change, lowest_rate_of_change):
    """The yearly change of the API price moved way."""
    return np.maximum(buy_annual_price_change + direction_way * sensitivity_rate_change, lowest_rate_of_change)


@line_for_each(
    WAYS,
    unit="rate",
    source="METHOD 14.1",
    label="Annual discount rate, way",
    excel="=MAX({horizon_annual_discount_rate}+{direction_way}*{sensitivity_rate_change},"
    "MIN({horizon_annual_discount_rate},0))",
)
def moved_discount_rate_way(horizon_annual_discount_rate, direction_way, sensitivity_rate_change):
    """The discount rate moved way, but not below 0; one that is negative already is not moved down."""
    floor = np.minimum(horizon_annual_discount_rate, 0)
    return np.maximum(horizon_annual_discount_rate + direction_way * sensitivity_rate_change, floor)


@line_for_each(
    WAYS,
    unit="factor",
    axis="month",
    source="METHOD 14.1",
    label="Growth factor, way",
    excel="=(1+{moved_growth_way})^({month}-1)*{service_month}",
)
def moved_growth_factor_way(moved_growth_way, month, service_month):
    """The month's tokens over those of month 1 when growth is moved way."""
    return (1 + moved_growth_way) ** (month - 1) * service_month


@line_for_each(
    WAYS,
    unit="instances",
    axis="month",
    source="METHOD 14.1",
    label="Instances with volume way",
    excel="=MAX({self_host_min_instances},-INT(-{self_host_load}*(1+{driver_move_way})))*{self_host_in_service}",
)
def moved_volume_instances_way(self_host_min_instances, self_host_load, driver_move_way, self_host_in_service):
    """Instances of the month when the volume of month 1 is moved way."""
    return counted(self_host_load * (1 + driver_move_way), self_host_min_instances) * self_host_in_service


@line_for_each(
    WAYS,
    unit="instances",
    axis="month",
    source="METHOD 14.1",
    label="Instances with growth way",
    excel="=IF({self_host_instance_capacity}=0,{self_host_min_instances},MAX({self_host_min_instances},"
    "-INT(-{workload_monthly_tokens}*{moved_growth_factor_way}/{self_host_instance_capacity}"
    "*(1-{relative_tolerance}))))*{self_host_in_service}",
)
def moved_growth_instances_way(
    self_host_instance_capacity,
    self_host_min_instances,
    workload_monthly_tokens,
    moved_growth_factor_way,
    relative_tolerance,
    self_host_in_service,
):
    """Instances of the month when growth is moved way."""
    filled = workload_monthly_tokens * moved_growth_factor_way / self_host_instance_capacity
    load = np.where(self_host_instance_capacity > 0, filled * (1 - relative_tolerance), 0)
    return counted(load, self_host_min_instances) * self_host_in_service


@line_for_each(
    WAYS,
    unit="instances",
    axis="month",
    source="METHOD 14.1",
    label="Instances with throughput way",
    excel="=MAX({self_host_min_instances},-INT(-{self_host_load}/(1+{driver_move_way})))*{self_host_in_service}",
)
def moved_throughput_instances_way(self_host_min_instances, self_host_load, driver_move_way, self_host_in_service):
    """Instances of the month when an instance's tokens per second are moved way."""
    return counted(self_host_load / (1 + driver_move_way), self_host_min_instances) * self_host_in_service
