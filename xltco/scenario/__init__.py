"""What a person states: inputs with units, bounds and sources; loaded, checked and saved.

What loads and checks a scenario is imported when it is asked for; what may be stated (`stated`) is light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltco.scenario.read import load, loads
    from xltco.scenario.scenario import Scenario
    from xltco.scenario.validate import validated

__all__ = ["Scenario", "load", "loads", "validated"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from xltco.scenario import read, scenario, validate

    home = {"Scenario": scenario, "validated": validate}.get(name, read)
    return getattr(home, name)
