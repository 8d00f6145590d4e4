"""What somebody lost by a decision about them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from networks.base import Base, HasId, short


class Lost(StrEnum):
    """What a decision ends beside what it says. The last two go with a message that is removed, all others with a step
    about a person."""

    PLACE = "place"
    """A request to join that waited, or since when they had been inside before they left."""
    ENDORSEMENT = "endorsement"
    APPLICATION = "application"
    """As a professional, still open."""
    CASE = "case"
    """One that they had, as a facilitator."""
    WORDS = "words"
    """Their first, which waited for an answer."""
    WELCOME = "welcome"
    """A mentor was asked to answer those."""
    OFFER = "offer"
    """To welcome newcomers."""
    ASKING = "asking"
    """They were asked to, and had not answered."""
    ANSWER = "answer"
    """What was removed had answered their first words."""
    VOICE = "voice"
    """What was removed was the first thing that they had said."""


class Loss(HasId, Base):
    """One thing that ended because of a decision, so that exactly it can be given back where the decision falls.

    `by_id` is the sanction, or the message that was removed; `other_id` somebody else who belongs to it; `was` what is
    kept nowhere else.
    """

    __tablename__ = "losses"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    by_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[Lost] = mapped_column(short(16))
    thing_id: Mapped[UUID]
    was: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    def moment(self, name: str) -> datetime | None:
        """A time that is kept in `was`."""
        said = self.was.get(name)
        return datetime.fromisoformat(said) if said else None
