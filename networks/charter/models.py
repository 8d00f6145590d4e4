"""Amendments, who supports them, and the ballots of votes that are open."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short

FEWEST: Final = 5
"""Ballots below which no counts are shown: they would tell who voted what."""


class State(StrEnum):
    PROPOSED = "proposed"
    VOTING = "voting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Choice(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Amendment(HasId, Base):
    """Somebody would have a rule otherwise, or one more where `rule` is empty. `reason` is why it was declined."""

    __tablename__ = "amendments"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    rule: Mapped[str]
    text: Mapped[str]
    why: Mapped[str]
    made_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(short(16), default=State.PROPOSED)
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    electorate: Mapped[int | None]
    """Active members when the vote was opened: a quarter of them has to vote."""
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    yes: Mapped[int | None]
    no: Mapped[int | None]
    abstain: Mapped[int | None]

    @property
    def quorum(self) -> int | None:
        return None if self.electorate is None else max(1, -(-self.electorate // 4))

    @property
    def cast(self) -> int:
        return (self.yes or 0) + (self.no or 0) + (self.abstain or 0)

    @property
    def counts_shown(self) -> bool:
        return self.yes is not None and self.cast >= FEWEST

    def takes_ballots(self, now: datetime) -> bool:
        return self.state == State.VOTING and self.closes_at is not None and now < self.closes_at


class Support(HasId, Base):
    __tablename__ = "amendment_supports"
    __table_args__ = (UniqueConstraint("amendment_id", "person_id"),)

    amendment_id: Mapped[UUID] = mapped_column(ForeignKey("amendments.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)


class Ballot(HasId, Base):
    """Kept until the vote is closed and then erased: nothing tells afterwards who voted what."""

    __tablename__ = "amendment_ballots"
    __table_args__ = (UniqueConstraint("amendment_id", "person_id"),)

    amendment_id: Mapped[UUID] = mapped_column(ForeignKey("amendments.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    choice: Mapped[Choice] = mapped_column(short(16))
