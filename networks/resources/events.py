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
