"""Messages taken down by a decision, and put back where the decision is overturned.

Nobody enters a room here: whoever decides about a case may be an operator who may not read in it. The caller has
checked that they may decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select

from networks.chat.actions import empty, forget_signs, move_counter, tell_edited
from networks.chat.events import MessageRemoved, MessageTakenDown
from networks.chat.models import Message, Room
from networks.work import Work

NEAR: Final = 5
"""Messages on each side of one that tell what it was said to."""


def take_down(work: Work, message_id: UUID, *, reason: str) -> str | None:
    """Remove somebody's message for a reason that is kept in the audit; returns its last words.

    None where it is gone already. For everybody in the room it goes like any other removed message.
    """
    held = _held(work, message_id)
    if held is None or held[1].removed_at is not None:
        return None
    room, found = held
    words = found.body
    empty(work, found)
    move_counter(work, room, found)
    work.record(MessageRemoved(found.room_id, found.id, found.seq, found.change_seq, by_author=False))
    work.record(MessageTakenDown(room.community_id, found.id, reason))
    return words


def put_back(work: Work, message_id: UUID, words: str) -> bool:
    """Let a message that somebody else took down stand again: in its place, with these words of its author.

    Everybody in the room hears it as an edit, with the reactions that it had. False, and nothing happens, where it
    stands, where its author removed it or has erased their account, or where it is not there any more.
    """
    held = _held(work, message_id)
    if held is None:
        return False
    room, found = held
    by_another = found.author_id is not None and found.removed_by_id != found.author_id
    if found.removed_at is None or not by_another:
        return False
    found.body, found.html = words, work.render(words)
    found.removed_at = found.removed_by_id = None
    move_counter(work, room, found)
    tell_edited(work, room, found)
    return True


def forget_removed(work: Work, message_id: UUID) -> None:
    """Its words are kept no longer, so nothing can come back: neither can what waited with them."""
    held = _held(work, message_id)
    if held is not None and held[1].removed_at is not None:
        forget_signs(work, held[1])


def surroundings(work: Work, found: Message) -> Sequence[Message]:
    """What stands around a message that the caller may read, with itself and what it answers, in order. Without what
    was removed."""
    room = (Message.room_id == found.room_id, Message.body.is_not(None))
    before = select(Message.id).where(*room, Message.seq < found.seq).order_by(Message.seq.desc()).limit(NEAR)
    after = select(Message.id).where(*room, Message.seq > found.seq).order_by(Message.seq).limit(NEAR)
    near = [*work.session.scalars(before), *work.session.scalars(after), found.id, found.reply_to]
    wanted = or_(*(Message.id == one for one in near if one is not None))
    return work.session.scalars(select(Message).where(*room, wanted).order_by(Message.seq)).all()


def _held(work: Work, message_id: UUID) -> tuple[Room, Message] | None:
    """A message with its room's counter in one's hands until the commit."""
    room_id = work.session.scalar(select(Message.room_id).where(Message.id == message_id))
    if room_id is None:
        return None
    room = work.session.scalars(select(Room).where(Room.id == room_id).with_for_update()).one()
    found = work.session.get(Message, message_id, populate_existing=True)
    return (room, found) if found is not None else None
