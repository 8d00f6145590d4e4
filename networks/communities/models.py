"""Communities, memberships and invitations."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short

SPECIAL: Final = text("role <> 'member'")
"""The few beside whose names something stands."""


class Visibility(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"


class Joining(StrEnum):
    OPEN = "open"
    APPROVAL = "approval"
    INVITATION = "invitation"


class Status(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    LEFT = "left"
    SUSPENDED = "suspended"
    BANNED = "banned"


class Community(HasId, Base):
    __tablename__ = "communities"

    slug: Mapped[str] = mapped_column(short(60), unique=True)
    name: Mapped[str] = mapped_column(short(120))
    condition: Mapped[str] = mapped_column(short(120), default="")
    summary: Mapped[str] = mapped_column(short(300), default="")
    about: Mapped[str] = mapped_column(default="")
    about_html: Mapped[str] = mapped_column(default="")
    visibility: Mapped[Visibility] = mapped_column(short(16), default=Visibility.PUBLIC)
    joining: Mapped[Joining] = mapped_column(short(16), default=Joining.OPEN)
    questions: Mapped[list[str]] = mapped_column(default=list)
    charter: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    rests_since: Mapped[datetime | None]
    """Since when it can only be read, because nobody looks after it."""

    @property
    def rules(self) -> list[str]:
        """The charter's rules in order: one a line, with or without a number before it."""
        return list(rules_of(self.charter))


@lru_cache(maxsize=256)
def rules_of(charter: str) -> tuple[str, ...]:
    lines = (re.sub(r"^\s*(?:\d+[.)]|[-*])\s+", "", line).strip() for line in charter.splitlines())
    return tuple(line for line in lines if line)


class CharterVersion(HasId, Base):
    """The charter as it was from a moment on. Each change of it is one; nobody changes or takes away an old one."""

    __tablename__ = "charter_versions"
    __table_args__ = (UniqueConstraint("community_id", "number"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    note: Mapped[str]
    """What is different and why, in words for members."""

    @property
    def rules(self) -> list[str]:
        return list(rules_of(self.text))


class Membership(HasId, Base):
    """A person's place in a community. One row for ever: leaving and coming back change its status."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("community_id", "person_id"),
        Index("ix_memberships_badges", "community_id", sqlite_where=SPECIAL, postgresql_where=SPECIAL),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    status: Mapped[Status] = mapped_column(short(16))
    role: Mapped[str] = mapped_column(short(16), default="member")
    title: Mapped[str | None] = mapped_column(short(60))
    role_until: Mapped[datetime | None]
    """Until when the network has verified them as a professional; None for every role that has no end of its own."""
    answers: Mapped[list[str]] = mapped_column(default=list)
    requested_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    muted_until: Mapped[datetime | None]
    suspended_until: Mapped[datetime | None]
    spoke_at: Mapped[datetime | None]
    """When they first said something here; None for whoever has said nothing yet."""
    welcomes: Mapped[bool] = mapped_column(default=False)
    """Whether they have offered to welcome newcomers."""

    def is_active(self, now: datetime) -> bool:
        return self.status_at(now) is Status.ACTIVE

    def status_at(self, now: datetime) -> Status:
        return self.seat.status_at(now)

    @property
    def seat(self) -> Seat:
        return Seat(*(getattr(self, name) for name in Seat._fields))


class Seat(NamedTuple):
    """What of a membership decides about rights, as plain values: hot pages need no more of it."""

    status: str
    role: str
    joined_at: datetime | None
    muted_until: datetime | None
    suspended_until: datetime | None
    spoke_at: datetime | None = None
    welcomes: bool = False
    role_until: datetime | None = None

    def role_at(self, now: datetime) -> str:
        """What was verified for a time ends at its hour, whether or not the worker has been there."""
        return "member" if self.role_until is not None and self.role_until <= now else self.role

    def status_at(self, now: datetime) -> Status:
        """A suspension or ban ends by itself at its hour; nobody has to be awake for it.

        Who was not inside when it began is not inside when it ends: they have no `joined_at`.
        """
        away = self.status in (Status.SUSPENDED, Status.BANNED)
        if not away or self.suspended_until is None or self.suspended_until > now:
            return Status(self.status)
        return Status.ACTIVE if self.joined_at else Status.LEFT


class Invitation(HasId, Base):
    """A code that opens one community's door, a limited number of times, until it expires."""

    __tablename__ = "invitations"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(short(64), unique=True)
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    max_uses: Mapped[int]
    uses: Mapped[int] = mapped_column(default=0)

    def opens(self, now: datetime) -> bool:
        return self.uses < self.max_uses and self.expires_at > now
