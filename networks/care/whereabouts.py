"""Where somebody is, as far as they, their community or the network said: whom to talk to depends on it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from networks.chat.models import Room
from networks.communities.models import Community
from networks.people.models import Person
from networks.work import Work


def whereabouts(work: Work, person_id: UUID, room_id: UUID | None = None) -> tuple[str, str | None]:
    """The country that somebody gave, or "", and the community of a room."""
    country = work.session.scalar(select(Person.country).where(Person.id == person_id)) or ""
    if room_id is None:
        return country, None
    return country, work.session.scalar(select(Community.slug).join(Room).where(Room.id == room_id))
