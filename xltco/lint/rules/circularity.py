"""Circular references: formulas that read themselves, straight or through others, names and areas."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from xltco.lint.areas import Area, Place
from xltco.lint.book import Book
from xltco.lint.formula import Formula
from xltco.lint.registry import ERROR, Spot, rule
from xltco.lint.sheet import Cell, Sheet

MOST_SHOWN = 4
# Names that mean names that mean names: no deeper.
_DEEPEST_NAME = 8


@rule(
    "circular-reference",
    ERROR,
    source="Excel warns and shows 0; FAST and ICAEW want none",
    remedy="Break the loop: read the period before, or solve it with algebra.",
)
def circular_reference(book: Book) -> Iterator[Spot]:
    """No formula reads itself, straight or through others."""
    graph = _Graph(book)
    for loop in _loops(_entangled(graph.reads), graph.reads):
        cells = [graph.cells[node] for node in sorted(loop) if node < len(graph.cells)]
        if not cells:
            continue
        (sheet, first), rest = cells[0], cells[1:]
        places = ", ".join(f"{other.name}!{cell.address}" for other, cell in rest[:MOST_SHOWN])
        more = f" and {len(rest) - MOST_SHOWN} more" if len(rest) > MOST_SHOWN else ""
        yield Spot(sheet.name, first.address, f"the formula reads itself{' through ' if rest else ''}{places}{more}")


class _Graph:
    """What each formula cell reads, by number; an area is a node after the cells, so that it is unfolded once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.cells: list[tuple[Sheet, Cell]] = []
        self.numbers: dict[str, dict[Place, int]] = {}
        for sheet, cell, _ in book.formula_cells():
            self.numbers.setdefault(sheet.name.lower(), {})[cell.place] = len(self.cells)
            self.cells.append((sheet, cell))
        self.reads: list[list[int]] = [[] for _ in self.cells]
        self.areas: dict[tuple[str, Area], int] = {}
        for sheet, formula, cells in book.formula_groups:
            self._read(sheet.name.lower(), formula, cells)

    def _read(self, sheet: str, formula: Formula, cells: list[Cell]) -> None:
        """What the copies of a formula read: the same, and what moves along with each."""
        numbers, fixed = self.numbers[sheet], list(self._same(sheet, formula))
        moving = [(r.sheet.lower() or sheet, r) for r in formula.values_read if not all(r.absolute)]
        for cell in cells:
            places = ((target, reference.at(cell.row, cell.column)) for target, reference in moving)
            nodes = (self._node_of(target, area) for target, area in places)
            self.reads[numbers[cell.place]] = [*fixed, *(node for node in nodes if node is not None)]

    def _same(self, sheet: str, formula: Formula) -> Iterator[int]:
        """The nodes that every copy of a formula reads: fixed areas and names."""
        areas = [(r.sheet.lower() or sheet, r.at(1, 1)) for r in formula.values_read if all(r.absolute)]
        for _, name in formula.names:
            areas += self._behind(name, sheet, 0)
        for target, area in areas:
            node = self._node_of(target, area)
            if node is not None:
                yield node

    def _node_of(self, sheet: str, area: Area) -> int | None:
        """The node of a cell with a formula, or of an area; None for a cell without one."""
        if area.top == area.bottom and area.left == area.right:
            return self.numbers.get(sheet, {}).get((area.top, area.left))
        key = sheet, area
        if key not in self.areas:
            self.areas[key] = len(self.reads)
            self.reads.append(list(self._inside(sheet, area)))
        return self.areas[key]

    def _behind(self, name: str, sheet: str, depth: int) -> Iterator[tuple[str, Area]]:
        """The areas that a name means, also through formulas of names."""
        areas = self.book.areas_of_name(name, sheet)
        defined = self.book.name(name, sheet)
        if areas or defined is None or depth > _DEEPEST_NAME:
            yield from ((scope.lower(), area) for scope, area in areas)
            return
        for reference in defined.formula.values_read:
            if all(reference.absolute):
                yield reference.sheet.lower(), reference.at(1, 1)
        for scope, other in defined.formula.names:
            yield from self._behind(other, scope or sheet, depth + 1)

    def _inside(self, sheet: str, area: Area) -> Iterator[int]:
        """The formula cells of an area."""
        found = self.book.sheet_by_name.get(sheet)
        rows_by_column = found.formula_rows if found else {}
        for column in rows_by_column if area.right - area.left > len(rows_by_column) else _columns(area):
            rows = rows_by_column.get(column, []) if area.left <= column <= area.right else []
            for row in rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]:
                yield self.numbers[sheet][row, column]


def _columns(area: Area) -> range:
    return range(area.left, area.right + 1)


def _entangled(reads: list[list[int]]) -> list[int]:
    """Loops and what reads them: all that is left without the nodes that read only such as were taken away before."""
    waits = [len(targets) for targets in reads]
    readers: list[list[int]] = [[] for _ in reads]
    for node, targets in enumerate(reads):
        for target in targets:
            readers[target].append(node)
    free = [node for node, count in enumerate(waits) if not count]
    for node in free:
        for reader in readers[node]:
            waits[reader] -= 1
            if not waits[reader]:
                free.append(reader)
    return [node for node, count in enumerate(waits) if count]


def _loops(starts: list[int], reads: list[list[int]]) -> Iterator[list[int]]:
    """Groups of nodes that read each other (Tarjan's strongly connected components, without recursion)."""
    order: dict[int, int] = {}
    lowest: dict[int, int] = {}
    stack: list[int] = []
    waiting: set[int] = set()
    for start in starts:
        work = [] if start in order else [(start, iter(reads[start]))]
        while work:
            node, rest = work[-1]
            if node not in order:
                order[node] = lowest[node] = len(order)
                stack.append(node)
                waiting.add(node)
            target = next((t for t in rest if t not in order or t in waiting), None)
            if target is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == order[node]:
                    group = [stack.pop()]
                    while group[-1] != node:
                        group.append(stack.pop())
                    waiting.difference_update(group)
                    if len(group) > 1 or node in reads[node]:
                        yield group
            elif target in order:
                lowest[node] = min(lowest[node], order[target])
            else:
                work.append((target, iter(reads[target])))
