"""One formula to a row, or, in blocks that go down, one to a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xltco.lint.areas import Place
from xltco.lint.book import Book
from xltco.lint.registry import WARNING, Spot, rule
from xltco.lint.sheet import Sheet

FEWEST = 3
# What share of a run must agree before the others count as strays.
_MAJORITY = 0.6

Run = list[Place]
Forms = dict[Place, int]


@rule(
    "uneven-formula",
    WARNING,
    source="FAST 2.01-03; ICAEW principle 12",
    remedy="Copy the formula of the neighbours, or move the exception to a row of its own with its own label.",
)
def uneven_formula(book: Book) -> Iterator[Spot]:
    """A row has one formula, or a column in blocks that go down; the first cell may differ."""
    for sheet in book.worksheets():
        forms = {cell.place: id(cell.formula) for cell in sheet.formula_cells}
        strays = {**_strays(sheet, forms, along_rows=False), **_strays(sheet, forms, along_rows=True)}
        for place, why in strays.items():
            yield Spot(sheet.name, sheet.cells[place].address, why)


@rule(
    "formula-overwritten",
    WARNING,
    source="FAST 2.01-03; ICAEW principle 12",
    remedy="Copy the formula back from its neighbours; a wish to override belongs into an input of its own.",
)
def formula_overwritten(book: Book) -> Iterator[Spot]:
    """No value is typed over a formula in the middle of a row or column of equal formulas."""
    for sheet in book.worksheets():
        forms = {cell.place: id(cell.formula) for cell in sheet.formula_cells}
        for (row, column), cell in sheet.cells.items():
            if cell.formula is not None or cell.is_empty:
                continue
            for along_rows, word in ((False, "row"), (True, "column")):
                # The neighbours across columns are those along the row.
                before, after = _ends((row, column), along_rows=along_rows)
                if forms.get(before) is not None and forms.get(before) == forms.get(after):
                    yield Spot(sheet.name, cell.address, f"a typed value interrupts the formulas of its {word}")
                    break


def _strays(sheet: Sheet, forms: Forms, *, along_rows: bool) -> dict[Place, str]:
    """Cells that differ from most of their run and from their neighbours across it."""
    word = "row" if along_rows else "column"
    found = {}
    for run in _runs(forms, along_rows=along_rows):
        usual, count = Counter(forms[place] for place in run).most_common(1)[0]
        if len(run) < FEWEST or count < max(2, _MAJORITY * len(run)) or count == len(run):
            continue
        if _is_crossed(run, forms, usual, along_rows=along_rows):
            continue
        for index, place in enumerate(run):
            differs = index > 0 and forms[place] != usual
            if differs and forms[place] not in _across(place, forms, along_rows=along_rows):
                found[place] = f"the formula differs from the rest of its {word}"
    return found


def _runs(forms: Forms, *, along_rows: bool) -> Iterator[Run]:
    """Formula cells that stand side by side, or below each other."""
    key = (lambda place: place) if along_rows else (lambda place: (place[1], place[0]))
    run: Run = []
    for place in sorted(forms, key=key):
        row, column = place
        before = (row, column - 1) if along_rows else (row - 1, column)
        if run and run[-1] == before:
            run.append(place)
        else:
            if run:
                yield run
            run = [place]
    if run:
        yield run


def _across(place: Place, forms: Forms, *, along_rows: bool) -> set[int | None]:
    """The forms of the two neighbours at right angles to a run."""
    return {forms.get(end) for end in _ends(place, along_rows=along_rows)}


def _ends(place: Place, *, along_rows: bool) -> list[Place]:
    """The two neighbours at right angles to a run."""
    row, column = place
    return [(row - 1, column), (row + 1, column)] if along_rows else [(row, column - 1), (row, column + 1)]


def _is_crossed(run: Run, forms: Forms, usual: int, *, along_rows: bool) -> bool:
    """Whether the run lies across blocks that are even in the other direction."""
    others = [place for place in run if forms[place] == usual]
    even = sum(usual in _across(place, forms, along_rows=along_rows) for place in others)
    return 2 * even >= len(others)
