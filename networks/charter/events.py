"""What happens to amendments. Who voted what is never among it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from networks.work import Event


@dataclass(frozen=True, slots=True)
class VoteOpened(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "amendment.vote_opened"
    subject_kind: ClassVar[str] = "amendment"
    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class AmendmentDeclined(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "amendment.declined"
    subject_kind: ClassVar[str] = "amendment"
    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    subject_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class VoteClosed(Event):
    """`reason` is the outcome. Whatever is remembered of the charter is forgotten."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "amendment.vote_closed"
    subject_kind: ClassVar[str] = "amendment"

    community_id: UUID
    subject_id: UUID
    reason: str
