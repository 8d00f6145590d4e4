"""Rooms, conversations of two, messages, reactions, read positions, and operators' openings of rooms."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short

LONGEST: Final = 8000
"""Characters in a message's body, as in the public interface."""


class Section(StrEnum):
    CONVERSATION = "conversation"
    PROFESSIONALS = "professionals"
    DIRECT = "direct"
    """Of two members, see Conversation: whatever lists, counts, searches or opens rooms leaves these out by SHARED."""


ALL_INSIDE: Final = text("section <> 'direct'")
"""The few rooms of a community among all that its members begin with one another."""

OF_ALL: Final = (Section.CONVERSATION, Section.PROFESSIONALS)
"""What the rooms of a community stand under."""


class Room(HasId, Base):
    """A chat room. `last_seq` is its one counter, moved in commit order by every post, edit and removal.

    `revision` moves with everything that changes how the room's history looks: those, reactions, names and roles.
    What is drawn from one revision may be kept until the next.
    """

    __tablename__ = "rooms"
    __table_args__ = (
        UniqueConstraint("community_id", "name"),
        Index("ix_rooms_shared", "community_id", sqlite_where=ALL_INSIDE, postgresql_where=ALL_INSIDE),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(short(80))
    purpose: Mapped[str] = mapped_column(short(200), default="")
    section: Mapped[Section] = mapped_column(short(16), default=Section.CONVERSATION)
    position: Mapped[int] = mapped_column(default=0)
    last_seq: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


SHARED: Final = Room.section != literal_column("'direct'")  # written out: else SQLite does not see its index in it
"""As a condition on rooms: those that everybody inside a community may enter."""


class Conversation(Base):
    """Two members of a community, and the room that nobody but they ever enters.

    Whoever speaks first asks, by one message: until the other has accepted they can send no second one, and
    `asked_key`, that message's key, tells it from one that is sent again. That somebody declined only they know.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("community_id", "low_id", "high_id"),
        CheckConstraint("low_id < high_id", name="in_order"),
    )

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    low_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    high_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    asked_key: Mapped[str | None] = mapped_column(short(64))
    asked_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]


class Message(HasId, Base):
    """One thing said. `seq` is the counter's value at the post, `change_seq` at its last change.

    `fingerprint` tells a harmless resend from another message under the same key, even after an edit.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("room_id", "seq"),
        UniqueConstraint("room_id", "change_seq"),
        UniqueConstraint("author_id", "client_key"),
        CheckConstraint(f"length(body) <= {LONGEST}", name="body_length"),
        CheckConstraint("(removed_at IS NULL) = (body IS NOT NULL)", name="removed_has_no_body"),
        Index("ix_messages_thread_id", "thread_id"),
    )

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    anonymous: Mapped[bool] = mapped_column(default=False)
    seq: Mapped[int]
    change_seq: Mapped[int]
    client_key: Mapped[str | None] = mapped_column(short(64))
    fingerprint: Mapped[str | None] = mapped_column(short(64))
    body: Mapped[str | None]
    html: Mapped[str | None]
    reply_to: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"), index=True)
    thread_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))
    posted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))


class Reaction(Base):
    __tablename__ = "reactions"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    emoji: Mapped[str] = mapped_column(short(16), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime]


class ReadMark(Base):
    """How far somebody has read in a room. Only they see it."""

    __tablename__ = "read_marks"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    seq: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]


class Opening(HasId, Base):
    """An operator's reason to read a private room, for one hour, which facilitators see."""

    __tablename__ = "openings"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    reason: Mapped[str]
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
