"""Conventions are asked of everything at once, and a failure lists all that breaks them."""

from __future__ import annotations

from collections.abc import Iterable


def require_none(offenders: Iterable[str]) -> None:
    """Fails with every offender on a line of its own: where it is, then what is wrong with it."""
    found = list(offenders)
    told = "\n  ".join([f"{len(found)} found:", *found])
    assert found == [], told
