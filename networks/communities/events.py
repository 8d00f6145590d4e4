"""What happens to communities and memberships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from networks.work import Event


@dataclass(frozen=True, slots=True)
class CommunityMade(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "community.made"
    subject_kind: ClassVar[str] = "community"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class CommunityEdited(CommunityMade):
    act: ClassVar[str] = "community.edited"


@dataclass(frozen=True, slots=True)
class MembershipChanged(Event):
    """Somebody's place changed. `status` is the new one; where it is not `active`, their right to be inside ended."""

    community_id: UUID
    slug: str
    person_id: UUID
    status: str


@dataclass(frozen=True, slots=True)
class JoinRequested(Event):
    community_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class JoinAnswered(Event):
    """Somebody who is inside at once said something with it."""

    community_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class JoinWithdrawn(Event):
    community_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class SilentAgain(Event):
    """Somebody took back the first thing that they had said here, and is to be heard as if for the first time."""

    community_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class RoleGranted(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "membership.role"

    community_id: UUID
    subject_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class InvitationMade(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "invitation.made"
    subject_kind: ClassVar[str] = "invitation"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class CredentialsDecided(Event):
    """`reason` is the outcome alone: facilitators read the record, and what somebody showed is not for them."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "credentials.decided"

    community_id: UUID
    subject_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class CredentialsEnded(CredentialsDecided):
    """`reason` is how: revoked, expired, or changed by those who look after the community."""

    act: ClassVar[str] = "credentials.ended"


@dataclass(frozen=True, slots=True)
class CredentialsAsked(Event):
    """Somebody waits for an operator to check their profession."""

    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class CredentialsEndSoon(CredentialsAsked):
    """What was verified about somebody holds for a few weeks more, and they have not asked again."""


@dataclass(frozen=True, slots=True)
class CredentialsSeen(Event):
    """An operator looked at what somebody showed about their profession."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "credentials.seen"
    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    subject_id: UUID
