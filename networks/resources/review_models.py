"""What reviewers add to a submission: who is asked to look, what they propose, and a professional's endorsement."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short


class Assignment(Base):
    """A professional who is asked to look at a submission, and may therefore see it."""

    __tablename__ = "review_assignments"

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class Proposal(HasId, Base):
    """A reviewer's own wording of a version. Nothing of it counts until its author accepts it."""

    __tablename__ = "review_proposals"

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(short(160))
    body: Mapped[str]
    why: Mapped[str] = mapped_column(short(500), default="")
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]


class Endorsement(HasId, Base):
    """A professional has read a version and stands by it, with their interests declared, until it expires."""

    __tablename__ = "endorsements"
    __table_args__ = (UniqueConstraint("resource_id", "number", "person_id"),)

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    number: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    title: Mapped[str | None] = mapped_column(short(60))
    interests: Mapped[str] = mapped_column(short(500))
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
