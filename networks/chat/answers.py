"""What answers whom: by replying to them, in their thread, or by their name. For the house: it asks for no rights."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, or_, select

from networks.chat.history import view
from networks.chat.models import Message, Room
from networks.chat.views import MessageView
from networks.work import Work


class Answer(NamedTuple):
    id: UUID
    author_id: UUID | None
    posted_at: datetime


def names(body: str, handle: str) -> bool:
    """Whether a text calls somebody, as @handle: whole, in capitals or not, and not as a part of an e-mail address."""
    return re.search(rf"(?<![\w@.-])@{re.escape(handle)}(?![.-]?\w)", body, re.IGNORECASE) is not None


def authors_above(work: Work, *message_ids: UUID | None) -> set[UUID]:
    """Who wrote these messages."""
    said = Message.__table__.c
    asked = [id_ for id_ in message_ids if id_ is not None]
    found: Any = work.rows(select(said.author_id).where(said.id.in_(asked)))
    return {row[0] for row in found if row[0] is not None}


def first_standing(work: Work, person_id: UUID, community_id: UUID) -> MessageView | None:
    """The first thing that somebody said in a community and that has not been removed, as everybody may see it."""
    theirs = (Message.author_id == person_id, Message.removed_at.is_(None), Room.community_id == community_id)
    find = select(Message.id).join(Room).where(*theirs).order_by(Message.posted_at, Message.seq)
    found = work.session.scalar(find.limit(1))
    return view(work, found).for_everybody() if found else None


def first_answer(
    work: Work, person_id: UUID, handle: str, *, community_id: UUID, room_id: UUID, thread_id: UUID, seq: int
) -> Answer | None:
    """The first answer to somebody that still stands, since what they said at `seq` of a room.

    A reply counts wherever it stands; a mention is looked for in that room, so that no other has to be read through.
    """
    theirs = select(Message.id).join(Room).where(Message.author_id == person_id, Room.community_id == community_id)
    beside = and_(Message.thread_id == thread_id, Message.seq > seq)
    above = or_(Message.reply_to.in_(theirs), Message.thread_id.in_(theirs), beside)
    find = select(Message.id, Message.author_id, Message.posted_at, Message.body)
    by_another = (Message.removed_at.is_(None), or_(Message.author_id.is_(None), Message.author_id != person_id))
    replies = find.join(Room).where(Room.community_id == community_id, above, *by_another)
    calls = find.where(
        Message.room_id == room_id,
        Message.seq > seq,
        *by_another,
        Message.body.icontains(f"@{handle}", autoescape=True),
    )
    order = (Message.posted_at, Message.seq)
    found = [Answer(*row[:3]) for row in work.session.execute(replies.order_by(*order).limit(1))]
    called = (row for row in work.session.execute(calls.order_by(*order).limit(50)) if names(row.body, handle))
    found += [Answer(*row[:3]) for row in called][:1]
    return min(found, key=lambda one: one.posted_at, default=None)
