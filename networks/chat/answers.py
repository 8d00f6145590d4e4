"""What answers whom: by replying to them, in their thread, or by their name. For the house: it asks for no rights."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import and_, or_, select

from networks.chat.history import view
from networks.chat.models import SHARED, Message, Room
from networks.chat.views import MessageView
from networks.work import Work

CALL: Final = re.compile(r"(?<![\w@.-])@([A-Za-z0-9][A-Za-z0-9_.-]*+)(?!\w)")
PAUSE: Final = re.compile("[.-]{2,}")
"""As after a name and before what one has to say... Few have it in their name."""

MOST: Final = 50
"""Names that one message can call."""


class Answer(NamedTuple):
    id: UUID
    author_id: UUID | None
    posted_at: datetime


def called(body: str) -> set[str]:
    """Whom a text calls, as @handle: whole, in capitals or not, and not as a part of an e-mail address. Looked through
    once, however many might be meant; what comes after many others is nobody's answer any more."""
    found = set()
    for name in islice((match[1].casefold() for match in CALL.finditer(body)), MOST):
        found |= {name.rstrip(".-"), PAUSE.split(name)[0]}
    return found


def first_standing(work: Work, person_id: UUID, community_id: UUID) -> MessageView | None:
    """The first thing that somebody said in a community and that has not been removed, as everybody may see it."""
    theirs = (Message.author_id == person_id, Message.removed_at.is_(None), Room.community_id == community_id, SHARED)
    find = select(Message.id).join(Room).where(*theirs).order_by(Message.posted_at, Message.seq)
    found = work.session.scalar(find.limit(1))
    return view(work, found).for_everybody() if found else None


def first_answer(
    work: Work, person_id: UUID, handle: str, *, community_id: UUID, room_id: UUID, thread_id: UUID, seq: int
) -> Answer | None:
    """The first answer to somebody that still stands, since what they said at `seq` of a room.

    A reply counts wherever it stands; a mention is looked for in that room, so that no other has to be read through.
    """
    here = (Room.community_id == community_id, SHARED)
    theirs = select(Message.id).join(Room).where(Message.author_id == person_id, *here)
    beside = and_(Message.thread_id == thread_id, Message.seq > seq)
    above = or_(Message.reply_to.in_(theirs), Message.thread_id.in_(theirs), beside)
    find = select(Message.id, Message.author_id, Message.posted_at, Message.body)
    by_another = (Message.removed_at.is_(None), or_(Message.author_id.is_(None), Message.author_id != person_id))
    replies = find.join(Room).where(*here, above, *by_another)
    calls = find.where(
        Message.room_id == room_id,
        Message.seq > seq,
        *by_another,
        Message.body.icontains(f"@{handle}", autoescape=True),
    )
    order = (Message.posted_at, Message.seq)
    found = [Answer(*row[:3]) for row in work.session.execute(replies.order_by(*order).limit(1))]
    key = handle.casefold()
    named = (row for row in work.session.execute(calls.order_by(*order).limit(50)) if key in called(row.body))
    found += [Answer(*row[:3]) for row in named][:1]
    return min(found, key=lambda one: one.posted_at, default=None)
