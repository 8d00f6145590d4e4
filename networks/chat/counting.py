"""Counting what was said."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from networks.chat.models import SHARED, Message, Room
from networks.work import Work


def how_much(work: Work, community_id: UUID, person_id: UUID) -> int:
    """How many messages of a community stand under somebody's name. The caller has checked who asks.

    Of anonymous ones a number would tell who wrote them; of what was said to one other it is nobody's.
    """
    find = select(func.count()).select_from(Message).join(Room, Room.id == Message.room_id)
    named = (Message.author_id == person_id, Message.anonymous.is_(False), Message.removed_at.is_(None))
    return work.session.scalar(find.where(Room.community_id == community_id, SHARED, *named)) or 0
