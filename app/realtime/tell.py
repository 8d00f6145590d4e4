"""What happened, told to those who may hear it. Runs after the commit; the database stays right if it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from flask import Flask

from app.realtime.channels import person_channel, queue_channel, room_channel
from app.realtime.connections import Connection, Live
from app.realtime.guard import hang_up
from app.schemas.chat import message_json, removed_json
from networks.chat.events import (
    ConversationAccepted,
    DirectEdited,
    DirectPosted,
    MessageEdited,
    MessagePosted,
    MessageReacted,
    MessageRemoved,
    WritingTurned,
)
from networks.communities.events import CredentialsDecided, CredentialsEnded, MembershipChanged, RoleGranted
from networks.facilitation.events import AskingChanged
from networks.moderation.events import (
    AppealAnswered,
    AppealDecided,
    CaseChanged,
    Removed,
    ReportAnswered,
    ReportsFreed,
    ReportsLimited,
    Sanctioned,
    SanctionEnded,
    SanctionOverturned,
)
from networks.moderation.models import SanctionKind
from networks.people.events import PersonErased, SessionsEnded
from networks.safety.events import LetterWritten
from networks.work import Event, Outside


def tell(app: Flask) -> Outside:
    """A listener that tells this application's live connections."""
    live: Live = app.extensions["live"]

    def listen(event: Event) -> None:
        teller = TELLERS.get(type(event))
        if teller is not None:
            teller(live, event)
        if isinstance(event, MembershipChanged | PersonErased):
            _look(app, live)
        if not event.leaves_rights:
            live.act("forget", None)

    return listen


def _look(app: Flask, live: Live) -> None:
    """A badge may have come or gone with it."""
    live.wearers.soon(app.extensions["network"])
    live.act("badges", None)


def cut(live: Live, connections: Iterable[Connection]) -> None:
    """End connections now. They may come back, and are then checked like anybody else."""
    server = live.io.server
    for one in list(connections):
        eio_sid = server.manager.eio_sid_from_sid(one.sid, "/")
        server.disconnect(one.sid)
        hang_up(server.eio, eio_sid)  # or whoever does not go by themselves stays on, and nobody hears them


def cut_person(live: Live, person_id: UUID) -> None:
    """End all connections of somebody, in all processes."""
    cut(live, live.of_person(person_id))
    live.act("cut_person", str(person_id))


def _posted(live: Live, event: MessagePosted) -> None:
    _changed(live, "message:posted", event)


def _edited(live: Live, event: MessageEdited) -> None:
    _changed(live, "message:edited", event)


def _posted_to_one(live: Live, event: DirectPosted) -> None:
    """Whoever it is said to hears that there is something, wherever they are."""
    _posted(live, event)
    _notice(live, "conversation", event.community_id, event.other_id)


def _accepted(live: Live, event: ConversationAccepted) -> None:
    _notice(live, "conversation", event.community_id, event.person_id)


def _changed(live: Live, name: str, event: MessagePosted) -> None:
    said = message_json(event.message, public=True)
    live.say_in_order(event.room_id, event.message.change_seq, name, said)


def _removed(live: Live, event: MessageRemoved) -> None:
    live.say_in_order(event.room_id, event.change_seq, "message:removed", removed_json(event))


def _reacted(live: Live, event: MessageReacted) -> None:
    said = {"id": str(event.message_id), "room_id": str(event.room_id), "reactions": dict(event.reactions)}
    live.say(room_channel(event.room_id), "message:reacted", said)


def _turned(live: Live, event: WritingTurned) -> None:
    for room_id in event.room_ids:
        live.say(room_channel(room_id), "room:rests", {"room_id": str(room_id), "rests": event.rests})


def _membership(live: Live, event: MembershipChanged) -> None:
    """First the news, then the cut: the person learns why their connection ends."""
    said = {"community": {"id": str(event.community_id), "slug": event.slug}, "status": str(event.status)}
    live.say(person_channel(event.person_id), "membership:changed", said)
    if event.status != "active":
        cut_person(live, event.person_id)


def _role(live: Live, event: RoleGranted) -> None:
    """A new role hears other things: the connection is made again, and with it what it follows."""
    cut_person(live, event.subject_id)


def _sessions_ended(live: Live, event: SessionsEnded) -> None:
    cut(live, live.of_sessions(event.session_ids))
    live.act("cut_sessions", [str(one) for one in event.session_ids])


def _erased(live: Live, event: PersonErased) -> None:
    cut_person(live, event.person_id)


def _case(live: Live, event: CaseChanged) -> None:
    """To the queue's screens, but not to whom the case is about, nor to whom they talked with."""
    said = {"id": str(event.case_id), "community_id": str(event.community_id)}
    spare = [one for one in (event.person_id, event.kept_from_id) if one]
    live.say(queue_channel(event.community_id), "case:changed", said, spare=spare)


def _asking(live: Live, event: AskingChanged) -> None:
    """To the mentor alone: that they are asked, or no longer, and not about whom."""
    if event.mentor_id is not None:
        _notice(live, "asking", event.community_id, event.mentor_id)


def _letter(live: Live, event: LetterWritten) -> None:
    """That there is something to read, and not what."""
    if event.to_member:
        _notice(live, "letter", event.community_id, event.person_id)


def _standing(live: Live, event: Sanctioned | SanctionEnded) -> None:
    """Something was decided about somebody, or is over: their pages look again. Of a note they hear nothing."""
    if event.kind != SanctionKind.NOTE:
        person_id = event.subject_id if isinstance(event, Sanctioned) else event.person_id
        _notice(live, "sanction", event.community_id, person_id)


def _taken_down(live: Live, event: Removed) -> None:
    _notice(live, "removal", event.community_id, event.person_id)


def _appeal(live: Live, event: AppealAnswered) -> None:
    _notice(live, "appeal", event.community_id, event.person_id)


def _credentials(live: Live, event: CredentialsDecided) -> None:
    _notice(live, "credentials", event.community_id, event.subject_id)


def _answered(live: Live, event: ReportAnswered) -> None:
    """To whoever reported it: that something came of it, and not what."""
    _notice(live, "report", event.community_id, event.person_id)


def _limited(live: Live, event: ReportsLimited | ReportsFreed) -> None:
    _notice(live, "limit", event.community_id, event.subject_id)


def _notice(live: Live, kind: str, community_id: UUID, person_id: UUID) -> None:
    live.say(person_channel(person_id), "notice", {"kind": kind, "community_id": str(community_id)})


TELLERS: Final[Mapping[type[Event], Callable[[Live, Any], None]]] = {
    MessagePosted: _posted,
    MessageEdited: _edited,
    DirectPosted: _posted_to_one,
    DirectEdited: _edited,
    ConversationAccepted: _accepted,
    MessageRemoved: _removed,
    MessageReacted: _reacted,
    WritingTurned: _turned,
    MembershipChanged: _membership,
    RoleGranted: _role,
    SessionsEnded: _sessions_ended,
    PersonErased: _erased,
    CaseChanged: _case,
    CredentialsDecided: _credentials,
    CredentialsEnded: _credentials,
    Sanctioned: _standing,
    SanctionEnded: _standing,
    SanctionOverturned: _standing,
    Removed: _taken_down,
    AppealAnswered: _appeal,
    AppealDecided: _appeal,
    ReportAnswered: _answered,
    ReportsLimited: _limited,
    ReportsFreed: _limited,
    AskingChanged: _asking,
    LetterWritten: _letter,
}
