"""First words, those who have offered to answer them, and who was asked to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short

MOST: Final = 30
"""Newcomers a month that somebody can offer to welcome."""

WAITS = text("answered_at IS NULL AND ended_at IS NULL")


class Ending(StrEnum):
    """Why first words wait no longer though nobody answered them."""

    TAKEN_BACK = "taken_back"
    LEFT = "left"
    CLOSED = "closed"


class FirstWords(HasId, Base):
    """The first thing that a member said in a community, and what became of it.

    The figures about newcomers rest on these rows: who was answered when and by whom, and who waited for how long in
    vain. `amber_at`, `red_at` and `overdue_at` are the moments at which nobody had answered for so long.
    """

    __tablename__ = "first_words"
    __table_args__ = (
        Index("ix_first_words_waiting", "community_id", sqlite_where=WAITS, postgresql_where=WAITS),
        Index("ix_first_words_said", "community_id", "said_at"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"))
    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), unique=True)
    thread_id: Mapped[UUID]
    """What began the thread that it stands in: itself, where it began one."""
    seq: Mapped[int]
    anonymous: Mapped[bool]
    said_at: Mapped[datetime]
    amber_at: Mapped[datetime | None]
    red_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"), index=True)
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    answered_as: Mapped[str | None] = mapped_column(short(16))
    """The role of whoever answered, as it was then: the figures tell peers from facilitators."""
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[Ending | None] = mapped_column(short(16))

    @property
    def waits(self) -> bool:
        return self.answered_at is None and self.ended_at is None


class Mentor(Base):
    """A member who has offered to welcome newcomers, a number of them each month. `taken` counts those of `month`."""

    __tablename__ = "mentors"
    __table_args__ = (CheckConstraint(f"capacity BETWEEN 1 AND {MOST}", name="capacity"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    capacity: Mapped[int]
    since: Mapped[datetime]
    month: Mapped[str] = mapped_column(short(7), default="")
    taken: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]


class AskingState(StrEnum):
    ASKED = "asked"
    DECLINED = "declined"
    DONE = "done"
    OVER = "over"
    """Nobody needs it any more: somebody else has answered, or there is nothing left to answer."""
    GONE = "gone"
    """The mentor is none any more."""


class Asking(HasId, Base):
    """A mentor is asked to welcome somebody. Of each newcomer one mentor at a time is asked, and each of them once."""

    __tablename__ = "askings"
    __table_args__ = (
        Index(
            "uq_askings_open",
            "first_words_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
        Index("ix_askings_mentor", "mentor_id", "community_id", "state"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    first_words_id: Mapped[UUID] = mapped_column(ForeignKey("first_words.id", ondelete="CASCADE"))
    mentor_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    state: Mapped[AskingState] = mapped_column(short(16), default=AskingState.ASKED)
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
