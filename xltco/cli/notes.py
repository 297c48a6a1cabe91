"""Warnings, cautions and failed checks beside the numbers of a scenario, so that nothing odd passes silently."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click

from xltco.engine import Evaluation
from xltco.lines import Line
from xltco.model.checks.cautions import CAUTIONS
from xltco.model.checks.check import all_checks
from xltco.model.register import COMPARED
from xltco.scenario import Scenario
from xltco.scenario.warnings import Warning, warnings_of


@dataclass(frozen=True)
class Caution:
    """What stands beside a recommendation: `code` for machines, `text` for people."""

    code: str
    text: str


@dataclass(frozen=True)
class Notes:
    """What is odd about a scenario's file, what its results take for granted, and which checks failed."""

    warnings: tuple[Warning, ...]
    cautions: tuple[Caution, ...]
    failed: tuple[Line, ...]

    def as_data(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {
            "warnings": [{"code": note.code, "text": note.text, "key": note.key} for note in self.warnings],
            "cautions": [{"code": note.code, "text": note.text} for note in self.cautions],
            "failed_checks": [{"name": line.name, "label": line.label} for line in self.failed],
        }

    def print(self) -> None:
        """One line each on the output, in yellow; nothing where there is nothing to say."""
        for text in self._lines():
            click.secho(text, fg="yellow")

    def _lines(self) -> Iterator[str]:
        yield from (f"Warning ({note.code}): {note}" for note in self.warnings)
        yield from (f"Caution ({note.code}): {note.text}" for note in self.cautions)
        yield from (f"Failed check ({line.name}): {line.label}" for line in self.failed)


def notes_on(stated: Scenario, result: Evaluation) -> Notes:
    """The notes on a scenario as it is stated, cases included, and on the results of one case of it.

    Ages of sources and future dates are held against the day of the run.
    """
    cautions = ((code, result.scalar(name)) for name, code in CAUTIONS.items())
    return Notes(
        warnings=warnings_of(stated, datetime.date.today()),
        cautions=tuple(Caution(code, text) for code, text in cautions if text),
        failed=tuple(_failed(result)),
    )


def _failed(result: Evaluation) -> Iterator[Line]:
    for strategy in (None, *COMPARED):
        for check in all_checks(strategy):
            if check.name in result and result.scalar(check.name) is not True:
                yield check
