"""A newcomer's case: their words, what stands around them, a hello in the room, and a mentor who is asked to say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext

from app import limits
from app.begin import asker_id, begin, reading
from app.pages.desk import ABOUT, desk, often
from app.pages.entries import Entry, lines
from app.pages.frame import again, back, load, to_signin, typed
from app.pages.greetings import said_to
from app.schemas.chat import MessageIn
from networks.chat import queries as rooms
from networks.chat.queries import Entered
from networks.errors import Conflict, Invalid, NotFound, Unauthenticated
from networks.facilitation.models import FirstWords
from networks.facilitation.newcomers import first_words
from networks.facilitation.places import proposed
from networks.moderation import queries
from networks.moderation.desks import reasons_for
from networks.moderation.models import Case, CaseKind, CaseState
from networks.people.models import Person
from networks.policy import Can, why_not
from networks.welcoming import Asked, ask_mentor, asked_of, say_hello
from networks.work import Work

blueprint = Blueprint("newcomers", __name__)
blueprint.register_error_handler(Unauthenticated, to_signin)

BEFORE: Final = 4
AFTER: Final = 4
"""Messages around theirs that a case shows."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    words: FirstWords
    answered_by: Person | None
    room: str | None
    """The room's name, for whoever may read there; without it the reader sees the case's own excerpt alone."""
    said: Entry | None
    around: tuple[Entry, ...]
    url: str
    answer_url: str | None
    why_not: str | None
    asked: tuple[Asked, ...]
    mentors: tuple[Person, ...]
    client_key: str

    @property
    def asking(self) -> Asked | None:
        return next((one for one in self.asked if one.state == "asked"), None)


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/hello")
def hello(slug: str, case_id: UUID) -> Any:
    limits.use("post", asker_id())
    try:
        words = request.form.get("hello", "") or request.form.get("words", "")
        said = load(MessageIn, body=words, **typed("client_key"))
        with begin() as work:
            _here(work, slug, case_id)
            say_hello(work, case_id, body=said["body"], client_key=said["client_key"])
    except Invalid as refusal:
        faults = {"hello": " ".join(refusal.fields.values())}
        with reading() as work:
            return desk(work, slug, case_id, **again(Invalid(fields=faults))), 422
    return back("moderation.case", slug=slug, case_id=case_id)


@blueprint.post("/c/<slug>/queue/<uuid:case_id>/mentor")
def mentor(slug: str, case_id: UUID) -> Any:
    try:
        with begin() as work:
            _here(work, slug, case_id)
            asked, _ = ask_mentor(work, case_id, person_id=_chosen())
            who = asked.mentor.handle if asked.mentor else ""
    except Conflict as refusal:
        with reading() as work:
            return desk(work, slug, case_id, too_late=gettext(refusal.message)), 409
    flash(gettext("%(who)s is asked to welcome them.", who=who), "ok")
    return back("moderation.case", slug=slug, case_id=case_id)


def _chosen() -> UUID | None:
    said = request.form.get("mentor")
    try:
        return UUID(said) if said else None
    except ValueError:
        raise NotFound from None


def _here(work: Work, slug: str, case_id: UUID) -> None:
    if queries.case(work, case_id)[1].slug != slug:
        raise NotFound


def _about(work: Work, case: Case) -> dict[str, Any]:
    found = first_words(work, [case.subject_id]).get(case.subject_id)
    said = often(reasons_for(work, case.community_id, CaseKind.NEWCOMER))
    more = {"newcomer": _newcomer(work, case, found)} if found else {}
    hellos = [*said.get("hello", []), *(_welcomes(work, found) if found else [])]
    return {"often": {"close": said.get("close", [])}, "hellos": hellos, **more}


def _welcomes(work: Work, words: FirstWords) -> list[str]:
    """To them by name: whoever asked anonymously has none in a room."""
    who = work.session.get(Person, words.person_id) if words.person_id and not words.anonymous else None
    return said_to(work, words.community_id, who.handle)["welcome"] if who else []


def _newcomer(work: Work, case: Case, words: FirstWords) -> Newcomer:
    _, community, standing = queries.case(work, case.id)
    entered = _entered(work, words.room_id)
    said, around = _said(work, entered, words) if entered else (None, ())
    reason = why_not(standing, Can.POST_MESSAGE, work.now)
    is_open = case.state != CaseState.CLOSED
    return Newcomer(
        words=words,
        answered_by=_answered_by(work, words),
        room=entered.room.name if entered else None,
        said=said,
        around=around,
        url=_url(community.slug, words.room_id, words.message_id, words.seq),
        answer_url=_answer_url(work, community.slug, words) if entered else None,
        why_not=gettext(reason) if reason else None,
        asked=tuple(asked_of(work, case.id)),
        mentors=tuple(proposed(work, words)) if is_open and words.waits else (),
        client_key=str(uuid4()),
    )


def _entered(work: Work, room_id: UUID) -> Entered | None:
    try:
        return rooms.enter(work, room_id)
    except NotFound:
        return None


def _said(work: Work, entered: Entered, words: FirstWords) -> tuple[Entry | None, tuple[Entry, ...]]:
    upto = words.seq + AFTER + 1
    page = rooms.history(work, entered, before_seq=upto, limit=BEFORE + AFTER + 1)
    found = [line.entry for line in lines(entered, page.items, place="thread")]
    around = tuple(one for one in found if abs(one.seq - words.seq) <= max(BEFORE, AFTER))
    return next((one for one in around if one.id == words.message_id), None), around


def _answered_by(work: Work, words: FirstWords) -> Person | None:
    found = work.session.get(Person, words.answered_by_id) if words.answered_by_id else None
    return found if found is not None and found.erased_at is None else None


def _answer_url(work: Work, slug: str, words: FirstWords) -> str | None:
    if words.answer_id is None:
        return None
    found, entered = rooms.message(work, words.answer_id)
    return _url(slug, entered.room.id, found.id, found.seq)


def _url(slug: str, room_id: UUID, message_id: UUID, seq: int) -> str:
    return url_for("chat.room", slug=slug, room_id=room_id, at=seq, _anchor=f"m-{message_id}")


ABOUT[CaseKind.NEWCOMER] = _about
