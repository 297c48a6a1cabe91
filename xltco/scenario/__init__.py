"""What a person states: inputs with units, bounds and sources; loaded, checked and saved."""

from xltco.scenario.load import load, loads
from xltco.scenario.scenario import Scenario
from xltco.scenario.validate import validated

__all__ = ["Scenario", "load", "loads", "validated"]
