"""Where members talk about a resource: it knows the message that began it, and nothing of what is said there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from networks.errors import Conflict
from networks.policy import Can, require
from networks.resources.models import Resource, Version
from networks.resources.queries import Seen, behind_the_door
from networks.work import Work


class Topic(NamedTuple):
    """What a thread is about."""

    resource_id: UUID
    title: str


def to_talk_about(work: Work, resource_id: UUID) -> Seen:
    """A resource of the library, held until the commit, so that of two who begin to talk about it one does.

    Raises Conflict where it is not in the library, to those who may know of it all the same.
    """
    seen = behind_the_door(work, resource_id)
    require(work, seen.standing, Can.POST_MESSAGE)
    work.session.refresh(seen.resource, with_for_update=True)
    if not seen.resource.listed:
        raise Conflict("This is not in the library just now, so nothing more can be said about it here.")
    return seen


def room_of_talks(work: Work, community_id: UUID) -> UUID | None:
    """The room in which a community talks about what is in its library, whatever it is called by now."""
    find = select(Resource.discussion_room_id).where(
        Resource.community_id == community_id, Resource.discussion_room_id.is_not(None)
    )
    return work.session.scalar(find.order_by(Resource.created_at, Resource.id).limit(1))


def which_began(work: Work, message_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Of these messages, those with which members began to talk about something in the library. Not about what."""
    began = Resource.__table__.c.discussion_id
    return frozenset(row[0] for row in work.rows(select(began).where(began.in_(message_ids))))


def topic_of(work: Work, community_id: UUID, root_id: UUID) -> Topic | None:
    """What the thread is about that a message began, while it is in the library. The caller is a member there."""
    find = (
        select(Resource.id, Version.title)
        .join(Version, (Version.resource_id == Resource.id) & (Version.number == Resource.published))
        .where(Resource.discussion_id == root_id, Resource.community_id == community_id, Resource.listed)
    )
    row = work.session.execute(find).first()
    return Topic(*row) if row else None
