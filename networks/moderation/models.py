"""Cases, staff notes and sanctions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short


class CaseKind(StrEnum):
    JOIN = "join"
    REVIEW = "review"
    REPORT = "report"
    SAFETY = "safety"
    NEWCOMER = "newcomer"
    APPEAL = "appeal"


class CaseState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    CLOSED = "closed"


class Severity(StrEnum):
    """From the least to the gravest."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def weight(self) -> int:
        return list(Severity).index(self)


class Case(HasId, Base):
    """One item of work. `subject_id` is what it is about, `person_id` whom it is about: they never see it.

    The partial index lets one thing have one case of a kind in a community that is not closed yet, and
    one person one about their safety.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "uq_cases_open",
            "community_id",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=text("state <> 'closed'"),
            postgresql_where=text("state <> 'closed'"),
        ),
        Index(
            "uq_cases_open_safety",
            "community_id",
            "person_id",
            unique=True,
            sqlite_where=text("kind = 'safety' AND state <> 'closed'"),
            postgresql_where=text("kind = 'safety' AND state <> 'closed'"),
        ),
        Index("ix_cases_queue", "community_id", "state", "due_at"),
        Index("ix_cases_decided", "community_id", "decided_at"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    kind: Mapped[CaseKind] = mapped_column(short(16))
    state: Mapped[CaseState] = mapped_column(short(16), default=CaseState.OPEN)
    severity: Mapped[Severity] = mapped_column(short(16), default=Severity.GREEN)
    subject_kind: Mapped[str] = mapped_column(short(16))
    subject_id: Mapped[UUID]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    opened_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    opened_at: Mapped[datetime]
    clock_from: Mapped[datetime]
    """When the clock that ends at `due_at` began: later than it was opened where the case turned out graver."""
    due_at: Mapped[datetime]
    claimed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    claimed_until: Mapped[datetime | None]
    handed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    """Who handed it to whoever has it."""
    barred_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    """Who decided what is looked at again, and may therefore not decide this."""
    kept_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    """The other of two, where it is about what was said between them: they look after the place, and not after this."""
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(short(32))
    reason: Mapped[str | None]
    rule: Mapped[str | None] = mapped_column(short(300))

    @property
    def hides_author(self) -> bool:
        """Whether it is about what was said anonymously. Where nothing is kept any more, it may have been."""
        forgotten = self.state == CaseState.CLOSED and self.subject_kind == "message" and not self.evidence
        return bool(self.evidence.get("anonymous")) or forgotten

    @property
    def excerpt(self) -> str | None:
        """The beginning of what it is about. Of what was written privately, in a letter or an appeal, the queue shows
        nothing: that is read in the case alone."""
        private = self.kind == CaseKind.SAFETY and not self._was_said_in_a_room()
        said = None if private else self.evidence.get("excerpt")
        return str(said) if said else None

    def _was_said_in_a_room(self) -> bool:
        """Whether the gravest of what somebody at risk said was."""
        hits = self.evidence.get("hits", [])
        return bool(hits) and "room_id" in max(hits, key=lambda hit: Severity(hit["tier"]).weight)


TOLD: Final = (Case.id, Case.community_id, Case.person_id, Case.kept_from_id)
"""What is asked of a row for `CaseChanged.of`."""


class CaseNote(HasId, Base):
    """What facilitators write to each other about a case."""

    __tablename__ = "case_notes"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    body: Mapped[str]


class SanctionKind(StrEnum):
    NOTE = "note"
    WARNING = "warning"
    MUTE = "mute"
    SUSPENSION = "suspension"
    BAN = "ban"


class Sanction(HasId, Base):
    __tablename__ = "sanctions"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[SanctionKind] = mapped_column(short(16))
    reason: Mapped[str]
    rule: Mapped[str]
    rule_text: Mapped[str | None]
    """That rule's words as they were, where the charter had it."""
    starts_at: Mapped[datetime]
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    overturned_at: Mapped[datetime | None]
    """It should not have been: it counts for nothing from then on."""
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), unique=True)
    """The case that was decided with it, where it was made with a decision: one for each."""

    def holds(self, now: datetime) -> bool:
        return self.ended_at is None and (self.until is None or self.until > now)
