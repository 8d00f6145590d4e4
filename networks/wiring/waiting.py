"""What becomes of those whom nobody has answered: they weigh more, they go, a mentor is asked, or it is closed."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select

from networks.communities.events import MembershipChanged
from networks.communities.models import Community, Status
from networks.facilitation import asking, mentoring, newcomers
from networks.facilitation.events import AskingChanged, NewcomerWaits, WordsEnded
from networks.facilitation.models import Ending, FirstWords
from networks.moderation.cases import escalate, touch_case, withdraw_case
from networks.moderation.desks import BESIDES, USUAL
from networks.moderation.events import Sanctioned
from networks.moderation.kinds import OUTCOMES
from networks.moderation.models import Case, CaseKind, Severity
from networks.work import Reactions, Work

SEVERITIES: Final = {"amber": Severity.AMBER, "red": Severity.RED, "overdue": Severity.RED}


def weigh(work: Work, community_id: UUID, message_id: UUID, stage: str) -> None:
    about = (Case.kind == CaseKind.NEWCOMER, Case.community_id == community_id, Case.subject_id == message_id)
    for case_id in work.session.scalars(select(Case.id).where(*about)):
        escalate(work, case_id, SEVERITIES[stage])


def _waits(work: Work, event: NewcomerWaits) -> None:
    weigh(work, event.community_id, event.message_id, event.stage)


def _moved(work: Work, event: MembershipChanged) -> None:
    """Who has gone, by themselves or not, waits for nobody, and welcomes nobody."""
    if event.status != Status.ACTIVE:
        theirs = (FirstWords.community_id == event.community_id, FirstWords.person_id == event.person_id)
        newcomers.end(work, Ending.LEFT, *theirs)
    mentoring.check(work, event.community_id, event.person_id)


def _sanctioned(work: Work, event: Sanctioned) -> None:
    mentoring.check(work, event.community_id, event.subject_id)


def _words_ended(work: Work, event: WordsEnded) -> None:
    asking.over(work, event.words_id)
    withdraw_case(work, CaseKind.NEWCOMER, event.community_id, event.message_id)


def _asking_changed(work: Work, event: AskingChanged) -> None:
    touch_case(work, CaseKind.NEWCOMER, event.community_id, event.message_id)


def _close(work: Work, _community: Community, case: Case, _reason: str) -> None:
    """A facilitator says why nobody has to answer. The figures count it as not answered."""
    newcomers.end(work, Ending.CLOSED, FirstWords.message_id == case.subject_id)


OUTCOMES[CaseKind.NEWCOMER] = {"close": _close}
USUAL[CaseKind.NEWCOMER] = {
    "close": ["I have written to them myself.", "This is not somebody’s hello: there is nothing to answer."],
    "hello": [
        "Welcome. It is good that you wrote. What would help you most just now?",
        "Welcome. Many of us began just like this. Take your time, and ask whatever you like.",
        "Hello, and welcome. You do not have to say more than you want to. Somebody here reads every evening.",
    ],
}
BESIDES[CaseKind.NEWCOMER] = ("hello",)

REACTIONS: Final[Reactions] = {
    NewcomerWaits: (_waits,),
    WordsEnded: (_words_ended,),
    MembershipChanged: (_moved,),
    Sanctioned: (_sanctioned,),
    AskingChanged: (_asking_changed,),
}
