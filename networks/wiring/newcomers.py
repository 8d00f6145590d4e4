"""A member's first words are a case until another human has answered them."""

from __future__ import annotations

from functools import cache
from textwrap import shorten
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, or_, select

from networks.chat.answers import called, first_answer, first_standing
from networks.chat.events import FirstMessage, MessageEdited, MessagePosted, MessageRemoved
from networks.chat.models import Message
from networks.chat.views import MessageView
from networks.communities.actions import begin_speaking, forget_speaking
from networks.communities.models import Membership
from networks.communities.queries import lasts
from networks.facilitation import asking, newcomers
from networks.facilitation.models import Ending, FirstWords
from networks.folding import plain
from networks.moderation.cases import keep_evidence, open_case, reopen_case, withdraw_case
from networks.moderation.models import CaseKind
from networks.people.models import Person
from networks.policy import Role
from networks.wiring.waiting import weigh
from networks.wiring.words_back import keep_answer, keep_voice
from networks.work import Reactions, Work

EXCERPT: Final = 160


def _first_message(work: Work, event: FirstMessage) -> None:
    """Only the database knows for sure that it is the first. Who looks after others here is no newcomer."""
    if event.author_id and begin_speaking(work, event.community_id, event.author_id) == Role.MEMBER:
        _open(work, event.community_id, event.author_id, event.message)


def _open(work: Work, community_id: UUID, person_id: UUID, said: MessageView) -> None:
    place = {"room_id": said.room_id, "message_id": said.id, "thread_id": said.thread_id or said.id, "seq": said.seq}
    keep = {"anonymous": said.anonymous, **place}
    newcomers.keep_first(work, community_id, person_id, said_at=said.posted_at, **keep)
    open_case(
        work,
        community_id,
        CaseKind.NEWCOMER,
        subject_kind="message",
        subject_id=said.id,
        person_id=person_id,
        evidence=_evidence(said),
        by_asker=False,
    )


def _evidence(said: MessageView) -> dict[str, Any]:
    words = shorten(plain(said.html or ""), EXCERPT, placeholder="…")
    return {"excerpt": words, "anonymous": said.anonymous}


def _heard(work: Work, event: MessagePosted) -> None:
    """Thousands of these come in a second: what neither replies nor calls anybody asks nothing of the database."""
    said = event.message
    if event.author_id is None or (said.reply_to is None and "@" not in (said.body or "")):
        return
    asked = {"community": event.community_id, "by": event.author_id, "called": list(called(said.body or ""))}
    where = {"reply_to": said.reply_to, "thread": said.thread_id, "posted_at": said.posted_at}
    found: Any = work.rows(_those_meant(), **asked, **where)
    for words_id, message_id in found.all():
        _answered(work, event, words_id, message_id)


def _answered(work: Work, event: MessagePosted, words_id: UUID, message_id: UUID) -> None:
    by: Any = event.author_id
    role = _role(work, event.community_id, by)
    if newcomers.answer(work, words_id, by=by, role=role, answer_id=event.message.id):
        asking.answered(work, words_id, by)
        withdraw_case(work, CaseKind.NEWCOMER, event.community_id, message_id, outcome="close")


@cache
def _those_meant() -> Any:
    """Of those whom nobody has answered, whom a message calls, replies to, or joins in a thread.

    Plain columns, built once, and one question however many wait: each reply asks it.
    """
    words, person, said = (table.__table__.c for table in (FirstWords, Person, Message))
    reply_to, thread = bindparam("reply_to", type_=Uuid()), bindparam("thread", type_=Uuid())
    above = select(said.author_id).where(or_(said.id == reply_to, said.id == thread))
    calls = person.handle_key.in_(bindparam("called", expanding=True))
    waits = (words.answered_at.is_(None), words.ended_at.is_(None), words.said_at <= bindparam("posted_at"))
    here = (words.community_id == bindparam("community"), words.person_id != bindparam("by"))
    find = select(words.id, words.message_id).join_from(
        FirstWords.__table__, Person.__table__, person.id == words.person_id
    )
    return find.where(*here, *waits, or_(calls, words.thread_id == thread, words.person_id.in_(above)))


def _role(work: Work, community_id: UUID, person_id: UUID) -> str:
    theirs = (Membership.community_id == community_id, Membership.person_id == person_id, lasts(work.now))
    return work.session.scalar(select(Membership.role).where(*theirs)) or Role.MEMBER


def _edited(work: Work, event: MessageEdited) -> None:
    """A case shows the words as they are now: what somebody thought better of is for nobody to read. Words that were
    removed and have been put back wait again."""
    for found in newcomers.first_words(work, [event.message.id]).values():
        keep_evidence(work, CaseKind.NEWCOMER, event.community_id, found.message_id, _evidence(event.message))
        if found.ended_how == Ending.TAKEN_BACK and found.person_id is not None:
            begin_speaking(work, event.community_id, found.person_id)
            _wait_again(work, found)


def _removed(work: Work, event: MessageRemoved) -> None:
    for found in newcomers.words_about(work, event.message_id):
        if found.message_id == event.message_id:
            _taken_back(work, event, found)
        elif found.said_at + newcomers.AGAIN > work.now:
            keep_answer(work, event, found)
            wait_on(work, found)


def _taken_back(work: Work, event: MessageRemoved, found: FirstWords) -> None:
    """The words go from the case as well. Where nobody had answered them, the next ones are the first: those that were
    said already, or those to come."""
    left = {"anonymous": found.anonymous}
    keep_evidence(work, CaseKind.NEWCOMER, found.community_id, found.message_id, left)
    if not newcomers.end(work, Ending.TAKEN_BACK, FirstWords.id == found.id) or found.person_id is None:
        return
    keep_voice(work, event, found)
    said = first_standing(work, found.person_id, found.community_id)
    if said is None:
        forget_speaking(work, found.community_id, found.person_id)
    else:
        _open(work, found.community_id, found.person_id, said)


def wait_on(work: Work, found: FirstWords) -> None:
    """The answer was taken back, or their author is back. Somebody else's answer counts; where there is none, the
    newcomer waits again."""
    person = work.session.get(Person, found.person_id) if found.person_id else None
    if person is None:
        return
    place = {name: getattr(found, name) for name in ("community_id", "room_id", "thread_id", "seq")}
    other = first_answer(work, person.id, person.handle, **place)
    if other is None:
        _wait_again(work, found)
        return
    role = _role(work, found.community_id, other.author_id) if other.author_id else None
    newcomers.answer_instead(work, found, at=other.posted_at, by=other.author_id, role=role, answer_id=other.id)


def _wait_again(work: Work, found: FirstWords) -> None:
    stage = newcomers.wait_again(work, found)
    reopen_case(work, CaseKind.NEWCOMER, found.community_id, found.message_id)
    if stage is not None:
        weigh(work, found.community_id, found.message_id, stage)


REACTIONS: Final[Reactions] = {
    FirstMessage: (_first_message,),
    MessagePosted: (_heard,),
    MessageEdited: (_edited, _heard),
    MessageRemoved: (_removed,),
}
