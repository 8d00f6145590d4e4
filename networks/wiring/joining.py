"""Who asks to join is a case, as grave as what they answer sounds."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from networks.care.concerns import concern
from networks.communities.events import JoinAnswered, JoinRequested, JoinWithdrawn
from networks.communities.models import Community, Membership
from networks.moderation.cases import open_case, withdraw_case
from networks.moderation.models import CaseKind, Severity
from networks.safety.matching import Concern
from networks.work import Reactions, Work


def _queue_join(work: Work, event: JoinRequested) -> None:
    place = _place(work, event)
    questions = work.session.get_one(Community, event.community_id).questions
    answers = [{"question": q, "answer": a} for q, a in zip(questions, place.answers, strict=False)]
    heard = _weighed(work, place)
    evidence = {"answers": answers, "excerpt": place.answers[0][:120] if place.answers else None}
    open_case(
        work,
        event.community_id,
        CaseKind.JOIN,
        subject_kind="person",
        subject_id=event.person_id,
        person_id=event.person_id,
        severity=Severity(heard.tier) if heard else Severity.GREEN,
        evidence=evidence,
    )


def _weigh_answers(work: Work, event: JoinAnswered) -> None:
    """Who is inside at once has no request for anybody to read."""
    place = _place(work, event)
    heard = _weighed(work, place)
    if heard is not None:
        said = {"body": "\n\n".join(place.answers), "joining": True}
        concern(work, event.community_id, event.person_id, heard, subject=("person", event.person_id), said=said)


def _place(work: Work, event: JoinRequested | JoinAnswered) -> Membership:
    here = (Membership.community_id == event.community_id, Membership.person_id == event.person_id)
    return work.session.scalars(select(Membership).where(*here)).one()


def _weighed(work: Work, place: Membership) -> Concern | None:
    heard: Concern | None = work.network.weigh("\n\n".join(place.answers))
    return heard


def _withdraw_join(work: Work, event: JoinWithdrawn) -> None:
    withdraw_case(work, CaseKind.JOIN, event.community_id, event.person_id)


REACTIONS: Final[Reactions] = {
    JoinRequested: (_queue_join,),
    JoinAnswered: (_weigh_answers,),
    JoinWithdrawn: (_withdraw_join,),
}
