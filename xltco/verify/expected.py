"""What the model says every formula cell holds, for many sets of inputs at once, as arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from xltco.engine import Evaluation, evaluate_values, inputs_of
from xltco.keys import OTHERS
from xltco.lines import NOT_SETTLED, Array
from xltco.model import MODEL
from xltco.scenario import Scenario
from xltco.scenario.stated import CASES
from xltco.spreadsheet.engines.frames import BOOLEAN, EMPTY, NUMBER, TEXT
from xltco.spreadsheet.engines.session import Found
from xltco.spreadsheet.values import Value
from xltco.verify.cells import typed
from xltco.verify.inputs import InputSet
from xltco.verify.keyed import CASE_NUMBER, CASE_SELECTED, FLAG, META, STALE_SOURCES, Owner
from xltco.verify.reader import ReadWorkbook


@dataclass
class Texts:
    """Every text that was met, each with a number, so that texts are compared as numbers."""

    ids: dict[str, int] = field(default_factory=dict)

    def id(self, text: str) -> int:
        """The number of a text."""
        return self.ids.setdefault(text, len(self.ids))

    def of(self, number: float) -> str:
        """The text of that number."""
        return list(self.ids)[int(number)]


@dataclass(frozen=True)
class Held:
    """What cells hold: a code for each, and a number, or the number of its text."""

    codes: Array
    numbers: Array

    def value(self, index: int, texts: Texts) -> Value:
        """One value as Python has it."""
        code, number = int(self.codes[index]), float(self.numbers[index])
        if code == TEXT:
            return texts.of(number)
        return None if code == EMPTY else bool(number) if code == BOOLEAN else number


class Expectation:
    """Which cell shows which value of the model; made once for a file, asked for any sets of inputs."""

    def __init__(self, read: ReadWorkbook, texts: Texts) -> None:
        self.read, self.texts = read, texts
        self.cells = [cell for cell in read.formulas if self._is_known(read.owners.get(cell.place))]
        owners = [read.owners[cell.place] for cell in self.cells]
        self.owners = owners
        self.noise = np.array([_noise(owner) for owner in owners])
        self._facts = [i for i, owner in enumerate(owners) if self._is_fact(owner.name)]
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, owner in enumerate(owners):
            if not self._is_fact(owner.name):
                groups[owner.case, owner.name].append(i)
        self._groups = [
            (case, name, np.array(at), np.array([owners[i].index for i in at])) for (case, name), at in groups.items()
        ]
        self._is_truth = np.array([_unit(owner) == "boolean" for owner in owners], dtype=bool)
        self._never = np.array([self._absent(owner) for owner in owners], dtype=float)

    def evaluations(self, sets: Sequence[InputSet]) -> dict[str, Evaluation]:
        """The model on each set's selected case, under "", and on each case that has cells of its own."""
        found = {}
        for case in ("", *sorted(self.read.cases)):
            scenarios = [one.scenario.case(case_named(case, one.case)) for one in sets]
            found[case] = evaluate_values(self.read.present, self._inputs(scenarios, sets))
        return found

    def of(self, sets: Sequence[InputSet], by_case: Mapping[str, Evaluation]) -> list[Held]:
        """What the cells hold for each set."""
        count, size = len(sets), len(self.cells)
        codes, numbers = np.full((count, size), NUMBER, dtype=np.uint8), np.zeros((count, size))
        measured = np.zeros(size, dtype=bool)
        for case, name, at, index in self._groups:
            values = by_case[case].values[name][:, index]
            if values.dtype.kind in "UO":
                codes[:, at], numbers[:, at] = TEXT, self._numbered(values)
            elif values.dtype == bool:
                codes[:, at], numbers[:, at] = BOOLEAN, values
            else:
                numbers[:, at] = values
                measured[at] = True
        codes[:, measured & self._is_truth] = BOOLEAN
        never, open_ = np.isnan(numbers) & measured, np.isinf(numbers) & measured
        codes[never | open_] = TEXT
        numbers[open_] = self.texts.id(NOT_SETTLED)
        row, column = np.nonzero(never)
        numbers[row, column] = self._never[column]
        self._put_empty_links(codes, numbers)
        for i, one in enumerate(sets):
            self._put_facts(codes[i], numbers[i], one)
        return [Held(codes[i], numbers[i]) for i in range(count)]

    def found(self, found: Found) -> Held:
        """What an engine found in the same cells, its texts under the same numbers."""
        codes = np.frombuffer(found.codes, dtype=np.uint8)
        numbers = np.frombuffer(found.numbers, dtype=float)
        if found.texts:
            ids = np.array([self.texts.id(text) for text in found.texts], dtype=float)
            is_text = codes == TEXT
            numbers = np.where(is_text, ids[np.where(is_text, numbers, 0).astype(int)], numbers)
        return Held(codes, numbers)

    def cached(self) -> Held:
        """What the file has cached in these cells."""
        held = [self._plain(cell.cached) for cell in self.cells]
        return Held(np.array([code for code, _ in held], dtype=np.uint8), np.array([number for _, number in held]))

    def _inputs(self, scenarios: Sequence[Scenario], sets: Sequence[InputSet]) -> dict[str, Array]:
        inputs = inputs_of(scenarios)
        for name in sets[0].placed:
            columns = [one.placed[name] for one in sets]
            inputs[name] = columns[0] if all(c is columns[0] for c in columns) else np.concatenate(columns)
        return {name: values for name, values in inputs.items() if values.shape[-1]}

    def _is_known(self, owner: Owner | None) -> bool:
        """Whether the cell belongs to something that the model has a value for."""
        if owner is None:
            return False
        if self._is_fact(owner.name):
            return True
        present, item = self.read.present, MODEL.get(owner.name)
        return item is not None and owner.name in present and owner.index < present.axis_of(owner.name).length

    @staticmethod
    def _is_fact(name: str) -> bool:
        return name in (*_CASE_FACTS, FLAG, STALE_SOURCES) or (name in META and name not in MODEL)

    def _absent(self, owner: Owner) -> float:
        """What stands for a number that there is not: #N/A in a line, an empty text in an input that is not given."""
        return self.texts.id("#N/A" if owner.name in MODEL.lines else "")

    def _numbered(self, values: Array) -> Array:
        ids = [self.texts.id(str(value)) for value in values.ravel()]
        return np.array(ids, dtype=float).reshape(values.shape)

    def _put_empty_links(self, codes: Array, numbers: Array) -> None:
        """Where a person's own cell is read without a formula between, a link to an empty one shows 0."""
        if self.read.inputs.rows.has_cases:
            return
        for i, owner in enumerate(self.owners):
            if owner.is_link and (owner.name in MODEL.inputs or owner.name in MODEL.recorded):
                empty = (codes[:, i] == TEXT) & (numbers[:, i] == self.texts.id(""))
                codes[empty, i], numbers[empty, i] = NUMBER, 0.0

    def _put_facts(self, codes: Array, numbers: Array, one: InputSet) -> None:
        for i in self._facts:
            codes[i], numbers[i] = self._plain(self._fact(self.owners[i], one))

    def _fact(self, owner: Owner, one: InputSet) -> Value:
        if owner.name == FLAG:
            return self.read.flags[owner.index]
        if owner.name == STALE_SOURCES:
            return float(self.read.flags.count("stale"))
        if owner.name == CASE_SELECTED:
            return one.case
        if owner.name in META:
            place = self.read.inputs.rows.facts.get(owner.name)
            shown = typed(self.read.workbook, place) if place else None
            return 0.0 if shown is None else shown
        if owner.name == CASE_NUMBER:
            return float(CASES.index(one.case) + 1)
        name = case_named(owner.name.removesuffix("_number"), one.case)
        return float(CASES.index(name) + 1) if owner.name.endswith("_number") else name

    def _plain(self, value: Value) -> tuple[int, float]:
        if isinstance(value, bool):
            return BOOLEAN, float(value)
        if isinstance(value, str):
            return TEXT, float(self.texts.id(str(value)))
        return (EMPTY, 0.0) if value is None else (NUMBER, float(value))


_CASE_FACTS = (CASE_SELECTED, CASE_NUMBER, *(name for other in OTHERS for name in (other, f"{other}_number")))


def case_named(case: str, selected: str) -> str:
    """The case that a cell's case is: the selected one, a case by name, or the first or second other one."""
    others = [other for other in CASES if other != selected]
    return others[OTHERS.index(case)] if case in OTHERS else case or selected


def _unit(owner: Owner) -> str:
    item = MODEL.get(owner.name)
    return item.unit.name if item is not None else ""


def _noise(owner: Owner) -> float:
    item: Any = MODEL.get(owner.name)
    return item.unit.noise if item is not None else 0.0
