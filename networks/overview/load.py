"""How much each facilitator carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, or_, select, update

from networks.communities.models import Membership
from networks.communities.queries import active, inside
from networks.database import insert_once
from networks.errors import NotFound
from networks.moderation.models import Case, CaseState, Severity
from networks.overview.cases import Item
from networks.overview.events import CapSet
from networks.overview.figure import Figure, Period, State, Unit
from networks.overview.models import Watch
from networks.people.models import Person
from networks.policy import Can, Role, require
from networks.work import Work

WEEK: Final = 7
"""Days that a cap is about."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The cases that one facilitator decided in a period or has in hand at its end."""

    person_id: UUID
    handle: str
    items: Sequence[Item]

    @property
    def many(self) -> int:
        return len(self.items)

    @property
    def red(self) -> int:
        return sum(item.severity == Severity.RED for item in self.items)


def facilitators(work: Work, community_id: UUID) -> list[tuple[UUID, str]]:
    """Who looks after a community, by handle."""
    here = (Membership.community_id == community_id, Membership.role == Role.FACILITATOR, active(work.now))
    find = select(Person.id, Person.handle).join(Membership, Membership.person_id == Person.id).where(*here)
    return [(row[0], row[1]) for row in work.session.execute(find.order_by(Person.handle_key))]


def carried(staff: Iterable[tuple[UUID, str]], items: Sequence[Item], period: Period) -> list[Carried]:
    return [
        Carried(person_id, handle, [item for item in items if _is_theirs(item, person_id, period)])
        for person_id, handle in staff
    ]


def _is_theirs(item: Item, person_id: UUID, period: Period) -> bool:
    decided = item.decided_by_id == person_id and period.holds(item.decided_at)
    return decided or item.holder(period.until) == person_id


def figure(staff: Sequence[tuple[UUID, str]], items: Sequence[Item], period: Period, cap: int | None = None) -> Figure:
    """How many cases whoever has most of them has had. It is no contest: it says when somebody carries too much."""
    now, before = (
        max((one.many for one in carried(staff, items, when)), default=0) for when in (period, period.before)
    )
    most = cap * period.days / WEEK if cap is not None else None
    over = most is not None and now > most
    state = State.RED if not staff else State.WATCH if over else State.OK
    return Figure("load", now, Unit.CASES, len(staff), state, previous=before, threshold=most, behind="load")


def cap_of(work: Work, community_id: UUID) -> int | None:
    """How many cases a week one facilitator should have at most; None where nobody said. The caller has authorized."""
    return work.session.scalar(select(Watch.cap).where(Watch.community_id == community_id))


def set_cap(work: Work, slug: str, cap: int | None) -> None:
    """Say how many cases a week one facilitator should have at most. For operators."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.SET_CAP)
    here = seen.community.id
    insert_once(work.session, Watch, community_id=here, seen_at=seen.community.created_at, told_at=None, cap=None)
    changed = update(Watch).where(Watch.community_id == here).values(cap=cap)
    work.session.execute(changed.execution_options(synchronize_session=False))
    work.record(CapSet(here, here, "—" if cap is None else str(cap)))


class Carrying(NamedTuple):
    """What the asker has had in seven days, and the cap."""

    many: int
    cap: int


def too_much(work: Work, community_id: UUID) -> Carrying | None:
    """Whether the asker has had as much as one should have, before they take the next; None where not."""
    cap = cap_of(work, community_id)
    if cap is None:
        return None
    decided = and_(Case.decided_by_id == work.me, Case.decided_at > work.now - timedelta(days=WEEK))
    held = and_(Case.claimed_by_id == work.me, Case.claimed_until > work.now, Case.state == CaseState.CLAIMED)
    find = select(func.count()).select_from(Case).where(Case.community_id == community_id, or_(decided, held))
    many = work.session.scalar(find) or 0
    return Carrying(many, cap) if many >= cap else None
