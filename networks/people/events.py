"""What happens to accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from networks.work import Event


@dataclass(frozen=True, slots=True)
class PersonRegistered(Event):
    person_id: UUID


@dataclass(frozen=True, slots=True)
class LinkWanted(Event):
    """A mail with a one-time link shall go to `email`. `why` is `verify`, `change`, `reset` or `known`."""

    person_id: UUID
    email: str
    why: str


@dataclass(frozen=True, slots=True)
class PassphraseChanged(Event):
    person_id: UUID


@dataclass(frozen=True, slots=True)
class SessionsEnded(Event):
    """These sessions are over, and with them every live connection that they opened."""

    person_id: UUID
    session_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class OperatorGranted(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "person.operator"

    subject_id: UUID


@dataclass(frozen=True, slots=True)
class PersonRenamed(Event):
    person_id: UUID


@dataclass(frozen=True, slots=True)
class PersonErased(Event):
    person_id: UUID
