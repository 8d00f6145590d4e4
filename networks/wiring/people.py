"""What follows when something about a person changes: mails, rooms drawn anew."""

from __future__ import annotations

from typing import Final

from networks import jobs
from networks.chat.rooms import redraw_rooms, start_reading
from networks.communities.events import MembershipChanged
from networks.communities.models import Status
from networks.people.events import LinkWanted, PassphraseChanged, PersonErased, PersonRenamed
from networks.work import Reactions, Work


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


REACTIONS: Final[Reactions] = {
    LinkWanted: (_mail_link,),
    PassphraseChanged: (_mail_passphrase,),
    PersonRenamed: (_redraw,),
    PersonErased: (_redraw,),
    MembershipChanged: (_redraw, _start_reading),
}
