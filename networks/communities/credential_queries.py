"""Reading what professionals asked for: each asker gets what is theirs to see, and no row that holds more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select

from networks.communities.credential_ends import HELD
from networks.communities.credentials_models import Application, Looked
from networks.communities.models import Community, Membership
from networks.communities.queries import Companion, active, member
from networks.errors import NotFound
from networks.people.models import Person
from networks.policy import Can, Role, require
from networks.work import Work

SOME: Final = 200


class Applied(NamedTuple):
    """An application with who made it and where, for operators and for whoever made it."""

    application: Application
    person: Person
    community: Community


class Badge(NamedTuple):
    """What everybody in a community sees of somebody whom the network has verified."""

    title: str | None
    interests: str
    until: datetime | None


class Glimpse(NamedTuple):
    """What facilitators see of an application: nothing that was shown as evidence, and no reason."""

    community: str
    person: Person | Companion
    state: Looked
    ended_at: datetime | None
    id: UUID
    profession: str
    interests: str
    applied_at: datetime
    decided_at: datetime | None
    title: str | None
    expires_at: datetime | None


PLAIN: Final = Glimpse._fields[4:]
"""Of these a glimpse holds what the row holds."""


def applications(work: Work, state: str = Looked.OPEN) -> list[Applied]:
    """Those of every community that stand so, what waits or ends first at the top. For operators; none of their own."""
    asker = work.require_asker()
    if not asker.is_operator:
        raise NotFound
    which, order = _standing_so(work)[Looked(state)]
    find = _applied().where(*which, Application.person_id != work.me).order_by(order, Application.id)
    return [Applied(*row) for row in work.session.execute(find.limit(SOME))]


def waiting(work: Work) -> int:
    """How many wait for an operator, who asks. What they asked for themselves is not among them."""
    find = select(func.count()).select_from(Application).where(Application.state == Looked.OPEN)
    return work.session.scalar(find.where(Application.person_id != work.me)) or 0


def my_applications(work: Work) -> list[Applied]:
    """What the asker asked for anywhere, newest first. Also for who has left."""
    mine = _applied().where(Application.person_id == work.me)
    found = work.session.execute(mine.order_by(Application.applied_at.desc(), Application.id))
    return [Applied(*row) for row in found]


def where_to_apply(work: Work) -> Sequence[Community]:
    """The communities in which the asker can ask to have their profession checked."""
    waits = select(Application.community_id).where(Application.person_id == work.me, Application.state == Looked.OPEN)
    find = select(Community).join(Membership, Membership.community_id == Community.id)
    mine = find.where(Membership.person_id == work.me, Membership.role != Role.FACILITATOR, active(work.now))
    return work.session.scalars(mine.where(Community.id.not_in(waits)).order_by(Community.name)).all()


def application(work: Work, application_id: UUID) -> Applied:
    """One with its evidence, for operators and for whoever made it."""
    asker = work.require_asker()
    row = work.session.execute(_applied().where(Application.id == application_id)).first()
    if row is None or not (asker.is_operator or row[0].person_id == work.me):
        raise NotFound
    return Applied(*row)


def badge(work: Work, slug: str, person_id: UUID) -> Badge | None:
    """What the network has verified about a member; None where nobody has, or the facilitators named them."""
    seen, _, _ = member(work, slug, person_id)
    for one in work.session.scalars(_theirs(seen.community.id, person_id)):
        if one.holds(work.now):
            return Badge(one.title, one.interests, one.expires_at)
    return None


def applications_here(work: Work, slug: str, person_id: UUID) -> list[Glimpse]:
    """What a member asked for here, newest first, as far as facilitators may know it."""
    seen, companion, _ = member(work, slug, person_id)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.GRANT_PROFESSIONAL)
    found = work.session.scalars(_theirs(seen.community.id, person_id))
    return [glimpse(one, seen.community.slug, companion, work.now) for one in found]


def glimpse(one: Application, slug: str, person: Person | Companion, now: datetime) -> Glimpse:
    """What of an application is not for operators alone."""
    plain = {name: getattr(one, name) for name in PLAIN}
    return Glimpse(slug, person, one.stands(now), one.ended_at(now), **plain)


def _standing_so(work: Work) -> dict[Looked, tuple[tuple[Any, ...], Any]]:
    """For each state the conditions and the order."""
    state, over = Application.state, Application.expires_at <= work.now
    latest = Application.decided_at.desc()
    gone = or_(Application.revoked_at.is_not(None), over)
    return {
        Looked.OPEN: ((state == Looked.OPEN,), Application.applied_at),
        Looked.VERIFIED: ((*HELD, ~over), Application.expires_at),
        Looked.REFUSED: ((state == Looked.REFUSED,), latest),
        Looked.WITHDRAWN: ((state == Looked.WITHDRAWN,), latest),
        Looked.ENDED: ((state == Looked.VERIFIED, gone), latest),
    }


def _applied() -> Any:
    find = select(Application, Person, Community).join(Person, Person.id == Application.person_id)
    return find.join(Community, Community.id == Application.community_id)


def _theirs(community_id: UUID, person_id: UUID) -> Any:
    find = select(Application).where(Application.community_id == community_id, Application.person_id == person_id)
    return find.order_by(Application.applied_at.desc(), Application.id)
