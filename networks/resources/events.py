"""What happens to resources. Ids only: the words of a resource stay where its rights are checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from networks.work import Event


@dataclass(frozen=True, slots=True)
class ResourceSubmitted(Event):
    """A version waits for review."""

    community_id: UUID
    resource_id: UUID
    author_id: UUID
    version: int
    changes_treatment: bool
    title: str


@dataclass(frozen=True, slots=True)
class ResourceWithdrawn(Event):
    """Its author took it back, or is gone."""

    community_id: UUID
    resource_id: UUID


@dataclass(frozen=True, slots=True)
class ResourceDecided(Event):
    """Somebody decided about a version. The case about it keeps the record."""

    community_id: UUID
    resource_id: UUID
    author_id: UUID | None
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResourceArchived(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "resource.archived"
    subject_kind: ClassVar[str] = "resource"

    community_id: UUID
    subject_id: UUID
    reason: str
    by_case: bool = False
    """Whether a report's case decided it, which notes it itself."""


@dataclass(frozen=True, slots=True)
class ResourceRestored(Event):
    """What a decision took out of the library is in it again, because the decision was undone."""

    community_id: UUID
    resource_id: UUID


@dataclass(frozen=True, slots=True)
class VersionReplaced(Event):
    """A version that waits for review was replaced by the next, as when its author accepted a proposal."""

    community_id: UUID
    resource_id: UUID
    version: int
    changes_treatment: bool
    title: str


@dataclass(frozen=True, slots=True)
class ReviewMoved(Event):
    """Something new about what waits for review: a proposal, an answer, somebody who was asked."""

    community_id: UUID
    resource_id: UUID


@dataclass(frozen=True, slots=True)
class ReviewerAsked(Event):
    """A professional was asked to look at a resource, and may read it from here on."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "resource.reviewer_asked"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class ReviewerReleased(ReviewerAsked):
    act: ClassVar[str] = "resource.reviewer_released"


@dataclass(frozen=True, slots=True)
class ResourceEndorsed(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "resource.endorsed"
    subject_kind: ClassVar[str] = "resource"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class EndorsementEnded(ResourceEndorsed):
    """A professional's review does not hold any more, whoever ended it."""

    act: ClassVar[str] = "resource.endorsement_ended"


@dataclass(frozen=True, slots=True)
class EndorsementBack(ResourceEndorsed):
    """A professional's review holds again, because what ended it has been undone."""

    act: ClassVar[str] = "resource.endorsement_back"


@dataclass(frozen=True, slots=True)
class ResourceLapsed(Event):
    """What touches a treatment lost its last professional review and left the library."""

    community_id: UUID
    resource_id: UUID
    author_id: UUID | None
    version: int
    title: str


@dataclass(frozen=True, slots=True)
class ReviewDue(Event):
    """Something published has to be looked at again. `why` is `overdue`, or `confirmed` where its author answered."""

    community_id: UUID
    resource_id: UUID
    author_id: UUID | None
    version: int
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class ResourceChecked(Event):
    """Somebody looked again at something published. The case about it keeps the record."""

    community_id: UUID
    resource_id: UUID
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResourceOpened(Event):
    """An operator opened a resource to read it."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "resource.opened"
    subject_kind: ClassVar[str] = "resource"

    community_id: UUID
    subject_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class ReasonsSet(Event):
    """The reasons that reviewers give often were written anew."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "library.reasons"
    subject_kind: ClassVar[str] = "community"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class LibrarySettled(Event):
    """A community's words for its library, or who may read it, were settled anew."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "library.settled"
    subject_kind: ClassVar[str] = "community"

    community_id: UUID
    subject_id: UUID
