"""Small helpers of the tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl.utils.cell import coordinate_to_tuple

from xltco.engine import Evaluation, evaluate
from xltco.model.register import LAST_MONTH
from xltco.scenario import Scenario, validated

if TYPE_CHECKING:
    from xltco.spreadsheet.engines.known import Engine

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"

SEED: dict[str, Any] = {
    "workload": {"monthly_tokens": 4_766_600_000.0},
    "buy": {"blended_price_per_1m": 0.5},
    "self_host": {"instance_hourly": 1.21},
}


def scenario_of(raw: dict[str, Any]) -> Scenario:
    """The scenario that nested tables state."""
    return validated(raw, lambda key: key)


def evaluated(raw: dict[str, Any]) -> Evaluation:
    """The model on those tables, with as many months as there can be, whatever the horizon."""
    return evaluate(scenario_of(raw), months=LAST_MONTH)


def with_inputs(raw: dict[str, Any], **tables: dict[str, Any]) -> dict[str, Any]:
    """The tables with some inputs changed."""
    return raw | {table: {**raw.get(table, {}), **values} for table, values in tables.items()}


Address = tuple[str, str]


def recalculated(engine: Engine, path: Path, cells: Iterable[Address]) -> dict[Address, Any]:
    """What an engine finds in cells of a file, each by its sheet and coordinate."""
    asked = list(cells)
    with engine.open(path, [(sheet, *coordinate_to_tuple(coordinate)) for sheet, coordinate in asked]) as session:
        session.ask()
        return dict(zip(asked, session.answer().values(), strict=True))


@dataclass
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]
