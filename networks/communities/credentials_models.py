"""What professionals say of themselves to have it checked, and what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short

OPEN: Final = text("state = 'open'")
HOLDS: Final = text("state = 'verified' AND revoked_at IS NULL")


class Looked(StrEnum):
    """Where an application stands."""

    OPEN = "open"
    VERIFIED = "verified"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    """It was verified and holds no more. It is not kept as such: time alone brings it about."""


class Application(HasId, Base):
    """Somebody asks the network to check their profession for one community.

    `body`, `number`, `check_url` and `evidence` are for operators and the applicant alone; so are both reasons. Of one
    person in one community one is open and one holds, by the constraints.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index(
            "uq_applications_open", "person_id", "community_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
        Index(
            "uq_applications_held", "person_id", "community_id", unique=True, sqlite_where=HOLDS, postgresql_where=HOLDS
        ),
        Index("ix_applications_waiting", "applied_at", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_applications_over", "expires_at", sqlite_where=HOLDS, postgresql_where=HOLDS),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    profession: Mapped[str] = mapped_column(short(60))
    body: Mapped[str] = mapped_column(short(200))
    """Who keeps the register that they stand in."""
    number: Mapped[str] = mapped_column(short(80))
    check_url: Mapped[str] = mapped_column(short(500))
    interests: Mapped[str] = mapped_column(short(500))
    evidence: Mapped[str]
    applied_at: Mapped[datetime]
    state: Mapped[Looked] = mapped_column(short(16), default=Looked.OPEN)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    title: Mapped[str | None] = mapped_column(short(60))
    """What stands on the badge, in the words of whoever checked it."""
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    """Since when it holds no more: revoked, over, replaced by a newer one, or they are something else there now."""
    end_reason: Mapped[str | None]
    """Why an operator revoked it; `reason` stays what it was when it was decided."""

    def holds(self, now: datetime) -> bool:
        return self.state == Looked.VERIFIED and self.ended_at(now) is None

    def ended_at(self, now: datetime) -> datetime | None:
        """Since when it holds no more; its time may be over although nobody has noted it."""
        over = self.expires_at is not None and self.expires_at <= now
        return self.revoked_at or (self.expires_at if over else None)

    def stands(self, now: datetime) -> Looked:
        """Where it stands at this moment."""
        return Looked.ENDED if self.ended_at(now) else self.state
