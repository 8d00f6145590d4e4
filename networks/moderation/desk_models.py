"""How a community's facilitators work, and what happened to each case."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short


class Desk(Base):
    """The hours of a community's facilitators and the words that they often say. No row: always, and the usual."""

    __tablename__ = "desks"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), primary_key=True)
    time_zone: Mapped[str] = mapped_column(short(64), default="UTC")
    days: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Of the week, 0 is Monday. None: somebody is always there."""
    opens: Mapped[int] = mapped_column(default=9 * 60)
    closes: Mapped[int] = mapped_column(default=17 * 60)
    reasons: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By kind of case and outcome. A kind that is not in it has the usual ones."""
    greetings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By occasion. One that is not in it has the usual ones."""


class What(StrEnum):
    """What can happen to a case."""

    OPENED = "opened"
    RENEWED = "renewed"
    GRAVER = "graver"
    CLAIMED = "claimed"
    GIVEN_BACK = "given_back"
    HANDED_OVER = "handed_over"
    READ = "read"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class CaseStep(HasId, Base):
    """One thing that happened to a case. `by_id` did it, to or for `to_id` where there is somebody.

    What members cause is told without a name: they may have reported something.
    """

    __tablename__ = "case_steps"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    what: Mapped[What] = mapped_column(short(16))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    to_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    more: Mapped[str | None] = mapped_column(short(32))
    """The severity that it has got, or the outcome."""


class CaseOpening(HasId, Base):
    """An operator reads for an hour what a case keeps of a conversation, with a reason that facilitators see."""

    __tablename__ = "case_openings"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    reason: Mapped[str]
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
