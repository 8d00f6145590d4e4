"""Editions of lists, steps of the ladder, and what is written privately."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short


class Edition(HasId, Base):
    """A list as somebody wrote it. Nothing of it changes but when it was last taken into use; the newest use counts."""

    __tablename__ = "safety_editions"
    __table_args__ = (UniqueConstraint("name", "number"),)

    name: Mapped[str] = mapped_column(short(40))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    why: Mapped[str]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    used_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    used_at: Mapped[datetime | None]


class StepKind(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    ACT = "act"
    FOLLOW_UP = "follow_up"
    ASK = "ask"
    OPINION = "opinion"
    DEBRIEF = "debrief"
    AT_ONCE = "at_once"
    """What was missing, told in one with the end by a program that knows no steps. Nobody takes it as a step."""


class Step(HasId, Base):
    """Something that a facilitator did about a case. It is acknowledged once."""

    __tablename__ = "safety_steps"
    __table_args__ = (
        UniqueConstraint("case_id", "position"),
        Index(
            "uq_safety_steps_acknowledged",
            "case_id",
            unique=True,
            sqlite_where=text("kind = 'acknowledge'"),
            postgresql_where=text("kind = 'acknowledge'"),
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    kind: Mapped[StepKind] = mapped_column(short(16))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    to_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    position: Mapped[int]
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")


class Letter(HasId, Base):
    """One thing written between a member and the facilitators of a community, for nobody else."""

    __tablename__ = "safety_letters"
    __table_args__ = (UniqueConstraint("community_id", "person_id", "position"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    position: Mapped[int]
    at: Mapped[datetime]
    body: Mapped[str]
