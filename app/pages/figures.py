"""A dashboard as its page shows it: what waits in sentences, figures in cards, the rest drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from app import charts as draw
from networks.durations import Curve, survival
from networks.moderation.models import CaseKind, Severity
from networks.overview import cases, life, load, newcomers
from networks.overview.dashboard import Dashboard
from networks.overview.figure import Figure, Period, State
from networks.overview.lists import Entry, entries
from networks.work import Work

CARDS: Final = ("unanswered_24_h", "newcomer_first_reply", "queue", "resolution", "load", "activity")
GRAVEST: Final = (State.RED, State.WATCH, State.OK, State.TOO_FEW)
ALONE: Final = 3
"""How many newcomers have a line of their own; the rest share one."""

HOURS: Final = 48.0
MARKS: Final = (4, 12, 24, 48)
TOO_MANY: Final = 45
"""Days that are still drawn one by one; longer periods by the week."""


@dataclass(frozen=True, slots=True)
class Now:
    """A line of what needs a human: one case, or several that can wait together."""

    kind: str  # "red", "newcomer", "newcomers", "late", "today", "rest"
    entries: Sequence[Entry]

    @property
    def first(self) -> Entry:
        return self.entries[0]

    @property
    def oldest(self) -> float:
        return max(one.hours or 0 for one in self.entries)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """What kinds of case these are, the most first."""
        return Counter(str(one.item.kind) for one in self.entries if one.item).most_common()


def now_rows(work: Work, board: Dashboard) -> list[Now]:
    """The gravest first: red cases one by one, then newcomers, then what is late, due today, or open at all."""
    when, waiting = board.period.until, entries(work, board, "needs_human")
    red = [one for one in waiting if _severity(one) == Severity.RED]
    new = [one for one in waiting if one not in red and one.item and one.item.kind == CaseKind.NEWCOMER]
    new.sort(key=lambda one: one.hours or 0, reverse=True)
    rest = [one for one in waiting if one not in red and one not in new]
    late = [one for one in rest if one.item and one.item.due_at <= when]
    today = [one for one in rest if one.item and when < one.item.due_at <= when + timedelta(hours=12)]
    later = [one for one in rest if one not in late and one not in today]
    groups = [("newcomers", new[ALONE:]), ("late", late), ("today", today), ("rest", later)]
    alone = [*(Now("red", [one]) for one in red), *(Now("newcomer", [one]) for one in new[:ALONE])]
    return [*alone, *(Now(kind, those) for kind, those in groups if those)]


def _severity(one: Entry) -> str | None:
    return one.item.severity if one.item else None


def cards(board: Dashboard) -> list[Figure]:
    """The main figures, what needs somebody first."""
    found = [board.figures[key] for key in CARDS]
    return sorted(found, key=lambda one: GRAVEST.index(one.state))


def charts(board: Dashboard) -> dict[str, Any]:
    carried = load.carried(board.staff, board.items, board.period)
    return {"waits": _waits(board), "spoken": _spoken(board), "weeks": _weeks(board), "carried": carried}


@dataclass(frozen=True, slots=True)
class Waits:
    """Two curves: these days, and those before. `rows` are hours, and how many were answered within them."""

    n: int
    now: str
    area: str
    before: str | None
    rows: Sequence[tuple[int, float, float | None]]


def _waits(board: Dashboard) -> Waits:
    now, before = (_curve(board, period) for period in (board.period, board.period.before))
    path = draw.steps(now, HOURS)
    rows = [(hour, 1 - now.left(hour), 1 - before.left(hour) if before.n else None) for hour in MARKS]
    return Waits(now.n, path, draw.area(path), draw.steps(before, HOURS) if before.n else None, rows)


def _curve(board: Dashboard, period: Period) -> Curve:
    return survival(one.wait(period.until) for one in newcomers.said(board.first, period))


@dataclass(frozen=True, slots=True)
class Drawn:
    """Columns by day or week, and the same as rows: when, and how much."""

    drawn: draw.Columns
    rows: Sequence[tuple[date, int, int]]
    weekly: bool


def _spoken(board: Dashboard) -> Drawn:
    """Messages by day; by week, where there would be too many days to see."""
    days = life.within(board.days, board.period)
    weekly = len(days) > TOO_MANY
    said: Counter[date] = Counter()
    for one in days:
        said[_monday(one.day) if weekly else one.day] += one.messages
    rows = [(day, said[day], 0) for day in sorted(said)]
    return Drawn(draw.columns([(count, 0) for _, count, _ in rows]), rows, weekly)


def _weeks(board: Dashboard) -> Drawn:
    """What was decided each week, in time and late. The first and the last week may be cut."""
    first, last = _monday(board.period.since.date()), _monday(board.period.until.date())
    weeks = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    well: Counter[date] = Counter()
    late: Counter[date] = Counter()
    for item in cases.judged(board.items, board.period):
        if item.decided_at is not None and not item.is_open(board.period.until):
            (well if cases.in_time(item, board.period) else late)[_monday(item.decided_at.date())] += 1
    rows = [(week, well[week], late[week]) for week in weeks]
    return Drawn(draw.columns([row[1:] for row in rows]), rows, True)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
