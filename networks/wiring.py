"""Which events cause what: the one place where features meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import select

from networks import audit, jobs
from networks.chat.rooms import redraw_rooms, start_reading
from networks.communities.events import JoinRequested, JoinWithdrawn, MembershipChanged
from networks.communities.models import Community, Membership, Status
from networks.moderation.actions import open_case, withdraw_case
from networks.moderation.models import CaseKind
from networks.people.events import LinkWanted, PassphraseChanged, PersonErased, PersonRenamed
from networks.work import Event, Inside, Work

Reaction = Callable[[Work, Any], None]


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


def _mail_link(work: Work, event: LinkWanted) -> None:
    payload = {"why": event.why, "email": event.email, "person_id": str(event.person_id)}
    jobs.enqueue(work, "mail", f"{event.why}:{event.person_id}:{event.email}", payload)


def _mail_passphrase(work: Work, event: PassphraseChanged) -> None:
    jobs.enqueue(
        work, "mail", f"passphrase:{event.person_id}", {"why": "passphrase", "person_id": str(event.person_id)}
    )


def _start_reading(work: Work, event: MembershipChanged) -> None:
    if event.status == Status.ACTIVE:
        start_reading(work, event.community_id, event.person_id)


def _redraw(work: Work, event: PersonRenamed | PersonErased | MembershipChanged) -> None:
    redraw_rooms(work, event.person_id)


REACTIONS: Final[Mapping[type[Event], tuple[Reaction, ...]]] = {
    JoinRequested: (_queue_join,),
    JoinWithdrawn: (_withdraw_join,),
    LinkWanted: (_mail_link,),
    PassphraseChanged: (_mail_passphrase,),
    PersonRenamed: (_redraw,),
    PersonErased: (_redraw,),
    MembershipChanged: (_redraw, _start_reading),
}


def react(work: Work, event: Event) -> None:
    """Let everything happen that an event causes, in its own transaction."""
    for reaction in REACTIONS.get(type(event), ()):
        reaction(work, event)


INSIDE: Final[tuple[Inside, ...]] = (audit.keep, react)
