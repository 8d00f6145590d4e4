"""How much one facilitator should carry in a week, and who has had as much."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, select, union_all, update

from networks.communities.models import Membership
from networks.communities.queries import active, inside
from networks.database import insert_once
from networks.errors import NotFound
from networks.moderation.models import Case, CaseState
from networks.moderation.queries import not_about
from networks.overview.events import CapSet
from networks.overview.models import Watch
from networks.people.models import Person
from networks.policy import Can, Role, require
from networks.work import Work

WEEK: Final = 7
"""Days that a cap is about."""


class Full(NamedTuple):
    """A facilitator who has had as many cases in seven days as one should."""

    community_id: UUID
    person: Person
    many: int
    cap: int


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


def full(work: Work, community_id: UUID) -> dict[UUID, Full]:
    """Who has had enough in a community, by their id. The caller has authorized."""
    return {one.person.id: one for one in _full(work, Watch.community_id == community_id)}


def full_everywhere(work: Work) -> dict[UUID, list[Full]]:
    """The same of each community. The caller has authorized."""
    found: dict[UUID, list[Full]] = {}
    for one in _full(work):
        found.setdefault(one.community_id, []).append(one)
    return found


def too_much(work: Work, community_id: UUID) -> Full | None:
    """Whether the asker has had enough, before they take the next; None where not."""
    return full(work, community_id).get(work.me)


def _full(work: Work, *which: Any) -> list[Full]:
    """By handle."""
    week = _week(work)
    place = and_(Membership.person_id == week.c.who, Membership.community_id == week.c.community_id)
    find = select(week.c.community_id, Person, week.c.many, Watch.cap).join(Person, Person.id == week.c.who)
    find = find.join(Membership, place).join(Watch, Watch.community_id == week.c.community_id)
    staff = find.where(Membership.role == Role.FACILITATOR, active(work.now), week.c.many >= Watch.cap, *which)
    return [Full(*row) for row in work.session.execute(staff.order_by(Person.handle_key))]


def _week(work: Work) -> Any:
    """As a table: how many cases each has decided in seven days or has now, by community. Those about the asker count
    for nobody: the number would tell that there is one."""
    since = work.now - timedelta(days=WEEK)
    decided = select(Case.community_id, Case.decided_by_id.label("who")).where(Case.decided_at > since)
    held = select(Case.community_id, Case.claimed_by_id).where(
        Case.state == CaseState.CLAIMED, Case.claimed_until > work.now
    )
    both = union_all(decided.where(not_about(work)), held.where(not_about(work))).subquery()
    columns = (both.c.community_id, both.c.who)
    return select(*columns, func.count().label("many")).group_by(*columns).subquery()
