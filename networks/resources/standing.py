"""Which professionals' reviews hold at this moment. It is asked anew each time: one that ended is shown nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, select

from networks.communities.models import Membership
from networks.communities.queries import active, is_professional
from networks.people.models import Person
from networks.resources.models import Resource
from networks.resources.review_models import Endorsement
from networks.resources.views import ResourceView
from networks.work import Work


class Endorsed(NamedTuple):
    """An endorsement that holds, as everybody sees it who sees the resource."""

    id: UUID
    by: Person
    title: str | None
    number: int
    interests: str
    at: datetime
    until: datetime


def endorsements(work: Work, resources: Iterable[tuple[UUID, int]]) -> dict[tuple[UUID, int], list[Endorsed]]:
    """Those that hold at this moment, by resource and version. The caller has checked who sees those."""
    wanted = dict.fromkeys(resources)
    find = standing(work).where(Endorsement.resource_id.in_({one[0] for one in wanted}))
    found: dict[tuple[UUID, int], list[Endorsed]] = {}
    for row, by, title in work.session.execute(find.order_by(Endorsement.at, Endorsement.id)):
        if (row.resource_id, row.number) in wanted:
            one = Endorsed(row.id, by, title, row.number, row.interests, row.at, row.expires_at)
            found.setdefault((row.resource_id, row.number), []).append(one)
    return found


def is_endorsed(work: Work, resource_id: UUID, number: int) -> bool:
    return bool(endorsements(work, [(resource_id, number)]))


def standing(work: Work) -> Any:
    """Endorsements that hold, with who gave them and their title of today: neither ended nor over, of somebody who is a
    professional here."""
    inside = and_(
        Membership.community_id == Resource.community_id,
        Membership.person_id == Endorsement.person_id,
        is_professional(work.now),
        active(work.now),
    )
    return (
        select(Endorsement, Person, Membership.title)
        .join(Person, Person.id == Endorsement.person_id)
        .join(Resource, Resource.id == Endorsement.resource_id)
        .join(Membership, inside)
        .where(Endorsement.revoked_at.is_(None), Endorsement.expires_at > work.now)
    )


def with_endorsements(work: Work, views: Sequence[ResourceView]) -> list[ResourceView]:
    """Versions, each with those of it that hold."""
    held = endorsements(work, [(one.id, one.version) for one in views])
    return [replace(one, endorsements=tuple(held.get((one.id, one.version), ()))) for one in views]
