"""V*, V_always and all crossings by walking the step function; the closed forms beside them ("Break-even volume").

A segment is the volumes that n units serve: from 0 to `n*C` for the fewest, above `(n-1)*C` up to `n*C` for the
others. On it the strategy's cost above buy's is `n*I + F - p*V`, linear; at its end it jumps up by I. So with
`p*C > I` each end is lower than the one before, with `p*C < I` higher: what holds at the ends of segments (and just
above their beginnings) turns at most once as n rises. That lets the walk leap where nothing happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tests.reference.numbers import TOLERANCE, at_most, first_true, forgiving_ceil
from tests.reference.steady import Steps

LISTED = 24


def flat(steps: Steps, n: int) -> float:
    """`n*I + F`, 0 where it is binary noise of its parts (METHOD 13.18)."""
    value = n * steps.unit + steps.fixed
    return 0.0 if abs(value) <= TOLERANCE * max(n * steps.unit, abs(steps.fixed), steps.size) else value


def pays(steps: Steps, n: int, volume: float) -> bool:
    """Whether the strategy on n units costs at most what buy does at a volume."""
    return at_most(flat(steps, n), steps.price * volume, n * steps.unit, steps.fixed)


def pays_at_end(steps: Steps, n: int) -> bool:
    """At the last volume of segment n; without a capacity that is any volume, however large."""
    if steps.capacity is None:
        return steps.price > 0 or (steps.price == 0 and flat(steps, n) <= 0)
    return pays(steps, n, n * steps.capacity)


def pays_after_step(steps: Steps, n: int) -> bool:
    """Just above the beginning of segment n, which is above the fewest."""
    assert steps.capacity is not None
    return pays(steps, n, (n - 1) * steps.capacity)


def margin_sign(steps: Steps) -> int:
    """The sign of `p*C - I`."""
    assert steps.capacity is not None
    room = steps.price * steps.capacity
    return int(not at_most(room, steps.unit)) - int(not at_most(steps.unit, room))


def segment_start(steps: Steps, n: int) -> float:
    """Where n units begin: 0 for the fewest, else (n - 1)C."""
    return 0.0 if n <= steps.minimum or steps.capacity is None else (n - 1) * steps.capacity


def next_segment(steps: Steps, n: int, paying: bool) -> int | None:
    """The next segment before or in which the cheaper side changes, None where none does."""
    sign = margin_sign(steps)
    if not paying:
        if pays_at_end(steps, n + 1):
            return n + 1
        return first_true(lambda k: pays_at_end(steps, k), n + 1) if sign > 0 else None

    def stays(k: int) -> bool:
        return pays_after_step(steps, k) and pays_at_end(steps, k)

    if not stays(n + 1):
        return n + 1
    return first_true(lambda k: not stays(k), n + 1) if sign < 0 else None


def walk_crossings(steps: Steps) -> Iterator[float]:
    """Every volume at which the cheaper side changes, rising; 0 first where the strategy pays from the start."""
    n: int | None = steps.minimum
    paying = pays(steps, steps.minimum, 0.0)
    if paying:
        yield 0.0
    while n is not None:
        start = segment_start(steps, n)
        if paying and n > steps.minimum and not pays_after_step(steps, n):
            yield start
            paying = False
        if pays_at_end(steps, n) != paying:
            yield max(flat(steps, n) / steps.price, start)
            paying = not paying
        n = None if steps.capacity is None else next_segment(steps, n, paying)


def walk_break_even(steps: Steps) -> float | None:
    """V*, the first crossing."""
    return next(walk_crossings(steps), None)


def walk_always(steps: Steps) -> float | None:
    """V_always: the last crossing, where the strategy pays beyond it at every volume.

    Sought from above: the last segment just above whose beginning the strategy still costs more.
    """
    if steps.capacity is None:
        return walk_break_even(steps) if pays_at_end(steps, steps.minimum) else None
    first, sign = steps.minimum + 1, margin_sign(steps)
    if sign > 0:
        last = first_true(lambda n: pays_after_step(steps, n), first) - 1
        return max(flat(steps, last) / steps.price, segment_start(steps, last), 0.0)
    if sign < 0 or not pays_after_step(steps, first) or not pays_at_end(steps, steps.minimum):
        return None
    return walk_break_even(steps)


def count_crossings(steps: Steps) -> int | None:
    """How many crossings there are where they are more than can be listed; None where they go on for ever."""
    sign, first = margin_sign(steps), steps.minimum
    if sign == 0:
        return None
    if sign > 0:
        star = first_true(lambda n: pays_at_end(steps, n), first)
        return 1 + 2 * (first_true(lambda n: pays_after_step(steps, n), star + 1) - star - 1)
    clear = first_true(lambda n: not pays_after_step(steps, n), first + 1) - 1
    last = first_true(lambda n: not pays_at_end(steps, n), first + 1) - 1
    return 2 + 2 * (last - clear)


def list_crossings(steps: Steps) -> tuple[list[float], int | None]:
    """At most 24 crossings, and the number left out."""
    found = list(islice(walk_crossings(steps), LISTED + 1))
    if len(found) <= LISTED:
        return found, 0
    total = count_crossings(steps)
    return found[:LISTED], None if total is None else total - LISTED


def closed_form_break_even(steps: Steps) -> tuple[float | None, float | None]:
    """V* and V_always by the closed forms of "Break-even volume", word for word."""
    p, c, unit, fixed, minimum = steps.price, steps.capacity, steps.unit, steps.fixed, steps.minimum
    least = flat(steps, minimum)
    if p <= 0:
        if least > 0:
            return None, None
        return 0.0, None if p < 0 or (c is not None and unit > 0) else 0.0
    if c is None:
        return max(least / p, 0.0), max(least / p, 0.0)
    gain, sign = p * c - unit, margin_sign(steps)
    if sign > 0:
        n_star = max(minimum, forgiving_ceil(fixed / gain))
    elif at_most(fixed, minimum * gain, minimum * p * c, minimum * unit, steps.size):
        n_star = minimum
    else:
        return None, None
    v_star = max(flat(steps, n_star) / p, (n_star - 1) * c if n_star > minimum else 0.0, 0.0)
    if sign < 0:
        return v_star, None
    if sign == 0:
        return v_star, v_star if at_most(fixed, -unit, steps.size) else None
    n_last = forgiving_ceil((fixed + p * c) / gain) - 1
    return v_star, max(flat(steps, n_last) / p, v_star) if n_last >= minimum else v_star
