"""Operators read what is not theirs to read with a reason, for an hour, and facilitators see that they did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.communities.queries import inside
from networks.errors import NotFound
from networks.policy import Can, may
from networks.resources.events import ResourceOpened
from networks.resources.models import Resource, Version
from networks.resources.queries import at_home, operators_view
from networks.resources.review_models import ResourceOpening
from networks.work import Work

OPENING: Final = timedelta(hours=1)


def open_resource(work: Work, resource_id: UUID, *, reason: str) -> ResourceOpening:
    """Open what is published or was handed in. Raises NotFound to all but operators, and for drafts."""
    if work.asker is None or not work.asker.is_operator:
        raise NotFound
    found = work.session.get(Resource, resource_id)
    if found is None:
        raise NotFound
    community, standing = at_home(work, found.community_id)
    operators_view(found, community, standing)
    held = {"id": uuid4(), "resource_id": resource_id, "person_id": work.me, "reason": reason}
    made = ResourceOpening(**held, opened_at=work.now, expires_at=work.now + OPENING)
    work.session.add(made)
    work.record(ResourceOpened(community.id, resource_id, reason))
    work.session.flush()
    return made


def openings(work: Work, slug: str) -> Sequence[tuple[ResourceOpening, str]]:
    """What operators opened here, and why, newest first, each with the title that it has."""
    seen = inside(work, slug)
    if seen.standing is None or not may(seen.standing, Can.SEE_AUDIT, work.now):
        raise NotFound
    find = select(ResourceOpening, Version.title).join(Resource, Resource.id == ResourceOpening.resource_id)
    newest = (Version.resource_id == Resource.id) & (Version.number == Resource.version)
    here = find.join(Version, newest).where(Resource.community_id == seen.community.id)
    rows = work.session.execute(here.order_by(ResourceOpening.opened_at.desc()).limit(100))
    return [(row[0], row[1]) for row in rows]
