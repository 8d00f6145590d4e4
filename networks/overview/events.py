"""What facilitators keep about members, and what becomes of a community that nobody looks after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from networks.work import Event


@dataclass(frozen=True, slots=True)
class MemberNoted(Event):
    """A facilitator wrote a note about a member. The audit tells that they did, not what it says."""

    leaves_rights: ClassVar[bool] = True
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "member.noted"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class MemberNoteRemoved(MemberNoted):
    act: ClassVar[str] = "member.note_removed"


@dataclass(frozen=True, slots=True)
class MemberNotesSeen(MemberNoted):
    """An operator who is no member reads what facilitators noted about somebody."""

    act: ClassVar[str] = "member.notes_seen"


@dataclass(frozen=True, slots=True)
class CommunityRests(Event):
    """Nobody has looked after a community for so long that it can only be read. Who may write is asked anew."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "community.rests"
    subject_kind: ClassVar[str] = "community"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class CommunityWakes(CommunityRests):
    """Somebody looks after it again."""

    act: ClassVar[str] = "community.wakes"


@dataclass(frozen=True, slots=True)
class CapSet(Event):
    """How many cases a week one facilitator should have at most."""

    leaves_rights: ClassVar[bool] = True
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "community.cap"
    subject_kind: ClassVar[str] = "community"

    community_id: UUID
    subject_id: UUID
    reason: str
