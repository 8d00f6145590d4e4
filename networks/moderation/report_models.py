"""What members report, what is kept of it, what was removed, and who may report less for a time."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short
from networks.moderation.models import Severity


class Why(StrEnum):
    """The reasons that members choose from."""

    HARMFUL_ADVICE = "harmful_advice"
    HARASSMENT = "harassment"
    SPAM = "spam"
    PRIVACY = "privacy"
    RISK = "risk"
    OTHER = "other"


WEIGHT: Final = {
    Why.RISK: Severity.RED,
    Why.HARMFUL_ADVICE: Severity.AMBER,
    Why.HARASSMENT: Severity.AMBER,
    Why.PRIVACY: Severity.AMBER,
    Why.SPAM: Severity.GREEN,
    Why.OTHER: Severity.GREEN,
}
"""How soon a report has to be read, the gravest first: of several about one thing that counts."""


class Report(HasId, Base):
    """What one person reported. Whom it is about never learns who that was, nor that it was anybody.

    `upheld` is None until it is decided, then whether anything came of it; `seen_at` is when its reporter read that.
    """

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("case_id", "reporter_id"),
        Index("ix_reports_of_somebody", "reporter_id", "community_id", "at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    reporter_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    reason: Mapped[Why] = mapped_column(short(16))
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    upheld: Mapped[bool | None]
    seen_at: Mapped[datetime | None]


class Part(StrEnum):
    """What a kept piece of evidence is: the thing itself, what it answers, what stood around it, the thing as changed
    until somebody reported it once more, or its last words where they had changed until it was removed."""

    ITSELF = "itself"
    ANSWERED = "answered"
    AROUND = "around"
    LATER = "later"
    LAST = "last"


class Evidence(HasId, Base):
    """Words as they were when reported. They go with whoever wrote them, and when their time is over."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_case", "case_id", "position"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    position: Mapped[int]
    part: Mapped[Part] = mapped_column(short(16))
    source_id: Mapped[UUID]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    anonymous: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    at: Mapped[datetime]


class Removal(HasId, Base):
    """That something was taken down. Members read by which rule and why; whoever wrote it, also the reason.

    `person_id` is who wrote it and can appeal: None where they had removed it before, or have erased their account.
    `words` is what a facilitator removed in the room itself, until the time to appeal is over; for what a case decided
    they are among its evidence.
    """

    __tablename__ = "removals"
    __table_args__ = (
        Index("ix_removals_newest", "community_id", "at"),
        UniqueConstraint("case_id"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"))
    subject_kind: Mapped[str] = mapped_column(short(16))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    anonymous: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    why: Mapped[Why | None] = mapped_column(short(16))
    reason: Mapped[str | None]
    rule: Mapped[str | None] = mapped_column(short(300))
    rule_text: Mapped[str | None]
    """That rule's words as they were, where the charter had it."""
    words: Mapped[str | None]
    words_erased_at: Mapped[datetime | None]
    """When whoever wrote it had erased what was kept of it."""
    at: Mapped[datetime]
    restored_at: Mapped[datetime | None]
    """When it stood in its place again."""
    overturned_at: Mapped[datetime | None]
    """It should not have been: it counts for nothing from then on, also where nothing could come back."""


class ReportLimit(HasId, Base):
    """Somebody may send one report a day for a time. Whoever is at risk can always be reported."""

    __tablename__ = "report_limits"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str]
    starts_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))

    def holds(self, now: datetime) -> bool:
        return self.ended_at is None and self.until > now
