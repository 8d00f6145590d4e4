"""What happens around people at risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from networks.work import Event


@dataclass(frozen=True, slots=True)
class ListUsed(Event):
    """From now on this edition of a list is the one that counts."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "safety.list_used"
    subject_kind: ClassVar[str] = "list"

    subject_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class StepTaken(Event):
    """A facilitator did something about a case. What they noted stays with the case."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "safety.step"
    subject_kind: ClassVar[str] = "case"

    community_id: UUID
    subject_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class StepsToldAtOnce(StepTaken):
    """Steps for which the reason of the end stands; `reason` names them."""

    act: ClassVar[str] = "safety.steps_at_once"


@dataclass(frozen=True, slots=True)
class LetterWritten(Event):
    """Something was written privately. For whoever it is to, and the open pages of facilitators."""

    community_id: UUID
    person_id: UUID
    to_member: bool
