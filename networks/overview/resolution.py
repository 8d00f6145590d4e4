"""How long it takes until a case is taken and until it is closed, and which came back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from networks.durations import Wait
from networks.overview.cases import Item, lasted, opened
from networks.overview.figure import Figure, Period, State, Unit, hours, of_waits

SOON: Final = 48.0
"""Hours within which nine of ten should be decided (product.md, figure `resolution`)."""


def figures(items: Sequence[Item], period: Period) -> list[Figure]:
    """From opened to closed: nine of ten within 48 hours. What was withdrawn was waiting as long as it was there."""
    now, before = ([lasted(item, when) for item in opened(items, when)] for when in (period, period.before))
    return [
        of_waits("resolution", now, before, 0.9, threshold=SOON, alarm=State.WATCH, behind="resolution"),
        of_waits("resolution_median", now, before, 0.5, behind="resolution"),
        _taking(items, period),
        _reopened(items, period),
    ]


def _taking(items: Sequence[Item], period: Period) -> Figure:
    """From opened until somebody has it in hand. Half of them: how long is for `queue` and its clocks to judge."""
    now, before = ([untaken(item, when) for item in opened(items, when)] for when in (period, period.before))
    return of_waits("resolution_taken", now, before, 0.5, behind="resolution")


def _reopened(items: Sequence[Item], period: Period) -> Figure:
    now, before = reopened(items, period), reopened(items, period.before)
    key = "resolution_reopened"
    return Figure(key, len(now), Unit.CASES, len(now), State.OK, previous=len(before), behind=key)


def untaken(item: Item, period: Period) -> Wait:
    """Whoever decides without claiming has it in hand then, and so has a peer whose answer closes it."""
    taken = item.taken_at or (item.decided_at if item.is_decided else None)
    if taken is None or taken > period.until:
        return Wait(item.age(period.until), False)
    return Wait(hours(taken - item.opened_at), True)


def reopened(items: Iterable[Item], period: Period) -> list[Item]:
    return [item for item in items if period.holds(item.reopened_at)]
