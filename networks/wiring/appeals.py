"""What an appeal comes to, and who is told of decisions about themselves."""

from __future__ import annotations

from typing import Final

from networks import jobs
from networks.care.concerns import concern
from networks.communities.models import Community
from networks.moderation.appeal_models import Against, Appeal, AppealReply
from networks.moderation.appealing import UNDO, overturn, uphold
from networks.moderation.appeals import removed_anonymously
from networks.moderation.cases import make_as_grave
from networks.moderation.desks import USUAL
from networks.moderation.events import AppealAnswered, AppealDecided, AppealGoesOn, AppealMade, Removed, Sanctioned
from networks.moderation.kinds import OUTCOMES
from networks.moderation.models import CaseKind, SanctionKind, Severity
from networks.removal import restore
from networks.work import Reactions, Work


def _mail_sanction(work: Work, event: Sanctioned) -> None:
    if event.kind != SanctionKind.NOTE:
        _mail(work, str(event.subject_id))


def _mail_removal(work: Work, event: Removed) -> None:
    _mail(work, str(event.person_id))


def _mail_answer(work: Work, event: AppealAnswered) -> None:
    _mail(work, str(event.person_id))


def _mail(work: Work, person_id: str) -> None:
    """That there is something to read. Who is sent away comes by no page that would tell them."""
    jobs.enqueue(work, "mail", f"decision:{person_id}", {"why": "decision", "person_id": person_id})


def _weigh_statement(work: Work, event: AppealMade) -> None:
    _weigh(work, event, work.session.get_one(Appeal, event.appeal_id).statement)


def _weigh_reply(work: Work, event: AppealGoesOn) -> None:
    _weigh(work, event, work.session.get_one(AppealReply, event.reply_id).body)


def _weigh(work: Work, event: AppealMade, body: str) -> None:
    """Being sent away can be the last straw. Whoever appeals about what they said anonymously has a name for nobody,
    and a case about them would give them one: the appeal itself is as grave, and they are written to in it."""
    heard = work.network.weigh(body)
    if heard is None:
        return
    found = work.session.get_one(Appeal, event.appeal_id)
    if removed_anonymously(work, found) and found.case_id is not None:
        make_as_grave(work, found.case_id, Severity(heard.tier))
    else:
        said = {"body": body, "appeal_id": str(event.appeal_id)}
        concern(work, event.community_id, event.person_id, heard, subject=("person", event.person_id), said=said)


def _undo_removal(work: Work, _community: Community, found: Appeal) -> None:
    restore(work, found.subject_id)


UNDO[Against.REMOVAL] = _undo_removal
USUAL[CaseKind.APPEAL] = {
    "uphold": ["I have read all of it. The rule was broken, and the step fits what happened."],
    "overturn": ["I have read all of it. The rule was not broken, or a lower step would have been enough."],
}
OUTCOMES[CaseKind.APPEAL] = {"uphold": uphold, "overturn": overturn}

REACTIONS: Final[Reactions] = {
    Sanctioned: (_mail_sanction,),
    Removed: (_mail_removal,),
    AppealAnswered: (_mail_answer,),
    AppealMade: (_weigh_statement,),
    AppealGoesOn: (_weigh_reply,),
    AppealDecided: (_mail_answer,),
}
