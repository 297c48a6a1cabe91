"""What every sheet's writer needs: the layout, the scenario, the look, and which sheets there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xltco.scenario import Scenario
from xltco.spreadsheet.book import Book
from xltco.workbook.layout import Layout
from xltco.workbook.styles import Look


@dataclass(frozen=True)
class Draft:
    """A workbook in the making. `recorded` holds results at generation by the name of their line."""

    layout: Layout
    scenario: Scenario
    look: Look
    recorded: Mapping[str, float | None] = field(default_factory=dict)
    book: Book = field(default_factory=Book)

    @property
    def contents(self) -> str | None:
        """The title of the sheet with the contents, if there is one."""
        return next((plan.title for plan in self.layout.sheets if plan.sheet.kind == "contents"), None)
