"""Reading what professionals asked for: each asker gets what is theirs to see, and no row that holds more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from networks.communities.credentials_models import Application, Looked
from networks.communities.models import Community
from networks.communities.queries import inside, member
from networks.errors import NotAllowed, NotFound
from networks.people.models import Person
from networks.policy import Can, require
from networks.work import Work

SOME = 200


class Waiting(NamedTuple):
    """An open application as operators see it."""

    application: Application
    handle: str
    community: Community


class Badge(NamedTuple):
    """What everybody in a community sees of somebody whom the network has verified."""

    title: str | None
    interests: str
    until: datetime | None


class Glimpse(NamedTuple):
    """What facilitators see of an application: nothing that was shown as evidence, and no reason."""

    id: UUID
    profession: str
    interests: str
    state: Looked
    applied_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


def open_applications(work: Work) -> list[Waiting]:
    """What waits in every community, the longest first. Operators only."""
    work.require_asker()  # nobody is asked to sign in before they are told that it is not for them
    if work.asker is None or not work.asker.is_operator:
        raise NotAllowed("Only an operator of this network can look at these.")
    find = (
        select(Application, Person.handle, Community)
        .join(Person, Person.id == Application.person_id)
        .join(Community, Community.id == Application.community_id)
        .where(Application.state == Looked.OPEN)
        .order_by(Application.applied_at, Application.id)
    )
    return [Waiting(*row) for row in work.session.execute(find.limit(SOME))]


def my_applications(work: Work) -> Sequence[tuple[Application, str]]:
    """What the asker asked for anywhere, newest first, each with its community's address. Also for who has left."""
    find = select(Application, Community.slug).join(Community, Community.id == Application.community_id)
    mine = find.where(Application.person_id == work.me).order_by(Application.applied_at.desc(), Application.id)
    return [(row[0], row[1]) for row in work.session.execute(mine)]


def application(work: Work, application_id: UUID) -> Application:
    """One with its evidence, for operators and for whoever made it."""
    found = work.session.get(Application, application_id) if work.me else None
    if found is None or work.asker is None or not (work.asker.is_operator or found.person_id == work.me):
        raise NotFound
    return found


def badge(work: Work, slug: str, person_id: UUID) -> Badge | None:
    """What the network has verified about a member; None where nobody has, or the facilitators named them."""
    seen, _, _ = member(work, slug, person_id)
    for one in work.session.scalars(_theirs(seen.community.id, person_id)):
        if one.holds(work.now):
            return Badge(one.title, one.interests, one.expires_at)
    return None


def applications_here(work: Work, slug: str, person_id: UUID) -> list[Glimpse]:
    """What a member asked for here, newest first, as far as facilitators may know it."""
    seen = inside(work, slug)
    if seen.standing is None:
        raise NotFound
    require(work, seen.standing, Can.GRANT_PROFESSIONAL)
    columns = [getattr(Application, name) for name in Glimpse._fields]
    found = work.session.execute(_theirs(seen.community.id, person_id).with_only_columns(*columns))
    return [Glimpse(*row) for row in found]


def _theirs(community_id: UUID, person_id: UUID) -> Any:
    find = select(Application).where(Application.community_id == community_id, Application.person_id == person_id)
    return find.order_by(Application.applied_at.desc(), Application.id)
