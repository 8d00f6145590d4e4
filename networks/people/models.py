"""People, their sessions, the one-time links sent to them, and whom they block."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short


class Person(HasId, Base):
    """An account. Several may claim an e-mail address, one can have confirmed it: so that signing up tells nobody
    whose address is known here."""

    __tablename__ = "people"
    __table_args__ = (
        Index(
            "uq_people_email_verified",
            "email",
            unique=True,
            sqlite_where=text("verified_at IS NOT NULL"),
            postgresql_where=text("verified_at IS NOT NULL"),
        ),
    )

    handle: Mapped[str] = mapped_column(short(30))
    handle_key: Mapped[str] = mapped_column(short(30), unique=True)
    email: Mapped[str | None] = mapped_column(short(254), index=True)
    verified_at: Mapped[datetime | None]
    secret: Mapped[str | None]  # an Argon2id hash; None for people who cannot sign in
    about: Mapped[str] = mapped_column(short(500), default="")
    pronouns: Mapped[str] = mapped_column(short(40), default="")
    language: Mapped[str] = mapped_column(short(12), default="en")
    time_zone: Mapped[str] = mapped_column(short(64), default="UTC")
    country: Mapped[str] = mapped_column(short(2), default="")
    is_operator: Mapped[bool] = mapped_column(default=False)
    takes_messages: Mapped[bool] = mapped_column(default=True)
    """Whether other members may begin a conversation with them."""
    news: Mapped[int] = mapped_column(default=0)
    """Answers to them that they have not read, counted where one is given: every page shows how many."""
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class SessionKind(StrEnum):
    BROWSER = "browser"
    TOKEN = "token"  # noqa: S105


class PersonSession(HasId, Base):
    """One place where somebody is signed in. Only the hash of its token is kept."""

    __tablename__ = "sessions"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(short(64), unique=True)
    kind: Mapped[SessionKind] = mapped_column(short(16))
    label: Mapped[str] = mapped_column(short(200), default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Purpose(StrEnum):
    VERIFY = "verify"
    RESET = "reset"


class EmailToken(HasId, Base):
    """A link sent by mail that works once: to confirm an address, or to choose a new passphrase."""

    __tablename__ = "email_tokens"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[Purpose] = mapped_column(short(16))
    email: Mapped[str] = mapped_column(short(254))
    token_hash: Mapped[str] = mapped_column(short(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Block(Base):
    """`person_id` does not want to read what `blocked_id` writes."""

    __tablename__ = "blocks"
    __table_args__ = (CheckConstraint("person_id <> blocked_id", name="not_oneself"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    blocked_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
