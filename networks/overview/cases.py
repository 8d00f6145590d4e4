"""The queue in figures: how old it is, whether clocks are kept, and how long it takes until something is decided.

Whoever reads sees nothing that is about themselves, in numbers neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Text, and_, cast, func, or_, select

from networks.durations import Wait, quantile
from networks.figures import Share, share
from networks.moderation.desk_models import CaseStep, What
from networks.moderation.models import Case, CaseState, Severity
from networks.overview.figure import Figure, Period, State, Unit, hours, of_share
from networks.work import Work

WITHDRAWN: Final = "withdrawn"


class Item(NamedTuple):
    """A case, as far as figures need it."""

    id: UUID
    kind: str
    severity: str
    subject_id: UUID
    opened_at: datetime
    clock_from: datetime
    due_at: datetime
    decided_at: datetime | None
    outcome: str | None
    person_id: UUID | None
    claimed_by_id: UUID | None
    claimed_until: datetime | None
    decided_by_id: UUID | None
    taken_at: datetime | None = None
    """When somebody first took it, since it came back the last time."""
    reopened_at: datetime | None = None
    """When it came back the last time: of its first closing nothing is counted."""
    hides_author: bool = False
    """As the case itself has it."""

    def is_open(self, when: datetime) -> bool:
        return self.opened_at <= when and (self.decided_at is None or self.decided_at > when)

    def holder(self, when: datetime) -> UUID | None:
        """Who has it in hand at this moment."""
        held = self.claimed_until is not None and self.claimed_until > when and self.is_open(when)
        return self.claimed_by_id if held else None

    @property
    def is_decided(self) -> bool:
        """What was withdrawn ended by itself: nobody was late with it, and nobody in time."""
        return self.decided_at is not None and self.outcome != WITHDRAWN

    def age(self, when: datetime) -> float:
        """Hours that it was or has been open until then."""
        end = self.decided_at if self.decided_at is not None and self.decided_at <= when else when
        return hours(end - self.opened_at)


def seen(work: Work, community_id: UUID, period: Period) -> list[Item]:
    """The cases that were open at any time since the period before this one began, but those about the reader."""
    case = Case.__table__.c
    here = case.community_id == community_id  # twice: so that each side finds its index
    waits, ended = case.state.in_((CaseState.OPEN, CaseState.CLAIMED)), case.decided_at >= period.before.since
    others = (or_(who.is_(None), who != work.me) for who in (case.person_id, case.kept_from_id))
    columns = [case[name] for name in Item._fields if name not in LATER]
    find = select(*columns, *_later(case)).where(or_(and_(here, waits), and_(here, ended)), *others)
    found: Any = work.rows(find.order_by(case.due_at, case.id))
    return [Item(*row) for row in found]


LATER: Final = ("taken_at", "reopened_at", "hides_author")


def _later(case: Any) -> tuple[Any, ...]:
    step, before = CaseStep.__table__.c, CaseStep.__table__.alias().c
    came_back = select(func.max(before.at)).where(before.case_id == case.id, before.what == What.REOPENED)
    again = came_back.correlate(Case.__table__).scalar_subquery()
    claims = select(func.min(step.at)).where(step.case_id == case.id, step.what == What.CLAIMED)
    taken = claims.where(step.at >= func.coalesce(again, case.opened_at)).correlate(Case.__table__)
    return taken.scalar_subquery().label("taken_at"), again.label("reopened_at"), _hides(case).label("hides_author")


def _hides(case: Any) -> Any:
    """`Case.hides_author`, as the database sees it."""
    said = func.coalesce(case.evidence["anonymous"].as_boolean(), False)
    nothing = and_(cast(case.evidence, Text) == "{}", case.subject_kind == "message")
    return or_(said, and_(case.state == CaseState.CLOSED, nothing))


def waiting(items: Iterable[Item], when: datetime) -> list[Item]:
    return [item for item in items if item.is_open(when)]


def judged(items: Iterable[Item], period: Period) -> list[Item]:
    """Those of which can be said whether their clock was kept: decided in the period, or open beyond their clock."""
    return [
        item
        for item in items
        if (item.is_decided and period.holds(item.decided_at))
        or (item.is_open(period.until) and item.due_at <= period.until)
    ]


def in_time(item: Item, period: Period) -> bool:
    return not item.is_open(period.until) and item.decided_at is not None and item.decided_at <= item.due_at


def opened(items: Iterable[Item], period: Period) -> list[Item]:
    return [item for item in items if period.holds(item.opened_at)]


def figures(items: Sequence[Item], period: Period) -> list[Figure]:
    return [_needs_human(items, period), _queue(items, period), *_ages(items, period)]


def _needs_human(items: Sequence[Item], period: Period) -> Figure:
    """How many cases are open. Before: how many were, when the period began."""
    now, then = waiting(items, period.until), waiting(items, period.since)
    state = State.TOO_FEW if not now else _alarm(now, period.until)
    return Figure("needs_human", len(now), Unit.CASES, len(now), state, previous=len(then), behind="needs_human")


def _queue(items: Sequence[Item], period: Period) -> Figure:
    found = _kept(items, period)
    state = State.TOO_FEW if not found.n else _alarm(waiting(items, period.until), period.until)
    return of_share("queue", found, _kept(items, period.before), state=state)


def _kept(items: Sequence[Item], period: Period) -> Share:
    those = judged(items, period)
    return share(sum(in_time(item, period) for item in those), len(those))


def _alarm(open_now: Sequence[Item], when: datetime) -> State:
    """Clocks say what is late: a red case beyond its quarter of an hour is an alarm, whatever the share."""
    late = [item for item in open_now if item.due_at <= when]
    if any(item.severity == Severity.RED for item in late):
        return State.RED
    return State.WATCH if late else State.OK


def _ages(items: Sequence[Item], period: Period) -> list[Figure]:
    """The oldest that is open, and the age that nine of ten are below."""
    now, then = (sorted(item.age(when) for item in waiting(items, when)) for when in (period.until, period.since))
    state = State.TOO_FEW if not now else _alarm(waiting(items, period.until), period.until)

    def figure(key: str, share_: float) -> Figure:
        value, previous = quantile(now, share_), quantile(then, share_)
        return Figure(key, value, Unit.HOURS, len(now), state, previous=previous, behind="needs_human")

    return [figure("queue_oldest", 1), figure("queue_p90", 0.9)]


def lasted(item: Item, period: Period) -> Wait:
    return Wait(item.age(period.until), item.is_decided and not item.is_open(period.until))
