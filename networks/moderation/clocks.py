"""How long a case may wait. A red one is counted in the hours in which somebody is there to see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from networks.moderation.models import Severity

CLOCKS: Final[Mapping[Severity, timedelta]] = {
    Severity.RED: timedelta(minutes=15),
    Severity.AMBER: timedelta(hours=4),
    Severity.GREEN: timedelta(hours=24),
}
"""How long each severity may wait (product.md, figure `queue`)."""

DAY: Final = 24 * 60
AHEAD: Final = 15
"""Days that are looked at: the hours come back every week, so a clock that is to end does so by then."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When facilitators are there: from one minute of the day to another, on some days of the week (0 is Monday).

    Hours that end before they begin, or as they begin, go on into the next morning.
    """

    zone: tzinfo
    days: frozenset[int]
    opens: int
    closes: int

    def spans(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The next times of work in UTC, in order, the one that began on the day before included."""
        first = since.astimezone(self.zone).date() - timedelta(days=1)
        for day in (first + timedelta(days=number) for number in range(AHEAD)):
            if day.weekday() in self.days:
                yield self._at(day, self.opens), self._at(day, self._end)

    @property
    def _end(self) -> int:
        return self.closes if self.closes > self.opens else self.closes + DAY

    def _at(self, day: date, minutes: int) -> datetime:
        """On the clock on the wall: where that leaps for summer, the span is longer or shorter with it."""
        there = datetime.combine(day + timedelta(days=minutes // DAY), time(), self.zone)
        return (there + timedelta(minutes=minutes % DAY)).astimezone(UTC)


def due(since: datetime, severity: Severity, hours: Hours | None) -> datetime:
    """When a case must have been answered whose clock began at a moment. Without hours somebody is always there."""
    left = CLOCKS[severity]
    if severity != Severity.RED or hours is None:
        return since + left
    for opens, closes in hours.spans(since):
        begin = max(opens, since)
        if begin + left <= closes:
            return begin + left
        left -= max(closes - begin, timedelta())
    return since + left  # no day was chosen


def staffed(since: datetime, until: datetime, hours: Hours) -> timedelta:
    """How much of a time somebody was, or will be, there."""
    spent = timedelta()
    while since < until:
        stop = min(until, since + timedelta(days=AHEAD - 3))
        spans = ((max(begin, since), min(end, stop)) for begin, end in hours.spans(since))
        spent += sum((max(end - begin, timedelta()) for begin, end in spans), timedelta())
        since = stop
    return spent


def opens_at(now: datetime, hours: Hours) -> datetime | None:
    """When somebody will be there next; None while somebody is."""
    for begin, end in hours.spans(now):
        if now < end:
            return begin if begin > now else None
    return None
