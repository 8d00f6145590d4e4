"""A figure, and the time it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from networks.durations import ROUNDING, Curve, Wait, survival
from networks.figures import Share

LEAST: Final = 5
"""With fewer than so many things to go by, no figure alarms anybody or calms them: it is too early to say."""


class State(StrEnum):
    OK = "ok"
    WATCH = "watch"
    RED = "red"
    TOO_FEW = "too_few"


class Unit(StrEnum):
    SHARE = "share"
    HOURS = "hours"
    MESSAGES = "messages"
    PEOPLE = "people"
    CASES = "cases"


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `until`, which is the moment at which one looks."""

    since: datetime
    until: datetime

    @classmethod
    def of(cls, days: int, now: datetime) -> Period:
        return cls(now - timedelta(days=days), now)

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    @property
    def before(self) -> Period:
        """The same length of time before it, as it looked at its end."""
        return Period(self.since - (self.until - self.since), self.since)

    def holds(self, when: datetime | None) -> bool:
        return when is not None and self.since < when <= self.until


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with where it likely lies (`low`, `high`), what it was before, and how alarming it is.

    `n` is how many things it rests on; `behind` names the list of exactly those.
    """

    key: str
    value: float | None
    unit: Unit
    n: int
    state: State
    low: float | None = None
    high: float | None = None
    previous: float | None = None
    threshold: float | None = None
    behind: str = ""


def of_share(key: str, found: Share, before: Share, *, threshold: float | None = None, state: State) -> Figure:
    """A share with its interval; None of nothing."""
    value, low, high = (found.share, found.low, found.high) if found.n else (None, None, None)
    previous = before.share if before.n else None
    return Figure(key, value, Unit.SHARE, found.n, state, low, high, previous, threshold, behind=key)


def of_waits(
    key: str,
    waits: Sequence[Wait],
    before: Sequence[Wait],
    share: float,
    *,
    threshold: float | None = None,
    alarm: State = State.WATCH,
    behind: str = "",
) -> Figure:
    """After how many hours this share of what waits was over, by Kaplan and Meier. None where so many are not over."""
    curve = survival(waits)
    low, high = curve.interval(share)
    state = _late(waits, curve, share, threshold, alarm)
    rest = {"low": low, "high": high, "previous": survival(before).quantile(share), "threshold": threshold}
    return Figure(key, curve.quantile(share), Unit.HOURS, curve.n, state, behind=behind or key, **rest)


def _late(waits: Sequence[Wait], curve: Curve, share: float, threshold: float | None, alarm: State) -> State:
    """Late, where fewer than this share are over by the threshold. Who came a moment ago cannot say so yet."""
    told = sum(wait.over or wait.length >= (threshold or 0) for wait in waits)
    if told < LEAST:
        return State.TOO_FEW
    return State.OK if threshold is None or curve.left(threshold) <= 1 - share + ROUNDING else alarm


def hours(length: timedelta) -> float:
    return length.total_seconds() / 3600
