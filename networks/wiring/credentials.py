"""What the network verified holds for the place that it was verified for, and whoever waits or is answered is told."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select

from networks import jobs
from networks.communities import credential_ends
from networks.communities.events import (
    CredentialsAsked,
    CredentialsDecided,
    CredentialsEnded,
    CredentialsEndSoon,
    MembershipChanged,
)
from networks.people.models import Person
from networks.work import Reactions, Work

THEIR_OWN: Final = "changed"
"""How it ends where they left, or facilitators made them something else: no operator has anything to tell them."""


def _moved(work: Work, event: MembershipChanged) -> None:
    credential_ends.follow(work, event.community_id, event.person_id)


def _mail_operators(work: Work, event: CredentialsAsked) -> None:
    """That somebody waits; however many do, it is one mail until it is sent."""
    operators = select(Person.id).where(Person.is_operator.is_(True), Person.erased_at.is_(None))
    for person_id in work.session.scalars(operators.where(Person.id != event.person_id)):
        jobs.enqueue(work, "mail", f"asked:{person_id}", {"why": "asked", "person_id": str(person_id)})


def _mail_answer(work: Work, event: CredentialsDecided | CredentialsEnded) -> None:
    if event.reason != THEIR_OWN:
        _mail(work, event.subject_id)


def _mail_soon(work: Work, event: CredentialsEndSoon) -> None:
    _mail(work, event.person_id)


def _mail(work: Work, person_id: UUID) -> None:
    """That there is something to read."""
    payload = {"why": "credentials", "person_id": str(person_id)}
    jobs.enqueue(work, "mail", f"credentials:{person_id}", payload)


REACTIONS: Final[Reactions] = {
    MembershipChanged: (_moved,),
    CredentialsAsked: (_mail_operators,),
    CredentialsDecided: (_mail_answer,),
    CredentialsEnded: (_mail_answer,),
    CredentialsEndSoon: (_mail_soon,),
}
