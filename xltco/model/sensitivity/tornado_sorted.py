"""The tornado sorted by swing (METHOD 14.2), so that a bar chart stays in order whatever the inputs."""

from __future__ import annotations

import numpy as np

from xltco.lines import Array
from xltco.model.register import line
from xltco.model.sensitivity.drivers import WAYS
from xltco.model.sensitivity.shared import picked


@line(
    unit="number",
    axis="driver",
    source="METHOD 14.2",
    label="Rank of the driver",
    excel="=1+SUMPRODUCT(({savings_swing.all}>{savings_swing}*(1+{check_tolerance}))*1)"
    "+SUMPRODUCT(({savings_swing.all}<={savings_swing}*(1+{check_tolerance}))"
    "*({savings_swing.all}*(1+{check_tolerance})>={savings_swing})*({driver_number.all}<{driver_number}))",
)
def driver_rank(savings_swing: Array, check_tolerance: Array, driver_number: Array) -> Array:
    """1 for the largest swing; among swings that agree up to binary noise the earlier driver comes first."""
    own, other = savings_swing[:, :, None], savings_swing[:, None, :]
    slack = 1 + check_tolerance[..., None]
    alike = (other <= own * slack) & (other * slack >= own)
    earlier = driver_number[:, None, :] < driver_number[:, :, None]
    return 1.0 + ((other > own * slack) | (alike & earlier)).sum(axis=-1)


@line(
    unit="number",
    axis="driver",
    source="METHOD 14.2",
    label="Driver at this place",
    excel="=MATCH({driver_number},{driver_rank.all},0)",
)
def sorted_driver(driver_number: Array, driver_rank: Array) -> Array:
    """The driver with the largest swing first."""
    return 1.0 + np.argmax(driver_rank[:, None, :] == driver_number[:, :, None], axis=-1)


@line(
    unit="text",
    axis="driver",
    source="METHOD 14.2",
    label="Drivers by their swing",
    excel="=INDEX({driver_label.all},{sorted_driver})",
)
def sorted_label(driver_label: Array, sorted_driver: Array) -> Array:
    """The name of the driver at this place."""
    labels = np.broadcast_to(driver_label, sorted_driver.shape)
    return picked(labels, sorted_driver)


@line(
    for_each=WAYS,
    unit="currency",
    axis="driver",
    source="METHOD 14.2",
    label="Change of the NPV savings by swing, driver way",
    excel="=INDEX({savings_change_way.all},{sorted_driver})",
)
def sorted_savings_change_way(savings_change_way: Array, sorted_driver: Array) -> Array:
    """What moving the driver at this place way does to the NPV savings."""
    return picked(savings_change_way, sorted_driver)


@line(
    for_each=WAYS,
    unit="tokens",
    axis="driver",
    source="METHOD 14.2",
    label="Change of break-even tokens by swing, driver way",
    excel="=INDEX({break_even_change_way.all},{sorted_driver})",
)
def sorted_break_even_change_way(break_even_change_way: Array, sorted_driver: Array) -> Array:
    """What moving the driver at this place way does to V*; the order is that of the savings."""
    return picked(break_even_change_way, sorted_driver)
