"""What members try, what it did to them, and what of it is told: counts that were released, never single answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short

OPEN: Final = timedelta(weeks=2)
"""How long the question how it went stands on the pages. Then it rests."""

REMINDER: Final = timedelta(weeks=4)
"""So long after it was asked it is asked once more, for as long, and never again."""


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
    """Somebody said "I'm trying this" and is asked again when they said, so that failures report too. Nobody else
    learns of it, not even as a number.
    """

    __tablename__ = "trials"

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    started_at: Mapped[datetime]
    ask_at: Mapped[datetime]
    over_at: Mapped[datetime | None]
    """When they reported, or did not want to be asked any more."""

    def asks(self, now: datetime) -> bool:
        """Whether the question stands now: for a while, and once more as a reminder."""
        since = now - self.ask_at
        return self.over_at is None and (timedelta() <= since < OPEN or REMINDER <= since < REMINDER + OPEN)


def asking(now: datetime) -> ColumnElement[bool]:
    """`Trial.asks` as a condition."""
    first = and_(Trial.ask_at <= now, Trial.ask_at > now - OPEN)
    again = and_(Trial.ask_at <= now - REMINDER, Trial.ask_at > now - REMINDER - OPEN)
    return and_(Trial.over_at.is_(None), or_(first, again))


class TryReport(HasId, Base):
    """One member's report: one that counts for each member and resource, until a material change starts afresh.

    A report that is taken back loses its answers at once and keeps its row, so that whoever comes and goes is never
    new a second time (see networks.figures.may_release).
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
    told: Mapped[bool] = mapped_column(default=False)
    """Whether counts with an answer of theirs were ever shown."""
    words_told: Mapped[bool] = mapped_column(default=False)
    """Whether those who review may read these words, without a name and among others'."""

    @property
    def has_words(self) -> bool:
        return bool(self.unwanted or self.note)


class Release(HasId, Base):
    """The counts of a resource as they are shown: moved once a week at most, and never for fewer than k newcomers."""

    __tablename__ = "outcome_releases"
    __table_args__ = (UniqueConstraint("resource_id", "counted_from"),)

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    counted_from: Mapped[int]
    released_at: Mapped[datetime]
    n: Mapped[int]
    less: Mapped[int]
    """Of `n`, those whose illness weighed less: what the library is ordered by."""
    counts: Mapped[dict[str, Any]]
