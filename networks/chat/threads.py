"""Threads for what stands outside of rooms: where they take place, how they begin and go on, and their latest words."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, func, or_, select

from networks.chat.history import views
from networks.chat.models import SHARED, Message, Room, Section
from networks.chat.posting import post_message
from networks.chat.queries import Entered, reveals
from networks.chat.views import MessageView
from networks.database import insert_once
from networks.work import Work


def common_room(work: Work, community_id: UUID, *, name: str, purpose: str) -> UUID:
    """The room of this name, made where a community has none. Nobody made it, so nobody needs a right to, and the audit
    tells of nobody. The caller has come through the community's door.
    """
    here = and_(Room.community_id == community_id, SHARED)
    count = work.session.scalar(select(func.count()).select_from(Room).where(here)) or 0
    values = {"id": uuid4(), "community_id": community_id, "name": name, "purpose": purpose, "position": count}
    fresh = {"section": Section.CONVERSATION, "last_seq": 0, "revision": 0, "created_at": work.now}
    insert_once(work.session, Room, **values, **fresh)
    return work.session.scalars(select(Room.id).where(here, Room.name == name)).one()


def go_on(work: Work, room_id: UUID, root_id: UUID, **said: Any) -> tuple[MessageView, bool]:
    """Reply to what began a thread. Whoever sends once more what began it has said it once."""
    mine = (Message.author_id == work.me, Message.client_key == said["client_key"])
    began = work.session.scalar(select(Message.id).where(Message.id == root_id, *mine))
    return post_message(work, room_id, reply_to=None if began else root_id, **said)


def latest_of_thread(
    work: Work, entered: Entered, root_id: UUID, *, limit: int, reveal: bool = False
) -> list[MessageView]:
    """The last words of a thread in a room that was entered, its root among them, ascending."""
    there = (Message.room_id == entered.room.id, or_(Message.id == root_id, Message.thread_id == root_id))
    find = select(Message.id).where(*there).order_by(Message.seq.desc()).limit(limit)
    return views(work, work.session.scalars(find).all(), reveal=reveal and reveals(work, entered))


def root_of(work: Work, entered: Entered, message_id: UUID) -> UUID | None:
    """What began the thread of a message, which may be itself; None where it is not in this room."""
    root = func.coalesce(Message.thread_id, Message.id)
    return work.session.scalar(select(root).where(Message.id == message_id, Message.room_id == entered.room.id))
