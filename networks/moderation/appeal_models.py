"""Appeals, and what those who appeal and those who decide write to each other about them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short


class Against(StrEnum):
    """What one can appeal against."""

    SANCTION = "sanction"
    REMOVAL = "removal"


class Appeal(HasId, Base):
    """Somebody asks that somebody else looks at a decision about them. Once for each decision, by the constraint.

    `outcome` and `reason` are what they are told; who decided stands with the case.
    """

    __tablename__ = "appeals"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    subject_kind: Mapped[Against] = mapped_column(short(16))
    subject_id: Mapped[UUID]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), unique=True)
    statement: Mapped[str]
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(short(32))
    reason: Mapped[str | None]


class AppealReply(HasId, Base):
    """One thing that was written about an appeal, by whoever appeals or by those who decide."""

    __tablename__ = "appeal_replies"
    __table_args__ = (UniqueConstraint("appeal_id", "position"),)

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeals.id", ondelete="CASCADE"))
    position: Mapped[int]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    by_appellant: Mapped[bool]
    at: Mapped[datetime]
    body: Mapped[str]
