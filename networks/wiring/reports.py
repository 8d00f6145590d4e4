"""What is decided about a report happens, whoever sent it hears of it, and members can read what was removed."""

from __future__ import annotations

from typing import Final

from networks import jobs
from networks.chat.events import MessageTakenDown
from networks.chat.removing import forget_removed
from networks.communities.models import Community
from networks.moderation.answering import answer_reports, take_back, upheld_by
from networks.moderation.cases import touch_case
from networks.moderation.desks import USUAL
from networks.moderation.events import (
    CaseDecided,
    ReportAnswered,
    ReportsLimited,
    SanctionOverturned,
    WordsForgotten,
)
from networks.moderation.forgetting import plan
from networks.moderation.kinds import OUTCOMES
from networks.moderation.models import Case, CaseKind, Sanction
from networks.removal import note_archived, take_down
from networks.resources.events import ResourceArchived, ResourceChecked
from networks.work import Reactions, Work


def _leave(_work: Work, _community: Community, _case: Case, _reason: str) -> None:
    """It stays as it is; what is decided about the person is a step, with this or by itself."""


def _remove(work: Work, _community: Community, case: Case, reason: str) -> None:
    take_down(work, case, reason)


def _answer(work: Work, event: CaseDecided) -> None:
    if event.kind == CaseKind.REPORT:
        answer_reports(work, event.subject_id, removed=event.outcome == "remove")
        plan(work, event.subject_id)


def _overturned(work: Work, event: SanctionOverturned) -> None:
    for case_id in upheld_by(work, work.session.get_one(Sanction, event.subject_id)):
        take_back(work, case_id)


def _forget(work: Work, event: WordsForgotten) -> None:
    forget_removed(work, event.message_id)


def _touch(work: Work, event: MessageTakenDown) -> None:
    """Whoever looks at a report about it sees that it is gone."""
    touch_case(work, CaseKind.REPORT, event.community_id, event.subject_id)


def _mail_answer(work: Work, event: ReportAnswered) -> None:
    _mail(work, str(event.person_id))


def _mail_limit(work: Work, event: ReportsLimited) -> None:
    _mail(work, str(event.subject_id))


def _mail(work: Work, person_id: str) -> None:
    """That there is something to read; several at once are one mail."""
    jobs.enqueue(work, "mail", f"answer:{person_id}", {"why": "answer", "person_id": person_id})


def _note_archived(work: Work, event: ResourceArchived) -> None:
    if not event.by_case:
        note_archived(work, event.community_id, event.subject_id, event.reason)


def _note_checked(work: Work, event: ResourceChecked) -> None:
    """What leaves the library by itself, when its time is over, nobody has decided."""
    if event.outcome == "archive" and work.asker is not None:
        note_archived(work, event.community_id, event.resource_id, event.reason)


OUTCOMES[CaseKind.REPORT] = {"dismiss": _leave, "remove": _remove}
USUAL[CaseKind.REPORT] = {
    "dismiss": [
        "I have read it with what was said around it. It keeps to the charter.",
        "It was a misunderstanding, and those in it have cleared it up.",
    ],
    "remove": [
        "It tells somebody to change a treatment. That is for them and their own team.",
        "It hurts somebody here. Please say it about the matter, not the person.",
        "It tells something private about somebody who has not agreed to that.",
    ],
}

REACTIONS: Final[Reactions] = {
    CaseDecided: (_answer,),
    MessageTakenDown: (_touch,),
    ReportAnswered: (_mail_answer,),
    ReportsLimited: (_mail_limit,),
    ResourceArchived: (_note_archived,),
    ResourceChecked: (_note_checked,),
    SanctionOverturned: (_overturned,),
    WordsForgotten: (_forget,),
}
