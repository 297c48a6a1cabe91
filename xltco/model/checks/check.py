"""How a check is declared (METHOD 12): TRUE passed; one that has nothing to ask, its lines being absent, passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xltco.lines import Line, PythonEntry
from xltco.model.register import MODEL, line

SOURCE = "METHOD 12"


def check(*, label: str, excel: str, for_each: Sequence[str] = ()) -> Callable[[PythonEntry], PythonEntry]:
    """Declare a check; `failed.py` counts every one of them. DefinitionError: as a line."""
    return line(unit="boolean", source=SOURCE, label=label, for_each=for_each, excel=excel, when_absent=True)


def all_checks(strategy: str | None) -> list[Line]:
    """The checks of a strategy, or those of none, in the order of their declaration."""
    named = f"{strategy}_check_" if strategy else "check_"
    return [item for name, item in MODEL.lines.items() if name.startswith(named) and item.unit.name == "boolean"]
