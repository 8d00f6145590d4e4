"""What was said, counted: so that no page has to read a hundred thousand messages to say how many there were."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short


class CountMark(Base):
    """Everything in a room up to `seq` is counted."""

    __tablename__ = "count_marks"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)


class SpokenDay(Base):
    """How much was said in a community on a day (in UTC), and by how many under their name. It names nobody."""

    __tablename__ = "spoken_days"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    messages: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)


class SpokenBy(Base):
    """That somebody said something under their name in a community on a day, so that they are counted once."""

    __tablename__ = "spoken_by"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)


class Voice(Base):
    """When somebody last said something under their name in a community."""

    __tablename__ = "voices"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    last_at: Mapped[datetime]


class About(StrEnum):
    """What a note says: words of a facilitator, or that they wrote to the member in a room."""

    NOTE = "note"
    WELCOME = "welcome"
    CHECK_IN = "check_in"


class MemberNote(HasId, Base):
    """What facilitators keep for each other about a member. No page shows it to them; their export does."""

    __tablename__ = "member_notes"
    __table_args__ = (Index("ix_member_notes_about", "community_id", "person_id", "at"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    kind: Mapped[About] = mapped_column(short(16))
    at: Mapped[datetime]
    body: Mapped[str]


class Watch(Base):
    """Whether somebody looks after a community. `seen_at`: when a facilitator was last seen, or appointed."""

    __tablename__ = "watches"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When operators were told that nobody does."""
    cap: Mapped[int | None]
    """How many cases a week one facilitator should have at most, as operators set it."""


class Shift(HasId, Base):
    """When a facilitator is there, and what they leave for whoever comes next."""

    __tablename__ = "shifts"
    __table_args__ = (Index("ix_shifts_when", "community_id", "starts_at"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime | None]
