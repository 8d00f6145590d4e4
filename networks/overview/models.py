"""What was said, counted: so that no page has to read a hundred thousand messages to say how many there were."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base


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
