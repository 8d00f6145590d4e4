"""What happens in the facilitators' queue, and to those whom it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self
from uuid import UUID

from networks.work import Event


@dataclass(frozen=True, slots=True)
class CaseChanged(Event):
    """A case was opened, claimed, noted or closed. For the screens of facilitators, never of whom it is about."""

    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    case_id: UUID
    person_id: UUID | None
    kept_from_id: UUID | None

    @classmethod
    def of(cls, case: Any) -> Self:
        """Of a case, or of a row with the columns of one that are told."""
        return cls(case.community_id, case.id, case.person_id, case.kept_from_id)


@dataclass(frozen=True, slots=True)
class CaseDecided(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "case.decided"
    subject_kind: ClassVar[str] = "case"

    community_id: UUID
    subject_id: UUID
    kind: str
    outcome: str
    reason: str
    person_id: UUID | None


@dataclass(frozen=True, slots=True)
class CaseAuthorSeen(Event):
    """A facilitator learns from a case who said anonymously what it is about."""

    leaves_rights: ClassVar[bool] = True
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "case.author_seen"
    subject_kind: ClassVar[str] = "case"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class LettersSeen(Event):
    """Somebody who looks after the place reads what was written privately with whom a case is about."""

    leaves_rights: ClassVar[bool] = True
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "case.letters_seen"
    subject_kind: ClassVar[str] = "case"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class RemovedWordsSeen(Event):
    """Somebody who decides about an appeal reads what was removed."""

    leaves_rights: ClassVar[bool] = True
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "case.removed_words_seen"
    subject_kind: ClassVar[str] = "case"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class ReportsSeen(Event):
    """Somebody who decides about a report reads who sent it, and what was kept of what it is about."""

    leaves_rights: ClassVar[bool] = True
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "case.reports_seen"
    subject_kind: ClassVar[str] = "case"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class RecordSeen(Event):
    """Somebody reads a community's record, or looks for something in it."""

    leaves_rights: ClassVar[bool] = True
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "record.seen"
    subject_kind: ClassVar[str] = "community"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class RecordTaken(Event):
    """Somebody takes a community's record out, as a file."""

    leaves_rights: ClassVar[bool] = True
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "record.taken"
    subject_kind: ClassVar[str] = "community"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class Sanctioned(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "sanction.made"

    community_id: UUID
    subject_id: UUID
    sanction_id: UUID
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class StaffNoted(Sanctioned):
    """A note among those who look after the place: whom it is about does not hear of it, in the record neither."""

    act: ClassVar[str] = "sanction.noted"


@dataclass(frozen=True, slots=True)
class StepBegins(Event):
    """A step is taken, and nothing has ended by it yet."""

    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    person_id: UUID
    sanction_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class SanctionEnded(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "sanction.ended"
    subject_kind: ClassVar[str] = "sanction"

    community_id: UUID
    subject_id: UUID
    person_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class SanctionOverturned(SanctionEnded):
    """After an appeal; the decision about that says why."""

    act: ClassVar[str] = "sanction.overturned"


@dataclass(frozen=True, slots=True)
class Removed(Event):
    """Something of somebody's was removed. For them alone."""

    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class RemovalOverturned(Event):
    """It stands in its place again after an appeal; the decision about that says why."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "removal.overturned"
    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    subject_id: UUID
    subject_kind: str


@dataclass(frozen=True, slots=True)
class WordsForgotten(Event):
    """What was removed of a message is kept no longer: nothing of it can come back."""

    leaves_rights: ClassVar[bool] = True

    message_id: UUID


@dataclass(frozen=True, slots=True)
class AppealMade(Event):
    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    appeal_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class AppealGoesOn(AppealMade):
    """Whoever appeals wrote something more."""

    reply_id: UUID


@dataclass(frozen=True, slots=True)
class AppealAnswered(Event):
    """Those who decide wrote to whoever appeals."""

    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class AppealDecided(AppealAnswered):
    """Whoever appealed learns what became of it."""


@dataclass(frozen=True, slots=True)
class ReportAnswered(Event):
    """What came of a report can be read by whoever sent it. For them alone."""

    leaves_rights: ClassVar[bool] = True

    community_id: UUID
    person_id: UUID
    report_id: UUID


@dataclass(frozen=True, slots=True)
class ReportsLimited(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "reports.limited"

    community_id: UUID
    subject_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class ReportsFreed(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "reports.freed"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class DeskSet(Event):
    audited: ClassVar[bool] = True
    act: ClassVar[str] = "desk.set"
    subject_kind: ClassVar[str] = "community"

    community_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class GreetingsSet(DeskSet):
    act: ClassVar[str] = "desk.greetings"


@dataclass(frozen=True, slots=True)
class CaseOpened(Event):
    """An operator opened what a case keeps of a conversation."""

    audited: ClassVar[bool] = True
    act: ClassVar[str] = "case.opened"
    subject_kind: ClassVar[str] = "case"

    community_id: UUID
    subject_id: UUID
    reason: str
