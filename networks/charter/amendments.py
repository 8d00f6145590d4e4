"""Reading amendments, for members. Of a vote everybody reads their own ballot, and the counts once it is over."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from networks.charter.models import Amendment, Ballot, Support
from networks.communities.models import Community, Membership
from networks.communities.queries import Visit, active, inside
from networks.errors import NotFound
from networks.people.models import Person
from networks.work import Work

MOST = 100


class Shown(NamedTuple):
    amendment: Amendment
    by: Person | None
    support: int
    supported: bool
    my_choice: str | None


def amendments(work: Work, slug: str) -> tuple[Visit, list[Shown]]:
    """What was proposed in a community, the newest first."""
    seen = inside(work, slug)
    find = _all().where(Amendment.community_id == seen.community.id)
    rows = work.session.execute(find.order_by(Amendment.made_at.desc(), Amendment.id).limit(MOST)).all()
    return seen, _shown(work, rows)


def amendment(work: Work, amendment_id: UUID) -> tuple[Shown, Visit]:
    """One of them. Raises NotFound to whoever is not inside."""
    row = work.session.execute(_all().where(Amendment.id == amendment_id)).first()
    if row is None:
        raise NotFound
    seen = inside(work, work.session.get_one(Community, row[0].community_id).slug)
    return _shown(work, [row])[0], seen


def _all() -> Any:
    return select(Amendment, Person).outerjoin(Person, Person.id == Amendment.by_id)


def _shown(work: Work, rows: Any) -> list[Shown]:
    ids = [row[0].id for row in rows]
    mine = select(Support.amendment_id).where(Support.amendment_id.in_(ids), Support.person_id == work.me)
    supported = set(work.session.scalars(mine))
    ballots = select(Ballot.amendment_id, Ballot.choice)
    cast = work.session.execute(ballots.where(Ballot.amendment_id.in_(ids), Ballot.person_id == work.me)).all()
    chosen = {one[0]: str(one[1]) for one in cast}
    counts = _supports(work, ids)
    return [
        Shown(found, by, counts.get(found.id, 0), found.id in supported, chosen.get(found.id)) for found, by in rows
    ]


def _supports(work: Work, ids: list[UUID]) -> dict[UUID, int]:
    """By members who are still inside."""
    find = select(Support.amendment_id, func.count()).join(Amendment, Amendment.id == Support.amendment_id)
    here = (Membership.person_id == Support.person_id) & (Membership.community_id == Amendment.community_id)
    find = find.join(Membership, here).where(active(work.now), Support.amendment_id.in_(ids))
    return {row[0]: row[1] for row in work.session.execute(find.group_by(Support.amendment_id))}
