"""What reviewers add to a submission: who is asked to look, what they propose, and a professional's endorsement."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short


class Assignment(Base):
    """A professional who is asked to look at a submission, and may therefore see it.

    `number` is the version that they answered about. `against` says why they advise against it; None where they stand
    by it.
    """

    __tablename__ = "review_assignments"

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    number: Mapped[int | None]
    against: Mapped[str | None]
    answered_at: Mapped[datetime | None]


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
    became: Mapped[int | None]
    """The version that was made of it."""


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


class Check(HasId, Base):
    """What came of looking again at something published: it stays, its author is asked, or it is archived.

    `by_id` is None where nobody decided it, and a time that was over did.
    """

    __tablename__ = "resource_checks"
    __table_args__ = (Index("ix_resource_checks_latest", "resource_id", "at"),)

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    number: Mapped[int]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(short(16))
    reason: Mapped[str]
    until: Mapped[datetime | None]
    """For how long its author is asked, or when it is looked at next."""
    answered_at: Mapped[datetime | None]
    """When its author said that it is still right."""


class ResourceOpening(HasId, Base):
    """An operator's reading of a resource, for an hour, with a reason that its facilitators see."""

    __tablename__ = "resource_openings"
    __table_args__ = (Index("ix_resource_openings_held", "resource_id", "person_id", "expires_at"),)

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str]
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class TipAsk(HasId, Base):
    """Somebody asks the author of a message whether it may become a tip. Once for each message, whoever asks."""

    __tablename__ = "tip_asks"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), unique=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]
    resource_id: Mapped[UUID | None] = mapped_column(ForeignKey("resources.id", ondelete="SET NULL"))
    """The draft that its author made of it."""
