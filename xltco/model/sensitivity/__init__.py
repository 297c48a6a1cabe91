"""What moving a driver does to the savings (METHOD 14)."""

from xltco.model.sensitivity import shared  # isort: split

from xltco.model.sensitivity import drivers  # isort: split

from xltco.model.sensitivity import tornado  # isort: split

from xltco.model.sensitivity import tornado_sorted  # isort: split

from xltco.model.sensitivity import grids  # isort: split

from xltco.model.sensitivity import draws  # isort: split

from xltco.model.sensitivity import simulation_parts  # isort: split

from xltco.model.sensitivity import simulation  # isort: split

from xltco.model.sensitivity import simulation_results  # isort: split

__all__ = [
    "draws",
    "drivers",
    "grids",
    "shared",
    "simulation",
    "simulation_parts",
    "simulation_results",
    "tornado",
    "tornado_sorted",
]
