"""A line's Excel entry with addresses in place of its references, in all cells of its row at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import repeat

from xltco.lines import REFERENCE


def along(excel: str, length: int, read: Callable[[str, str | None], str | Iterable[str]]) -> list[str]:
    """The entry for each cell. `read` tells what a reference reads: the same everywhere, or one address for each."""
    pieces: list[Iterable[str]] = []
    same = ""
    for text, name, part in _pieces(excel):
        same += text
        found = read(name, part) if name else ""
        if isinstance(found, str):
            same += found
        else:
            pieces += [repeat(same), found]
            same = ""
    return ["".join(parts) for parts in zip(*pieces, repeat(same, length), strict=False)]


def _pieces(excel: str) -> Iterator[tuple[str, str, str | None]]:
    """The text before each reference, its name and its part; at last what stands behind them."""
    parts = REFERENCE.split(excel)
    yield from zip(parts[::3], [*parts[1::3], ""], [*parts[2::3], None], strict=True)


def literal(value: float | bool) -> str:
    """What a formula reads for an absent line: TRUE, FALSE, 0 or "never"."""
    if isinstance(value, bool):
        return str(value).upper()
    return "NA()" if value != value else f"{value:g}"
