"""Who asks to join is a case."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from networks.communities.events import JoinRequested, JoinWithdrawn
from networks.communities.models import Community, Membership
from networks.moderation.cases import open_case, withdraw_case
from networks.moderation.models import CaseKind
from networks.work import Reactions, Work


def _queue_join(work: Work, event: JoinRequested) -> None:
    place = work.session.scalars(
        select(Membership).where(Membership.community_id == event.community_id, Membership.person_id == event.person_id)
    ).one()
    questions = work.session.get_one(Community, event.community_id).questions
    answers = [{"question": q, "answer": a} for q, a in zip(questions, place.answers, strict=False)]
    evidence = {"answers": answers, "excerpt": place.answers[0][:120] if place.answers else None}
    open_case(
        work,
        event.community_id,
        CaseKind.JOIN,
        subject_kind="person",
        subject_id=event.person_id,
        person_id=event.person_id,
        evidence=evidence,
    )


def _withdraw_join(work: Work, event: JoinWithdrawn) -> None:
    withdraw_case(work, CaseKind.JOIN, event.community_id, event.person_id)


REACTIONS: Final[Reactions] = {
    JoinRequested: (_queue_join,),
    JoinWithdrawn: (_withdraw_join,),
}
