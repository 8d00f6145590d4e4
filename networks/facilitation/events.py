"""What happens to newcomers, and to those who are asked to welcome them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from networks.work import Event


@dataclass(frozen=True, slots=True)
class NewcomerWaits(Event):
    """Nobody has answered somebody's first words for so long that it weighs more. `stage` is the last one reached."""

    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    message_id: UUID
    stage: str


@dataclass(frozen=True, slots=True)
class WordsEnded(Event):
    """First words wait no longer, though nobody has answered them."""

    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    words_id: UUID
    message_id: UUID


@dataclass(frozen=True, slots=True)
class MentorAsked(Event):
    """A facilitator asked a mentor to welcome somebody. The audit tells whom they asked, not about whom."""

    leaves_rights: ClassVar[bool] = True
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "newcomer.mentor_asked"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class AskingChanged(Event):
    """A mentor is asked, or is asked no longer. For their own screens and those of facilitators."""

    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    message_id: UUID
    asking_id: UUID
    mentor_id: UUID | None
    state: str
