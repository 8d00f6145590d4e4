"""What members try, what it did to them, and what of it is told: counts that were released, never single answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short


class Change(StrEnum):
    """What happened to a burden."""

    LESS = "less"
    SAME = "same"
    MORE = "more"


class Effort(StrEnum):
    LOW = "low"
    SOME = "some"
    HIGH = "high"


class Trial(Base):
    """Somebody said "I'm trying this" and is asked again when they said, so that failures report too."""

    __tablename__ = "trials"
    __table_args__ = (Index("ix_trials_due", "ask_at"),)

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    started_at: Mapped[datetime]
    ask_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    over_at: Mapped[datetime | None]


class TryReport(HasId, Base):
    """One member's report on one version: one that counts for each member and resource.

    A withdrawn report keeps its row without its answers, and an erased person's without its person: how many have
    changed since the last release must not be known better by whoever looks at the numbers than by us.
    """

    __tablename__ = "try_reports"
    __table_args__ = (
        UniqueConstraint("resource_id", "person_id", "counted_from"),
        Index("ix_try_reports_counted", "resource_id", "counted_from", "changed_at"),
    )

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    version: Mapped[int]
    counted_from: Mapped[int]
    illness: Mapped[Change | None] = mapped_column(short(8))
    treatment: Mapped[Change | None] = mapped_column(short(8))
    effort: Mapped[Effort | None] = mapped_column(short(8))
    days: Mapped[int | None]
    kept: Mapped[bool | None]
    unwanted: Mapped[str | None]
    circumstances: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str | None] = mapped_column(short(500))
    reported_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Release(HasId, Base):
    """The counts of a resource as they were released: once a week at most, and never for fewer than k who changed."""

    __tablename__ = "outcome_releases"
    __table_args__ = (Index("ix_outcome_releases_latest", "resource_id", "counted_from", "released_at"),)

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    counted_from: Mapped[int]
    released_at: Mapped[datetime]
    n: Mapped[int]
    less: Mapped[int]
    """Of `n`, those whose illness weighed less: what the library is ordered by."""
    counts: Mapped[dict[str, Any]]
