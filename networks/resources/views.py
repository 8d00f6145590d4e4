"""Resources as somebody may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from networks.people.models import Person
from networks.resources.models import Resource, ResourceFile, State, Version

if TYPE_CHECKING:
    from networks.resources.standing import Endorsed


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: str
    reason: str
    by: Person | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Discussion:
    """Where members talk about a resource."""

    room_id: UUID
    message_id: UUID

    @classmethod
    def of(cls, found: Resource) -> Discussion | None:
        if found.discussion_room_id is None or found.discussion_id is None:
            return None
        return cls(found.discussion_room_id, found.discussion_id)


@dataclass(frozen=True, slots=True)
class ResourceView:
    """One version of a resource. `state` is that of this version, as the asker may know it."""

    resource: Resource
    said: Version
    state: State
    author: Person | None
    decision: Decision | None
    own: bool
    files: Sequence[ResourceFile] | None = None
    """Where one resource is looked at; a list of many does without them."""
    endorsements: tuple[Endorsed, ...] = ()
    """Professionals' reviews of this version that hold."""
    discussion: Discussion | None = None
    """For members, once somebody has begun."""

    @property
    def id(self) -> UUID:
        return self.resource.id

    @property
    def version(self) -> int:
        return self.said.number


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a submission has waited, and how many are before it."""

    since: datetime
    before: int
